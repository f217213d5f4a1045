/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp4chapters.h"

#include <string.h>

#include "chapters.h"
#include "mp4box.h"

#define FULL_BOX 4       /* bytes of version and flags of a full box */
#define UNITS 10000      /* of Nero's times in a millisecond */
#define MOST_TITLE 1024u /* bytes that are read */
#define MOST_CHAPTERS 9999u

/* --- Nero's: version (1), flags (3), in version 1 a gap (4), how many (1), and
 * of each the start (8), the size of its title (1) and the title */

static gboolean
read_nero (const MasterBox *moov, GstTagList *tags)
{
  static const guint32 path[] = { MASTER_BOX ('u', 'd', 't', 'a'),
    MASTER_BOX ('c', 'h', 'p', 'l'), 0 };
  MasterBox box;
  gsize at;
  guint n;

  if (!master_box_find (moov, path, &box) || box.size < FULL_BOX + 1)
    return FALSE;
  at = FULL_BOX + (box.bytes[0] > 0 ? 4 : 0);
  n = at < box.size ? box.bytes[at++] : 0;
  for (guint i = 0; i < n && at + 9 <= box.size; i++) {
    const gsize size = MIN (box.bytes[at + 8], box.size - at - 9);
    g_autofree gchar *title =
        g_strndup ((const gchar *) box.bytes + at + 9, size);
    g_autofree gchar *valid = g_utf8_make_valid (title, -1);

    master_chapters_add (tags, i + 1, master_get_be (box.bytes + at, 8) / UNITS,
        valid);
    at += 9 + size;
  }
  return n > 0;
}

GByteArray *
master_mp4_make_chapters (const GstTagList *tags)
{
  g_autoptr (GArray) chapters = master_chapters_read (tags);
  const guint n = chapters ? MIN (chapters->len, MASTER_MOST_CHAPTERS) : 0;
  GByteArray *out;
  guint box;

  if (n == 0)
    return NULL;
  out = g_byte_array_new ();
  box = master_mp4_begin (out, "chpl");
  master_mp4_put_be (out, 1 << 24, FULL_BOX);
  master_mp4_put_be (out, 0, 4);
  master_mp4_put_be (out, n, 1);
  for (guint i = 0; i < n; i++) {
    const MasterChapter *chapter = &g_array_index (chapters, MasterChapter, i);
    gsize size = MIN (strlen (chapter->title), 255);

    while (size > 0 && (chapter->title[size] & 0xc0) == 0x80)
      size--; /* not within a letter */
    master_mp4_put_be (out, chapter->start * UNITS, 8);
    master_mp4_put_be (out, size, 1);
    g_byte_array_append (out, (const guint8 *) chapter->title, (guint) size);
  }
  master_mp4_end (out, box);
  return out;
}

/* --- Apple's: the track of sound names one of text, whose packets are the
 * titles, each of them as long as its chapter. ISO/IEC 14496-12, 8.3.3, 8.6.1,
 * 8.7 */

typedef struct {
  MasterBox times, sizes, groups, places; /* stts, stsz, stsc; stco or co64 */
  gboolean wide;                          /* places have 8 bytes */
  guint64 scale;
} Track;

