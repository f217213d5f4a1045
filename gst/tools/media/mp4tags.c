/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp4tags.h"

#include <math.h>
#include <string.h>

#include <gst/tag/tag.h>

#include "chapters.h"
#include "mp4box.h"
#include "tools/pass/tags.h"

#define FULL_BOX 4 /* bytes of version and flags of a full box */
#define MEAN "com.apple.iTunes"
#define LYRICS "LYRICS" /* a comment that GStreamer does not know */

/* The kinds of data of an item. */
enum { BINARY = 0, TEXT = 1, JPEG = 13, PNG = 14, NUMBER = 21 };

static void
put_data (GByteArray *out, guint kind, gconstpointer bytes, gsize n)
{
  const guint at = master_mp4_begin (out, "data");

  master_mp4_put_be (out, kind, 4);
  master_mp4_put_be (out, 0, 4); /* the country */
  g_byte_array_append (out, bytes, (guint) n);
  master_mp4_end (out, at);
}

/* --- items */

static const struct {
  const gchar *tag, *name;
} texts[] = {
  { GST_TAG_TITLE, "\251nam" },
  { GST_TAG_ARTIST, "\251ART" },
  { GST_TAG_ALBUM, "\251alb" },
  { GST_TAG_ALBUM_ARTIST, "aART" },
  { GST_TAG_COMPOSER, "\251wrt" },
  { GST_TAG_GENRE, "\251gen" },
  { GST_TAG_COPYRIGHT, "cprt" },
  { GST_TAG_GROUPING, "\251grp" },
  { GST_TAG_TITLE_SORTNAME, "sonm" },
  { GST_TAG_ARTIST_SORTNAME, "soar" },
  { GST_TAG_ALBUM_SORTNAME, "soal" },
  { GST_TAG_ALBUM_ARTIST_SORTNAME, "soaa" },
  { GST_TAG_COMPOSER_SORTNAME, "soco" },
};

static void
put_strings (GByteArray *out, const GstTagList *tags, const gchar *tag,
    const gchar *name)
{
  const guint n = gst_tag_list_get_tag_size (tags, tag);
  const gchar *text;
  guint at;

  if (n == 0)
    return;
  at = master_mp4_begin (out, name);
  for (guint i = 0; i < n; i++)
    if (gst_tag_list_peek_string_index (tags, tag, i, &text))
      put_data (out, TEXT, text, strlen (text));
  master_mp4_end (out, at);
}

static gboolean
has_comment (const GstTagList *tags, const gchar *name)
{
  const gsize n = strlen (name);
  const gchar *text;

  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++)
    if (g_ascii_strncasecmp (text, name, n) == 0 && strchr ("=[", text[n]))
      return TRUE;
  return FALSE;
}

/* Vorbis comments call a comment a description. */
static void
put_texts (GByteArray *out, const GstTagList *tags)
{
  const gboolean both = gst_tag_list_get_tag_size (tags, GST_TAG_COMMENT) > 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    put_strings (out, tags, texts[i].tag, texts[i].name);
  if (both)
    put_strings (out, tags, GST_TAG_COMMENT, "\251cmt");
  put_strings (out, tags, GST_TAG_DESCRIPTION, both ? "desc" : "\251cmt");
  if (!has_comment (tags, LYRICS))
    put_strings (out, tags, GST_TAG_LYRICS, "\251lyr");
}

static void
put_item (GByteArray *out, const gchar *name, const gchar *text)
{
  const guint at = master_mp4_begin (out, name);

  put_data (out, TEXT, text, strlen (text));
  master_mp4_end (out, at);
}

static void
put_date (GByteArray *out, const GstTagList *tags)
{
  g_autoptr (GstDateTime) time = NULL;
  g_autofree gchar *text = NULL;

  if (!gst_tag_list_get_date_time (tags, GST_TAG_DATE_TIME, &time))
    return;
  text = gst_date_time_to_iso8601_string (time);
  put_item (out, "\251day", text);
}

/* Two bytes of nothing, a number and how many there are, and, of a track, two
 * bytes of nothing again. */
static void
put_place (GByteArray *out, const GstTagList *tags, const gchar *number,
    const gchar *count, const gchar *name)
{
  guint8 bytes[8] = { 0 };
  guint first = 0, all = 0, at;

  if (!gst_tag_list_get_uint (tags, number, &first))
    return;
  gst_tag_list_get_uint (tags, count, &all);
  GST_WRITE_UINT16_BE (bytes + 2, first);
  GST_WRITE_UINT16_BE (bytes + 4, all);
  at = master_mp4_begin (out, name);
  put_data (out, BINARY, bytes, name[0] == 't' ? 8 : 6);
  master_mp4_end (out, at);
}

static void
put_number (GByteArray *out, const gchar *name, guint value, guint n)
{
  const guint at = master_mp4_begin (out, name);
  guint8 bytes[2];

  GST_WRITE_UINT16_BE (bytes, value);
  put_data (out, NUMBER, bytes + 2 - n, n);
  master_mp4_end (out, at);
}

