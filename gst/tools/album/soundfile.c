/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "soundfile.h"

#include <errno.h>
#include <string.h>

#include "tools/base/errors.h"

/* RIFF, a place for the sizes of RF64, the format, and the head of the data. */
#define DS64_BYTES 28
#define FORMAT_BYTES 16
#define HEADER_BYTES (12 + 8 + DS64_BYTES + 8 + FORMAT_BYTES + 8)
#define FLOAT_FORMAT 3 /* WAVE_FORMAT_IEEE_FLOAT */

static guint8 *
put_text (guint8 *at, const gchar *text)
{
  memcpy (at, text, 4);
  return at + 4;
}

static guint8 *
put_number (guint8 *at, guint64 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++, number >>= 8)
    *at++ = (guint8) number;
  return at;
}

static void
make_header (const MasterSoundFile *self, guint8 header[HEADER_BYTES])
{
  const guint frame = (guint) self->channels * sizeof (gfloat);
  const guint64 data = self->frames * frame;
  const guint64 riff = data + HEADER_BYTES - 8;
  const gboolean big = riff > G_MAXUINT32;
  guint8 *at = header;

  at = put_text (at, big ? "RF64" : "RIFF");
  at = put_number (at, big ? G_MAXUINT32 : riff, 4);
  at = put_text (at, "WAVE");
  at = put_text (at, big ? "ds64" : "JUNK");
  at = put_number (at, DS64_BYTES, 4);
  at = put_number (at, big ? riff : 0, 8);
  at = put_number (at, big ? data : 0, 8);
  at = put_number (at, big ? self->frames : 0, 8);
  at = put_number (at, 0, 4);
  at = put_text (at, "fmt ");
  at = put_number (at, FORMAT_BYTES, 4);
  at = put_number (at, FLOAT_FORMAT, 2);
  at = put_number (at, (guint) self->channels, 2);
  at = put_number (at, (guint) self->rate, 4);
  at = put_number (at, (guint64) self->rate * frame, 4);
  at = put_number (at, frame, 2);
  at = put_number (at, 8 * sizeof (gfloat), 2);
  at = put_text (at, "data");
  put_number (at, big ? G_MAXUINT32 : data, 4);
}

static gboolean
write_header (MasterSoundFile *self)
{
  guint8 header[HEADER_BYTES];

  make_header (self, header);
  return fwrite (header, sizeof (header), 1, self->file) == 1;
}

static gboolean
fail (const MasterSoundFile *self, GError **error)
{
  return master_fail (error, self->path, "cannot be written: %s",
      g_strerror (errno));
}

gboolean
master_sound_file_open (MasterSoundFile *self, const gchar *path, gint rate,
    gint channels, GError **error)
{
  *self = (MasterSoundFile){ .file = fopen (path, "wb"),
    .path = g_strdup (path),
    .rate = rate,
    .channels = channels };
  if (self->file && write_header (self))
    return TRUE;
  fail (self, error);
  master_sound_file_close (self, NULL);
  return FALSE;
}

gboolean
master_sound_file_write (MasterSoundFile *self, const gfloat *frames, guint64 n)
{
  self->frames += n;
  return fwrite (frames, sizeof (gfloat) * (gsize) self->channels, n,
             self->file) == n;
}

gboolean
master_sound_file_close (MasterSoundFile *self, GError **error)
{
  gboolean good = self->file && !ferror (self->file) &&
      fseek (self->file, 0, SEEK_SET) == 0 && write_header (self);

  if (self->file)
    good = fclose (self->file) == 0 && good;
  self->file = NULL;
  if (!good)
    fail (self, error);
  g_clear_pointer (&self->path, g_free);
  return good;
}
