/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The stream of a GstMasterFilter: what happens to buffers, events, queries.
 *
 * A buffer is worked on in place. A stage with a latency of L frames swallows
 * the first L frames of its output, so every later buffer leaves with as many
 * frames as it came with, holding the audio of L frames before, and the
 * timestamps of that audio. At a drain point L frames of silence push the rest
 * out; at the end of the stream, as many more as the stage has a tail.
 */
#include "gstmasterfilter-private.h"

#include <string.h>

#include "gstmasterframes.h"
#include "gstmasterjoints.h"

static GstBaseTransformClass *parent_class;

static gboolean
is_silent (GstBuffer *buffer)
{
  GstMapInfo map;
  gboolean silent;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return FALSE;
  silent = map.size == 0 ||
      (map.data[0] == 0 && memcmp (map.data, map.data + 1, map.size - 1) == 0);
  gst_buffer_unmap (buffer, &map);
  return silent;
}

static void
flag_gap (GstBuffer *buffer, gboolean input_was_gap)
{
  if (input_was_gap && is_silent (buffer))
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
  else
    GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_GAP);
}

/* --- GstBaseTransform */

static GstBuffer *
run_buffer (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
{
  gboolean gap = GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP);
  GstMapInfo map;

  buffer = gst_buffer_make_writable (buffer);
  if (!gst_buffer_map (buffer, &map, GST_MAP_READWRITE)) {
    gst_buffer_unref (buffer);
    return NULL;
  }
  gst_master_frames_run (self, map.data, map.data, n);
  gst_buffer_unmap (buffer, &map);
  buffer = gst_master_joints_stamp (self, buffer, n);
  if (buffer)
    flag_gap (buffer, gap);
  return buffer;
}

static GstBuffer *
look_at_buffer (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
{
  GstMapInfo map;

  if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    gst_master_frames_run (self, map.data, NULL, n);
    gst_buffer_unmap (buffer, &map);
  }
  gst_master_filter_priv (self)->position.out += n;
  return buffer;
}

/* Cuts frames that begin past the end of the segment. GstAudioFilter has
 * clipped the buffer, but rounds down, which may leave a frame too many: no
 * sink would play it, and flacenc of GStreamer 1.22 counts it but does not
 * write it. Takes the buffer; NULL when nothing is left. */
static GstBuffer *
clip_last_frame (GstMasterFilter *self, GstBuffer *buffer)
{
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstMasterPosition *position = &gst_master_filter_priv (self)->position;
  gint bpf = GST_AUDIO_FILTER_BPF (self);
  guint64 n = gst_buffer_get_size (buffer) / bpf;
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

/* Tells when the stage has gone to sleep or woken up in the last buffer. */
static void
tell_rest (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean asleep = gst_master_engine_is_asleep (priv->engine);

  if (asleep == priv->told_asleep)
    return;
  priv->told_asleep = asleep;
  GST_DEBUG_OBJECT (self, asleep ? "sleep" : "wake");
}

static GstFlowReturn
gst_master_filter_generate_output (GstBaseTransform *trans, GstBuffer **outbuf)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstBuffer *buffer = trans->queued_buf;
  GstFlowReturn flow = GST_FLOW_OK;
  guint64 n;

  trans->queued_buf = NULL;
  *outbuf = NULL;
  if (!buffer)
    return GST_FLOW_OK;
  if (!priv->engine) {
    gst_buffer_unref (buffer);
    return GST_FLOW_NOT_NEGOTIATED;
  }
  buffer = clip_last_frame (self, buffer);
  if (!buffer)
    return GST_FLOW_OK;
  if (!priv->fresh && !gst_master_position_follows (&priv->position, buffer)) {
    GST_DEBUG_OBJECT (self, "discontinuity: %" GST_PTR_FORMAT, buffer);
    flow = gst_master_joints_drain (self);
    priv->fresh = TRUE;
  }
  if (flow != GST_FLOW_OK) {
    gst_buffer_unref (buffer);
    return flow;
  }
  if (priv->fresh)
    gst_master_joints_begin (self, buffer);
  else
    gst_master_position_anchor (&priv->position, GST_BUFFER_PTS (buffer));
  n = gst_buffer_get_size (buffer) / GST_AUDIO_FILTER_BPF (self);
  GST_TRACE_OBJECT (self, "%" G_GUINT64_FORMAT " frames: %" GST_PTR_FORMAT, n,
      buffer);
  *outbuf = gst_master_filter_is_analyzer (self)
      ? look_at_buffer (self, buffer, n)
      : run_buffer (self, buffer, n);
  tell_rest (self);
  return GST_FLOW_OK;
}