/* An item of one's own has the names of whoever thought of it, and its own. */
static void
put_own (GByteArray *out, const gchar *name, const gchar *value)
{
  const guint at = master_mp4_begin (out, "----");
  guint part = master_mp4_begin (out, "mean");

  master_mp4_put_be (out, 0, FULL_BOX);
  g_byte_array_append (out, (const guint8 *) MEAN, strlen (MEAN));
  master_mp4_end (out, part);
  part = master_mp4_begin (out, "name");
  master_mp4_put_be (out, 0, FULL_BOX);
  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name));
  master_mp4_end (out, part);
  put_data (out, TEXT, value, strlen (value));
  master_mp4_end (out, at);
}

static gboolean
has_item (const gchar *tag)
{
  static const gchar *const others[] = { GST_TAG_LYRICS, GST_TAG_COMMENT,
    GST_TAG_DESCRIPTION, GST_TAG_DATE, GST_TAG_DATE_TIME, GST_TAG_TRACK_NUMBER,
    GST_TAG_TRACK_COUNT, GST_TAG_ALBUM_VOLUME_NUMBER,
    GST_TAG_ALBUM_VOLUME_COUNT, GST_TAG_BEATS_PER_MINUTE, GST_TAG_IMAGE,
    GST_TAG_PREVIEW_IMAGE, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].tag, tag) == 0)
      return TRUE;
  return g_strv_contains (others, tag);
}

/* NAME=VALUE, or NAME[LANGUAGE]=VALUE. */
static void
put_comment (GByteArray *out, const gchar *comment)
{
  const gchar *equals = strchr (comment, '=');
  g_autofree gchar *name = g_strndup (comment, strcspn (comment, "=["));

  if (!equals || master_chapters_is_part (comment))
    return;
  if (g_ascii_strcasecmp (name, "COMPILATION") == 0)
    put_number (out, "cpil", equals[1] == '1', 1);
  else if (g_ascii_strcasecmp (name, LYRICS) == 0)
    put_item (out, "\251lyr", equals + 1);
  else
    put_own (out, name, equals + 1);
}

/* A tag without an item of its own goes by the name of its Vorbis comment. */
static void
put_other (const GstTagList *tags, const gchar *tag, gpointer user_data)
{
  GList *comments;

  if (has_item (tag) || master_tags_is_stale (tag))
    return;
  comments = gst_tag_to_vorbis_comments (tags, tag);
  for (GList *item = comments; item; item = item->next)
    put_comment (user_data, item->data);
  g_list_free_full (comments, g_free);
}

/* Returns the kind of data of a picture; BINARY where it has none. */
static guint
get_kind (GstSample *sample)
{
  const gchar *mime = gst_structure_get_name (
      gst_caps_get_structure (gst_sample_get_caps (sample), 0));

  if (strcmp (mime, "image/jpeg") == 0)
    return JPEG;
  return strcmp (mime, "image/png") == 0 ? PNG : BINARY;
}

static void
put_cover (GByteArray *out, GstSample *sample)
{
  const guint kind = get_kind (sample);
  GstMapInfo map;

  if (kind == BINARY ||
      !gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return;
  put_data (out, kind, map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

static void
put_covers (GByteArray *out, const GstTagList *tags)
{
  const guint at = master_mp4_begin (out, "covr"), empty = out->len;
  GstSample *sample;

  for (guint i = 0;
       gst_tag_list_get_sample_index (tags, GST_TAG_IMAGE, i, &sample); i++) {
    put_cover (out, sample);
    gst_sample_unref (sample);
  }
  master_mp4_end (out, at);
  if (out->len == empty)
    g_byte_array_set_size (out, at);
}

gboolean
master_mp4_has_place (const GstTagList *tags)
{
  gboolean all = TRUE;
  GstSample *sample;

  for (guint i = 0;
       gst_tag_list_get_sample_index (tags, GST_TAG_IMAGE, i, &sample); i++) {
    all &= get_kind (sample) != BINARY;
    gst_sample_unref (sample);
  }
  return all;
}

GByteArray *
master_mp4_make_tags (const GstTagList *tags)
{
  GByteArray *out = g_byte_array_new ();
  const guint meta = master_mp4_begin (out, "meta");
  guint box, empty;
  gdouble tempo;

  master_mp4_put_be (out, 0, FULL_BOX);
  box = master_mp4_begin (out, "hdlr");
  master_mp4_put_be (out, 0, FULL_BOX + 4);
  g_byte_array_append (out, (const guint8 *) "mdirappl", 8);
  master_mp4_put_be (out, 0, 8);
  master_mp4_put_be (out, 0, 1);
  master_mp4_end (out, box);
  box = master_mp4_begin (out, "ilst");
  empty = out->len;
  put_texts (out, tags);
  put_date (out, tags);
  put_place (out, tags, GST_TAG_TRACK_NUMBER, GST_TAG_TRACK_COUNT, "trkn");
  put_place (out, tags, GST_TAG_ALBUM_VOLUME_NUMBER, GST_TAG_ALBUM_VOLUME_COUNT,
      "disk");
  if (gst_tag_list_get_double (tags, GST_TAG_BEATS_PER_MINUTE, &tempo) &&
      tempo > 0.0 && tempo < 65535.0)
    put_number (out, "tmpo", (guint) lrint (tempo), 2);
  gst_tag_list_foreach (tags, put_other, out);
  put_covers (out, tags);
  master_mp4_end (out, box);
  master_mp4_end (out, meta);
  if (out->len > empty)
    return out;
  g_byte_array_unref (out);
  return NULL;
}
