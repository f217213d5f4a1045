/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The sum that stays. Of the samples l, r take
 *
 *   f = fl (l + r)   d = fl (l - r)   d' = what is to become of d
 *   u = fl ((|f| + |d'|) / 2) with the sign of f   v = fl (f - u)
 *
 * and put out (u, v), or (v, u) where f and d' differ in sign: orc/imager.orc.
 *
 *   |d'| <= |f|:     |f| / 2 <= |u| <= |f|, so f - u is exact (Sterbenz 1974)
 * and u + v = f. |u| <= 2 |f|:    the same; this is so up to a side of thrice
 * the middle. else:            v is rounded only where f is no multiple of a
 * unit in the last place of v. Then no two floats of this size add up to f; the
 * sum is off by half such a unit at most.
 *
 * As f is a multiple of the word of a recording, it is off never where that is
 * of 24 bits and v below 2 (+6 dBFS), or of 16 bits and v below 512. */
#include "imager.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/vector/vectors.h"
#include "guard.h"
#include "side.h"
#include "split.h"
#include "mst-orc-imager.h"

#define BANDS MST_IMAGER_MAX_BANDS
#define EPSILON 1e-6
#define SLOWER 0.5 /* does the rotation glide: half a turn is a long way */
#define LANES 16   /* of a sum over frames: the same on every machine */

typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float))));

/* Left and right by a matrix: from { ll, lr, rl, rr } at the last line on. */
typedef struct {
  float from[4], step[4];
} Turn;

typedef struct {
  double squares, others, products; /* of left, right, both */
} Levels;

typedef struct {
  MstFormat format;
  double share;
  int latency;
  int position; /* frames since the last line of the grid */

  /* What is wanted. */
  int bands;
  double widths[BANDS];
  bool guard;
  double guard_correlation, guard_loss;

  /* As it glides. */
  MstSmooth balance, rotation; /* degrees */
  Turn turn;
  bool turns;
  MstImagerSide side;
  MstSmooth width[BANDS], gain[BANDS]; /* set, and the guard's */
  double weight[BANDS], step[BANDS];   /* their product at the last line */
  bool changes;                        /* the side is not as it came */

  MstImagerSplit *split;
  bool splits;
  int warming; /* frames until the bands may be heard */
  MstImagerGuard guards;

  MstDelay *delay, *side_delay; /* of linear phase */

  /* What comes out. */
  float line[2][MST_GRID];
  Levels levels; /* of a step so far */
  MstImagerWindow window;
  MstImagerPace pace;
} Imager;

/* --- values */

