/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ramp.h - a smoothed value (smooth.h) between two lines of the grid.
 */
#ifndef MST_RAMP_H
#define MST_RAMP_H

#include <stdbool.h>

#include "grid.h"
#include "smooth.h"

/** What runs straight from one line of the grid to the next: frame i after the
 * line has at + step (i + 1). */
typedef struct {
  double at;
  double step;
} MstRamp;

static inline bool
mst_ramp_is (const MstRamp *ramp, double value)
{
  return ramp->step == 0.0 && ramp->at == value;
}

/** out[i] = frame at + i of the ramp */
static inline void
mst_ramp_write (const MstRamp *ramp, float *out, int at, int n)
{
  for (int i = 0; i < n; i++)
    out[i] = (float) (ramp->at + ramp->step * (at + i + 1));
}

/** plane[i] *= frame at + i of the ramp */
static inline void
mst_ramp_multiply (const MstRamp *ramp, float *plane, int at, int n)
{
  for (int i = 0; i < n; i++)
    plane[i] *= (float) (ramp->at + ramp->step * (at + i + 1));
}

/** A step of smoothing on a line, and the ramp along it. */
static inline void
mst_ramp_advance (MstRamp *ramp, MstSmooth *smooth, double share,
    double epsilon)
{
  ramp->at = smooth->value;
  ramp->step = 0.0;
  if (mst_smooth_settled (smooth))
    return;
  mst_smooth_advance (smooth, share, epsilon);
  ramp->step = (smooth->value - ramp->at) / MST_GRID;
}

#endif /* MST_RAMP_H */
