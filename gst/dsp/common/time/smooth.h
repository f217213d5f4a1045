/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * smooth.h - a parameter that glides to where it was set.
 *
 * Two one-pole filters in a row, in steps of MST_GRID frames: the glide starts
 * and ends without a kink. Where steps would be heard, a ramp (ramp.h) goes
 * from one to the next. Near the target the value snaps to it, so that
 * "settled" is a fact and a neutral stage can be skipped.
 */
#ifndef MST_SMOOTH_H
#define MST_SMOOTH_H

#include <math.h>
#include <stdbool.h>

#include "grid.h"

#define MST_SMOOTH_MS 20.0 /* time constant of each of the two */

typedef struct {
  double value;
  double middle; /* after the first pole */
  double target;
} MstSmooth;

/** The share of its state that a pole of `ms` keeps from frame to frame; a pole
 * of 0 ms keeps nothing. */
static inline double
mst_decay (double ms, double rate)
{
  return ms > 0.0 ? exp (-1.0 / (ms * 1e-3 * rate)) : 0.0;
}

/** The share of the way that a pole at `hz` covers in a frame. */
static inline double
mst_share_of_hz (double hz, double rate)
{
  return 1.0 - exp (-2.0 * M_PI * hz / rate);
}

/** The share of the way that one grid step covers at `rate`. */
static inline double
mst_smooth_share (double rate)
{
  return 1.0 - mst_decay (MST_SMOOTH_MS, rate / MST_GRID);
}

static inline void
mst_smooth_snap (MstSmooth *self, double target)
{
  self->value = self->middle = self->target = target;
}

static inline bool
mst_smooth_settled (const MstSmooth *self)
{
  return self->value == self->target && self->middle == self->target;
}

/** Takes one step of the grid. A rest of `epsilon` or less is taken at once. */
static inline void
mst_smooth_advance (MstSmooth *self, double share, double epsilon)
{
  self->middle += share * (self->target - self->middle);
  self->value += share * (self->middle - self->value);
  if (fabs (self->target - self->value) <= epsilon &&
      fabs (self->target - self->middle) <= epsilon)
    self->value = self->middle = self->target;
}

#endif /* MST_SMOOTH_H */
