/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Past 400 lines: the two steps that take turns share their arrays. */
#include "track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#define STRIDE 12      /* steps by which what is followed grows at once */
#define ROUNDS_START 6 /* on the window that it begins with */
#define ROUNDS_GROW 2  /* on each stretch more */
#define ROUNDS_END 3   /* on the whole */
#define MOST_TURN 0.3  /* rad that the phase may move in a round */
#define BEND 1.0       /* rad/s^2: what the phase's second derivative is like */
#define TWIST 2.0      /* rad/s^3: and its third */
#define LEAST_STIFF 1e-3
#define FROZEN_STIFF 1e9
#define DEPENDENT 3.0 /* steps that count as one; see steady.c */
#define CLEAR 10.0    /* power over error of a partial that counts */
#define LOW 0.25      /* of a partial's power: it is not there */
#define MOST_OF 0.7   /* of the clear partials */
#define HEARD_STEPS                                                            \
  25                    /* to either side, over which the hum is heard or not  \
                         */
#define SURE 5.0        /* standard deviations of the fit: it is heard from */
#define SURE_WHOLLY 3.0 /* here on, and so many more make it certain */

/* --- life */

void
mst_dehum_track_lay_out (MstDehumTrack *self, MstArena *arena,
    const MstDehumPartials *partials)
{
  const int n = partials->steps + MST_DEHUM_BEYOND;
  double **arrays[] = { &self->phase, &self->spread, &self->heard,
    &self->once_re, &self->once_im, &self->turn_re, &self->turn_im, &self->y_re,
    &self->y_im, &self->slope, &self->stiff, &self->fit, &self->whole,
    &self->rows[0], &self->rows[1], &self->rows[2], &self->rows[3] };

  self->partials = partials;
  self->partial = mst_arena_take (arena,
      (size_t) partials->channels * MST_DEHUM_MOST, sizeof (*self->partial));
  for (size_t i = 0; i < MST_N_ELEMENTS (arrays); i++)
    *arrays[i] = mst_arena_take (arena, n, sizeof (double));
  mst_steady_lay_out (&self->room, arena, n);
}

/* --- a round: the amplitudes, and where the phase should move */

static MST_VECTORS (void, turn_on,
    (double *restrict re, double *restrict im, const double *restrict u,
        const double *restrict v, int n),
    (re, im, u, v, n))
{
  for (int i = 0; i < n; i++) {
    double a = re[i], b = im[i];
    re[i] = a * u[i] - b * v[i];
    im[i] = a * v[i] + b * u[i];
  }
}

static MST_VECTORS (void, product,
    (double *restrict to_re, double *restrict to_im, const double *restrict a,
        const double *restrict b, const double *restrict u,
        const double *restrict v, int n),
    (to_re, to_im, a, b, u, v, n))
{
  for (int i = 0; i < n; i++) {
    to_re[i] = a[i] * u[i] - b[i] * v[i];
    to_im[i] = a[i] * v[i] + b[i] * u[i];
  }
}

/* Adds what one partial says: slope is the derivative of the log likelihood in
 * the phase, and stiff its second one, the other way round. */
static MST_VECTORS (void, add_up,
    (double *restrict slope, double *restrict stiff, double *restrict fit,
        double *restrict whole, const double *restrict weight,
        const double *restrict y_re, const double *restrict y_im, double re,
        double im, double k, int n),
    (slope, stiff, fit, whole, weight, y_re, y_im, re, im, k, n))
{
  const double power = re * re + im * im;

  for (int i = 0; i < n; i++) {
    double w = weight[i] * (1.0 / DEPENDENT);
    slope[i] += w * k * (re * y_im[i] - im * y_re[i]);
    stiff[i] += w * k * k * power;
    fit[i] += w * (re * y_re[i] + im * y_im[i]);
    whole[i] += w * power;
  }
}

