/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "join.h"

#include <math.h>
#include <string.h>

#include <gst/audio/audio.h>

#include "frames.h"
#include "soundfile.h"
#include "tools/base/errors.h"

#define GLIDE 0.02 /* s */

/* A song under way. The end of each song waits until it is known whether the
 * next one fades into it. */
typedef struct {
  MasterSoundFile *file;
  gint channels;
  guint64 done;   /* frames of the song so far */
  guint64 frames; /* of the whole song */
  guint64 fade_in, fade_out;
  gdouble gain_before, gain; /* of the song before, and of this one */
  guint64 glide;             /* frames from one to the other */
  GArray *tail; /* of gfloat: the end of the song before, to fade into */
  guint64 tail_frames;
  guint64 keep; /* frames at the end that become the next tail */
  GArray *next_tail;
} Song;

/* From the level of the song before, which is in the sound that flows on. */
static gdouble
level_gain (const Song *self, guint64 frame)
{
  return frame < self->glide ? self->gain_before +
          (self->gain - self->gain_before) * (frame + 0.5) / self->glide
                             : self->gain;
}

static gdouble
fade_gain (const Song *self, guint64 frame)
{
  gdouble gain = level_gain (self, frame);

  if (frame < self->fade_in)
    gain = (frame + 0.5) / self->fade_in;
  if (frame + self->fade_out >= self->frames)
    gain *= fmax (self->frames - frame - 0.5, 0.0) / self->fade_out;
  return gain;
}

/* A crossfade of equal power: cos and sin over a quarter of a turn. */
static void
mix_tail (const Song *self, gfloat *out, const gfloat *in, guint64 frame)
{
  const gdouble angle = G_PI_2 * (frame + 0.5) / self->tail_frames;
  const gfloat *before = (const gfloat *) (gpointer) self->tail->data +
      frame * (guint64) self->channels;

  for (gint c = 0; c < self->channels; c++)
    out[c] = (gfloat) (cos (angle) * before[c] + sin (angle) * in[c]);
}

static gboolean
put_frame (Song *self, const gfloat *frame)
{
  if (self->done + self->keep >= self->frames) {
    g_array_append_vals (self->next_tail, frame, (guint) self->channels);
    return TRUE;
  }
  return master_sound_file_write (self->file, frame, 1);
}

static gboolean
is_plain (const Song *self, guint64 n)
{
  return self->gain == 1.0 && self->done >= self->glide &&
      self->done >= self->fade_in && self->done >= self->tail_frames &&
      self->done + n + MAX (self->fade_out, self->keep) < self->frames;
}

static gboolean
take (gconstpointer data, guint64 n, gpointer user_data)
{
  Song *self = user_data;
  const gfloat *in = data;
  gfloat frame[64];

  n = MIN (n, self->frames - self->done);
  if (is_plain (self, n)) {
    self->done += n;
    return master_sound_file_write (self->file, in, n);
  }
  for (guint64 i = 0; i < n; i++, in += self->channels) {
    const gfloat gain = (gfloat) fade_gain (self, self->done);
    for (gint c = 0; c < self->channels; c++)
      frame[c] = in[c] * gain;
    if (self->done < self->tail_frames)
      mix_tail (self, frame, frame, self->done);
    if (!put_frame (self, frame))
      return FALSE;
    self->done++;
  }
  return TRUE;
}

guint64
master_join_frames (guint64 frames, gint from, gint to)
{
  return gst_util_uint64_scale_round (frames, (guint64) to, (guint64) from);
}

static guint64
seconds_to_frames (gdouble seconds, gint rate)
{
  return (guint64) llround (seconds * rate);
}

static gboolean
add_song (MasterRunner *runner, const MasterJoin *join, Song *song, guint i,
    GError **error)
{
  const MstSong *row = mst_project_song (join->project, i);
  const gint from = join->song_rates[i];
  const MasterFrames wanted = { .path = row->path,
    .name = row->file,
    .work = MASTER_WORK_JOIN,
    .samples = GST_AUDIO_NE (F32),
    .rate = from == join->rate ? 0 : join->rate,
    .channels = join->channels,
    .layout = join->layout,
    .skip = master_join_frames (join->skip[i], from, join->rate),
    .length = song->frames };

  song->fade_in = seconds_to_frames (row->fade_in, join->rate);
  song->fade_out = seconds_to_frames (row->fade_out, join->rate);
  return master_frames_read (runner, &wanted, take, song, error) &&
      (song->done == song->frames ||
          master_fail (error, row->file,
              "it has %" G_GUINT64_FORMAT " frames less than before",
              song->frames - song->done));
}

/* A song alone has its level by the loudness that it is mastered to. */
static gdouble
gain_of (const MasterJoin *self, guint i)
{
  return self->n == 1
      ? 1.0
      : pow (10.0, mst_project_song (self->project, i)->level / 20.0);
}

static gboolean
add_songs (MasterRunner *runner, const MasterJoin *self, MasterSoundFile *file,
    GError **error)
{
  GArray *tail = g_array_new (FALSE, FALSE, sizeof (gfloat));
  gboolean good = TRUE;

  for (guint i = self->first; good && i < self->first + self->n; i++) {
    const gboolean last = i + 1 == self->first + self->n;
    Song song = { .file = file,
      .channels = self->channels,
      .frames =
          master_join_frames (self->length[i], self->song_rates[i], self->rate),
      .tail = tail,
      .tail_frames = tail->len / (guint) self->channels,
      .gain = gain_of (self, i),
      .gain_before = gain_of (self, MAX (i, self->first + 1) - 1),
      .next_tail = g_array_new (FALSE, FALSE, sizeof (gfloat)) };

    if (song.gain != song.gain_before && song.tail_frames == 0)
      song.glide = seconds_to_frames (GLIDE, self->rate);
    if (!last)
      song.keep = seconds_to_frames (
          mst_project_song (self->project, i + 1)->crossfade, self->rate);
    good = add_song (runner, self, &song, i, error);
    g_array_unref (tail);
    tail = song.next_tail;
  }
  g_array_unref (tail);
  return good;
}

gboolean
master_join_write (MasterRunner *runner, const MasterJoin *self,
    const gchar *path, GError **error)
{
  const MasterSoundForm form = { .rate = self->rate,
    .channels = self->channels,
    .layout = self->layout };
  MasterSoundFile file;
  gboolean good;

  if (!master_sound_file_open (&file, path, &form, error))
    return FALSE;
  good = add_songs (runner, self, &file, error);
  return master_sound_file_close (&file, good ? error : NULL) && good;
}