static gboolean
find_named (const MasterBox *moov, guint32 id, MasterBox *track)
{
  static const guint32 to_header[] = { MASTER_BOX ('t', 'k', 'h', 'd'), 0 };
  gsize offset = 0;
  guint32 name;
  MasterBox header;

  while (master_box_next (moov, &offset, &name, track)) {
    gsize at;

    if (name != MASTER_BOX ('t', 'r', 'a', 'k') ||
        !master_box_find (track, to_header, &header) || header.size < 24)
      continue;
    at = FULL_BOX + (header.bytes[0] == 1 ? 16 : 8);
    if (master_get_be (header.bytes + at, 4) == id)
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_text (const MasterBox *moov, MasterBox *text)
{
  static const guint32 path[] = { MASTER_BOX ('t', 'r', 'e', 'f'),
    MASTER_BOX ('c', 'h', 'a', 'p'), 0 };
  MasterBox sound, reference;

  return master_box_find_track (moov, &sound) &&
      master_box_find (&sound, path, &reference) && reference.size >= 4 &&
      find_named (moov, (guint32) master_get_be (reference.bytes, 4), text);
}

static gboolean
open_track (Track *self, const MasterBox *track)
{
  static const guint32 to_media[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('m', 'd', 'h', 'd'), 0 };
  static const guint32 to_tables[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('m', 'i', 'n', 'f'), MASTER_BOX ('s', 't', 'b', 'l'), 0 };
  static const guint32 times[] = { MASTER_BOX ('s', 't', 't', 's'), 0 };
  static const guint32 sizes[] = { MASTER_BOX ('s', 't', 's', 'z'), 0 };
  static const guint32 groups[] = { MASTER_BOX ('s', 't', 's', 'c'), 0 };
  static const guint32 places[] = { MASTER_BOX ('s', 't', 'c', 'o'), 0 };
  static const guint32 wide[] = { MASTER_BOX ('c', 'o', '6', '4'), 0 };
  MasterBox media, tables;

  if (!master_box_find (track, to_media, &media) ||
      !master_box_find (track, to_tables, &tables) ||
      !master_box_find (&tables, times, &self->times) ||
      !master_box_find (&tables, sizes, &self->sizes) ||
      !master_box_find (&tables, groups, &self->groups))
    return FALSE;
  self->scale = master_box_time_scale (&media);
  self->wide = !master_box_find (&tables, places, &self->places);
  return self->scale > 0 &&
      (!self->wide || master_box_find (&tables, wide, &self->places));
}

/* Entry i of a table whose entries have `n` bytes and begin at `from`; 0 where
 * there is none. */
static guint64
get_entry (const MasterBox *table, gsize from, gsize i, guint n)
{
  const gsize at = from + i * n;

  return at + n <= table->size ? master_get_be (table->bytes + at, n) : 0;
}

/* A size for all, or how many, and the size of each. */
static guint64
get_size (const Track *self, gsize packet)
{
  const guint64 all = get_entry (&self->sizes, 4, 0, 4);

  return all > 0 ? all : get_entry (&self->sizes, 12, packet, 4);
}

static guint64
count_packets (const Track *self)
{
  return MIN (get_entry (&self->sizes, 8, 0, 4), MOST_CHAPTERS);
}

/* A text has its size (2) before it. */
static gchar *
read_title (FILE *file, guint64 at, guint64 size)
{
  guint8 bytes[MOST_TITLE];
  const gsize n = (gsize) MIN (size, sizeof (bytes));
  gsize length;

  if (n < 2 || at > G_MAXINT64 || !master_read_at (file, (gint64) at, bytes, n))
    return g_strdup ("");
  length = (gsize) MIN (master_get_be (bytes, 2), n - 2);
  if (length >= 2 && (bytes[2] ^ bytes[3]) == 1 && (bytes[2] | 1) == 0xff) {
    gchar *text = g_convert ((const gchar *) bytes + 2, (gssize) length,
        "UTF-8", "UTF-16", NULL, NULL, NULL);

    return text ? text : g_strdup ("");
  }
  return g_utf8_make_valid ((const gchar *) bytes + 2, (gssize) length);
}

/* The state of a walk over all packets. */
typedef struct {
  gsize time_entry, time_left; /* of stts, and packets of that entry */
  gsize place, group;          /* the chunk, and the entry of stsc */
  guint64 in_chunk, at; /* packets that are left in it, and their place */
  guint64 start;        /* in units of the scale */
} Walk;

/* An entry of stsc has the first chunk (from 1), how many packets each has, and
 * a description (4 bytes each). */
static void
next_chunk (const Track *self, Walk *walk)
{
  const guint64 n = get_entry (&self->groups, 4, 0, 4);

  if (walk->group + 1 < n &&
      get_entry (&self->groups, 8 + 12 * (walk->group + 1), 0, 4) ==
          walk->place + 1)
    walk->group++;
  walk->in_chunk = get_entry (&self->groups, 12 + 12 * walk->group, 0, 4);
  walk->at = get_entry (&self->places, 8, walk->place, self->wide ? 8 : 4);
  walk->place++;
}

static void
pass_time (const Track *self, Walk *walk)
{
  if (walk->time_left == 0)
    walk->time_left =
        (gsize) get_entry (&self->times, 8 + 8 * walk->time_entry++, 0, 4);
  if (walk->time_left > 0)
    walk->time_left--;
  walk->start += get_entry (&self->times, 4 + 8 * walk->time_entry, 0, 4);
}

static void
read_track (FILE *file, const Track *self, GstTagList *tags)
{
  const guint64 n = count_packets (self);
  Walk walk = { 0 };

  for (gsize i = 0; i < n; i++) {
    g_autofree gchar *title = NULL;

    if (walk.in_chunk == 0)
      next_chunk (self, &walk);
    if (walk.in_chunk == 0)
      return;
    title = read_title (file, walk.at, get_size (self, i));
    master_chapters_add (tags, (guint) i + 1,
        gst_util_uint64_scale_round (walk.start, 1000, self->scale), title);
    walk.at += get_size (self, i);
    walk.in_chunk--;
    pass_time (self, &walk);
  }
}

void
master_mp4_read_chapters (FILE *file, const MasterBox *moov, GstTagList *tags)
{
  MasterBox text;
  Track track;

  if (!read_nero (moov, tags) && find_text (moov, &text) &&
      open_track (&track, &text))
    read_track (file, &track, tags);
}
