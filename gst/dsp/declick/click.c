/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "click.h"

#include <math.h>
#include <string.h>

#define ORDER MST_DECLICK_ORDER
#define FILL_ORDER MST_DECLICK_FILL_ORDER

#define GAP 8     /* units: a click may be quiet for so long */
#define ABOUT 8   /* samples: the residual of a click is so near its peak */
#define EDGE 2.1  /* scales: where a click ends ... */
#define TAIL 0.05 /* ... or this share of its peak */

/* |m| over |e| is 1 for a single wrong sample, and less than that where the
 * model itself was excited. Where a click stands out very much, its neighbours
 * count too, and 0.7 will do. */
#define ADDITIVE 1.0
#define ADDITIVE_OF_LOUD 0.7
#define LOUD 100.0 /* scales */

#define SILENT 32 /* units of digital silence */

/* The rest of m is ordinary: its mean and greatest square, in scales. */
#define MEAN_LEFT 4.0
#define MOST_LEFT 64.0
/* A great click may leave this share of the square of its peak. */
#define GREAT_LEFT 0.003
#define GREAT_DROP 100.0
/* The energy of m must drop by so much, and the more, the longer the repair is:
 * a long one explains much by itself. */
#define DROP 30.0
#define DROP_PER_SQUARE 0.12

#define ROUNDS 5 /* of growth */

/* The part that is removed must have more than so many times the energy that
 * the repair is uncertain by. */
#define GAIN 3.0
#define LOUDER 1.44 /* times the power around: not to be trusted */
#define VARIANCES 3 /* rounds in which they are estimated */
#define LEAST_VARIANCE 1e-3
#define TRIANGLE 3 /* samples on each side */

static double
energy (const double *x, int n)
{
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sum;
}

/* --- where it is */

static void
find_ends (MstDeclickClick *self, const MstDeclickSignals *signals, int peak,
    int longest, int gap)
{
  const double limit = fmax (EDGE, TAIL * self->peak) * self->scale;
  int low = peak - longest, high = peak + longest;
  int start = peak, end = peak;

  low = low > ORDER ? low : ORDER;
  high = high < signals->window - ORDER ? high : signals->window - ORDER;
  for (int i = peak; i >= low && start - i < gap; i--)
    if (fabs (signals->m[i]) > limit)
      start = i;
  for (int i = peak; i < high && i - end < gap; i++)
    if (fabs (signals->m[i]) > limit)
      end = i;
  self->start = start;
  self->end = end + 1;
}

int
mst_declick_click_measure (MstDeclickClick *self,
    const MstDeclickSignals *signals, double threshold, int at, int to,
    int longest, int unit)
{
  double greatest = 0.0;
  int peak = at, last = at;

  self->scale = mst_declick_signals_scale (signals, at);
  self->level = mst_declick_signals_level (signals, at);
  for (int i = at; i < to && i - last <= GAP * unit && i - at < longest; i++) {
    if (fabs (signals->m[i]) > threshold * self->scale)
      last = i;
    if (fabs (signals->m[i]) > fabs (signals->m[peak]))
      peak = i;
  }
  self->last = last;
  for (int i = peak - ABOUT; i <= peak + ABOUT; i++)
    greatest = fmax (greatest, fabs (signals->e[i]));
  self->peak = fabs (signals->m[peak]) / self->scale;
  self->ratio = fabs (signals->m[peak]) / fmax (greatest, 1e-30);
  find_ends (self, signals, peak, longest, GAP * unit);
  return peak;
}

/* --- what it is */

bool
mst_declick_click_is_additive (const MstDeclickClick *self)
{
  return self->ratio >= (self->peak < LOUD ? ADDITIVE : ADDITIVE_OF_LOUD);
}

/* True if `silent` zeros follow each other in the n samples from x on. */
static bool
has_zeros (const double *x, int n, int silent)
{
  int zeros = 0;

  for (int i = 0; i < n && zeros < silent; i++)
    zeros = x[i] == 0.0 ? zeros + 1 : 0;
  return zeros >= silent;
}

bool
mst_declick_click_touches_silence (const MstDeclickClick *self, const double *x,
    int unit)
{
  const int silent = SILENT * unit;

  return has_zeros (x + self->start - 2 * silent, 2 * silent, silent) ||
      has_zeros (x + self->end, 2 * silent, silent);
}

/* True if the click explains what stands out: without its samples, the rest is
 * ordinary. */
