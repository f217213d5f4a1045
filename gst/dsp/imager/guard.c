/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "guard.h"

#include <math.h>
#include <string.h>

#define WINDOW_SECONDS 0.3
#define STEP_SECONDS 0.01
#define SILENT 1e-20 /* a mean power: below, there is no sound */
#define MOST 0.999   /* the highest correlation that can be kept */

MstImagerPace
mst_imager_pace (double rate)
{
  MstImagerPace pace = { 1, 1, 0 };
  double steps;

  if (rate * STEP_SECONDS > MST_GRID)
    pace.lines = (int) (rate * STEP_SECONDS / MST_GRID + 0.5);
  steps = floor (WINDOW_SECONDS * rate / (pace.lines * MST_GRID) + 0.5);
  pace.steps = (int) fmax (steps, 2.0);
  return pace;
}

void
mst_imager_window_clear (MstImagerWindow *self, int steps)
{
  memset (self, 0, sizeof (*self));
  self->fold.length = self->side.length = self->cross.length = steps;
}

void
mst_imager_window_push (MstImagerWindow *self, double fold, double side,
    double cross)
{
  self->a = mst_sliding_sum_push (&self->fold, fold);
  self->b = mst_sliding_sum_push (&self->side, side);
  self->c = mst_sliding_sum_push (&self->cross, cross);
}

/* Finds g^2 B at which the correlation is r, the root of
 *
 *   (1 - r^2) x^2 - 2 A (1 + r^2 - 2 r^2 c) x + (1 - r^2) A^2 = 0,
 *
 * c = C^2 / (A B), that has the sign of r. */
static double
side_for_correlation (double a, double b, double c, double r)
{
  double q = r * r, rho = fmin (c * c / (a * b), 1.0);
  double half = (1.0 + q - 2.0 * q * rho) / (1.0 - q);
  double root = sqrt (fmax (half * half - 1.0, 0.0));

  return a * (r >= 0.0 ? 1.0 / (half + root) : half + root);
}

double
mst_imager_guard_gain (double a, double b, double c, double correlation,
    double loss)
{
  double most;

  if (b <= SILENT)
    return 1.0;
  if (a <= SILENT * 1e-10 || a <= b * 1e-15)
    return 0.0;
  most = a * (pow (10.0, loss / 10.0) - 1.0);
  if (correlation > -MOST)
    most =
        fmin (most, side_for_correlation (a, b, c, fmin (correlation, MOST)));
  return most >= b ? 1.0 : sqrt (most / b);
}

void
mst_imager_guard_clear (MstImagerGuard *self, int steps)
{
  self->sums = (MstImagerSums){ 0 };
  for (int b = 0; b < MST_IMAGER_MAX_BANDS; b++) {
    mst_imager_window_clear (&self->windows[b], steps);
    self->wanted[b] = 1.0;
  }
}

void
mst_imager_guard_step (MstImagerGuard *self, const double *widths, int bands,
    double correlation, double loss)
{
  for (int b = 0; b < bands; b++) {
    MstImagerWindow *window = &self->windows[b];
    double w = widths[b];

    mst_imager_window_push (window, self->sums.fold[b], self->sums.side[b],
        self->sums.cross[b]);
    self->wanted[b] = mst_imager_guard_gain (window->a, w * w * window->b,
        w * window->c, correlation, loss);
  }
  for (int b = bands; b < MST_IMAGER_MAX_BANDS; b++)
    self->wanted[b] = self->wanted[bands - 1];
  self->sums = (MstImagerSums){ 0 };
}
