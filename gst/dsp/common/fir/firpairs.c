/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What limits it is loading: each product takes two loads that are not aligned.
 * So the sums of a block stay in registers while all taps pass, which no Orc
 * program can say, and the last block, a little longer, overlaps the one before
 * it, so that no frames are left over.
 */
#include "firpairs.h"

#include <string.h>

#include "dsp/common/vector/vectors.h"

#define WIDE 64
#define BLOCK 32
#define LAST 40

#define ADD_PAIRS(name, block)                                                 \
  static MST_VECTORS (void, name,                                              \
      (float *restrict d, const float *restrict taps, int pairs,               \
          const float *restrict after, const float *restrict before),          \
      (d, taps, pairs, after, before))                                         \
  {                                                                            \
    float sum[block];                                                          \
    memcpy (sum, d, sizeof (sum));                                             \
    for (int k = 0; k < pairs; k++)                                            \
      for (int i = 0; i < (block); i++)                                        \
        sum[i] += taps[k] * (after[i + k] + before[i - k]);                    \
    memcpy (d, sum, sizeof (sum));                                             \
  }

ADD_PAIRS (add_wide, WIDE)
ADD_PAIRS (add_block, BLOCK)
ADD_PAIRS (add_last, LAST)

static MST_VECTORS (void, add_few,
    (float *restrict d, const float *restrict taps, int pairs,
        const float *restrict after, const float *restrict before, int n),
    (d, taps, pairs, after, before, n))
{
  for (int k = 0; k < pairs; k++)
    for (int i = 0; i < n; i++)
      d[i] += taps[k] * (after[i + k] + before[i - k]);
}

static void
add_whole (float *d, const float *taps, int pairs, const float *after,
    const float *before, int n)
{
  int i = 0;

  for (; i + WIDE <= n; i += WIDE)
    add_wide (d + i, taps, pairs, after + i, before + i);
  for (; i < n; i += BLOCK)
    add_block (d + i, taps, pairs, after + i, before + i);
}

/* The last block works on a copy where blocks are not whole, for those before
 * it write into its place. */
void
mst_fir_pairs (float *d, const float *taps, int pairs, const float *after,
    const float *before, int n)
{
  float last[LAST];
  int end = n - LAST;

  if (n % BLOCK == 0) {
    add_whole (d, taps, pairs, after, before, n);
    return;
  }
  if (end < 0) {
    add_few (d, taps, pairs, after, before, n);
    return;
  }
  memcpy (last, d + end, sizeof (last));
  add_last (last, taps, pairs, after + end, before + end);
  add_whole (d, taps, pairs, after, before, (end + BLOCK - 1) / BLOCK * BLOCK);
  memcpy (d + end, last, sizeof (last));
}