static bool
explains (const MstDeclickClick *self, const MstDeclickSignals *signals,
    MstArFill *fill, const double *x, const double *a, double *work)
{
  const int n = self->end - self->start, around = n + 2 * ORDER;
  const double power = self->scale * self->scale;
  const double none[MST_AR_FILL_MAX] = { 0.0 };
  double m[MST_AR_FILL_MAX + 2 * ORDER];
  double before = energy (signals->m + self->start - ORDER, around);
  double after, most = 0.0;

  memcpy (work, x + self->start - 2 * ORDER,
      (around + 2 * ORDER) * sizeof (double));
  if (!mst_ar_fill (fill, x + self->start, n, a, ORDER, none, none,
          work + 2 * ORDER, NULL))
    return false;
  mst_declick_signals_matched (work + ORDER, a, ORDER, around, m);
  after = energy (m, around);
  for (int i = 0; i < around; i++)
    most = fmax (most, m[i] * m[i]);
  if (before < DROP_PER_SQUARE * n * n * after)
    return false;
  if (self->peak > MST_DECLICK_GREAT && before >= GREAT_DROP * after &&
      most <= GREAT_LEFT * self->peak * self->peak * power)
    return true;
  return after <= MEAN_LEFT * power * around && most <= MOST_LEFT * power &&
      before >= DROP * after;
}

bool
mst_declick_click_explain (MstDeclickClick *self,
    const MstDeclickSignals *signals, MstArFill *fill, const double *x,
    const double *a, int longest, double *work)
{
  for (int round = 0; round < ROUNDS; round++) {
    int step = 2 + (self->end - self->start) / 16;

    if (self->end - self->start > longest || self->start < FILL_ORDER ||
        self->end + FILL_ORDER > signals->window)
      return false;
    if (explains (self, signals, fill, x, a, work))
      return true;
    self->start -= step;
    self->end += 2 * step;
  }
  return false;
}

/* --- what was there before */

void
mst_declick_click_fill_roughly (const MstDeclickClick *self, MstArFill *fill,
    double *x, const double *a)
{
  const double none[MST_AR_FILL_MAX] = { 0.0 };
  const int n = self->end - self->start;
  double s[MST_AR_FILL_MAX], *y = x + self->start;

  if (mst_ar_fill (fill, y, n, a, ORDER, none, none, s, NULL) &&
      energy (s, n) <= energy (y, n))
    memcpy (y, s, n * sizeof (double));
}

/* weight[i] = power / the variance of the click: d^2 and its uncertainty,
 * smoothed, where d is what is removed. */
static void
weigh (const double *y, const double *s, const double *spread, int n,
    double power, double sign, double *weight)
{
  double v[MST_AR_FILL_MAX];

  for (int i = 0; i < n; i++)
    v[i] = (y[i] - s[i]) * (y[i] - s[i]) + sign * power * spread[i];
  for (int i = 0; i < n; i++) {
    double sum = 0.0, weights = 0.0;

    for (int k = -TRIANGLE; k <= TRIANGLE; k++)
      if (i + k >= 0 && i + k < n) {
        double w = TRIANGLE + 1 - fabs ((double) k);
        sum += w * v[i + k];
        weights += w;
      }
    weight[i] = power / fmax (sum / weights, LEAST_VARIANCE * power);
  }
}

/* True if more is removed than the repair is uncertain by. */
static bool
gains (const double *y, const double *s, const double *spread, int n,
    double power)
{
  double removed = 0.0, uncertain = 0.0;

  for (int i = 0; i < n; i++) {
    removed += (y[i] - s[i]) * (y[i] - s[i]);
    uncertain += power * spread[i];
  }
  return removed > GAIN * uncertain;
}

bool
mst_declick_click_fill (const MstDeclickClick *self, MstArFill *fill, double *x,
    const double *a)
{
  const int n = self->end - self->start;
  const double power = self->level * self->level;
  double weight[MST_AR_FILL_MAX] = { 0.0 };
  double s[MST_AR_FILL_MAX], spread[MST_AR_FILL_MAX];
  double *y = x + self->start, around;

  if (!mst_ar_fill (fill, y, n, a, FILL_ORDER, y, weight, s, spread) ||
      !gains (y, s, spread, n, power))
    return false;
  for (int round = 0; round < VARIANCES; round++) {
    weigh (y, s, spread, n, power, round == 0 ? -1.0 : 1.0, weight);
    if (!mst_ar_fill (fill, y, n, a, FILL_ORDER, y, weight, s, spread))
      return false;
  }
  around = (energy (y - FILL_ORDER, FILL_ORDER) + energy (y + n, FILL_ORDER)) /
      (2 * FILL_ORDER);
  if (!(energy (s, n) <= energy (y, n)) &&
      !(energy (s, n) <= LOUDER * n * fmax (around, power)))
    return false;
  memcpy (y, s, n * sizeof (double));
  return true;
}
