/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "source.h"

#include <gst/audio/audio.h>

#include "restoration.h"
#include "tags.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"

static GstPadProbeReturn
note_position (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterSource *self = user_data;
  GstClockTime pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));

  if (GST_CLOCK_TIME_IS_VALID (pts))
    g_atomic_pointer_set (&self->position, (gsize) (pts / GST_MSECOND));
  return GST_PAD_PROBE_OK;
}

static void
add_position (MasterSource *self, GstElement *last)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (last, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_position, self, NULL);
}

static void
set_resampler (GstElement *audioresample, GstElement *capsfilter, gint rate)
{
  g_autofree gchar *caps = g_strdup_printf (MASTER_F32_CAPS ",rate=%d", rate);

  g_object_set (audioresample, "quality", 10, NULL);
  master_elements_set_caps (capsfilter, caps);
}

static GstPadProbeReturn
take_length (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterSource *self = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS)
    master_timeline_set_length (self->resampled,
        master_timeline_count (self->timeline),
        master_timeline_rate (self->timeline));
  return GST_PAD_PROBE_OK;
}

/* audioresample gives a few frames less, or more, than there should be. */
static void
bind_lengths (MasterSource *self)
{
  g_autoptr (GstPad) pad =
      gst_element_get_static_pad (GST_ELEMENT (self->timeline), "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, take_length,
      self, NULL);
}

/* Adds, behind `before`: timeline [! masterrestore] ! queue [! audioresample !
 * F32 at the rate ! timeline]. */
static gboolean
add_end (MasterSource *self, GstElement *before, gint rate, GError **error)
{
  static const gchar *const resampling[] = { "queue", "audioresample",
    "capsfilter", NULL };
  static const gchar *const plain[] = { "queue", NULL };
  GstElement *out[3], *last, *repaired;
  GstBin *bin = GST_BIN (self->bin);

  self->timeline = MASTER_TIMELINE (master_timeline_new ());
  gst_bin_add (bin, GST_ELEMENT (self->timeline));
  repaired = master_restoration_append (GST_ELEMENT (self->timeline),
      self->path, error);
  if (!repaired)
    return FALSE;
  if (!master_elements_chain (bin, rate > 0 ? resampling : plain, out, error))
    return FALSE;
  master_elements_set_queue (out[0]);
  last = out[0];
  if (rate > 0) {
    set_resampler (out[1], out[2], rate);
    self->resampled = MASTER_TIMELINE (master_timeline_new ());
    last = GST_ELEMENT (self->resampled);
    gst_bin_add (bin, last);
    gst_element_link (out[2], last);
    bind_lengths (self);
  }
  add_position (self, GST_ELEMENT (self->timeline));
  master_elements_ghost (bin, last, "src");
  return gst_element_link (before, GST_ELEMENT (self->timeline)) &&
      gst_element_link (repaired, out[0]);
}

/* Makes the reader of the file, audioconvert ! F32 and the end; they are linked
 * once there is sound. */
static gboolean
build (MasterSource *self, const gchar *path, gint rate, GError **error)
{
  static const gchar *const converting[] = { "audioconvert", "capsfilter",
    "volume", NULL };
  GstElement *out[3];
  GstBin *bin = GST_BIN (self->bin);
  const MasterExtent *extent = &self->reader.extent;

  if (!master_elements_chain (bin, converting, out, error) ||
      !add_end (self, out[2], rate, error))
    return FALSE;
  self->convert = out[0];
  gst_util_set_object_arg (G_OBJECT (out[0]), "dithering", "none");
  master_elements_set_caps (out[1], MASTER_F32_CAPS);
  master_tags_clean (out[1]);
  self->reader.bin = bin;
  self->reader.sink = self->convert;
  self->reader.gain = out[2];
  if (!master_reader_build (&self->reader, path, error))
    return FALSE;
  if (extent->rate > 0)
    master_timeline_set_skip (self->timeline, extent->skip, extent->rate);
  if (extent->rate > 0 && extent->length > 0)
    master_timeline_set_length (self->timeline, extent->length, extent->rate);
  return TRUE;
}

