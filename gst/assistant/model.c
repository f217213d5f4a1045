/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "model.h"

#include <math.h>
#include <string.h>

/* Levels that a song does not have are taken for this [LU]. In the profiles'
 * source, silent bands have absurd ones, far above the whole. */
#define ABSENT_LU (-50.0)
#define ABSURD_LU 10.0
/* In a band below this, sides that are louder than the middle are noise [LU].
 */
#define FAINT_LU (-45.0)
#define LEAST_SIDE_LU (-35.0)
#define MOST_SIDE_LU 3.0
#define LEAST_RANGE_LU 1.0
#define MOST_RANGE_LU 35.0

/* The powers of all bands add up to 1. */
static void
prepare_levels (const gdouble *features, gdouble *levels)
{
  gdouble power = 0.0;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    gdouble level = features[MST_FEATURE_LEVEL + b];

    levels[b] = level <= ABSURD_LU && level >= ABSENT_LU ? fmin (level, 0.0)
                                                         : ABSENT_LU;
    power += pow (10.0, 0.1 * levels[b]);
  }
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    levels[b] -= 10.0 * log10 (power);
}

static gdouble
prepare_side (gdouble side, gdouble level)
{
  side = CLAMP (side, LEAST_SIDE_LU, MOST_SIDE_LU);
  return level < FAINT_LU ? fmin (side, 0.0) : side;
}

void
mst_traits_of (const gdouble features[MST_N_FEATURES],
    gdouble traits[MST_TRAITS])
{
  prepare_levels (features, traits + MST_TRAIT_LEVEL);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    gdouble side = features[MST_FEATURE_SIDE + b];
    gdouble range = features[MST_FEATURE_RANGE + b];

    traits[MST_TRAIT_SIDE + b] = isnan (side)
        ? (gdouble) NAN
        : prepare_side (side, traits[MST_TRAIT_LEVEL + b]);
    traits[MST_TRAIT_RANGE + b] = isnan (range)
        ? (gdouble) NAN
        : CLAMP (range, LEAST_RANGE_LU, MOST_RANGE_LU);
  }
}

/* The covariance of all songs of a mixture. */
static void
mix_covariance (const MstModel *self, gdouble out[MST_TRAITS][MST_TRAITS])
{
  gdouble mean[MST_TRAITS] = { 0.0 };

  for (int k = 0; k < self->n; k++)
    for (int i = 0; i < MST_TRAITS; i++)
      mean[i] += self->cluster[k].weight * self->cluster[k].mean[i];
  memset (out, 0, MST_TRAITS * sizeof (out[0]));
  for (int k = 0; k < self->n; k++) {
    const MstCluster *cluster = &self->cluster[k];

    for (int i = 0; i < MST_TRAITS; i++)
      for (int j = 0; j < MST_TRAITS; j++)
        out[i][j] += cluster->weight *
            (cluster->covariance[i][j] +
                (cluster->mean[i] - mean[i]) * (cluster->mean[j] - mean[j]));
  }
}

void
mst_model_init_normal (MstModel *self, const MstModel *like,
    const gdouble mean[MST_TRAITS], const gdouble deviation[MST_TRAITS])
{
  MstCluster *cluster = &self->cluster[0];
  gdouble all[MST_TRAITS][MST_TRAITS];

  self->n = 1;
  cluster->weight = 1.0;
  mix_covariance (like, all);
  for (int i = 0; i < MST_TRAITS; i++) {
    cluster->mean[i] = mean[i];
    for (int j = 0; j < MST_TRAITS; j++)
      cluster->covariance[i][j] = deviation[i] * deviation[j] * all[i][j] /
          sqrt (all[i][i] * all[j][j]);
  }
}
