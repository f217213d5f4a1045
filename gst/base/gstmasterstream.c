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

#include "gstmasterparams.h"
#include "dsp/common/time/grid.h"

GST_DEBUG_CATEGORY_STATIC (gst_master_filter_debug);
#define GST_CAT_DEFAULT gst_master_filter_debug

static GstBaseTransformClass *parent_class;

static const MstStage *
stage_of (gpointer self)
{
  return GST_MASTER_FILTER_GET_CLASS (self)->stage;
}

static gboolean
is_analyzer (gpointer self)
{
  return (stage_of (self)->flags & MST_STAGE_ANALYZER) != 0;
}

/* --- values in, values out */

/* One warning for each value from setup to setup: automation would flood the
 * bus with each number that it passes. */
static void
complain (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gchar *complaint = gst_master_params_complain (stage_of (self),
      priv->snapshot, GST_AUDIO_FILTER_RATE (self), priv->told);

  if (complaint)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS, ("%s", complaint), (NULL));
  g_free (complaint);
}

static void
apply_changes (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean bypass;

  if (g_atomic_int_compare_and_exchange (&priv->restart, TRUE, FALSE))
    gst_master_engine_reset (priv->engine);
  if (!gst_master_filter_take_changes (self, priv->snapshot, &bypass))
    return;
  gst_master_engine_set (priv->engine, priv->snapshot);
  gst_master_engine_set_bypass (priv->engine, bypass);
  complain (self);
}

static void
publish_readouts (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (mst_stage_n_readouts (stage_of (self)) == 0)
    return;
  GST_OBJECT_LOCK (self);
  if (!g_atomic_int_get (&priv->restart))
    gst_master_engine_read (priv->engine, priv->readouts);
  GST_OBJECT_UNLOCK (self);
}

/* Most objects never have a binding. Not to take the lock of each band for each
 * buffer, the list is peeked at first. */
static gboolean
has_bindings (GstObject *object)
{
  return g_atomic_pointer_get (&object->control_bindings) != NULL &&
      gst_object_has_active_control_bindings (object);
}

static gboolean
is_automated (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (has_bindings (GST_OBJECT (self)))
    return TRUE;
  for (guint i = 0; i < priv->bands->len; i++)
    if (has_bindings (g_ptr_array_index (priv->bands, i)))
      return TRUE;
  return FALSE;
}

/* What GstController says of the next frame. */
static void
sync_values (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime time =
      gst_master_position_pts (&priv->position, priv->position.in);

  if (segment->format != GST_FORMAT_TIME)
    return;
  if (GST_CLOCK_TIME_IS_VALID (time))
    time = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, time);
  if (!GST_CLOCK_TIME_IS_VALID (time))
    return;
  gst_object_sync_values (GST_OBJECT (self), time);
  for (guint i = 0; i < priv->bands->len; i++)
    gst_object_sync_values (g_ptr_array_index (priv->bands, i), time);
}

/* --- frames */

/* How many of the next `left` frames may be run in one go. */
static gint
next_span (GstMasterFilter *self, guint64 left, gboolean automated,
    guint64 until)
{
  guint64 in = gst_master_filter_priv (self)->position.in;
  guint64 span = MIN (left, GST_MASTER_ENGINE_BLOCK);

  if (automated)
    span = MIN (span, MST_GRID - in % MST_GRID);
  return (gint) MIN (span, until);
}

static void
run_frames (GstMasterFilter *self, const guint8 *in, guint8 *out, guint64 n)
{
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean automated = is_automated (self);
  gint in_bpf = GST_AUDIO_FILTER_BPF (self);
  gint out_bpf = GST_AUDIO_INFO_BPF (&priv->out_info);

  while (n > 0) {
    guint64 until =
        klass->frames_until ? klass->frames_until (self, priv->total) : n + 1;
    gint span = next_span (self, n, automated, until);

    if (automated && priv->position.in % MST_GRID == 0)
      sync_values (self);
    apply_changes (self);
    gst_master_engine_run (priv->engine, in, out, span);
    in += span * in_bpf;
    if (out)
      out += span * out_bpf;
    n -= span;
    priv->position.in += span;
    priv->total += span;
    if (klass->reached && (guint64) span == until) {
      publish_readouts (self);
      klass->reached (self, priv->total,
          gst_master_position_pts (&priv->position, priv->position.in));
    }
  }
  publish_readouts (self);
}

/* Cuts what belongs to the latency from the front of `n` fresh frames in
 * `buffer` and stamps the rest. Takes the buffer; NULL when nothing is left. */
static GstBuffer *
trim_and_stamp (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
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

/* --- the stream's joints */

static void
begin (GstMasterFilter *self, GstBuffer *buffer)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_position_begin (&priv->position, GST_AUDIO_FILTER_RATE (self),
      buffer, gst_master_engine_latency (priv->engine));
  priv->fresh = FALSE;
  apply_changes (self);
  complain (self); /* the rate may be new */
  if (!is_analyzer (self))
    gst_master_engine_reset (priv->engine);
}

/* Pushes what `left` frames of silence bring out. */
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
    buffer = trim_and_stamp (self, buffer, n);
    if (buffer)
      flow = gst_pad_push (GST_BASE_TRANSFORM_SRC_PAD (self), buffer);
  }
  return flow;
}

/* Pushes what is in flight; the next buffer begins afresh. */
static GstFlowReturn
drain (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstFlowReturn flow = GST_FLOW_OK;

  if (!priv->engine || priv->position.in == priv->position.out)
    return GST_FLOW_OK;
  flow = push_silence (self, gst_master_engine_latency (priv->engine));
  priv->position.out = priv->position.in;
  priv->fresh = TRUE;
  return flow;
}

