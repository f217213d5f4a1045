/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: an element of GStreamer stands in one file, its pads, its
 * events and its frames.
 */
#include "timeline.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "tools/base/errors.h"

/* Containers round times to milliseconds, and packets come a little early or
 * late; a step of this size or more is a hole [ns]. */
#define HOLE (50 * GST_MSECOND)
/* A longer hole is taken for a wrong time, and is not filled [ns]. */
#define LONGEST_HOLE (600 * GST_SECOND)
/* Silence comes in buffers of this many frames. */
#define SILENCE_FRAMES 16384
/* The range of rates that the stages take [Hz]. */
#define LOWEST_RATE 4000
#define HIGHEST_RATE 768000
/* Fewer frames than this part of a second may be missing at the end. */
#define PADDED_PART 10
#define UNKNOWN G_MAXUINT64
#define BEYOND 1.5848932e7f /* +144 dBFS; more counts as silence */
/* In all of them silence is zeros. */
#define FLOATS GST_AUDIO_NE (F32)
#define WORDS GST_AUDIO_NE (S16) "," GST_AUDIO_NE (S24) "," GST_AUDIO_NE (S32)
#define FORMATS "audio/x-raw,layout=interleaved,format={" FLOATS "," WORDS "}"

typedef struct {
  guint64 frames;
  gint rate; /* at which these count; 0: they are not known */
} Extent;

struct _MasterTimeline {
  GstElement parent;
  GstPad *sink, *src;

  /* under the object lock */
  Extent skip, length;
  guint64 count; /* of frames that were passed on */
  gint rate;
  MasterFilling filling;
  gfloat highest;
  guint64 highest_at; /* [samples], as all of these */
  guint64 beyond, first_beyond;

  /* of the streaming thread */
  GstSegment segment;
  GstAudioInfo info;
  gboolean has_format;
  gboolean sought;   /* after a seek */
  gboolean started;  /* a segment was sent */
  guint64 raw;       /* frames that came in, silence included */
  GstClockTime next; /* the running time at which the next buffer is due */
};

G_DEFINE_TYPE (MasterTimeline, master_timeline, GST_TYPE_ELEMENT)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (FORMATS));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (FORMATS));

static guint64
to_rate (const Extent *extent, gint rate)
{
  return gst_util_uint64_scale_round (extent->frames, (guint64) rate,
      (guint64) extent->rate);
}

/* The frames of the raw sound that are passed on: from `first` to before `end`.
 */
static void
get_window (MasterTimeline *self, guint64 *first, guint64 *end)
{
  GST_OBJECT_LOCK (self);
  *first = self->skip.rate > 0 ? to_rate (&self->skip, self->info.rate) : 0;
  *end = self->length.rate > 0
      ? *first + to_rate (&self->length, self->info.rate)
      : UNKNOWN;
  GST_OBJECT_UNLOCK (self);
}

/* --- frames */

/* Looks for the place of the peak where there is a new one only. */
static void
look_at (MasterTimeline *self, const gfloat *x, gsize n)
{
  const guint64 from = self->count * (guint64) self->info.channels;
  gfloat peak = 0.0f;

  for (gsize i = 0; i < n; i++)
    peak = MAX (peak, fabsf (x[i]));
  if (peak <= self->highest)
    return;
  for (gsize i = 0; i < n; i++) {
    const gfloat level = fabsf (x[i]);

    if (level > BEYOND && isfinite (level) && self->beyond++ == 0)
      self->first_beyond = from + i;
    if (level > self->highest && level <= BEYOND) {
      self->highest = level;
      self->highest_at = from + i;
    }
  }
}

static void
look (MasterTimeline *self, GstBuffer *buffer)
{
  GstMapInfo map;

  if (GST_AUDIO_INFO_FORMAT (&self->info) != GST_AUDIO_FORMAT_F32 ||
      !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return;
  GST_OBJECT_LOCK (self);
  look_at (self, (const gfloat *) map.data, map.size / sizeof (gfloat));
  GST_OBJECT_UNLOCK (self);
  gst_buffer_unmap (buffer, &map);
}

static GstFlowReturn
push (MasterTimeline *self, GstBuffer *buffer, guint64 frames)
{
  const guint64 rate = (guint64) self->info.rate;
  const guint64 at = self->count;

  buffer = gst_buffer_make_writable (buffer);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (at, GST_SECOND, rate);
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION (buffer) =
      gst_util_uint64_scale (at + frames, GST_SECOND, rate) -
      GST_BUFFER_PTS (buffer);
  GST_BUFFER_OFFSET (buffer) = at;
  GST_BUFFER_OFFSET_END (buffer) = at + frames;
  GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_DISCONT);
  look (self, buffer);
  GST_OBJECT_LOCK (self);
  self->count += frames;
  GST_OBJECT_UNLOCK (self);
  return gst_pad_push (self->src, buffer);
}

