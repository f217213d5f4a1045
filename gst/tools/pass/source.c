/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "source.h"

#include <string.h>

#include <gst/audio/audio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

/* GstAutoplugSelectResult of decodebin, which no public header declares. */
enum {
  AUTOPLUG_TRY = 0,
  AUTOPLUG_EXPOSE = 1,
};

/* What describes the old file, not the new one. */
static const gchar *const stale_tags[] = {
  GST_TAG_TRACK_GAIN,
  GST_TAG_TRACK_PEAK,
  GST_TAG_ALBUM_GAIN,
  GST_TAG_ALBUM_PEAK,
  GST_TAG_REFERENCE_LEVEL,
  GST_TAG_BITRATE,
  GST_TAG_NOMINAL_BITRATE,
  GST_TAG_MINIMUM_BITRATE,
  GST_TAG_MAXIMUM_BITRATE,
  GST_TAG_CODEC,
  GST_TAG_AUDIO_CODEC,
  GST_TAG_VIDEO_CODEC,
  GST_TAG_SUBTITLE_CODEC,
  GST_TAG_ENCODER,
  GST_TAG_ENCODER_VERSION,
  GST_TAG_APPLICATION_NAME, /* what ENCODER of a Vorbis comment comes as */
  GST_TAG_CONTAINER_FORMAT,
  GST_TAG_DURATION,
  GST_TAG_SERIAL,
};

static gboolean
is_stale_comment (const gchar *comment)
{
  return g_ascii_strncasecmp (comment, "R128_", 5) == 0 ||
      g_ascii_strncasecmp (comment, "encoder", 7) == 0 ||
      g_ascii_strncasecmp (comment, "replaygain_", 11) == 0 ||
      g_ascii_strncasecmp (comment, "iTunNORM", 8) == 0;
}

/* Comments that GStreamer has no tag of its own for: KEY=VALUE. */
static void
drop_stale_comments (GstTagList *tags)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  guint n = gst_tag_list_get_tag_size (tags, GST_TAG_EXTENDED_COMMENT);

  for (guint i = 0; i < n; i++) {
    gchar *comment = NULL;

    if (!gst_tag_list_get_string_index (tags, GST_TAG_EXTENDED_COMMENT, i,
            &comment))
      continue;
    if (is_stale_comment (comment))
      g_free (comment);
    else
      g_ptr_array_add (kept, comment);
  }
  if (kept->len == n)
    return;
  gst_tag_list_remove_tag (tags, GST_TAG_EXTENDED_COMMENT);
  for (guint i = 0; i < kept->len; i++)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
        g_ptr_array_index (kept, i), NULL);
}

/* Some writers of ID3 and MP4 know a day, not a time: a year alone becomes its
 * first day. */
static void
add_date (GstTagList *tags)
{
  g_autoptr (GstDateTime) time = NULL;
  g_autoptr (GDate) date = NULL;

  if (gst_tag_list_get_tag_size (tags, GST_TAG_DATE) > 0 ||
      !gst_tag_list_get_date_time (tags, GST_TAG_DATE_TIME, &time) ||
      !gst_date_time_has_year (time))
    return;
  date = g_date_new_dmy (
      gst_date_time_has_day (time) ? gst_date_time_get_day (time) : 1,
      gst_date_time_has_month (time) ? gst_date_time_get_month (time) : 1,
      gst_date_time_get_year (time));
  gst_tag_list_add (tags, GST_TAG_MERGE_KEEP, GST_TAG_DATE, date, NULL);
}

static GstPadProbeReturn
clean_tags (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstTagList *tags;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  gst_event_parse_tag (event, &tags);
  tags = gst_tag_list_copy (tags);
  for (gsize i = 0; i < G_N_ELEMENTS (stale_tags); i++)
    gst_tag_list_remove_tag (tags, stale_tags[i]);
  drop_stale_comments (tags);
  add_date (tags);
  gst_event_unref (event);
  if (gst_tag_list_is_empty (tags)) {
    gst_tag_list_unref (tags);
    return GST_PAD_PROBE_HANDLED;
  }
  GST_PAD_PROBE_INFO_DATA (info) = gst_event_new_tag (tags);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
note_position (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterSource *self = user_data;
  GstClockTime pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));

  if (GST_CLOCK_TIME_IS_VALID (pts))
    g_atomic_pointer_set (&self->position, (gsize) (pts / GST_MSECOND));
  return GST_PAD_PROBE_OK;
}

/* Pictures and subtitles are left as they come: nobody listens to them. */
static gint
select_decoder (GstElement *decodebin, GstPad *pad, GstCaps *caps,
    GstElementFactory *factory, gpointer user_data)
{
  const gchar *klass =
      gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);

  if (strstr (klass, "Decoder") != NULL &&
      (strstr (klass, "Video") != NULL || strstr (klass, "Image") != NULL ||
          strstr (klass, "Subtitle") != NULL))
    return AUTOPLUG_EXPOSE;
  return AUTOPLUG_TRY;
}

