/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/correlation.h"

#include <math.h>
#include <string.h>

#define WINDOW 300  /* ticks: 3 s */
#define HIGHEST 0.4 /* of the rate: what a split goes to at most */

static const double edges[MST_CORRELATION_BANDS - 1] = { 150, 800, 5000 };

static void
part_reset (MstCorrelationPart *self)
{
  memset (self, 0, sizeof (*self));
  self->left.length = self->right.length = self->product.length = WINDOW;
}

void
mst_correlation_reset (MstCorrelation *self)
{
  for (int i = 0; i < MST_CORRELATION_BANDS - 1; i++) {
    self->split[i].band = (MstLeftRight){ 0.0, 0.0 };
    self->split[i].low = (MstLeftRight){ 0.0, 0.0 };
  }
  for (int b = 0; b < MST_CORRELATION_BANDS; b++)
    part_reset (&self->part[b]);
  part_reset (&self->whole);
}

/* Butterworth, so that the damping k is sqrt (2); g = tan (pi f / rate), and the
 * two integrators are solved with k1 = 1 / (1 + g (g + k)) and k2 = g k1. */
void
mst_correlation_init (MstCorrelation *self, double rate)
{
  for (int i = 0; i < MST_CORRELATION_BANDS - 1; i++) {
    double g = tan (M_PI * fmin (edges[i] / rate, HIGHEST));

    self->split[i].g = g;
    self->split[i].k1 = 1.0 / (1.0 + g * (g + M_SQRT2));
    self->split[i].k2 = g * self->split[i].k1;
  }
  mst_correlation_reset (self);
}

/* Returns what is below the split and leaves what is above in *x. */
static inline MstLeftRight
divide (MstCorrelationSplit *self, MstLeftRight *x)
{
  MstLeftRight v3 = *x - self->low;
  MstLeftRight v1 = self->k1 * self->band + self->k2 * v3;
  MstLeftRight v2 = self->low + self->g * v1;

  self->band = 2.0 * v1 - self->band;
  self->low = 2.0 * v2 - self->low;
  *x -= M_SQRT2 * v1 + v2;
  return v2;
}

static inline void
add (MstCorrelationPart *self, MstLeftRight x)
{
  self->square += x * x;
  self->cross += x[0] * x[1];
}

void
mst_correlation_push (MstCorrelation *self, const float *left,
    const float *right, int n)
{
  MstCorrelationSplit a = self->split[0], b = self->split[1];
  MstCorrelationSplit c = self->split[2];
  MstCorrelationPart *part = self->part;

  for (int i = 0; i < n; i++) {
    MstLeftRight x = { left[i], right[i] };

    add (&self->whole, x);
    add (&part[0], divide (&a, &x));
    add (&part[1], divide (&b, &x));
    add (&part[2], divide (&c, &x));
    add (&part[3], x);
  }
  self->split[0] = a, self->split[1] = b, self->split[2] = c;
}

static void
part_end_tick (MstCorrelationPart *self)
{
  self->powers[0] = mst_sliding_sum_push (&self->left, self->square[0]);
  self->powers[1] = mst_sliding_sum_push (&self->right, self->square[1]);
  self->powers[2] = mst_sliding_sum_push (&self->product, self->cross);
  self->square = (MstLeftRight){ 0.0, 0.0 };
  self->cross = 0.0;
}

void
mst_correlation_end_tick (MstCorrelation *self)
{
  part_end_tick (&self->whole);
  for (int b = 0; b < MST_CORRELATION_BANDS; b++)
    part_end_tick (&self->part[b]);
}

static double
of_part (const MstCorrelationPart *self)
{
  return mst_correlation_of (self->powers[0], self->powers[1], self->powers[2]);
}

double
mst_correlation_whole (const MstCorrelation *self)
{
  return of_part (&self->whole);
}

double
mst_correlation_band (const MstCorrelation *self, int band)
{
  return of_part (&self->part[band]);
}

double
mst_correlation_balance (const MstCorrelation *self)
{
  return mst_balance_of (self->whole.powers[0], self->whole.powers[1]);
}

double
mst_correlation_of (double left, double right, double cross)
{
  /* What is 100 dB under the other side is its rounding. */
  double least = 1e-10 * fmax (left, right);

  if (left <= 0.0 && right <= 0.0)
    return 1.0;
  if (left <= least || right <= least)
    return 0.0;
  return fmax (-1.0, fmin (1.0, cross / sqrt (left) / sqrt (right)));
}

double
mst_balance_of (double left, double right)
{
  if (left > 0.0 && right > 0.0)
    return 10.0 * log10 (left / right);
  if (left > 0.0 || right > 0.0)
    return left > 0.0 ? INFINITY : -INFINITY;
  return 0.0;
}
