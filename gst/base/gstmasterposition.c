/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterposition.h"

#include <string.h>

/* How far a buffer's timestamp may be from the end of the one before: as far as
 * GStreamer's audio sinks let it (alignment-threshold), less where upstream
 * says that something is missing. */
#define TOLERANCE (40 * GST_MSECOND)
#define TOLERANCE_AT_DISCONT GST_MSECOND

void
gst_master_position_begin (GstMasterPosition *self, gint rate,
    GstBuffer *buffer, guint64 latency)
{
  *self = (GstMasterPosition){
    .rate = rate,
    .first_offset = GST_BUFFER_OFFSET (buffer),
    .skip = latency,
  };
  gst_master_position_anchor (self, GST_BUFFER_PTS (buffer));
}

GstClockTime
gst_master_position_duration (const GstMasterPosition *self, guint64 frames)
{
  return gst_util_uint64_scale_round (frames, GST_SECOND, self->rate);
}

/* Counts on from the last anchor at or before the frame. */
GstClockTime
gst_master_position_pts (const GstMasterPosition *self, guint64 frame)
{
  for (guint i = self->n_anchors; i > 0; i--) {
    const GstMasterAnchor *anchor = &self->anchors[i - 1];
    if (anchor->frame <= frame)
      return anchor->pts +
          gst_master_position_duration (self, frame - anchor->frame);
  }
  return GST_CLOCK_TIME_NONE;
}

static GstClockTime
distance (GstClockTime a, GstClockTime b)
{
  return MAX (a, b) - MIN (a, b);
}

/* Clocks drift against the count of frames: where the two are half a frame
 * apart, the timestamps are counted from here on. An anchor is dropped when all
 * that it tells has left; where there are too many (timestamps that jitter from
 * frame to frame) the newest gives way. */
void
gst_master_position_anchor (GstMasterPosition *self, GstClockTime pts)
{
  GstMasterAnchor *anchors = self->anchors;
  GstClockTime expected = gst_master_position_pts (self, self->in);

  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return;
  if (GST_CLOCK_TIME_IS_VALID (expected) &&
      distance (pts, expected) <= gst_master_position_duration (self, 1) / 2)
    return;
  while (self->n_anchors > 1 && anchors[1].frame <= self->out) {
    self->n_anchors--;
    memmove (anchors, anchors + 1, self->n_anchors * sizeof (*anchors));
  }
  if (self->n_anchors == GST_MASTER_ANCHORS)
    self->n_anchors--;
  anchors[self->n_anchors++] =
      (GstMasterAnchor){ .frame = self->in, .pts = pts };
}

gboolean
gst_master_position_follows (const GstMasterPosition *self, GstBuffer *buffer)
{
  GstClockTime pts = GST_BUFFER_PTS (buffer);
  GstClockTime expected = gst_master_position_pts (self, self->in);
  GstClockTime tolerance =
      GST_BUFFER_IS_DISCONT (buffer) ? TOLERANCE_AT_DISCONT : TOLERANCE;

  return !GST_CLOCK_TIME_IS_VALID (pts) ||
      !GST_CLOCK_TIME_IS_VALID (expected) ||
      distance (pts, expected) <= tolerance;
}

void
gst_master_position_stamp (const GstMasterPosition *self, GstBuffer *buffer,
    guint64 from, guint64 n)
{
  GstClockTime start = gst_master_position_pts (self, from);
  GstClockTime end = gst_master_position_pts (self, from + n);

  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_PTS (buffer) = start;
  GST_BUFFER_DURATION (buffer) = gst_master_position_duration (self, n);
  if (GST_CLOCK_TIME_IS_VALID (start) && end > start)
    GST_BUFFER_DURATION (buffer) = end - start;
  GST_BUFFER_OFFSET (buffer) = GST_BUFFER_OFFSET_NONE;
  GST_BUFFER_OFFSET_END (buffer) = GST_BUFFER_OFFSET_NONE;
  if (self->first_offset != GST_BUFFER_OFFSET_NONE) {
    GST_BUFFER_OFFSET (buffer) = self->first_offset + from;
    GST_BUFFER_OFFSET_END (buffer) = self->first_offset + from + n;
  }
}
