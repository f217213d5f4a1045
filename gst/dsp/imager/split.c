/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "split.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/crossover.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/vector/vectors.h"

#define CUTS MST_IMAGER_CUTS
#define BANDS MST_IMAGER_MAX_BANDS
#define WHOLE (BANDS - 1) /* the lane of the whole signal */
#define HIGHEST 0.49      /* of the rate */
#define EPSILON 1e-5      /* of the logarithm: 0.2 Hz at 20 kHz */

typedef MstImagerLanes Lanes;
typedef int64_t Mask __attribute__ ((vector_size (32)));

/* One-pole low-passes side by side:
 *
 *   y = s + G (x - s)   s' = s + 2 G (x - s)   G = g / (1 + g)
 *
 * with g = tan (pi f / rate). |1 - 2 G| < 1 for all G, so they may move. The
 * last lane passes everything: G = 1, s = 0. */
typedef struct {
  Lanes gain, step; /* G, and what it moves by in a frame */
  Lanes state;
} Poles;

struct MstImagerSplit {
  double rate, share;
  double wanted[CUTS]; /* Hz */
  MstSmooth logarithms[CUTS];
  bool moving;
  Poles side, fold;
  Lanes sides[MST_GRID], folds[MST_GRID];

  /* For linear phase, else NULL. */
  MstCrossover *sides_crossover, *folds_crossover;
};

/* --- minimum phase */

static void
find_gain (const MstImagerSplit *self, Lanes *gain)
{
  for (int k = 0; k < CUTS; k++) {
    double g = tan (M_PI * exp (self->logarithms[k].value) / self->rate);

    (*gain)[k] = g / (1.0 + g);
  }
  (*gain)[WHOLE] = 1.0;
}

static void
glide (MstImagerSplit *self)
{
  bool settled = true;
  Lanes from, to;

  for (int k = 0; k < CUTS; k++)
    settled = settled && mst_smooth_settled (&self->logarithms[k]);
  if (settled && !self->moving)
    return;
  find_gain (self, &from);
  for (int k = 0; k < CUTS; k++)
    mst_smooth_advance (&self->logarithms[k], self->share, EPSILON);
  find_gain (self, &to);
  self->moving = !settled;
  self->side.gain = self->fold.gain = from;
  self->side.step = self->fold.step = (to - from) / (double) MST_GRID;
}

static MST_VECTORS (void, run_poles,
    (Poles *restrict poles, const float *restrict x, Lanes *restrict y, int n),
    (poles, x, y, n))
{
  const Lanes step = poles->step;
  const Lanes recursive = { 1.0, 1.0, 1.0, 0.0 };
  Lanes gain = poles->gain, s = poles->state;

  for (int i = 0; i < n; i++) {
    double in = x[i];
    Lanes t = (Lanes){ in, in, in, in } - s;
    Lanes g = gain += step;

    y[i] = s + g * t;
    s += ((g + g) * t) * recursive;
  }
  poles->gain = gain;
  poles->state = s;
}

/* At rest the state waits for one product only: s' = a s + b x. */
static MST_VECTORS (void, run_resting_poles,
    (Poles *restrict poles, const float *restrict x, Lanes *restrict y, int n),
    (poles, x, y, n))
{
  const Lanes recursive = { 1.0, 1.0, 1.0, 0.0 };
  const Lanes g = poles->gain;
  const Lanes b = (g + g) * recursive, a = (1.0 - (g + g)) * recursive;
  Lanes s = poles->state;

  for (int i = 0; i < n; i++) {
    double in = x[i];
    Lanes all = { in, in, in, in };

    y[i] = s + g * (all - s);
    s = a * s + b * all;
  }
  poles->state = s;
}

static void
run_minimum (MstImagerSplit *self, const float *side, const float *fold, int n)
{
  (self->moving ? run_poles : run_resting_poles) (&self->side, side,
      self->sides, n);
  if (fold)
    (self->moving ? run_poles : run_resting_poles) (&self->fold, fold,
        self->folds, n);
}

/* --- linear phase */

/* Turns bands into what low-passes would have put out. */
static void
run_linear (MstCrossover *crossover, const float *x, Lanes *y, int n, bool line)
{
  float bands[BANDS][MST_GRID];
  float *planes[BANDS] = { bands[0], bands[1], bands[2], bands[3] };
  float *const *const out[BANDS] = { &planes[0], &planes[1], &planes[2],
    &planes[3] };

  mst_crossover_process (crossover, &x, out, n, line);
  for (int i = 0; i < n; i++) {
    double sum = 0.0;

    for (int b = 0; b < BANDS; b++)
      y[i][b] = sum += bands[b][i];
  }
}

/* --- what is made of the bands */

void
mst_imager_split_run (MstImagerSplit *self, const float *side,
    const float *fold, int n, bool line)
{
  if (!self->sides_crossover) {
    if (line)
      glide (self);
    run_minimum (self, side, fold, n);
    return;
  }
  run_linear (self->sides_crossover, side, self->sides, n, line);
  if (fold)
    run_linear (self->folds_crossover, fold, self->folds, n, line);
}

