/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The rules: each with a song that it is for, and one just inside its deadband.
 * Thresholds are those of docs/assistant.md. */
#include "songs.h"

#include "dsp/compressor.h"
#include "dsp/eq.h"
#include "dsp/limiter.h"
#include "dsp/match.h"
#include "dsp/multiband.h"

static MstProfile *pop;

/* Nothing but the limiter. */
static bool
is_untouched (const MstPlan *plan)
{
  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (plan->settings, i);
    if (strncmp (setting->path, "limiter::", 9) != 0)
      return false;
  }
  return true;
}

/* Plans for the song as it is; whether the rule has made a move. */
static bool
moves (const MstAnalysis *song, const char *rule)
{
  g_autoptr (MstPlan) plan = song_plan (song, pop, 100);

  return song_move (plan, rule) != NULL;
}

static void
test_the_median_song_is_left_alone (void)
{
  for (int i = 0; mst_profile_names ()[i] != NULL; i++) {
    g_autoptr (MstProfile) profile = song_profile (mst_profile_names ()[i]);
    MstAnalysis song = song_of (profile);
    g_autoptr (MstPlan) plan = NULL;

    song.plr = song_median (profile, MST_FEATURE_PLR);
    song.true_peak = song.sample_peak = song.loudness + song.plr;
    plan = song_plan (&song, profile, 100);
    mst_check (is_untouched (plan), "%s", profile->name);
    mst_check_near (plan->distance, 0.0, 0.0);
    mst_check (!plan->mastered, "at -20 LUFS");
  }
}

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
      plan = mst_plan_new (&song, pop, &goal);
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

static void
test_resonances (void)
{
  MstAnalysis song = song_of (pop);
  const struct {
    double frequency, prominence, q;
    bool cut;
  } rows[] = { { 1200, 8, 5, true }, { 1200, 5.9, 5, false },
    { 1200, 8, 1.5, false }, { 150, 8, 5, false }, { 150, 10, 5, true },
    { 50, 20, 5, false }, { 13000, 20, 5, false } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MstPlan) plan = NULL;

    song.resonance[0] = (MstAnalysisResonance){ rows[i].frequency,
      rows[i].prominence, rows[i].q };
    plan = song_plan (&song, pop, 100);
    mst_check ((song_move (plan, "resonance") != NULL) == rows[i].cut, "row %d",
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

static void
test_bands_that_move_too_much (void)
{
  MstAnalysis song = song_of (pop);
  double low, high;

  for (int b = 3; b < 6; b++) {
    mst_profile_inner (pop, MST_FEATURE_RANGE + b, &low, &high);
    song.band[b].range = high + 1.9;
  }
  mst_check (!moves (&song, "bands"), "1.9 LU");
  for (int b = 3; b < 6; b++)
    song.band[b].range += 1.1;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    double ratio = song_number (plan, "multiband::band2::ratio");
    mst_check (ratio > 1.05 && ratio <= 2.5, "ratio %g", ratio);
    mst_check (isnan (song_number (plan, "multiband::band1::ratio")),
        "the neighbour");
    mst_check_near (plan->expected[MST_FEATURE_RANGE + 3],
        song.band[3].range - 3.0, 1e-9);
  }
  /* What was compressed is not expanded. */
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    song.band[b].range = 1;
  mst_check (!moves (&song, "bands"), "below");
}

static void
test_glue (void)
{
  MstAnalysis song = song_of (pop);
  double low, high;

  mst_profile_inner (pop, MST_FEATURE_BLOCK_RANGE, &low, &high);
  song.block_range = high + 1.4;
  mst_check (!moves (&song, "glue"), "1.4 LU");
  song.block_range = high + 1.6;
  mst_check (moves (&song, "glue"), "1.6 LU");
  song.block_range = high + 30;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    mst_check_near (song_number (plan, "compressor::ratio"), 1.8, 1e-9);
    mst_check_near (song_number (plan, "compressor::range"), 3.0, 0);
    mst_check_near (plan->expected[MST_FEATURE_BLOCK_RANGE],
        song.block_range - 3.0, 1e-9);
  }
}

static void
test_width (void)
{
  MstAnalysis song = song_of (pop);
  double low, high;

  for (int b = 6; b < 9; b++) {
    mst_profile_inner (pop, MST_FEATURE_SIDE + b, &low, &high);
    song.band[b].side = low - 1.4;
  }
  mst_check (!moves (&song, "width"), "1.4 LU");
  for (int b = 6; b < 9; b++)
    song.band[b].side -= 0.6;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    /* 2 LU of side are 2 dB of gain. */
    mst_check_near (song_number (plan, "imager::band3::width"), pow (10, 0.1),
        1e-9);
    mst_check_near (song_number (plan, "imager::guard"), 1, 0);
  }
  song.correlation = 0.1;
  mst_check (!moves (&song, "width"), "a loose mix is not widened");
  song.correlation = 0.7;
  for (int b = 6; b < 9; b++)
    song.band[b].side = -35;
  mst_check (!moves (&song, "width"), "next to mono is a choice");
  for (int b = 6; b < 9; b++)
    song.band[b].side = 4;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    mst_check_near (song_number (plan, "imager::band3::width"),
        pow (10, -2.5 / 20), 1e-9);
  }
}

