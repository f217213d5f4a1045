/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Interpolation by halves. The first stage finds the point half-way between
 * two samples; it alone needs a steep filter: 80 taps, flat to 0.47 of the
 * rate. The stream of samples and halves is then oversampled twice, so that
 * ten taps give the quarters, and six the eighths. All are linear-phase, so
 * taps at equal distances share a coefficient. That is 62 multiplications a
 * frame for seven points, where eight phases of 80 taps are 560 (the cascade:
 * Crochiere & Rabiner, Multirate Digital Signal Processing, 1983, ch. 5; the
 * window: Kaiser & Schafer 1980).
 *
 * A little past 400 lines: the points, the bounds that let most of them be left
 * out, and the searches that rely on the bounds are one argument.
 */
#include "truepeak.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/firpairs.h"
#include "dsp/common/fir/halfband.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/fir/magnitude.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"

/* Pairs of taps, and the Kaiser beta that suits their transition band. */
#define HALF_PAIRS 40
#define HALF_BETA 6.0
#define QUARTER_PAIRS 5
#define QUARTER_BETA 7.0
#define EIGHTH_PAIRS 3
#define EIGHTH_BETA 5.8

/* Frame j's points need x[j - BEFORE] .. x[j + AHEAD]: halves up to three
 * frames away (read_points()), and the taps of these. */
#define BEFORE (HALF_PAIRS + 2)
#define AHEAD (HALF_PAIRS + 3)
#define PAST (BEFORE + AHEAD)
_Static_assert(PAST == MST_TRUE_PEAK_PAST, "the header tells it");

#define CHUNK 128 /* frames; more than PAST, see design_bounds() */
#define MARGIN 3
#define POINTS 8

/* The points of the frames of a chunk, from a few frames before on. */
typedef struct {
  float x[PAST + CHUNK];
  float planes[POINTS][MARGIN + CHUNK + MARGIN];
  const float *z[POINTS + 1]; /* [p][j]: j + p / 8; [0] and [8] are samples */
} Points;

struct MstTruePeak {
  int step; /* eighths of a frame from point to point: 1 or 2; 8: no points */
  int channels;
  float bound, near_bound; /* see design_bounds() */
  float half[HALF_PAIRS];
  float quarter[QUARTER_PAIRS];
  float eighth[EIGHTH_PAIRS];
  float (*past)[PAST]; /* of each channel, the newest last */
};

/* d[i] = the point half-way from x[i] to x[i + 1] */
static void
read_halves (const MstTruePeak *self, float *d, const float *x, int n)
{
  memset (d, 0, n * sizeof (float));
  mst_fir_pairs (d, self->half, HALF_PAIRS, x + 1, x, n);
}

/* d[i] = the point half-way from a[i] to b[i]. What follows b is a[i + 1],
 * and so on in turn. */
static MST_VECTORS (void, read_quarters,
    (const float *restrict c, float *restrict d, const float *restrict a,
        const float *restrict b, int n),
    (c, d, a, b, n))
{
  for (int i = 0; i < n; i++)
    d[i] = c[0] * (a[i] + b[i]) + c[1] * (a[i + 1] + b[i - 1]) +
        c[2] * (a[i - 1] + b[i + 1]) + c[3] * (a[i + 2] + b[i - 2]) +
        c[4] * (a[i - 2] + b[i + 2]);
}

/* The halves of n <= CHUNK frames, and of the few next to them that others are
 * made of. points->x must be there; the quarters may follow. */
static void
read_points (const MstTruePeak *self, Points *points, int n)
{
  const float *x = points->x + BEFORE;
  float *z[POINTS];

  points->z[0] = x;
  points->z[POINTS] = x + 1;
  for (int p = 1; p < POINTS; p++)
    points->z[p] = z[p] = points->planes[p] + MARGIN;
  read_halves (self, z[4] - MARGIN, x - MARGIN, n + 2 * MARGIN);
}

static void
fill_quarters (const MstTruePeak *self, Points *points, int n)
{
  const float *x = points->z[0], *half = points->z[4];
  float *first = points->planes[2] + MARGIN, *last = points->planes[6] + MARGIN;

  read_quarters (self->quarter, first - 1, x - 1, half - 1, n + 2);
  read_quarters (self->quarter, last - 1, half - 1, x, n + 1);
}

/* The point half-way between the middle two of six in a row. */
static inline float
eighth (const float *c, float before2, float before1, float before,
    float behind, float behind1, float behind2)
{
  return c[0] * (before + behind) + c[1] * (before1 + behind1) +
      c[2] * (before2 + behind2);
}

/* The top of the curve between the points is not missed: about a point y, with
 * neighbours at the same distance, the parabola through the three is nowhere
 * near y above |y| + |y[+1] - y[-1]| / 8, and this is at most 1 / 32 of the
 * parabola's curvature above it. See docs/stages/limiter.md. */
static inline float
top (float before, float y, float behind)
{
  return fabsf (behind - before) * 0.125f + fabsf (y);
}

