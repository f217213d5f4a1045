/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterjoints.h - where a stream begins, goes on, breaks and ends.
 *
 * For the streaming thread alone.
 */
#ifndef GST_MASTER_JOINTS_H
#define GST_MASTER_JOINTS_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Prepares for the frames of `buffer`. Where they follow on, in running time
 * across segments, the stage goes on; over a short hole it goes on too, and the
 * hole stays one; else the frames in flight leave and the stage starts afresh.
 */
G_GNUC_INTERNAL
GstFlowReturn gst_master_joints_join (GstMasterFilter *self, GstBuffer *buffer);

/* Takes note of a new segment: the next buffer is compared in running time. */
G_GNUC_INTERNAL
void gst_master_joints_segment (GstMasterFilter *self, GstEvent *event);

/* Acts on a GAP event. Takes it and returns TRUE where it has to wait for the
 * frames in flight. */
G_GNUC_INTERNAL
gboolean gst_master_joints_gap (GstMasterFilter *self, GstEvent *event);

/* Pushes the frames in flight; the next buffer begins afresh. */
G_GNUC_INTERNAL
GstFlowReturn gst_master_joints_drain (GstMasterFilter *self);

/* Ends the stream: pushes the frames in flight, and the tail after them. */
G_GNUC_INTERNAL
void gst_master_joints_ring_out (GstMasterFilter *self);

/* Lets the next buffer begin afresh, whatever it is. */
G_GNUC_INTERNAL
void gst_master_joints_start_anew (GstMasterFilter *self);

/* Cuts frames that begin past the end of the segment: GstAudioFilter has
 * clipped the buffer, but rounds down, which may leave a frame too many. Takes
 * the buffer; NULL when nothing is left. */
G_GNUC_INTERNAL
GstBuffer *gst_master_joints_clip (GstMasterFilter *self, GstBuffer *buffer);

G_END_DECLS

#endif /* GST_MASTER_JOINTS_H */