/* Takes the buffer; passes on what of it is within the window. */
static GstFlowReturn
take (MasterTimeline *self, GstBuffer *buffer)
{
  const guint64 bpf = (guint64) self->info.bpf;
  const guint64 frames = gst_buffer_get_size (buffer) / bpf;
  const guint64 at = self->raw;
  guint64 first, end;

  get_window (self, &first, &end);
  self->raw += frames;
  first = CLAMP (first, at, at + frames);
  end = CLAMP (end, first, at + frames);
  if (end == first) {
    gst_buffer_unref (buffer);
    return GST_FLOW_OK;
  }
  if (end - first < frames) {
    GstBuffer *part = gst_buffer_copy_region (buffer, GST_BUFFER_COPY_MEMORY,
        (first - at) * bpf, (end - first) * bpf);

    gst_buffer_unref (buffer);
    buffer = part;
  }
  return push (self, buffer, end - first);
}

static GstFlowReturn
take_silence (MasterTimeline *self, guint64 frames)
{
  GstFlowReturn flow = GST_FLOW_OK;

  while (frames > 0 && flow == GST_FLOW_OK) {
    const guint64 span = MIN (frames, SILENCE_FRAMES);
    const gsize bytes = (gsize) span * (gsize) self->info.bpf;
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, bytes, NULL);

    gst_buffer_memset (buffer, 0, 0, bytes);
    flow = take (self, buffer);
    frames -= span;
  }
  return flow;
}

/* --- holes */

static void
note_silence (MasterTimeline *self, GstClockTime at, GstClockTime length)
{
  const gdouble seconds = (gdouble) length / GST_SECOND;

  GST_OBJECT_LOCK (self);
  if (self->raw == 0) {
    self->filling.late = seconds;
  } else {
    if (self->filling.holes == 0.0)
      self->filling.first_hole = (gdouble) at / GST_SECOND;
    self->filling.holes += seconds;
  }
  GST_OBJECT_UNLOCK (self);
}

/* Silence up to the time of the buffer, where there is a hole before it. */
static GstFlowReturn
fill_hole (MasterTimeline *self, GstBuffer *buffer)
{
  const GstClockTime time = gst_segment_to_running_time (&self->segment,
      GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  const guint64 frames =
      gst_buffer_get_size (buffer) / (guint64) self->info.bpf;
  const GstClockTime due = self->next;

  if (!GST_CLOCK_TIME_IS_VALID (time)) {
    self->next = GST_CLOCK_TIME_NONE;
    return GST_FLOW_OK;
  }
  self->next = time +
      gst_util_uint64_scale (frames, GST_SECOND, (guint64) self->info.rate);
  if (!GST_CLOCK_TIME_IS_VALID (due) || time < due + HOLE ||
      time > due + LONGEST_HOLE)
    return GST_FLOW_OK;
  note_silence (self, due, time - due);
  return take_silence (self,
      gst_util_uint64_scale_round (time - due, (guint64) self->info.rate,
          GST_SECOND));
}

static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  MasterTimeline *self = MASTER_TIMELINE (parent);
  GstFlowReturn flow;

  if (self->sought)
    return gst_pad_push (self->src, buffer);
  if (!self->has_format) {
    gst_buffer_unref (buffer);
    return GST_FLOW_NOT_NEGOTIATED;
  }
  flow = fill_hole (self, buffer);
  if (flow == GST_FLOW_OK)
    return take (self, buffer);
  gst_buffer_unref (buffer);
  return flow;
}

/* --- events */

static gboolean
refuse (MasterTimeline *self, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (MasterTimeline *self, const gchar *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (MASTER_ERROR, MASTER_ERROR_INPUT, format, args);
  va_end (args);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_error (GST_OBJECT (self), error, NULL));
  return FALSE;
}

static gboolean
check_format (MasterTimeline *self, const GstAudioInfo *info)
{
  const GstAudioInfo *old = &self->info;

  if (self->has_format && self->raw > 0 &&
      (info->rate != old->rate || info->channels != old->channels))
    return refuse (self,
        "changes its format at %.2f s, from %d Hz and %d channels to %d Hz and "
        "%d; only sound of one format can be mastered as one",
        (gdouble) self->count / old->rate, old->rate, old->channels, info->rate,
        info->channels);
  if (info->rate < LOWEST_RATE || info->rate > HIGHEST_RATE)
    return refuse (self, "is sampled at %d Hz; it takes %d to %d Hz",
        info->rate, LOWEST_RATE, HIGHEST_RATE);
  return TRUE;
}

