/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "low.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"

#define POINTS 1024 /* of the lowest bins, where the frame has as many */
#define STRETCH 4   /* fine frames: 3.4 s at 48 kHz */
/* A share of the loudest stretch: quieter ones do not belong to the piece. */
#define NOTHING 1e-9
/* A share of the mean: where it is so quiet, a hum is heard alone. */
#define PAUSE 0.1
#define STEADY 0.25 /* of a line in the pause is in every stretch */
#define LINES 10    /* harmonics of a hum that are looked for */
#define LEAST_LINES 3
#define ABOVE 10.0 /* 10 dB: a line over what is about it */
#define ABOUT 10   /* bins on each side, from NEAR on */
#define NEAR 5

static size_t
cleared_size (const MstAnalyzerLow *self)
{
  return 4 * (size_t) self->n + 3 * (size_t) self->fine.hop;
}

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerLow *self = object;
  size_t n = (size_t) self->n, bins = (size_t) self->fine.bins;

  self->cleared = mst_arena_take (arena, cleared_size (self), sizeof (float));
  self->quietest = mst_arena_take (arena, bins, sizeof (float));
  self->least = mst_arena_take (arena, bins, sizeof (float));
  self->window = mst_arena_take (arena, n, sizeof (float));
  self->taper = mst_arena_take (arena, n / 2, sizeof (float));
}

/* Cuts up what lies in one piece. */
static void
hand_out (MstAnalyzerLow *self)
{
  self->re = self->cleared;
  self->im = self->re + self->n;
  self->mid = self->im + self->n;
  self->side = self->mid + self->n;
  self->hop_mid = self->side + self->n;
  self->hop_side = self->hop_mid + self->fine.hop;
  self->stretch = self->hop_side + self->fine.hop;
}

bool
mst_analyzer_low_init (MstAnalyzerLow *self, int n, double rate)
{
  int points = n < POINTS ? n : POINTS;

  self->n = points;
  self->rate = rate * points / n;
  self->top = 0.4 * self->rate;
  self->fft = mst_fft_new (points);
  if (!mst_analyzer_frame_init (&self->fine, points * MST_ANALYZER_LOW_FINER))
    return false;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->fft || !self->memory)
    return false;
  hand_out (self);
  /* The second factor of a square that adds up to 1. */
  for (int i = 0; i < points; i++)
    self->window[i] = (float) sin (M_PI * (i / (double) points + 0.5 / n));
  /* Level to `top`, then down to nothing. */
  for (int k = 0; k < points / 2; k++) {
    double x =
        points == n ? 0.0 : fmax (0.0, (k / (double) points - 0.4) / 0.1);

    self->taper[k] = (float) (0.5 * (0.5 + 0.5 * cos (M_PI * x)));
  }
  mst_analyzer_low_reset (self);
  return true;
}

void
mst_analyzer_low_clear (MstAnalyzerLow *self)
{
  mst_analyzer_frame_clear (&self->fine);
  mst_fft_free (self->fft);
  free (self->memory);
}

void
mst_analyzer_low_reset (MstAnalyzerLow *self)
{
  mst_analyzer_frame_reset (&self->fine);
  memset (self->cleared, 0, cleared_size (self) * sizeof (float));
  self->quietest_power = INFINITY;
  self->loudest_power = self->power = 0.0;
  self->stretches = 0;
  self->filled = 0;
}

/* The search starts again if the quietest stretch turns out to be empty. */
static void
end_stretch (MstAnalyzerLow *self, double power)
{
  int bins = self->fine.bins;
  size_t bytes = (size_t) bins * sizeof (float);

  self->loudest_power = fmax (self->loudest_power, power);
  if (self->quietest_power < NOTHING * self->loudest_power)
    self->quietest_power = INFINITY;
  if (!(power > NOTHING * self->loudest_power))
    return;
  self->power += power;
  self->stretches++;
  if (isinf (self->quietest_power))
    memcpy (self->least, self->stretch, bytes);
  for (int k = 0; k < bins; k++)
    self->least[k] = fminf (self->least[k], self->stretch[k]);
  if (power < self->quietest_power) {
    self->quietest_power = power;
    memcpy (self->quietest, self->stretch, bytes);
  }
}

/* Notes stretches that fill the window. */
static void
push_stretch (MstAnalyzerLow *self)
{
  const MstAnalyzerFrame *fine = &self->fine;
  double all = 0.0;

  if (fine->count < 2) /* there is the silence before the piece in it */
    return;
  for (int k = 0; k < fine->bins; k++)
    self->stretch[k] += (fine->mid[k] + fine->side[k]) / STRETCH;
  if ((fine->count - 1) % STRETCH != 0)
    return;
  for (int k = 0; k < fine->bins; k++)
    all += (double) self->stretch[k];
  end_stretch (self, all);
  memset (self->stretch, 0, (size_t) fine->bins * sizeof (float));
}

