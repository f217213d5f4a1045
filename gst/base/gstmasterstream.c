/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The stream of a GstMasterFilter: what happens to buffers, events, queries.
 *
 * A buffer is worked on in place. Without a latency it leaves at once. A stage
 * with a latency of L frames swallows the first L frames of its output, so
 * every later buffer leaves with as many frames as it came with, holding the
 * audio of L frames before and the timestamps of that audio. Where the stream
 * ends or breaks, L frames of silence push the rest out.
 */
#include "gstmasterfilter-private.h"

#include <string.h>

#include "gstmasterflight.h"
#include "gstmasterframes.h"
#include "gstmasterjoints.h"
#include "gstmasterlatency.h"
#include "gstmasterswap.h"

static GstBaseTransformClass *parent_class;

/* Runs the frames in place. Without a latency the buffer leaves as it came. */
static GstFlowReturn
run_buffer (GstMasterFilter *self, GstBuffer *buffer, guint64 n,
    GstBuffer **outbuf)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean gap = GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP);
  GstMasterMapped in;
  GstMasterView out;

  buffer = gst_buffer_make_writable (buffer);
  if (!gst_master_view_map (&in, GST_AUDIO_FILTER_INFO (self), buffer,
          GST_MAP_READWRITE)) {
    gst_buffer_unref (buffer);
    return GST_FLOW_ERROR;
  }
  out = in.view;
  gst_master_view_init (&out, &priv->out_info);
  gst_master_frames_run (self, &in.view, &out, n);
  gst_master_view_unmap (&in);
  if (gst_master_engine_latency (priv->engine) > 0)
    return gst_master_flight_push (self, buffer, n, gap);
  priv->position.out += n;
  gst_master_view_relabel (&priv->out_info, buffer, n);
  gst_master_flight_flag_gap (self, buffer, gap);
  *outbuf = buffer;
  return GST_FLOW_OK;
}

static void
look_at_buffer (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
{
  GstMasterMapped in;

  if (gst_master_view_map (&in, GST_AUDIO_FILTER_INFO (self), buffer,
          GST_MAP_READ)) {
    gst_master_frames_run (self, &in.view, NULL, n);
    gst_master_view_unmap (&in);
  }
  gst_master_filter_priv (self)->position.out += n;
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

/* Takes the buffer. */
static GstFlowReturn
work_on_buffer (GstMasterFilter *self, GstBuffer *buffer, GstBuffer **outbuf)
{
  guint64 n = gst_master_view_count (GST_AUDIO_FILTER_INFO (self), buffer);
  GstFlowReturn flow = gst_master_swap_run (self)
      ? gst_master_joints_join (self, buffer)
      : GST_FLOW_ERROR;

  if (flow != GST_FLOW_OK) {
    gst_buffer_unref (buffer);
    return flow;
  }
  GST_TRACE_OBJECT (self, "%" G_GUINT64_FORMAT " frames: %" GST_PTR_FORMAT, n,
      buffer);
  if (gst_master_filter_is_analyzer (self)) {
    look_at_buffer (self, buffer, n);
    *outbuf = buffer;
  } else {
    flow = run_buffer (self, buffer, n, outbuf);
  }
  tell_rest (self);
  return flow;
}

static GstFlowReturn
gst_master_filter_generate_output (GstBaseTransform *trans, GstBuffer **outbuf)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstBuffer *buffer = g_steal_pointer (&trans->queued_buf);

  *outbuf = NULL;
  if (!buffer)
    return GST_FLOW_OK;
  if (!gst_master_filter_priv (self)->engine) {
    gst_buffer_unref (buffer);
    return GST_FLOW_NOT_NEGOTIATED;
  }
  if (!gst_master_view_fits (GST_AUDIO_FILTER_INFO (self), buffer)) {
    gst_buffer_unref (buffer);
    GST_ELEMENT_ERROR (self, STREAM, FORMAT, (NULL),
        ("a non-interleaved buffer without a GstAudioMeta that fits the caps"));
    return GST_FLOW_ERROR;
  }
  buffer = gst_master_joints_clip (self, buffer);
  return buffer ? work_on_buffer (self, buffer, outbuf) : GST_FLOW_OK;
}

/* Is never called, since generate_output does the work. Its presence tells
 * GstBaseTransform that this element changes buffers in place. */
static GstFlowReturn
gst_master_filter_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  return GST_FLOW_OK;
}

/* Begins anew where the formats are others. A renegotiation to the same formats
 * must not lose the history. */
