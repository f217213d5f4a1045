/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterband.h - one band of a stage as a child object.
 *
 * A band owns its values and tells its parent when one changes; the parent
 * collects them between two blocks of audio. A band asks its parent for values
 * that can only be read. Each stage with bands has a subclass of its own, with
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

/* The functions that bands call in their parent, without a lock. */
typedef struct {
  /* A value has changed. */
  void (*changed) (GstObject *parent);
  /* Returns row `row` of the band readouts, of band `index`. */
  gdouble (*read) (GstObject *parent, gint index, gint row);
} GstMasterBandParent;

struct _GstMasterBandClass {
  GstObjectClass parent_class;

  /*< private >*/
  const MstStage *stage;
  const GstMasterBandParent *parent;
};

/* Registers the type of the bands of a stage whose elements are of type
 * `element_name`: "GstMasterEq" has "GstMasterEqBand". `parent` must outlive
 * the type. */
GType gst_master_band_register (const gchar *element_name,
    const MstStage *stage, const GstMasterBandParent *parent);

/* Makes band `index` of a type that was registered. */
GstObject *gst_master_band_new (GType type, gint index);

/* Copies the band's n_band_params values to `values`. */
void gst_master_band_collect (GstMasterBand *self, gdouble *values);

G_END_DECLS

#endif /* GST_MASTER_BAND_H */
