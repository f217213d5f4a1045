/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/curve.h - the curve of the saturator, at the higher rate.
 *
 *   f (x) = (P (tanh (k x + b)) - P (tanh b)) / (k P' (tanh b) (1 - tanh^2 b))
 *
 * for a drive k and a bias b. Its slope is 1 at 0, where it passes through 0.
 * The result is m (f (x) - x), the difference that the curve makes; or, where
 * the curve adds to the sound, m (1 - 1/g) f (x) for the drive's gain g.
 */
#ifndef MST_SATURATOR_CURVE_H
#define MST_SATURATOR_CURVE_H

#include "table.h"

/** The numbers that make the curve. */
enum {
  MST_CURVE_DRIVE,  /* k / 2 */
  MST_CURVE_BIAS,   /* b / 2 */
  MST_CURVE_LAG,    /* k / 2 times that of the hysteresis */
  MST_CURVE_OFFSET, /* P (tanh b) */
  MST_CURVE_SCALE,  /* m, or m (1 - 1/g), over k times the slope at b */
  MST_CURVE_MIX,    /* m */
  MST_CURVE_LESS,   /* m, or 0 */
  MST_CURVE_TERMS,  /* P's */
  MST_CURVE_SIZE = MST_CURVE_TERMS + MST_SATURATOR_TERMS,
};

typedef struct {
  float v[MST_CURVE_SIZE];
} MstSaturatorCurve;

/** The curve for a gain of `drive` [dB] before it. The lower that is, the less
 * of it counts, and none at 0. `adds`, 0 to 1, goes from the first of the
 * results above to the second. */
MstSaturatorCurve mst_saturator_curve_design (const double *terms, double lag,
    double adds, double drive, double bias, double mix);

/** True if it makes no difference. */
int mst_saturator_curve_is_off (const MstSaturatorCurve *curve);

/** x[.][i] = m (f (x[.][i] - lag behind[.][i]) - x[.][i]), of n samples in
 * either half (oversample.h); `behind` may be NULL: zeros. */
void mst_saturator_curve_run (const MstSaturatorCurve *curve,
    float *const behind[2], float *const x[2], int n);

#endif /* MST_SATURATOR_CURVE_H */
