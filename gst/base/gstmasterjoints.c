/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterjoints.h"

#include "gstmasterfilter-private.h"
#include "gstmasterflight.h"
#include "gstmasterframes.h"

/* How far a buffer's timestamp may be from the end of the one before: as far as
 * GStreamer's audio sinks let it (alignment-threshold), less where upstream
 * says that something is missing and from segment to segment. */
#define TOLERANCE (40 * GST_MSECOND)
#define TOLERANCE_AT_A_JOINT GST_MSECOND

void
gst_master_joints_start_anew (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->fresh = TRUE;
  priv->due = GST_CLOCK_TIME_NONE;
  priv->hole = 0;
}

static void
begin (GstMasterFilter *self, GstBuffer *buffer)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_position_begin (&priv->position, GST_AUDIO_FILTER_RATE (self),
      buffer, gst_master_engine_latency (priv->engine));
  GST_DEBUG_OBJECT (self, "begin%s: %" GST_PTR_FORMAT,
      priv->flushed ? " after a flush" : "", buffer);
  priv->fresh = FALSE;
  priv->due = GST_CLOCK_TIME_NONE;
  priv->hole = 0;
  priv->discont = GST_BUFFER_IS_DISCONT (buffer);
  gst_master_frames_apply (self);
  gst_master_frames_complain (self); /* the rate may be new */
  if (!gst_master_filter_is_analyzer (self))
    gst_master_engine_reset (priv->engine, priv->flushed);
  priv->flushed = FALSE;
}

/* --- frames that nobody sent */

/* Runs n frames, silent ones where `in` is NULL, and pushes the output. */
static GstFlowReturn
feed (GstMasterFilter *self, const GstMasterView *in, guint64 n)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstFlowReturn flow = GST_FLOW_OK;

  for (guint64 at = 0, span; at < n && flow == GST_FLOW_OK; at += span) {
    GstMasterView from;
    GstMasterMapped out;
    GstBuffer *buffer;

    span = MIN (n - at, GST_MASTER_ENGINE_BLOCK);
    buffer = gst_master_view_new_buffer (&priv->out_info, span);
    if (!gst_master_view_map (&out, &priv->out_info, buffer, GST_MAP_WRITE)) {
      gst_buffer_unref (buffer);
      return GST_FLOW_ERROR;
    }
    if (in)
      from = gst_master_view_from (in, at);
    gst_master_engine_run (priv->engine, in ? &from : NULL, &out.view,
        (gint) span);
    gst_master_view_unmap (&out);
    flow = gst_master_flight_push (self, buffer, span, FALSE);
  }
  return flow;
}

GstFlowReturn
gst_master_joints_drain (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstFlowReturn flow = GST_FLOW_OK;

  if (!priv->engine || gst_master_flight_is_over (self))
    return GST_FLOW_OK;
  GST_DEBUG_OBJECT (self, "drain: %" G_GUINT64_FORMAT " frames",
      priv->position.in - priv->position.out);
  flow = feed (self, NULL, gst_master_engine_latency (priv->engine));
  gst_master_flight_land (self);
  gst_master_joints_start_anew (self);
  return flow;
}

/* A stage that sounds on by itself does so through a hole, unheard. Others are
 * not told of the hole, so that they keep their levels. */
static void
sound_on (GstMasterFilter *self, guint64 frames)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (!gst_master_filter_stage (self)->tail)
    return;
  priv->position.in += frames;
  priv->position.out += frames;
  while (frames > 0) {
    gint n = (gint) MIN (frames, GST_MASTER_ENGINE_BLOCK);
    gst_master_engine_run (priv->engine, NULL, NULL, n);
    frames -= n;
  }
}

/* Lets the frames in flight leave in time, as far as a hole is long: the stage
 * is fed the last frames once more, backwards, so that its levels stay. */
static GstFlowReturn
bridge (GstMasterFilter *self, GstClockTime hole)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gint latency = gst_master_engine_latency (priv->engine);
  guint64 n = gst_master_position_frames (&priv->position, hole);
  g_autofree guint8 *memory = NULL;
  GstMasterView mirror;

  if (latency == 0) {
    sound_on (self, n);
    return GST_FLOW_OK;
  }
  if (priv->hole == 0)
    priv->real = priv->position.in;
  priv->hole += hole;
  n = MIN (n, priv->real + latency - priv->position.in);
  GST_DEBUG_OBJECT (self,
      "hole of %" GST_TIME_FORMAT ", %" G_GUINT64_FORMAT " frames filled in",
      GST_TIME_ARGS (hole), n);
  gst_master_flight_break (self, n);
  priv->position.in += n;
  memory = g_malloc (n * GST_AUDIO_FILTER_BPF (self) + 1);
  gst_master_view_init (&mirror, GST_AUDIO_FILTER_INFO (self));
  gst_master_view_place (&mirror, memory, n);
  gst_master_engine_mirror (priv->engine, &mirror, (gint) n);
  return feed (self, &mirror, n);
}

