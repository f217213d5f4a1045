/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The rules: each with a song that it is for, and one just inside its deadband.
 * Thresholds are those of docs/assistant.md. */
#include "songs.h"

static MstProfile *pop;

/* Plans for the song as it is; whether the rule has made a move. */
static bool
moves (const MstAnalysis *song, const char *rule)
{
  g_autoptr (MstPlan) plan = song_plan (song, pop, 100);

  return song_move (plan, rule) != NULL;
}

static void
test_resonances (void)
{
  MstAnalysis song = song_of (pop);
  const struct {
    double frequency, prominence, q;
    bool cut;
  } rows[] = { { 1200, 8, 5, true }, { 1200, 5.9, 5, false },
    { 1200, 8, 1.5, false }, { 1200, 8, 17, true }, { 1200, 25, 18, false },
    { 150, 8, 5, false }, { 150, 10, 5, true }, { 50, 20, 5, false },
    { 13000, 20, 5, false } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MstPlan) plan = NULL;

    song.resonance[0] = (MstAnalysisResonance){ rows[i].frequency,
      rows[i].prominence, rows[i].q };
    plan = song_plan (&song, pop, 100);
    mst_check (!!song_move (plan, "resonance") == rows[i].cut, "row %d",
        (int) i);
    if (!rows[i].cut)
      continue;
    mst_check_near (song_number (plan, "eq::band0::frequency"),
        rows[i].frequency, 0);
    mst_check_near (song_number (plan, "eq::band0::gain"),
        rows[i].frequency < 200 ? -1.5 : -3.0, 0);
    /* It is part of what is intended. */
    mst_check (rows[i].frequency < 200 || plan->intended[18] < -0.5, "%g",
        plan->intended[18]);
  }
}

/* Ranges of a group that are so much over what is usual, of which a share is
 * taken for the song's own. */
static void
test_bands_that_move_too_much (void)
{
  MstAnalysis song = song_of (pop);

  mst_check (!moves (&song, "bands"), "as usual");
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    song.band[b].range += 16;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    double ratio = song_number (plan, "multiband::band2::ratio");

    mst_check (ratio > 1.05 && ratio <= 2.5, "ratio %g", ratio);
    mst_check (plan->expected[MST_FEATURE_RANGE + 3] < song.band[3].range - 1.0,
        "%g", plan->expected[MST_FEATURE_RANGE + 3]);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++) /* by 3 LU at most */
      mst_check (plan->expected[MST_FEATURE_RANGE + b] >=
              song.band[b].range - 3.0 - 1e-6,
          "band %d: %g", b, plan->expected[MST_FEATURE_RANGE + b]);
  }
  /* A compressed band is not expanded. */
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    song.band[b].range = 1;
  mst_check (!moves (&song, "bands"), "below");
}

static void
test_glue (void)
{
  MstAnalysis song = song_of (pop);

  mst_check (!moves (&song, "glue"), "as usual");
  /* 1.5 LU over the upper quartile of a profile that has a name */
  song.block_range = pop->feature[MST_FEATURE_BLOCK_RANGE].quantile[MST_P75];
  song.block_range += 1.4;
  mst_check (!moves (&song, "glue"), "1.4 LU over the quartile");
  song.block_range += 0.2;
  mst_check (moves (&song, "glue"), "1.6 LU over the quartile");
  song.block_range = song_median (pop, MST_FEATURE_BLOCK_RANGE);
  song.block_range += 20;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);

    mst_check_near (song_number (plan, "compressor::ratio"), 1.8, 1e-6);
    mst_check_near (song_number (plan, "compressor::range"), 3.0, 0);
    mst_check_near (plan->expected[MST_FEATURE_BLOCK_RANGE],
        song.block_range - 3.0, 1e-6);
  }
}

static void
set_sides (MstAnalysis *song, double change)
{
  for (int b = 1; b < MST_ANALYSIS_BANDS; b++)
    song->band[b].side = song_median (pop, MST_FEATURE_SIDE + b) + change;
}

/* Sides go by 4 dB over 1.4 at most. */
static void
test_width (void)
{
  const double most = pow (10, 4.0 / 1.4 / 20) + 1e-9;
  MstAnalysis song = song_of (pop);

  mst_check (!moves (&song, "width"), "as usual");
  set_sides (&song, -12);
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    double width = song_number (plan, "imager::band3::width");

    mst_check (width > 1.05 && width <= most, "%g", width);
    mst_check_near (song_number (plan, "imager::guard"), 1, 0);
  }
  song.correlation = 0.1;
  mst_check (!moves (&song, "width"), "a loose mix is not widened");
  song.correlation = 0.7;
  set_sides (&song, -40);
  mst_check (!moves (&song, "width"), "next to mono is a choice");
  set_sides (&song, 11);
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    double width = song_number (plan, "imager::band3::width");

    mst_check (width < 0.95 && width >= 1.0 / most, "%g", width);
  }
}

