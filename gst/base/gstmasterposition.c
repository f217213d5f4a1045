/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterposition.h"

/* Timestamps that jitter from buffer to buffer make no more anchors than this;
 * jumps always make theirs. */
#define MAX_ANCHORS 64

void
gst_master_position_init (GstMasterPosition *self)
{
  *self = (GstMasterPosition){
    .anchors = g_array_new (FALSE, FALSE, sizeof (GstMasterAnchor)),
  };
}

void
gst_master_position_clear (GstMasterPosition *self)
{
  g_clear_pointer (&self->anchors, g_array_unref);
}

void
gst_master_position_begin (GstMasterPosition *self, gint rate,
    GstBuffer *buffer, guint64 latency)
{
  g_array_set_size (self->anchors, 0);
  *self = (GstMasterPosition){
    .rate = rate,
    .anchors = self->anchors,
    .skip = latency,
  };
  gst_master_position_jump (self, GST_BUFFER_PTS (buffer),
      GST_BUFFER_OFFSET (buffer));
}

GstClockTime
gst_master_position_duration (const GstMasterPosition *self, guint64 frames)
{
  return gst_util_uint64_scale_round (frames, GST_SECOND, self->rate);
}

guint64
gst_master_position_frames (const GstMasterPosition *self, GstClockTime time)
{
  return gst_util_uint64_scale_round (time, self->rate, GST_SECOND);
}

/* --- anchors */

static GstMasterAnchor *
anchor_at (const GstMasterPosition *self, guint index)
{
  return &g_array_index (self->anchors, GstMasterAnchor, index);
}

/* Returns the last anchor at or before the frame, or NULL. */
static const GstMasterAnchor *
find_anchor (const GstMasterPosition *self, guint64 frame)
{
  for (guint i = self->anchors->len; i > 0; i--)
    if (anchor_at (self, i - 1)->frame <= frame)
      return anchor_at (self, i - 1);
  return NULL;
}

static GstClockTime
pts_from (const GstMasterPosition *self, const GstMasterAnchor *anchor,
    guint64 frame)
{
  if (!anchor || !GST_CLOCK_TIME_IS_VALID (anchor->pts))
    return GST_CLOCK_TIME_NONE;
  return anchor->pts +
      gst_master_position_duration (self, frame - anchor->frame);
}

static guint64
offset_from (const GstMasterAnchor *anchor, guint64 frame)
{
  if (!anchor || anchor->offset == GST_BUFFER_OFFSET_NONE)
    return GST_BUFFER_OFFSET_NONE;
  return anchor->offset + frame - anchor->frame;
}

GstClockTime
gst_master_position_pts (const GstMasterPosition *self, guint64 frame)
{
  return pts_from (self, find_anchor (self, frame), frame);
}

/* Drops the anchors whose frames have all left. */
static void
drop_spent (GstMasterPosition *self)
{
  guint spent = 0;

  while (spent + 1 < self->anchors->len &&
      anchor_at (self, spent + 1)->frame <= self->out)
    spent++;
  if (spent > 0)
    g_array_remove_range (self->anchors, 0, spent);
}

static GstMasterAnchor *
last_anchor (const GstMasterPosition *self)
{
  guint n = self->anchors->len;

  return n > 0 ? anchor_at (self, n - 1) : NULL;
}

void
gst_master_position_jump (GstMasterPosition *self, GstClockTime pts,
    guint64 offset)
{
  GstMasterAnchor anchor = { self->in, pts, offset, TRUE };
  GstMasterAnchor *last;

  drop_spent (self);
  last = last_anchor (self);
  if (last && last->frame == self->in)
    *last = anchor;
  else
    g_array_append_val (self->anchors, anchor);
}

static GstClockTime
distance (GstClockTime a, GstClockTime b)
{
  return MAX (a, b) - MIN (a, b);
}

/* Where the clock and the count are half a frame apart, timestamps are counted
 * from here on. Where there are too many anchors, the newest gives way. */
void
gst_master_position_anchor (GstMasterPosition *self, GstClockTime pts)
{
  const GstMasterAnchor *before = last_anchor (self);
  GstMasterAnchor anchor = { self->in, pts, offset_from (before, self->in),
    FALSE };
  GstClockTime expected = pts_from (self, before, self->in);

  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return;
  if (GST_CLOCK_TIME_IS_VALID (expected) &&
      distance (pts, expected) <= gst_master_position_duration (self, 1) / 2)
    return;
  drop_spent (self);
  if (self->anchors->len < MAX_ANCHORS)
    g_array_append_val (self->anchors, anchor);
  else if (!last_anchor (self)->jump)
    *last_anchor (self) = anchor;
}

/* --- stamps */

/* Returns the time at which the frame before `frame` ends. */
static GstClockTime
end_before (const GstMasterPosition *self, guint64 frame)
{
  const GstMasterAnchor *anchor = find_anchor (self, frame);

  if (anchor && anchor->jump && anchor->frame == frame && frame > 0)
    anchor = find_anchor (self, frame - 1);
  return pts_from (self, anchor, frame);
}

void
gst_master_position_stamp (const GstMasterPosition *self, GstBuffer *buffer,
    guint64 from, guint64 n)
{
  const GstMasterAnchor *anchor = find_anchor (self, from);
  GstClockTime start = pts_from (self, anchor, from);
  GstClockTime end = end_before (self, from + n);
  guint64 offset = offset_from (anchor, from);

  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_PTS (buffer) = start;
  GST_BUFFER_DURATION (buffer) = gst_master_position_duration (self, n);
  if (GST_CLOCK_TIME_IS_VALID (start) && end > start)
    GST_BUFFER_DURATION (buffer) = end - start;
  GST_BUFFER_OFFSET (buffer) = offset;
  GST_BUFFER_OFFSET_END (buffer) =
      offset == GST_BUFFER_OFFSET_NONE ? GST_BUFFER_OFFSET_NONE : offset + n;
}
