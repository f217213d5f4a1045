/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterposition.h - where a stream stands, in frames and in time.
 *
 * Frames are counted from the last (re)start, as the stage counts them. A frame
 * leaves with the time it came with: timestamps are counted from an anchor, a
 * frame whose time is known, and never summed from durations.
 */
#ifndef GST_MASTER_POSITION_H
#define GST_MASTER_POSITION_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* A frame, the timestamp and the GST_BUFFER_OFFSET that it came with, both of
 * which may be NONE. */
typedef struct {
  guint64 frame;
  GstClockTime pts;
  guint64 offset;
  gboolean jump; /* time jumps here: the frame before does not last until pts */
} GstMasterAnchor;

typedef struct {
  gint rate;
  GArray *anchors; /* of GstMasterAnchor, oldest first; none before begin() */
  guint64 in;      /* frames taken */
  guint64 out;     /* frames given */
  guint64 skip;    /* frames of the latency still to be left out */
} GstMasterPosition;

void gst_master_position_init (GstMasterPosition *self);
void gst_master_position_clear (GstMasterPosition *self);

/* Starts a new count with the first frame of `buffer`. */
void gst_master_position_begin (GstMasterPosition *self, gint rate,
    GstBuffer *buffer, guint64 latency);

/* Takes the timestamp of the next frame, or NONE. The clock of the timestamps
 * may have drifted against the count. */
void gst_master_position_anchor (GstMasterPosition *self, GstClockTime pts);

/* Takes the timestamp and the offset of the next frame, which may be any. */
void gst_master_position_jump (GstMasterPosition *self, GstClockTime pts,
    guint64 offset);

/* Convert frames to a duration, and back. */
GstClockTime
gst_master_position_duration (const GstMasterPosition *self, guint64 frames);
guint64
gst_master_position_frames (const GstMasterPosition *self, GstClockTime time);

/* Returns the timestamp of a frame, or NONE. */
GstClockTime
gst_master_position_pts (const GstMasterPosition *self, guint64 frame);

/* Stamps a buffer that holds the n frames from `from` on. No jump may be within
 * them. */
void gst_master_position_stamp (const GstMasterPosition *self,
    GstBuffer *buffer, guint64 from, guint64 n);

G_END_DECLS

#endif /* GST_MASTER_POSITION_H */
