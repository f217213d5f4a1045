/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Models from songs: each number against the definition in mixture.h, or
 * against the distribution that the songs were drawn from. */
#include "songs.h"

#include "assistant/mixture.h"

#define MOST 400

static double drawn[MOST][MST_TRAITS];

/* A sum of twelve uniform numbers is normal, nearly. */
static double
normal (uint64_t *seed)
{
  double sum = 0.0;

  for (int i = 0; i < 12; i++)
    sum += 0.5 * mst_noise (seed);
  return sum;
}

/* Two kinds of songs, 12 LU apart in the first nine traits; all traits have a
 * share in a common number, so that they are correlated. */
static void
draw (int n, uint64_t seed)
{
  for (int i = 0; i < n; i++) {
    double common = normal (&seed);

    for (int t = 0; t < MST_TRAITS; t++)
      drawn[i][t] = -10.0 + 0.8 * common + 0.6 * normal (&seed);
    for (int t = 0; t < 9; t++)
      drawn[i][t] += i % 4 == 0 ? 12.0 : 0.0;
  }
}

static void
test_two_kinds_are_found (void)
{
  MstModel model;
  int high, low;

  draw (160, 7);
  mst_mixture_fit (&model, (const double (*)[MST_TRAITS]) drawn, 160,
      mst_prior_get ());
  mst_check (model.n == 2, "%d clusters", model.n);
  high = model.cluster[1].mean[0] > model.cluster[0].mean[0];
  low = 1 - high;
  /* three deviations of the mean of 40 songs */
  mst_check_near (model.cluster[high].mean[0], 2.0, 0.5);
  mst_check_near (model.cluster[low].mean[0], -10.0, 0.3);
  mst_check_near (model.cluster[high].weight, 0.25, 0.01);
  mst_check_near (model.cluster[low].covariance[3][3], 1.0, 0.3);
  mst_check_near (model.cluster[low].covariance[3][9], 0.64, 0.3);
}

/* One cluster under 60 songs, two under 200, four above; all of them are
 * distributions. */
static void
test_how_many (void)
{
  const int rows[][2] = { { 30, 1 }, { 59, 1 }, { 60, 2 }, { 199, 2 },
    { 200, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MstModel model;
    double weights = 0.0;

    draw (rows[i][0], 11 + i);
    mst_mixture_fit (&model, (const double (*)[MST_TRAITS]) drawn,
        (guint) rows[i][0], mst_prior_get ());
    mst_check (model.n == rows[i][1], "%d songs: %d", rows[i][0], model.n);
    for (int k = 0; k < model.n; k++) {
      weights += model.cluster[k].weight;
      for (int t = 0; t < MST_TRAITS; t++)
        mst_check (model.cluster[k].covariance[t][t] > 0.0, "%d", t);
    }
    mst_check_near (weights, 1.0, 1e-9);
  }
}

/* Oracle: m' = (n mean + 10 m) / (n + 10) for the likeliest cluster, and no
 * other thing but weights moves. */
static void
test_few_songs_move_the_prior (void)
{
  const MstPrior *prior = mst_prior_get ();
  MstModel model;
  const int n = 8, from = 2;

  for (int i = 0; i < n; i++)
    for (int t = 0; t < MST_TRAITS; t++)
      drawn[i][t] =
          prior->songs.cluster[from].mean[t] + (t == 4) + (i % 2) - 0.5;
  mst_mixture_fit (&model, (const double (*)[MST_TRAITS]) drawn, (guint) n,
      prior);
  mst_check (model.n == prior->songs.n, "%d", model.n);
  for (int k = 0; k < model.n; k++)
    for (int t = 0; t < MST_TRAITS; t++) {
      double was = prior->songs.cluster[k].mean[t];
      double mean = was + (k == from && t == 4);

      mst_check_near (model.cluster[k].mean[t],
          (n * mean + 10.0 * was) / (n + 10), 1e-9);
    }
  mst_check (memcmp (model.cluster[0].covariance,
                 prior->songs.cluster[0].covariance,
                 sizeof (model.cluster[0].covariance)) == 0,
      "covariance");
  mst_check (model.cluster[from].weight > prior->songs.cluster[from].weight,
      "%g", model.cluster[from].weight);
}

static void
test_unknown_traits (void)
{
  MstModel model;

  draw (80, 3);
  for (int i = 0; i < 80; i++)
    drawn[i][20] = i % 3 ? NAN : -4.0;
  for (int i = 0; i < 80; i++)
    drawn[i][21] = NAN;
  mst_mixture_fit (&model, (const double (*)[MST_TRAITS]) drawn, 80,
      mst_prior_get ());
  mst_check_near (model.cluster[0].mean[20], -4.0, 1e-9);
  for (int k = 0; k < model.n; k++)
    for (int t = 0; t < MST_TRAITS; t++)
      mst_check (isfinite (model.cluster[k].mean[t]) &&
              isfinite (model.cluster[k].covariance[t][t]),
          "%d", t);
}

static void
test_all_the_same (void)
{
  MstModel model;

  for (int i = 0; i < 40; i++)
    for (int t = 0; t < MST_TRAITS; t++)
      drawn[i][t] = t;
  mst_mixture_fit (&model, (const double (*)[MST_TRAITS]) drawn, 40,
      mst_prior_get ());
  for (int t = 0; t < MST_TRAITS; t++) {
    mst_check_near (model.cluster[0].mean[t], t, 1e-9);
    mst_check (model.cluster[0].covariance[t][t] > 0.0, "%d", t);
  }
}

int
main (void)
{
  MST_RUN (test_two_kinds_are_found);
  MST_RUN (test_how_many);
  MST_RUN (test_few_songs_move_the_prior);
  MST_RUN (test_unknown_traits);
  MST_RUN (test_all_the_same);
  return mst_done ();
}
