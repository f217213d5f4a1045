/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterjoints.h"

#include "gstmasterfilter-private.h"
#include "gstmasterframes.h"

GstBuffer *
gst_master_joints_stamp (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstMasterPosition *position = &priv->position;
  gint bpf = GST_AUDIO_INFO_BPF (&priv->out_info);
  guint64 skip = MIN (position->skip, n);
  guint64 from = position->out;

  position->skip -= skip;
  n -= skip;
  if (n == 0) {
    gst_buffer_unref (buffer);
    return NULL;
  }
  gst_buffer_resize (buffer, skip * bpf, n * bpf);
  position->out += n;
  if (g_atomic_int_get (&priv->latency) == 0 && from < position->in)
    return buffer; /* its own stamps are right */

  gst_master_position_stamp (position, buffer, from, n);
  return buffer;
}

void
gst_master_joints_begin (GstMasterFilter *self, GstBuffer *buffer)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_position_begin (&priv->position, GST_AUDIO_FILTER_RATE (self),
      buffer, gst_master_engine_latency (priv->engine));
  priv->fresh = FALSE;
  GST_DEBUG_OBJECT (self, "begin: %" GST_PTR_FORMAT, buffer);
  gst_master_frames_apply (self);
  gst_master_frames_complain (self); /* the rate may be new */
  if (!gst_master_filter_is_analyzer (self))
    gst_master_engine_reset (priv->engine);
}

/* Runs `left` frames of silence and pushes the output. */
static GstFlowReturn
push_silence (GstMasterFilter *self, guint64 left)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstFlowReturn flow = GST_FLOW_OK;
  gint bpf = GST_AUDIO_INFO_BPF (&priv->out_info);

  while (left > 0 && flow == GST_FLOW_OK) {
    guint64 n = MIN (left, GST_MASTER_ENGINE_BLOCK);
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, n * bpf, NULL);
    GstMapInfo map;

    if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE)) {
      gst_buffer_unref (buffer);
      return GST_FLOW_ERROR;
    }
    gst_master_engine_run (priv->engine, NULL, map.data, (gint) n);
    gst_buffer_unmap (buffer, &map);
    left -= n;
    buffer = gst_master_joints_stamp (self, buffer, n);
    if (buffer)
      flow = gst_pad_push (GST_BASE_TRANSFORM_SRC_PAD (self), buffer);
  }
  return flow;
}

GstFlowReturn
gst_master_joints_drain (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstFlowReturn flow = GST_FLOW_OK;

  if (!priv->engine || priv->position.in == priv->position.out)
    return GST_FLOW_OK;
  GST_DEBUG_OBJECT (self, "drain: %" G_GUINT64_FORMAT " frames",
      priv->position.in - priv->position.out);
  flow = push_silence (self, gst_master_engine_latency (priv->engine));
  priv->position.out = priv->position.in;
  priv->fresh = TRUE;
  return flow;
}

/* Sends the segment once more, the same but for its end, where it ends before
 * the tail does: a sink would drop the frames beyond. */
static void
extend_segment (GstMasterFilter *self, guint64 frames)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  GstSegment segment = trans->segment;
  GstClockTime end =
      gst_master_position_pts (&priv->position, priv->position.in + frames);
  GstEvent *before, *event;

  if (segment.format != GST_FORMAT_TIME ||
      !GST_CLOCK_TIME_IS_VALID (segment.stop) ||
      !GST_CLOCK_TIME_IS_VALID (end) || end <= segment.stop)
    return;
  segment.stop = end;
  if (GST_CLOCK_TIME_IS_VALID (segment.duration) && segment.duration < end)
    segment.duration = end;
  event = gst_event_new_segment (&segment);
  before = gst_pad_get_sticky_event (GST_BASE_TRANSFORM_SRC_PAD (trans),
      GST_EVENT_SEGMENT, 0);
  if (before) {
    gst_event_set_seqnum (event, gst_event_get_seqnum (before));
    gst_event_unref (before);
  }
  gst_pad_push_event (GST_BASE_TRANSFORM_SRC_PAD (trans), event);
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
  push_silence (self, gst_master_engine_latency (priv->engine) + tail);
  priv->position.out = priv->position.in;
}

void
gst_master_joints_discard (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->position.out = priv->position.in;
  priv->fresh = TRUE;
}
