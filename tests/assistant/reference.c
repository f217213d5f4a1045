/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* References: whether they are the mix itself, and what it takes to meet them.
 * The oracle is the change that was made to a song to get the mix: to undo it
 * is its negative.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "songs.h"

#include "assistant/another.h"
#include "assistant/correct.h"
#include "assistant/reference.h"

#define TOLERANCE_DB 1e-6 /* of what is rounded to a millionth */

/* Notes: a random level for each place of the fine spectrum. */
static void
add_notes (MstAnalysis *song, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++)
    song->detail[i] = -40.0 - 3.0 * i / MST_ANALYSIS_DETAIL_PER_OCTAVE +
        g_rand_double_range (rand, -9.0, 9.0);
}

/* A pop song with notes and sections. */
static MstAnalysis
new_song (guint32 seed)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis song = song_of (pop);

  add_notes (&song, seed);
  for (int s = 0; s < MST_ANALYSIS_SECTIONS; s++)
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      song.section[s].mid[k] = song.mid[k] - song.loudness;
      song.section[s].side[k] = song.side[k] - song.loudness;
    }
  for (int q = 0; q < MST_ANALYSIS_QUANTILES; q++)
    song.block_level[q] = -6.0 + 1.5 * q;
  return song;
}

/* Within 6 dB, as smooth as an equaliser. */
static double
curve_at (double frequency)
{
  return 4.0 * sin (1.1 * log2 (frequency / 100.0)) +
      2.0 * cos (0.6 * log2 (frequency / 1000.0));
}

/* The song behind an equaliser and, at the sides, a gain. */
static MstAnalysis
spoil (const MstAnalysis *song, double width)
{
  MstAnalysis mix = *song;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double gain = curve_at (mst_third_frequency (k));

    mix.mid[k] += gain;
    mix.side[k] += gain + width;
  }
  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++)
    mix.detail[i] += curve_at (MST_ANALYSIS_DETAIL_HZ *
        exp2 ((double) i / MST_ANALYSIS_DETAIL_PER_OCTAVE));
  return mix;
}

static const MstMatchShares all = { 1.0, 1.0, 1.0, 1.0 };

static MstMatch
match_one (const MstAnalysis *mix, const MstAnalysis *song,
    MstMatchShares shares)
{
  MstReference reference = { *song, 1.0 };
  MstReferences references = { shares, 1, &reference };
  MstMatch match;

  mst_reference_match (mix, &references, &match);
  return match;
}

/* From 25 Hz to 16 kHz: thirds 1 to 29. */
static void
check_curves (const MstMatch *match, double tone, double width)
{
  for (int k = 1; k < 30; k++) {
    double gain = curve_at (mst_third_frequency (k));

    mst_check_near (match->mid[k], -tone * gain, TOLERANCE_DB);
    mst_check_near (match->side[k], -tone * gain + width, TOLERANCE_DB);
  }
}

static void
test_same_song_or_another (void)
{
  for (guint32 seed = 1; seed < 20; seed++) {
    MstAnalysis song = new_song (seed), other = new_song (seed + 100);
    MstAnalysis mix = spoil (&song, 3.0);

    mst_check (mst_reference_kinship (&song, &mix) > 0.97, "%g",
        mst_reference_kinship (&song, &mix));
    mst_check (mst_reference_kinship (&song, &other) < 0.5, "%g",
        mst_reference_kinship (&song, &other));
  }
}

/* A gain moves all of it: notes are differences. */
static void
test_level_does_not_matter (void)
{
  MstAnalysis song = new_song (1), quiet = song;

  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++)
    quiet.detail[i] -= 20.0;
  mst_check_near (mst_reference_kinship (&song, &quiet), 1.0, 1e-12);
}

static void
test_nothing_to_compare (void)
{
  MstAnalysis song = new_song (1), silence = song, tone = song;

  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++) {
    silence.detail[i] = -INFINITY;
    tone.detail[i] = i == 50 ? -10.0 : -120.0;
  }
  mst_check_near (mst_reference_kinship (&song, &silence), 0.0, 0.0);
  mst_check_near (mst_reference_kinship (&song, &tone), 0.0, 0.0);
}

/* A level in dB of a mix that is 2^-4 as loud has other last bits. */
static void
test_curves_are_the_same_to_the_bit (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0), quiet = mix;
  MstMatch match, again;

  quiet.loudness -= 80.0 * log10 (2.0);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    quiet.mid[k] -= 80.0 * log10 (2.0);
    quiet.side[k] -= 80.0 * log10 (2.0);
  }
  match = match_one (&mix, &song, all);
  again = match_one (&quiet, &song, all);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check (match.mid[k] == again.mid[k] && match.side[k] == again.side[k],
        "%d: %.17g, %.17g", k, match.mid[k], again.mid[k]);
}

