/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "levels.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"

void
mst_imager_levels_reset (MstImagerLevels *self)
{
  self->pace.line = 0;
  self->sums = (MstStereoSums){ 0.0 };
  mst_imager_window_clear (&self->window, self->pace.steps);
}

static bool
end_line (MstImagerLevels *self)
{
  if (++self->pace.line < self->pace.lines)
    return false;
  self->pace.line = 0;
  mst_imager_window_push (&self->window, self->sums.left, self->sums.right,
      self->sums.cross);
  self->sums = (MstStereoSums){ 0.0 };
  return true;
}

/* A line that came in one piece need not be put together. */
bool
mst_imager_levels_take (MstImagerLevels *self, const float *left,
    const float *right, int n, int at)
{
  if (n == MST_GRID) {
    mst_stereo_sums_add (&self->sums, left, right, MST_GRID);
  } else {
    memcpy (self->line[0] + at, left, n * sizeof (float));
    memcpy (self->line[1] + at, right, n * sizeof (float));
    if (at + n == MST_GRID)
      mst_stereo_sums_add (&self->sums, self->line[0], self->line[1], MST_GRID);
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
