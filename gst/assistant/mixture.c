/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linear.h"

#define FEW 30 /* songs: with fewer the prior is adapted */
#define TWO 60
#define FOUR 200
#define PRIOR_SONGS 10.0  /* that a cluster's mean is worth */
#define COMMON_SONGS 40.0 /* that the common covariance is worth */
#define ROUNDS 25
#define OWN_SHARE                                                              \
  0.001 /* of a variance, so that no trait follows from others */
#define LEAST_VARIANCE 0.01
#define LEAST_SONGS 1e-3 /* in a cluster that is empty */

typedef struct {
  gdouble trait[MST_TRAITS];
} Song;

/* --- the songs: in one order, and whole */

static int
compare (const void *a, const void *b)
{
  const Song *x = a, *y = b;

  for (int i = 0; i < MST_TRAITS; i++)
    if (x->trait[i] != y->trait[i])
      return x->trait[i] < y->trait[i] ? -1 : 1;
  return 0;
}

/* The mean of the songs that have a trait, or of the prior's. */
static gdouble
get_mean (const Song *songs, guint n, int trait, const MstPrior *prior)
{
  gdouble sum = 0.0;
  guint known = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (songs[i].trait[trait])) {
      sum += songs[i].trait[trait];
      known++;
    }
  for (int k = 0; known == 0 && k < prior->songs.n; k++)
    sum += prior->songs.cluster[k].weight * prior->songs.cluster[k].mean[trait];
  return known > 0 ? sum / known : sum;
}

static void
fill_in (Song *songs, guint n, const MstPrior *prior)
{
  for (int t = 0; t < MST_TRAITS; t++) {
    gdouble mean = get_mean (songs, n, t, prior);

    for (guint i = 0; i < n; i++)
      if (isnan (songs[i].trait[t]))
        songs[i].trait[t] = mean;
  }
}

/* --- the likelihood of a song by each cluster */

typedef struct {
  gdouble factor[MST_TRAITS * MST_TRAITS];
  gdouble constant; /* ln w - 1/2 ln det */
} Density;

static gboolean
init_density (Density *self, const MstCluster *cluster)
{
  memcpy (self->factor, cluster->covariance, sizeof (self->factor));
  if (!mst_cholesky (self->factor, MST_TRAITS))
    return FALSE;
  self->constant = log (cluster->weight) -
      0.5 * mst_cholesky_log_determinant (self->factor, MST_TRAITS);
  return TRUE;
}

static gdouble
get_log_likelihood (const Density *self, const MstCluster *cluster,
    const Song *song)
{
  gdouble error[MST_TRAITS];

  for (int i = 0; i < MST_TRAITS; i++)
    error[i] = song->trait[i] - cluster->mean[i];
  return self->constant -
      0.5 * mst_cholesky_distance (self->factor, MST_TRAITS, error);
}

/* The shares of the clusters in each song: `shares[i * model->n + k]`. */
static void
share_out (const MstModel *model, const Song *songs, guint n, gdouble *shares)
{
  Density density[MST_MODEL_CLUSTERS];
  gboolean good[MST_MODEL_CLUSTERS];

  for (int k = 0; k < model->n; k++)
    good[k] = init_density (&density[k], &model->cluster[k]);
  for (guint i = 0; i < n; i++) {
    gdouble *row = shares + (gsize) i * (gsize) model->n;
    gdouble most = -INFINITY, sum = 0.0;

    for (int k = 0; k < model->n; k++) {
      row[k] = good[k]
          ? get_log_likelihood (&density[k], &model->cluster[k], &songs[i])
          : -INFINITY;
      most = fmax (most, row[k]);
    }
    for (int k = 0; k < model->n; k++) {
      row[k] = exp (row[k] - most);
      sum += row[k];
    }
    for (int k = 0; k < model->n; k++)
      row[k] /= sum;
  }
}

/* --- adapting the prior */

