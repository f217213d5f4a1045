/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ramp.h - a value that goes straight from one line of the grid to the next.
 *
 * A parameter is smoothed in steps of the grid (smooth.h); a ramp says what it
 * is at each frame between two lines. It is known from its place alone, so that
 * a call may begin and end anywhere on it.
 */
#ifndef MST_RAMP_H
#define MST_RAMP_H

#include <stdbool.h>

#include "grid.h"
#include "smooth.h"

/** Frame i behind the line has the value at + step (i + 1). */
typedef struct {
  double at;
  double step;
} MstRamp;

/** A ramp that stands still. */
static inline MstRamp
mst_ramp_hold (double value)
{
  return (MstRamp){ value, 0.0 };
}

/** A ramp that arrives at `to` with the last of so many frames. */
static inline MstRamp
mst_ramp_over (double from, double to, int frames)
{
  return (MstRamp){ from, (to - from) / frames };
}

/** The same, by the next line. */
static inline MstRamp
mst_ramp_between (double from, double to)
{
  return mst_ramp_over (from, to, MST_GRID);
}

/** The value of frame `at`. */
static inline double
mst_ramp_at (const MstRamp *ramp, int at)
{
  return ramp->at + ramp->step * (at + 1);
}

/** True if it stands still at `value`. */
static inline bool
mst_ramp_is (const MstRamp *ramp, double value)
{
  return ramp->step == 0.0 && ramp->at == value;
}

/** True if it stands still where `smooth` has arrived. */
static inline bool
mst_ramp_rests (const MstRamp *ramp, const MstSmooth *smooth)
{
  return mst_smooth_settled (smooth) && mst_ramp_is (ramp, smooth->value);
}

/** On a line: takes a step of smoothing, and runs along it. */
static inline void
mst_ramp_advance (MstRamp *ramp, MstSmooth *smooth, double share,
    double epsilon)
{
  double before = smooth->value;

  *ramp = mst_ramp_hold (before);
  if (mst_smooth_settled (smooth))
    return;
  mst_smooth_advance (smooth, share, epsilon);
  *ramp = mst_ramp_between (before, smooth->value);
}

/** The same where `smooth` is in dB and the ramp is the linear gain. */
void mst_ramp_advance_db (MstRamp *ramp, MstSmooth *smooth, double share,
    double epsilon);

/** out[i] = frame at + i of the ramp */
void mst_ramp_write (const MstRamp *ramp, float *out, int n, int at);

/** planes[c][i] *= frame at + i of the ramp */
void mst_ramp_multiply (const MstRamp *ramp, float *const planes[],
    int channels, int n, int at);

#endif /* MST_RAMP_H */
