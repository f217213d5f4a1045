/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/base/errors.h"
#include "tools/pass/boxes.h"
#include "tools/pass/pcm.h"

gboolean
master_input_check (const gchar *path, GError **error)
{
  struct stat info;
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return master_fail_number (error, MASTER_ERROR_INPUT, path,
        "cannot be read", errno);
  if (fstat (fd, &info) != 0)
    info.st_mode = 0;
  close (fd);
  if (S_ISDIR (info.st_mode))
    return master_fail_as (error, MASTER_ERROR_INPUT, path,
        "is a folder, not an audio file");
  if (!S_ISREG (info.st_mode))
    return master_fail_as (error, MASTER_ERROR_INPUT, path,
        "is not a file; it is read several times, "
        "so a pipe or device will not do");
  if (info.st_size == 0)
    return master_fail_as (error, MASTER_ERROR_INPUT, path, "is empty");
  return TRUE;
}

/* RFC 9639, 8.1 and 8.2: after "fLaC" and a block's header (4) come 13 bytes
 * and a half, then the number of frames in 36 bits. */
static guint64
read_flac (const guint8 *head)
{
  return master_get_be (head + 4 + 4 + 13, 5) &
      G_GUINT64_CONSTANT (0xfffffffff);
}

static guint64
read_header (const gchar *path)
{
  guint8 head[26];
  guint64 frames = 0;
  FILE *file = fopen (path, "rb");

  if (!file)
    return 0;
  if (fread (head, 1, sizeof (head), file) == sizeof (head) &&
      memcmp (head, "fLaC", 4) == 0 && (head[4] & 0x7f) == 0)
    frames = read_flac (head);
  fclose (file);
  return frames;
}

guint64
master_input_promised_frames (const gchar *path)
{
  g_auto (MasterPcm) pcm = { 0 };

  if (!master_pcm_read (&pcm, path))
    return read_header (path);
  return pcm.format ? pcm.claimed / (guint64) pcm.frame_bytes : 0;
}

#define OGG_HEADER 27
#define OGG_BEGINS 0x02 /* flag of a logical stream's first page */

/* Goes on behind the next "OggS", wherever bytes were lost or slipped in. */
static gboolean
find_page (FILE *file)
{
  guint32 window = 0;
  int byte;

  while ((byte = getc_unlocked (file)) != EOF) {
    window = window << 8 | (guint32) byte;
    if (window == 0x4f676753)
      return TRUE;
  }
  return FALSE;
}

/* RFC 3533, 6: "OggS", version (1), flags (1), ..., number of segments (1),
 * and a byte for the size of each. */
static gboolean
skip_page (FILE *file, gboolean *begins)
{
  guint8 head[OGG_HEADER], sizes[255];
  guint n;
  long bytes = 0;

  if (!find_page (file) ||
      fread (head + 4, 1, OGG_HEADER - 4, file) != OGG_HEADER - 4)
    return FALSE;
  n = head[OGG_HEADER - 1];
  if (fread (sizes, 1, n, file) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    bytes += sizes[i];
  *begins = (head[5] & OGG_BEGINS) != 0;
  return fseek (file, bytes, SEEK_CUR) == 0;
}

/* RFC 3533, 4: all streams that play together begin before any of them goes
 * on, so that a later beginning is that of a second file. */
gboolean
master_input_is_chained (const gchar *path)
{
  gchar magic[4] = { 0 };
  gboolean begins, gone_on = FALSE, chained = FALSE;
  FILE *file = fopen (path, "rb");

  if (!file)
    return FALSE;
  if (fread (magic, 1, 4, file) == 4 && memcmp (magic, "OggS", 4) == 0) {
    rewind (file);
    while (!chained && skip_page (file, &begins)) {
      chained = begins && gone_on;
      gone_on = gone_on || !begins;
    }
  }
  fclose (file);
  return chained;
}
