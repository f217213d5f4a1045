/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: reading and writing of one format stand together, so that
 * neither forgets a frame that the other knows.
 */
#include "id3.h"

#include <stdio.h>
#include <string.h>

#include <gst/tag/tag.h>

#include "chapters.h"
#include "id3chapters.h"
#include "id3frames.h"
#include "tools/pass/boxes.h"
#include "tools/pass/chunks.h"
#include "tools/pass/mpeg.h"
#include "tools/pass/tags.h"

#define HEADER MASTER_ID3_HEADER
#define FRAME_HEADER MASTER_ID3_HEADER
#define MOST (64 << 20) /* bytes of a tag: more is not read */
#define UNSYNCHRONISED 0x80
#define EXTENDED 0x40
#define UTF8 "\3"

/* --- writing */

/* Four times 7 bits. */
static void
put_synchsafe (guint8 *at, gsize value)
{
  for (gint i = 0; i < 4; i++)
    at[i] = (guint8) (value >> 7 * (3 - i) & 0x7f);
}

static GByteArray *
begin_tag (guint8 version, guint8 flags)
{
  GByteArray *tag = g_byte_array_new ();
  const guint8 header[HEADER] = { 'I', 'D', '3', version, 0, flags };

  g_byte_array_append (tag, header, HEADER);
  return tag;
}

/* NULL where it holds no frame. */
static GByteArray *
end_tag (GByteArray *tag)
{
  if (tag->len == HEADER) {
    g_byte_array_unref (tag);
    return NULL;
  }
  put_synchsafe (tag->data + 6, tag->len - HEADER);
  return tag;
}

/* --- taking over */

/* Frames that tell of the old file: its level, length, codec and places in it.
 */
static const gchar *const stale_frames[] = { "RVA2", "RVAD", "EQU2", "EQUA",
  "TLEN", "TSSE", "TENC", "TFLT", "ASPI", "SEEK", "MLLT", "RGAD", "XRVA",
  "NCON" };

/* The name of a frame "TXXX" or "COMM", as Latin letters: an encoding (1), of a
 * comment a language (3), and the name, in UTF-16 with zeros in between. */
static void
get_free_name (const guint8 *frame, gsize size, gchar *name, gsize most)
{
  const gsize start = memcmp (frame, "COMM", 4) == 0 ? 4 : 1;
  gsize n = 0;

  for (gsize i = start; i < size && n + 1 < most; i++) {
    const guint8 c = frame[FRAME_HEADER + i];

    if (c == 0 && (frame[FRAME_HEADER] == 0 || frame[FRAME_HEADER] == 3))
      break;
    if (c >= 0x20 && c < 0x7f)
      name[n++] = (gchar) c;
  }
  name[n] = '\0';
}

static gboolean
is_stale (const guint8 *frame, gsize size)
{
  gchar name[32];

  for (gsize i = 0; i < G_N_ELEMENTS (stale_frames); i++)
    if (memcmp (frame, stale_frames[i], 4) == 0)
      return TRUE;
  if (memcmp (frame, "TXXX", 4) != 0 && memcmp (frame, "COMM", 4) != 0)
    return FALSE;
  get_free_name (frame, size, name, sizeof (name));
  return master_tags_is_stale (name);
}

static gboolean
is_name (const guint8 *frame)
{
  for (gint i = 0; i < 4; i++)
    if (!g_ascii_isupper (frame[i]) && !g_ascii_isdigit (frame[i]))
      return FALSE;
  return TRUE;
}

static void
copy_frames (GByteArray *tag, const guint8 *bytes, gsize size, guint8 version)
{
  MasterId3Frame frame;
  gsize at = 0;

  while (at + FRAME_HEADER <= size && is_name (bytes + at) &&
      master_id3_next_frame (bytes, size, version, &at, &frame))
    if (!is_stale (frame.bytes, frame.size - FRAME_HEADER))
      g_byte_array_append (tag, frame.bytes, (guint) frame.size);
}

/* In 2.3 all of a tag is kept free of what looks like a frame of sound, by a
 * zero after each 0xff. */
static gsize
resynchronise (guint8 *bytes, gsize size)
{
  gsize n = 0;

  for (gsize i = 0; i < size; i++) {
    bytes[n++] = bytes[i];
    if (bytes[i] == 0xff && i + 1 < size && bytes[i + 1] == 0)
      i++;
  }
  return n;
}

static gsize
get_extended_size (const guint8 *bytes, gsize size, guint8 version)
{
  gsize extended = 0;

  if (size >= 4)
    extended = version == 4 ? master_mpeg_get_synchsafe (bytes)
                            : (gsize) master_get_be (bytes, 4) + 4;
  return MIN (extended, size);
}

