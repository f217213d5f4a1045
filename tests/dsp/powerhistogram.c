/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Histograms of powers. The oracle is the sorted list of the same powers. */
#include "bench.h"

#include "dsp/common/measure/powerhistogram.h"

#define N 5000
#define DB MST_POWER_DOUBLING_DB

static MstPowerHistogram
new_histogram (void)
{
  MstPowerHistogram self = { .lowest = MST_POWER_LOWEST,
    .n = mst_power_bins (MST_POWER_LOWEST, MST_POWER_HIGHEST) };

  self.bins = malloc (sizeof (MstPowerBin) * (size_t) self.n);
  mst_power_reset (&self);
  return self;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Levels from -70 to -10 dB, denser in the middle. */
static void
fill (double *powers, double gain)
{
  uint64_t seed = 1;

  for (int i = 0; i < N; i++)
    powers[i] =
        gain * pow (10, -4 + 1.5 * (mst_noise (&seed) + mst_noise (&seed)));
}

static void
test_like_the_sorted_list (void)
{
  MstPowerHistogram self = new_histogram ();
  double powers[N], gate = -45, level = 0, power = 0, beside = 0;
  MstPowerPassed passed;
  int first = 0;

  fill (powers, 1);
  for (int i = 0; i < N; i++)
    mst_power_add (&self, powers[i], 2 * powers[i]);
  qsort (powers, N, sizeof (*powers), compare);
  while (10 * log10 (powers[first]) < gate)
    first++;
  for (int i = first; i < N; i++) {
    level += 10 * log10 (powers[i]);
    power += powers[i];
    beside += 2 * powers[i];
  }
  passed = mst_power_pass (&self, 0, gate / DB);
  mst_check_near (passed.count, N - first, 2);
  mst_check_near (DB * passed.level / passed.count, level / (N - first), 0.02);
  mst_check_near (passed.power / power, 1, 1e-3);
  mst_check_near (passed.beside / beside, 1, 1e-3);
  for (double share = 0.01; share < 1; share += 0.07)
    mst_check_near (DB * mst_power_quantile (&self, 0, gate / DB, share),
        10 * log10 (powers[first + (int) (share * (N - first))]), 0.1);
  free (self.bins);
}

/* Below 60 dB under the mean of all, nothing counts; of the rest what is above
 * a gate 10 dB under its mean. Powers 1 and 0.2 pass, 0.01 and 1e-9 do not: the
 * mean of the first three is 0.4033, and a tenth of it the gate. */
static void
test_gates (void)
{
  static const double powers[] = { 1, 0.2, 0.01, 1e-9 };
  MstPowerHistogram self = new_histogram ();

  mst_check_near (mst_power_gated (&self, 0), 0, 0);
  for (int i = 0; i < 40; i++)
    mst_power_add (&self, powers[i % 4], 0);
  mst_check_near (mst_power_gated (&self, 0), 0.6, 1e-12);
  free (self.bins);
}

static void
test_gains_of_powers_of_two (void)
{
  MstPowerHistogram a = new_histogram (), b = new_histogram ();
  double powers[N], louder[N], x, y;
  int origin = mst_power_origin (1e-4);

  fill (powers, 1);
  fill (louder, 1 / 64.0);
  for (int i = 0; i < N; i++) {
    mst_power_add (&a, powers[i], 0);
    mst_power_add (&b, louder[i], 0);
  }
  mst_check (mst_power_origin (1e-4 / 64) == origin - 6, "%d, %d", origin,
      mst_power_origin (1e-4 / 64));
  for (double share = 0; share <= 1; share += 0.05) {
    x = mst_power_quantile (&a, origin, -4, share);
    y = mst_power_quantile (&b, origin - 6, -4, share);
    mst_check (x == y, "%g: %.17g, %.17g", share, x, y);
  }
  x = mst_power_pass (&a, origin, 1.3).level;
  y = mst_power_pass (&b, origin - 6, 1.3).level;
  mst_check (x == y, "%.17g, %.17g", x, y);
  mst_check (mst_power_gated (&a, origin) ==
          64 * mst_power_gated (&b, origin - 6),
      "gated");
  free (a.bins);
  free (b.bins);
}

/* Powers beyond the ends count at the ends, and a power of 0 does not count. */
static void
test_ends (void)
{
  MstPowerHistogram self = new_histogram ();

  mst_power_add (&self, 0, 1);
  mst_power_add (&self, -1, 1);
  mst_power_add (&self, NAN, 1);
  mst_check_near (mst_power_pass (&self, 0, -INFINITY).count, 0, 0);
  mst_check (mst_power_quantile (&self, 0, -INFINITY, 0.5) == -INFINITY, "%g",
      mst_power_quantile (&self, 0, -INFINITY, 0.5));
  mst_power_add (&self, 1e-300, 1);
  mst_power_add (&self, 1e300, 1);
  mst_check_near (mst_power_pass (&self, 0, -INFINITY).count, 2, 0);
  mst_check_near (mst_power_quantile (&self, 0, -INFINITY, 0), MST_POWER_LOWEST,
      0);
  free (self.bins);
}

int
main (void)
{
  MST_RUN (test_like_the_sorted_list);
  MST_RUN (test_gates);
  MST_RUN (test_gains_of_powers_of_two);
  MST_RUN (test_ends);
  return mst_done ();
}