/* A recording has no holes, and may be of words rather than float32. */
static gboolean
add_queue (MasterSource *self, GstElement *before, GError **error)
{
  static const gchar *const factories[] = { "queue", NULL };
  GstElement *queue;

  if (!master_elements_append (GST_BIN (self->bin), before, factories, &queue,
          error))
    return FALSE;
  master_elements_set_queue (queue);
  add_position (self, before);
  master_elements_ghost (GST_BIN (self->bin), queue, "src");
  return TRUE;
}

/* appsrc, and the end. */
static gboolean
build_player (MasterSource *self, MasterRecording *recording, gint rate,
    GError **error)
{
  self->convert = master_recording_play (recording, error);
  if (!self->convert)
    return FALSE;
  gst_bin_add (GST_BIN (self->bin), self->convert);
  return rate > 0 ? add_end (self, self->convert, rate, error)
                  : add_queue (self, self->convert, error);
}

MasterSource *
master_source_new_from_recording (MasterRecording *recording, gint rate,
    GError **error)
{
  MasterSource *self = g_new0 (MasterSource, 1);

  self->bin = gst_object_ref_sink (gst_bin_new (NULL));
  if (build_player (self, recording, rate, error))
    return self;
  master_source_free (self);
  return NULL;
}

MasterSource *
master_source_new (const gchar *path, gint rate, GError **error)
{
  MasterSource *self = g_new0 (MasterSource, 1);

  self->path = g_strdup (path);
  self->stamp = master_stamp_take (path);
  self->bin = gst_object_ref_sink (gst_bin_new ("source"));
  if (build (self, path, rate, error))
    return self;
  master_source_free (self);
  return NULL;
}

void
master_source_free (MasterSource *self)
{
  gst_object_unref (self->bin);
  master_reader_clear (&self->reader);
  g_free (self->path);
  g_free (self);
}

gboolean
master_source_is_chained (MasterSource *self)
{
  return g_atomic_int_get (&self->reader.chained);
}

static void
tell_silence (const MasterSource *self, const gchar *name)
{
  const MasterFilling filling = master_timeline_filling (self->timeline);

  if (filling.late > 0.0)
    master_warn (name,
        "its sound begins %.2f s late; silence is put there, so that it stays "
        "in time",
        filling.late);
  if (filling.holes > 0.0)
    master_warn (name,
        "%.2f s of sound are missing, the first at %.2f s; silence is put "
        "there, so that the rest stays in time",
        filling.holes, filling.first_hole);
}

static gboolean
has_libav (void)
{
  g_autoptr (GstPlugin) plugin =
      gst_registry_find_plugin (gst_registry_get (), "libav");

  return plugin != NULL;
}

void
master_source_tell (MasterSource *self, const gchar *name)
{
  const gint streams = g_atomic_int_get (&self->reader.audio_streams);
  const gchar *inexact = g_atomic_pointer_get (&self->reader.inexact);

  if (streams > 1)
    master_warn (name, "has %d audio streams; only the first is read", streams);
  if (inexact)
    master_warn (name,
        "its codec (%s) is decoded to whole numbers here, so that peaks over "
        "full scale are lost%s",
        inexact,
        has_libav () ? "" : "; GStreamer's libav plugin would keep them");
  if (self->reader.unplaced > 0)
    master_warn (name,
        "has %d channels and tells no layout of them: each counts as a "
        "loudspeaker",
        self->reader.unplaced);
  tell_silence (self, name);
  master_restoration_tell (GST_BIN (self->bin), name);
}

gdouble
master_source_progress (MasterSource *self)
{
  gdouble ms = (gsize) g_atomic_pointer_get (&self->position);
  gint64 duration;

  if (!gst_element_query_duration (self->convert, GST_FORMAT_TIME, &duration) ||
      duration <= 0)
    return -1.0;
  return MIN (ms * GST_MSECOND / duration, 1.0);
}
