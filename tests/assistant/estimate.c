/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The song and the fault told apart: the port against the model's own figures,
 * and the properties that follow from its equations. */
#include "songs.h"

#include "assistant/estimate.h"

/* Three songs, and their faults of level, side and range as the script that
 * fitted models/prior.json computed them with numpy, before it rounded the
 * model to four decimals. */
static const double songs[3][MST_TRAITS] = {
  { -20.7549, -5.7832, -2.0482, -10.6185, -18.0789, -29.3168, -43.1587,
      -46.4601, -45.9839, -1.604, -1.8563, -2.5105, -2.828, -2.8528, -2.9793,
      -2.5147, -2.0391, -2.86, 18.539, 20.2048, 20.5453, 20.7359, 25.1653,
      25.5365, 21.7161, 5.113, 1 },
  { -9.0449, -5.6138, -8.0589, -11.5104, -8.8296, -9.2439, -10.8662, -15.4298,
      -18.7421, -9.2406, -6.8899, -6.2117, -5.9192, -4.6, -5.6244, -4.7109,
      -3.8756, -2.726, 8.72, 6.2822, 10.3476, 11.5167, 9.0811, 11.4098, 12.6681,
      9.8246, 8.1591 },
  { -8.0007, -4.8635, -5.5219, -9.7114, -9.9538, -16.3341, -25.5614, -31.7386,
      -38.462, -28.4535, -13.9984, -10.7949, -11.0673, -5.9534, -5.9162,
      -14.6764, -8.0335, -8.9154, 6.0722, 5.7665, 7.4112, 12.2753, 8.7944,
      9.6298, 15.2314, 15.3682, 12.4031 }
};
static const double faults[3][MST_TRAITS] = {
  { -0.9238, -0.1935, 0.4933, 0.0993, -0.4327, -0.5084, -0.4035, -0.1189,
      0.1333, 0.5732, 0.5291, 0.5615, 0.4341, 0.5387, 0.2457, 0.4399, 0.5459,
      0.3252, 0.0243, -0.0322, 0.3473, -0.1818, 0.1665, 0.0496, 0.129, -0.1225,
      0.0741 },
  { -0.964, 0.3326, 0.2808, -0.4858, 0.1742, 1.031, 1.5442, 0.9818, 1.0193,
      0.8651, 0.6404, 0.6034, 0.6675, 0.9153, 0.4087, 0.8659, 0.5133, 0.7943,
      -0.4793, -0.5923, -0.378, -0.387, -0.8588, -0.2361, -0.1958, -0.6243,
      -0.641 },
  { 0.5751, 0.7931, 1.1345, 0.85, 0.2139, -1.147, -2.4401, -2.874, -2.4829,
      0.0319, 0.0049, 0.0951, 0.1073, 0.1729, 0.3164, -0.3135, 0.6881, -0.1385,
      -1.3692, -1.2256, -1.4202, -1.0052, -1.2959, -1.3602, -1.2184, -1.2005,
      -1.2521 }
};

/* As that script has it: one kind of fault, and the songs as they were seen. */
static const MstOutlook plain = { .spread = 1.0,
  .n = 1,
  .scale = { 1.0 },
  .weight = { 1.0 } };

static void
test_the_test_vector (void)
{
  const MstPrior *prior = mst_prior_get ();

  for (int s = 0; s < 3; s++) {
    MstEstimate found;

    mst_estimate (&prior->songs, prior, &plain, songs[s], &found);
    for (int i = 0; i < MST_TRAITS; i++) {
      /* the rounding moves numpy's own figures by 5e-4 */
      mst_check_near (found.fault[i], faults[s][i], 6e-4);
      mst_check (found.deviation[i] > 0.0 &&
              found.deviation[i] <= sqrt (prior->faults[i][i]) + 3.0,
          "deviation %d: %g", i, found.deviation[i]);
    }
  }
}

/* Oracle: leaving a trait out is the same as knowing nothing of it, that is, as
 * a fault of it without end. */
static void
test_unknown_traits_are_left_out (void)
{
  static MstPrior wide;
  double traits[MST_TRAITS];
  MstEstimate without, endless;

  wide = *mst_prior_get ();
  wide.faults[20][20] += 1e9;
  memcpy (traits, songs[1], sizeof (traits));
  mst_estimate (&wide.songs, &wide, &plain, traits, &endless);
  traits[20] = NAN;
  mst_estimate (&wide.songs, mst_prior_get (), &plain, traits, &without);
  for (int i = 0; i < MST_TRAIT_RANGE; i++)
    mst_check_near (without.fault[i], endless.fault[i], 1e-3);
}

