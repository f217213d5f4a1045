/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The sum that stays. From the samples l, r the stage makes
 *
 *   f = fl (l + r)   d = fl (l - r)   d' = what is to become of d
 *   u = fl ((|f| + |d'|) / 2) with the sign of f   v = fl (f - u)
 *
 * and puts out (u, v), or (v, u) where f and d' differ in sign: orc/imager.orc.
 *
 *   |d'| <= |f|   |f| / 2 <= |u| <= |f|, so f - u is exact (Sterbenz 1974)
 *                 and u + v = f.
 *   |u| <= 2 |f|  The same holds, which is up to a side of thrice the middle.
 *   else          v is rounded only where f is not a multiple of a unit in the
 *                 last place of v. Then no two floats of this size add up to
 *                 f, and the sum is off by half such a unit at most.
 *
 * As f is a multiple of the word of a recording, the sum is never off where
 * that is of 24 bits and v below 2 (+6 dBFS), or of 16 bits and v below 512. */
#include "pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/entrance.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "guard.h"
#include "levels.h"
#include "mst-orc-imager.h"
#include "side.h"
#include "split.h"
#include "turn.h"

#define BANDS MST_IMAGER_MAX_BANDS
#define EPSILON 1e-6

struct MstImagerPair {
  double rate;
  int latency;
  double share;
  MstGrid grid;

  /* The values that are set. */
  int bands;
  double widths[BANDS];
  bool guard;
  double guard_correlation, guard_loss;

  /* As it glides. */
  MstImagerTurn turn;
  MstImagerSide side;
  MstSmooth width[BANDS], gain[BANDS]; /* as set, and the guard's */
  MstRamp weight[BANDS];               /* their product */
  bool changes;                        /* the side is not as it came */

  MstImagerSplit *split;
  MstEntrance entrance; /* of the bands; their sum needs no fade */
  MstImagerGuard guards;
  MstDelay *delay, *side_delay; /* of linear phase */
  MstImagerLevels levels;       /* of the output */
};

/* --- values */

void
mst_imager_pair_set (MstImagerPair *self, const double *values)
{
  double frequencies[MST_IMAGER_CUTS];

  self->bands = (int) values[MST_IMAGER_BANDS];
  self->guard = values[MST_IMAGER_GUARD] != 0.0;
  self->guard_correlation = values[MST_IMAGER_GUARD_CORRELATION];
  self->guard_loss = values[MST_IMAGER_GUARD_LOSS];
  for (int b = 0; b < BANDS; b++)
    self->widths[b] = mst_imager_width (values, b);
  mst_imager_turn_set (&self->turn, values[MST_IMAGER_BALANCE],
      values[MST_IMAGER_ROTATION]);
  mst_imager_side_set (&self->side, values[MST_IMAGER_STEREOIZE],
      values[MST_IMAGER_BASS_MONO]);
  mst_imager_frequencies (values, frequencies);
  mst_imager_split_set (self->split, frequencies);
}

static bool
are_alike (const MstSmooth *a, const MstSmooth *b)
{
  return a->value == b->value && a->middle == b->middle &&
      a->target == b->target;
}

/* True if bands must be told apart: to be measured, or to be weighted. */
static bool
needs_bands (const MstImagerPair *self)
{
  if (self->guard)
    return true;
  for (int b = 0; b < BANDS; b++)
    if (self->gain[b].value != 1.0 || self->gain[b].middle != 1.0 ||
        self->widths[b] != self->widths[0] ||
        !are_alike (&self->width[b], &self->width[0]) ||
        self->weight[b].at != self->weight[0].at ||
        self->weight[b].step != self->weight[0].step)
      return true;
  return false;
}

/* --- life */

static void
start_split (MstImagerPair *self)
{
  mst_entrance_start_after (&self->entrance, 2 * self->latency);
  mst_imager_split_start (self->split);
  mst_imager_guard_clear (&self->guards, self->levels.pace.steps);
}

void
mst_imager_pair_reset (MstImagerPair *self)
{
  self->grid.frame = 0;
  mst_imager_levels_reset (&self->levels);
  mst_imager_turn_settle (&self->turn);
  mst_imager_side_settle (&self->side);
  for (int b = 0; b < BANDS; b++) {
    mst_smooth_snap (&self->width[b], self->widths[b]);
    mst_smooth_snap (&self->gain[b], 1.0);
    self->weight[b] = mst_ramp_hold (self->widths[b]);
  }
  mst_delay_reset (self->delay);
  mst_delay_reset (self->side_delay);
  start_split (self);
  mst_entrance_reset (&self->entrance, needs_bands (self));
}

void
mst_imager_pair_free (MstImagerPair *self)
{
  if (!self)
    return;
  mst_imager_split_free (self->split);
  mst_delay_free (self->delay);
  mst_delay_free (self->side_delay);
  free (self);
}

static bool
allocate (MstImagerPair *self, const double *values)
{
  bool linear = values[MST_IMAGER_CROSSOVER] == MST_IMAGER_LINEAR_PHASE;
  double frequencies[MST_IMAGER_CUTS];

  mst_imager_frequencies (values, frequencies);
  self->split =
      mst_imager_split_new (self->rate, linear, fmin (frequencies[0], 120.0));
  if (!self->split)
    return false;
  self->latency = mst_imager_split_latency (self->split);
  self->delay = mst_delay_new (self->latency, 2);
  self->side_delay = mst_delay_new (self->latency, 1);
  return self->delay && self->side_delay;
}

MstImagerPair *
mst_imager_pair_new (double rate, const double *values)
{
  MstImagerPair *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  self->share = mst_smooth_share (rate);
  self->levels.pace = mst_imager_pace (rate);
  mst_imager_turn_init (&self->turn, rate);
  mst_imager_side_init (&self->side, rate);
  if (!allocate (self, values)) {
    mst_imager_pair_free (self);
    return NULL;
  }
  mst_imager_pair_set (self, values);
  mst_imager_pair_reset (self);
  return self;
}

int
mst_imager_pair_latency (const MstImagerPair *self)
{
  return self->latency;
}

/* --- on a line of the grid */

/* Bands that are new are not weighted before they are heard. */
static void
advance_weight (MstImagerPair *self, int b)
{
  MstSmooth *width = &self->width[b], *gain = &self->gain[b];
  double before = width->value * gain->value;

  self->weight[b] = mst_ramp_hold (before);
  width->target = self->widths[b];
  gain->target = self->guard ? self->guards.wanted[b] : 1.0;
  if (self->entrance.warming > 0 ||
      (mst_smooth_settled (width) && mst_smooth_settled (gain)))
    return;
  mst_smooth_advance (width, self->share, EPSILON);
  mst_smooth_advance (gain, self->share, EPSILON);
  self->weight[b] = mst_ramp_between (before, width->value * gain->value);
}

static void
advance (MstImagerPair *self)
{
  bool needs = needs_bands (self);

  mst_imager_turn_advance (&self->turn);
  mst_imager_side_advance (&self->side);
  if (needs && !self->entrance.running)
    start_split (self);
  self->entrance.running = needs;
  self->changes = !mst_imager_side_is_off (&self->side);
  for (int b = 0; b < BANDS; b++) {
    advance_weight (self, b);
    self->changes |= !mst_ramp_is (&self->weight[b], 1.0);
  }
}

/* --- frames */

/* Weights the side as a whole, or in bands, which are also measured. */
static void
weigh_side (MstImagerPair *self, float *side, int n, int at)
{
  float gains[MST_GRID];

  if (mst_entrance_is_warm (&self->entrance)) {
    if (self->guard)
      mst_imager_split_measure (self->split, &self->guards.sums, self->bands,
          n);
    mst_imager_split_sum (self->split, self->weight, side, n, at);
  } else {
    mst_ramp_write (&self->weight[0], gains, n, at);
    mst_orc_mul_f32 (side, gains, n);
  }
}

/* Delays the side, and the input that its new sum is made of. */
static void
delay_all (MstImagerPair *self, float *const planes[], float *fold, float *side,
    int n)
{
  float *sides[] = { side }, unused[MST_GRID];

  mst_delay_process (self->side_delay, (const float *const *) sides, sides, n);
  mst_delay_process (self->delay, (const float *const *) planes, planes, n);
  memcpy (fold, planes[0], n * sizeof (float));
  memcpy (unused, planes[1], n * sizeof (float));
  mst_orc_fold_f32 (fold, unused, n);
}

/* The side goes its way; the middle is left alone. */
static void
run_side (MstImagerPair *self, float *const planes[], int n, int at)
{
  float fold[MST_GRID], side[MST_GRID];
  const size_t bytes = n * sizeof (float);

  memcpy (fold, planes[0], bytes);
  memcpy (side, planes[1], bytes);
  mst_orc_fold_f32 (fold, side, n);
  mst_imager_side_run (&self->side, fold, side, n, at);
  if (self->entrance.running)
    mst_imager_split_run (self->split, side, self->guard ? fold : NULL, n,
        at == 0);
  if (self->latency > 0)
    delay_all (self, planes, fold, side, n);
  weigh_side (self, side, n, at);
  if (!self->changes)
    return;
  mst_orc_unfold_f32 (fold, side, n);
  memcpy (planes[0], fold, bytes);
  memcpy (planes[1], side, bytes);
}

/* The same where the side only gets one weight. */
static void
widen (const MstImagerPair *self, float *const planes[], int n, int at)
{
  float gains[MST_GRID];

  if (!self->changes)
    return;
  mst_ramp_write (&self->weight[0], gains, n, at);
  mst_orc_widen_f32 (planes[0], planes[1], gains, n);
}

static void
process_span (MstImagerPair *self, const MstSpan *span)
{
  float *left = span->planes[0], *right = span->planes[1];
  const int n = span->n, at = span->at;

  mst_imager_turn_run (&self->turn, left, right, n, at);
  if (self->entrance.running || self->latency > 0 ||
      !mst_imager_side_is_off (&self->side))
    run_side (self, span->planes, n, at);
  else
    widen (self, span->planes, n, at);
}

/* Measures what came out; lets the guard move on. */
static void
note_span (MstImagerPair *self, const MstSpan *span)
{
  bool step = mst_imager_levels_take (&self->levels, span->planes[0],
      span->planes[1], span->n, span->at);

  if (mst_span_ends_on_line (span))
    mst_entrance_warm_up (&self->entrance);
  if (step && self->guard && mst_entrance_is_warm (&self->entrance))
    mst_imager_guard_step (&self->guards, self->widths, self->bands,
        self->guard_correlation, self->guard_loss);
}

void
mst_imager_pair_process (MstImagerPair *self, float *const planes[2], int n)
{
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, 2, n, MST_GRID);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      advance (self);
    process_span (self, &span);
    note_span (self, &span);
  }
}

/* --- readouts */

static double
hold (double db)
{
  return fmin (fmax (db, -MST_IMAGER_MOST_DB), MST_IMAGER_MOST_DB);
}

void
mst_imager_pair_read (const MstImagerPair *self, double *out)
{
  out[MST_IMAGER_CORRELATION] = mst_imager_levels_correlation (&self->levels);
  out[MST_IMAGER_SIDE_LEVEL] = hold (mst_imager_levels_side (&self->levels));
  for (int b = 0; b < BANDS; b++)
    out[MST_IMAGER_N_READOUTS + b] =
        b < self->bands ? hold (-mst_to_db (self->gain[b].value)) : 0.0;
}
