/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither/shaper.h - dither with its errors fed back.
 *
 *   w[n] = x[n] + a1 e[n - 1] + a2 e[n - 2] + ...      in steps
 *   q[n] = w[n] + noise[n], to the nearest whole number
 *   e[n] = q[n] - w[n]
 *
 * so that q = x + A e: noise of the spectrum |A|^2. |e| is at most 1.5 whatever
 * x is, for q is held inside the range of the word only after e is taken: the
 * loop cannot overflow, wind up or become unstable.
 *
 * Two channels side by side, since a frame has to wait for the one before.
 */
#ifndef MST_DITHER_SHAPER_H
#define MST_DITHER_SHAPER_H

#include "dsp/common/vector/pairs.h"
#include "curve.h"
#include "noise.h"

#define MST_DITHER_SHAPER_MOST 128 /* frames at a time */

/** The state of two channels; all zeroes to begin with. */
typedef struct {
  MstPair e; /* the last error */
  /* sum[k]: what older errors add k + 1 frames from now, all but a1 e */
  MstPair sum[MST_DITHER_MAX_ORDER];
} MstDitherShaper;

/** Makes words of n <= MST_DITHER_SHAPER_MOST frames, in place; `right` may be
 * NULL.
 * `order` is 5, 9 or 12: the length of the curves. */
void mst_dither_shape (MstDitherShaper *self, const double *a, int order,
    MstDitherWord word, const MstDitherKey keys[2], uint32_t frame, float *left,
    float *right, int n);

#endif /* MST_DITHER_SHAPER_H */
