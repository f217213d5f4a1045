/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "passage.h"

#include <math.h>
#include <string.h>

#include <gst/fft/gstfftf32.h>

#include "ear.h"

/* Points of a transform: a passage and as much silence, so that its ends do not
 * meet. */
#define POINTS (2 * MASTER_PASSAGE_FRAMES)
#define BINS (POINTS / 2 + 1)
/* A likeness that is so little greater somewhere else may be that of a tone
 * with itself, periods away. */
#define SAME_LIKENESS 0.995
/* Channels this far below the loudest one are masked by it [power]: 20 dB. */
#define AUDIBLE 0.01

struct _MasterPassage {
  guint channels;
  gint rate;
  gint64 wanted; /* the only place that counts; -1: any */
  gint64 place;  /* number of the passage; -1: none yet */
  gsize frames;
  gdouble energy;
  gfloat *sound; /* interleaved */

  /* The passage that is being heard: */
  gint64 coming;
  gsize filled; /* frames */
  gfloat *next;
};

MasterPassage *
master_passage_new (const MasterPassage *like)
{
  MasterPassage *self = g_atomic_rc_box_new0 (MasterPassage);

  self->wanted = like ? like->place : -1;
  self->place = -1;
  return self;
}

MasterPassage *
master_passage_ref (MasterPassage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MasterPassage *self = data;

  g_free (self->sound);
  g_free (self->next);
}

void
master_passage_unref (MasterPassage *self)
{
  if (self)
    g_atomic_rc_box_release_full (self, clear);
}

/* --- hearing */

static void
begin (gpointer listener, guint channels, gint rate)
{
  MasterPassage *self = listener;
  const gsize samples = (gsize) MASTER_PASSAGE_FRAMES * channels;

  self->channels = channels;
  self->rate = rate;
  self->place = -1;
  self->coming = 0;
  self->filled = 0;
  g_free (self->sound);
  g_free (self->next);
  self->sound = g_new (gfloat, samples);
  self->next = g_new (gfloat, samples);
}

static gdouble
get_energy (const gfloat *x, gsize samples)
{
  gdouble sum = 0.0;

  for (gsize i = 0; i < samples; i++)
    sum += (gdouble) x[i] * x[i];
  return sum;
}

/* Keeps the passage that is complete where it counts. */
static void
end (gpointer listener)
{
  MasterPassage *self = listener;
  const gdouble energy = get_energy (self->next, self->filled * self->channels);
  gfloat *old = self->sound;

  if (self->filled > 0 &&
      (self->wanted < 0 ? self->place < 0 || energy > self->energy
                        : self->coming == self->wanted)) {
    self->place = self->coming;
    self->frames = self->filled;
    self->energy = energy;
    self->sound = self->next;
    self->next = old;
  }
  self->coming++;
  self->filled = 0;
}

static void
hear (gpointer listener, const gfloat *x, gsize frames, guint channels)
{
  MasterPassage *self = listener;
  gsize n;

  if (!self->next)
    return;
  for (; frames > 0; frames -= n, x += n * channels) {
    n = MIN (frames, MASTER_PASSAGE_FRAMES - self->filled);
    memcpy (self->next + self->filled * channels, x,
        n * channels * sizeof (gfloat));
    self->filled += n;
    if (self->filled == MASTER_PASSAGE_FRAMES)
      end (self);
  }
}

static void
finish (gpointer listener)
{
  MasterPassage *self = listener;

  if (self->next)
    end (self);
  g_clear_pointer (&self->next, g_free);
}

void
master_passage_listen (MasterPassage *self, GstElement *element)
{
  static const MasterEar ear = { MASTER_LEVELS, begin, hear, finish,
    (GDestroyNotify) master_passage_unref };

  master_ear_put (element, &ear, master_passage_ref (self));
}

/* --- comparing */

typedef struct {
  GstFFTF32 *forward, *inverse;
  gfloat *time;                           /* POINTS */
  GstFFTF32Complex *before, *after, *sum; /* BINS */
} Correlator;

