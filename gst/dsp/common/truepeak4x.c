/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/truepeak4x.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/kernels.h"
#include "common/vectors.h"

#define PAIRS                                                                  \
  12 /* of taps about a point, at twice; six of them at four times */
#define KERNEL 8          /* pairs that one call of the kernel takes */
#define ROOM (2 * KERNEL) /* coefficients, those beyond PAIRS being 0 */
#define CHUNK 128
#define PAST (2 * ROOM - 1) /* x[i - 15] .. x[i + 16] make the points after i */

struct MstTruePeak4x {
  int factor; /* 4, 2 or 1 */
  int channels;
  float bound;      /* L1 norm of the worst phase */
  float half[ROOM]; /* symmetric: the point half-way */
  float even[ROOM]; /* the points at a quarter and at three are */
  float odd[ROOM];  /* even + odd and even - odd */
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
 * (h(4k + 3) + h(4k + 1)) s / 2 + (h(4k + 3) - h(4k + 1)) d / 2; the one at three
 * quarters has the sign of d turned. */
static void
design (MstTruePeak4x *self)
{
  double half = 0.0, quarter = 0.0;
  int pairs = self->factor == 4 ? PAIRS / 2 : PAIRS;

  for (int k = 0; k < pairs; k++) {
    double near = prototype (4 * k + 1, 4), far = prototype (4 * k + 3, 4);
    double middle =
        prototype (self->factor * k + self->factor / 2, self->factor);
    self->half[k] = (float) middle;
    self->even[k] = (float) (0.5 * (far + near));
    self->odd[k] = (float) (0.5 * (far - near));
    half += 2.0 * fabs (middle);
    quarter += fabs (near) + fabs (far);
  }
  self->bound = (float) (fmax (half, quarter) * 1.0001);
}

MstTruePeak4x *
mst_true_peak_4x_new (double rate, int channels)
{
  MstTruePeak4x *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->factor = rate < 96000.0 ? 4 : rate < 192000.0 ? 2 : 1;
  self->channels = channels;
  self->past = calloc (channels, sizeof (*self->past));
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
  return ROOM;
}

/* d[i] = the sum over k of c[k] (after[i + k] + before[i - k]) */
static void
filter (const float *c, int pairs, float *d, const float *after,
    const float *before, int n)
{
  memset (d, 0, n * sizeof (float));
  for (int k = 0; k < pairs; k += KERNEL, c += KERNEL)
    mst_orc_fir_pairs_f32 (d, after + k, after + k + 4, before - k,
        before - k - 4, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], n);
}

/* The greatest of n magnitudes, as the integers that order alike. */
MST_VECTORS static float
greatest (const float *x, int n)
{
  int32_t bits, best = 0;
  float value;

  for (int i = 0; i < n; i++) {
    memcpy (&bits, x + i, sizeof (bits));
    bits &= 0x7fffffff;
    best = bits > best ? bits : best;
  }
  memcpy (&value, &best, sizeof (value));
  return value;
}

/* The points at one, two and three quarters after each frame, all at once. Of even +
 * odd and even - odd the greater magnitude is |even| + |odd|. */
MST_VECTORS static void
read_quarters (const float *restrict half, const float *restrict even,
    const float *restrict odd, float *restrict peaks, const float *restrict x,
    int n)
{
  float h[PAIRS / 2], e[PAIRS / 2], o[PAIRS / 2];

  memcpy (h, half, sizeof (h));
  memcpy (e, even, sizeof (e));
  memcpy (o, odd, sizeof (o));
  for (int i = 0; i < n; i++) {
    float middle = 0.0f, alike = 0.0f, unlike = 0.0f;
    for (int k = 0; k < PAIRS / 2; k++) {
      float sum = x[i + 1 + k] + x[i - k];
      middle += h[k] * sum;
      alike += e[k] * sum;
      unlike += o[k] * (x[i + 1 + k] - x[i - k]);
    }
    alike = fabsf (alike) + fabsf (unlike);
    middle = fabsf (middle);
    peaks[i] = middle > alike ? middle : alike;
  }
}

/* The greatest magnitude of the points after x[0] .. x[n - 1]. */
static float
read_points (const MstTruePeak4x *self, const float *x, int n)
{
  float peaks[CHUNK];

  if (self->factor == 4)
    read_quarters (self->half, self->even, self->odd, peaks, x, n);
  else
    filter (self->half, PAIRS, peaks, x + 1, x, n);
  return greatest (peaks, n);
}

static float
read_chunk (MstTruePeak4x *self, int channel, const float *in, int n,
    float floor)
{
  float x[PAST + CHUNK];
  float *past = self->past[channel];
  float peak = 0.0f;

  memcpy (x, past, sizeof (self->past[channel]));
  memcpy (x + PAST, in, n * sizeof (float));
  memcpy (past, x + n, sizeof (self->past[channel]));
  if (greatest (x, PAST + n) * self->bound > floor)
    peak = read_points (self, x + ROOM - 1, n);
  return peak > floor ? peak : floor;
}

float
mst_true_peak_4x_max (MstTruePeak4x *self, int channel, const float *in, int n,
    float floor)
{
  if (self->factor == 1)
    return floor;
  for (int i = 0, span; i < n; i += span) {
    span = n - i < CHUNK ? n - i : CHUNK;
    floor = read_chunk (self, channel, in + i, span, floor);
  }
  return floor;
}