/* A song in the middle of a cluster has no fault, and one whose bass is 12 dB
 * too strong has a gross one, most of which is found. */
static void
test_gross_faults_are_told_from_none (void)
{
  const MstPrior *prior = mst_prior_get ();
  double traits[MST_TRAITS];
  MstEstimate found;

  memcpy (traits, prior->songs.cluster[0].mean, sizeof (traits));
  mst_estimate (&prior->songs, prior, &mst_outlook, traits, &found);
  mst_check (found.gross < 0.1, "gross: %g", found.gross);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check (fabs (found.fault[b]) < 0.5, "band %d: %g", b, found.fault[b]);
  traits[0] += 15.0;
  mst_estimate (&prior->songs, prior, &mst_outlook, traits, &found);
  mst_check (found.gross > 0.9, "gross: %g", found.gross);
  mst_check (found.fault[0] > 6.0, "bass: %g", found.fault[0]);
  mst_check (found.strangeness > 0.0, "strangeness %g", found.strangeness);
}

static void
test_shares_add_up (void)
{
  const MstPrior *prior = mst_prior_get ();
  double weights = 0.0;

  for (int k = 0; k < prior->songs.n; k++)
    weights += prior->songs.cluster[k].weight;
  mst_check_near (weights, 1.0, 1e-3); /* given to five decimals */
  for (int s = 0; s < 3; s++) {
    MstEstimate found;
    double sum = 0.0;

    mst_estimate (&prior->songs, prior, &mst_outlook, songs[s], &found);
    for (int k = 0; k < prior->songs.n; k++)
      sum += found.cluster[k];
    mst_check_near (sum, 1.0, 1e-9);
  }
}

/* Oracle: of one normal distribution, a trait that alone is off its mean is
 * over what the others foretell by just that; the deviation is less than its
 * own. */
static void
test_a_band_alone (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  const MstCluster *cluster = &pop->model.cluster[0];
  double traits[MST_TRAITS], excess[MST_ANALYSIS_BANDS];
  double deviation[MST_ANALYSIS_BANDS];

  memcpy (traits, cluster->mean, sizeof (traits));
  traits[8] += 9.0;
  mst_estimate_alone (&pop->model, traits, excess, deviation);
  mst_check_near (excess[8], 9.0, 1e-6);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check (deviation[b] > 0.0 &&
            deviation[b] < sqrt (cluster->covariance[b][b] + 0.25),
        "%d: %g", b, deviation[b]);
}

/* The gain of a song is none of its traits; what is not there is at -50 LU. */
static void
test_traits (void)
{
  double features[MST_N_FEATURES], a[MST_TRAITS], b[MST_TRAITS];

  for (int i = 0; i < MST_N_FEATURES; i++)
    features[i] = -10.0 - i % 5;
  mst_traits_of (features, a);
  for (int i = 0; i < MST_ANALYSIS_BANDS; i++)
    features[MST_FEATURE_LEVEL + i] -= 7.0;
  features[MST_FEATURE_SIDE + 3] = NAN;
  features[MST_FEATURE_RANGE + 3] = 99.0;
  mst_traits_of (features, b);
  for (int i = 0; i < MST_ANALYSIS_BANDS; i++)
    mst_check_near (a[i], b[i], 1e-12);
  mst_check (isnan (b[MST_TRAIT_SIDE + 3]), "%g", b[MST_TRAIT_SIDE + 3]);
  mst_check_near (b[MST_TRAIT_RANGE + 3], 35.0, 0.0);
  features[MST_FEATURE_LEVEL + 8] = -INFINITY;
  mst_traits_of (features, b);
  mst_check (b[8] < -40.0 && isfinite (b[8]), "%g", b[8]);
}

int
main (void)
{
  MST_RUN (test_the_test_vector);
  MST_RUN (test_unknown_traits_are_left_out);
  MST_RUN (test_gross_faults_are_told_from_none);
  MST_RUN (test_a_band_alone);
  MST_RUN (test_shares_add_up);
  MST_RUN (test_traits);
  return mst_done ();
}