static void
imager_set (void *object, const double *values)
{
  Imager *self = object;
  double frequencies[MST_IMAGER_CUTS];

  self->bands = (int) values[MST_IMAGER_BANDS];
  self->balance.target = values[MST_IMAGER_BALANCE];
  self->rotation.target = values[MST_IMAGER_ROTATION];
  self->guard = values[MST_IMAGER_GUARD] != 0.0;
  self->guard_correlation = values[MST_IMAGER_GUARD_CORRELATION];
  self->guard_loss = values[MST_IMAGER_GUARD_LOSS];
  for (int b = 0; b < BANDS; b++)
    self->widths[b] = mst_imager_width (values, b);
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

/* Whether bands must be told apart: to be measured, or to be weighted. */
static bool
needs_bands (const Imager *self)
{
  if (self->guard)
    return true;
  for (int b = 0; b < BANDS; b++)
    if (self->gain[b].value != 1.0 || self->gain[b].middle != 1.0 ||
        self->widths[b] != self->widths[0] ||
        !are_alike (&self->width[b], &self->width[0]) ||
        self->weight[b] != self->weight[0] || self->step[b] != self->step[0])
      return true;
  return false;
}

static void
start_split (Imager *self)
{
  self->splits = true;
  self->warming = 2 * self->latency;
  mst_imager_split_start (self->split);
  mst_imager_guard_clear (&self->guards, self->pace.steps);
}

/* --- on a line of the grid */

/* Turned by the angle, then one channel lowered. */
static void
find_turn (const Imager *self, float *matrix)
{
  double angle = self->rotation.value * (M_PI / 180.0);
  double balance = self->balance.value;
  double left = balance > 0.0 ? 1.0 - balance : 1.0;
  double right = balance < 0.0 ? 1.0 + balance : 1.0;

  matrix[0] = (float) (left * cos (angle));
  matrix[1] = (float) (left * -sin (angle));
  matrix[2] = (float) (right * sin (angle));
  matrix[3] = (float) (right * cos (angle));
}

static void
advance_turn (Imager *self)
{
  bool settled = mst_smooth_settled (&self->balance) &&
      mst_smooth_settled (&self->rotation);
  float to[4];

  if (settled && !self->turns)
    return;
  find_turn (self, self->turn.from);
  mst_smooth_advance (&self->balance, self->share, EPSILON);
  mst_smooth_advance (&self->rotation, SLOWER * self->share, EPSILON);
  find_turn (self, to);
  for (int i = 0; i < 4; i++)
    self->turn.step[i] = (to[i] - self->turn.from[i]) / MST_GRID;
  self->turns =
      !settled || self->balance.value != 0.0 || self->rotation.value != 0.0;
}

static void
advance_weights (Imager *self)
{
  self->changes = !mst_imager_side_is_off (&self->side);
  for (int b = 0; b < BANDS; b++) {
    self->weight[b] = self->width[b].value * self->gain[b].value;
    self->step[b] = 0.0;
    self->width[b].target = self->widths[b];
    self->gain[b].target = self->guard ? self->guards.wanted[b] : 1.0;
    if (self->warming <= 0 &&
        !(mst_smooth_settled (&self->width[b]) &&
            mst_smooth_settled (&self->gain[b]))) {
      mst_smooth_advance (&self->width[b], self->share, EPSILON);
      mst_smooth_advance (&self->gain[b], self->share, EPSILON);
      self->step[b] =
          (self->width[b].value * self->gain[b].value - self->weight[b]) /
          MST_GRID;
    }
    self->changes |= self->weight[b] != 1.0 || self->step[b] != 0.0;
  }
}

static void
imager_advance (Imager *self)
{
  bool needs = needs_bands (self);

  advance_turn (self);
  mst_imager_side_advance (&self->side);
  if (needs && !self->splits)
    start_split (self);
  self->splits = needs;
  advance_weights (self);
}

/* At the end of a line. */
static void
end_line (Imager *self)
{
  Levels *sum = &self->levels;

  if (self->warming > 0)
    self->warming -= MST_GRID;
  if (++self->pace.line < self->pace.lines)
    return;
  self->pace.line = 0;
  mst_imager_window_push (&self->window, sum->squares, sum->others,
      sum->products);
  *sum = (Levels){ 0 };
  if (self->guard && self->splits && self->warming <= 0)
    mst_imager_guard_step (&self->guards, self->widths, self->bands,
        self->guard_correlation, self->guard_loss);
}

/* --- frames */

/* left' = ll left + lr right, right' = rl left + rr right */
static MST_VECTORS (void, run_turn,
    (const Turn *turn, float *restrict left, float *restrict right, int n,
        int at),
    (turn, left, right, n, at))
{
  const Turn t = *turn;

  for (int i = 0; i < n; i++) {
    float k = (float) (at + i + 1), l = left[i], r = right[i];

    left[i] = (t.from[0] + t.step[0] * k) * l + (t.from[1] + t.step[1] * k) * r;
    right[i] =
        (t.from[2] + t.step[2] * k) * l + (t.from[3] + t.step[3] * k) * r;
  }
}

/* side[] times the weight that all bands have. */
static void
weigh (const Imager *self, float *gains, int n, int at)
{
  const MstRamp ramp = { self->weight[0], self->step[0] };

  mst_ramp_write (&ramp, gains, n, at);
}

/* The bands of `side`, measured and weighted. */
static void
join_bands (Imager *self, float *side, int n, int at)
{
  if (self->guard)
    mst_imager_split_measure (self->split, &self->guards.sums, self->bands, n);
  mst_imager_split_sum (self->split, self->weight, self->step, side, n, at);
}

/* The side goes its way; the middle is left alone. */
static void
run_side (Imager *self, float *const planes[], int n, int at)
{
  float fold[MST_GRID], side[MST_GRID], gains[MST_GRID];
  float *sides[] = { side };
  const size_t bytes = n * sizeof (float);

  memcpy (fold, planes[0], bytes);
  memcpy (side, planes[1], bytes);
  mst_orc_fold_f32 (fold, side, n);
  mst_imager_side_run (&self->side, fold, side, n, at);
  if (self->splits)
    mst_imager_split_run (self->split, side, self->guard ? fold : NULL, n,
        at == 0);
  if (self->latency > 0) {
    float unused[MST_GRID];

    mst_delay_process (self->side_delay, (const float *const *) sides, sides,
        n);
    mst_delay_process (self->delay, (const float *const *) planes, planes, n);
    memcpy (fold, planes[0], bytes);
    memcpy (unused, planes[1], bytes);
    mst_orc_fold_f32 (fold, unused, n);
  }
  if (self->splits && self->warming <= 0) {
    join_bands (self, side, n, at);
  } else {
    weigh (self, gains, n, at);
    mst_orc_mul_f32 (side, gains, n);
  }
  if (!self->changes)
    return;
  mst_orc_unfold_f32 (fold, side, n);
  memcpy (planes[0], fold, bytes);
  memcpy (planes[1], side, bytes);
}

static void
run_part (Imager *self, float *const planes[], int n, int at)
{
  if (self->turns)
    run_turn (&self->turn, planes[0], planes[1], n, at);
  if (self->splits || self->latency > 0 ||
      !mst_imager_side_is_off (&self->side)) {
    run_side (self, planes, n, at);
  } else if (self->changes) {
    float gains[MST_GRID];

    weigh (self, gains, n, at);
    mst_orc_widen_f32 (planes[0], planes[1], gains, n);
  }
}

/* Of a whole line. Lanes by name: gcc makes sixteen scalars of an array of
 * sums. */
static MST_VECTORS (void, measure,
    (Levels *restrict levels, const float *restrict left,
        const float *restrict right),
    (levels, left, right))
{
  Lanes squares = { 0 }, others = { 0 }, products = { 0 };
  double sums[3] = { 0 };

  for (int i = 0; i < MST_GRID; i += LANES) {
    Lanes l, r;
    memcpy (&l, left + i, sizeof (l));
    memcpy (&r, right + i, sizeof (r));
    squares += l * l;
    others += r * r;
    products += l * r;
  }
  for (int k = 0; k < LANES; k++) {
    sums[0] += squares[k];
    sums[1] += others[k];
    sums[2] += products[k];
  }
  levels->squares += sums[0];
  levels->others += sums[1];
  levels->products += sums[2];
}

/* A line that came in one piece need not be put together. */
static void
note (Imager *self, float *const planes[], int n, int at)
{
  if (n == MST_GRID) {
    measure (&self->levels, planes[0], planes[1]);
  } else {
    memcpy (self->line[0] + at, planes[0], n * sizeof (float));
    memcpy (self->line[1] + at, planes[1], n * sizeof (float));
    if (at + n == MST_GRID)
      measure (&self->levels, self->line[0], self->line[1]);
  }
  if (at + n == MST_GRID)
    end_line (self);
}

static void
imager_process (void *object, float *const planes[], int n)
{
  Imager *self = object;
  float *from[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  if (self->format.channels < 2)
    return;
  for (int i = 0, span; i < n; i += span) {
    span =
        MST_GRID - self->position < n - i ? MST_GRID - self->position : n - i;
    for (int c = 0; c < self->format.channels; c++)
      from[c] = planes[c] + i;
    if (self->position == 0)
      imager_advance (self);
    run_part (self, from, span, self->position);
    note (self, from, span, self->position);
    self->position = (self->position + span) % MST_GRID;
  }
}

/* --- life */

static void
imager_reset (void *object)
{
  Imager *self = object;

  self->position = 0;
  self->pace.line = 0;
  self->levels = (Levels){ 0 };
  mst_imager_window_clear (&self->window, self->pace.steps);
  mst_smooth_snap (&self->balance, self->balance.target);
  mst_smooth_snap (&self->rotation, self->rotation.target);
  self->turns = true; /* until the first line knows better */
  mst_imager_side_settle (&self->side);
  for (int b = 0; b < BANDS; b++) {
    mst_smooth_snap (&self->width[b], self->widths[b]);
    mst_smooth_snap (&self->gain[b], 1.0);
    self->weight[b] = self->widths[b];
    self->step[b] = 0.0;
  }
  mst_delay_reset (self->delay);
  mst_delay_reset (self->side_delay);
  start_split (self);
  self->splits = needs_bands (self);
  self->warming = 0;
}

static void
imager_free (void *object)
{
  Imager *self = object;

  if (!self)
    return;
  mst_imager_split_free (self->split);
  mst_delay_free (self->delay);
  mst_delay_free (self->side_delay);
  free (self);
}

static bool
allocate (Imager *self, const double *values)
{
  bool linear = self->format.channels > 1 &&
      values[MST_IMAGER_CROSSOVER] == MST_IMAGER_LINEAR_PHASE;
  double frequencies[MST_IMAGER_CUTS];

  mst_imager_frequencies (values, frequencies);
  self->split = mst_imager_split_new (self->format.rate, linear,
      fmin (frequencies[0], 120.0));
  if (!self->split)
    return false;
  self->latency = mst_imager_split_latency (self->split);
  self->delay = mst_delay_new (self->latency, self->format.channels);
  self->side_delay = mst_delay_new (self->latency, 1);
  return self->delay && self->side_delay;
}

static void *
imager_new (const MstFormat *format, const double *values)
{
  Imager *self = NULL;

  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  self->pace = mst_imager_pace (format->rate);
  mst_imager_side_init (&self->side, format->rate);
  if (!allocate (self, values)) {
    imager_free (self);
    return NULL;
  }
  imager_set (self, values);
  imager_reset (self);
  return self;
}

static int
imager_latency (const void *object)
{
  return ((const Imager *) object)->latency;
}

static double
held (double value, double most)
{
  return value > most ? most : value > -most ? value : -most;
}

static void
imager_read (const void *object, double *out)
{
  const Imager *self = object;
  const MstImagerWindow *window = &self->window;
  double both = window->a + window->b, power = window->a * window->b;
  double side = both - 2.0 * window->c, middle = both + 2.0 * window->c;

  out[MST_IMAGER_CORRELATION] =
      power > 0.0 ? held (window->c / sqrt (power), 1.0) : 0.0;
  out[MST_IMAGER_SIDE_LEVEL] = side > 0.0
      ? held (0.5 * mst_to_db (side / fmax (middle, 1e-300)),
            MST_IMAGER_MOST_DB)
      : -MST_IMAGER_MOST_DB;
  for (int b = 0; b < BANDS; b++)
    out[MST_IMAGER_N_READOUTS + b] = b < self->bands
        ? held (-mst_to_db (self->gain[b].value), MST_IMAGER_MOST_DB)
        : 0.0;
}

const MstStage mst_stage_imager = {
  .name = "imager",
  .title = "Mastering stereo imager",
  .klass = "Filter/Effect/Audio",
  .blurb = "Widens and narrows the stereo image, and leaves its mono sum alone",
  .params = mst_imager_params,
  .n_params = MST_IMAGER_N_PARAMS,
  .band_params = mst_imager_band_params,
  .n_band_params = MST_IMAGER_BAND_N_PARAMS,
  .max_bands = BANDS,
  .readouts = mst_imager_readouts,
  .n_readouts = MST_IMAGER_N_READOUTS,
  .band_readouts = mst_imager_band_readouts,
  .n_band_readouts = MST_IMAGER_BAND_N_READOUTS,
  .new = imager_new,
  .set = imager_set,
  .latency = imager_latency,
  .process = imager_process,
  .reset = imager_reset,
  .read = imager_read,
  .free = imager_free,
};