/* Another n / 2 frames of the lower rate are complete. */
static void
take (MstAnalyzerLow *self)
{
  int hop = self->n / 2;
  size_t bytes = (size_t) hop * sizeof (float);

  memcpy (self->hop_mid + self->filled, self->mid, bytes);
  memcpy (self->hop_side + self->filled, self->side, bytes);
  memcpy (self->mid, self->mid + hop, bytes);
  memcpy (self->side, self->side + hop, bytes);
  memset (self->mid + hop, 0, bytes);
  memset (self->side + hop, 0, bytes);
  self->filled += hop;
  if (self->filled < self->fine.hop)
    return;
  mst_analyzer_frame_push (&self->fine, self->hop_mid, self->hop_side);
  push_stretch (self);
  self->filled = 0;
}

void
mst_analyzer_low_push (MstAnalyzerLow *self, const MstAnalyzerFrame *frame)
{
  int n = self->n, half = n / 2;

  self->re[0] = frame->re[0] * self->taper[0];
  self->im[0] = frame->im[0] * self->taper[0];
  for (int k = 1; k < half; k++) {
    self->re[k] = frame->re[k] * self->taper[k];
    self->im[k] = frame->im[k] * self->taper[k];
    self->re[n - k] = frame->re[frame->n - k] * self->taper[k];
    self->im[n - k] = frame->im[frame->n - k] * self->taper[k];
  }
  self->re[half] = self->im[half] = 0.0f;
  mst_fft_inverse (self->fft, self->re, self->im);
  for (int i = 0; i < n; i++) {
    self->mid[i] += self->re[i] * self->window[i];
    self->side[i] += self->im[i] * self->window[i];
  }
  take (self);
}

void
mst_analyzer_low_finish (MstAnalyzerLow *self)
{
  size_t bytes = (size_t) self->fine.hop * sizeof (float);

  for (int i = 0; i < 2; i++) {
    size_t had = (size_t) self->filled * sizeof (float);

    memset (self->hop_mid + self->filled, 0, bytes - had);
    memset (self->hop_side + self->filled, 0, bytes - had);
    mst_analyzer_frame_push (&self->fine, self->hop_mid, self->hop_side);
    self->filled = 0;
  }
}

/* --- hum */

static int
compare (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static double
median_about (const float *power, int k, int bins)
{
  float about[2 * ABOUT];
  int n = 0;

  for (int i = NEAR; i < NEAR + ABOUT; i++) {
    if (k - i > 0)
      about[n++] = power[k - i];
    if (k + i < bins)
      about[n++] = power[k + i];
  }
  if (n == 0)
    return 0.0;
  qsort (about, (size_t) n, sizeof (float), compare);
  return about[n / 2];
}

/* The place of a top at bin k, in bins: the centre of what the window makes of
 * a line. */
static double
centre_of (const float *power, int k)
{
  double a = power[k - 1], b = power[k], c = power[k + 1];

  return k + (c - a) / (a + b + c);
}

/* The mean square of a line at `hz`, which the mains keep to 0.4 %, if there is
 * one. The window puts 99 % of a line into three bins. */
static double
find_line (const MstAnalyzerLow *self, double hz)
{
  const float *power = self->quietest;
  double per_hz = self->fine.n / self->rate, slack = 0.004 * hz + 0.2;
  int k = (int) ((hz - slack) * per_hz);
  int last = (int) ceil ((hz + slack) * per_hz);

  if (k < 2 || last + 2 >= self->fine.bins)
    return 0.0;
  for (; k <= last; k++) {
    if (power[k] < power[k - 1] || power[k] <= power[k + 1] ||
        fabs (centre_of (power, k) / per_hz - hz) > slack)
      continue;
    double about = median_about (power, k, self->fine.bins);

    if (power[k] > ABOVE * about && self->least[k] > STEADY * power[k])
      return fmax (0.0,
          (double) power[k - 1] + power[k] + power[k + 1] - 3.0 * about);
  }
  return 0.0;
}

static int
find_series (const MstAnalyzerLow *self, double hz, double *power)
{
  int lines = 0;

  *power = 0.0;
  for (int i = 1; i <= LINES; i++) {
    double line = find_line (self, i * hz);

    lines += line > 0.0;
    *power += line;
  }
  return lines;
}

double
mst_analyzer_low_hum (const MstAnalyzerLow *self, double *power)
{
  double power_60, hum = 50.0;
  int lines, lines_60;

  *power = 0.0;
  if (!(self->quietest_power * (double) self->stretches < PAUSE * self->power))
    return 0.0;
  lines = find_series (self, 50.0, power);
  lines_60 = find_series (self, 60.0, &power_60);
  if (lines_60 > lines || (lines_60 == lines && power_60 > *power)) {
    hum = 60.0;
    lines = lines_60;
    *power = power_60;
  }
  if (lines >= LEAST_LINES)
    return hum;
  *power = 0.0;
  return 0.0;
}