static void
test_curves_undo_the_change (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0);
  MstMatch match = match_one (&mix, &song, all);

  mst_check_near (match.same, 1.0, 0.0);
  check_curves (&match, 1.0, -3.0);
  mst_check_near (match.width, -3.0, TOLERANCE_DB);
  mst_check_near (match.loudness, song.loudness, 0.0);
}

static void
test_shares (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0);
  MstMatchShares half = { 0.5, 0.25, 0.0, 0.0 };
  MstMatch match = match_one (&mix, &song, half);

  check_curves (&match, 0.5, -0.75);
  mst_check (match.loudness == -INFINITY, "%g", match.loudness);
  half.width = 0.0;
  match = match_one (&mix, &song, half);
  check_curves (&match, 0.5, 0.0);
}

/* Two songs that differ by 6 dB everywhere at the sides, weighted 1 and 0.5,
 * have a mean that is 2 dB from the first. */
static void
test_weights (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 0.0);
  MstReference two[] = { { song, 1.0 }, { song, 0.5 } };
  MstReferences references = { all, 2, two };
  MstMatch match;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    two[1].analysis.side[k] += 6.0;
  mst_reference_match (&mix, &references, &match);
  check_curves (&match, 1.0, 2.0);
}

static void
test_cap (void)
{
  MstAnalysis song = new_song (1), mix = song;
  MstMatch match;

  for (int k = 10; k < 15; k++)
    mix.mid[k] -= 20.0;
  match = match_one (&mix, &song, all);
  mst_check_near (match.mid[12], MST_REFERENCE_CAP_DB, 0.0);
  mst_check_near (match.mid[20], 0.0, 0.0);
}

/* A part of the song is laid beside what is loud in the mix. */
static void
test_part_of_the_song (void)
{
  MstAnalysis song = new_song (1), mix = song;
  MstMatch match;

  song.frames /= 4.0;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    song.mid[k] += 7.0; /* the part is brighter, darker, whatever */
    mix.section[MST_ANALYSIS_LOUD].mid[k] -= curve_at (mst_third_frequency (k));
    mix.section[MST_ANALYSIS_LOUD].side[k] -=
        curve_at (mst_third_frequency (k)) + 2.0;
  }
  match = match_one (&mix, &song, all);
  check_curves (&match, -1.0, 2.0);
}

/* Above the end of a reference that was coded with loss there is nothing to go
 * by; what is known just below fades within an octave. */
static void
test_end_of_the_spectrum (void)
{
  MstAnalysis song = new_song (1), mix = song;
  MstMatch match;

  song.bandwidth = 5500.0;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    mix.mid[k] -= 3.0;
    mix.side[k] = -INFINITY;
  }
  match = match_one (&mix, &song, all);
  mst_check_near (match.mid[23], 3.0, TOLERANCE_DB); /* 4 kHz */
  mst_check_near (match.mid[25], 1.0, TOLERANCE_DB);
  for (int k = 26; k < MST_ANALYSIS_THIRDS; k++)
    mst_check_near (match.mid[k], 0.0, 0.0);
  mst_check_near (match.side[15], 0.0, 0.0);
}

/* --- the plan */

static MstPlan *
follow (const MstAnalysis *mix, const MstReferences *references,
    double strength)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstGoal goal;

  mst_goal_init (&goal);
  goal.strength = strength;
  goal.references = references;
  return mst_decide (mix, pop, &goal);
}

static void
test_plan_of_the_same_song (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0);
  MstReference reference = { song, 1.0 };
  MstReferences references = { { 1.0, 1.0, 1.0, 0.0 }, 1, &reference };

  for (int strength = 35; strength <= 100; strength += 35) {
    g_autoptr (MstPlan) plan = follow (&mix, &references, strength);
    const MstValue *mid = mst_plan_get (plan, "match::mid-curve");
    const MstValue *side = mst_plan_get (plan, "match::side-curve");
    double share = strength < 70 ? 0.5 : 1.0;

    mst_check (mid && side, "no curves");
    for (int k = 1; k < 30; k++) {
      double gain = curve_at (mst_third_frequency (k));

      mst_check_near (mid->curve[k], -share * gain, TOLERANCE_DB);
      mst_check_near (side->curve[k], -share * (gain + 3.0), TOLERANCE_DB);
    }
    mst_check (song_move (plan, "match") && !song_move (plan, "tone") &&
            !song_move (plan, "width"),
        "moves");
    mst_check_near (plan->goal.loudness, -14.0, 0.0);
  }
}

