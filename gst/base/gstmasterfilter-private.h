/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterfilter-private.h - the parts of a filter that its files share.
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
  gdouble gap_hold; /* ms */
  gchar *location;  /* gstmasterlocation.c */

  GstMasterCurve *curves; /* the stage's n_curves */
  GPtrArray *bands;       /* of GstMasterBand; fixed after construction */
  gint loading; /* atomic: a preset, which may have more bands than in use */
  gint changed; /* atomic: values or bypass differ from the engine's */
  gint restart; /* atomic: gst_master_filter_restart() was called */
  gint latency; /* atomic: frames */

  /* Streaming thread only. */
  GstMasterEngine *engine;
  GstAudioInfo out_info, wanted_info; /* of the engine; of the next one */
  gdouble *snapshot;                  /* all of the stage's values */

  /* gstmasterswap.c */
  gdouble *made_with; /* the parameters when the engine was made */
  gboolean newly_set; /* values have been set since the last look */
  gboolean late;      /* some of them that the stage reads at its start */
  const GstMasterGuard *guard;
  GObject *guard_owner; /* a reference */

  guint8 *told; /* of each value: complained of since the last setup */
  gboolean told_asleep;
  guint64 total; /* frames since the start of the stream: for `reached` */

  /* gstmasterjoints.c */
  GstMasterPosition position;
  gboolean fresh;         /* the next buffer starts a new count */
  gboolean flushed;       /* ... because of a flush */
  GstClockTime due;       /* running time of the next frame, of a new segment */
  GstClockTime hole;      /* how much of a hole has been filled in */
  guint64 real;           /* where it begins */
  guint32 segment_seqnum; /* of the last SEGMENT event */

  /* gstmasterflight.c */
  GQueue joints;    /* events and holes that wait for their frame */
  guint64 hollow;   /* frames to be left out */
  gboolean discont; /* the next buffer that leaves gets the flag */
};
typedef struct _GstMasterFilterPrivate GstMasterFilterPrivate;

G_GNUC_INTERNAL
GstMasterFilterPrivate *gst_master_filter_priv (gpointer self);

/* Writes all values to `values` and returns TRUE if one has changed since the
 * last call. */
G_GNUC_INTERNAL
gboolean gst_master_filter_take_changes (GstMasterFilter *self, gdouble *values,
    gboolean *bypass);

/* The table of the element's stage. */
G_GNUC_INTERNAL
const MstStage *gst_master_filter_stage (gpointer self);

static inline gboolean
gst_master_filter_is_analyzer (gpointer self)
{
  return (gst_master_filter_stage (self)->flags & MST_STAGE_ANALYZER) != 0;
}

/* Tells the streaming thread that a value has changed. */
G_GNUC_INTERNAL
void gst_master_filter_mark_changed (GstObject *self);

/* gstmasterstream.c: the virtual functions of the stream. */
G_GNUC_INTERNAL
void gst_master_stream_class_init (GstBaseTransformClass *klass);
G_GNUC_INTERNAL
void gst_master_stream_init (GstMasterFilter *self);
G_GNUC_INTERNAL
void gst_master_stream_finalize (GstMasterFilter *self);

/* gstmasterbands.c: the functions of GstChildProxy; makes as many bands as the
 * stage may have. */
G_GNUC_INTERNAL
void gst_master_bands_interface_init (gpointer iface, gpointer data);
G_GNUC_INTERNAL
void gst_master_bands_make (GstMasterFilter *self);
G_GNUC_INTERNAL
void gst_master_bands_release (GstMasterFilter *self);

/* gstmasterpresets.c: the functions of GstPreset, which saves and loads the
 * settings of the stage alone. */
G_GNUC_INTERNAL
void gst_master_presets_interface_init (gpointer iface, gpointer data);

/* Messages go to the category of the element: `self` is one. */
#define GST_CAT_DEFAULT (GST_MASTER_FILTER_GET_CLASS (self)->category)

G_END_DECLS

#endif /* GST_MASTER_FILTER_PRIVATE_H */
