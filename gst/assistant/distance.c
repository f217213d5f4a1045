/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "distance.h"

#include <math.h>

#define FARTHEST 4.0 /* units: one absurd band is not all that counts */
#define INDEPENDENT 4.0
/* `all` is the mixture of the others: it is chosen by name alone. */
#define CANDIDATES 4

gdouble
mst_distance_of (const MstProfile *profile, int feature, gdouble value)
{
  gdouble low, high, unit = mst_profile_unit (profile, feature);

  mst_profile_inner (profile, feature, &low, &high);
  if (value < low)
    return fmax ((value - low) / unit, -FARTHEST);
  return value > high ? fmin ((value - high) / unit, FARTHEST) : 0.0;
}

static gdouble
mean_distance (const MstProfile *profile, const gdouble *features, int from,
    int to)
{
  gdouble sum = 0.0, weights = 0.0;

  for (int i = from; i < to; i++) {
    gdouble weight = isnan (features[i]) ? 0.0 : mst_feature_weight (i);

    if (weight > 0.0)
      sum += weight * fabs (mst_distance_of (profile, i, features[i]));
    weights += weight;
  }
  return weights > 0.0 ? sum / weights : (gdouble) NAN;
}

gdouble
mst_distance (const MstProfile *profile, const gdouble features[MST_N_FEATURES])
{
  return mean_distance (profile, features, 0, MST_N_FEATURES);
}

gdouble
mst_distance_tone (const MstProfile *profile,
    const gdouble features[MST_N_FEATURES])
{
  return mean_distance (profile, features, MST_FEATURE_LEVEL, MST_FEATURE_SIDE);
}

/* Returns the negative logarithm of a feature's mean likelihood. Only the bands
 * count: a mix has not yet the loudness, the peaks and the range of a master.
 */
static gdouble
surprise (const MstProfile *profile, const gdouble *features)
{
  gdouble sum = 0.0, weights = 0.0;

  for (int i = MST_FEATURE_LEVEL; i < MST_N_FEATURES; i++) {
    gdouble weight = isnan (features[i]) ? 0.0 : mst_feature_weight (i);
    gdouble unit = mst_profile_unit (profile, i), z;

    if (weight == 0.0)
      continue;
    z = (features[i] - profile->feature[i].quantile[MST_P50]) / unit;
    z = fmin (fabs (z), FARTHEST);
    sum += weight * (0.5 * z * z + log (unit));
    weights += weight;
  }
  return weights > 0.0 ? sum / weights : 0.0;
}

guint
mst_distance_nearest (const MstProfile *const profiles[], guint n,
    const gdouble features[MST_N_FEATURES], gdouble *sure, gint *second)
{
  g_autofree gdouble *costs = g_new (gdouble, n);
  guint best = 0;
  gint next = -1;
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++) {
    costs[i] = surprise (profiles[i], features);
    if (costs[i] < costs[best])
      best = i;
  }
  for (guint i = 0; i < n; i++) {
    sum += exp (INDEPENDENT * (costs[best] - costs[i]));
    if (i != best && (next < 0 || costs[i] < costs[next]))
      next = (gint) i;
  }
  if (sure)
    *sure = 1.0 / sum;
  if (second)
    *second = next;
  return best;
}

MstProfile *
mst_distance_auto (const gdouble features[MST_N_FEATURES], gdouble *sure,
    const gchar **second)
{
  MstProfile *profiles[CANDIDATES], *nearest;
  gint next;
  guint best;

  for (guint i = 0; i < CANDIDATES; i++)
    profiles[i] = mst_profile_shipped (mst_profile_names ()[i], NULL);
  best = mst_distance_nearest ((const MstProfile *const *) profiles, CANDIDATES,
      features, sure, &next);
  if (second)
    *second = mst_profile_names ()[next];
  nearest = g_steal_pointer (&profiles[best]);
  for (guint i = 0; i < CANDIDATES; i++)
    mst_profile_free (profiles[i]);
  return nearest;
}
