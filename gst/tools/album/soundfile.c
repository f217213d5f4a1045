/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "soundfile.h"

#include <errno.h>
#include <math.h>

#include "tools/base/errors.h"

static gsize
frame_bytes (const MasterSoundFile *self)
{
  const gint bits = self->encoding.bits > 0 ? self->encoding.bits : 32;

  return (gsize) (bits / 8 * self->encoding.channels);
}

gboolean
master_sound_file_fail (const MasterSoundFile *self, GError **error)
{
  return master_fail_number (error, MASTER_ERROR_FAILED, self->path,
      "cannot be written", errno);
}

static MasterEncoding
encoding_of (const gchar *path, const MasterSoundForm *form)
{
  return (MasterEncoding){ .format = master_format_of (path),
    .rate = form->rate,
    .channels = form->channels,
    .bits = form->bits,
    .layout = form->layout };
}

gboolean
master_sound_file_open (MasterSoundFile *self, const gchar *path,
    const MasterSoundForm *form, GError **error)
{
  static const MasterExtras none = { NULL };

  *self = (MasterSoundFile){ .path = g_strdup (path),
    .form = form,
    .encoding = encoding_of (path, form) };
  if (!master_wav_begin (path, path, &self->encoding,
          form->extras ? form->extras : &none, error)) {
    g_clear_pointer (&self->path, g_free);
    return FALSE;
  }
  self->file = fopen (path, "ab");
  if (self->file)
    return TRUE;
  master_sound_file_fail (self, error);
  g_clear_pointer (&self->path, g_free);
  return FALSE;
}

gboolean
master_sound_file_write (MasterSoundFile *self, gconstpointer frames, guint64 n)
{
  self->frames += n;
  return fwrite (frames, frame_bytes (self), n, self->file) == n;
}

gboolean
master_sound_file_write_silence (MasterSoundFile *self, guint64 n)
{
  static const guint8 zeros[1 << 14];
  const guint64 most = sizeof (zeros) / frame_bytes (self);
  gboolean good = TRUE;

  for (guint64 step; good && n > 0; n -= step) {
    step = MIN (n, most);
    good = master_sound_file_write (self, zeros, step);
  }
  return good;
}

static gboolean
write_tail (MasterSoundFile *self)
{
  const MasterSoundForm *form = self->form;
  g_autoptr (GByteArray) tail = master_wav_make_tail (form->extras, form->tags,
      self->frames * frame_bytes (self));

  return fwrite (tail->data, 1, tail->len, self->file) == tail->len;
}

gboolean
master_sound_file_close (MasterSoundFile *self, GError **error)
{
  const MasterMeasurement nothing = { .integrated_loudness = NAN,
    .loudness_range = NAN,
    .true_peak = NAN,
    .max_momentary_loudness = NAN,
    .max_shortterm_loudness = NAN,
    .frames = self->frames };
  gboolean good = self->file && !ferror (self->file) && write_tail (self);

  if (self->file)
    good = fclose (self->file) == 0 && good;
  self->file = NULL;
  if (!good)
    master_sound_file_fail (self, error);
  good = good &&
      master_wav_finish (self->path, self->path, &self->encoding, &nothing,
          error);
  g_clear_pointer (&self->path, g_free);
  return good;
}

gboolean
master_sound_file_tell (const gchar *path, const MasterSoundForm *form,
    const MasterMeasurement *measured, GError **error)
{
  const MasterEncoding encoding = encoding_of (path, form);

  return master_wav_finish (path, path, &encoding, measured, error);
}
