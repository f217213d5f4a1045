/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "truepeak4x.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/firpairs.h"
#include "dsp/common/fir/magnitude.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"

#define PAIRS 12        /* of taps about a point, at twice */
#define FEW (PAIRS / 2) /* at four times */
#define CHUNK 128
#define PAST                                                                   \
  (2 * PAIRS - 1) /* x[i - 11] .. x[i + 12] make the points after i */

struct MstTruePeak4x {
  int factor; /* 4, 2 or 1 */
  int channels;
  float bound;       /* L1 norm of the worst phase */
  float half[PAIRS]; /* symmetric: the point half-way */
  float even[FEW];   /* the points at a quarter and at three are */
  float odd[FEW];    /* even + odd and even - odd */
  float (*past)[PAST];
};

/* The prototype at m taps from its centre: 49 in all, at four times or two. */
static double
prototype (int m, int factor)
{
  double t = M_PI * m / factor;

  return (m == 0 ? 1.0 : sin (t) / t) * 0.5 * (1.0 + cos (M_PI * m / 24.0));
}

/* With s and d the sum and difference of the samples k + 1 after and k before,
 * the point at a quarter is the sum of h(4k + 3) after + h(4k + 1) before =
 * (h(4k + 3) + h(4k + 1)) s / 2 + (h(4k + 3) - h(4k + 1)) d / 2; the one at
 * three quarters has the sign of d turned. */
static void
design (MstTruePeak4x *self)
{
  double half = 0.0, quarter = 0.0;
  int pairs = self->factor == 4 ? FEW : PAIRS;

  for (int k = 0; k < pairs; k++) {
    double near = prototype (4 * k + 1, 4), far = prototype (4 * k + 3, 4);
    double middle =
        prototype (self->factor * k + self->factor / 2, self->factor);
    self->half[k] = (float) middle;
    half += 2.0 * fabs (middle);
    if (self->factor == 2)
      continue;
    self->even[k] = (float) (0.5 * (far + near));
    self->odd[k] = (float) (0.5 * (far - near));
    quarter += fabs (near) + fabs (far);
  }
  self->bound = (float) (fmax (half, quarter) * 1.0001);
}

MstTruePeak4x *
mst_true_peak_4x_new (double rate, int channels)
{
  MstTruePeak4x *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->factor = rate < 96000.0 ? 4 : rate < 192000.0 ? 2 : 1;
  self->channels = channels;
  self->past = mst_object_new ((size_t) channels * sizeof (*self->past));
  if (!self->past) {
    free (self);
    return NULL;
  }
  if (self->factor > 1)
    design (self);
  return self;
}

void
mst_true_peak_4x_free (MstTruePeak4x *self)
{
  if (!self)
    return;
  free (self->past);
  free (self);
}

void
mst_true_peak_4x_reset (MstTruePeak4x *self)
{
  memset (self->past, 0, self->channels * sizeof (*self->past));
}

int
mst_true_peak_4x_delay (const MstTruePeak4x *self)
{
  return PAIRS;
}

/* The points at a quarter and at three are even + odd and even - odd; the
 * greater magnitude of the two is |even| + |odd|. */
static MST_VECTORS (void, read_four,
    (const MstTruePeak4x *self, const float *restrict x, float *restrict peaks,
        int n),
    (self, x, peaks, n))
{
  const float *h = self->half, *e = self->even, *o = self->odd;

  for (int i = 0; i < n; i++) {
    float half = 0.0f, even = 0.0f, odd = 0.0f;

#pragma GCC unroll 6
    for (int k = 0; k < FEW; k++) {
      float sum = x[i + 1 + k] + x[i - k], difference = x[i + 1 + k] - x[i - k];

      half += h[k] * sum;
      even += e[k] * sum;
      odd += o[k] * difference;
    }
    even = fabsf (even) + fabsf (odd);
    half = fabsf (half);
    peaks[i] = half > even ? half : even;
  }
}

static float
read_chunk (MstTruePeak4x *self, int channel, const float *in, int n,
    float floor)
{
  float x[PAST + CHUNK], peaks[CHUNK] = { 0 };
  const float *first = x + PAIRS - 1;
  float *past = self->past[channel];
  float peak;

  memcpy (x, past, sizeof (self->past[channel]));
  memcpy (x + PAST, in, n * sizeof (float));
  memcpy (past, x + n, sizeof (self->past[channel]));
  if (self->factor == 4)
    read_four (self, first, peaks, n);
  else
    mst_fir_pairs (peaks, self->half, PAIRS, first + 1, first, n);
  peak = mst_greatest (peaks, n);
  return peak > floor ? peak : floor;
}

/* True if no point of n frames exceeds `floor`; then they become the past. */
static int
skip (MstTruePeak4x *self, int channel, const float *in, int n, float floor)
{
  float *past = self->past[channel];

  if (n < PAST ||
      fmaxf (mst_greatest (past, PAST), mst_greatest (in, n)) * self->bound >
          floor)
    return 0;
  memcpy (past, in + n - PAST, sizeof (self->past[channel]));
  return 1;
}

float
mst_true_peak_4x_max (MstTruePeak4x *self, int channel, const float *in, int n,
    float floor)
{
  if (self->factor == 1 || skip (self, channel, in, n, floor))
    return floor;
  for (int i = 0, span; i < n; i += span) {
    span = n - i < CHUNK ? n - i : CHUNK;
    if (!skip (self, channel, in + i, span, floor))
      floor = read_chunk (self, channel, in + i, span, floor);
  }
  return floor;
}
