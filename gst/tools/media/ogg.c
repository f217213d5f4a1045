/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ogg.h"

#include <stdio.h>
#include <string.h>

#include "rewrite.h"

/* RFC 3533, 6: "OggS", version (1), flags (1), position (8), the stream's
 * number (4), the page's (4), checksum (4), number of segments (1), a byte for
 * the size of each, and these. */
#define NUMBER_AT 14
#define CHECKSUM_AT 22
#define HEADER 27
#define LARGEST (HEADER + 255 + 255 * 255)
#define NUMBER 1

/* x^32 + ... = 0x04c11db7, from 0, without a final change, the checksum's own
 * bytes being 0. */
static guint32
get_checksum (const guint32 table[256], const guint8 *page, gsize size)
{
  guint32 sum = 0;

  for (gsize i = 0; i < size; i++)
    sum = sum << 8 ^ table[(sum >> 24 ^ page[i]) & 0xff];
  return sum;
}

static void
fill_table (guint32 table[256])
{
  for (guint32 i = 0; i < 256; i++) {
    guint32 sum = i << 24;

    for (int bit = 0; bit < 8; bit++)
      sum = sum & 0x80000000 ? sum << 1 ^ 0x04c11db7 : sum << 1;
    table[i] = sum;
  }
}

/* Returns the size of the page; 0 where there is none. */
static gsize
read_page (FILE *file, guint8 *page)
{
  gsize size = HEADER;

  if (fread (page, 1, HEADER, file) != HEADER || memcmp (page, "OggS", 4) != 0)
    return 0;
  size += page[HEADER - 1];
  if (fread (page + HEADER, 1, page[HEADER - 1], file) != page[HEADER - 1])
    return 0;
  for (guint i = 0; i < page[HEADER - 1]; i++) {
    const gsize segment = page[HEADER + i];

    if (fread (page + size, 1, segment, file) != segment)
      return 0;
    size += segment;
  }
  return size;
}

static gboolean
write_page (FILE *file, const guint8 *page, gsize size)
{
  return fseek (file, -(long) size, SEEK_CUR) == 0 &&
      fwrite (page, 1, size, file) == size && fseek (file, 0, SEEK_CUR) == 0;
}

/* A page's fields lie where no number of 32 bits does. */
static void
put_le (guint8 *place, guint32 value)
{
  const guint32 bytes = GUINT32_TO_LE (value);

  memcpy (place, &bytes, sizeof (bytes));
}

static gboolean
renumber (FILE *file, gpointer data G_GNUC_UNUSED)
{
  g_autofree guint8 *page = g_malloc (LARGEST);
  guint32 table[256];
  gboolean ok = TRUE;
  gsize size;

  fill_table (table);
  while (ok && (size = read_page (file, page)) > 0) {
    put_le (page + NUMBER_AT, NUMBER);
    put_le (page + CHECKSUM_AT, 0);
    put_le (page + CHECKSUM_AT, get_checksum (table, page, size));
    ok = write_page (file, page, size);
  }
  return ok && !ferror (file);
}

gboolean
master_ogg_set_number (const gchar *path, const gchar *name, GError **error)
{
  return master_rewrite_file (path, name, renumber, NULL, error);
}
