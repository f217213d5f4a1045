/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* A curve as a few shelves and bells. */
#include "songs.h"

#include "assistant/fit.h"

static const MstFitBand drawn[] = {
  { MST_SHAPE_LOW_SHELF, 120, -2.5, M_SQRT1_2 },
  { MST_SHAPE_BELL, 316.23, -3.0, 1.0 },
  { MST_SHAPE_HIGH_SHELF, 8000, 2.0, M_SQRT1_2 },
};

static double
worst (const MstFitBand *bands, int n, const double *wanted)
{
  double change[MST_ANALYSIS_THIRDS], mean = 0.0, most = 0.0;

  mst_fit_change (bands, n, change);
  for (int k = 1; k < 30; k++)
    mean += (change[k] - wanted[k]) / 29;
  for (int k = 1; k < 30; k++)
    most = fmax (most, fabs (change[k] - wanted[k] - mean));
  return most;
}

static void
make_weights (double *weight)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    weight[k] = k >= 1 && k <= 29;
}

/* Oracle: the curve was drawn by such bands. */
static void
test_drawn_curves_are_found (void)
{
  double wanted[MST_ANALYSIS_THIRDS], weight[MST_ANALYSIS_THIRDS];
  MstFitBand bands[MST_FIT_MOST];
  int n;

  make_weights (weight);
  mst_fit_change (drawn, 3, wanted);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    wanted[k] += 5.0; /* a constant is loudness */
  n = mst_fit (wanted, weight, bands);
  mst_check (n >= 2 && n <= MST_FIT_MOST, "%d bands", n);
  mst_check (worst (bands, n, wanted) < 0.8, "off by %g",
      worst (bands, n, wanted));
}

/* At most three of each, whatever is wanted; and gains of a reasonable size. */
static void
test_no_more_than_three_of_each (void)
{
  uint64_t seed = 5;

  for (int i = 0; i < 40; i++) {
    double wanted[MST_ANALYSIS_THIRDS], weight[MST_ANALYSIS_THIRDS];
    MstFitBand bands[MST_FIT_MOST];
    int n, bells = 0;

    make_weights (weight);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      wanted[k] = 4.0 * mst_noise (&seed);
    n = mst_fit (wanted, weight, bands);
    for (int b = 0; b < n; b++) {
      bells += bands[b].shape == MST_SHAPE_BELL;
      mst_check (fabs (bands[b].gain) < 12.0, "%g dB", bands[b].gain);
    }
    mst_check (bells <= MST_FIT_BELLS && n - bells <= MST_FIT_SHELVES,
        "%d bells of %d", bells, n);
  }
}

static void
test_nothing_wanted_is_nothing_done (void)
{
  double wanted[MST_ANALYSIS_THIRDS] = { 0.0 }, weight[MST_ANALYSIS_THIRDS];
  MstFitBand bands[MST_FIT_MOST];

  make_weights (weight);
  mst_check (mst_fit (wanted, weight, bands) == 0, "bands for a flat curve");
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    wanted[k] = k;
    weight[k] = 0.0;
  }
  mst_check (mst_fit (wanted, weight, bands) == 0, "bands for no thirds");
}

int
main (void)
{
  MST_RUN (test_drawn_curves_are_found);
  MST_RUN (test_no_more_than_three_of_each);
  MST_RUN (test_nothing_wanted_is_nothing_done);
  return mst_done ();
}