/* The segment ends with the audio that came, as a file's does; sinks would drop
 * what follows. So it is sent once more, the same but for its end. */
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

/* The stream ends: what is in flight leaves, and the tail after it. Played
 * backwards, a stream ends with its beginning, which has none. */
static void
ring_out (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  guint64 tail = 0;

  if (priv->engine && !priv->fresh && priv->position.in > 0 &&
      GST_BASE_TRANSFORM (self)->segment.rate > 0) {
    apply_changes (self);
    tail = gst_master_engine_tail (priv->engine);
  }
  if (tail == 0) {
    drain (self);
    return;
  }
  extend_segment (self, tail);
  push_silence (self, gst_master_engine_latency (priv->engine) + tail);
  priv->position.out = priv->position.in;
}

static void
discard (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->position.out = priv->position.in;
  priv->fresh = TRUE;
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
  run_frames (self, map.data, map.data, n);
  gst_buffer_unmap (buffer, &map);
  buffer = trim_and_stamp (self, buffer, n);
  if (buffer)
    flag_gap (buffer, gap);
  return buffer;
}

static GstBuffer *
look_at_buffer (GstMasterFilter *self, GstBuffer *buffer, guint64 n)
{
  GstMapInfo map;

  if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    run_frames (self, map.data, NULL, n);
    gst_buffer_unmap (buffer, &map);
  }
  gst_master_filter_priv (self)->position.out += n;
  return buffer;
}

/* GstAudioFilter has clipped the buffer to the segment, but rounds down, which
 * may leave a frame too many. No sink would play it, and GStreamer 1.22's
 * flacenc counts it but does not write it. Takes the buffer; NULL when nothing
 * is left. */
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
    GST_DEBUG_OBJECT (self, "discontinuity at %" GST_PTR_FORMAT, buffer);
    flow = drain (self);
    priv->fresh = TRUE;
  }
  if (flow != GST_FLOW_OK) {
    gst_buffer_unref (buffer);
    return flow;
  }
  if (priv->fresh)
    begin (self, buffer);
  else
    gst_master_position_anchor (&priv->position, GST_BUFFER_PTS (buffer));
  n = gst_buffer_get_size (buffer) / GST_AUDIO_FILTER_BPF (self);
  *outbuf = is_analyzer (self) ? look_at_buffer (self, buffer, n)
                               : run_buffer (self, buffer, n);
  return GST_FLOW_OK;
}

/* Never called: generate_output does the work. It tells GstBaseTransform that
 * this element changes buffers in place. */
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
  priv->engine = gst_master_engine_new (stage_of (self), info, &priv->out_info,
      priv->snapshot, bypass);
  if (!priv->engine) {
    GST_ELEMENT_ERROR (self, RESOURCE, NO_SPACE_LEFT, (NULL),
        ("no memory for %d channels", GST_AUDIO_INFO_CHANNELS (info)));
    return FALSE;
  }
  discard (self);
  memset (priv->told, FALSE, mst_stage_n_values (stage_of (self)));
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

/* All but the format is the same on both sides; the format is where it must
 * be that of an integer output. */
static GstCaps *
gst_master_filter_transform_caps (GstBaseTransform *trans,
    GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  GstPad *other = direction == GST_PAD_SINK ? trans->srcpad : trans->sinkpad;
  GstCaps *templ = gst_pad_get_pad_template_caps (other);
  GstCaps *open = gst_caps_copy (caps);
  GstCaps *result;

  if (stage_of (trans)->flags & MST_STAGE_INTEGER_OUT)
    for (guint i = 0; i < gst_caps_get_size (open); i++)
      gst_structure_remove_field (gst_caps_get_structure (open, i), "format");
  result = gst_caps_intersect_full (templ, open, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref (open);
  gst_caps_unref (templ);
  if (filter) {
    GstCaps *narrow =
        gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref (result);
    result = narrow;
  }
  return result;
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

/* Whether the segment is the one under way but for a later end, as one of us
 * sends it before its tail, see extend_segment(). */
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
      drain (self);
      take_tags (self, NULL);
      break;
    case GST_EVENT_TAG:
      gst_event_parse_tag (event, &tags);
      take_tags (self, tags);
      break;
    case GST_EVENT_SEGMENT:
      if (!goes_on (&trans->segment, event))
        drain (self);
      break;
    case GST_EVENT_CAPS:
    case GST_EVENT_SEGMENT_DONE:
    case GST_EVENT_GAP:
      drain (self);
      break;
    case GST_EVENT_EOS:
      ring_out (self);
      priv->fresh = TRUE;
      if (priv->engine) {
        gst_master_engine_finish (priv->engine);
        publish_readouts (self);
        if (klass->finished)
          klass->finished (self, priv->total,
              gst_master_position_pts (&priv->position, priv->position.in));
      }
      break;
    case GST_EVENT_FLUSH_STOP:
      discard (self);
      if (is_analyzer (self))
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

  for (gint i = 0; i < klass->stage->n_curves; i++)
    gst_master_curve_tell (&gst_master_filter_priv (self)->curves[i],
        GST_ELEMENT (self));
  return !klass->prepare || klass->prepare (self);
}

static gboolean
gst_master_filter_stop (GstBaseTransform *trans)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (trans);

  g_clear_pointer (&priv->engine, gst_master_engine_free);
  g_atomic_int_set (&priv->latency, 0);
  discard (GST_MASTER_FILTER (trans));
  return TRUE;
}

void
gst_master_stream_class_init (GstBaseTransformClass *klass)
{
  GST_DEBUG_CATEGORY_INIT (gst_master_filter_debug, "masterfilter", 0,
      "mastering filters' base class");
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
  discard (self);
}
