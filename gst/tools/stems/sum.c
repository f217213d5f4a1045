/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sum.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gst/audio/audio.h>

#include <glib/gstdio.h>

#include "tools/album/frames.h"
#include "tools/album/soundfile.h"
#include "tools/base/errors.h"

#define BLOCK 8192 /* samples at once */

/* The sum so far, as doubles in a file: hours of music do not fit into
 * memory. */
typedef struct {
  int file;
  gint channels;
  goffset at; /* bytes: where the next sample of this stem goes */
  gdouble sum[BLOCK];
} Sum;

/* Beyond what is written there is silence. */
static gboolean
read_sum (const Sum *self, gdouble *sum, gsize n, goffset at)
{
  gsize done = 0;

  while (done < n * sizeof (*sum)) {
    gssize got = pread (self->file, (gchar *) sum + done,
        n * sizeof (*sum) - done, at + (goffset) done);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return FALSE;
    if (got == 0)
      break;
    done += (gsize) got;
  }
  for (gsize i = done / sizeof (*sum); i < n; i++)
    sum[i] = 0.0;
  return TRUE;
}

static gboolean
write_sum (const Sum *self, const gdouble *sum, gsize n)
{
  for (gsize done = 0; done < n * sizeof (*sum);) {
    gssize put = pwrite (self->file, (const gchar *) sum + done,
        n * sizeof (*sum) - done, self->at + (goffset) done);

    if (put < 0 && errno != EINTR)
      return FALSE;
    done += put > 0 ? (gsize) put : 0;
  }
  return TRUE;
}

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  Sum *self = user_data;
  const gfloat *x = frames;
  gsize left = (gsize) n * (gsize) self->channels;

  for (gsize span; left > 0; left -= span, x += span) {
    span = MIN (left, BLOCK);
    if (!read_sum (self, self->sum, span, self->at))
      return FALSE;
    for (gsize i = 0; i < span; i++)
      self->sum[i] += (gdouble) x[i];
    if (!write_sum (self, self->sum, span))
      return FALSE;
    self->at += (goffset) (span * sizeof (*self->sum));
  }
  return TRUE;
}

static gboolean
add_files (MasterRunner *runner, const MasterSum *self, Sum *sum,
    GError **error)
{
  for (guint i = 0; i < self->n; i++) {
    const MasterFrames wanted = { .path = self->paths[i],
      .name = self->names[i],
      .work = MASTER_WORK_ADD,
      .samples = GST_AUDIO_NE (F32),
      .channels = self->channels,
      .layout = self->layout };

    sum->at = 0;
    if (!master_frames_read (runner, &wanted, take, sum, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_frames (const MasterSum *self, Sum *sum, MasterSoundFile *file)
{
  gfloat frames[BLOCK];
  goffset at = 0;

  for (guint64 left = self->frames * (guint64) self->channels, n; left > 0;
       left -= n) {
    n = MIN (left, BLOCK / (guint) self->channels * (guint) self->channels);
    if (!read_sum (sum, sum->sum, n, at))
      return FALSE;
    for (guint64 i = 0; i < n; i++)
      frames[i] = (gfloat) sum->sum[i];
    if (!master_sound_file_write (file, frames, n / (guint64) self->channels))
      return FALSE;
    at += (goffset) (n * sizeof (*sum->sum));
  }
  return TRUE;
}

static gboolean
write_file (const MasterSum *self, Sum *sum, const gchar *path, GError **error)
{
  const MasterSoundForm form = { .rate = self->rate,
    .channels = self->channels,
    .layout = self->layout };
  MasterSoundFile file;
  gboolean good;

  if (!master_sound_file_open (&file, path, &form, error))
    return FALSE;
  good = write_frames (self, sum, &file);
  if (!good)
    master_sound_file_fail (&file, error);
  return master_sound_file_close (&file, good ? error : NULL) && good;
}

gboolean
master_sum_write (MasterRunner *runner, const MasterSum *self,
    const gchar *path, GError **error)
{
  g_autofree gchar *beside = g_strconcat (path, ".sum", NULL);
  g_autofree Sum *sum = g_new0 (Sum, 1);
  gboolean good;

  sum->channels = self->channels;
  sum->file = open (beside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (sum->file < 0)
    return master_fail (error, beside, "%s", g_strerror (errno));
  g_unlink (beside); /* it is gone when it is closed */
  good = add_files (runner, self, sum, error) &&
      write_file (self, sum, path, error);
  close (sum->file);
  return good;
}
