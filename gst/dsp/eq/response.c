/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "response.h"

#include <math.h>

void
mst_eq_response (const double *values, double rate, MstEqChannel channel,
    const double *frequencies, double *decibels, int n)
{
  bool linear = values[MST_EQ_PHASE] == MST_EQ_LINEAR_PHASE;

  for (int i = 0; i < n; i++)
    decibels[i] =
        fabs (frequencies[i]) < 0.5 * rate ? values[MST_EQ_GAIN] : -INFINITY;
  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    const double *v = values + mst_eq_band_at (b, 0);
    MstEqChannel on = (MstEqChannel) v[MST_EQ_BAND_CHANNEL];
    MstBandShape shape = mst_eq_shape_of (v, rate);
    MstSection sections[MST_MAX_SECTIONS];
    int count;
    if (!mst_eq_is_in_use (values, b) || (on != MST_EQ_STEREO && on != channel))
      continue;
    count = mst_matched_design (sections, &shape, rate);
    for (int i = 0; i < n; i++)
      if (isfinite (decibels[i]))
        decibels[i] += 10.0 *
            log10 (linear && !mst_eq_is_dynamic (v)
                    ? mst_band_power (&shape, frequencies[i])
                    : mst_sections_power (sections, count, rate,
                          frequencies[i]));
  }
}
