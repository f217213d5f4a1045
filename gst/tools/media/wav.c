/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "wav.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tools/base/errors.h"

/* WAVEFORMATEXTENSIBLE as wavenc writes it, first in the file: the tag at 20,
 * the layout at 40, all little-endian. */
#define TAG_AT 20
#define MASK_AT 40
#define HEADER_BYTES 44

/* Both number the channels alike up to the rear centre (bit 8); then WAV goes
 * on with the sides (9, 10), which GStreamer has at 10 and 11. Both store the
 * channels in the order of their bits. */
#define COMMON_BITS 0x1ffu
#define SIDE_BITS 0xc00u

static guint32
to_wav (guint64 mask)
{
  if ((mask & ~(guint64) (COMMON_BITS | SIDE_BITS)) != 0)
    return 0;
  return (mask & COMMON_BITS) | (mask & SIDE_BITS) >> 1;
}

static gboolean
says_unknown (const guint8 *header)
{
  static const guint8 unknown[4] = { 0 };
  static const guint8 extensible[2] = { 0xfe, 0xff };

  return memcmp (header, "RIFF", 4) == 0 &&
      memcmp (header + 8, "WAVEfmt ", 8) == 0 &&
      memcmp (header + TAG_AT, extensible, sizeof (extensible)) == 0 &&
      memcmp (header + MASK_AT, unknown, sizeof (unknown)) == 0;
}

gboolean
master_wav_write_mask (const gchar *path, const gchar *name, guint64 mask,
    GError **error)
{
  const guint32 wav = GUINT32_TO_LE (to_wav (mask));
  guint8 header[HEADER_BYTES];
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean ok =
      fd >= 0 && pread (fd, header, sizeof (header), 0) == sizeof (header);

  if (ok && wav != 0 && says_unknown (header))
    ok = pwrite (fd, &wav, sizeof (wav), MASK_AT) == sizeof (wav);
  if (!ok)
    master_fail (error, name, "cannot write: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return ok;
}
