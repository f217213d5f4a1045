/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterband.h - one band of a stage as a child object.
 *
 * A band owns its values and tells its parent when one changes; the parent
 * collects them between two blocks of audio. What can only be read, the band
 * asks its parent for. Each stage with bands has a subclass of its own, with
 * the properties of its band tables.
 */
#ifndef GST_MASTER_BAND_H
#define GST_MASTER_BAND_H

#include <gst/gst.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_BAND (gst_master_band_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstMasterBand, gst_master_band, GST, MASTER_BAND,
    GstObject)

/* What the parent has for its bands; called without a lock. */
typedef struct {
  /* A value has changed. */
  void (*changed) (GstObject *parent);
  /* Row `row` of the stage's band readouts, of band `index`. */
  gdouble (*read) (GstObject *parent, gint index, gint row);
} GstMasterBandParent;

struct _GstMasterBandClass {
  GstObjectClass parent_class;

  /*< private >*/
  const MstStage *stage;
  const GstMasterBandParent *parent;
};

/* The band type of the stage whose elements are of type `element_name`:
 * "GstMasterEq" has "GstMasterEqBand". `parent` must outlive the process's use
 * of it. */
GType gst_master_band_register (const gchar *element_name,
    const MstStage *stage, const GstMasterBandParent *parent);

/* Band `index` of a type that was registered. */
GstObject *gst_master_band_new (GType type, gint index);

/* Copies the band's n_band_params values to `values`. */
void gst_master_band_collect (GstMasterBand *self, gdouble *values);

G_END_DECLS

#endif /* GST_MASTER_BAND_H */