/* --- joints */

/* Writes how much later than due the buffer comes; FALSE where nobody knows. */
static gboolean
find_lateness (GstMasterFilter *self, GstBuffer *buffer, GstClockTimeDiff *late)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime time = GST_BUFFER_PTS (buffer);
  GstClockTime due = priv->due;

  if (!GST_CLOCK_TIME_IS_VALID (due))
    due = gst_master_position_pts (&priv->position, priv->position.in);
  else if (GST_CLOCK_TIME_IS_VALID (time))
    time = gst_segment_to_running_time (segment, GST_FORMAT_TIME, time);
  *late = GST_CLOCK_DIFF (due, time);
  return GST_CLOCK_TIME_IS_VALID (time) && GST_CLOCK_TIME_IS_VALID (due);
}

static GstClockTime
longest_hole (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstClockTime hold;

  GST_OBJECT_LOCK (self);
  hold = (GstClockTime) (priv->gap_hold * GST_MSECOND);
  GST_OBJECT_UNLOCK (self);
  return hold;
}

typedef enum {
  FOLLOWS_ON,
  JOINS,  /* goes on, with timestamps of its own */
  HOLE,   /* goes on after a hole */
  BREAKS, /* does not go on */
} Joint;

static Joint
find_joint (GstMasterFilter *self, GstBuffer *buffer, GstClockTime *hole)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean joins = GST_CLOCK_TIME_IS_VALID (priv->due) || priv->hole > 0;
  GstClockTimeDiff tolerance = joins || GST_BUFFER_IS_DISCONT (buffer)
      ? TOLERANCE_AT_A_JOINT
      : TOLERANCE;
  GstClockTimeDiff late;

  if (!find_lateness (self, buffer, &late) || ABS (late) <= tolerance)
    return joins ? JOINS : FOLLOWS_ON;
  GST_DEBUG_OBJECT (self,
      "discontinuity of %" GST_STIME_FORMAT ": %" GST_PTR_FORMAT,
      GST_STIME_ARGS (late), buffer);
  *hole = late > 0 ? (GstClockTime) late : 0;
  if (late > 0 && *hole + priv->hole <= longest_hole (self))
    return HOLE;
  return late < 0 && late >= -TOLERANCE ? JOINS : BREAKS;
}

/* Goes on with frames that may have timestamps of their own. A DISCONT flag
 * leaves with the frame that it came with. */
static void
go_on (GstMasterFilter *self, GstBuffer *buffer, Joint joint)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (GST_BUFFER_IS_DISCONT (buffer) &&
      gst_master_engine_latency (priv->engine) > 0)
    gst_master_flight_break (self, 0);
  if (joint == FOLLOWS_ON)
    gst_master_position_anchor (&priv->position, GST_BUFFER_PTS (buffer));
  else
    gst_master_position_jump (&priv->position, GST_BUFFER_PTS (buffer),
        GST_BUFFER_OFFSET (buffer));
  priv->due = GST_CLOCK_TIME_NONE;
  priv->hole = 0;
}

GstFlowReturn
gst_master_joints_join (GstMasterFilter *self, GstBuffer *buffer)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstClockTime hole = 0;
  Joint joint = priv->fresh ? BREAKS : find_joint (self, buffer, &hole);
  GstFlowReturn flow = GST_FLOW_OK;

  if (joint == BREAKS)
    flow = gst_master_joints_drain (self);
  else if (joint == HOLE)
    flow = bridge (self, hole);
  if (flow != GST_FLOW_OK)
    return flow;
  if (joint == BREAKS)
    begin (self, buffer);
  else
    go_on (self, buffer, joint);
  return GST_FLOW_OK;
}

void
gst_master_joints_segment (GstMasterFilter *self, GstEvent *event)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const GstSegment *now = &GST_BASE_TRANSFORM (self)->segment;
  const GstSegment *next;
  GstClockTime end, due;

  gst_event_parse_segment (event, &next);
  priv->segment_seqnum = gst_event_get_seqnum (event);
  if (priv->fresh || GST_CLOCK_TIME_IS_VALID (priv->due))
    return;
  end = gst_master_position_pts (&priv->position, priv->position.in);
  if (now->format == GST_FORMAT_TIME && next->format == GST_FORMAT_TIME &&
      now->rate > 0.0 && next->rate > 0.0 && GST_CLOCK_TIME_IS_VALID (end) &&
      gst_segment_to_running_time_full (now, GST_FORMAT_TIME, end, &due) == 1)
    priv->due = due;
  else
    gst_master_joints_drain (self);
}