/* sum over bands of w_b (y_b - y_b-1) = sum of (w_b - w_b+1) y_b */
static MST_VECTORS (void, sum_lanes,
    (const Lanes *restrict y, const Lanes *from, const Lanes *step,
        float *restrict out, int n),
    (y, from, step, out, n))
{
  Lanes w = *from;

  for (int i = 0; i < n; i++) {
    Lanes product = y[i] * (w += *step);

    out[i] =
        (float) ((product[0] + product[1]) + (product[2] + product[WHOLE]));
  }
}

void
mst_imager_split_sum (const MstImagerSplit *self, const MstRamp *weights,
    float *side, int n, int at)
{
  Lanes w = { 0.0 }, d = { 0.0 };

  for (int b = 0; b < BANDS; b++) {
    w[b] = weights[b].at - (b < WHOLE ? weights[b + 1].at : 0.0);
    d[b] = weights[b].step - (b < WHOLE ? weights[b + 1].step : 0.0);
  }
  if (at == 0) {
    sum_lanes (self->sides, &w, &d, side, n);
    return;
  }
  for (int i = 0; i < at; i++) /* to where it would be from the line on */
    w += d;
  sum_lanes (self->sides, &w, &d, side, n);
}

/* The last band in use is the whole less what is in those before. */
static MST_VECTORS (void, measure_lanes,
    (const Lanes *restrict sides, const Lanes *restrict folds,
        MstImagerSums *restrict sums, const Mask *used, int n),
    (sides, folds, sums, used, n))
{
  const Lanes nothing = { 0.0 };
  const Mask keep = *used;
  Lanes fold = sums->fold, side = sums->side, cross = sums->cross;

  for (int i = 0; i < n; i++) {
    Lanes s = sides[i], f = folds[i];
    Lanes whole_s = __builtin_shufflevector (s, s, 3, 3, 3, 3);
    Lanes whole_f = __builtin_shufflevector (f, f, 3, 3, 3, 3);

    s = (Lanes) (((Mask) s & keep) | ((Mask) whole_s & ~keep));
    f = (Lanes) (((Mask) f & keep) | ((Mask) whole_f & ~keep));
    s -= __builtin_shufflevector (s, nothing, 4, 0, 1, 2);
    f -= __builtin_shufflevector (f, nothing, 4, 0, 1, 2);
    fold += f * f;
    side += s * s;
    cross += f * s;
  }
  sums->fold = fold;
  sums->side = side;
  sums->cross = cross;
}

void
mst_imager_split_measure (const MstImagerSplit *self, MstImagerSums *sums,
    int bands, int n)
{
  const Mask used = { -(bands > 1), -(bands > 2), -(bands > 3), 0 };

  measure_lanes (self->sides, self->folds, sums, &used, n);
}

/* --- life */

int
mst_imager_split_latency (const MstImagerSplit *self)
{
  return self->sides_crossover ? mst_crossover_latency (self->sides_crossover)
                               : 0;
}

void
mst_imager_split_set (MstImagerSplit *self, const double *frequencies)
{
  for (int k = 0; k < CUTS; k++) {
    self->wanted[k] = fmin (frequencies[k], HIGHEST * self->rate);
    self->logarithms[k].target = log (self->wanted[k]);
  }
  if (!self->sides_crossover)
    return;
  mst_crossover_set (self->sides_crossover, self->wanted, BANDS);
  mst_crossover_set (self->folds_crossover, self->wanted, BANDS);
}

void
mst_imager_split_start (MstImagerSplit *self)
{
  if (self->sides_crossover) {
    mst_crossover_reset (self->sides_crossover);
    mst_crossover_reset (self->folds_crossover);
    return;
  }
  for (int k = 0; k < CUTS; k++)
    mst_smooth_snap (&self->logarithms[k], self->logarithms[k].target);
  self->moving = false;
  self->side = (Poles){ 0 };
  find_gain (self, &self->side.gain);
  self->fold = self->side;
}

void
mst_imager_split_free (MstImagerSplit *self)
{
  if (!self)
    return;
  mst_crossover_free (self->sides_crossover);
  mst_crossover_free (self->folds_crossover);
  free (self);
}

MstImagerSplit *
mst_imager_split_new (double rate, bool linear, double lowest)
{
  const MstFormat one = { .rate = rate, .channels = 1, .max_block = MST_GRID };
  MstImagerSplit *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  self->share = mst_smooth_share (rate);
  if (!linear)
    return self;
  self->sides_crossover = mst_crossover_new (&one, true, lowest);
  self->folds_crossover = mst_crossover_new (&one, true, lowest);
  if (!self->sides_crossover || !self->folds_crossover) {
    mst_imager_split_free (self);
    return NULL;
  }
  return self;
}
