/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The tone: few bands, within caps and guards, and towards what is usual. Caps
 * and guards are those of docs/assistant.md. */
#include "songs.h"

static MstProfile *all;

/* The mean of a plan's change over thirds from 25 Hz to 16 kHz, less what it
 * makes the whole louder. */
static double
mean_change (const MstAnalysis *song, const MstPlan *plan)
{
  double shift = mst_thirds_loudness (song, plan->intended), sum = 0.0;

  for (int k = 1; k <= 29; k++)
    sum += fabs (plan->intended[k] - shift) / 29;
  return sum;
}

static void
test_a_frequency_is_in_a_third (void)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    for (int i = -4; i <= 4; i++) /* hundredths of a decade */
      mst_check (mst_third_at (mst_third_frequency (k) * pow (10, i / 100.0)) ==
              k,
          "%d, %d", k, i);
  mst_check (mst_third_at (1000) == 17, "%d", mst_third_at (1000));
  mst_check (mst_third_at (1) == 0, "%d", mst_third_at (1));
  mst_check (mst_third_at (96000) == MST_ANALYSIS_THIRDS - 1, "%d",
      mst_third_at (96000));
}

static MstAnalysis
spoilt_song (double bass, double mids, double top)
{
  MstAnalysis song = song_of (all);

  song.band[0].level += bass;
  song.band[3].level += mids;
  song.band[4].level += mids;
  for (int b = 6; b < 9; b++)
    song.band[b].level += top;
  song_spectrum (&song);
  return song;
}

/* Which way a third moves against the loudness. */
static double
moved (const MstAnalysis *song, const MstPlan *plan, double frequency)
{
  int k = mst_third_at (frequency);

  return plan->intended[k] - mst_thirds_loudness (song, plan->intended);
}

static void
test_faults_are_lessened (void)
{
  const struct {
    double bass, mids, top, frequency, sign;
  } rows[] = { { 12, 0, 0, 63, -1 }, { 0, 0, 20, 8000, -1 },
    { 0, 9, 0, 1600, -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MstAnalysis song = spoilt_song (rows[i].bass, rows[i].mids, rows[i].top);
    g_autoptr (MstPlan) plan = song_plan (&song, all, 70);

    mst_check (moved (&song, plan, rows[i].frequency) * rows[i].sign > 0.1,
        "row %d: %g dB", (int) i, moved (&song, plan, rows[i].frequency));
  }
}

static void
test_few_bands (void)
{
  for (int i = -12; i <= 12; i++) {
    MstAnalysis song = spoilt_song (i, -i, 0.5 * i);
    g_autoptr (MstPlan) plan = song_plan (&song, all, 100);
    int bells = 0, shelves = 0;

    for (guint m = 0; m < plan->moves->len; m++) {
      const MstMove *move = g_ptr_array_index (plan->moves, m);
      g_autofree char *type = NULL;

      if (strcmp (move->rule, "tone") != 0)
        continue;
      type = g_strdup_printf ("%.*stype", (int) strlen (move->path) - 4,
          move->path);
      if (strcmp (mst_plan_get (plan, type)->nick, "bell") == 0)
        bells++;
      else
        shelves++;
    }
    mst_check (bells <= 3 && shelves <= 3, "%d bells, %d shelves", bells,
        shelves);
  }
}

static void
test_caps_hold (void)
{
  const double caps[] = { 6.0, 2.0, 0.0 };

  for (int i = 0; i < 3; i++)
    for (int side = -1; side <= 1; side += 2) {
      MstAnalysis song = spoilt_song (12 * side, -12 * side, 12 * side);
      MstGoal goal;
      g_autoptr (MstPlan) plan = NULL;

      mst_goal_init (&goal);
      goal.strength = 100;
      goal.max_tone = caps[i];
      plan = mst_decide (&song, all, &goal);
      mst_check (!!song_move (plan, "tone") == (caps[i] > 0), "cap %g",
          caps[i]);
      /* a few bands ring over what they are fitted to by half a decibel */
      for (int k = 1; k <= 29; k++)
        mst_check (fabs (moved (&song, plan, mst_third_frequency (k))) <=
                caps[i] + 0.5,
            "cap %g: %g", caps[i],
            moved (&song, plan, mst_third_frequency (k)));
    }
}

/* A guess moves the spectrum by less than a decibel. */
static void
test_guesses_are_small (void)
{
  for (int i = -4; i <= 4; i++) {
    MstAnalysis song = spoilt_song (0.5 * i, 0, i);
    g_autoptr (MstPlan) plan = song_plan (&song, all, 100);

    mst_check (mean_change (&song, plan) < 1.0, "%d LU: %g dB", i,
        mean_change (&song, plan));
  }
}

static void
test_nothing_is_raised_that_is_not_there (void)
{
  MstAnalysis song = spoilt_song (0, 0, 0);

  song.band[8].level = -45;
  song.band[7].level = -38;
  song.band[6].level = -26;
  song_spectrum (&song);
  for (int i = 0; i < 3; i++) {
    MstAnalysis other = song;
    g_autoptr (MstPlan) plan = NULL;

    if (i == 1)
      other.bandwidth = 11000; /* the spectrum ends */
    if (i == 2)
      other.noise_floor = -55; /* 35 LU under the loudness */
    plan = song_plan (&other, all, 100);
    mst_check (moved (&other, plan, 16000) < 1.0, "case %d: %g", i,
        moved (&other, plan, 16000));
  }
}

/* A finished master keeps its tone, unless it is surely wrong. */
static void
test_masters_keep_their_tone (void)
{
  for (int i = 0; i < 2; i++) {
    MstAnalysis song = i ? spoilt_song (0, 14, 0) : spoilt_song (2, 1, -2);
    g_autoptr (MstPlan) plan = NULL;

    song_limit (&song, 9.0);
    plan = song_plan (&song, all, 70);
    mst_check (plan->mastered, "not recognised");
    mst_check (!!song_move (plan, "tone") == (i == 1), "case %d", i);
  }
}

/* Each third is lowered or raised in proportion to the strength, roughly. */
static void
test_more_strength_is_more_tone (void)
{
  MstAnalysis song = spoilt_song (9, -3, 2);
  double last = 0.0;

  for (int strength = 10; strength <= 100; strength += 10) {
    g_autoptr (MstPlan) plan = song_plan (&song, all, strength);
    double change = mean_change (&song, plan);

    mst_check (change >= last - 0.05, "%g after %g at %d", change, last,
        strength);
    last = change;
  }
  mst_check (last > 0.35, "%g", last);
}

/* Sections that are 6 LU apart; the loud ones have so much more of the fault.
 */
static void
set_sections (MstAnalysis *song, double more)
{
  for (int s = 0; s < MST_ANALYSIS_SECTIONS; s++) {
    MstAnalysisSection *section = &song->section[s];

    section->loudness = s == MST_ANALYSIS_LOUD ? 1 : -5;
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      bool there = k >= 9 && k <= 14 && s != MST_ANALYSIS_LOUD;

      section->mid[k] = song->mid[k] - song->loudness - (there ? more : 0);
      section->side[k] = song->side[k] - song->loudness - (there ? more : 0);
    }
  }
}