/* A hole that is told of in advance is bridged in advance. */
gboolean
gst_master_joints_gap (GstMasterFilter *self, GstEvent *event)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstClockTime start, duration, end, due;

  if (!priv->engine || gst_master_flight_is_over (self))
    return FALSE;
  gst_event_parse_gap (event, &start, &duration);
  due = gst_master_position_pts (&priv->position, priv->position.in);
  end = GST_CLOCK_TIME_IS_VALID (start) && GST_CLOCK_TIME_IS_VALID (duration)
      ? start + duration
      : GST_CLOCK_TIME_NONE;
  if (GST_CLOCK_TIME_IS_VALID (priv->due) || !GST_CLOCK_TIME_IS_VALID (due) ||
      !GST_CLOCK_TIME_IS_VALID (end) || end < due ||
      end - due + priv->hole > longest_hole (self)) {
    gst_master_joints_drain (self);
    return FALSE;
  }
  gst_master_flight_hold (self, event);
  bridge (self, end - due);
  gst_master_position_jump (&priv->position, end, GST_BUFFER_OFFSET_NONE);
  return TRUE;
}

/* --- the end */

/* A sink would not play such a frame, and flacenc of GStreamer 1.22 counts it
 * but does not write it. */
GstBuffer *
gst_master_joints_clip (GstMasterFilter *self, GstBuffer *buffer)
{
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstMasterPosition *position = &gst_master_filter_priv (self)->position;
  gint bpf = GST_AUDIO_FILTER_BPF (self);
  guint64 n = gst_master_view_count (GST_AUDIO_FILTER_INFO (self), buffer);
  GstClockTime end =
      GST_BUFFER_PTS (buffer) + gst_master_position_duration (position, n);
  guint64 excess;

  if (segment->format != GST_FORMAT_TIME || !GST_BUFFER_PTS_IS_VALID (buffer) ||
      !GST_CLOCK_TIME_IS_VALID (segment->stop) || end <= segment->stop)
    return buffer;
  excess = gst_util_uint64_scale_round (end - segment->stop,
      GST_AUDIO_FILTER_RATE (self), GST_SECOND);
  if (excess == 0)
    return buffer;
  if (excess >= n) {
    gst_buffer_unref (buffer);
    return NULL;
  }
  buffer = gst_audio_buffer_truncate (buffer, bpf, 0, n - excess);
  GST_BUFFER_DURATION (buffer) =
      gst_master_position_duration (position, n - excess);
  if (GST_BUFFER_OFFSET_END_IS_VALID (buffer))
    GST_BUFFER_OFFSET_END (buffer) -= excess;
  return buffer;
}

/* Sends the segment once more, the same but for its end, where it ends before
 * the tail does: a sink would drop the frames beyond. */
static void
extend_segment (GstMasterFilter *self, guint64 tail)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstSegment segment = GST_BASE_TRANSFORM (self)->segment;
  GstClockTime end =
      gst_master_position_pts (&priv->position, priv->position.in + tail);
  GstEvent *event;

  if (segment.format != GST_FORMAT_TIME ||
      !GST_CLOCK_TIME_IS_VALID (segment.stop) ||
      !GST_CLOCK_TIME_IS_VALID (end) || end <= segment.stop)
    return;
  segment.stop = end;
  if (GST_CLOCK_TIME_IS_VALID (segment.duration) && segment.duration < end)
    segment.duration = end;
  event = gst_event_new_segment (&segment);
  gst_event_set_seqnum (event, priv->segment_seqnum);
  gst_master_flight_hold (self, event);
}

/* Played backwards, a stream ends with its beginning, which has no tail. */
void
gst_master_joints_ring_out (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  guint64 tail = 0;

  if (priv->engine && !priv->fresh && priv->position.in > 0 &&
      GST_BASE_TRANSFORM (self)->segment.rate > 0) {
    gst_master_frames_apply (self);
    tail = gst_master_engine_tail (priv->engine);
  }
  if (tail == 0) {
    gst_master_joints_drain (self);
    return;
  }
  extend_segment (self, tail);
  feed (self, NULL, gst_master_engine_latency (priv->engine) + tail);
  gst_master_flight_land (self);
}
