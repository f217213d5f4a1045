/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "distance.h"

#include <math.h>

#define FARTHEST 4.0 /* units: one absurd band is not all that counts */

/* The distance of one feature with its sign: below is negative; 0 where it is
 * unknown. */
static gdouble
distance_of (const MstProfile *profile, int feature, gdouble value)
{
  gdouble low, high, unit = mst_profile_unit (profile, feature);

  mst_profile_inner (profile, feature, &low, &high);
  if (value < low)
    return fmax ((value - low) / unit, -FARTHEST);
  return value > high ? fmin ((value - high) / unit, FARTHEST) : 0.0;
}

gdouble
mst_distance (const MstProfile *profile, const gdouble features[MST_N_FEATURES])
{
  gdouble sum = 0.0, weights = 0.0;

  for (int i = 0; i < MST_N_FEATURES; i++) {
    gdouble weight = isnan (features[i]) ? 0.0 : mst_feature_weight (i);

    if (weight > 0.0)
      sum += weight * fabs (distance_of (profile, i, features[i]));
    weights += weight;
  }
  return weights > 0.0 ? sum / weights : (gdouble) NAN;
}
