/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "boxes.h"

#include <string.h>

#define HEADER 8
#define MOST_HEADERS (64 << 20) /* of moov: more is not read */

guint64
master_get_be (const guint8 *bytes, guint n)
{
  guint64 value = 0;

  while (n-- > 0)
    value = value << 8 | *bytes++;
  return value;
}

gboolean
master_read_at (FILE *file, gint64 at, gpointer bytes, gsize n)
{
  return fseeko (file, (off_t) at, SEEK_SET) == 0 &&
      fread (bytes, 1, n, file) == n;
}

gint64
master_file_size (FILE *file)
{
  return fseeko (file, 0, SEEK_END) == 0 ? (gint64) ftello (file) : 0;
}

gboolean
master_box_next (const MasterBox *outer, gsize *offset, guint32 *name,
    MasterBox *box)
{
  const gsize left = outer->size - *offset;
  guint64 size, header = HEADER;

  if (left < HEADER)
    return FALSE;
  size = master_get_be (outer->bytes + *offset, 4);
  *name = (guint32) master_get_be (outer->bytes + *offset + 4, 4);
  if (size == 1 && left >= 2 * HEADER) {
    header = 2 * HEADER;
    size = master_get_be (outer->bytes + *offset + HEADER, 8);
  }
  if (size < header || size > left)
    return FALSE;
  *box = (MasterBox){ outer->bytes + *offset + header, (gsize) (size - header),
    outer->at + (gint64) (*offset + header) };
  *offset += (gsize) size;
  return TRUE;
}

gboolean
master_box_find (const MasterBox *outer, const guint32 *path, MasterBox *found)
{
  gsize offset = 0;
  guint32 name;
  MasterBox box;

  *found = *outer;
  if (*path == 0)
    return TRUE;
  while (master_box_next (outer, &offset, &name, &box))
    if (name == *path && master_box_find (&box, path + 1, found))
      return TRUE;
  return FALSE;
}

guint8 *
master_box_read_moov (FILE *file, MasterBox *moov)
{
  const gint64 end = master_file_size (file);
  guint8 head[2 * HEADER];
  gint64 at = 0;

  while (at + HEADER <= end && master_read_at (file, at, head, HEADER)) {
    gint64 size = (gint64) master_get_be (head, 4), header = HEADER;

    if (size == 1 && master_read_at (file, at, head, sizeof (head))) {
      size = (gint64) master_get_be (head + HEADER, 8);
      header = 2 * HEADER;
    }
    if (size < header || size > end - at)
      return NULL;
    if (memcmp (head + 4, "moov", 4) == 0) {
      const gsize bytes = (gsize) (size - header);
      g_autofree guint8 *memory = NULL;

      if (bytes == 0 || bytes > MOST_HEADERS)
        return NULL;
      memory = g_malloc (bytes);
      *moov = (MasterBox){ memory, bytes, at + header };
      return master_read_at (file, at + header, memory, bytes)
          ? g_steal_pointer (&memory)
          : NULL;
    }
    at += size;
  }
  return NULL;
}

gboolean
master_box_find_track (const MasterBox *moov, MasterBox *track)
{
  static const guint32 to_handler[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('h', 'd', 'l', 'r'), 0 };
  gsize offset = 0;
  guint32 name;
  MasterBox handler;

  while (master_box_next (moov, &offset, &name, track))
    if (name == MASTER_BOX ('t', 'r', 'a', 'k') &&
        master_box_find (track, to_handler, &handler) && handler.size >= 12 &&
        memcmp (handler.bytes + 8, "soun", 4) == 0)
      return TRUE;
  return FALSE;
}

/* Version (1), flags (3), two times of 4 bytes, or of 8 in version 1, and then
 * the time scale. */
guint32
master_box_time_scale (const MasterBox *box)
{
  const gsize at = 4 + (box->size > 0 && box->bytes[0] == 1 ? 16 : 8);

  return box->size >= at + 4 ? (guint32) master_get_be (box->bytes + at, 4) : 0;
}

/* Version and flags (4), a count (4), and for each entry a number of packets
 * and the length of each. */
guint64
master_box_sum_packets (const MasterBox *stts)
{
  guint64 n = stts->size >= 8 ? master_get_be (stts->bytes + 4, 4) : 0;
  guint64 sum = 0;

  n = MIN (n, stts->size / 8);
  for (guint64 i = 0; i < n && 8 + 8 * i + 8 <= stts->size; i++)
    sum += master_get_be (stts->bytes + 8 + 8 * i, 4) *
        master_get_be (stts->bytes + 12 + 8 * i, 4);
  return sum;
}