static void
test_bass_mono (void)
{
  MstAnalysis song = song_of (pop);
  double low, high;

  mst_profile_inner (pop, MST_FEATURE_SIDE, &low, &high);
  song.band[0].side = high + 1.4;
  song.band[0].correlation = 0.5;
  mst_check (!moves (&song, "bass-mono"), "1.4 LU");
  song.band[0].side = high + 1.6;
  mst_check (moves (&song, "bass-mono"), "1.6 LU");
  song.band[0].correlation = 0.81;
  mst_check (!moves (&song, "bass-mono"), "correlated");
  song.band[0].side = -100;
  mst_check (!moves (&song, "width"), "the bass is never widened");
}

static void
test_colour (void)
{
  MstAnalysis song = song_of (pop);
  double low, high;

  for (int b = 6; b < 9; b++) {
    mst_profile_inner (pop, MST_FEATURE_LEVEL + b, &low, &high);
    song.band[b].level = low - 3.9;
  }
  mst_check (!moves (&song, "colour"), "0.9 LU beyond the cap");
  for (int b = 6; b < 9; b++)
    song.band[b].level -= 0.3;
  {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    mst_check_near (song_number (plan, "saturator::drive"), 2.4, 1e-9);
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
    plan = mst_plan_new (&song, pop, &goal);
    mst_check_near (song_number (plan, "limiter::drive"), rows[i].loudness + 20,
        1e-9);
    mst_check_near (song_number (plan, "limiter::ceiling"), -2.5, 0);
    mst_check (strcmp (mst_plan_get (plan, "limiter::character")->nick,
                   rows[i].character) == 0,
        "row %d", (int) i);
    mst_check ((song_finding (plan, "limiting") != NULL) == (i == 2), "row %d",
        (int) i);
  }
}

static void
spoil (MstAnalysis *song)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    song->band[b].level += b % 2 ? 6 : -6;
    song->band[b].side += b < 2 ? 10 : -7;
    song->band[b].range += 12;
    song->band[b].correlation = 0.6;
  }
  song->block_range += 9;
  song->crest = 19;
  song->resonance[0] = (MstAnalysisResonance){ 900, 9, 6 };
  song_spectrum (song);
}

static void
test_strength_0_is_loudness_alone (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;

  spoil (&song);
  plan = song_plan (&song, pop, 0);
  mst_check (plan->settings->len == 2, "%u settings", plan->settings->len);
  mst_check_near (song_number (plan, "limiter::drive"), 6, 1e-12);
  mst_check_near (song_number (plan, "limiter::ceiling"), -1, 0);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check_near (plan->intended[k], 0, 0);
}

static void
test_more_strength_is_never_less (void)
{
  MstAnalysis song = song_of (pop);
  double last[64] = { 0 }, distance = INFINITY;

  spoil (&song);
  for (int strength = 1; strength <= 100; strength++) {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, strength);

    for (guint i = 0; i < plan->moves->len; i++) {
      const MstMove *move = g_ptr_array_index (plan->moves, i);
      double amount = fabs (move->amount);
      if (strcmp (move->rule, "delivery") == 0)
        continue;
      mst_check (strcmp (move->rule, "space") == 0 || amount >= last[i],
          "%s at %d: %g after %g", move->rule, strength, amount, last[i]);
      last[i] = amount;
    }
    mst_check (plan->expected_distance <= distance + 1e-9, "%g after %g",
        plan->expected_distance, distance);
    distance = plan->expected_distance;
  }
}

static void
test_finished_masters_are_left_alone (void)
{
  g_autoptr (MstProfile) loud = song_profile ("loud-modern");
  const char *names[] = { "loud-modern", "pop", "all", "classical" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (MstProfile) profile = song_profile (names[i]);
    MstAnalysis song = song_of (loud);
    g_autoptr (MstPlan) plan = NULL;

    song.loudness = -9;
    song.plr = 9.5;
    song.true_peak = song.sample_peak = 0.5;
    /* Not quite the median: a real one. */
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      song.band[b].level += b % 2 ? 2.5 : -2.5;
    song_spectrum (&song);
    plan = song_plan (&song, profile, 100);
    mst_check (plan->mastered, "%s", names[i]);
    mst_check (is_untouched (plan), "%s", names[i]);
    mst_check_near (song_number (plan, "limiter::drive"), -5, 1e-9);
  }
}

static void
test_a_limited_mix_keeps_its_dynamics (void)
{
  /* As loud as a master, but with the tone of none. */
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;

  song.loudness = -9;
  song.plr = 9;
  song.true_peak = song.sample_peak = 0;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    song.band[b].level += b % 2 ? 9 : -9;
    song.band[b].range += 12;
  }
  song_spectrum (&song);
  plan = song_plan (&song, pop, 100);
  mst_check (!plan->mastered && song_finding (plan, "limited") != NULL, "-");
  mst_check (song_move (plan, "tone") != NULL, "tone");
  mst_check (song_move (plan, "bands") == NULL, "bands");
  mst_check (song_move (plan, "glue") == NULL, "glue");
}

