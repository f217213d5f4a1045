/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterring.h - the last frames of a stream, as many as a stage delays.
 *
 * Frames leave as they came, in the format and layout of the stream.
 */
#ifndef GST_MASTER_RING_H
#define GST_MASTER_RING_H

#include "gstmasterview.h"

G_BEGIN_DECLS

typedef struct {
  guint8 *memory;
  GstMasterView all; /* from the first frame of the memory on */
  gint length;       /* frames; 0 where nothing is kept */
  gint start;        /* the oldest frame */
} GstMasterRing;

/* Keeps frames of such a format. All are silent at first. FALSE when memory
 * runs out. */
gboolean gst_master_ring_init (GstMasterRing *self, gint length,
    const GstAudioInfo *info);
void gst_master_ring_clear (GstMasterRing *self);

/* Makes all frames silent. */
void gst_master_ring_reset (GstMasterRing *self);

/* n <= length frames replace the oldest. `in` may be NULL: silence. */
void
gst_master_ring_push (GstMasterRing *self, const GstMasterView *in, gint n);

/* Two pieces that together are n frames in a row. */
typedef struct {
  GstMasterView view[2];
  gint n[2];
} GstMasterRingPieces;

/* The n <= left frames that begin `left` <= length frames before the end. */
GstMasterRingPieces
gst_master_ring_peek (const GstMasterRing *self, gint left, gint n);

G_END_DECLS

#endif /* GST_MASTER_RING_H */
