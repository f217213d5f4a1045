/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "thirds.h"

#include <math.h>

const double mst_band_edges[MST_ANALYSIS_BANDS + 1] = MST_ANALYSIS_EDGES;
const int mst_group_first[MST_GROUPS + 1] = { 0, 1, 3, 6, MST_ANALYSIS_BANDS };

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
