/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "correlation.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#define WINDOW 300  /* ticks: 3 s */
#define HIGHEST 0.4 /* of the rate: what a split goes to at most */
#define LOWEST 11e3 /* Hz, of the rate of the filters */
#define LANES 16
#define TOP (MST_CORRELATION_BANDS - 1)
#define LINE MST_CORRELATION_LINE
#define PAST (2 * MST_CORRELATION_REACH)

typedef MstCorrelationLanes Lanes;

static const double edges[TOP] = { 150, 800, 5000 };

static void
part_reset (MstCorrelationPart *self)
{
  memset (self, 0, sizeof (*self));
  self->left.length = self->right.length = self->cross.length = WINDOW;
}

void
mst_correlation_reset (MstCorrelation *self)
{
  size_t from = offsetof (MstCorrelation, held);

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

/* Butterworth, so that the damping k is sqrt (2). With g = tan (pi f / rate),
 * a1 = 1 / (1 + g (g + k)) and a2 = g a1, Simper's equations are multiplied
 * out,
 *
 *   v1 = a1 band + a2 (x - low), v2 = low + g v1,
 *   band' = 2 v1 - band, low' = 2 v2 - low, high = x - k v1 - v2
 *
 * so that a state depends on those before by a product and two sums. The last
 * band is the rest of the signal. */
void
mst_correlation_init (MstCorrelation *self, double rate)
{
  memset (self, 0, sizeof (*self));
  self->factor = 1;
  while (self->factor < LANES && rate / (2 * self->factor) >= LOWEST)
    self->factor *= 2;
  /* A mean of w frames is 3.4 dB down, and leaves as much, at 0.73 / w of the
   * rate: sin (pi f w) / (w sin (pi f)) = 0.33. */
  self->reach =
      (int) fmin (0.365 * rate / edges[TOP - 1], MST_CORRELATION_REACH);
  rate /= self->factor;
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

typedef float Floats
    __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4)));

/* Eight of the sixteen parts of each sum: gcc keeps sums of whole vectors in
 * registers, and spills those of a longer type. */
typedef float Half __attribute__ ((vector_size (LANES / 2 * sizeof (float))));

static inline __attribute__ ((always_inline)) double
add_parts (const Half parts[2])
{
  double sum = 0.0;

  for (int k = 0; k < LANES; k++)
    sum += (double) parts[k / (LANES / 2)][k % (LANES / 2)];
  return sum;
}

MST_VECTORS (MstStereoSums, mst_stereo_sums,
    (const float *left, const float *right, int n), (left, right, n))
{
  Half ll[2] = { { 0 } }, rr[2] = { { 0 } }, lr[2] = { { 0 } };

  for (int i = 0; i < n; i += LANES) {
    for (int k = 0; k < 2; k++) {
      Half l, r;

      memcpy (&l, left + i + k * (LANES / 2), sizeof (l));
      memcpy (&r, right + i + k * (LANES / 2), sizeof (r));
      ll[k] += l * l;
      rr[k] += r * r;
      lr[k] += l * r;
    }
  }
  return (MstStereoSums){ add_parts (ll), add_parts (rr), add_parts (lr) };
}

void
mst_stereo_sums_add (MstStereoSums *self, const float *left, const float *right,
    int n)
{
  MstStereoSums more = mst_stereo_sums (left, right, n);

  self->left += more.left;
  self->right += more.right;
  self->cross += more.cross;
}

#define OUT_OF(taps) ((taps.low * low + taps.band * band) + taps.x * x)

static MST_VECTORS (void, filter,
    (MstCorrelation *restrict self, const float *left, const float *right,
        int n),
    (self, left, right, n))
{
  MstCorrelationTaps to_out = self->to_out, to_high = self->to_high;
  MstCorrelationTaps to_low = self->to_low, to_band = self->to_band;
  Lanes low = self->low, band = self->band, high = self->high;
  Lanes square = self->square, cross = self->cross;

  for (int i = 0; i < n; i++) {
    Lanes in = { (double) left[i], (double) right[i] };
    Lanes x = __builtin_shufflevector (in, high, 0, 1, 8, 9, 10, 11, 12, 13);
    Lanes out = OUT_OF (to_out), new_low = OUT_OF (to_low);

    high = OUT_OF (to_high);
    band = OUT_OF (to_band);
    low = new_low;
    square += out * out;
    cross += out * __builtin_shufflevector (out, out, 1, 0, 3, 2, 5, 4, 7, 6);
  }
  self->low = low, self->band = band, self->high = high;
  self->square = square, self->cross = cross;
}

