/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "frames.h"

#include <math.h>

#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

typedef struct {
  const MasterFrames *wanted;
  MasterTakeFrames take;
  gpointer user_data;
  guint64 seen; /* frames */
  gboolean failed;
} Taker;

static guint64
end_of (const MasterFrames *wanted)
{
  return wanted->length > 0 ? wanted->skip + wanted->length : G_MAXUINT64;
}

/* Hands on that part of the frames which is wanted. */
static gboolean
take_some (Taker *self, const guint8 *data, guint64 n, gsize frame)
{
  const guint64 from = CLAMP (self->wanted->skip, self->seen, self->seen + n);
  const guint64 to = MIN (end_of (self->wanted), self->seen + n);
  const guint64 before = self->seen;

  self->seen += n;
  return to <= from ||
      self->take (data + (from - before) * frame, to - from, self->user_data);
}

static GstFlowReturn
take_sample (GstAppSink *sink, gpointer user_data)
{
  Taker *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstAudioInfo info;
  GstMapInfo map;

  if (!sample ||
      !gst_audio_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return GST_FLOW_ERROR;
  self->failed = self->failed ||
      !take_some (self, map.data, map.size / info.bpf, info.bpf);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  return self->failed ? GST_FLOW_ERROR : GST_FLOW_OK;
}

static gchar *
caps_of (const MasterFrames *wanted)
{
  if (wanted->channels > 2 && wanted->layout)
    return g_strdup_printf (
        "audio/x-raw,format=%s,layout=interleaved,"
        "channels=%d,channel-mask=(bitmask)0x%" G_GINT64_MODIFIER "x",
        wanted->samples, wanted->channels, wanted->layout);
  return wanted->channels > 0
      ? g_strdup_printf ("audio/x-raw,format=%s,layout=interleaved,channels=%d",
            wanted->samples, wanted->channels)
      : g_strdup_printf ("audio/x-raw,format=%s,layout=interleaved",
            wanted->samples);
}

/* source ! [volume ! masterdither !] audioconvert ! caps ! appsink. Returns the
 * appsink, or NULL with an error. */
static GstElement *
build (const MasterFrames *self, MasterPass *pass, GError **error)
{
  static const gchar *const dithered[] = { "volume", "masterdither",
    "capsfilter", "appsink", NULL };
  static const gchar *const plain[] = { "audioconvert", "capsfilter", "appsink",
    NULL };
  g_autofree gchar *caps = caps_of (self);
  const guint last = self->dithers ? 3 : 2;
  GstElement *out[4];

  if (!master_elements_append (GST_BIN (pass->pipeline),
          master_pass_source (pass)->bin, self->dithers ? dithered : plain, out,
          error))
    return NULL;
  if (self->dithers)
    g_object_set (out[0], "volume", pow (10.0, self->gain / 20.0), NULL);
  else
    gst_util_set_object_arg (G_OBJECT (out[0]), "dithering", "none");
  master_elements_set_caps (out[last - 1], caps);
  master_elements_set_free_running (out[last]);
  return out[last];
}

gboolean
master_frames_read (MasterRunner *runner, const MasterFrames *self,
    MasterTakeFrames take, gpointer user_data, GError **error)
{
  g_auto (MasterPass) pass = { .input = self->name, .work = self->work };
  Taker taker = { .wanted = self, .take = take, .user_data = user_data };
  GstAppSinkCallbacks callbacks = { .new_sample = take_sample };
  g_autoptr (GError) why = NULL;
  GstElement *sink;
  gboolean good;

  if (!master_pass_add (&pass,
          master_source_new (self->path, self->rate, error)))
    return FALSE;
  sink = build (self, &pass, error);
  if (!sink)
    return FALSE;
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, &taker, NULL);
  good = master_runner_run (runner, &pass, &why);
  if (taker.failed)
    return master_fail_as (error, MASTER_ERROR_TEMPORARY, self->name,
        "its frames cannot be written: is the disk full?");
  if (!good)
    g_propagate_error (error, g_steal_pointer (&why));
  return good;
}