static void
adapt (MstModel *self, const Song *songs, guint n, const MstPrior *prior,
    gdouble *shares)
{
  gdouble count[MST_MODEL_CLUSTERS] = { 0.0 };
  int best = 0;

  *self = prior->songs;
  share_out (self, songs, n, shares);
  for (guint i = 0; i < n; i++)
    for (int k = 0; k < self->n; k++)
      count[k] += shares[(gsize) i * (gsize) self->n + (gsize) k];
  for (int k = 0; k < self->n; k++) {
    best = count[k] > count[best] ? k : best;
    self->cluster[k].weight =
        (count[k] + PRIOR_SONGS * self->cluster[k].weight) / (n + PRIOR_SONGS);
  }
  for (int t = 0; t < MST_TRAITS; t++) {
    gdouble *mean = &self->cluster[best].mean[t];

    *mean = (n * get_mean (songs, n, t, prior) + PRIOR_SONGS * *mean) /
        (n + PRIOR_SONGS);
  }
}

/* --- fitting */

/* The means and weights of clusters by their shares in the songs. */
static void
set_means (MstModel *self, const Song *songs, guint n, const gdouble *shares)
{
  for (int k = 0; k < self->n; k++) {
    MstCluster *cluster = &self->cluster[k];
    gdouble count = LEAST_SONGS;

    for (guint i = 0; i < n; i++)
      count += shares[(gsize) i * (gsize) self->n + (gsize) k];
    for (int t = 0; t < MST_TRAITS; t++) {
      gdouble sum = LEAST_SONGS * cluster->mean[t];

      for (guint i = 0; i < n; i++)
        sum +=
            shares[(gsize) i * (gsize) self->n + (gsize) k] * songs[i].trait[t];
      cluster->mean[t] = sum / count;
    }
    cluster->weight = count / (n + self->n * LEAST_SONGS);
  }
}

/* The sum over songs of their shares times their squared errors. */
static void
sum_scatter (const MstCluster *cluster, const Song *songs, guint n,
    const gdouble *shares, gsize stride, gdouble out[MST_TRAITS][MST_TRAITS])
{
  for (guint i = 0; i < n; i++) {
    gdouble share = shares[i * stride], error[MST_TRAITS];

    for (int a = 0; a < MST_TRAITS; a++)
      error[a] = songs[i].trait[a] - cluster->mean[a];
    for (int a = 0; a < MST_TRAITS; a++)
      for (int b = 0; b < MST_TRAITS; b++)
        out[a][b] += share * error[a] * error[b];
  }
}

/* The mean covariance within clusters, a little wider on its own. */
static void
set_common (const MstModel *self, const Song *songs, guint n,
    const gdouble *shares, gdouble common[MST_TRAITS][MST_TRAITS])
{
  memset (common, 0, MST_TRAITS * sizeof (common[0]));
  for (int k = 0; k < self->n; k++)
    sum_scatter (&self->cluster[k], songs, n, shares + k, (gsize) self->n,
        common);
  for (int a = 0; a < MST_TRAITS; a++)
    for (int b = 0; b < MST_TRAITS; b++)
      common[a][b] /= n;
  for (int a = 0; a < MST_TRAITS; a++)
    common[a][a] = fmax (common[a][a] * (1.0 + OWN_SHARE), LEAST_VARIANCE);
}

static void
set_covariances (MstModel *self, const Song *songs, guint n,
    const gdouble *shares, gdouble common[MST_TRAITS][MST_TRAITS])
{
  for (int k = 0; k < self->n; k++) {
    MstCluster *cluster = &self->cluster[k];
    gdouble count = COMMON_SONGS;

    for (guint i = 0; i < n; i++)
      count += shares[(gsize) i * (gsize) self->n + (gsize) k];
    for (int a = 0; a < MST_TRAITS; a++)
      for (int b = 0; b < MST_TRAITS; b++)
        cluster->covariance[a][b] = COMMON_SONGS * common[a][b];
    sum_scatter (cluster, songs, n, shares + k, (gsize) self->n,
        cluster->covariance);
    for (int a = 0; a < MST_TRAITS; a++)
      for (int b = 0; b < MST_TRAITS; b++)
        cluster->covariance[a][b] /= count;
  }
}

