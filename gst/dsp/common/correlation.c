/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/correlation.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/vectors.h"

#define WINDOW 300  /* ticks: 3 s */
#define HIGHEST 0.4 /* of the rate: what a split goes to at most */

typedef MstCorrelationLanes Lanes;

static const double edges[MST_CORRELATION_BANDS - 1] = { 150, 800, 5000 };

static void
part_reset (MstCorrelationPart *self)
{
  memset (self, 0, sizeof (*self));
  self->left.length = self->right.length = self->cross.length = WINDOW;
}

void
mst_correlation_reset (MstCorrelation *self)
{
  size_t from = offsetof (MstCorrelation, low);

  memset ((char *) self + from, 0, sizeof (*self) - from);
  for (int b = 0; b < MST_CORRELATION_BANDS; b++)
    part_reset (&self->part[b]);
  part_reset (&self->whole);
}

static void
set_taps (MstCorrelationTaps *self, int band, double low, double mid, double x)
{
  for (int i = 2 * band; i < 2 * band + 2; i++) {
    self->low[i] = low;
    self->band[i] = mid;
    self->x[i] = x;
  }
}

/* Butterworth, so that the damping k is sqrt (2). With g = tan (pi f / rate), a1 =
 * 1 / (1 + g (g + k)) and a2 = g a1, Simper's
 *   v1 = a1 band + a2 (x - low), v2 = low + g v1,
 *   band' = 2 v1 - band, low' = 2 v2 - low, high = x - k v1 - v2
 * are multiplied out, so that a state depends on those before by a product and
 * two sums. The last band is what was left. */
void
mst_correlation_init (MstCorrelation *self, double rate)
{
  memset (self, 0, sizeof (*self));
  for (int b = 0; b < MST_CORRELATION_BANDS - 1; b++) {
    double g = tan (M_PI * fmin (edges[b] / rate, HIGHEST));
    double a1 = 1.0 / (1.0 + g * (g + M_SQRT2)), a2 = g * a1, a3 = g * a2;
    double k = M_SQRT2;

    set_taps (&self->to_out, b, 1.0 - a3, a2, a3);
    set_taps (&self->to_band, b, -2.0 * a2, 2.0 * a1 - 1.0, 2.0 * a2);
    set_taps (&self->to_low, b, 1.0 - 2.0 * a3, 2.0 * a2, 2.0 * a3);
    set_taps (&self->to_high, b, k * a2 - (1.0 - a3), -k * a1 - a2,
        1.0 - k * a2 - a3);
  }
  set_taps (&self->to_out, MST_CORRELATION_BANDS - 1, 0.0, 0.0, 1.0);
  mst_correlation_reset (self);
}

#define OUT_OF(taps) ((taps.low * low + taps.band * band) + taps.x * x)

MST_VECTORS void
mst_correlation_push (MstCorrelation *self, const float *left,
    const float *right, int n)
{
  typedef int64_t Order __attribute__ ((vector_size (sizeof (Lanes))));
  const Order next = { 0, 1, 8, 9, 10, 11, 12, 13 };
  const Order swapped = { 1, 0, 3, 2, 5, 4, 7, 6 };
  MstCorrelationTaps to_out = self->to_out, to_high = self->to_high;
  MstCorrelationTaps to_low = self->to_low, to_band = self->to_band;
  Lanes low = self->low, band = self->band, high = self->high;
  Lanes square = self->square, cross = self->cross;
  double ll = self->left, rr = self->right, lr = self->product;

  for (int i = 0; i < n; i++) {
    double l = (double) left[i], r = (double) right[i];
    Lanes x = __builtin_shuffle ((Lanes){ l, r }, high, next);
    Lanes out = OUT_OF (to_out), new_low = OUT_OF (to_low);

    high = OUT_OF (to_high);
    band = OUT_OF (to_band);
    low = new_low;
    square += out * out;
    cross += out * __builtin_shuffle (out, swapped);
    ll += l * l;
    rr += r * r;
    lr += l * r;
  }
  self->low = low, self->band = band, self->high = high;
  self->square = square, self->cross = cross;
  self->left = ll, self->right = rr, self->product = lr;
}

static void
part_end_tick (MstCorrelationPart *self, double left, double right,
    double cross)
{
  self->powers[0] = mst_sliding_sum_push (&self->left, left);
  self->powers[1] = mst_sliding_sum_push (&self->right, right);
  self->powers[2] = mst_sliding_sum_push (&self->cross, cross);
}

void
mst_correlation_end_tick (MstCorrelation *self)
{
  part_end_tick (&self->whole, self->left, self->right, self->product);
  for (int b = 0; b < MST_CORRELATION_BANDS; b++)
    part_end_tick (&self->part[b], self->square[2 * b], self->square[2 * b + 1],
        self->cross[2 * b]);
  self->square = self->cross = (Lanes){ 0.0 };
  self->left = self->right = self->product = 0.0;
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