static inline float
greater (float a, float b)
{
  return a > b ? a : b;
}

/* Reads the tops from x and the planes of quarters z2, z4, z6. The eighths
 * between them go straight into the tops. */
static MST_VECTORS (void, read_tops_of_eighths,
    (const float *restrict c, const float *restrict x, const float *restrict z2,
        const float *restrict z4, const float *restrict z6,
        float *restrict peaks, int n),
    (c, x, z2, z4, z6, peaks, n))
{
  for (int i = 0; i < n; i++) {
    float last =
        eighth (c, z2[i - 1], z4[i - 1], z6[i - 1], x[i], z2[i], z4[i]);
    float z1 = eighth (c, z4[i - 1], z6[i - 1], x[i], z2[i], z4[i], z6[i]);
    float z3 = eighth (c, z6[i - 1], x[i], z2[i], z4[i], z6[i], x[i + 1]);
    float z5 = eighth (c, x[i], z2[i], z4[i], z6[i], x[i + 1], z2[i + 1]);
    float z7 = eighth (c, z2[i], z4[i], z6[i], x[i + 1], z2[i + 1], z4[i + 1]);
    float peak = greater (top (last, x[i], z1), top (x[i], z1, z2[i]));

    peak = greater (peak, top (z1, z2[i], z3));
    peak = greater (peak, top (z2[i], z3, z4[i]));
    peak = greater (peak, top (z3, z4[i], z5));
    peak = greater (peak, top (z4[i], z5, z6[i]));
    peak = greater (peak, top (z5, z6[i], z7));
    peaks[i] = greater (peak, top (z6[i], z7, x[i + 1]));
  }
}

/* The same without eighths. */
static MST_VECTORS (void, read_tops_of_quarters,
    (const float *restrict x, const float *restrict z2,
        const float *restrict z4, const float *restrict z6,
        float *restrict peaks, int n),
    (x, z2, z4, z6, peaks, n))
{
  for (int i = 0; i < n; i++) {
    float peak =
        greater (top (z6[i - 1], x[i], z2[i]), top (x[i], z2[i], z4[i]));

    peak = greater (peak, top (z2[i], z4[i], z6[i]));
    peaks[i] = greater (peak, top (z4[i], z6[i], x[i + 1]));
  }
}

static void
read_tops (const MstTruePeak *self, const Points *points, float *peaks, int n)
{
  const float *const *z = points->z;

  if (self->step == 1)
    read_tops_of_eighths (self->eighth, z[0], z[2], z[4], z[6], peaks, n);
  else
    read_tops_of_quarters (z[0], z[2], z[4], z[6], peaks, n);
}

/* Writes the planes of eighths, for callers that need more than the tops. */
static void
read_eighths (const MstTruePeak *self, Points *points, int n)
{
  for (int p = 1; p < POINTS; p += 2)
    for (int i = p == 7 ? -1 : 0; i < n; i++) {
      float row[6];
      for (int k = 0; k < 6; k++) {
        int at = p - 5 + 2 * k; /* eighths after frame i */
        row[k] =
            points->z[(at + POINTS) % POINTS][i + (at + POINTS) / POINTS - 1];
      }
      points->planes[p][MARGIN + i] =
          eighth (self->eighth, row[0], row[1], row[2], row[3], row[4], row[5]);
    }
}

/* The L1 norm of what read_tops() makes of `points`, whose samples and halves
 * are there, for the worst point `p`: what an impulse leaves there, over all
 * frames. */
static double
norm_at (const MstTruePeak *self, const Points *points, int p)
{
  const float *y = points->z[p], *after = points->z[p + self->step];
  const float *before =
      p > 0 ? points->z[p - self->step] : points->z[POINTS - self->step] - 1;
  double sum = 0.0;

  for (int j = 0; j < CHUNK; j++)
    sum += fabs (y[j]) + 0.125 * fabs (after[j] - before[j]);
  return sum;
}

static void
fill_all (const MstTruePeak *self, Points *points)
{
  fill_quarters (self, points, CHUNK);
  if (self->step == 1)
    read_eighths (self, points, CHUNK);
}

/* No peak exceeds `bound` times the greatest sample, nor `near_bound` times the
 * greatest of the samples and halves about it. The excess is for rounding. */
static void
design_bounds (MstTruePeak *self)
{
  Points of_sample, of_half;
  double bound = 1.0, near_bound = 1.0;

  memset (&of_sample, 0, sizeof (of_sample));
  of_sample.x[BEFORE + CHUNK / 2] = 1.0f;
  read_points (self, &of_sample, CHUNK);
  fill_all (self, &of_sample);
  for (int p = 0; p < POINTS; p += self->step)
    bound = fmax (bound, norm_at (self, &of_sample, p));

  memset (of_sample.planes, 0, sizeof (of_sample.planes));
  fill_all (self, &of_sample);
  memset (&of_half, 0, sizeof (of_half));
  read_points (self, &of_half, CHUNK);
  of_half.planes[4][MARGIN + CHUNK / 2] = 1.0f;
  fill_all (self, &of_half);
  for (int p = 0; p < POINTS; p += self->step)
    near_bound = fmax (near_bound,
        norm_at (self, &of_sample, p) + norm_at (self, &of_half, p));
  self->bound = (float) (bound * 1.0001);
  self->near_bound = (float) (near_bound * 1.0001);
}