/* y[i] = x[i] less the mean about it. */
static MST_VECTORS (void, leave_mean,
    (float *restrict y, const float *restrict x, int reach), (y, x, reach))
{
  float scale = 1.0f / (float) (2 * reach + 1);

  for (int i = 0; i < LINE; i += LANES) {
    Floats sum = { 0 };

    for (int k = -reach; k <= reach; k++)
      sum += *(const Floats *) (x + i + k);
    *(Floats *) (y + i) = *(const Floats *) (x + i) - scale * sum;
  }
}

/* y[i] = the mean of each `factor` frames, which halves the rate some times. */
static MST_VECTORS (void, take_means,
    (float *restrict y, const float *restrict x, int factor), (y, x, factor))
{
  float other[LINE];
  int n = LINE;

  memcpy (y, x, sizeof (other));
  for (; factor > 1; factor /= 2) {
    n /= 2;
    for (int i = 0; i < n; i++)
      other[i] = 0.5f * (y[2 * i] + y[2 * i + 1]);
    memcpy (y, other, (size_t) n * sizeof (*y));
  }
}

static void
line_end (MstCorrelation *self)
{
  float *line[2] = { self->line[0], self->line[1] };
  float side[2][LINE];

  mst_stereo_sums_add (&self->all, line[0] + PAST, line[1] + PAST, LINE);
  for (int c = 0; c < 2; c++)
    take_means (side[c], line[c] + PAST, self->factor);
  filter (self, side[0], side[1], LINE / self->factor);
  if (self->factor > 1) {
    for (int c = 0; c < 2; c++)
      leave_mean (side[c], line[c] + MST_CORRELATION_REACH, self->reach);
    mst_stereo_sums_add (&self->top, side[0], side[1], LINE);
  }
  for (int c = 0; c < 2; c++)
    memmove (line[c], line[c] + LINE, PAST * sizeof (float));
  self->held = 0;
}

/* Lines begin at multiples of their length, so that sums do not depend on the
 * blocks. A tick has the lines that ended in it. */
void
mst_correlation_push (MstCorrelation *self, const float *left,
    const float *right, int n)
{
  for (int i = 0, span; i < n; i += span) {
    span = n - i < LINE - self->held ? n - i : LINE - self->held;
    memcpy (self->line[0] + PAST + self->held, left + i,
        (size_t) span * sizeof (float));
    memcpy (self->line[1] + PAST + self->held, right + i,
        (size_t) span * sizeof (float));
    self->held += span;
    if (self->held == LINE)
      line_end (self);
  }
}

static void
part_end_tick (MstCorrelationPart *self, const MstStereoSums *sums)
{
  self->powers[0] = mst_sliding_sum_push (&self->left, sums->left);
  self->powers[1] = mst_sliding_sum_push (&self->right, sums->right);
  self->powers[2] = mst_sliding_sum_push (&self->cross, sums->cross);
}

/* The band that the filters leave over is the top one where they run at the
 * stream's own rate. */
void
mst_correlation_end_tick (MstCorrelation *self)
{
  if (self->factor == 1)
    self->top = (MstStereoSums){ self->square[2 * TOP],
      self->square[2 * TOP + 1], self->cross[2 * TOP] };
  part_end_tick (&self->whole, &self->all);
  for (int b = 0; b < TOP; b++)
    part_end_tick (&self->part[b],
        &(MstStereoSums){ self->square[2 * b], self->square[2 * b + 1],
            self->cross[2 * b] });
  part_end_tick (&self->part[TOP], &self->top);
  self->square = self->cross = (Lanes){ 0.0 };
  self->all = self->top = (MstStereoSums){ 0.0 };
}

static double
of_part (const MstCorrelationPart *self)
{
  const double *powers = self->powers;

  /* Equal sides have a correlation of 1 exactly, whatever roots round to. */
  if (powers[0] == powers[2] && powers[1] == powers[2])
    return 1.0;
  return mst_correlation_of (powers[0], powers[1], powers[2]);
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
  /* A side 100 dB under the other is the rounding of that one. */
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