/* A fault that comes and goes has a bell that moves, whose threshold is over
 * the peaks of the quiet passages and under those of the loud ones. */
static void
test_faults_that_come_and_go (void)
{
  for (int more = 0; more <= 9; more += 3) {
    MstAnalysis song = song_of (all);
    g_autoptr (MstPlan) plan = NULL;
    double range = 0, threshold = 0, gain = 0, power = 0;

    for (int k = 9; k <= 14; k++) {
      song.mid[k] += 10;
      song.side[k] += 10;
      power += pow (10, 0.1 * song.mid[k]) + pow (10, 0.1 * song.side[k]);
    }
    song.band[1].level += 8;
    set_sections (&song, more);
    plan = song_plan (&song, all, 100);
    for (int band = 0; band < 6 && range == 0; band++) {
      g_autofree char *dynamic = g_strdup_printf ("eq::band%d::dynamic", band);
      g_autofree char *path = g_strdup_printf ("eq::band%d::range", band);
      g_autofree char *level = g_strdup_printf ("eq::band%d::threshold", band);
      g_autofree char *rest = g_strdup_printf ("eq::band%d::gain", band);

      if (song_number (plan, dynamic) != 1)
        continue;
      range = song_number (plan, path);
      threshold = song_number (plan, level);
      gain = song_number (plan, rest);
    }
    mst_check ((range < -1) == (more >= 6), "%d dB more: %g dB", more, range);
    if (more < 6)
      continue;
    mst_check_near (gain, 0, 0);
    /* The power of the loud ones is 1 dB over the mean, with a crest of 12. */
    power = 10 * log10 (power);
    mst_check (threshold < power + 1 + 12 - 3, "%g dB", threshold);
    mst_check (threshold > power - 5 - more + 12 - 3, "%g dB", threshold);
    mst_check (fabs (moved (&song, plan, 250)) > 0.5, "it is foreseen");
  }
}

int
main (void)
{
  all = mst_profile_auto ();
  MST_RUN (test_a_frequency_is_in_a_third);
  MST_RUN (test_faults_are_lessened);
  MST_RUN (test_few_bands);
  MST_RUN (test_caps_hold);
  MST_RUN (test_guesses_are_small);
  MST_RUN (test_nothing_is_raised_that_is_not_there);
  MST_RUN (test_masters_keep_their_tone);
  MST_RUN (test_more_strength_is_more_tone);
  MST_RUN (test_faults_that_come_and_go);
  mst_profile_free (all);
  return mst_done ();
}
