/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterposition.h - where a stream stands, in frames and in time.
 *
 * Frames are counted from the last (re)start: a discontinuity, a flush, a
 * drain. A frame leaves with the time it came with: timestamps are counted from
 * an anchor, a frame whose time is known, and never summed from durations.
 */
#ifndef GST_MASTER_POSITION_H
#define GST_MASTER_POSITION_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* A frame and the timestamp that it came with. */
typedef struct {
  guint64 frame;
  GstClockTime pts;
} GstMasterAnchor;

#define GST_MASTER_ANCHORS 64

typedef struct {
  gint rate;
  /* Oldest first; none before there is a timestamp. */
  GstMasterAnchor anchors[GST_MASTER_ANCHORS];
  guint n_anchors;
  guint64 first_offset; /* GST_BUFFER_OFFSET of frame 0, or NONE */
  guint64 in;           /* frames taken */
  guint64 out;          /* frames given */
  guint64 skip;         /* frames of the latency still to be left out */
} GstMasterPosition;

/* A new count, with the first frame of `buffer`. */
void gst_master_position_begin (GstMasterPosition *self, gint rate,
    GstBuffer *buffer, guint64 latency);

/* How long so many frames take. */
GstClockTime
gst_master_position_duration (const GstMasterPosition *self, guint64 frames);

/* The timestamp of a frame, or NONE. */
GstClockTime
gst_master_position_pts (const GstMasterPosition *self, guint64 frame);

/* The next frame came with `pts`, or NONE. */
void gst_master_position_anchor (GstMasterPosition *self, GstClockTime pts);

/* Whether `buffer` follows on from the frames taken, as far as it says. */
gboolean
gst_master_position_follows (const GstMasterPosition *self, GstBuffer *buffer);

/* Stamps a buffer that holds the n frames from `from` on. */
void gst_master_position_stamp (const GstMasterPosition *self,
    GstBuffer *buffer, guint64 from, guint64 n);

G_END_DECLS

#endif /* GST_MASTER_POSITION_H */