/* k-means, over the traits' deviations; the first centre is the song nearest to
 * the mean of all, each other one the farthest from those before. */
static gdouble
get_distance (const Song *song, const MstCluster *cluster,
    const gdouble deviation[MST_TRAITS])
{
  gdouble sum = 0.0;

  for (int t = 0; t < MST_TRAITS; t++) {
    gdouble error = (song->trait[t] - cluster->mean[t]) / deviation[t];

    sum += error * error;
  }
  return sum;
}

static int
nearest (const MstModel *self, const Song *song, const gdouble *deviation,
    gdouble *distance)
{
  int best = 0;

  *distance = INFINITY;
  for (int k = 0; k < self->n; k++) {
    gdouble d = get_distance (song, &self->cluster[k], deviation);

    if (d < *distance) {
      *distance = d;
      best = k;
    }
  }
  return best;
}

static void
seed_clusters (MstModel *self, int clusters, const Song *songs, guint n,
    const gdouble *deviation)
{
  for (self->n = 1; self->n < clusters; self->n++) {
    gdouble farthest = -1.0, distance;
    guint song = 0;

    for (guint i = 0; i < n; i++) {
      nearest (self, &songs[i], deviation, &distance);
      if (distance > farthest) {
        farthest = distance;
        song = i;
      }
    }
    memcpy (self->cluster[self->n].mean, songs[song].trait,
        sizeof (songs[song].trait));
  }
}

static void
divide (MstModel *self, int clusters, const Song *songs, guint n,
    const gdouble *deviation, gdouble *shares)
{
  gdouble distance;

  seed_clusters (self, clusters, songs, n, deviation);
  for (int round = 0; round < ROUNDS; round++) {
    memset (shares, 0, n * (gsize) self->n * sizeof (*shares));
    for (guint i = 0; i < n; i++)
      shares[(gsize) i * (gsize) self->n +
          (gsize) nearest (self, &songs[i], deviation, &distance)] = 1.0;
    set_means (self, songs, n, shares);
  }
}

static void
fit (MstModel *self, const Song *songs, guint n, gdouble *shares)
{
  int clusters = n < TWO ? 1 : n < FOUR ? 2 : 4;
  gdouble deviation[MST_TRAITS], common[MST_TRAITS][MST_TRAITS];

  *self = (MstModel){ .n = 1 };
  for (guint i = 0; i < n; i++)
    shares[i] = 1.0;
  set_means (self, songs, n, shares);
  set_common (self, songs, n, shares, common);
  for (int t = 0; t < MST_TRAITS; t++)
    deviation[t] = sqrt (common[t][t]);
  divide (self, clusters, songs, n, deviation, shares);
  set_common (self, songs, n, shares, common);
  set_covariances (self, songs, n, shares, common);
  for (int round = 0; round < ROUNDS; round++) {
    share_out (self, songs, n, shares);
    set_means (self, songs, n, shares);
    set_covariances (self, songs, n, shares, common);
  }
}

void
mst_mixture_fit (MstModel *self, const gdouble (*songs)[MST_TRAITS], guint n,
    const MstPrior *prior)
{
  g_autofree Song *sorted = g_new (Song, n);
  g_autofree gdouble *shares = g_new (gdouble, (gsize) n * MST_MODEL_CLUSTERS);

  for (guint i = 0; i < n; i++)
    memcpy (sorted[i].trait, songs[i], sizeof (sorted[i].trait));
  fill_in (sorted, n, prior);
  qsort (sorted, n, sizeof (*sorted), compare);
  if (n < FEW)
    adapt (self, sorted, n, prior, shares);
  else
    fit (self, sorted, n, shares);
}
