/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tags.h"

#include <string.h>

/* These describe the old file, not the new one. */
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

gboolean
master_tags_is_stale (const gchar *name)
{
  static const gchar *const words[] = { "R128_", "encoder", "replaygain_",
    "iTunNORM", "iTunSMPB", "MP3GAIN_", "accuraterip", "GST_MASTERING" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (name, words[i], strlen (words[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Comments that GStreamer has no tag of its own for: KEY=VALUE, or
 * KEY[LANGUAGE]=VALUE. */
static void
drop_stale_comments (GstTagList *tags, const gchar *tag)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  guint n = gst_tag_list_get_tag_size (tags, tag);

  for (guint i = 0; i < n; i++) {
    gchar *comment = NULL;

    if (!gst_tag_list_get_string_index (tags, tag, i, &comment))
      continue;
    if (master_tags_is_stale (comment))
      g_free (comment);
    else
      g_ptr_array_add (kept, comment);
  }
  if (kept->len == n)
    return;
  gst_tag_list_remove_tag (tags, tag);
  for (guint i = 0; i < kept->len; i++)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, tag,
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
  drop_stale_comments (tags, GST_TAG_EXTENDED_COMMENT);
  drop_stale_comments (tags, GST_TAG_COMMENT);
  add_date (tags);
  gst_event_unref (event);
  if (gst_tag_list_is_empty (tags)) {
    gst_tag_list_unref (tags);
    return GST_PAD_PROBE_HANDLED;
  }
  GST_PAD_PROBE_INFO_DATA (info) = gst_event_new_tag (tags);
  return GST_PAD_PROBE_OK;
}

void
master_tags_clean (GstElement *element)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, clean_tags, NULL,
      NULL);
}
