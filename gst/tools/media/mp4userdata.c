/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "mp4userdata.h"

#include <string.h>

#include <gst/tag/tag.h>

#include "mp4box.h"
#include "rewrite.h"
#include "tools/pass/boxes.h"
#include "tools/pass/tags.h"

#define MOST_TAIL (16 << 20) /* bytes behind moov */
#define FULL_BOX 4           /* bytes of version and flags of a full box */
#define TEXT 1               /* a kind of data */

/* --- reading */

/* The text of a full box, behind `skip` bytes more. */
static gchar *
read_text (const MasterBox *box, gsize skip)
{
  g_autofree gchar *text = box->size > FULL_BOX + skip
      ? g_strndup ((const gchar *) box->bytes + FULL_BOX + skip,
            box->size - FULL_BOX - skip)
      : g_strdup ("");

  return g_utf8_validate (text, -1, NULL) ? g_steal_pointer (&text)
                                          : g_strdup ("");
}

static void
read_lyrics (GstTagList *tags, const MasterBox *item)
{
  MasterBox box;
  gsize offset = 0;
  guint32 name = 0;

  while (master_box_next (item, &offset, &name, &box)) {
    g_autofree gchar *text = read_text (&box, 4);

    if (name == MASTER_BOX ('d', 'a', 't', 'a') && *text)
      gst_vorbis_tag_add (tags, "LYRICS", text);
  }
}

static void
read_item (GstTagList *tags, const MasterBox *item)
{
  g_autofree gchar *key = NULL;
  MasterBox box;
  gsize offset = 0;
  guint32 name = 0;

  while (master_box_next (item, &offset, &name, &box)) {
    g_autofree gchar *value = NULL;

    if (name == MASTER_BOX ('n', 'a', 'm', 'e') && !key)
      key = read_text (&box, 0);
    if (name != MASTER_BOX ('d', 'a', 't', 'a') || !key || !*key ||
        box.size < FULL_BOX || master_get_be (box.bytes, 4) != TEXT ||
        strpbrk (key, "=[") || master_tags_is_stale (key))
      continue;
    value = read_text (&box, 4);
    if (*value)
      gst_vorbis_tag_add (tags, key, value);
  }
}

void
master_mp4_read_own_tags (FILE *file, GstTagList *tags, gboolean *undated)
{
  static const guint32 to_meta[] = { MASTER_BOX ('u', 'd', 't', 'a'),
    MASTER_BOX ('m', 'e', 't', 'a'), 0 };
  static const guint32 to_list[] = { MASTER_BOX ('i', 'l', 's', 't'), 0 };
  MasterBox moov, meta, list, item;
  g_autofree guint8 *memory = master_box_read_moov (file, &moov);
  gsize offset = 0;
  guint32 name = 0;

  *undated = TRUE;
  if (!memory || !master_box_find (&moov, to_meta, &meta) ||
      meta.size < FULL_BOX)
    return;
  meta.bytes += FULL_BOX;
  meta.size -= FULL_BOX;
  meta.at += FULL_BOX;
  if (!master_box_find (&meta, to_list, &list))
    return;
  while (master_box_next (&list, &offset, &name, &item))
    if (name == MASTER_BOX ('-', '-', '-', '-'))
      read_item (tags, &item);
    else if (name == MASTER_BOX ('c', 'p', 'i', 'l') && item.size > 0 &&
        item.bytes[item.size - 1] == 1)
      gst_vorbis_tag_add (tags, "COMPILATION", "1");
    else if (name == MASTER_BOX (0xa9, 'l', 'y', 'r'))
      read_lyrics (tags, &item);
    else if (name == MASTER_BOX (0xa9, 'd', 'a', 'y'))
      *undated = FALSE;
}

/* --- writing */

/* Reads what stands behind moov; NULL where that is too much, or is sound,
 * whose place moov tells. */
static GByteArray *
read_tail (FILE *file, gint64 at)
{
  const gint64 end = master_file_size (file);
  GByteArray *tail;

  if (end < at || end - at > MOST_TAIL)
    return NULL;
  tail = g_byte_array_new ();
  g_byte_array_set_size (tail, (guint) (end - at));
  if (tail->len == 0 ||
      (master_read_at (file, at, tail->data, tail->len) &&
          !memmem (tail->data, tail->len, "mdat", 4)))
    return tail;
  g_byte_array_unref (tail);
  return NULL;
}

/* Puts all boxes of moov but the old udta. */
static void
put_moov (GByteArray *out, const MasterBox *moov)
{
  gsize offset = 0, from = 0;
  guint32 name = 0;
  MasterBox box;

  while (master_box_next (moov, &offset, &name, &box)) {
    if (name != MASTER_BOX ('u', 'd', 't', 'a'))
      g_byte_array_append (out, moov->bytes + from, (guint) (offset - from));
    from = offset;
  }
}

/* The same sound is the same file on any day. Version (1), flags (3), and when
 * it was made and changed: 4 bytes each, or 8 in version 1. */
static void
clear_dates (guint8 *memory, const MasterBox *moov, const guint32 *path)
{
  MasterBox box;
  guint8 *header;
  gsize n;

  if (!master_box_find (moov, path, &box) || box.size < 20)
    return;
  header = memory + (box.bytes - moov->bytes);
  n = header[0] == 1 ? 16 : 8;
  memset (header + FULL_BOX, 0, n);
}

static void
clear_all_dates (guint8 *memory, const MasterBox *moov)
{
  static const guint32 film[] = { MASTER_BOX ('m', 'v', 'h', 'd'), 0 };
  static const guint32 track[] = { MASTER_BOX ('t', 'r', 'a', 'k'),
    MASTER_BOX ('t', 'k', 'h', 'd'), 0 };
  static const guint32 media[] = { MASTER_BOX ('t', 'r', 'a', 'k'),
    MASTER_BOX ('m', 'd', 'i', 'a'), MASTER_BOX ('m', 'd', 'h', 'd'), 0 };

  clear_dates (memory, moov, film);
  clear_dates (memory, moov, track);
  clear_dates (memory, moov, media);
}

/* A moov that has become smaller leaves room, which a box "free" fills. */
static void
fill_up (GByteArray *out, gsize size)
{
  guint at;

  if (out->len >= size)
    return;
  at = master_mp4_begin (out, "free");
  while (out->len < size)
    master_mp4_put_be (out, 0, 1);
  master_mp4_end (out, at);
}

gboolean
master_mp4_write_user_data (FILE *file, const GByteArray *meta,
    const GByteArray *chapters, gboolean *known)
{
  MasterBox moov;
  g_autofree guint8 *memory = master_box_read_moov (file, &moov);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GByteArray) tail = NULL;
  guint whole, data;

  if (memory)
    tail = read_tail (file, moov.at + (gint64) moov.size);
  *known = tail != NULL;
  if (!tail)
    return TRUE;
  clear_all_dates (memory, &moov);
  whole = master_mp4_begin (out, "moov");
  put_moov (out, &moov);
  if (meta || chapters) {
    data = master_mp4_begin (out, "udta");
    if (meta)
      g_byte_array_append (out, meta->data, meta->len);
    if (chapters)
      g_byte_array_append (out, chapters->data, chapters->len);
    master_mp4_end (out, data);
  }
  master_mp4_end (out, whole);
  fill_up (out, moov.size + 8);
  g_byte_array_append (out, tail->data, tail->len);
  return master_write_at (file, (guint64) moov.at - 8, out->data, out->len);
}
