/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "signals.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define REACH 4       /* steps on each side, of the quantile and maximum */
#define QUANTILE 0.33 /* of |m| */
#define OF_A_NORMAL 0.42615 /* that quantile of |x| where x is normal */

/* Full scales. So a click of less than -66 dBFS is left alone, and so is what
 * 16 bits make of very soft music. */
#define FLOOR 5e-5

static int
within (int i, int low, int high)
{
  return i < low ? low : i > high ? high : i;
}

void
mst_declick_signals_lay_out (MstDeclickSignals *self, MstArena *arena)
{
  const int steps = self->window / self->step;

  self->e = mst_arena_take (arena, self->window, sizeof (double));
  self->m = mst_arena_take (arena, self->window, sizeof (double));
  self->scale = mst_arena_take (arena, steps, sizeof (double));
  self->level = mst_arena_take (arena, steps, sizeof (double));
  self->lowest = mst_arena_take (arena, steps, sizeof (double));
}

/* --- a histogram of magnitudes, 16 bins to an octave, from 2^-40 up */

#define FIRST_BIN ((127 - 40) * MST_DECLICK_BINS)
#define BIN_SHIFT                                                              \
  19 /* a float's exponent and four bits of its mantissa stay                  \
      */

static int
bin_of (double x)
{
  float magnitude = (float) fabs (x);
  int32_t bits;

  memcpy (&bits, &magnitude, sizeof (bits));
  return within ((bits >> BIN_SHIFT) - FIRST_BIN, 0,
      MST_DECLICK_OCTAVES * MST_DECLICK_BINS - 1);
}

/* The middle of a bin. */
static double
of_bin (int bin)
{
  int32_t bits = (bin + FIRST_BIN) << BIN_SHIFT | 1 << (BIN_SHIFT - 1);
  float magnitude;

  memcpy (&magnitude, &bits, sizeof (magnitude));
  return magnitude;
}

static void
count (MstDeclickSignals *self, const double *x, int n, int by)
{
  for (int i = 0; i < n; i++) {
    int bin = bin_of (x[i]);

    self->bins[bin] += by;
    self->octaves[bin / MST_DECLICK_BINS] += by;
  }
}

/* The magnitude that `below` others are below. */
static double
quantile (const MstDeclickSignals *self, int below)
{
  int octave = 0, bin;

  while (below >= self->octaves[octave])
    below -= self->octaves[octave++];
  bin = octave * MST_DECLICK_BINS;
  while (below >= self->bins[bin])
    below -= self->bins[bin++];
  return of_bin (bin);
}

/* --- scales */

/* The scale of x in steps `first` .. `last`; x is known in low .. high - 1. */
static void
make_scale (MstDeclickSignals *self, const double *x, double *scale, int first,
    int last, int low, int high)
{
  const int steps = self->window / self->step;
  const int from = within (first - REACH, 0, steps - 1);
  const int to = within (last + REACH, 0, steps - 1);
  int counted_from = within ((from - REACH) * self->step, low, high);
  int counted_to = counted_from;

  memset (self->bins, 0, sizeof (self->bins));
  memset (self->octaves, 0, sizeof (self->octaves));
  for (int s = from; s <= to; s++) {
    int start = within ((s - REACH) * self->step, low, high);
    int end = within ((s + REACH + 1) * self->step, start, high);

    count (self, x + counted_to, end - counted_to, 1);
    count (self, x + counted_from, start - counted_from, -1);
    counted_from = start;
    counted_to = end;
    self->lowest[s] = end > start
        ? quantile (self, (int) (QUANTILE * (end - start - 1)))
        : 0.0;
  }
  for (int s = first; s <= last; s++) {
    double most = FLOOR;

    for (int k = within (s - REACH, from, to);
         k <= within (s + REACH, from, to); k++)
      most = fmax (most, self->lowest[k] / OF_A_NORMAL);
    scale[s] = most;
  }
}

/* The taps that give e, which end at the sample itself, and those that give m
 * from e, which begin there. */
static void
make_taps (const double *a, int order, double *forwards, double *matched)
{
  double length = 0.0;

  for (int k = 0; k <= order; k++)
    length += a[k] * a[k];
  for (int k = 0; k <= order; k++) {
    forwards[k] = a[order - k];
    matched[k] = a[k] / sqrt (length);
  }
}

void
mst_declick_signals_matched (const double *x, const double *a, int order, int n,
    double *m)
{
  double e[MST_DECLICK_SIGNALS_MAX + MST_AR_MAX_ORDER];
  double forwards[MST_AR_MAX_ORDER + 1], matched[MST_AR_MAX_ORDER + 1];

  make_taps (a, order, forwards, matched);
  mst_ar_filter (e, x - order, forwards, order + 1, n + order);
  mst_ar_filter (m, e, matched, order + 1, n);
}

void
mst_declick_signals_make (MstDeclickSignals *self, const double *x,
    const double *a, int from, int to)
{
  const int order = self->order, around = 2 * REACH * self->step;
  const int low = within (from - around, order, self->window);
  const int high = within (to + around + order, low, self->window);
  const int first = from / self->step, last = (to - 1) / self->step;
  double forwards[MST_AR_MAX_ORDER + 1], matched[MST_AR_MAX_ORDER + 1];

  make_taps (a, order, forwards, matched);
  mst_ar_filter (self->e + low, x + low - order, forwards, order + 1,
      high - low);
  mst_ar_filter (self->m + low, self->e + low, matched, order + 1,
      high - low - order);
  make_scale (self, self->m, self->scale, first, last, low, high - order);
  make_scale (self, self->e, self->level, first, last, low, high);
}
