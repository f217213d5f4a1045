/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/ballistics.h"

#include <math.h>

#include "mst-orc-common.h"

#define NOTHING 1e-6 /* dB: a gain of 1 - 1e-7, the last bit of a float */

void
mst_curve_design (MstCurve *curve, double threshold, double ratio, double knee)
{
  double width = fmax (knee, 1e-3);

  curve->start = (float) (threshold - width / 2.0);
  curve->width = (float) width;
  curve->half = (float) (0.5 / width);
  curve->slope = (float) (1.0 - 1.0 / ratio);
}

void
mst_curve_run (const MstCurve *curve, float *x, int n)
{
  mst_orc_knee_f32 (x, curve->start, curve->width, curve->half, curve->slope,
      n);
}

static double
one_pole (double rate, double ms)
{
  return ms > 0.0 ? exp (-1.0 / (ms * 1e-3 * rate)) : 0.0;
}

void
mst_times_design (MstTimes *times, double rate, double attack, double release)
{
  times->attack = one_pole (rate, attack);
  times->release = one_pole (rate, release);
}

void
mst_ballistics_run (MstBallistics *self, const MstTimes *times, float *x, int n)
{
  double held = self->held, smooth = self->smooth;

  for (int i = 0; i < n; i++) {
    double in = x[i];
    double falling = in + times->release * (held - in);

    held = in > falling ? in : falling;
    smooth = held + times->attack * (smooth - held);
    if (smooth < NOTHING)
      smooth = 0.0;
    x[i] = (float) smooth;
  }
  self->held = held;
  self->smooth = smooth;
}