static GByteArray *
copy_tag (guint8 *bytes, gsize size)
{
  const guint8 version = size >= HEADER ? bytes[3] : 0;
  guint8 flags;
  GByteArray *tag;
  gsize skip = 0;

  if (size < HEADER || memcmp (bytes, "ID3", 3) != 0 ||
      (version != 3 && version != 4))
    return NULL;
  flags = bytes[5];
  size = MIN (size - HEADER, master_mpeg_get_synchsafe (bytes + 6));
  bytes += HEADER;
  if (version == 3 && (flags & UNSYNCHRONISED))
    size = resynchronise (bytes, size);
  if (flags & EXTENDED)
    skip = get_extended_size (bytes, size, version);
  tag = begin_tag (version, version == 4 ? flags & UNSYNCHRONISED : 0);
  copy_frames (tag, bytes + skip, size - skip, version);
  return end_tag (tag);
}

/* Finds the chunk that holds a tag, in a file of chunks. */
static gboolean
find_chunk (FILE *file, gint64 *at, gsize *size)
{
  MasterChunks chunks;
  MasterChunk chunk;

  if (!master_chunks_open (&chunks, file))
    return FALSE;
  while (master_chunks_next (&chunks, &chunk))
    if (g_ascii_strcasecmp (chunk.name, "id3 ") == 0) {
      *at = (gint64) chunk.at;
      *size = (gsize) MIN (chunk.size, MOST);
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_start (FILE *file, gsize *size)
{
  guint8 head[HEADER];

  if (!master_read_at (file, 0, head, HEADER) || memcmp (head, "ID3", 3) != 0)
    return FALSE;
  *size = MIN (master_mpeg_get_synchsafe (head + 6) + HEADER, MOST);
  return TRUE;
}

GByteArray *
master_id3_copy (const gchar *path)
{
  FILE *file = fopen (path, "rb");
  GByteArray *tag = NULL;
  gint64 at = 0;
  gsize size = 0;

  if (!file)
    return NULL;
  if (find_start (file, &size) || find_chunk (file, &at, &size)) {
    g_autofree guint8 *bytes = g_malloc (MAX (size, 1));

    if (master_read_at (file, at, bytes, size))
      tag = copy_tag (bytes, size);
  }
  fclose (file);
  return tag;
}

/* --- making */

/* An encoding, what stands before, and the text. */
static void
put_text (GByteArray *tag, const gchar *name, const gchar *before, gsize n,
    const gchar *text)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *) UTF8, 1);
  g_byte_array_append (body, (const guint8 *) before, (guint) n);
  g_byte_array_append (body, (const guint8 *) text, (guint) strlen (text));
  master_id3_put_frame (tag, name, body);
}

/* Several values of a frame have a zero in between. */
static void
put_strings (GByteArray *out, const GstTagList *tags, const gchar *tag,
    const gchar *name)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const guint n = gst_tag_list_get_tag_size (tags, tag);
  const gchar *text;

  g_byte_array_append (body, (const guint8 *) UTF8, 1);
  for (guint i = 0; i < n; i++)
    if (gst_tag_list_peek_string_index (tags, tag, i, &text))
      g_byte_array_append (body, (const guint8 *) text,
          (guint) (strlen (text) + (i + 1 < n)));
  if (body->len > 1)
    master_id3_put_frame (out, name, body);
}

static void
put_count (GByteArray *out, const GstTagList *tags, const gchar *number,
    const gchar *count, const gchar *name)
{
  g_autofree gchar *text = NULL;
  guint first = 0, second = 0;

  if (!gst_tag_list_get_uint (tags, number, &first))
    return;
  text = gst_tag_list_get_uint (tags, count, &second)
      ? g_strdup_printf ("%u/%u", first, second)
      : g_strdup_printf ("%u", first);
  put_text (out, name, "", 0, text);
}

static void
put_date (GByteArray *out, const GstTagList *tags)
{
  g_autoptr (GstDateTime) time = NULL;
  g_autofree gchar *text = NULL;
  g_autoptr (GDate) date = NULL;

  if (gst_tag_list_get_date_time (tags, GST_TAG_DATE_TIME, &time)) {
    text = gst_date_time_to_iso8601_string (time);
    if (text && strchr (text, 'Z'))
      *strchr (text, 'Z') = '\0';
  } else if (gst_tag_list_get_date (tags, GST_TAG_DATE, &date)) {
    text = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date),
        g_date_get_month (date), g_date_get_day (date));
  }
  if (text)
    put_text (out, "TDRC", "", 0, text);
}

