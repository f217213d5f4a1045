/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ramp.h"

#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/vectors.h"

#define CHUNK 256 /* frames at once; nothing depends on it */

void
mst_ramp_advance_db (MstRamp *ramp, MstSmooth *smooth, double share,
    double epsilon)
{
  double before;

  if (mst_smooth_settled (smooth) && ramp->step == 0.0)
    return; /* it stands where it arrived */
  before = mst_from_db (smooth->value);
  *ramp = mst_ramp_hold (before);
  if (mst_smooth_settled (smooth))
    return;
  mst_smooth_advance (smooth, share, epsilon);
  *ramp = mst_ramp_between (before, mst_from_db (smooth->value));
}

static MST_VECTORS (void, write,
    (double from, double step, float *restrict out, int n, int at),
    (from, step, out, n, at))
{
  for (int i = 0; i < n; i++)
    out[i] = (float) (from + step * (at + i + 1));
}

static void
fill (float *out, float value, int n)
{
  for (int i = 0; i < n; i++)
    out[i] = value;
}

void
mst_ramp_write (const MstRamp *ramp, float *out, int n, int at)
{
  if (ramp->step == 0.0)
    fill (out, (float) (ramp->at + 0.0),
        n); /* -0 becomes 0, as it does below */
  else
    write (ramp->at, ramp->step, out, n, at);
}

void
mst_ramp_multiply (const MstRamp *ramp, float *const planes[], int channels,
    int n, int at)
{
  float gains[CHUNK];

  if (mst_ramp_is (ramp, 1.0))
    return;
  if (ramp->step == 0.0) {
    for (int c = 0; c < channels; c++)
      mst_orc_scale_f32 (planes[c], (float) ramp->at, n);
    return;
  }
  for (int i = 0, chunk; i < n; i += chunk) {
    chunk = n - i < CHUNK ? n - i : CHUNK;
    mst_ramp_write (ramp, gains, chunk, at + i);
    for (int c = 0; c < channels; c++)
      mst_orc_mul_f32 (planes[c] + i, gains, chunk);
  }
}
