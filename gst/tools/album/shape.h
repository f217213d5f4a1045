/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * shape.h - a file through all stages but the limiter, into another of float32,
 * measured on the way.
 *
 *   source ! masterchain ! [masterchain ! ] masteranalyzer ! appsink
 */
#ifndef MASTER_SHAPE_H
#define MASTER_SHAPE_H

#include "tools/pass/chain.h"
#include "tools/pass/measure.h"

typedef struct {
  const gchar *input;
  const gchar *name; /* for messages */
  const gchar *output;
  gint rate; /* of the output [Hz]; 0: the input's */
  /* Chains, one behind the other; NULL ends them. */
  const MasterSettings *const *chains;
} MasterShape;

/** Writes the output. The analysis is the caller's. */
gboolean master_shape_write (MasterRunner *runner, const MasterShape *self,
    MasterMeasurement *measured, GstStructure **analysis, GError **error);

/** Returns the settings of a chain that changes tone and width: gains at the
 * thirds of an octave [dB], and of the side below and above a frequency. To be
 * freed by gst_structure_free(). */
GstStructure *master_shape_settings (const gdouble *curve, gdouble width,
    gdouble bass_width, gdouble bass_hz);

#endif /* MASTER_SHAPE_H */
