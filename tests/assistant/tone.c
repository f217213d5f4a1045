/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The tone. Caps, guards and the deadband are those of docs/assistant.md. */
#include "songs.h"

static MstProfile *pop;

static void
test_inside_the_spread_nothing_is_touched (void)
{
  /* On the very edges, all bands at once, on alternating sides. */
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    double low, high;
    mst_profile_inner (pop, MST_FEATURE_LEVEL + b, &low, &high);
    song.band[b].level = b % 2 ? low - 0.49 : high + 0.49;
  }
  plan = song_plan (&song, pop, 100);
  mst_check (song_move (plan, "tone") == NULL, "within the deadband");
  mst_check (mst_plan_get (plan, "match::mid-curve") == NULL, "no curve");
}

static void
test_a_dull_song_is_brought_to_the_edge (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;
  double low, high;

  mst_profile_inner (pop, MST_FEATURE_LEVEL + 5, &low, &high);
  song.band[5].level = low - 1.5;
  song_spectrum (&song);
  plan = song_plan (&song, pop, 100);
  mst_check (song_move (plan, "tone") != NULL, "no move");
  /* To the edge and not past it; the curve's slopes cost some of it. */
  mst_check (plan->expected[MST_FEATURE_LEVEL + 5] > low - 0.6 &&
          plan->expected[MST_FEATURE_LEVEL + 5] < low + 0.1,
      "%g, edge %g", plan->expected[MST_FEATURE_LEVEL + 5], low);
  mst_check (plan->expected_distance < plan->distance, "%g -> %g",
      plan->distance, plan->expected_distance);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    double value = plan->expected[MST_FEATURE_LEVEL + b];
    mst_profile_inner (pop, MST_FEATURE_LEVEL + b, &low, &high);
    mst_check (b == 5 || (value >= low && value <= high), "band %d: %g", b,
        value);
  }
}

/* Quarters are of many songs: of two references there are none. */
static void
test_references_are_called_so (void)
{
  for (guint count = 2; count <= 5; count += 3) {
    g_autoptr (MstProfile) profile = song_profile ("pop");
    MstAnalysis song = song_of (profile);
    g_autoptr (MstPlan) plan = NULL;

    profile->count = count;
    song.band[5].level -= 5.0;
    song_spectrum (&song);
    plan = song_plan (&song, profile, 100);
    mst_check (strstr (song_move (plan, "tone")->reason,
                   count < 5 ? "than in the reference:" : "three of four"),
        "%u: %s", count, song_move (plan, "tone")->reason);
  }
}

static void
test_caps_hold (void)
{
  /* Wildly off: the curve and what it intends stay within the caps. */
  const double caps[] = { 3.0, 1.0, 0.0 };

  for (int i = 0; i < 3; i++)
    for (int side = -1; side <= 1; side += 2) {
      MstAnalysis song = song_of (pop);
      MstGoal goal;
      g_autoptr (MstPlan) plan = NULL;
      const MstValue *curve;

      for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
        song.band[b].level += (b % 2 ? 12 : -12) * side;
      song_spectrum (&song);
      mst_goal_init (&goal);
      goal.strength = 100;
      goal.max_tone = caps[i];
      plan = mst_decide (&song, pop, &goal);
      curve = mst_plan_get (plan, "match::mid-curve");
      mst_check ((curve != NULL) == (caps[i] > 0), "cap %g", caps[i]);
      for (int k = 0; curve != NULL && k < MST_ANALYSIS_THIRDS; k++) {
        mst_check (fabs (curve->curve[k]) <= caps[i], "%g", curve->curve[k]);
        mst_check (fabs (plan->intended[k]) <= caps[i] + 1e-9, "%g",
            plan->intended[k]);
      }
    }
}

static void
test_the_bass_is_guarded (void)
{
  MstAnalysis song = song_of (pop);
  double level = song.band[0].level;

  for (int over = -20; over <= 20; over++) {
    g_autoptr (MstPlan) plan = NULL;
    const MstValue *curve;

    song.band[0].level = level + over;
    song_spectrum (&song);
    plan = song_plan (&song, pop, 100);
    curve = mst_plan_get (plan, "match::mid-curve");
    for (int k = 0; curve != NULL && mst_third_frequency (k) < 120; k++)
      mst_check (curve->curve[k] >= -1.5 && curve->curve[k] <= 2.0,
          "%d LU over: %g", over, curve->curve[k]);
    mst_check (curve != NULL || abs (over) < 3, "%d LU over: untouched", over);
  }
}

static void
test_nothing_is_raised_that_is_not_there (void)
{
  MstAnalysis song = song_of (pop);
  const MstValue *curve;

  song.band[8].level = -45;
  song_spectrum (&song);
  for (int i = 0; i < 3; i++) {
    MstAnalysis other = song;
    g_autoptr (MstPlan) plan = NULL;

    if (i == 1)
      other.bandwidth = 15000; /* the spectrum ends in the band */
    if (i == 2)
      other.noise_floor = -55; /* 35 LU under the loudness */
    plan = song_plan (&other, pop, 100);
    curve = mst_plan_get (plan, "match::mid-curve");
    mst_check (i > 0 ? curve == NULL || curve->curve[29] <= 0.0
                     : curve != NULL && curve->curve[29] > 0.0,
        "case %d", i);
  }
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_inside_the_spread_nothing_is_touched);
  MST_RUN (test_a_dull_song_is_brought_to_the_edge);
  MST_RUN (test_references_are_called_so);
  MST_RUN (test_caps_hold);
  MST_RUN (test_the_bass_is_guarded);
  MST_RUN (test_nothing_is_raised_that_is_not_there);
  mst_profile_free (pop);
  return mst_done ();
}
