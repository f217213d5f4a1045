/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shaper.h"

#include "dsp/common/vector/vectors.h"

#define MOST MST_DITHER_SHAPER_MOST

/* Takes x[] in full scales, and leaves words in steps. `order` is a constant
 * wherever this is used, so that all loops over it are unrolled and the sums
 * stay in registers. Only one product and five sums wait for the last error. */
static inline __attribute__ ((always_inline)) void
shape (MstDitherShaper *self, const double *a, int order, double scale,
    MstPair *x, const MstPair *noise, int n)
{
  MstPair e = self->e, sum[MST_DITHER_MAX_ORDER];

  for (int k = 0; k < order; k++)
    sum[k] = self->sum[k];
  for (int i = 0; i < n; i++) {
    MstPair known = x[i] * scale + sum[0] + noise[i];
    MstPair w = known + a[0] * e;
    MstPair q = (w + MST_DITHER_ROUND) - MST_DITHER_ROUND;
    for (int k = 0; k < order - 1; k++)
      sum[k] = sum[k + 1] + a[k + 1] * e;
    e = q - (w - noise[i]);
    x[i] = q;
  }
  for (int k = 0; k < order; k++)
    self->sum[k] = sum[k];
  self->e = e;
}

static MST_VECTORS (void, store,
    (float *restrict left, float *restrict right, const MstPair *steps,
        MstDitherWord word, int n),
    (left, right, steps, word, n))
{
  for (int i = 0; i < n; i++) {
    mst_dither_put (&left[i], steps[i][0], word);
    mst_dither_put (&right[i], steps[i][1], word);
  }
}

void
mst_dither_shape (MstDitherShaper *self, const double *a, int order,
    MstDitherWord word, const MstDitherKey keys[2], uint32_t frame, float *left,
    float *right, int n)
{
  float noise[2][MOST], unused[MOST];
  MstPair x[MOST], pairs[MOST];

  mst_dither_noise (noise[0], keys[0], frame, n);
  mst_dither_noise (noise[1], keys[1], frame, n);
  mst_pairs_load (pairs, noise[0], noise[1], n);
  mst_pairs_load (x, left, right, n);
  if (order == 5)
    shape (self, a, 5, word.scale, x, pairs, n);
  else if (order == 9)
    shape (self, a, 9, word.scale, x, pairs, n);
  else
    shape (self, a, 12, word.scale, x, pairs, n);
  store (left, right ? right : unused, x, word, n);
}
