/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The account of a plan: each move that is told is in the settings, each
 * setting that does something is told, and findings agree. Songs are drawn at
 * random; what is in the settings is read here anew, by the tables of the
 * stages. */
#include "songs.h"

#include "assistant/account.h"
#include "assistant/correct.h"
#include "assistant/wishes.h"

#define SONGS 60

static unsigned seed = 1;

/* -1 .. 1, by a linear congruential generator (Numerical Recipes). */
static double
draw (void)
{
  seed = seed * 1664525u + 1013904223u;
  return seed / 2147483648.0 - 1.0;
}

/* Sections, of which the loud one may have more of anything. */
static void
draw_sections (MstAnalysis *song)
{
  for (int s = 0; s < MST_ANALYSIS_SECTIONS; s++) {
    song->section[s].loudness = s == MST_ANALYSIS_LOUD ? 1.0 : -4.0;
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      song->section[s].mid[k] = song->mid[k] - song->loudness + 6 * draw ();
      song->section[s].side[k] = song->side[k] - song->loudness;
    }
  }
}

static MstAnalysis
draw_song (const MstProfile *profile)
{
  MstAnalysis song = song_of (profile);
  double slope = 6 * draw (), fault = 10 * draw (), width = 8 * draw ();

  song.loudness = -18 + 8 * draw ();
  song.true_peak = song.sample_peak = song.loudness + 14 + 5 * draw ();
  song.plr = song.sample_peak - song.loudness;
  song.block_range += 8 * draw ();
  song.crest = 14 + 5 * draw ();
  song.dc = draw () > 0.7 ? song.loudness - 20 : -INFINITY;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    song.band[b].level +=
        slope * (b - 4) / 4 + (b == 1 + (int) (seed % 6) ? fault : 0);
    song.band[b].side += width + draw ();
    song.band[b].range += 6 + 8 * draw ();
    song.band[b].correlation = 0.5 + 0.4 * draw ();
  }
  if (draw () > 0)
    song.resonance[0] = (MstAnalysisResonance){ 2000 + 1500 * draw (), 9, 5 };
  if (draw () > 0.6)
    song_limit (&song, 8 + 2 * draw ());
  if (draw () > 0.6)
    song.clipped_runs = 50;
  song_spectrum (&song);
  draw_sections (&song);
  return song;
}

/* --- what the settings do, read by this test's own table */

static double
number (const MstPlan *plan, const char *path, double otherwise)
{
  const MstValue *value = mst_plan_get (plan, path);

  return value ? value->number : otherwise;
}

/* The names of what is done, one for each property that does something by
 * itself. */
static GPtrArray *
list_done (const MstPlan *plan)
{
  static const struct {
    const char *end;
    double neutral;
  } doers[] = { { "::gain", 0 }, { "::ratio", 1 }, { "::dynamic", 0 },
    { "::width", 1 }, { "imager::bass-mono", 0 }, { "saturator::drive", 0 },
    { "reverb::mix", -99 } };
  GPtrArray *done = g_ptr_array_new ();

  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (plan->settings, i);

    for (gsize k = 0; k < G_N_ELEMENTS (doers); k++)
      if (g_str_has_suffix (setting->path, doers[k].end) &&
          fabs (setting->value.number - doers[k].neutral) > 1e-3 &&
          /* parts of the same move */
          !(g_str_has_prefix (setting->path, "multiband::") && k == 0) &&
          !(g_str_has_prefix (setting->path, "eq::") && k == 1))
        g_ptr_array_add (done, setting->path);
  }
  return done;
}

static void
check_told (const MstPlan *plan)
{
  g_autoptr (GPtrArray) done = list_done (plan);

  for (guint i = 0; i < done->len; i++) {
    const char *path = g_ptr_array_index (done, i);
    const MstSetting *setting = mst_plan_setting (plan, path);
    g_autofree char *range = g_strdup_printf ("%.*srange",
        (int) (g_strrstr (path, "::") + 2 - path), path);
    bool moves = g_str_has_suffix (path, "::dynamic");

    mst_check (strcmp (setting->rule, "wish") == 0 ||
            song_move_of (plan, moves ? range : path),
        "%s is not told", path);
  }
}

static void
check_made (const MstPlan *plan)
{
  for (guint i = 0; i < plan->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (plan->moves, i);
    const MstSetting *setting = mst_plan_setting (plan, move->path);
    double is = number (plan, move->path, 0);

    mst_check (setting, "%s is told and not made", move->path);
    if (strcmp (setting->rule, "wish") == 0 || !strcmp (move->rule, "wish"))
      continue;
    if (g_str_has_suffix (move->path, "::width"))
      is = 20.0 * log10 (is);
    mst_check_near (is, move->amount, 1e-9);
  }
}

/* --- findings and reasons that cannot both be */

static void
check_agreement (const MstPlan *plan)
{
  static const char *const pairs[][2] = { { "crushed", "mastered" },
    { "limiting", "damage" }, { "limiting", "mastered-again" },
    { "dead-channel", "lopsided" }, { "dead-channel", "out-of-phase" } };
  const MstFinding *clipped = song_finding (plan, "clipped");
  g_autofree char *text = mst_plan_explain (plan);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    mst_check (!song_finding (plan, pairs[i][0]) ||
            !song_finding (plan, pairs[i][1]),
        "%s and %s", pairs[i][0], pairs[i][1]);
  if (clipped && plan->mastered)
    mst_check (!strstr (clipped->text, "again"), "%s", clipped->text);
  mst_check (!strstr (text, "bright as a whole") ||
          !strstr (text, "dull as a whole"),
      "%s", text);
  mst_check (!song_move (plan, "tone") || !strstr (text, "it is balanced"),
      "%s", text);
}

