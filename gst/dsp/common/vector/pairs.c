/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pairs.h"

#include <stddef.h>

#include "finite.h"
#include "vectors.h"

#define SPAN 256 /* frames at once */

/* Compilers make vectors of such loops: one interleaves, one converts. n <=
 * SPAN */
static MST_VECTORS (void, load_span,
    (double *restrict x, const float *restrict left,
        const float *restrict right, int n),
    (x, left, right, n))
{
  float flat[2 * SPAN] __attribute__ ((aligned (64)));

  for (int i = 0; i < n; i++) {
    flat[2 * i] = mst_finite_or_zero (left[i]);
    flat[2 * i + 1] = mst_finite_or_zero (right[i]);
  }
  for (int i = 0; i < 2 * n; i++)
    x[i] = flat[i];
}

/* n <= SPAN */
static MST_VECTORS (void, store_span,
    (const double *restrict x, float *restrict left, float *restrict right,
        int n),
    (x, left, right, n))
{
  float flat[2 * SPAN] __attribute__ ((aligned (64)));

  for (int i = 0; i < 2 * n; i++)
    flat[i] = mst_finite_or_zero ((float) x[i]);
  for (int i = 0; i < n; i++) {
    left[i] = flat[2 * i];
    right[i] = flat[2 * i + 1];
  }
}

void
mst_pairs_load (MstPair *x, const float *left, const float *right, int n)
{
  static const float nothing[SPAN];

  for (int i = 0; i < n; i += SPAN)
    load_span ((double *) (x + i), left + i, right ? right + i : nothing,
        n - i < SPAN ? n - i : SPAN);
}

void
mst_pairs_store (const MstPair *x, float *left, float *right, int n)
{
  float nowhere[SPAN];

  for (int i = 0; i < n; i += SPAN)
    store_span ((const double *) (x + i), left + i, right ? right + i : nowhere,
        n - i < SPAN ? n - i : SPAN);
}

/* The second plane of the pair that begins with channel c. */
static float *
second_of (float *const planes[], int channels, int c)
{
  return c + 1 < channels ? planes[c + 1] : NULL;
}

void
mst_pairs_load_planes (MstPair *const x[], float *const planes[], int channels,
    int n)
{
  for (int c = 0; c < channels; c += 2)
    mst_pairs_load (x[c / 2], planes[c], second_of (planes, channels, c), n);
}

void
mst_pairs_store_planes (MstPair *const x[], float *const planes[], int channels,
    int n)
{
  for (int c = 0; c < channels; c += 2)
    mst_pairs_store (x[c / 2], planes[c], second_of (planes, channels, c), n);
}
