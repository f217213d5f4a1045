/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/fir/firpairs.h"

#define N 300
#define PAIRS 72
#define GUARD 77.0f

static float x[N + 2 * PAIRS];
static float taps[PAIRS];

static void
make_input (void)
{
  uint64_t seed = 3;

  for (int i = 0; i < N + 2 * PAIRS; i++)
    x[i] = (float) mst_noise (&seed);
  for (int k = 0; k < PAIRS; k++)
    taps[k] = (float) (mst_noise (&seed) / (k + 1));
}

/* Oracle: the definition, one frame at a time, the sum in order. */
static float
one_frame (float sum, int pairs, int i)
{
  const float *after = x + PAIRS + 1, *before = x + PAIRS;

  for (int k = 0; k < pairs; k++)
    sum += taps[k] * (after[i + k] + before[i - k]);
  return sum;
}

static void
check_length (int n, int pairs)
{
  float d[N + 2];

  for (int i = 0; i < N + 2; i++)
    d[i] = i < 1 || i > n ? GUARD : (float) i / N;
  mst_fir_pairs (d + 1, taps, pairs, x + PAIRS + 1, x + PAIRS, n);
  for (int i = 0; i < N + 2; i++) {
    float expected =
        i < 1 || i > n ? GUARD : one_frame ((float) i / N, pairs, i - 1);
    mst_check (memcmp (&d[i], &expected, sizeof (float)) == 0,
        "%d pairs, frame %d of %d: %g, not %g", pairs, i - 1, n, d[i],
        expected);
  }
}

static void
test_every_length_is_the_sum_to_the_bit (void)
{
  static const int pairs[] = { 1, 5, 6, 8, 40, PAIRS };

  make_input ();
  for (int k = 0; k < 6; k++)
    for (int n = 0; n < N; n += n < 140 ? 1 : 13)
      check_length (n, pairs[k]);
}

int
main (void)
{
  MST_RUN (test_every_length_is_the_sum_to_the_bit);
  return mst_done ();
}