static MstPlan *
plan_for (const MstAnalysis *song, const MstProfile *profile,
    const char *wished)
{
  MstWishes wishes;
  MstGoal goal;
  MstPlan *plan;

  mst_goal_init (&goal);
  goal.strength = 55 + 45 * draw ();
  goal.loudness = -14 + 6 * draw ();
  mst_check (mst_wishes_parse (&wishes, wished, NULL), "%s", wished);
  goal.wishes = &wishes;
  plan = mst_decide (song, profile, &goal);
  plan->goal.wishes = NULL;
  return plan;
}

/* The outcome of a render in which the sound did as was wanted but for
 * damage, and a mono sum that suffered. */
static MstAnalysis
render (const MstAnalysis *song, const MstPlan *plan)
{
  MstAnalysis out = *song;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    out.mid[k] += plan->intended[k] * (1.0 + 0.3 * draw ());
  out.crest -= 3 + 3 * draw ();
  out.mono_loss += 3 + 3 * draw ();
  return out;
}

static void
check_all (const MstPlan *plan)
{
  check_made (plan);
  check_told (plan);
  check_agreement (plan);
}

static void
test_what_is_told_is_what_is_made (void)
{
  static const char *const wishes[] = { "", "", "warmer", "wider", "punchier" };
  int moves = 0;

  for (int i = 0; i < SONGS; i++)
    for (int p = 0; mst_profile_names ()[p] != NULL; p++) {
      g_autoptr (MstProfile) profile =
          p == 0 ? mst_profile_auto () : song_profile (mst_profile_names ()[p]);
      MstAnalysis song = draw_song (profile), out;
      g_autoptr (MstPlan) plan =
          plan_for (&song, profile, wishes[i % G_N_ELEMENTS (wishes)]);

      check_all (plan);
      moves += plan->moves->len;
      for (int round = 0; round < 6; round++) {
        const MstLimiting limiting = { .residual = NAN, .psr = NAN };

        out = render (&song, plan);
        if (mst_plan_correct (plan, &song, &out, &limiting))
          break;
        check_all (plan);
      }
    }
  mst_check (moves > 10 * SONGS, "only %d", moves);
}

/* --- settings of a chain in place of the plan's own */

static void
test_a_chain_that_does_less (void)
{
  static const struct {
    const char *path;
    double number;
    const char *stage; /* of which nothing is told */
  } rows[] = { { "eq::bands", 0, "eq" }, { "eq::bypass", 1, "eq" },
    { "multiband::mix", 0, "multiband" },
    { "compressor::bypass", 1, "compressor" },
    { "imager::bands", 1, "imager" } };
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis song = song_of (pop);

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    song.band[b].level += b % 2 ? 6 : -6;
    song.band[b].side -= 7;
    song.band[b].range += 12;
    song.band[b].correlation = 0.6;
  }
  song.block_range += 9;
  song_spectrum (&song);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
    g_autoptr (MstPlan) made = song_plan (&song, pop, 100);
    guint moves = plan->moves->len, notes = plan->notes->len;

    mst_plan_set (made, "hand", MST_VALUE_DOUBLE, rows[i].number, "%s",
        rows[i].path);
    mst_plan_read_back (plan, made);
    for (guint m = 0; m < plan->moves->len; m++) {
      const MstMove *move = g_ptr_array_index (plan->moves, m);

      mst_check (strcmp (move->stage, rows[i].stage) != 0 ||
              strcmp (move->path, "imager::band0::width") == 0,
          "%s with %s", move->path, rows[i].path);
    }
    mst_check (plan->moves->len < moves, "%s", rows[i].path);
    mst_check (plan->notes->len - notes == moves - plan->moves->len, "%s",
        rows[i].path);
  }
}

/* The amounts are those of the chain. */
static void
test_a_chain_that_does_something_else (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL, made = NULL;

  song.block_range += 9;
  plan = song_plan (&song, pop, 100);
  made = song_plan (&song, pop, 100);
  mst_plan_set (made, "hand", MST_VALUE_DOUBLE, 1.4, "compressor::ratio");
  mst_plan_set (made, "hand", MST_VALUE_DOUBLE, 3.0, "limiter::drive");
  mst_plan_read_back (plan, made);
  mst_check_near (song_move (plan, "glue")->amount, 1.4, 0);
  mst_check_near (song_move (plan, "delivery")->amount, 3.0, 0);
}

/* --- limiting that is told */

static void
test_limiting_is_told_as_it_was (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  static const double reductions[] = { 9.3, 5.0, NAN };

  for (int i = 0; i < 3; i++) {
    MstAnalysis song = song_of (pop);
    g_autoptr (MstPlan) plan = NULL;
    const MstFinding *finding;

    song.true_peak = song.sample_peak = 1; /* 8 dB over the ceiling */
    plan = song_plan (&song, pop, 70);
    mst_check (song_finding (plan, "limiting"), "no forecast");
    mst_plan_tell_limiting (plan, reductions[i]);
    finding = song_finding (plan, "limiting");
    mst_check (!!finding == (i != 1), "%g dB", reductions[i]);
    if (i == 0 && finding)
      mst_check (strstr (finding->text, "took 9.3 dB"), "%s", finding->text);
  }
}

int
main (void)
{
  MST_RUN (test_what_is_told_is_what_is_made);
  MST_RUN (test_a_chain_that_does_less);
  MST_RUN (test_a_chain_that_does_something_else);
  MST_RUN (test_limiting_is_told_as_it_was);
  return mst_done ();
}
