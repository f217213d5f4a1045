/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "another.h"

#include <math.h>

#include "linear.h"

/* How alike the traits of songs are that belong together, less what their kind
 * has in common. Of 22 pairs of released pieces: 0.2 for levels, 0.1 for sides,
 * 0.6 for ranges. */
#define LIKENESS 0.35
/* The reference's likelihood in a cluster counts by this power: its traits are
 * far from normal. */
#define TEMPER 0.3
/* Who gives a reference wants something done: there is a fault. */
#define SPREAD 1.75
static const MstOutlook outlook = { SPREAD, 1, { 1.0 }, { 1.0 } };
#define MORE_TONE 1.6

/* The weighted mean of their traits; NAN where no one has one. Returns how many
 * songs of one weight they are worth. */
static gdouble
mean_traits (const MstReferences *references, gdouble mean[MST_TRAITS])
{
  gdouble weights[MST_TRAITS] = { 0.0 }, sum = 0.0, squares = 0.0;

  for (int i = 0; i < MST_TRAITS; i++)
    mean[i] = 0.0;
  for (guint k = 0; k < references->n; k++) {
    const MstReference *song = &references->songs[k];
    gdouble features[MST_N_FEATURES], traits[MST_TRAITS];

    mst_features_of (&song->analysis, features);
    mst_traits_of (features, traits);
    for (int i = 0; i < MST_TRAITS; i++)
      if (!isnan (traits[i])) {
        mean[i] += song->weight * traits[i];
        weights[i] += song->weight;
      }
    sum += song->weight;
    squares += song->weight * song->weight;
  }
  for (int i = 0; i < MST_TRAITS; i++)
    mean[i] = weights[i] > 0.0 ? mean[i] / weights[i] : (gdouble) NAN;
  return sum * sum / squares;
}

/* The logarithm of the likelihood of a song in a cluster. */
static gdouble
log_likelihood (const MstCluster *cluster, const gdouble song[MST_TRAITS])
{
  gdouble factor[MST_TRAITS * MST_TRAITS], error[MST_TRAITS];
  int known[MST_TRAITS], n = 0;

  for (int i = 0; i < MST_TRAITS; i++)
    if (!isnan (song[i]))
      known[n++] = i;
  for (int i = 0; i < n; i++) {
    error[i] = song[known[i]] - cluster->mean[known[i]];
    for (int j = 0; j <= i; j++)
      factor[i * n + j] =
          SPREAD * SPREAD * cluster->covariance[known[i]][known[j]];
  }
  if (!mst_cholesky (factor, n))
    return -INFINITY;
  return -0.5 *
      (mst_cholesky_distance (factor, n, error) +
          mst_cholesky_log_determinant (factor, n));
}

static void
move (MstCluster *cluster, const gdouble song[MST_TRAITS], gdouble likeness)
{
  for (int i = 0; i < MST_TRAITS; i++) {
    if (!isnan (song[i]))
      cluster->mean[i] += likeness * (song[i] - cluster->mean[i]);
    for (int j = 0; j < MST_TRAITS; j++)
      cluster->covariance[i][j] *= 1.0 - likeness * likeness;
  }
}

void
mst_another_model (const MstModel *songs, const MstReferences *references,
    MstModel *moved)
{
  gdouble song[MST_TRAITS], fit[MST_MODEL_CLUSTERS], best = -INFINITY;
  gdouble n = mean_traits (references, song), sum = 0.0;
  gdouble likeness = n * LIKENESS / (1.0 + (n - 1.0) * LIKENESS);

  *moved = *songs;
  for (int k = 0; k < songs->n; k++) {
    fit[k] = TEMPER * log_likelihood (&songs->cluster[k], song);
    best = fmax (best, fit[k]);
  }
  for (int k = 0; k < songs->n; k++) {
    moved->cluster[k].weight *= isfinite (best) ? exp (fit[k] - best) : 1.0;
    sum += moved->cluster[k].weight;
    move (&moved->cluster[k], song, likeness);
  }
  for (int k = 0; k < songs->n; k++)
    moved->cluster[k].weight /= sum;
}

void
mst_another_estimate (const MstReferences *references,
    const gdouble traits[MST_TRAITS], MstEstimate *estimate)
{
  const MstMatchShares *shares = &references->shares;
  const MstPrior *prior = mst_prior_get ();
  MstModel songs;

  mst_another_model (&prior->songs, references, &songs);
  mst_estimate (&songs, prior, &outlook, traits, estimate);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    estimate->fault[MST_TRAIT_SIDE + b] *= shares->width;
    estimate->fault[MST_TRAIT_RANGE + b] *= shares->dynamics;
  }
  estimate->sure = 1.0;
}

gdouble
mst_another_tone (const MstReferences *references)
{
  return MORE_TONE * references->shares.tone;
}