static void
hear_partials (MstDehumTrack *self, bool fresh)
{
  const MstDehumPartials *partials = self->partials;
  const int from = self->from, n = self->to - from;
  double *re = self->turn_re + from, *im = self->turn_im + from;

  for (int i = from; i < self->to; i++) {
    self->once_re[i] = cos (self->phase[i]);
    self->once_im[i] = -sin (self->phase[i]);
    self->turn_re[i] = 1.0;
    self->turn_im[i] = self->slope[i] = self->stiff[i] = 0.0;
    self->fit[i] = self->whole[i] = 0.0;
  }
  for (int k = 0; k < self->most; k++) {
    turn_on (re, im, self->once_re + from, self->once_im + from, n);
    for (int c = 0; c < partials->channels; c++) {
      const int at = mst_dehum_partials_at (partials, self->base, c, k) + from;
      MstSteady *partial = &self->partial[c * MST_DEHUM_MOST + k];

      product (self->y_re, self->y_im, partials->re + at, partials->im + at, re,
          im, n);
      if (fresh)
        mst_steady_find (partial, &self->room, self->y_re, self->y_im,
            partials->sound[c] + from, n);
      else
        mst_steady_round (partial, &self->room, self->y_re, self->y_im,
            partials->sound[c] + from, n);
      if (partial->share > 0.0)
        add_up (self->slope + from, self->stiff + from, self->fit + from,
            self->whole + from, self->room.weight, self->y_re, self->y_im,
            partial->share * partial->re, partial->share * partial->im, k + 1.0,
            n);
    }
  }
}

/* --- the smoothest phase */

/* Adds weight times the square of the difference of this order, about each
 * step, to the n rows. */
static void
add_difference (MstDehumTrack *self, const double *difference, int order, int n,
    double weight)
{
  for (int i = 0; i + order < n; i++)
    for (int a = 0; a <= order; a++)
      for (int b = 0; b <= a; b++)
        self->rows[a - b][i + a] += weight * difference[a] * difference[b];
}

/* L D L' of the system in place: rows[d][i] is the element of row i and column
 * i - d. */
static void
factor (double *const rows[4], int n)
{
  for (int i = 0; i < n; i++)
    for (int d = i < 3 ? i : 3; d >= 0; d--) {
      const int j = i - d;
      double sum = rows[d][i];
      for (int e = d + 1; e <= 3 && e <= i; e++)
        sum -= rows[e][i] * rows[e - d][j] * rows[0][i - e];
      rows[d][i] = d > 0 ? sum / rows[0][j] : sum;
    }
}

/* Solves it: the right side is in x, and so is the solution. */
static void
solve (double *const rows[4], double *x, int n)
{
  for (int i = 0; i < n; i++)
    for (int d = 1; d <= 3 && d <= i; d++)
      x[i] -= rows[d][i] * x[i - d];
  for (int i = 0; i < n; i++)
    x[i] /= rows[0][i];
  for (int i = n - 1; i >= 0; i--)
    for (int d = 1; d <= 3 && i + d < n; d++)
      x[i] -= rows[d][i + d] * x[i + d];
}

/* The diagonal of the inverse, from the end on; of what is beside it only the
 * three rows behind are kept (Takahashi, Fagan & Chen 1973). */
static void
invert_diagonal (double *const rows[4], double *x, int n)
{
  double z[4][4] = { { 0 } }; /* of rows and columns i .. i + 3 */

  for (int i = n - 1; i >= 0; i--) {
    const int behind = n - 1 - i < 3 ? n - 1 - i : 3;

    for (int a = 3; a > 0; a--)
      for (int b = 3; b > 0; b--)
        z[a][b] = z[a - 1][b - 1];
    for (int b = 1; b <= 3; b++) {
      double sum = 0.0;
      for (int a = 1; b <= behind && a <= behind; a++)
        sum -= rows[a][i + a] * z[a][b];
      z[0][b] = z[b][0] = sum;
    }
    z[0][0] = 1.0 / rows[0][i];
    for (int a = 1; a <= behind; a++)
      z[0][0] -= rows[a][i + a] * z[a][0];
    x[i] = z[0][0];
  }
}

