/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analysis.h - what masteranalyzer knows of a piece, as the assistant takes it.
 *
 * An analysis is a structure with a field for each of its read-only properties:
 * a gdouble, or an array of them.
 */
#ifndef MASTER_ANALYSIS_H
#define MASTER_ANALYSIS_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

#include "residual.h"

#define MASTER_BANDS 9

/** The edges of masteranalyzer's bands [Hz]. A band is named by its lower
 * edge. */
extern const gint master_band_edges[MASTER_BANDS + 1];

/** Reads a masteranalyzer at the end of its stream. */
GstStructure *master_analysis_read (GstElement *analyzer);

/** Adds what masterchain's signal `correct` wants to know of a limiter: its
 * drive [dB], its ceiling [dBTP] and what it did. */
void master_analysis_set_limiter (GstStructure *self, gdouble drive,
    gdouble ceiling, MasterLimiting limiting);

/** Returns a number; NAN where there is none. */
gdouble master_analysis_get (const GstStructure *self, const gchar *field);

/** Returns number i of an array; NAN where there is none. */
gdouble
master_analysis_at (const GstStructure *self, const gchar *field, guint i);

/** Returns how many numbers the array has; 0 where there is no array. */
guint master_analysis_count (const GstStructure *self, const gchar *field);

/** Returns the analysis of the piece as if all of it were like these n parts.
 * Spectra and peaks are those of the parts; loudness, crest, correlation and
 * mono loss are those of `whole`, changed by as much as they differ between
 * `parts` and `beside`. The least PSR cannot be told by parts, and is 0. */
GstStructure *master_analysis_of_parts (const GstStructure *whole,
    GstStructure *const *parts, GstStructure *const *beside, guint n);

/** Returns its numbers, strings, lists and structures as JSON. Infinity and
 * NaN are null there. */
JsonObject *master_structure_to_json (const GstStructure *self);

#endif /* MASTER_ANALYSIS_H */