static void
test_loudness_is_met_where_it_is_wanted (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 0.0);
  MstReference reference = { song, 1.0 };
  MstReferences references = { all, 1, &reference };
  g_autoptr (MstPlan) plan = NULL;

  reference.analysis.loudness = -11.5;
  plan = follow (&mix, &references, 70.0);
  mst_check_near (plan->goal.loudness, -11.5, 0.0);
}

/* A range of 9 LU comes to 6 by a ratio of 1.5; one of 9 from 6 is left. */
static void
test_dynamics (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 0.0);
  MstReference reference = { song, 1.0 };
  MstReferences references = { all, 1, &reference };
  g_autoptr (MstPlan) plan = NULL, back = NULL;

  for (int q = 0; q < MST_ANALYSIS_QUANTILES; q++)
    mix.block_level[q] = -9.0 + 1.8 * q; /* from -7.2 to 1.8 */
  for (int q = 0; q < MST_ANALYSIS_QUANTILES; q++)
    reference.analysis.block_level[q] = -6.0 + 1.2 * q;
  plan = follow (&mix, &references, 70.0);
  mst_check_near (song_number (plan, "compressor::ratio"), 1.5, 1e-9);
  reference.analysis = spoil (&mix, 0.0);
  for (int q = 0; q < MST_ANALYSIS_QUANTILES; q++)
    mix.block_level[q] = -6.0 + 1.2 * q;
  back = follow (&mix, &references, 70.0);
  mst_check (!mst_plan_get (back, "compressor::ratio"), "expanded");
}

static void
test_another_song_is_not_copied (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0);
  MstReference reference = { new_song (2), 1.0 };
  MstReferences references = { all, 1, &reference };
  g_autoptr (MstPlan) plan = follow (&mix, &references, 70.0);

  mst_check (!song_move (plan, "match"), "copied");
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
}

/* --- another song */

/* A cluster's mean moves by 0.35 of the way to one reference, by 2 * 0.35 /
 * 1.35 to two of one weight; the covariance shrinks by 1 - 0.35^2. */
static void
test_model_moves_towards_references (void)
{
  const MstModel *songs = &mst_prior_get ()->songs;
  MstAnalysis song = new_song (1);
  MstReference two[] = { { song, 3.0 }, { song, 3.0 } };
  MstReferences one = { all, 1, two }, both = { all, 2, two };
  double features[MST_N_FEATURES], traits[MST_TRAITS], sum = 0;
  MstModel moved, further;

  mst_features_of (&song, features);
  mst_traits_of (features, traits);
  mst_another_model (songs, &one, &moved);
  mst_another_model (songs, &both, &further);
  for (int k = 0; k < songs->n; k++) {
    const MstCluster *from = &songs->cluster[k], *to = &moved.cluster[k];

    for (int i = 0; i < MST_TRAITS; i++) {
      double way = traits[i] - from->mean[i];

      mst_check_near (to->mean[i] - from->mean[i], 0.35 * way, 1e-9);
      mst_check_near (further.cluster[k].mean[i] - from->mean[i],
          0.7 / 1.35 * way, 1e-9);
      mst_check_near (to->covariance[i][i],
          (1 - 0.35 * 0.35) * from->covariance[i][i], 1e-9);
    }
    sum += to->weight;
  }
  mst_check_near (sum, 1.0, 1e-12);
}

/* A song of the kind, boomy by 8 dB, beside one that is not. */
static void
test_fault_beside_another_song (void)
{
  MstAnalysis song = new_song (2), mix = new_song (1);
  MstReference reference = { song, 1.0 };
  MstReferences references = { all, 1, &reference };
  double features[MST_N_FEATURES], traits[MST_TRAITS];
  MstEstimate estimate;

  mix.band[0].level += 8.0;
  mst_features_of (&mix, features);
  mst_traits_of (features, traits);
  mst_another_estimate (&references, traits, &estimate);
  mst_check (estimate.fault[MST_TRAIT_LEVEL] > 1.5, "%g",
      estimate.fault[MST_TRAIT_LEVEL]);
  for (int b = 2; b < MST_ANALYSIS_BANDS; b++)
    mst_check (estimate.fault[MST_TRAIT_LEVEL + b] <
            estimate.fault[MST_TRAIT_LEVEL] - 1.0,
        "band %d: %g", b, estimate.fault[MST_TRAIT_LEVEL + b]);
}

static void
test_shares_beside_another_song (void)
{
  MstAnalysis mix = new_song (1);
  MstReference reference = { new_song (2), 1.0 };
  MstReferences references = { all, 1, &reference };
  g_autoptr (MstPlan) plan = NULL, none = NULL;

  mix.band[0].level += 8.0;
  song_spectrum (&mix);
  plan = follow (&mix, &references, 70.0);
  mst_check (song_move (plan, "tone"), "no tone");
  references.shares = (MstMatchShares){ .width = 1.0 };
  none = follow (&mix, &references, 70.0);
  mst_check (!song_move (none, "tone"), "tone");
}