/* Is never called, since generate_output does the work. Its presence tells
 * GstBaseTransform that this element changes buffers in place. */
static GstFlowReturn
gst_master_filter_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  return GST_FLOW_OK;
}

static void
set_latency (GstMasterFilter *self, gint latency)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (g_atomic_int_get (&priv->latency) == latency)
    return;
  g_atomic_int_set (&priv->latency, latency);
  GST_DEBUG_OBJECT (self, "latency: %d frames", latency);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_latency (GST_OBJECT (self)));
}

static gboolean
gst_master_filter_setup (GstAudioFilter *filter, const GstAudioInfo *info)
{
  GstMasterFilter *self = GST_MASTER_FILTER (filter);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean bypass;

  /* A renegotiation to the same formats must not lose the history. */
  if (priv->engine &&
      gst_master_engine_fits (priv->engine, info, &priv->out_info))
    return TRUE;
  g_clear_pointer (&priv->engine, gst_master_engine_free);
  g_atomic_int_set (&priv->changed, TRUE);
  gst_master_filter_take_changes (self, priv->snapshot, &bypass);
  priv->engine = gst_master_engine_new (gst_master_filter_stage (self), info,
      &priv->out_info, priv->snapshot, bypass);
  if (!priv->engine) {
    GST_ELEMENT_ERROR (self, RESOURCE, NO_SPACE_LEFT, (NULL),
        ("no memory for %d channels", GST_AUDIO_INFO_CHANNELS (info)));
    return FALSE;
  }
  GST_DEBUG_OBJECT (self, "caps: %d Hz, %d channels, %s to %s",
      GST_AUDIO_INFO_RATE (info), GST_AUDIO_INFO_CHANNELS (info),
      GST_AUDIO_INFO_NAME (info), GST_AUDIO_INFO_NAME (&priv->out_info));
  gst_master_joints_discard (self);
  memset (priv->told, FALSE,
      mst_stage_n_values (gst_master_filter_stage (self)));
  priv->total = 0;
  priv->position.rate = GST_AUDIO_INFO_RATE (info);
  GST_OBJECT_LOCK (self);
  filter->info = *info; /* GstAudioFilter does so after this; the latency
                         * query needs the rate together with the latency */
  GST_OBJECT_UNLOCK (self);
  set_latency (self, gst_master_engine_latency (priv->engine));
  return TRUE;
}

static gboolean
gst_master_filter_set_caps (GstBaseTransform *trans, GstCaps *incaps,
    GstCaps *outcaps)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (trans);

  if (!gst_audio_info_from_caps (&priv->out_info, outcaps))
    return FALSE;
  return parent_class->set_caps (trans, incaps, outcaps);
}

/* Both sides have the same caps, but for the format of an integer output. */
static GstCaps *
gst_master_filter_transform_caps (GstBaseTransform *trans,
    GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  GstPad *other = direction == GST_PAD_SINK ? trans->srcpad : trans->sinkpad;
  g_autoptr (GstCaps) templ = gst_pad_get_pad_template_caps (other);
  g_autoptr (GstCaps) open = gst_caps_copy (caps);
  g_autoptr (GstCaps) result = NULL;

  if (gst_master_filter_stage (trans)->flags & MST_STAGE_INTEGER_OUT)
    for (guint i = 0; i < gst_caps_get_size (open); i++)
      gst_structure_remove_field (gst_caps_get_structure (open, i), "format");
  result = gst_caps_intersect_full (templ, open, GST_CAPS_INTERSECT_FIRST);
  if (filter)
    return gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST);
  return g_steal_pointer (&result);
}

static void
take_tags (GstMasterFilter *self, const GstTagList *tags)
{
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);

  if (!klass->tags)
    return;
  klass->tags (self, tags);
  g_atomic_int_set (&gst_master_filter_priv (self)->changed, TRUE);
}

/* Tells whether the segment is the one under way but for a later end, as a
 * filter sends it before its tail. */
