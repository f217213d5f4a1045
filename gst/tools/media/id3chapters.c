/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "id3chapters.h"

#include <string.h>

#include "chapters.h"
#include "id3frames.h"
#include "tools/pass/boxes.h"

#define TIMES                                                                  \
  16 /* bytes: start and end [ms], and where these are in the file */
#define NOT_TOLD 0xffffffffu
#define UTF8 3

/* --- reading */

/* An encoding (1) and text that may end with a zero. */
static gchar *
read_text (const guint8 *bytes, gsize size)
{
  static const gchar *const encodings[] = { "ISO-8859-1", "UTF-16", "UTF-16BE",
    "UTF-8" };
  gchar *text;

  if (size < 1 || bytes[0] >= G_N_ELEMENTS (encodings))
    return g_strdup ("");
  text = g_convert ((const gchar *) bytes + 1, (gssize) size - 1, "UTF-8",
      encodings[bytes[0]], NULL, NULL, NULL);
  return text ? text : g_strdup ("");
}

static gchar *
find_title (const guint8 *frames, gsize size, guint8 version)
{
  MasterId3Frame frame;
  gsize at = 0;

  while (master_id3_next_frame (frames, size, version, &at, &frame))
    if (master_id3_is_called (&frame, "TIT2"))
      return read_text (frame.bytes + MASTER_ID3_HEADER,
          frame.size - MASTER_ID3_HEADER);
  return g_strdup ("");
}

/* A name, ended by a zero, the times, and frames that describe it. */
static void
read_chapter (const MasterId3Frame *frame, guint8 version, guint number,
    GstTagList *tags)
{
  const guint8 *body = frame->bytes + MASTER_ID3_HEADER;
  const gsize size = frame->size - MASTER_ID3_HEADER;
  const gsize name = strnlen ((const gchar *) body, size) + 1;
  g_autofree gchar *title = NULL;

  if (name + TIMES > size)
    return;
  title = find_title (body + name + TIMES, size - name - TIMES, version);
  master_chapters_add (tags, number, master_get_be (body + name, 4), title);
}

void
master_id3_read_chapters (const GByteArray *id3, GstTagList *tags)
{
  const guint8 version = id3->data[3];
  MasterId3Frame frame;
  gsize at = MASTER_ID3_HEADER;
  guint n = 0;

  while (master_id3_next_frame (id3->data, id3->len, version, &at, &frame))
    if (master_id3_is_called (&frame, "CHAP"))
      read_chapter (&frame, version, ++n, tags);
}

/* --- writing */

static void
put_be (GByteArray *out, guint32 value)
{
  const guint32 bytes = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof (bytes));
}

static void
put_name (GByteArray *out, guint number)
{
  g_autofree gchar *name = g_strdup_printf ("chp%u", number);

  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name) + 1);
}

static void
put_title (GByteArray *out, const gchar *title)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 encoding = UTF8;

  g_byte_array_append (text, &encoding, 1);
  g_byte_array_append (text, (const guint8 *) title, (guint) strlen (title));
  master_id3_put_frame (out, "TIT2", text);
}

static void
put_chapter (GByteArray *id3, guint number, const MasterChapter *chapter,
    guint64 end)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  put_name (body, number);
  put_be (body, (guint32) MIN (chapter->start, NOT_TOLD - 1));
  put_be (body, (guint32) MIN (end, NOT_TOLD - 1));
  put_be (body, NOT_TOLD);
  put_be (body, NOT_TOLD);
  if (*chapter->title)
    put_title (body, chapter->title);
  master_id3_put_frame (id3, "CHAP", body);
}

/* A name, flags (1: nothing is above it, and it is in order), and the names of
 * all. */
static void
put_contents (GByteArray *id3, guint n)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const guint8 flags_and_count[2] = { 3, (guint8) n };

  g_byte_array_append (body, (const guint8 *) "toc", 4);
  g_byte_array_append (body, flags_and_count, 2);
  for (guint i = 0; i < n; i++)
    put_name (body, i);
  master_id3_put_frame (id3, "CTOC", body);
}

void
master_id3_put_chapters (GByteArray *id3, const GstTagList *tags,
    gdouble seconds)
{
  g_autoptr (GArray) chapters = master_chapters_read (tags);
  const guint n = chapters ? MIN (chapters->len, MASTER_MOST_CHAPTERS) : 0;

  if (n == 0)
    return;
  put_contents (id3, n);
  for (guint i = 0; i < n; i++) {
    const MasterChapter *chapter = &g_array_index (chapters, MasterChapter, i);
    const guint64 end = i + 1 < n
        ? g_array_index (chapters, MasterChapter, i + 1).start
        : (guint64) (seconds * 1000.0 + 0.5);

    put_chapter (id3, i, chapter, MAX (end, chapter->start));
  }
}
