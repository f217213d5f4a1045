/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "estimate.h"

#include <math.h>
#include <string.h>

#include "linear.h"

/* Measured on excerpts of released music that the model has not seen, of which
 * no fault is the likeliest thing to say; docs/assistant.md has the figures. */
const MstOutlook mst_outlook = {
  .spread = 1.5,
  .n = 3,
  .scale = { 0.02, 1.0, 4.0 },
  .weight = { 0.8, 0.1, 0.1 },
};

/* None of 21 excerpts of released music of kinds that the model knows had a
 * share of 0.5 or more; with bass or top off by 8 to 10 dB, half of them had.
 */
#define ODDS 2.25

#define HYPOTHESES (MST_MODEL_CLUSTERS * MST_FAULT_KINDS)

/* One k and s. */
typedef struct {
  gdouble log_likelihood;
  gdouble share; /* of all hypotheses, 0 .. 1 */
  gdouble distance;
  gdouble fault[MST_TRAITS];
  gdouble variance[MST_TRAITS];
} Hypothesis;

typedef struct {
  int n;
  int trait[MST_TRAITS];
  gdouble value[MST_TRAITS];
} Known;

static Known
find_known (const gdouble traits[MST_TRAITS])
{
  Known known = { 0 };

  for (int i = 0; i < MST_TRAITS; i++)
    if (!isnan (traits[i])) {
      known.trait[known.n] = i;
      known.value[known.n++] = traits[i];
    }
  return known;
}

static gdouble
fault_covariance (const MstPrior *prior, int i, int j, gdouble scale)
{
  gboolean levels = i < MST_TRAIT_SIDE && j < MST_TRAIT_SIDE;

  return prior->faults[i][j] * (levels ? scale : 1.0);
}

/* Fills in S, the factor of a^2 S_k + s D. */
static gboolean
factor_sum (const MstCluster *cluster, const MstPrior *prior, gdouble spread,
    gdouble scale, const Known *known, gdouble *sum)
{
  for (int i = 0; i < known->n; i++)
    for (int j = 0; j <= i; j++)
      sum[i * known->n + j] = spread * spread *
              cluster->covariance[known->trait[i]][known->trait[j]] +
          fault_covariance (prior, known->trait[i], known->trait[j], scale);
  return mst_cholesky (sum, known->n);
}

/* The mean and the variance of a trait's fault: D S^-1 e, and D less
 * D S^-1 D. */
static void
judge_trait (Hypothesis *self, const MstPrior *prior, gdouble scale,
    const Known *known, const gdouble *factor, const gdouble *solved, int trait)
{
  gdouble row[MST_TRAITS];

  for (int j = 0; j < known->n; j++) {
    row[j] = fault_covariance (prior, trait, known->trait[j], scale);
    self->fault[trait] += row[j] * solved[j];
  }
  self->variance[trait] = fault_covariance (prior, trait, trait, scale) -
      mst_cholesky_distance (factor, known->n, row);
}

static void
judge (Hypothesis *self, const MstCluster *cluster, const MstPrior *prior,
    gdouble spread, gdouble scale, const Known *known)
{
  gdouble factor[MST_TRAITS * MST_TRAITS], error[MST_TRAITS];

  *self = (Hypothesis){ .log_likelihood = -INFINITY };
  if (!factor_sum (cluster, prior, spread, scale, known, factor))
    return;
  for (int i = 0; i < known->n; i++)
    error[i] = known->value[i] - cluster->mean[known->trait[i]];
  self->distance = mst_cholesky_distance (factor, known->n, error);
  self->log_likelihood = log (cluster->weight) - 0.5 * self->distance -
      0.5 * mst_cholesky_log_determinant (factor, known->n);
  mst_cholesky_backward (factor, known->n, error);
  for (int i = 0; i < MST_TRAITS; i++)
    judge_trait (self, prior, scale, known, factor, error, i);
}

/* Shares of hypotheses whose likelihoods are known but for a factor; returns
 * the likeliest. */
static int
share_out (Hypothesis *all, int n)
{
  gdouble sum = 0.0;
  int best = 0;

  for (int i = 1; i < n; i++)
    best = all[i].log_likelihood > all[best].log_likelihood ? i : best;
  for (int i = 0; i < n; i++) {
    all[i].share = exp (all[i].log_likelihood - all[best].log_likelihood);
    sum += all[i].share;
  }
  for (int i = 0; i < n; i++)
    all[i].share /= sum;
  return best;
}