static void
correlator_init (Correlator *self)
{
  self->forward = gst_fft_f32_new (POINTS, FALSE);
  self->inverse = gst_fft_f32_new (POINTS, TRUE);
  self->time = g_new (gfloat, POINTS);
  self->before = g_new (GstFFTF32Complex, BINS);
  self->after = g_new (GstFFTF32Complex, BINS);
  self->sum = g_new0 (GstFFTF32Complex, BINS);
}

static void
correlator_clear (Correlator *self)
{
  gst_fft_f32_free (self->forward);
  gst_fft_f32_free (self->inverse);
  g_free (self->time);
  g_free (self->before);
  g_free (self->after);
  g_free (self->sum);
}

/* The difference from frame to frame lifts the treble of music, which alone
 * tells one place from the next. */
static void
transform (Correlator *self, const MasterPassage *passage, guint channel,
    GstFFTF32Complex *out)
{
  const gfloat *x = passage->sound + channel;

  memset (self->time, 0, POINTS * sizeof (*self->time));
  for (gsize i = 1; i < passage->frames; i++)
    self->time[i] = x[i * passage->channels] - x[(i - 1) * passage->channels];
  gst_fft_f32_fft (self->forward, self->time, out);
}

static void
add_channel (Correlator *self, const MasterPassage *before,
    const MasterPassage *after, guint channel)
{
  transform (self, before, channel, self->before);
  transform (self, after, channel, self->after);
  for (gsize k = 0; k < BINS; k++) {
    const GstFFTF32Complex a = self->after[k], b = self->before[k];

    self->sum[k].r += a.r * b.r + a.i * b.i;
    self->sum[k].i += a.i * b.r - a.r * b.i;
  }
}

static gint
find_place (Correlator *self)
{
  gint best = 0;

  gst_fft_f32_inverse_fft (self->inverse, self->sum, self->time);
  for (gint late = -MASTER_PASSAGE_REACH; late <= MASTER_PASSAGE_REACH; late++)
    if (self->time[(late + POINTS) % POINTS] >
        self->time[(best + POINTS) % POINTS])
      best = late;
  return self->time[0] > SAME_LIKENESS * self->time[(best + POINTS) % POINTS]
      ? 0
      : best;
}

static gint
find_late (const MasterPassage *before, const MasterPassage *after)
{
  Correlator correlator;
  gint late;

  correlator_init (&correlator);
  for (guint c = 0; c < before->channels; c++)
    add_channel (&correlator, before, after, c);
  late = find_place (&correlator);
  correlator_clear (&correlator);
  return late;
}

static gdouble
get_ratio (gdouble signal, gdouble noise)
{
  return noise > 0.0 ? 10.0 * log10 (signal / noise) : (gdouble) INFINITY;
}

/* Counts the frames that both have. */
static void
compare_sound (const MasterPassage *before, const MasterPassage *after,
    MasterLikeness *out)
{
  const gsize channels = before->channels;
  const gsize skip = (gsize) MAX (-out->late, 0);
  const gsize lag = (gsize) MAX (out->late, 0);
  const gsize n = MIN (before->frames - MIN (skip, before->frames),
      after->frames - MIN (lag, after->frames));
  gdouble signal[MASTER_LEVELS] = { 0.0 }, noise[MASTER_LEVELS] = { 0.0 };
  gdouble most = 0.0, all = 0.0, rest = 0.0;

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < channels; c++) {
      const gdouble x = before->sound[(i + skip) * channels + c];
      const gdouble error = after->sound[(i + lag) * channels + c] - x;

      signal[c] += x * x;
      noise[c] += error * error;
    }
  for (gsize c = 0; c < channels; c++) {
    most = fmax (most, signal[c]);
    all += signal[c];
    rest += noise[c];
  }
  out->noise = get_ratio (all, rest);
  for (gsize c = 0; c < channels; c++)
    out->channels[c] = signal[c] > AUDIBLE * most
        ? get_ratio (signal[c], noise[c])
        : (gdouble) INFINITY;
}

MasterLikeness
master_passage_compare (const MasterPassage *before, const MasterPassage *after)
{
  MasterLikeness out = { .known = before && after && before->place >= 0 &&
        after->place == before->place && before->energy > 0.0 &&
        after->channels == before->channels && after->rate == before->rate };

  if (!out.known)
    return out;
  out.late = find_late (before, after);
  compare_sound (before, after, &out);
  return out;
}
