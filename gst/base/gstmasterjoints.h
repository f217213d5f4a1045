/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterjoints.h - where a stream begins, breaks and ends.
 *
 * For the streaming thread alone.
 */
#ifndef GST_MASTER_JOINTS_H
#define GST_MASTER_JOINTS_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Starts afresh with the first frame of `buffer`. */
G_GNUC_INTERNAL
void gst_master_joints_begin (GstMasterFilter *self, GstBuffer *buffer);

/* Cuts the frames that belong to the latency from the front of `n` fresh frames
 * in `buffer` and stamps the rest. Takes the buffer; NULL when nothing is left.
 */
G_GNUC_INTERNAL
GstBuffer *
gst_master_joints_stamp (GstMasterFilter *self, GstBuffer *buffer, guint64 n);

/* Pushes the frames in flight; the next buffer begins afresh. */
G_GNUC_INTERNAL
GstFlowReturn gst_master_joints_drain (GstMasterFilter *self);

/* Ends the stream: pushes the frames in flight, and the tail after them. */
G_GNUC_INTERNAL
void gst_master_joints_ring_out (GstMasterFilter *self);

/* Drops the frames in flight; the next buffer begins afresh. */
G_GNUC_INTERNAL
void gst_master_joints_discard (GstMasterFilter *self);

G_END_DECLS

#endif /* GST_MASTER_JOINTS_H */