static GstPadProbeReturn
drop_all (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  return GST_PAD_PROBE_DROP;
}

/* A new group of pads after the first one: the file is several, one behind the
 * other. decodebin keeps the end of stream to itself where more follows. */
static void
end_here (MasterSource *self, GstPad *pad, GstPad *sink)
{
  g_atomic_int_set (&self->chained, TRUE);
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
          GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      drop_all, NULL, NULL);
  gst_pad_send_event (sink, gst_event_new_eos ());
}

static void
take_audio (GstElement *decodebin, GstPad *pad, gpointer user_data)
{
  MasterSource *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstPad) sink = NULL;

  if (caps == NULL ||
      !gst_structure_has_name (gst_caps_get_structure (caps, 0), "audio/x-raw"))
    return;
  sink = gst_element_get_static_pad (self->convert, "sink");
  if (g_atomic_int_get (&self->exposed))
    end_here (self, pad, sink);
  else if (g_atomic_int_add (&self->audio_streams, 1) == 0)
    gst_pad_link (pad, sink);
}

static void
check_for_audio (GstElement *decodebin, gpointer user_data)
{
  MasterSource *self = user_data;
  GError *error;

  g_atomic_int_set (&self->exposed, TRUE);
  if (g_atomic_int_get (&self->audio_streams) > 0)
    return;
  error = g_error_new_literal (MASTER_ERROR, MASTER_ERROR_FAILED,
      "there is no audio in it");
  gst_element_post_message (self->bin,
      gst_message_new_error (GST_OBJECT (self->bin), error, NULL));
  g_error_free (error);
}

static void
add_position (MasterSource *self, GstElement *last)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (last, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_position, self, NULL);
}

static void
add_cleaner (GstElement *last)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (last, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, clean_tags, NULL,
      NULL);
}

static void
set_resampler (GstElement *audioresample, GstElement *capsfilter, gint rate)
{
  g_autofree gchar *caps = g_strdup_printf (MASTER_F32_CAPS ",rate=%d", rate);

  g_object_set (audioresample, "quality", 10, NULL);
  master_elements_set_caps (capsfilter, caps);
}

/* filesrc ! decodebin, then audioconvert ! F32 [! audioresample ! F32 at the
 * rate] ! queue, which go together when the audio shows. */
static gboolean
build (MasterSource *self, const gchar *path, gint rate, GError **error)
{
  static const gchar *const reading[] = { "filesrc", "decodebin", NULL };
  static const gchar *const plain[] = { "audioconvert", "capsfilter", "queue",
    NULL };
  static const gchar *const resampled[] = { "audioconvert", "capsfilter",
    "queue", "audioresample", "capsfilter", NULL };
  GstElement *in[2], *out[5];
  GstBin *bin = GST_BIN (self->bin);

  if (!master_elements_chain (bin, reading, in, error) ||
      !master_elements_chain (bin, rate > 0 ? resampled : plain, out, error))
    return FALSE;
  self->convert = out[0];
  g_object_set (in[0], "location", path, NULL);
  gst_util_set_object_arg (G_OBJECT (out[0]), "dithering", "none");
  master_elements_set_caps (out[1], MASTER_F32_CAPS);
  master_elements_set_queue (out[2]);
  if (rate > 0)
    set_resampler (out[3], out[4], rate);
  g_signal_connect (in[1], "autoplug-select", G_CALLBACK (select_decoder),
      NULL);
  g_signal_connect (in[1], "pad-added", G_CALLBACK (take_audio), self);
  g_signal_connect (in[1], "no-more-pads", G_CALLBACK (check_for_audio), self);
  add_cleaner (out[1]);
  add_position (self, out[1]);
  master_elements_ghost (bin, rate > 0 ? out[4] : out[2], "src");
  return TRUE;
}

/* appsrc [! audioresample ! F32 at the rate] ! queue */
static gboolean
build_player (MasterSource *self, MasterRecording *recording, gint rate,
    GError **error)
{
  static const gchar *const all[] = { "audioresample", "capsfilter", "queue",
    NULL };
  GstElement *out[3];
  const gint first = rate > 0 ? 0 : 2; /* of `all` */

  self->convert = master_recording_play (recording, error);
  if (self->convert == NULL)
    return FALSE;
  gst_bin_add (GST_BIN (self->bin), self->convert);
  if (!master_elements_chain (GST_BIN (self->bin), all + first, out + first,
          error))
    return FALSE;
  if (rate > 0)
    set_resampler (out[0], out[1], rate);
  master_elements_set_queue (out[2]);
  self->audio_streams = self->exposed = 1;
  add_position (self, self->convert);
  master_elements_ghost (GST_BIN (self->bin), out[2], "src");
  return gst_element_link (self->convert, out[first]);
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
  g_free (self);
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
