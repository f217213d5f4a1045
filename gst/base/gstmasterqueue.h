/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterqueue.h - frames that wait, any number of them, in the format and
 * layout of the stream.
 */
#ifndef GST_MASTER_QUEUE_H
#define GST_MASTER_QUEUE_H

#include "gstmasterview.h"

G_BEGIN_DECLS

/* All zero, it has no format yet. */
typedef struct {
  guint8 *memory;
  GstMasterView all;       /* from the first frame of the memory on */
  gsize size, start, fill; /* frames */
} GstMasterQueue;

/* Takes the format of the frames to come. Those that wait are kept where it is
 * the same. */
void
gst_master_queue_set_format (GstMasterQueue *self, const GstAudioInfo *info);
void gst_master_queue_clear (GstMasterQueue *self);

/* Forgets what waits. */
void gst_master_queue_reset (GstMasterQueue *self);

/* Takes n frames; `in` may be NULL: silence. */
void
gst_master_queue_push (GstMasterQueue *self, const GstMasterView *in, gsize n);

/* Gives the oldest n frames, n <= fill; `out` may be NULL. */
void
gst_master_queue_pop (GstMasterQueue *self, const GstMasterView *out, gsize n);

G_END_DECLS

#endif /* GST_MASTER_QUEUE_H */