static gboolean
gst_master_filter_setup (GstAudioFilter *filter, const GstAudioInfo *info)
{
  GstMasterFilter *self = GST_MASTER_FILTER (filter);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (priv->engine &&
      gst_master_engine_fits (priv->engine, info, &priv->wanted_info))
    return TRUE;
  GST_DEBUG_OBJECT (self, "caps: %d Hz, %d channels, %s to %s, %s",
      GST_AUDIO_INFO_RATE (info), GST_AUDIO_INFO_CHANNELS (info),
      GST_AUDIO_INFO_NAME (info), GST_AUDIO_INFO_NAME (&priv->wanted_info),
      GST_AUDIO_INFO_LAYOUT (info) == GST_AUDIO_LAYOUT_INTERLEAVED
          ? "interleaved"
          : "non-interleaved");
  gst_master_joints_drain (self);
  priv->out_info = priv->wanted_info;
  priv->total = 0;
  priv->position.rate = GST_AUDIO_INFO_RATE (info);
  memset (priv->told, FALSE,
      mst_stage_n_values (gst_master_filter_stage (self)));
  GST_OBJECT_LOCK (self);
  filter->info = *info; /* GstAudioFilter does so after this; the latency
                         * query needs the rate together with the latency */
  GST_OBJECT_UNLOCK (self);
  return gst_master_swap_engine (self, info, &priv->out_info);
}

static gboolean
gst_master_filter_set_caps (GstBaseTransform *trans, GstCaps *incaps,
    GstCaps *outcaps)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (trans);

  if (!gst_audio_info_from_caps (&priv->wanted_info, outcaps))
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

static void
end_stream (GstMasterFilter *self)
{
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_joints_ring_out (self);
  gst_master_joints_start_anew (self);
  if (!priv->engine)
    return;
  gst_master_engine_finish (priv->engine);
  gst_master_frames_publish (self);
  if (klass->finished)
    klass->finished (self, priv->total,
        gst_master_position_pts (&priv->position, priv->position.in));
}

static void
flush (GstMasterFilter *self)
{
  gst_master_flight_flush (self);
  gst_master_joints_start_anew (self);
  gst_master_filter_priv (self)->flushed = TRUE;
  if (gst_master_filter_is_analyzer (self))
    gst_master_filter_restart (self);
}

/* A subclass may want the programme forgotten with each stream. */
static void
start_stream (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  take_tags (self, NULL);
  if (!g_atomic_int_get (&priv->restart))
    return;
  gst_master_joints_drain (self);
  gst_master_joints_start_anew (self);
}

/* Lets a serialized event wait for the frames in flight. An event is acted upon
 * when it comes, before the next frame; it leaves when that frame does. */
static gboolean
pass_event (GstBaseTransform *trans, GstEvent *event)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);

  if (!GST_EVENT_IS_SERIALIZED (event) ||
      GST_EVENT_TYPE (event) == GST_EVENT_CAPS ||
      GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP ||
      gst_master_flight_is_over (self))
    return parent_class->sink_event (trans, event);
  if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
    gst_event_copy_segment (event, &trans->segment);
  gst_master_flight_hold (self, event);
  return TRUE;
}

static gboolean
gst_master_filter_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstMasterFilter *self = GST_MASTER_FILTER (trans);
  GstTagList *tags;

  GST_LOG_OBJECT (self, "event: %" GST_PTR_FORMAT, event);
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      start_stream (self);
      break;
    case GST_EVENT_TAG:
      gst_event_parse_tag (event, &tags);
      take_tags (self, tags);
      break;
    case GST_EVENT_SEGMENT:
      gst_master_joints_segment (self, event);
      break;
    case GST_EVENT_GAP:
      if (gst_master_joints_gap (self, event))
        return TRUE;
      break;
    case GST_EVENT_SEGMENT_DONE:
      gst_master_joints_drain (self);
      break;
    case GST_EVENT_EOS:
      end_stream (self);
      break;
    case GST_EVENT_FLUSH_STOP:
      flush (self);
      break;
    default:
      break;
  }
  return pass_event (trans, event);
}

static gboolean
gst_master_filter_query (GstBaseTransform *trans, GstPadDirection direction,
    GstQuery *query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY && direction == GST_PAD_SRC)
    return gst_master_latency_answer (GST_MASTER_FILTER (trans), query);
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
  gst_master_flight_forget (self);
  gst_master_joints_start_anew (self);
  gst_master_swap_forget (self);
  priv->flushed = FALSE;
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
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  g_queue_init (&priv->joints);
  gst_master_position_init (&priv->position);
  gst_base_transform_set_in_place (trans, TRUE);
  gst_base_transform_set_gap_aware (trans, TRUE);
  gst_base_transform_set_qos_enabled (trans, FALSE);
  gst_master_joints_start_anew (self);
}

void
gst_master_stream_finalize (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_flight_forget (self);
  gst_master_position_clear (&priv->position);
  gst_master_engine_free (priv->engine);
}