static void
test_bass_mono (void)
{
  MstAnalysis song = song_of (pop);

  song.band[0].correlation = 0.3;
  song.band[0].side = -6.1;
  mst_check (!moves (&song, "bass-mono"), "6.1 LU under the middle");
  song.band[0].side = -5.9;
  mst_check (moves (&song, "bass-mono"), "5.9 LU");
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);

    mst_check_near (song_number (plan, "imager::bass-mono"), 120.0, 1e-9);
  }
  song.band[0].correlation = 0.41;
  mst_check (!moves (&song, "bass-mono"), "correlated");
  song.band[0].correlation = 0.3;
  song.band[0].level = -14.1;
  mst_check (!moves (&song, "bass-mono"), "there is little of it");
  song.band[0].level = -8.0;
  song.band[0].side = -100;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);

    mst_check (isnan (song_number (plan, "imager::band0::width")),
        "the bass is never widened");
  }
}

static void
lower_the_top (MstAnalysis *song)
{
  for (int b = 4; b < MST_ANALYSIS_BANDS; b++)
    song->band[b].level -= 24 * (b - 3) / 5.0;
}

static void
test_colour (void)
{
  MstAnalysis song = song_of (pop);
  MstGoal goal;

  mst_goal_init (&goal);
  goal.strength = 100;
  goal.max_tone = 1.0;
  mst_check (!moves (&song, "colour"), "as usual");
  {
    g_autoptr (MstProfile) all = song_profile ("all");
    g_autoptr (MstPlan) plan = NULL;

    song = song_of (all);
    lower_the_top (&song);
    plan = mst_decide (&song, all, &goal);
    mst_check (!song_move (plan, "colour"), "some music is that dull");
  }
  song = song_of (pop);
  lower_the_top (&song);
  {
    g_autoptr (MstPlan) plan = mst_decide (&song, pop, &goal);
    double drive = song_number (plan, "saturator::drive");

    mst_check (drive > 1.0 && drive <= 3.0, "%g", drive);
    mst_check (
        strcmp (mst_plan_get (plan, "saturator::type")->nick, "exciter") == 0,
        "exciter");
  }
  song = song_of (pop);
  song.crest = 15.9;
  mst_check (!moves (&song, "colour"), "crest 15.9");
  song.crest = 17;
  mst_check (moves (&song, "colour"), "crest 17");
}

static void
test_ambience_only_where_dry (void)
{
  MstAnalysis song = song_of (pop);

  for (int b = 2; b <= 6; b++) {
    double low, high;
    mst_profile_inner (pop, MST_FEATURE_RANGE + b, &low, &high);
    song.band[b].side =
        pop->feature[MST_FEATURE_SIDE + b].quantile[MST_P10] - 2.9;
    song.band[b].range = high + 2.1;
  }
  mst_check (!moves (&song, "space"), "2.9 LU");
  for (int b = 2; b <= 6; b++)
    song.band[b].side -= 0.2;
  mst_check (moves (&song, "space"), "3.1 LU");
  for (int b = 2; b <= 6; b++)
    song.band[b].range -= 0.2;
  mst_check (!moves (&song, "space"), "no gaps");
}

static void
test_the_limiter (void)
{
  MstAnalysis song = song_of (pop);
  const struct {
    double loudness;
    const char *character;
  } rows[] = { { -20, "transparent" }, { -14, "punchy" }, { -10, "loud" } };

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    song.band[b].transients = 3;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MstGoal goal;
    g_autoptr (MstPlan) plan = NULL;

    mst_goal_init (&goal);
    goal.loudness = rows[i].loudness;
    goal.ceiling = -2.5;
    plan = mst_decide (&song, pop, &goal);
    mst_check_near (song_number (plan, "limiter::drive"), rows[i].loudness + 20,
        1e-9);
    mst_check_near (song_number (plan, "limiter::ceiling"), -2.5, 0);
    mst_check (strcmp (mst_plan_get (plan, "limiter::character")->nick,
                   rows[i].character) == 0,
        "row %d", (int) i);
    mst_check (!!song_finding (plan, "limiting") == (i == 2), "row %d",
        (int) i);
  }
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_resonances);
  MST_RUN (test_bands_that_move_too_much);
  MST_RUN (test_glue);
  MST_RUN (test_width);
  MST_RUN (test_bass_mono);
  MST_RUN (test_colour);
  MST_RUN (test_ambience_only_where_dry);
  MST_RUN (test_the_limiter);
  mst_profile_free (pop);
  return mst_done ();
}