/* A reference is one by its kind, not by the count of songs. What stands out of
 * a mix by 8 dB from 600 to 1300 Hz is a fault to the absolute sense alone,
 * which is silent beside references, and only there. */
static void
test_references_are_not_told_by_their_count (void)
{
  g_autoptr (MstProfile) few = song_profile ("pop");
  MstAnalysis mix = new_song (1);
  MstReference songs[5];
  MstReferences references = { all, 1, songs };
  g_autoptr (MstPlan) alone = NULL, one = NULL, five = NULL;

  for (guint32 i = 0; i < 5; i++)
    songs[i] = (MstReference){ new_song (10 + i), 1.0 };
  for (int k = 15; k <= 18; k++) {
    mix.mid[k] += 8.0;
    mix.side[k] += 8.0;
  }
  one = follow (&mix, &references, 70.0);
  references.n = 5;
  five = follow (&mix, &references, 70.0);
  mst_check (!song_move (one, "tone"), "one reference");
  mst_check (!song_move (five, "tone"), "five references");
  few->count = MST_PROFILE_LEAST_SONGS - 1;
  alone = song_plan (&mix, few, 70.0);
  mst_check (song_move (alone, "tone"), "a profile of few songs");
}

/* The text says whom the certainty is from. */
static void
test_certainty_beside_five_references (void)
{
  MstAnalysis mix = new_song (1);
  MstReference songs[5];
  MstReferences references = { all, 5, songs };
  g_autoptr (MstPlan) plan = NULL;

  for (guint32 i = 0; i < 5; i++)
    songs[i] = (MstReference){ new_song (10 + i), 1.0 };
  mix.band[0].level += 8.0;
  song_spectrum (&mix);
  plan = follow (&mix, &references, 70.0);
  mst_check (song_move (plan, "tone"), "no tone");
  mst_check (strstr (song_move (plan, "tone")->evidence,
                 "as far as the reference can tell"),
      "%s", song_move (plan, "tone")->evidence);
}

/* A render with 2 dB too much from 1 to 6.3 kHz, 6 dB louder as a whole: the
 * curves take 0.8 of the 2 dB off. */
static void
test_correction (void)
{
  MstAnalysis song = new_song (1), mix = spoil (&song, 3.0), after = mix;
  MstReference reference = { song, 1.0 };
  MstReferences references = { all, 1, &reference };
  g_autoptr (MstPlan) plan = follow (&mix, &references, 70.0);
  MstLimiting limiting = { .residual = NAN };
  double was[MST_ANALYSIS_THIRDS];
  const MstValue *mid;

  after.loudness += 6.0;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gboolean off = k >= 17 && k <= 25;

    after.mid[k] += plan->intended[k] + 6.0 + (off ? 2.0 : 0.0);
    after.side[k] += plan->intended_side[k] + 6.0 + (off ? 2.0 : 0.0);
  }
  memcpy (was, mst_plan_get (plan, "match::mid-curve")->curve, sizeof (was));
  mst_check (!mst_plan_correct (plan, &mix, &after, &limiting), "not done");
  mid = mst_plan_get (plan, "match::mid-curve");
  for (int k = 2; k < 29; k++)
    mst_check_near (mid->curve[k] - was[k], k >= 17 && k <= 25 ? -1.6 : 0.0,
        TOLERANCE_DB);
}

int
main (void)
{
  MST_RUN (test_same_song_or_another);
  MST_RUN (test_level_does_not_matter);
  MST_RUN (test_curves_are_the_same_to_the_bit);
  MST_RUN (test_nothing_to_compare);
  MST_RUN (test_curves_undo_the_change);
  MST_RUN (test_shares);
  MST_RUN (test_weights);
  MST_RUN (test_cap);
  MST_RUN (test_part_of_the_song);
  MST_RUN (test_end_of_the_spectrum);
  MST_RUN (test_plan_of_the_same_song);
  MST_RUN (test_loudness_is_met_where_it_is_wanted);
  MST_RUN (test_dynamics);
  MST_RUN (test_another_song_is_not_copied);
  MST_RUN (test_model_moves_towards_references);
  MST_RUN (test_fault_beside_another_song);
  MST_RUN (test_shares_beside_another_song);
  MST_RUN (test_references_are_not_told_by_their_count);
  MST_RUN (test_certainty_beside_five_references);
  MST_RUN (test_correction);
  return mst_done ();
}
