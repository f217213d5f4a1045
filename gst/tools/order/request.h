/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * request.h - what is asked of one master: which song it is made of, and what
 * it is to become. All of it belongs to somebody else and stays as it is.
 */
#ifndef MASTER_REQUEST_H
#define MASTER_REQUEST_H

#include "deliveries.h"
#include "options.h"
#include "tools/pass/measure.h"

typedef struct {
  const MasterOptions *options; /* of the whole command */
  const gchar *input;           /* the song's file */
  const MasterDelivery *delivery;
  /* Figures of the song that are known already, with all that was asked of its
   * file; NULL: it has to be measured. */
  const MasterMeasurement *measured;
  const GstStructure *analysis; /* or NULL */
  /* The name by which the song is told, where its file is not the user's own;
   * or NULL. */
  const gchar *called;
  /* For a song that is made from stems, or NULL: `stems`, each with its name,
   * settings and moves, and `eased`, the change of the sum [dB]. */
  const GstStructure *stems;
} MasterRequest;

/** The name of the song for the user. */
static inline const gchar *
master_request_name (const MasterRequest *self)
{
  return self->called ? self->called : self->input;
}

#endif /* MASTER_REQUEST_H */
