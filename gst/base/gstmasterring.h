/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterring.h - the last frames of a stream, as many as a stage delays.
 *
 * Frames are interleaved bytes and leave as they came.
 */
#ifndef GST_MASTER_RING_H
#define GST_MASTER_RING_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint8 *data;
  gint length; /* frames; 0 where nothing is kept */
  gint bpf;    /* bytes a frame */
  gint start;  /* the oldest frame */
} GstMasterRing;

/* All frames are silent at first. FALSE when memory runs out. */
gboolean gst_master_ring_init (GstMasterRing *self, gint length, gint bpf);
void gst_master_ring_clear (GstMasterRing *self);

/* Makes all frames silent. */
void gst_master_ring_reset (GstMasterRing *self);

/* n <= length frames replace the oldest. `in` may be NULL: silence. */
void gst_master_ring_push (GstMasterRing *self, const guint8 *in, gint n);

/* Two pieces that together are n frames in a row. */
typedef struct {
  const guint8 *data[2];
  gint n[2];
} GstMasterRingPieces;

/* The n <= left frames that begin `left` <= length frames before the end. */
GstMasterRingPieces
gst_master_ring_peek (const GstMasterRing *self, gint left, gint n);

G_END_DECLS

#endif /* GST_MASTER_RING_H */
