/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterbypass.h"

#include <stdlib.h>

#include "gstmasterdry.h"
#include "gstmasterfilter.h"
#include "gstmasterobject.h"
#include "gstmasterview.h"

/* --- a stage that does nothing */

static void *
pass_new (const MstFormat *format, const double *values)
{
  return malloc (1);
}

static void
pass_set (void *self, const double *values)
{
}

static int
pass_latency (const void *self)
{
  return 0;
}

static void
pass_process (void *self, float *const planes[], int n)
{
}

static int
pass_idle (const void *self)
{
  return TRUE;
}

static void
pass_reset (void *self)
{
}

/* Both ends leave the sound as it is; they differ by their names. */
#define END(its_name, its_title, its_blurb)                                    \
  {                                                                            \
    .name = its_name, .title = its_title, .klass = "Filter/Analyzer/Audio",    \
    .blurb = its_blurb, .flags = MST_STAGE_ANALYZER, .new = pass_new,          \
    .set = pass_set, .latency = pass_latency, .process = pass_process,         \
    .idle = pass_idle, .reset = pass_reset, .free = free,                      \
  }

static const MstStage head_stage =
    END ("bypass-head", "Head of a bypass", "Keeps what comes in for the tail");
static const MstStage tail_stage = END ("bypass-tail", "Tail of a bypass",
    "Lets pass what came through or what the head kept");

/* --- the tail */

#define GST_TYPE_MASTER_BYPASS_TAIL (gst_master_bypass_tail_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterBypassTail, gst_master_bypass_tail, GST,
    MASTER_BYPASS_TAIL, GstMasterFilter)

struct _GstMasterBypassTail {
  GstMasterFilter parent;

  GstMasterDry *dry;
};

G_DEFINE_TYPE (GstMasterBypassTail, gst_master_bypass_tail,
    GST_TYPE_MASTER_FILTER)

static gboolean
gst_master_bypass_tail_setup (GstAudioFilter *filter, const GstAudioInfo *info)
{
  return GST_AUDIO_FILTER_CLASS (gst_master_bypass_tail_parent_class)
             ->setup (filter, info) &&
      gst_master_dry_set_format (GST_MASTER_BYPASS_TAIL (filter)->dry, info);
}

/* The bypass is a property of the bin around the row, so its GstController is
 * that of the bin, which sees no frames. */
static GstObject *
find_automated (GstMasterBypassTail *self)
{
  GstObject *bin = GST_OBJECT_PARENT (self);

  return bin && gst_master_object_has_bindings (bin) ? bin : NULL;
}

static void
sync_values (GstMasterBypassTail *self, GstObject *bin, GstBuffer *buffer,
    guint64 frame)
{
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime time = GST_BUFFER_PTS (buffer);

  if (segment->format != GST_FORMAT_TIME || !GST_CLOCK_TIME_IS_VALID (time))
    return;
  time += gst_util_uint64_scale_round (frame, GST_SECOND,
      GST_AUDIO_FILTER_RATE (self));
  time = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, time);
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (bin, time);
}

/* Runs n frames, from frame `at` of the buffer on. */
static GstBuffer *
run_frames (GstMasterBypassTail *self, GstBuffer *buffer, guint64 at, guint64 n)
{
  gboolean heard = gst_master_dry_is_heard (self->dry);
  GstMasterMapped mapped;

  if (heard) {
    buffer = gst_buffer_make_writable (buffer);
    GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_GAP);
  }
  if (gst_master_view_map (&mapped, GST_AUDIO_FILTER_INFO (self), buffer,
          heard ? GST_MAP_READWRITE : GST_MAP_READ)) {
    GstMasterView frames = gst_master_view_from (&mapped.view, at);
    gst_master_dry_run (self->dry, &frames, heard, n);
    gst_master_view_unmap (&mapped);
  }
  return buffer;
}

static GstBuffer *
run_buffer (GstMasterBypassTail *self, GstBuffer *buffer)
{
  guint64 n = gst_master_view_count (GST_AUDIO_FILTER_INFO (self), buffer);
  GstObject *bin = find_automated (self);

  if (!bin)
    return run_frames (self, buffer, 0, n);
  for (guint64 at = 0, span; at < n; at += span) {
    span = MIN (n - at, gst_master_dry_left (self->dry));
    sync_values (self, bin, buffer, at);
    buffer = run_frames (self, buffer, at, span);
  }
  return buffer;
}

static GstFlowReturn
gst_master_bypass_tail_generate_output (GstBaseTransform *trans,
    GstBuffer **outbuf)
{
  GstFlowReturn flow =
      GST_BASE_TRANSFORM_CLASS (gst_master_bypass_tail_parent_class)
          ->generate_output (trans, outbuf);

  if (flow == GST_FLOW_OK && *outbuf)
    *outbuf = run_buffer (GST_MASTER_BYPASS_TAIL (trans), *outbuf);
  return flow;
}