static void
test_the_same_in_gives_the_same_out (void)
{
  MstAnalysis song = song_of (pop);
  g_autofree char *first = NULL, *again = NULL;

  spoil (&song);
  for (int i = 0; i < 2; i++) {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 73);
    *(i ? &again : &first) = mst_plan_to_json (plan);
  }
  mst_check (strcmp (first, again) == 0, "differs");
}

static void
test_every_move_explains_itself (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;
  g_autofree char *text = NULL;

  spoil (&song);
  plan = song_plan (&song, pop, 100);
  text = mst_plan_explain (plan);
  for (guint i = 0; i < plan->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (plan->moves, i);
    mst_check (mst_plan_get (plan, move->path) != NULL, "%s", move->path);
    mst_check (strstr (text, move->path) != NULL, "%s", move->path);
    mst_check (strpbrk (move->evidence, "0123456789") != NULL, "%s",
        move->evidence);
    mst_check (strlen (move->reason) > 20, "%s", move->reason);
  }
}

/* --- settings are those of the stages */

static const MstStage *const stages[] = { &mst_stage_eq, &mst_stage_multiband,
  &mst_stage_compressor, &mst_stage_match, &mst_stage_limiter };

static const MstParam *
find_row (const MstParam *rows, int n, const char *name)
{
  for (int i = 0; i < n; i++)
    if (strcmp (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

static void
check_value (const MstSetting *setting, const MstParam *row)
{
  const MstValue *value = &setting->value;
  bool known = false;

  if (value->kind == MST_VALUE_NICK) {
    for (int i = 0; i <= row->max && row->kind == MST_KIND_ENUM; i++)
      known |= strcmp (row->choices[i].nick, value->nick) == 0;
    mst_check (known, "%s: %s", setting->path, value->nick);
    return;
  }
  mst_check ((value->kind == MST_VALUE_DOUBLE) ==
          (row->kind == MST_KIND_DOUBLE),
      "%s", setting->path);
  mst_check ((value->kind == MST_VALUE_INT) == (row->kind == MST_KIND_INT),
      "%s", setting->path);
  mst_check (value->number >= row->min && value->number <= row->max, "%s: %g",
      setting->path, value->number);
}

static void
check_setting (const MstSetting *setting, const MstStage *stage)
{
  g_auto (GStrv) parts = g_strsplit (setting->path, "::", -1);
  bool band = parts[1] != NULL && parts[2] != NULL;
  const MstParam *row = band
      ? find_row (stage->band_params, stage->n_band_params, parts[2])
      : find_row (stage->params, stage->n_params, parts[1]);

  if (setting->value.kind == MST_VALUE_CURVE)
    mst_check (strcmp (parts[1], stage->curves[0].name) == 0 ||
            strcmp (parts[1], stage->curves[1].name) == 0,
        "%s", setting->path);
  else if (row == NULL)
    mst_check (false, "%s: no such property", setting->path);
  else
    check_value (setting, row);
}

static void
test_settings_are_those_of_the_stages (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;
  int checked = 0;

  spoil (&song);
  song.dc = -30;
  plan = song_plan (&song, pop, 100);
  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (plan->settings, i);
    for (gsize s = 0; s < G_N_ELEMENTS (stages); s++) {
      gsize n = strlen (stages[s]->name);
      if (strncmp (setting->path, stages[s]->name, n) != 0 ||
          setting->path[n] != ':')
        continue;
      check_setting (setting, stages[s]);
      checked++;
    }
  }
  mst_check (checked > 40, "only %d", checked);
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_the_median_song_is_left_alone);
  MST_RUN (test_inside_the_spread_nothing_is_touched);
  MST_RUN (test_a_dull_song_is_brought_to_the_edge);
  MST_RUN (test_caps_hold);
  MST_RUN (test_the_bass_is_guarded);
  MST_RUN (test_nothing_is_raised_that_is_not_there);
  MST_RUN (test_resonances);
  MST_RUN (test_bands_that_move_too_much);
  MST_RUN (test_glue);
  MST_RUN (test_width);
  MST_RUN (test_bass_mono);
  MST_RUN (test_colour);
  MST_RUN (test_ambience_only_where_dry);
  MST_RUN (test_the_limiter);
  MST_RUN (test_strength_0_is_loudness_alone);
  MST_RUN (test_more_strength_is_never_less);
  MST_RUN (test_finished_masters_are_left_alone);
  MST_RUN (test_a_limited_mix_keeps_its_dynamics);
  MST_RUN (test_the_same_in_gives_the_same_out);
  MST_RUN (test_every_move_explains_itself);
  MST_RUN (test_settings_are_those_of_the_stages);
  mst_profile_free (pop);
  return mst_done ();
}