static int
step_for_rate (double rate)
{
  return rate < 96000.0 ? 1 : rate < 384000.0 ? 2 : POINTS;
}

MstTruePeak *
mst_true_peak_new (double rate, int channels)
{
  MstTruePeak *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->step = step_for_rate (rate);
  self->channels = channels;
  self->past = mst_object_new ((size_t) channels * sizeof (*self->past));
  if (!self->past) {
    free (self);
    return NULL;
  }
  mst_half_band_design (self->half, HALF_PAIRS, HALF_BETA);
  mst_half_band_design (self->quarter, QUARTER_PAIRS, QUARTER_BETA);
  mst_half_band_design (self->eighth, EIGHTH_PAIRS, EIGHTH_BETA);
  if (self->step < POINTS)
    design_bounds (self);
  return self;
}

void
mst_true_peak_free (MstTruePeak *self)
{
  if (!self)
    return;
  free (self->past);
  free (self);
}

void
mst_true_peak_reset (MstTruePeak *self)
{
  memset (self->past, 0, self->channels * sizeof (*self->past));
}

void
mst_true_peak_prime (MstTruePeak *self, int channel, const float *next)
{
  memcpy (self->past[channel], next - PAST, sizeof (*self->past));
}

int
mst_true_peak_delay (const MstTruePeak *self)
{
  return self->step < POINTS ? AHEAD : 0;
}

/* Up to CHUNK frames go into the past. */
static void
push (MstTruePeak *self, int channel, const float *in, int n, Points *points)
{
  float *past = self->past[channel];

  memcpy (points->x, past, sizeof (*self->past));
  memcpy (points->x + PAST, in, n * sizeof (float));
  memcpy (past, points->x + n, sizeof (*self->past));
}

static void
push_unread (MstTruePeak *self, int channel, const float *in, int n)
{
  float *past = self->past[channel];
  int kept = n < PAST ? PAST - n : 0;

  memmove (past, past + PAST - kept, kept * sizeof (float));
  memcpy (past + kept, in + n - (PAST - kept), (PAST - kept) * sizeof (float));
}

/* Writes the tops of n frames; or returns false, if none exceeds `floor`. */
static bool
read_chunk (const MstTruePeak *self, Points *points, float *peaks, int n,
    float floor)
{
  const int about = n + 2 * MARGIN;

  read_points (self, points, n);
  float near = fmaxf (mst_greatest (points->z[0] - MARGIN, about),
      mst_greatest (points->z[4] - MARGIN, about));
  if (self->near_bound * near <= floor)
    return false;
  fill_quarters (self, points, n);
  read_tops (self, points, peaks, n);
  return true;
}

void
mst_true_peak_process_above (MstTruePeak *self, int channel, const float *in,
    float *peaks, int n, float floor)
{
  Points points;

  if (self->step == POINTS) {
    mst_orc_abs_f32 (peaks, in, n);
    return;
  }
  for (int i = 0, span; i < n; i += span) {
    span = n - i < CHUNK ? n - i : CHUNK;
    push (self, channel, in + i, span, &points);
    if (self->bound * mst_greatest (points.x, PAST + span) <= floor ||
        !read_chunk (self, &points, peaks + i, span, floor))
      mst_orc_abs_f32 (peaks + i, points.x + BEFORE, span);
  }
}

void
mst_true_peak_process (MstTruePeak *self, int channel, const float *in,
    float *peaks, int n)
{
  mst_true_peak_process_above (self, channel, in, peaks, n, -1.0f);
}

/* True if the samples alone tell that no peak of n frames exceeds `floor`. */
static bool
is_below (const MstTruePeak *self, int channel, const float *in, int n,
    float floor)
{
  float greatest =
      fmaxf (mst_greatest (self->past[channel], PAST), mst_greatest (in, n));

  return self->bound * greatest <= floor;
}

float
mst_true_peak_max (MstTruePeak *self, int channel, const float *in, int n,
    float floor)
{
  float peaks[CHUNK], best = floor;
  Points points;

  if (self->step == POINTS)
    return fmaxf (floor, mst_greatest (in, n));
  for (int i = 0, span; i < n; i += span) {
    span = n - i < CHUNK ? n - i : CHUNK;
    if (is_below (self, channel, in + i, span, best)) {
      push_unread (self, channel, in + i, span);
      continue;
    }
    push (self, channel, in + i, span, &points);
    if (read_chunk (self, &points, peaks, span, best))
      best = fmaxf (best, mst_greatest (peaks, span));
  }
  return best;
}
