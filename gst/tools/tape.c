/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tape.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "elements.h"

struct _MasterTape {
  gatomicrefcount references;
  GPtrArray *buffers;
  GPtrArray *tags; /* events */
  GstCaps *caps;
  gsize bytes, most;
  gboolean overrun;
};

typedef struct {
  MasterTape *tape;
  guint next;
} Playback;

MasterTape *
master_tape_new (gsize most)
{
  MasterTape *self = g_new0 (MasterTape, 1);

  g_atomic_ref_count_init (&self->references);
  self->buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  self->tags =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_event_unref);
  self->most = most;
  return self;
}

MasterTape *
master_tape_ref (MasterTape *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
master_tape_unref (MasterTape *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->buffers);
  g_ptr_array_unref (self->tags);
  gst_clear_caps (&self->caps);
  g_free (self);
}

/* --- recording; all of it in the one thread that pushes through the pad */

static void
record_buffer (MasterTape *self, GstBuffer *buffer)
{
  self->bytes += gst_buffer_get_size (buffer);
  self->overrun |= self->bytes > self->most;
  if (self->overrun)
    g_ptr_array_set_size (self->buffers, 0);
  else
    g_ptr_array_add (self->buffers, gst_buffer_ref (buffer));
}

/* Sound that changes its format on the way is for those who read it again. */
static void
record_event (MasterTape *self, GstEvent *event)
{
  GstCaps *caps;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      self->overrun |=
          self->caps != NULL && !gst_caps_is_equal (self->caps, caps);
      gst_caps_replace (&self->caps, caps);
      break;
    case GST_EVENT_FLUSH_STOP: /* what came before the seek */
      g_ptr_array_set_size (self->buffers, 0);
      self->bytes = 0;
      break;
    case GST_EVENT_TAG:
      g_ptr_array_add (self->tags, gst_event_ref (event));
      break;
    default:
      break;
  }
}

static GstPadProbeReturn
record (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    record_buffer (user_data, GST_PAD_PROBE_INFO_BUFFER (info));
  else
    record_event (user_data, GST_PAD_PROBE_INFO_EVENT (info));
  return GST_PAD_PROBE_OK;
}

void
master_tape_record (MasterTape *self, GstElement *element,
    const gchar *pad_name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, pad_name);

  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
          GST_PAD_PROBE_TYPE_EVENT_FLUSH,
      record, master_tape_ref (self), (GDestroyNotify) master_tape_unref);
}

gboolean
master_tape_is_blank (const MasterTape *self)
{
  return self == NULL || self->overrun || self->buffers->len == 0 ||
      self->caps == NULL;
}

/* --- cutting */

/* What of a buffer that starts at frame `at` is from `start` to `end`. */
static GstBuffer *
cut_buffer (GstBuffer *buffer, const GstAudioInfo *info, guint64 at,
    guint64 start, guint64 end)
{
  gsize frame = (gsize) GST_AUDIO_INFO_BPF (info);
  guint64 last = at + gst_buffer_get_size (buffer) / frame;
  guint64 from = MAX (at, start), to = MIN (last, end);
  guint64 rate = (guint64) GST_AUDIO_INFO_RATE (info);
  GstBuffer *out;

  if (from >= to)
    return NULL;
  out = gst_buffer_copy_region (buffer, GST_BUFFER_COPY_MEMORY,
      (from - at) * frame, (to - from) * frame);
  GST_BUFFER_PTS (out) = gst_util_uint64_scale (from - start, GST_SECOND, rate);
  GST_BUFFER_DURATION (out) =
      gst_util_uint64_scale (to - start, GST_SECOND, rate) -
      GST_BUFFER_PTS (out);
  return out;
}

MasterTape *
master_tape_cut (const MasterTape *self, gdouble start, gdouble length)
{
  MasterTape *out = master_tape_new (self->most);
  GstAudioInfo info;
  guint64 at = 0, first, end;

  if (master_tape_is_blank (self) ||
      !gst_audio_info_from_caps (&info, self->caps))
    return out;
  out->caps = gst_caps_ref (self->caps);
  first = (guint64) llround (start * info.rate);
  end = first + (guint64) llround (length * info.rate);
  for (guint i = 0; i < self->buffers->len && at < end; i++) {
    GstBuffer *buffer = g_ptr_array_index (self->buffers, i);
    GstBuffer *piece = cut_buffer (buffer, &info, at, first, end);

    if (piece != NULL)
      g_ptr_array_add (out->buffers, piece);
    at += gst_buffer_get_size (buffer) / (gsize) info.bpf;
  }
  return out;
}

/* --- playing */

/* A reference each: GStreamer may write to none of them but a copy. */
static void
feed (GstElement *appsrc, guint wanted, gpointer user_data)
{
  Playback *self = user_data;
  const GPtrArray *buffers = self->tape->buffers;
  GstFlowReturn flow;

  if (self->next < buffers->len)
    g_signal_emit_by_name (appsrc, "push-buffer",
        g_ptr_array_index (buffers, self->next++), &flow);
  else
    g_signal_emit_by_name (appsrc, "end-of-stream", &flow);
}

static void
free_playback (gpointer data, GClosure *closure)
{
  Playback *self = data;

  master_tape_unref (self->tape);
  g_free (self);
}

static guint64
get_duration (const MasterTape *self)
{
  GstBuffer *last = g_ptr_array_index (self->buffers, self->buffers->len - 1);

  return GST_BUFFER_PTS_IS_VALID (last) ? GST_BUFFER_PTS (last)
                                        : GST_CLOCK_TIME_NONE;
}

GstElement *
master_tape_play (MasterTape *self, GError **error)
{
  GstElement *appsrc = master_element ("appsrc", error);
  Playback *playback;

  if (appsrc == NULL)
    return NULL;
  playback = g_new0 (Playback, 1);
  playback->tape = master_tape_ref (self);
  g_object_set (appsrc, "caps", self->caps, "format", GST_FORMAT_TIME,
      "duration", get_duration (self), NULL);
  for (guint i = 0; i < self->tags->len; i++)
    gst_element_send_event (appsrc,
        gst_event_ref (g_ptr_array_index (self->tags, i)));
  g_signal_connect_data (appsrc, "need-data", G_CALLBACK (feed), playback,
      free_playback, 0);
  return appsrc;
}
