/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "midside.h"

#include "vectors.h"

MST_VECTORS (void, mst_mid_side,
    (float *restrict mid, float *restrict side, const float *restrict left,
        const float *restrict right, int n),
    (mid, side, left, right, n))
{
  for (int i = 0; i < n; i++) {
    float l = 0.5f * left[i], r = 0.5f * right[i];
    mid[i] = l + r;
    side[i] = l - r;
  }
}

MST_VECTORS (void, mst_mid_side_gains,
    (float *restrict m, float *restrict s, int n), (m, s, n))
{
  for (int i = 0; i < n; i++) {
    float mid = 0.5f * m[i], side = 0.5f * s[i];
    m[i] = mid + side;
    s[i] = mid - side;
  }
}

MST_VECTORS (void, mst_cross,
    (float *restrict left, float *restrict right,
        const float *restrict straight, const float *restrict cross, int n),
    (left, right, straight, cross, n))
{
  for (int i = 0; i < n; i++) {
    float l = left[i], r = right[i];
    left[i] = straight[i] * l + cross[i] * r;
    right[i] = cross[i] * l + straight[i] * r;
  }
}

void
mst_pairs_to_mid_side (MstPair *x, int n)
{
  for (int i = 0; i < n; i++) {
    double left = 0.5 * x[i][0], right = 0.5 * x[i][1];
    x[i] = (MstPair){ left + right, left - right };
  }
}

void
mst_pairs_to_left_right (MstPair *x, int n)
{
  for (int i = 0; i < n; i++)
    x[i] = (MstPair){ x[i][0] + x[i][1], x[i][0] - x[i][1] };
}
