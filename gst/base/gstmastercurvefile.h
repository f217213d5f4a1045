/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmastercurvefile.h - curves from a text file.
 *
 * A line is a frequency in Hz and a gain for each curve, set apart by blanks,
 * tabs, commas or semicolons. Gains left out are as the first. Frequencies
 * rise from line to line. # begins a comment; empty lines do not count. Numbers
 * have a point, in every locale.
 *
 *   # Hz   mid  side
 *   20     0    0
 *   1000   1.5  3
 *   16000  -2
 */
#ifndef GST_MASTER_CURVE_FILE_H
#define GST_MASTER_CURVE_FILE_H

#include <gst/gst.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

#define GST_MASTER_CURVE_FILE_MAX_CURVES 4

/* Reads the points of the `n_rows` curves `rows` into new arrays of
 * GstMasterCurvePoint. On failure FALSE and an error of GST_RESOURCE_ERROR (the
 * file cannot be read) or GST_LIBRARY_ERROR (it has no curves), which names the
 * file and, where there is one, the line. */
gboolean gst_master_curve_file_read (const gchar *location,
    const MstCurveRow *rows, gint n_rows, GArray *curves[], GError **error);

/* Reads the file and sets the element's properties of the rows' names to what
 * it says; or posts an error, and returns FALSE. */
gboolean gst_master_curve_file_apply (const gchar *location,
    const MstCurveRow *rows, gint n_rows, GstElement *element);

/* Reads a response that was measured, of one curve, and sets the property of
 * `row` to it. Lines may also begin with *, and further columns are left out,
 * as Room EQ Wizard exports them; levels of any height become relative to their
 * mean from 300 Hz to 3 kHz. */
gboolean gst_master_curve_file_apply_response (const gchar *location,
    const MstCurveRow *row, GstElement *element);

G_END_DECLS

#endif /* GST_MASTER_CURVE_FILE_H */
