/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS 256 /* of the transform */
#define FREQUENCIES 201
#define NEAR_HZ 6.0     /* what is about a partial */
#define MOST_OF_ONE 6.0 /* nepers that a partial may add */
#define TIMES 4.0       /* the geometric mean about it that counts as nothing */
#define LEAST 1e-30
#define A_HOP 2 /* windows */

/* --- life */

bool
mst_dehum_finder_init (MstDehumFinder *self, int steps)
{
  self->count = A_HOP * (steps / MST_DEHUM_HOP);
  self->fft = mst_fft_double_new (POINTS);
  return self->fft != NULL;
}

void
mst_dehum_finder_lay_out (MstDehumFinder *self, MstArena *arena)
{
  self->re = mst_arena_take (arena, POINTS, sizeof (*self->re));
  self->im = mst_arena_take (arena, POINTS, sizeof (*self->im));
  self->power = mst_arena_take (arena, POINTS, sizeof (*self->power));
}

void
mst_dehum_finder_clear (MstDehumFinder *self)
{
  mst_fft_double_free (self->fft);
}

void
mst_dehum_finder_reset (MstDehumFinder *self)
{
  memset (self->windows, 0, sizeof (self->windows));
}

/* --- scores */

/* The powers of a partial in the window that begins at `from`. */
static void
transform (MstDehumFinder *self, const MstDehumPartials *partials, int at)
{
  memset (self->re, 0, POINTS * sizeof (*self->re));
  memset (self->im, 0, POINTS * sizeof (*self->im));
  for (int i = 0; i < MST_DEHUM_WINDOW; i++) {
    double w = 0.5 - 0.5 * cos (2.0 * M_PI * (i + 1) / (MST_DEHUM_WINDOW + 1));
    self->re[i] = w * partials->re[at + i];
    self->im[i] = w * partials->im[at + i];
  }
  mst_fft_double_forward (self->fft, self->re, self->im);
  for (int i = 0; i < POINTS; i++)
    self->power[i] =
        self->re[i] * self->re[i] + self->im[i] * self->im[i] + LEAST;
}

static double
about (const MstDehumFinder *self, int bins)
{
  double sum = 0.0;

  for (int i = -bins; i <= bins; i++)
    sum += log (self->power[i & (POINTS - 1)]);
  return exp (sum / (2 * bins + 1));
}

/* The frequency [Hz] of place i, from that of the mains. */
static double
off_of (double hz, double i)
{
  return MST_DEHUM_RANGE * hz * (2.0 * i / (FREQUENCIES - 1) - 1.0);
}

static void
add_partial (MstDehumFinder *self, double bins_a_hz, double hz, int k,
    double *score)
{
  const double mean =
      about (self, (int) fmin (NEAR_HZ * bins_a_hz, POINTS / 2 - 1));

  for (int i = 0; i < FREQUENCIES; i++) {
    double bin = k * off_of (hz, i) * bins_a_hz, low = floor (bin);
    int b = (int) low & (POINTS - 1);
    double power = self->power[b] +
        (bin - low) * (self->power[(b + 1) & (POINTS - 1)] - self->power[b]);
    score[i] += fmin (MOST_OF_ONE, log1p (power / (TIMES * mean)));
  }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static MstDehumWindow
look (MstDehumFinder *self, const MstDehumPartials *partials, int base,
    int from)
{
  const double bins_a_hz = (double) POINTS * partials->step / partials->rate;
  const double hz = mst_dehum_bases[base];
  double score[FREQUENCIES] = { 0 }, best;
  int place = 0;

  for (int k = 0; k < MST_DEHUM_MOST; k++)
    for (int c = 0; c < partials->channels; c++) {
      transform (self, partials,
          mst_dehum_partials_at (partials, base, c, k) + from);
      add_partial (self, bins_a_hz, hz, k + 1, score);
    }
  for (int i = 1; i < FREQUENCIES; i++)
    if (score[i] > score[place])
      place = i;
  best = score[place];
  qsort (score, FREQUENCIES, sizeof (*score), compare);
  return (MstDehumWindow){ (best - score[FREQUENCIES / 2]) / partials->channels,
    off_of (hz, place) };
}

/* Where window i of the kept ones begins. */
static int
start_of (const MstDehumPartials *partials, int windows, int i)
{
  int behind = windows - 1 - i;
  int hops = behind / A_HOP, rest = behind % A_HOP;

  return partials->steps - MST_DEHUM_WINDOW - hops * MST_DEHUM_HOP -
      rest * (MST_DEHUM_HOP / A_HOP);
}

void
mst_dehum_finder_pass (MstDehumFinder *self)
{
  for (int b = 0; b < MST_DEHUM_BASES; b++) {
    memmove (self->windows[b], self->windows[b] + A_HOP,
        (self->count - A_HOP) * sizeof (**self->windows));
    memset (self->windows[b] + self->count - A_HOP, 0,
        A_HOP * sizeof (**self->windows));
  }
}

void
mst_dehum_finder_take (MstDehumFinder *self, const MstDehumPartials *partials)
{
  mst_dehum_finder_pass (self);
  for (int i = self->count - A_HOP; i < self->count; i++) {
    int from = start_of (partials, self->count, i);
    if (from < partials->steps - partials->known)
      continue;
    for (int b = 0; b < MST_DEHUM_BASES; b++)
      self->windows[b][i] = look (self, partials, b, from);
  }
}

bool
mst_dehum_finder_best (const MstDehumFinder *self,
    const MstDehumPartials *partials, int base, int *middle, double *off)
{
  const MstDehumWindow *windows = self->windows[base];
  int best = 0;

  for (int i = 1; i < self->count; i++)
    if (windows[i].excess > windows[best].excess)
      best = i;
  *middle = start_of (partials, self->count, best) + MST_DEHUM_WINDOW / 2;
  *off = windows[best].off;
  return windows[best].excess > 0.0;
}