/* KEY=VALUE, or KEY[LANGUAGE]=VALUE. */
static void
put_comments (GByteArray *out, const GstTagList *tags)
{
  const gchar *text;
  const gchar *comment = gst_tag_list_get_tag_size (tags, GST_TAG_COMMENT) > 0
      ? GST_TAG_COMMENT
      : GST_TAG_DESCRIPTION;

  for (guint i = 0; gst_tag_list_peek_string_index (tags, comment, i, &text);
       i++)
    put_text (out, "COMM", "XXX", 4, text);
  for (guint i = 0;
       gst_tag_list_peek_string_index (tags, GST_TAG_LYRICS, i, &text); i++)
    put_text (out, "USLT", "XXX", 4, text);
  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++) {
    const gchar *equals = strchr (text, '=');

    if (equals && !master_chapters_is_part (text)) {
      g_autofree gchar *name = g_strndup (text, (gsize) (equals - text));

      put_text (out, "TXXX", name, strlen (name) + 1, equals + 1);
    }
  }
}

/* An encoding (1), a type of data, a kind (1: 3 is the front cover), a
 * description, the data. */
static void
put_picture (GByteArray *out, GstSample *sample)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const GstStructure *type =
      gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  const GstStructure *info = gst_sample_get_info (sample);
  const gchar *mime = gst_structure_get_name (type);
  gint kind = GST_TAG_IMAGE_TYPE_FRONT_COVER;
  GstMapInfo map;
  guint8 middle[2] = { 3, 0 };

  if (info &&
      gst_structure_get_enum (info, "image-type", GST_TYPE_TAG_IMAGE_TYPE,
          &kind) &&
      kind >= GST_TAG_IMAGE_TYPE_FRONT_COVER)
    middle[0] = (guint8) (kind + 2); /* GStreamer leaves out two icons */
  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return;
  g_byte_array_append (body, (const guint8 *) UTF8, 1);
  g_byte_array_append (body, (const guint8 *) mime, (guint) strlen (mime) + 1);
  g_byte_array_append (body, middle, 2);
  g_byte_array_append (body, map.data, (guint) map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  master_id3_put_frame (out, "APIC", body);
}

static void
put_pictures (GByteArray *out, const GstTagList *tags)
{
  static const gchar *const kinds[] = { GST_TAG_IMAGE, GST_TAG_PREVIEW_IMAGE };
  GstSample *sample;

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0;
         gst_tag_list_get_sample_index (tags, kinds[k], i, &sample); i++) {
      put_picture (out, sample);
      gst_sample_unref (sample);
    }
}

GByteArray *
master_id3_make (const GstTagList *tags, gdouble seconds)
{
  static const struct {
    const gchar *tag, *name;
  } texts[] = {
    { GST_TAG_TITLE, "TIT2" },
    { GST_TAG_ARTIST, "TPE1" },
    { GST_TAG_ALBUM, "TALB" },
    { GST_TAG_ALBUM_ARTIST, "TPE2" },
    { GST_TAG_CONDUCTOR, "TPE3" },
    { GST_TAG_COMPOSER, "TCOM" },
    { GST_TAG_GENRE, "TCON" },
    { GST_TAG_COPYRIGHT, "TCOP" },
    { GST_TAG_ISRC, "TSRC" },
    { GST_TAG_PUBLISHER, "TPUB" },
    { GST_TAG_GROUPING, "TIT1" },
    { GST_TAG_ENCODED_BY, "TENC" },
    { GST_TAG_ARTIST_SORTNAME, "TSOP" },
    { GST_TAG_ALBUM_SORTNAME, "TSOA" },
    { GST_TAG_TITLE_SORTNAME, "TSOT" },
    { GST_TAG_MUSICAL_KEY, "TKEY" },
    { GST_TAG_LANGUAGE_CODE, "TLAN" },
  };
  GByteArray *out = begin_tag (4, 0);
  gdouble tempo;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    put_strings (out, tags, texts[i].tag, texts[i].name);
  put_count (out, tags, GST_TAG_TRACK_NUMBER, GST_TAG_TRACK_COUNT, "TRCK");
  put_count (out, tags, GST_TAG_ALBUM_VOLUME_NUMBER, GST_TAG_ALBUM_VOLUME_COUNT,
      "TPOS");
  put_date (out, tags);
  if (gst_tag_list_get_double (tags, GST_TAG_BEATS_PER_MINUTE, &tempo)) {
    g_autofree gchar *text = g_strdup_printf ("%.0f", tempo);

    put_text (out, "TBPM", "", 0, text);
  }
  put_comments (out, tags);
  master_id3_put_chapters (out, tags, seconds);
  put_pictures (out, tags);
  return end_tag (out);
}