/* The system for the n steps from `low` on. What was not used is free, and what
 * is before `frozen` stays. */
static void
set_up (MstDehumTrack *self, int low, int n, int frozen)
{
  static const double second[] = { 1, -2, 1 }, third[] = { -1, 3, -3, 1 };
  const double a_second = self->partials->rate / self->partials->step;
  const double bend = BEND / (a_second * a_second);
  const double twist = TWIST / (a_second * a_second * a_second);

  for (int d = 0; d < 4; d++)
    memset (self->rows[d], 0, n * sizeof (double));
  for (int i = 0; i < n; i++) {
    const int at = low + i;
    if (at < frozen)
      self->rows[0][i] = FROZEN_STIFF;
    else if (at >= self->from && at < self->to)
      self->rows[0][i] = self->stiff[at] + LEAST_STIFF;
  }
  add_difference (self, second, 2, n, 1.0 / (bend * bend));
  add_difference (self, third, 3, n, 1.0 / (twist * twist));
  factor (self->rows, n);
}

/* Moves the phase of the steps low .. high - 1; those that were not used go
 * smoothly on. */
static void
move_phase (MstDehumTrack *self, int low, int high, int frozen)
{
  const int n = high - low;
  double *x = self->y_re;

  for (int i = 0; i < n; i++) {
    const int at = low + i;
    double turn = 0.0;

    x[i] = 0.0;
    if (at < frozen)
      x[i] = FROZEN_STIFF * self->phase[at];
    else if (at >= self->from && at < self->to) {
      turn = self->slope[at] / fmax (self->stiff[at], LEAST_STIFF);
      turn = fmin (fmax (turn, -MOST_TURN), MOST_TURN);
      x[i] = (self->stiff[at] + LEAST_STIFF) * (self->phase[at] + turn);
    }
  }
  set_up (self, low, n, frozen);
  solve (self->rows, x, n);
  memcpy (self->phase + low, x, n * sizeof (*x));
}

static int
limit (int x, int low, int high)
{
  return x < low ? low : x > high ? high : x;
}

static void
round_trip (MstDehumTrack *self, bool fresh, int frozen)
{
  const int n = self->partials->steps + MST_DEHUM_BEYOND;

  hear_partials (self, fresh);
  move_phase (self, limit (self->from - STRIDE, 0, n),
      limit (self->to + STRIDE, 0, n), frozen);
}

/* --- over time */

/* Where the numbers stay away from the partials the hum is not there, or it is
 * not where it is thought to be; and where the music hides it, nobody knows. */
static void
hear_whether (MstDehumTrack *self)
{
  const int n = self->partials->steps + MST_DEHUM_BEYOND;

  for (int i = 0; i < n; i++) {
    const int low = limit (i - HEARD_STEPS, self->from, self->to);
    const int high = limit (i + HEARD_STEPS + 1, self->from, self->to);
    double fit = 0.0, whole = 1e-9, sure;

    for (int k = low; k < high; k++) {
      fit += self->fit[k];
      whole += self->whole[k];
    }
    sure = fmin (fmax ((fit / sqrt (whole) - SURE) / SURE_WHOLLY, 0.0), 1.0);
    self->heard[i] = sure * fmin (fmax ((fit / whole - 0.3) / 0.4, 0.0), 1.0);
  }
}

static void
finish (MstDehumTrack *self, int frozen)
{
  const int n = self->partials->steps + MST_DEHUM_BEYOND;
  const int first = limit (self->from - STRIDE, 0, n);

  for (int i = 0; i < ROUNDS_END; i++)
    round_trip (self, false, frozen);
  set_up (self, first, n - first, 0);
  invert_diagonal (self->rows, self->spread + first, n - first);
  hear_whether (self);
}