static gboolean
goes_on (const GstSegment *now, GstEvent *event)
{
  GstSegment next;

  gst_event_copy_segment (event, &next);
  if (!GST_CLOCK_TIME_IS_VALID (now->stop) || next.stop <= now->stop)
    return FALSE;
  next.stop = now->stop;
  next.duration = now->duration;
  next.position = now->position;
  return gst_segment_is_equal (now, &next);
}

static gboolean
gst_master_filter_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstTagList *tags;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      gst_master_joints_drain (self);
      take_tags (self, NULL);
      break;
    case GST_EVENT_TAG:
      gst_event_parse_tag (event, &tags);
      take_tags (self, tags);
      break;
    case GST_EVENT_SEGMENT:
      if (!goes_on (&trans->segment, event))
        gst_master_joints_drain (self);
      break;
    case GST_EVENT_CAPS:
    case GST_EVENT_SEGMENT_DONE:
    case GST_EVENT_GAP:
      gst_master_joints_drain (self);
      break;
    case GST_EVENT_EOS:
      gst_master_joints_ring_out (self);
      priv->fresh = TRUE;
      if (priv->engine) {
        gst_master_engine_finish (priv->engine);
        gst_master_frames_publish (self);
        if (klass->finished)
          klass->finished (self, priv->total,
              gst_master_position_pts (&priv->position, priv->position.in));
      }
      break;
    case GST_EVENT_FLUSH_STOP:
      gst_master_joints_discard (self);
      if (gst_master_filter_is_analyzer (self))
        gst_master_filter_restart (self);
      break;
    default:
      break;
  }
  return parent_class->sink_event (trans, event);
}

static gboolean
answer_latency (GstBaseTransform *trans, GstQuery *query)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (trans);
  GstClockTime min, max, own = 0;
  gboolean live;

  if (!gst_pad_peer_query (trans->sinkpad, query))
    return FALSE;
  GST_OBJECT_LOCK (trans);
  if (GST_AUDIO_FILTER_RATE (trans) > 0)
    own = gst_util_uint64_scale_round (g_atomic_int_get (&priv->latency),
        GST_SECOND, GST_AUDIO_FILTER_RATE (trans));
  GST_OBJECT_UNLOCK (trans);
  gst_query_parse_latency (query, &live, &min, &max);
  min += own;
  if (GST_CLOCK_TIME_IS_VALID (max))
    max += own;
  gst_query_set_latency (query, live, min, max);
  return TRUE;
}

static gboolean
gst_master_filter_query (GstBaseTransform *trans, GstPadDirection direction,
    GstQuery *query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY && direction == GST_PAD_SRC)
    return answer_latency (trans, query);
  return parent_class->query (trans, direction, query);
}

static gboolean
gst_master_filter_start (GstBaseTransform *trans)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);

  GST_DEBUG_OBJECT (self, "start");
  for (gint i = 0; i < klass->stage->n_curves; i++)
    gst_master_curve_tell (&gst_master_filter_priv (self)->curves[i],
        GST_ELEMENT (self));
  return !klass->prepare || klass->prepare (self);
}

static gboolean
gst_master_filter_stop (GstBaseTransform *trans)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  GST_DEBUG_OBJECT (self, "stop");
  g_clear_pointer (&priv->engine, gst_master_engine_free);
  g_atomic_int_set (&priv->latency, 0);
  gst_master_joints_discard (self);
  return TRUE;
}

void
gst_master_stream_class_init (GstBaseTransformClass *klass)
{
  parent_class = g_type_class_peek_parent (klass);
  klass->generate_output = gst_master_filter_generate_output;
  klass->transform_ip = gst_master_filter_transform_ip;
  klass->set_caps = gst_master_filter_set_caps;
  klass->transform_caps = gst_master_filter_transform_caps;
  klass->sink_event = gst_master_filter_sink_event;
  klass->query = gst_master_filter_query;
  klass->start = gst_master_filter_start;
  klass->stop = gst_master_filter_stop;
  GST_AUDIO_FILTER_CLASS (klass)->setup = gst_master_filter_setup;
}

void
gst_master_stream_init (GstMasterFilter *self)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);

  gst_base_transform_set_in_place (trans, TRUE);
  gst_base_transform_set_gap_aware (trans, TRUE);
  gst_base_transform_set_qos_enabled (trans, FALSE);
  gst_master_joints_discard (self);
}
