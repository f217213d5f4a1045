/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "recording.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "tools/base/elements.h"

/* These buffers are longer than those that files are read in, since each is
 * handed from thread to thread a dozen times. All stages give the same samples
 * for any length. */
#define CHUNK_FRAMES 16384

struct _MasterRecording {
  gatomicrefcount references;
  GPtrArray *buffers;
  GPtrArray *tags; /* events */
  GstCaps *caps;
  GstAudioInfo info;
  GstBuffer *filling; /* the next of the buffers, or NULL */
  gsize filled;       /* bytes of it */
  gsize bytes, most;
  gboolean overrun;
};

typedef struct {
  MasterRecording *recording;
  guint next;
} Playback;

static gsize bound = G_MAXSIZE; /* set before there are threads */

void
master_recording_set_most (gsize most)
{
  bound = most;
}

MasterRecording *
master_recording_new (gsize most)
{
  MasterRecording *self = g_new0 (MasterRecording, 1);

  g_atomic_ref_count_init (&self->references);
  self->buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  self->tags =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_event_unref);
  self->most = MIN (most, bound);
  return self;
}

MasterRecording *
master_recording_ref (MasterRecording *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
master_recording_unref (MasterRecording *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->buffers);
  g_ptr_array_unref (self->tags);
  gst_clear_buffer (&self->filling);
  gst_clear_caps (&self->caps);
  g_free (self);
}

/* --- recording; all of it in the one thread that pushes through the pad */

static void
erase (MasterRecording *self)
{
  g_ptr_array_set_size (self->buffers, 0);
  gst_clear_buffer (&self->filling);
  self->bytes = self->filled = 0;
}

/* The times of a buffer that starts with byte `at` of the recording. */
static void
set_times (GstBuffer *buffer, const GstAudioInfo *info, guint64 at)
{
  guint64 frame = at / (guint64) info->bpf, rate = (guint64) info->rate;
  guint64 end = frame + gst_buffer_get_size (buffer) / (gsize) info->bpf;

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (frame, GST_SECOND, rate);
  GST_BUFFER_DURATION (buffer) =
      gst_util_uint64_scale (end, GST_SECOND, rate) - GST_BUFFER_PTS (buffer);
}

static void
end_chunk (MasterRecording *self)
{
  if (!self->filling)
    return;
  gst_buffer_set_size (self->filling, (gssize) self->filled);
  set_times (self->filling, &self->info, self->bytes - self->filled);
  g_ptr_array_add (self->buffers, g_steal_pointer (&self->filling));
  self->filled = 0;
}

static void
append (MasterRecording *self, const guint8 *data, gsize size)
{
  const gsize chunk = (gsize) CHUNK_FRAMES * (gsize) self->info.bpf;

  for (gsize span; size > 0; data += span, size -= span) {
    if (!self->filling)
      self->filling = gst_buffer_new_allocate (NULL, chunk, NULL);
    span = MIN (size, chunk - self->filled);
    gst_buffer_fill (self->filling, self->filled, data, span);
    self->filled += span;
    self->bytes += span;
    if (self->filled == chunk)
      end_chunk (self);
  }
}

static void
record_buffer (MasterRecording *self, GstBuffer *buffer)
{
  GstMapInfo map;

  self->overrun |=
      !self->caps || self->bytes + gst_buffer_get_size (buffer) > self->most;
  if (self->overrun) {
    erase (self);
  } else if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    append (self, map.data, map.size);
    gst_buffer_unmap (buffer, &map);
  }
}

/* Sound that changes its format on the way is not kept. */
static void
record_event (MasterRecording *self, GstEvent *event)
{
  GstCaps *caps;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      self->overrun |= self->caps && !gst_caps_is_equal (self->caps, caps);
      gst_caps_replace (&self->caps, caps);
      self->overrun |= !gst_audio_info_from_caps (&self->info, caps);
      break;
    case GST_EVENT_EOS:
      end_chunk (self);
      break;
    case GST_EVENT_FLUSH_STOP: /* drops what came before the seek */
      erase (self);
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
master_recording_capture (MasterRecording *self, GstElement *element,
    const gchar *pad_name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, pad_name);

  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
          GST_PAD_PROBE_TYPE_EVENT_FLUSH,
      record, master_recording_ref (self),
      (GDestroyNotify) master_recording_unref);
}

gboolean
master_recording_is_empty (const MasterRecording *self)
{
  return !self || self->overrun || self->buffers->len == 0 || !self->caps;
}

/* --- cutting */

MasterRecording *
master_recording_cut (const MasterRecording *self, gdouble start,
    gdouble length)
{
  MasterRecording *out = master_recording_new (self->most);
  gsize frame = (gsize) self->info.bpf, at = 0, first, end;

  if (master_recording_is_empty (self))
    return out;
  out->caps = gst_caps_ref (self->caps);
  out->info = self->info;
  first = frame * (gsize) llround (start * self->info.rate);
  end = first + frame * (gsize) llround (length * self->info.rate);
  for (guint i = 0; i < self->buffers->len && at < end; i++) {
    GstBuffer *buffer = g_ptr_array_index (self->buffers, i);
    gsize last = at + gst_buffer_get_size (buffer);
    gsize from = MAX (at, first), to = MIN (last, end);

    if (from < to) {
      GstBuffer *piece = gst_buffer_copy_region (buffer, GST_BUFFER_COPY_MEMORY,
          from - at, to - from);

      set_times (piece, &out->info, from - first);
      g_ptr_array_add (out->buffers, piece);
    }
    at = last;
  }
  return out;
}

/* --- playing */

/* Each buffer is pushed with a reference of its own, so that GStreamer copies
 * it before it writes to it. */
static void
feed (GstElement *appsrc, guint wanted, gpointer user_data)
{
  Playback *self = user_data;
  const GPtrArray *buffers = self->recording->buffers;
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

  master_recording_unref (self->recording);
  g_free (self);
}

static guint64
get_duration (const MasterRecording *self)
{
  GstBuffer *last = g_ptr_array_index (self->buffers, self->buffers->len - 1);

  return GST_BUFFER_PTS (last) + GST_BUFFER_DURATION (last);
}

GstElement *
master_recording_play (MasterRecording *self, GError **error)
{
  GstElement *appsrc = master_element ("appsrc", error);
  Playback *playback;

  if (!appsrc)
    return NULL;
  playback = g_new0 (Playback, 1);
  playback->recording = master_recording_ref (self);
  g_object_set (appsrc, "caps", self->caps, "format", GST_FORMAT_TIME,
      "duration", get_duration (self), NULL);
  for (guint i = 0; i < self->tags->len; i++)
    gst_element_send_event (appsrc,
        gst_event_ref (g_ptr_array_index (self->tags, i)));
  g_signal_connect_data (appsrc, "need-data", G_CALLBACK (feed), playback,
      free_playback, 0);
  return appsrc;
}