/* The moments of a mixture. */
static void
mix (MstEstimate *self, const Hypothesis *all, int n)
{
  for (int t = 0; t < MST_TRAITS; t++) {
    gdouble second = 0.0;

    for (int i = 0; i < n; i++) {
      gdouble fault = all[i].fault[t];

      self->fault[t] += all[i].share * fault;
      second += all[i].share * (all[i].variance[t] + fault * fault);
    }
    self->deviation[t] =
        sqrt (fmax (second - self->fault[t] * self->fault[t], 0.0));
  }
}

void
mst_estimate (const MstModel *songs, const MstPrior *prior,
    const MstOutlook *outlook, const gdouble traits[MST_TRAITS],
    MstEstimate *self)
{
  Known known = find_known (traits);
  Hypothesis all[HYPOTHESES];
  int n = 0;

  *self = (MstEstimate){ .gross = 0.0 };
  for (int k = 0; k < songs->n; k++)
    for (int s = 0; s < outlook->n; s++, n++) {
      judge (&all[n], &songs->cluster[k], prior, outlook->spread,
          outlook->scale[s], &known);
      all[n].log_likelihood += log (outlook->weight[s]);
    }
  if (n == 0)
    return;
  self->strangeness = all[share_out (all, n)].distance / known.n;
  mix (self, all, n);
  for (int i = 0; i < n; i++) {
    self->cluster[i / outlook->n] += all[i].share;
    if (outlook->n > 1 && i % outlook->n == outlook->n - 1)
      self->gross += all[i].share;
  }
  self->sure = mst_calibrate (fmin (self->gross, 1.0), ODDS);
}

/* --- bands alone */

#define OWN_VARIANCE 0.25 /* [LU^2]: no level follows from the others alone */

/* With P = S^-1 and e = y - m, a trait is (P e)_i / P_ii over its mean when all
 * others are known, and its variance is 1 / P_ii. */
static void
judge_alone (const MstCluster *cluster, const Known *known, Hypothesis *self)
{
  gdouble factor[MST_TRAITS * MST_TRAITS], error[MST_TRAITS];
  const int n = known->n;

  *self = (Hypothesis){ .log_likelihood = -INFINITY };
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++)
      factor[i * n + j] =
          cluster->covariance[known->trait[i]][known->trait[j]] +
          (i == j ? OWN_VARIANCE : 0.0);
  if (!mst_cholesky (factor, n))
    return;
  for (int i = 0; i < n; i++)
    error[i] = known->value[i] - cluster->mean[known->trait[i]];
  self->distance = mst_cholesky_distance (factor, n, error);
  self->log_likelihood = log (cluster->weight) - 0.5 * self->distance -
      0.5 * mst_cholesky_log_determinant (factor, n);
  mst_cholesky_backward (factor, n, error);
  for (int i = 0; i < n; i++) {
    gdouble unit[MST_TRAITS] = { 0.0 };

    unit[i] = 1.0;
    mst_cholesky_forward (factor, n, unit);
    mst_cholesky_backward (factor, n, unit);
    self->fault[known->trait[i]] = error[i] / unit[i];
    self->variance[known->trait[i]] = 1.0 / unit[i];
  }
}

void
mst_estimate_alone (const MstModel *songs, const gdouble traits[MST_TRAITS],
    gdouble excess[MST_ANALYSIS_BANDS], gdouble deviation[MST_ANALYSIS_BANDS])
{
  Known known = find_known (traits);
  Hypothesis all[MST_MODEL_CLUSTERS];

  for (int k = 0; k < songs->n; k++)
    judge_alone (&songs->cluster[k], &known, &all[k]);
  if (songs->n > 0)
    share_out (all, songs->n);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    gdouble variance = 0.0;

    excess[b] = 0.0;
    for (int k = 0; k < songs->n; k++) {
      excess[b] += all[k].share * all[k].fault[MST_TRAIT_LEVEL + b];
      variance += all[k].share * all[k].variance[MST_TRAIT_LEVEL + b];
    }
    deviation[b] = sqrt (variance);
  }
}