void
mst_dehum_track_start (MstDehumTrack *self, int middle, double off)
{
  const MstDehumPartials *partials = self->partials;
  const int first = partials->steps - partials->known, last = partials->steps;
  const double turn = 2.0 * M_PI * off * partials->step / partials->rate;

  for (int i = 0; i < last + MST_DEHUM_BEYOND; i++)
    self->phase[i] = turn * (i - middle);
  memset (self->partial, 0,
      (size_t) partials->channels * MST_DEHUM_MOST * sizeof (*self->partial));
  self->from = limit (middle - MST_DEHUM_HOP, first, last);
  self->to = limit (middle + MST_DEHUM_HOP, first, last);
  for (int i = 0; i < ROUNDS_START; i++)
    round_trip (self, i == 0, 0);
  while (self->from > first || self->to < last) {
    self->from = limit (self->from - STRIDE, first, last);
    self->to = limit (self->to + STRIDE, first, last);
    for (int i = 0; i < ROUNDS_GROW; i++)
      round_trip (self, false, 0);
  }
  finish (self, 0);
}

void
mst_dehum_track_go_on (MstDehumTrack *self, int frozen)
{
  const MstDehumPartials *partials = self->partials;
  const int first = partials->steps - partials->known, last = partials->steps;
  const int end = last + MST_DEHUM_BEYOND - MST_DEHUM_HOP;

  memmove (self->phase, self->phase + MST_DEHUM_HOP,
      end * sizeof (*self->phase));
  for (int i = end; i < end + MST_DEHUM_HOP; i++)
    self->phase[i] = 2.0 * self->phase[i - 1] - self->phase[i - 2];
  self->from = first;
  self->to = last - MST_DEHUM_HOP;
  while (self->to < last) {
    self->to = limit (self->to + STRIDE, first, last);
    for (int i = 0; i < ROUNDS_GROW; i++)
      round_trip (self, false, frozen);
  }
  finish (self, frozen);
}

/* --- evidence */

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static bool
is_clear (const MstSteady *partial)
{
  return partial->error > 0.0 && partial->power >= CLEAR * partial->error;
}

/* A hum never stops: the share of the steps in which most of the clear partials
 * are far below their level at once. Where there is silence, so is the hum. */
static double
absence (MstDehumTrack *self)
{
  const MstDehumPartials *partials = self->partials;
  const int from = self->from, n = self->to - from;
  double *missing = self->y_re, *clear = self->y_im;
  int absent = 0;

  memset (missing, 0, n * sizeof (*missing));
  memset (clear, 0, n * sizeof (*clear));
  for (int c = 0; c < partials->channels; c++)
    for (int k = 0; k < self->most; k++) {
      const MstSteady *partial = &self->partial[c * MST_DEHUM_MOST + k];
      const int at = mst_dehum_partials_at (partials, self->base, c, k) + from;
      const double *re = partials->re + at, *im = partials->im + at;

      for (int i = 0; is_clear (partial) && i < n; i++) {
        const bool low = re[i] * re[i] + im[i] * im[i] < LOW * partial->power;
        missing[i] += low ? partials->sound[c][from + i] : 0.0;
        clear[i] += 1.0;
      }
    }
  for (int i = 0; i < n; i++)
    absent += missing[i] > MOST_OF * clear[i];
  return n > 0 ? (double) absent / n : 0.0;
}

MstDehumEvidence
mst_dehum_track_evidence (MstDehumTrack *self)
{
  double clear[MST_MAX_CHANNELS * MST_DEHUM_MOST], same = 0.0, most = 1e-30;
  MstDehumEvidence evidence = { 0 };

  for (int c = 0; c < self->partials->channels; c++)
    for (int k = 0; k < self->most; k++) {
      const MstSteady *partial = &self->partial[c * MST_DEHUM_MOST + k];
      if (!is_clear (partial))
        continue;
      mst_steady_agreement (partial, &same, &most);
      clear[evidence.partials++] = partial->power / partial->error;
    }
  if (evidence.partials > 0) {
    qsort (clear, evidence.partials, sizeof (*clear), compare);
    evidence.clarity = clear[evidence.partials / 2];
    evidence.agreement = same / most;
    evidence.absence = absence (self);
  }
  return evidence;
}
