/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mpeg.h"

#include <string.h>

#include "boxes.h"

#define ID3_HEADER 10
#define ID3_HAS_FOOTER 0x10

gsize
master_mpeg_get_synchsafe (const guint8 *bytes)
{
  return (gsize) (bytes[0] & 0x7f) << 21 | (gsize) (bytes[1] & 0x7f) << 14 |
      (gsize) (bytes[2] & 0x7f) << 7 | (bytes[3] & 0x7f);
}

/* A tag has "ID3", a version (2), flags (1), and its size (4). */
gint64
master_mpeg_skip_id3 (FILE *file)
{
  guint8 head[ID3_HEADER];
  gint64 at = 0;

  while (master_read_at (file, at, head, sizeof (head)) &&
      memcmp (head, "ID3", 3) == 0) {
    at += ID3_HEADER + (gint64) master_mpeg_get_synchsafe (head + 6);
    at += head[5] & ID3_HAS_FOOTER ? ID3_HEADER : 0;
  }
  return at;
}

/* 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5, 1: none */
static guint
get_version (const guint8 *header)
{
  return header[1] >> 3 & 3;
}

gboolean
master_mpeg_is_first (const guint8 *header)
{
  return get_version (header) == 3;
}

guint
master_mpeg_frame_length (const guint8 *header)
{
  return master_mpeg_is_first (header) ? 1152 : 576;
}

guint
master_mpeg_rate (const guint8 *header)
{
  static const guint rates[4] = { 44100, 48000, 32000, 0 };
  const guint version = get_version (header);

  if (version == 1)
    return 0;
  return rates[header[2] >> 2 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
}

guint
master_mpeg_xing_place (const guint8 *header)
{
  const gboolean mono = header[3] >> 6 == 3;

  return 4 +
      (master_mpeg_is_first (header) ? (mono ? 17 : 32) : (mono ? 9 : 17));
}
