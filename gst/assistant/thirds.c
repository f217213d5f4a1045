/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "thirds.h"

#include <math.h>

const double mst_band_edges[MST_ANALYSIS_BANDS + 1] = MST_ANALYSIS_EDGES;
const int mst_group_first[MST_GROUPS + 1] = { 0, 1, 3, 6, MST_ANALYSIS_BANDS };

/* By the coefficients that Recommendation ITU-R BS.1770-5 has for 48 kHz. */
const double mst_third_weighting[MST_ANALYSIS_THIRDS] = { -13.31, -10.34, -7.75,
  -5.61, -3.92, -2.66, -1.75, -1.13, -0.72, -0.44, -0.27, -0.15, -0.07, -0.02,
  0.04, 0.14, 0.32, 0.70, 1.37, 2.25, 3.06, 3.59, 3.85, 3.97, 4.01, 4.03, 4.04,
  4.04, 4.04, 4.04, 4.04 };

gdouble
mst_group_upper (int group)
{
  return mst_band_edges[mst_group_first[group + 1]];
}

gdouble
mst_third_frequency (int third)
{
  return 1000.0 * pow (10.0, (third - 17) / 10.0);
}

int
mst_third_at (gdouble frequency)
{
  return CLAMP ((int) lround (17.0 + 10.0 * log10 (frequency / 1000.0)), 0,
      MST_ANALYSIS_THIRDS - 1);
}

gdouble
mst_third_share (int third, int band)
{
  gdouble centre = log10 (mst_third_frequency (third) / 1000.0);
  gdouble low = log10 (mst_band_edges[band] / 1000.0);
  gdouble high = log10 (mst_band_edges[band + 1] / 1000.0);
  gdouble share;

  /* The outer thirds stick out of the outer bands. */
  low = band == 0 ? low - 0.1 : low;
  high = band == MST_ANALYSIS_BANDS - 1 ? high + 0.1 : high;
  share = fmin (centre + 0.05, high) - fmax (centre - 0.05, low);
  return CLAMP (share / 0.1, 0.0, 1.0);
}

gdouble
mst_third_power (const MstAnalysis *analysis, int third)
{
  return pow (10.0, 0.1 * analysis->mid[third]) +
      pow (10.0, 0.1 * analysis->side[third]);
}

gdouble
mst_strongest (const gdouble *levels, int n)
{
  gdouble most = -INFINITY;

  for (int i = 0; i < n; i++)
    most = fmax (most, levels[i]);
  return most;
}

gdouble
mst_bands_power (const MstAnalysis *analysis, int from, int to)
{
  gdouble power = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    for (int b = from; b < to; b++)
      power += mst_third_share (k, b) * mst_third_power (analysis, k);
  return 10.0 * log10 (power);
}

gdouble
mst_bands_change (const MstAnalysis *analysis,
    const gdouble change[MST_ANALYSIS_THIRDS], int band)
{
  gdouble before = 0.0, after = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble power = mst_third_share (k, band) * mst_third_power (analysis, k);

    before += power;
    after += power * pow (10.0, 0.1 * change[k]);
  }
  return before > 0.0 ? 10.0 * log10 (after / before) : 0.0;
}

#define GRID 0x1p20

gdouble
mst_grid (gdouble number)
{
  return isfinite (number) ? nearbyint (number * GRID) / GRID : number;
}

void
mst_thirds_shape (const MstAnalysis *analysis, MstAnalysis *shape)
{
  *shape = *analysis;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    shape->mid[k] = mst_grid (analysis->mid[k] - analysis->loudness);
    shape->side[k] = mst_grid (analysis->side[k] - analysis->loudness);
  }
}

gdouble
mst_thirds_loudness (const MstAnalysis *analysis,
    const gdouble change[MST_ANALYSIS_THIRDS])
{
  gdouble before = 0.0, after = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble power = mst_third_power (analysis, k) *
        pow (10.0, 0.1 * mst_third_weighting[k]);

    before += power;
    after += power * pow (10.0, 0.1 * change[k]);
  }
  return before > 0.0 ? 10.0 * log10 (after / before) : 0.0;
}

#define LOWEST_HZ 40.0
#define HIGHEST_HZ 16000.0

/* The middle of a band [Hz], within what is heard. */
static gdouble
get_middle (int band)
{
  return sqrt (fmax (mst_band_edges[band], LOWEST_HZ) *
      fmin (mst_band_edges[band + 1], HIGHEST_HZ));
}

void
mst_bands_to_thirds (const gdouble values[MST_ANALYSIS_BANDS],
    gdouble thirds[MST_ANALYSIS_THIRDS])
{
  for (int k = 0, b = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble frequency = mst_third_frequency (k), at;

    while (b < MST_ANALYSIS_BANDS - 2 && frequency > get_middle (b + 1))
      b++;
    at = log (frequency / get_middle (b)) /
        log (get_middle (b + 1) / get_middle (b));
    thirds[k] = values[b] + CLAMP (at, 0.0, 1.0) * (values[b + 1] - values[b]);
  }
}