static gboolean
gst_master_bypass_tail_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    gst_master_dry_flush (GST_MASTER_BYPASS_TAIL (trans)->dry);
  return GST_BASE_TRANSFORM_CLASS (gst_master_bypass_tail_parent_class)
      ->sink_event (trans, event);
}

/* When the tail stops, the head may still be at work: a bin stops its elements
 * from the last to the first, and starts them in that order too. */
static gboolean
gst_master_bypass_tail_start (GstBaseTransform *trans)
{
  gst_master_dry_forget (GST_MASTER_BYPASS_TAIL (trans)->dry);
  return GST_BASE_TRANSFORM_CLASS (gst_master_bypass_tail_parent_class)
      ->start (trans);
}

static void
gst_master_bypass_tail_finalize (GObject *object)
{
  gst_master_dry_free (GST_MASTER_BYPASS_TAIL (object)->dry);
  G_OBJECT_CLASS (gst_master_bypass_tail_parent_class)->finalize (object);
}

static void
gst_master_bypass_tail_class_init (GstMasterBypassTailClass *klass)
{
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);

  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &tail_stage);
  G_OBJECT_CLASS (klass)->finalize = gst_master_bypass_tail_finalize;
  trans_class->generate_output = gst_master_bypass_tail_generate_output;
  trans_class->sink_event = gst_master_bypass_tail_sink_event;
  trans_class->start = gst_master_bypass_tail_start;
  GST_AUDIO_FILTER_CLASS (klass)->setup = gst_master_bypass_tail_setup;
}

static void
gst_master_bypass_tail_init (GstMasterBypassTail *self)
{
  self->dry = gst_master_dry_new ();
}

/* --- the head */

#define GST_TYPE_MASTER_BYPASS_HEAD (gst_master_bypass_head_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterBypassHead, gst_master_bypass_head, GST,
    MASTER_BYPASS_HEAD, GstMasterFilter)

struct _GstMasterBypassHead {
  GstMasterFilter parent;

  GstMasterBypassTail *tail; /* a reference */
};

G_DEFINE_TYPE (GstMasterBypassHead, gst_master_bypass_head,
    GST_TYPE_MASTER_FILTER)

static GstFlowReturn
gst_master_bypass_head_generate_output (GstBaseTransform *trans,
    GstBuffer **outbuf)
{
  GstMasterDry *dry = GST_MASTER_BYPASS_HEAD (trans)->tail->dry;
  GstFlowReturn flow =
      GST_BASE_TRANSFORM_CLASS (gst_master_bypass_head_parent_class)
          ->generate_output (trans, outbuf);
  GstMasterMapped mapped;

  if (flow == GST_FLOW_OK && *outbuf &&
      gst_master_view_map (&mapped, GST_AUDIO_FILTER_INFO (trans), *outbuf,
          GST_MAP_READ)) {
    gst_master_dry_push (dry, &mapped.view,
        gst_master_view_count (GST_AUDIO_FILTER_INFO (trans), *outbuf));
    gst_master_view_unmap (&mapped);
  }
  return flow;
}

static void
gst_master_bypass_head_dispose (GObject *object)
{
  gst_clear_object (&GST_MASTER_BYPASS_HEAD (object)->tail);
  G_OBJECT_CLASS (gst_master_bypass_head_parent_class)->dispose (object);
}

static void
gst_master_bypass_head_class_init (GstMasterBypassHeadClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &head_stage);
  G_OBJECT_CLASS (klass)->dispose = gst_master_bypass_head_dispose;
  GST_BASE_TRANSFORM_CLASS (klass)->generate_output =
      gst_master_bypass_head_generate_output;
}

static void
gst_master_bypass_head_init (GstMasterBypassHead *self)
{
}

/* --- both */

void
gst_master_bypass_new (GstElement **head, GstElement **tail)
{
  GstMasterBypassHead *first =
      g_object_new (GST_TYPE_MASTER_BYPASS_HEAD, "name", "head", NULL);
  GstMasterBypassTail *last =
      g_object_new (GST_TYPE_MASTER_BYPASS_TAIL, "name", "tail", NULL);

  first->tail = gst_object_ref (last);
  *head = GST_ELEMENT (first);
  *tail = GST_ELEMENT (last);
}

static void
ask (gpointer tail)
{
  gst_master_dry_hush (GST_MASTER_BYPASS_TAIL (tail)->dry);
}

static gboolean
is_granted (gpointer tail)
{
  return gst_master_dry_is_hushed (GST_MASTER_BYPASS_TAIL (tail)->dry);
}

static void
done (gpointer tail)
{
  gst_master_dry_unhush (GST_MASTER_BYPASS_TAIL (tail)->dry);
}

void
gst_master_bypass_guard (GstElement *tail, GstMasterFilter *filter)
{
  static const GstMasterGuard guard = { ask, is_granted, done };

  gst_master_filter_set_guard (filter, &guard, G_OBJECT (tail));
}

void
gst_master_bypass_set (GstElement *tail, gboolean bypass, gboolean match)
{
  gst_master_dry_set (GST_MASTER_BYPASS_TAIL (tail)->dry, bypass, match);
}
