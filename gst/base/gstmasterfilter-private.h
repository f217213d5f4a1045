/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterfilter-private.h - what gstmasterfilter.c (properties, bands,
 * presets) and gstmasterstream.c (buffers, events, queries) share.
 */
#ifndef GST_MASTER_FILTER_PRIVATE_H
#define GST_MASTER_FILTER_PRIVATE_H

#include "gstmastercurve.h"
#include "gstmasterengine.h"
#include "gstmasterfilter.h"
#include "gstmasterposition.h"

G_BEGIN_DECLS

struct _GstMasterFilterPrivate {
  /* By OBJECT_LOCK. */
  gdouble *values; /* the stage's parameters; bands hold their own */
  gdouble *readouts;
  gboolean bypass;

  GstMasterCurve *curves; /* the stage's n_curves */
  GPtrArray *bands;       /* of GstMasterBand; fixed after construction */
  gint loading; /* atomic: a preset, which may have more bands than in use */
  gint changed; /* atomic: values or bypass differ from the engine's */
  gint restart; /* atomic: gst_master_filter_restart() was called */
  gint latency; /* atomic: frames */

  /* Streaming thread only. */
  GstMasterEngine *engine;
  GstAudioInfo out_info;
  gdouble *snapshot; /* all of the stage's values */
  guint8 *told;      /* of each value: complained of since the last setup */
  GstMasterPosition position;
  guint64 total;  /* frames since the start of the stream: for `reached` */
  gboolean fresh; /* the next buffer starts a new count */
};
typedef struct _GstMasterFilterPrivate GstMasterFilterPrivate;

G_GNUC_INTERNAL
GstMasterFilterPrivate *gst_master_filter_priv (gpointer self);

/* The changed values, all of them, to `values`. TRUE if something changed
 * since the last call. */
G_GNUC_INTERNAL
gboolean gst_master_filter_take_changes (GstMasterFilter *self, gdouble *values,
    gboolean *bypass);

/* Sets the virtual functions of the stream. */
G_GNUC_INTERNAL
void gst_master_stream_class_init (GstBaseTransformClass *klass);

G_GNUC_INTERNAL
void gst_master_stream_init (GstMasterFilter *self);

G_END_DECLS

#endif /* GST_MASTER_FILTER_PRIVATE_H */
