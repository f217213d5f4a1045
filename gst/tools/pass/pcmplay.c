/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pcm.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

#define CHUNK_BYTES (64u * 1024)

typedef struct {
  int fd;
  guint64 at, start, end; /* [bytes] */
  guint frame_bytes;
  gint rate;        /* 0: bytes have no time */
  GstTagList *tags; /* that are still to be told, or NULL */
} Playback;

static GstCaps *
make_caps (const MasterPcm *self)
{
  GstCaps *caps;

  if (!self->format)
    return gst_caps_new_simple ("audio/mpeg", "mpegversion", G_TYPE_INT, 1,
        "layer", G_TYPE_INT, 3, NULL);
  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING,
      self->format, "layout", G_TYPE_STRING, "interleaved", "rate", G_TYPE_INT,
      self->rate, "channels", G_TYPE_INT, self->channels, NULL);
  if (self->channels > 1)
    gst_caps_set_simple (caps, "channel-mask", GST_TYPE_BITMASK, self->mask,
        NULL);
  return caps;
}

static void
set_times (const Playback *self, GstBuffer *buffer, guint64 at, guint64 bytes)
{
  const guint64 rate = (guint64) self->rate;
  const guint64 frame = (at - self->start) / self->frame_bytes;
  const guint64 end = frame + bytes / self->frame_bytes;

  if (rate == 0)
    return;
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (frame, GST_SECOND, rate);
  GST_BUFFER_DURATION (buffer) =
      gst_util_uint64_scale (end, GST_SECOND, rate) - GST_BUFFER_PTS (buffer);
}

/* The bytes that were read; -1: it failed. */
static gssize
read_all (int fd, guint8 *bytes, gsize n, guint64 at)
{
  gsize got = 0;

  while (got < n) {
    const gssize some = pread (fd, bytes + got, n - got, (off_t) (at + got));

    if (some < 0 && errno != EINTR)
      return -1;
    if (some == 0)
      break;
    got += (gsize) MAX (some, 0);
  }
  return (gssize) got;
}

static void
fail (GstElement *appsrc)
{
  g_autoptr (GError) error = g_error_new (MASTER_ERROR, MASTER_ERROR_TEMPORARY,
      "cannot be read: %s", g_strerror (errno));

  gst_element_post_message (appsrc,
      gst_message_new_error (GST_OBJECT (appsrc), error, NULL));
}

/* Whole frames; what is less than one at the end is left out. */
static void
feed (GstElement *appsrc, guint wanted, gpointer user_data)
{
  Playback *self = user_data;
  const guint64 left = self->end - MIN (self->end, self->at);
  const guint64 most = MAX (CHUNK_BYTES / self->frame_bytes, 1);
  const gsize bytes =
      (gsize) (MIN (most, left / self->frame_bytes) * self->frame_bytes);
  GstBuffer *buffer = NULL;
  GstFlowReturn flow;
  gssize got = 0;

  /* appsrc throws away events that are sent before it starts. */
  if (self->tags)
    gst_element_send_event (appsrc,
        gst_event_new_tag (g_steal_pointer (&self->tags)));
  if (bytes > 0) {
    guint8 *memory = g_malloc (bytes);

    got = read_all (self->fd, memory, bytes, self->at);
    if (got < 0)
      fail (appsrc);
    got -= MAX (got, 0) % self->frame_bytes;
    if (got > 0)
      buffer = gst_buffer_new_wrapped_full (0, memory, bytes, 0, (gsize) got,
          memory, g_free);
    else
      g_free (memory);
  }
  if (!buffer) {
    g_signal_emit_by_name (appsrc, "end-of-stream", &flow);
    return;
  }
  set_times (self, buffer, self->at, (guint64) got);
  self->at += (guint64) got;
  g_signal_emit_by_name (appsrc, "push-buffer", buffer, &flow);
  gst_buffer_unref (buffer);
}

static gboolean
seek (GstElement *appsrc, guint64 time, gpointer user_data)
{
  Playback *self = user_data;

  self->at = self->start +
      gst_util_uint64_scale (time, (guint64) self->rate, GST_SECOND) *
          self->frame_bytes;
  return TRUE;
}

static void
free_playback (gpointer data, GClosure *closure)
{
  Playback *self = data;

  close (self->fd);
  g_clear_pointer (&self->tags, gst_tag_list_unref);
  g_free (self);
}

static void
set_up (GstElement *appsrc, const MasterPcm *self)
{
  g_autoptr (GstCaps) caps = make_caps (self);
  const guint64 frames = self->bytes / (guint64) self->frame_bytes;

  g_object_set (appsrc, "caps", caps, NULL);
  if (!self->format)
    g_object_set (appsrc, "format", GST_FORMAT_BYTES, NULL);
  else
    g_object_set (appsrc, "format", GST_FORMAT_TIME, "stream-type", 1,
        "duration",
        gst_util_uint64_scale (frames, GST_SECOND, (guint64) self->rate), NULL);
}

GstElement *
master_pcm_play (const MasterPcm *self, const gchar *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  GstElement *appsrc;
  Playback *playback;

  if (fd < 0) {
    master_fail_number (error, MASTER_ERROR_INPUT, path, "cannot be read",
        errno);
    return NULL;
  }
  appsrc = master_element ("appsrc", error);
  if (!appsrc) {
    close (fd);
    return NULL;
  }
  playback = g_new0 (Playback, 1);
  *playback = (Playback){ .fd = fd,
    .at = self->at,
    .start = self->at,
    .end = self->at + self->bytes,
    .frame_bytes = (guint) self->frame_bytes,
    .rate = self->format ? self->rate : 0,
    .tags = self->tags ? gst_tag_list_ref (self->tags) : NULL };
  set_up (appsrc, self);
  g_signal_connect_data (appsrc, "need-data", G_CALLBACK (feed), playback,
      free_playback, 0);
  if (playback->rate > 0)
    g_signal_connect (appsrc, "seek-data", G_CALLBACK (seek), playback);
  return appsrc;
}