static gboolean
take_caps (MasterTimeline *self, GstEvent *event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  if (!gst_audio_info_from_caps (&info, caps) || !check_format (self, &info)) {
    gst_event_unref (event);
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  self->info = info;
  self->rate = info.rate;
  self->has_format = TRUE;
  GST_OBJECT_UNLOCK (self);
  return gst_pad_push_event (self->src, event);
}

/* Counts the output from 0, whatever the times of the input. */
static gboolean
take_segment (MasterTimeline *self, GstEvent *event)
{
  GstSegment plain;

  gst_event_copy_segment (event, &self->segment);
  if (self->sought)
    return gst_pad_push_event (self->src, event);
  gst_event_unref (event);
  if (self->started)
    return TRUE;
  self->started = TRUE;
  gst_segment_init (&plain, GST_FORMAT_TIME);
  return gst_pad_push_event (self->src, gst_event_new_segment (&plain));
}

/* The few frames that a resampler keeps to itself at the end. */
static void
pad_end (MasterTimeline *self)
{
  guint64 first, end;

  if (self->sought || !self->has_format)
    return;
  get_window (self, &first, &end);
  if (end != UNKNOWN && self->raw < end &&
      end - self->raw < (guint64) self->info.rate / PADDED_PART)
    take_silence (self, end - self->raw);
}

static void
reset (MasterTimeline *self)
{
  gst_segment_init (&self->segment, GST_FORMAT_TIME);
  self->started = FALSE;
  self->raw = 0;
  self->next = 0;
  self->count = 0;
  self->filling = (MasterFilling){ 0.0 };
  self->highest = 0.0f;
  self->highest_at = self->beyond = self->first_beyond = 0;
}

static gboolean
take_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  MasterTimeline *self = MASTER_TIMELINE (parent);

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      return take_caps (self, event);
    case GST_EVENT_SEGMENT:
      return take_segment (self, event);
    case GST_EVENT_FLUSH_STOP:
      reset (self);
      self->sought = TRUE;
      break;
    case GST_EVENT_GAP: /* a hole shows where it ends */
      if (self->sought)
        break;
      gst_event_unref (event);
      return TRUE;
    case GST_EVENT_EOS:
      pad_end (self);
      break;
    default:
      break;
  }
  return gst_pad_event_default (pad, parent, event);
}

static GstStateChangeReturn
change_state (GstElement *element, GstStateChange transition)
{
  MasterTimeline *self = MASTER_TIMELINE (element);

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    reset (self);
    self->sought = self->has_format = FALSE;
  }
  return GST_ELEMENT_CLASS (master_timeline_parent_class)
      ->change_state (element, transition);
}

/* --- the element */

static void
master_timeline_class_init (MasterTimelineClass *klass)
{
  GstElementClass *element = GST_ELEMENT_CLASS (klass);

  element->change_state = change_state;
  gst_element_class_add_static_pad_template (element, &sink_template);
  gst_element_class_add_static_pad_template (element, &src_template);
  gst_element_class_set_static_metadata (element, "Timeline", "Filter/Audio",
      "Makes sound as long as it has to be", "the gst-mastering authors");
}

static void
master_timeline_init (MasterTimeline *self)
{
  self->sink = gst_pad_new_from_static_template (&sink_template, "sink");
  self->src = gst_pad_new_from_static_template (&src_template, "src");
  gst_pad_set_chain_function (self->sink, chain);
  gst_pad_set_event_function (self->sink, take_event);
  GST_PAD_SET_PROXY_ALLOCATION (self->sink);
  gst_element_add_pad (GST_ELEMENT (self), self->sink);
  gst_element_add_pad (GST_ELEMENT (self), self->src);
  gst_audio_info_init (&self->info);
  reset (self);
}

GstElement *
master_timeline_new (void)
{
  return g_object_new (MASTER_TYPE_TIMELINE, NULL);
}

static void
set_extent (MasterTimeline *self, Extent *extent, guint64 frames, gint rate)
{
  GST_OBJECT_LOCK (self);
  *extent = (Extent){ frames, rate };
  GST_OBJECT_UNLOCK (self);
}

void
master_timeline_set_skip (MasterTimeline *self, guint64 skip, gint rate)
{
  set_extent (self, &self->skip, skip, rate);
}

void
master_timeline_set_length (MasterTimeline *self, guint64 frames, gint rate)
{
  set_extent (self, &self->length, frames, rate);
}

guint64
master_timeline_count (MasterTimeline *self)
{
  guint64 count;

  GST_OBJECT_LOCK (self);
  count = self->count;
  GST_OBJECT_UNLOCK (self);
  return count;
}

gint
master_timeline_rate (MasterTimeline *self)
{
  gint rate;

  GST_OBJECT_LOCK (self);
  rate = self->rate;
  GST_OBJECT_UNLOCK (self);
  return rate;
}

MasterFilling
master_timeline_filling (MasterTimeline *self)
{
  MasterFilling filling;

  GST_OBJECT_LOCK (self);
  filling = self->filling;
  GST_OBJECT_UNLOCK (self);
  return filling;
}

MasterHighest
master_timeline_highest (MasterTimeline *self)
{
  MasterHighest highest;
  gdouble samples;

  GST_OBJECT_LOCK (self);
  samples = (gdouble) self->rate * MAX (self->info.channels, 1);
  highest = (MasterHighest){ .level = 20.0 * log10 (self->highest),
    .at = samples > 0.0 ? self->highest_at / samples : 0.0,
    .beyond = self->beyond,
    .first_beyond = samples > 0.0 ? self->first_beyond / samples : 0.0 };
  GST_OBJECT_UNLOCK (self);
  return highest;
}
