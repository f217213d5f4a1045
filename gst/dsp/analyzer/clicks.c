/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "clicks.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/magnitude.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"

#define REACH MST_ANALYZER_CLICKS_REACH
#define RING MST_ANALYZER_CLICKS_RING
#define NEAR 1 /* steps next to a click may hold its skirt */
#define SUSPICIOUS                                                             \
  0.2                  /* of the energy of a step is in its greatest square,   \
                        */
#define NARROW 0.9     /* and this in the few samples about it */
#define WIDTH 3        /* on each side */
#define APART 4        /* samples on each side that a click leaves alone */
#define JUMP 3.0f      /* times what these jump it sticks out of them */
#define STANDS_OUT 1e2 /* 20 dB over the steps about it */
#define FAINTEST_DB 60.0

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerClicks *self = object;
  int n = mst_power_bins (MST_POWER_FAINTEST, MST_POWER_HIGHEST);

  self->square = mst_arena_take (arena, (size_t) self->hop, sizeof (float));
  self->found = (MstPowerHistogram){ .lowest = MST_POWER_FAINTEST,
    .n = n,
    .bins = mst_arena_take (arena, (size_t) n, sizeof (MstPowerBin)) };
}

bool
mst_analyzer_clicks_init (MstAnalyzerClicks *self, int hop, int step)
{
  self->hop = hop;
  self->step = step;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return false;
  mst_analyzer_clicks_reset (self);
  return true;
}

void
mst_analyzer_clicks_clear (MstAnalyzerClicks *self)
{
  free (self->memory);
}

void
mst_analyzer_clicks_reset (MstAnalyzerClicks *self)
{
  size_t from = offsetof (MstAnalyzerClicks, at);

  memset ((char *) self + from, 0, sizeof (*self) - from);
  mst_power_reset (&self->found);
}

static MST_VECTORS (void, square_differences,
    (const float *x, float *restrict square, int n), (x, square, n))
{
  for (int i = 2; i < n; i++) {
    float difference = x[i] - 2.0f * x[i - 1] + x[i - 2];

    square[i] = difference * difference;
  }
}

/* The first two reach back into the hop before. */
static void
fill_squares (MstAnalyzerClicks *self, const float *x, float last[2])
{
  float first = x[0] - 2.0f * last[1] + last[0];
  float second = x[1] - 2.0f * x[0] + last[1];

  self->square[0] = first * first;
  self->square[1] = second * second;
  square_differences (x, self->square, self->hop);
  last[0] = x[self->hop - 2];
  last[1] = x[self->hop - 1];
}

/* Sums always in eight parts. */
static MST_VECTORS (double, sum_of, (const float *x, int n), (x, n))
{
  float sums[8] = { 0 };
  double sum = 0.0;

  for (int i = 0; i < n; i += 8)
    for (int k = 0; k < 8; k++)
      sums[k] += x[i + k];
  for (int k = 0; k < 8; k++)
    sum += (double) sums[k];
  return sum;
}

/* Judges the step in the middle of the ring. */
static void
judge (MstAnalyzerClicks *self)
{
  int middle = (self->at + REACH) % RING;
  double click = self->greatest[middle], about = 0.0;

  if (!self->narrow[middle])
    return;
  for (int i = NEAR + 1; i <= REACH; i++) {
    about = fmax (about, self->greatest[(middle + i) % RING]);
    about = fmax (about, self->greatest[(middle + RING - i) % RING]);
  }
  if (click > STANDS_OUT * about)
    mst_power_add (&self->found, click, 0.0);
}

static void
end_step (MstAnalyzerClicks *self)
{
  self->steepest = fmax (self->steepest, self->greatest[self->at]);
  self->at = (self->at + 1) % RING; /* the oldest */
  if (self->held < RING)
    self->held++;
  if (self->held == RING)
    judge (self);
}

static float
sample (const MstAnalyzerClicks *self, const float *x, int i)
{
  return x[i < 0 ? 0 : i < self->hop ? i : self->hop - 1];
}

/* True if the sample at `i` alone is out of line, where the second difference
 * is `steep`: the samples on both sides lie on one line. Those of an edge do
 * not, and where a line bends, nothing sticks out by less than that. */
static bool
sticks_out (const MstAnalyzerClicks *self, const float *x, int i, float steep)
{
  float before = sample (self, x, i - APART),
        after = sample (self, x, i + APART);
  float slope = 0.5f *
      (before - sample (self, x, i - 2 * APART) +
          sample (self, x, i + 2 * APART) - after);
  float out = fabsf (sample (self, x, i) - 0.5f * (before + after));

  return out < steep && out > JUMP * fabsf (after - before - 2.0f * slope);
}

/* True if the step from `i` on is a click: no more than a few samples. */
static bool
is_narrow (const MstAnalyzerClicks *self, const float *x, int i,
    double greatest)
{
  double energy = sum_of (self->square + i, self->step), near = 0.0;
  int at = i;

  if (greatest < SUSPICIOUS * energy)
    return false;
  while ((double) self->square[at] < greatest)
    at++;
  for (int k = at - WIDTH; k <= at + WIDTH; k++)
    if (k >= i && k < i + self->step)
      near += (double) self->square[k];
  return near >= NARROW * energy &&
      sticks_out (self, x, at - 1, sqrtf (self->square[at]));
}

static void
take (MstAnalyzerClicks *self, const float *x, int i, double *greatest,
    bool *narrow)
{
  double square = (double) mst_greatest (self->square + i, self->step);

  if (square <= *greatest)
    return;
  *greatest = square;
  *narrow = is_narrow (self, x, i, square);
}

void
mst_analyzer_clicks_push (MstAnalyzerClicks *self, const float *left,
    const float *right)
{
  const float *channels[] = { left, right };
  double greatest[MST_ANALYZER_CLICKS_STEPS] = { 0 };
  bool narrow[MST_ANALYZER_CLICKS_STEPS] = { false };
  int steps = self->hop / self->step;

  for (int c = 0; c < 2; c++) {
    fill_squares (self, channels[c], self->last[c]);
    for (int i = 0; i < steps; i++)
      take (self, channels[c], i * self->step, &greatest[i], &narrow[i]);
  }
  for (int i = 0; i < steps; i++) {
    self->greatest[self->at] = greatest[i];
    self->narrow[self->at] = narrow[i];
    end_step (self);
  }
}

double
mst_analyzer_clicks_count (const MstAnalyzerClicks *self)
{
  int origin = self->steepest > 0.0 ? mst_power_origin (self->steepest) : 0;

  if (!(self->steepest > 0.0))
    return 0.0;
  return mst_power_pass (&self->found, origin,
      mst_power_level (self->steepest, origin) -
          FAINTEST_DB / MST_POWER_DOUBLING_DB)
      .count;
}
