/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterparams.h - a row of a stage's table as a GObject property.
 */
#ifndef GST_MASTER_PARAMS_H
#define GST_MASTER_PARAMS_H

#include <gst/gst.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

/* Installs a property for each row, from `first_id` on. Enum types are named
 * after `prefix` and the row: GstMasterEqBand + type. */
void gst_master_params_install (GObjectClass *owner_class, guint first_id,
    const MstParam *rows, gint n_rows, const gchar *prefix);

/* Does the same for values that can only be read. */
void gst_master_readouts_install (GObjectClass *owner_class, guint first_id,
    const MstParam *rows, gint n_rows);

/* Does the same for lists of numbers, each of GST_TYPE_ARRAY. */
void gst_master_arrays_install (GObjectClass *owner_class, guint first_id,
    const MstArrayRow *rows, gint n_rows);

/* Writes the `count` numbers that lie `stride` apart to `value`, which is of
 * GST_TYPE_ARRAY, as gdoubles. */
void gst_master_array_to_value (const gdouble *numbers, gint count, gint stride,
    GValue *value);

gdouble gst_master_param_from_value (const MstParam *row, const GValue *value);
void
gst_master_param_to_value (const MstParam *row, gdouble number, GValue *value);

/* Reads a number of whatever type. FALSE, with `number` as it was, where the
 * value holds none. */
gboolean gst_master_value_to_number (const GValue *value, gdouble *number);

/* Names the frequencies among `values` of `stage` that are at or above half of
 * `rate` [Hz], where the stage holds them. Skips those that are marked in
 * `told`, which has as many places as `values`, and marks the others. (transfer
 * full); NULL if there are none. */
gchar *gst_master_params_complain (const MstStage *stage, const gdouble *values,
    gdouble rate, guint8 *told);

/* Returns the values that differ from their defaults, "ratio=2,
 * band0::gain=3", then how many points of the curves are not flat. To be freed.
 */
gchar *
gst_master_params_describe (const MstStage *stage, const gdouble *values);

G_END_DECLS

#endif /* GST_MASTER_PARAMS_H */
