/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmastercurve.h - a curve of a stage as a GObject property.
 *
 * The property is a flat array of numbers, a frequency in Hz and a gain in
 * turn:
 *
 *   mid-curve="<20, 0, 1000, 3, 16000, -2>"
 *
 * with frequencies that rise. Between two of them the gain runs in a straight
 * line over the logarithm of frequency; beyond the ends it stays. No pairs at
 * all are a flat curve. What is set can be read again as it was; the stage gets
 * it on its grid of fixed frequencies (dsp/stage.h).
 *
 * A curve that is not one leaves the curve before in force, and a warning on
 * the bus says what was wrong: at once where somebody listens, else when the
 * element starts.
 */
#ifndef GST_MASTER_CURVE_H
#define GST_MASTER_CURVE_H

#include <gst/gst.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

#define GST_MASTER_CURVE_MAX_POINTS 10000

typedef struct {
  gdouble frequency; /* Hz */
  gdouble gain;
} GstMasterCurvePoint;

typedef struct {
  const MstCurveRow *row;
  /* By OBJECT_LOCK of the element. */
  GArray *points; /* of GstMasterCurvePoint, as set; never NULL */
  gdouble gains[MST_CURVE_POINTS]; /* the same on the stage's grid */
  gchar *fault; /* of a curve that was refused; not told yet */
} GstMasterCurve;

/* Installs a property for each row, from `first_id` on. */
void gst_master_curves_install (GObjectClass *owner_class, guint first_id,
    const MstCurveRow *rows, gint n_rows);

void gst_master_curve_init (GstMasterCurve *self, const MstCurveRow *row);
void gst_master_curve_clear (GstMasterCurve *self);

/* The property's functions. `element` owns the curve; they take its lock.
 * Setting returns whether the curve was taken. */
gboolean gst_master_curve_set (GstMasterCurve *self, GstElement *element,
    const GValue *value);
void
gst_master_curve_get (GstMasterCurve *self, GstElement *element, GValue *value);

/* Posts a fault that has not been told yet. */
void gst_master_curve_tell (GstMasterCurve *self, GstElement *element);

/* Returns the fault of a point that follows one at `before` Hz (0: the first),
 * or NULL. To be freed. */
gchar *gst_master_curve_find_fault (const MstCurveRow *row, gdouble before,
    const GstMasterCurvePoint *point);

/* Returns the fault of a property's value, or NULL. To be freed. */
gchar *gst_master_curve_check (const MstCurveRow *row, const GValue *array);

/* Writes points as the value of a property, which is of GST_TYPE_ARRAY. */
void gst_master_curve_to_value (const GArray *points, GValue *value);

G_END_DECLS

#endif /* GST_MASTER_CURVE_H */
