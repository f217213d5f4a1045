/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "levels.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/vectors.h"

#define LANES 16 /* as many sums over frames on every machine */

typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float))));

void
mst_imager_levels_reset (MstImagerLevels *self)
{
  self->pace.line = 0;
  self->squares[0] = self->squares[1] = self->products = 0.0;
  mst_imager_window_clear (&self->window, self->pace.steps);
}

/* Measures a whole line. The lanes have names, for gcc makes sixteen scalars of
 * an array of sums. */
static MST_VECTORS (void, measure,
    (MstImagerLevels *restrict self, const float *restrict left,
        const float *restrict right),
    (self, left, right))
{
  Lanes squares = { 0 }, others = { 0 }, products = { 0 };
  double sums[3] = { 0 };

  for (int i = 0; i < MST_GRID; i += LANES) {
    Lanes l, r;
    memcpy (&l, left + i, sizeof (l));
    memcpy (&r, right + i, sizeof (r));
    squares += l * l;
    others += r * r;
    products += l * r;
  }
  for (int k = 0; k < LANES; k++) {
    sums[0] += squares[k];
    sums[1] += others[k];
    sums[2] += products[k];
  }
  self->squares[0] += sums[0];
  self->squares[1] += sums[1];
  self->products += sums[2];
}

static bool
end_line (MstImagerLevels *self)
{
  if (++self->pace.line < self->pace.lines)
    return false;
  self->pace.line = 0;
  mst_imager_window_push (&self->window, self->squares[0], self->squares[1],
      self->products);
  self->squares[0] = self->squares[1] = self->products = 0.0;
  return true;
}

/* A line that came in one piece need not be put together. */
bool
mst_imager_levels_take (MstImagerLevels *self, const float *left,
    const float *right, int n, int at)
{
  if (n == MST_GRID) {
    measure (self, left, right);
  } else {
    memcpy (self->line[0] + at, left, n * sizeof (float));
    memcpy (self->line[1] + at, right, n * sizeof (float));
    if (at + n == MST_GRID)
      measure (self, self->line[0], self->line[1]);
  }
  return at + n == MST_GRID && end_line (self);
}

double
mst_imager_levels_correlation (const MstImagerLevels *self)
{
  const MstImagerWindow *window = &self->window;
  double power = window->a * window->b;

  return power > 0.0 ? fmin (fmax (window->c / sqrt (power), -1.0), 1.0) : 0.0;
}

double
mst_imager_levels_side (const MstImagerLevels *self)
{
  const MstImagerWindow *window = &self->window;
  double both = window->a + window->b;
  double side = both - 2.0 * window->c, middle = both + 2.0 * window->c;

  return side > 0.0 ? 0.5 * mst_to_db (side / fmax (middle, 1e-300))
                    : -INFINITY;
}
