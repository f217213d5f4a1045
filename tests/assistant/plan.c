/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Properties of every plan, whichever rules made it. */
#include "songs.h"

#include "dsp/compressor/compressor.h"
#include "dsp/eq/eq.h"
#include "dsp/limiter/limiter.h"
#include "dsp/match/match.h"
#include "dsp/multiband/multiband.h"

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

/* A usual song is scarcely touched: the spectrum of these songs has steps,
 * which no real one has. */
static void
test_the_median_song_is_scarcely_touched (void)
{
  for (int i = 0; mst_profile_names ()[i] != NULL; i++) {
    g_autoptr (MstProfile) profile = song_profile (mst_profile_names ()[i]);
    MstAnalysis song = song_of (profile);
    g_autoptr (MstPlan) plan = song_plan (&song, profile, 100);
    double shift = mst_thirds_loudness (&song, plan->intended);

    for (int k = 1; k < 30; k++)
      mst_check (fabs (plan->intended[k] - shift) < 1.8, "%s: %g",
          profile->name, plan->intended[k] - shift);
    mst_check (!song_move (plan, "width"), "%s", profile->name);
    mst_check (!song_move (plan, "bands"), "%s", profile->name);
    mst_check (!plan->mastered, "%s", profile->name);
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

/* The drive of the limiter follows the loudness, the ambience what is dry, and
 * the bands of the tone are fitted anew: tests/assistant/tone.c has the tone.
 */
static bool
is_in_proportion (const MstMove *move)
{
  return strcmp (move->rule, "delivery") != 0 &&
      strcmp (move->rule, "space") != 0 && strcmp (move->rule, "tone") != 0;
}

/* The amount of a plan's move, whatever its sign; 0 where there is none. */
static double
get_amount (const MstPlan *plan, const char *path)
{
  for (guint i = 0; i < plan->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (plan->moves, i);

    if (strcmp (move->path, path) == 0)
      return fabs (move->amount);
  }
  return 0.0;
}

/* Returns how many amounts of `less` were compared. */
static int
check_amounts (const MstPlan *less, const MstPlan *more)
{
  int checked = 0;

  for (guint i = 0; i < less->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (less->moves, i);

    if (!is_in_proportion (move))
      continue;
    mst_check (get_amount (more, move->path) >= fabs (move->amount),
        "%s at %g: %g after %g", move->path, more->goal.strength,
        get_amount (more, move->path), fabs (move->amount));
    checked++;
  }
  return checked;
}

static void
test_more_strength_is_never_less (void)
{
  MstAnalysis song = song_of (pop), wide;
  int checked = 0, checked_wide = 0;

  spoil (&song);
  wide = song; /* in the bass, too */
  wide.band[0].correlation = 0.3;
  wide.band[0].level += 6;
  wide.band[0].side = -3;
  for (int strength = 1; strength < 100; strength++) {
    g_autoptr (MstPlan) less = song_plan (&song, pop, strength);
    g_autoptr (MstPlan) more = song_plan (&song, pop, strength + 1);
    g_autoptr (MstPlan) less_wide = song_plan (&wide, pop, strength);
    g_autoptr (MstPlan) more_wide = song_plan (&wide, pop, strength + 1);

    checked += check_amounts (less, more);
    checked_wide += check_amounts (less_wide, more_wide);
    mst_check (more->expected_distance <= less->expected_distance + 1e-9,
        "%g after %g at %d", more->expected_distance, less->expected_distance,
        strength);
  }
  mst_check (checked == 7 * 99, "%d", checked);
  mst_check (checked_wide == 8 * 99, "%d", checked_wide);
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
    song_limit (&song, 9.5);
    /* Not quite the median: a real one. */
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      song.band[b].level += b % 2 ? 0.5 : -0.5;
    song_spectrum (&song);
    plan = song_plan (&song, profile, 100);
    mst_check (plan->mastered, "%s", names[i]);
    mst_check (is_untouched (plan), "%s", names[i]);
    mst_check_near (song_number (plan, "limiter::drive"), -5, 1e-9);
  }
}

/* A master is known by its shape: at any level the same is decided. */
static void
test_masters_are_known_at_any_level (void)
{
  for (int gain = 0; gain >= -30; gain -= 10) {
    g_autoptr (MstProfile) loud = song_profile ("loud-modern");
    MstAnalysis song = song_of (loud);
    g_autoptr (MstPlan) plan = NULL;

    song.loudness = -9 + gain;
    song_limit (&song, 9.5);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      song.band[b].range += 12;
    song_spectrum (&song);
    plan = song_plan (&song, loud, 100);
    mst_check (plan->mastered, "%d dB", gain);
    mst_check (!song_move (plan, "bands"), "bands");
    mst_check (!song_move (plan, "glue"), "glue");
    mst_check (!song_move (plan, "width"), "width");
  }
}

static void
test_the_same_in_gives_the_same_out (void)
{
  MstAnalysis song = song_of (pop);
  g_autofree char *first = NULL, *again = NULL;

  spoil (&song);
  for (int i = 0; i < 2; i++) {
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 73);
    *(i ? &again : &first) = song_settings (plan);
  }
  mst_check (strcmp (first, again) == 0, "differs");
}

static void
test_bad_goals_are_held (void)
{
  const double bad[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300 };
  MstAnalysis song = song_of (pop);

  spoil (&song);
  for (int i = 0; i < 5; i++)
    for (int field = 0; field < 4; field++) {
      MstGoal goal;
      g_autoptr (MstPlan) plan = NULL;

      mst_goal_init (&goal);
      *(field == 0         ? &goal.loudness
              : field == 1 ? &goal.ceiling
              : field == 2 ? &goal.strength
                           : &goal.max_tone) = bad[i];
      plan = mst_decide (&song, pop, &goal);
      mst_check (song_number (plan, "limiter::ceiling") <= 0, "-");
      mst_check (isfinite (song_number (plan, "limiter::drive")), "-");
      mst_check (plan->goal.strength >= 0 && plan->goal.strength <= 100,
          "strength %g", plan->goal.strength);
      mst_check (plan->goal.max_tone >= 0 && plan->goal.max_tone <= 24, "%g",
          plan->goal.max_tone);
    }
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
    mst_check (mst_plan_get (plan, move->path), "%s", move->path);
    mst_check (strstr (text, move->path), "%s", move->path);
    mst_check (strpbrk (move->evidence, "0123456789"), "%s", move->evidence);
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
  bool band = parts[1] && parts[2] != NULL;
  const MstParam *row = band
      ? find_row (stage->band_params, stage->n_band_params, parts[2])
      : find_row (stage->params, stage->n_params, parts[1]);

  if (setting->value.kind == MST_VALUE_CURVE)
    mst_check (strcmp (parts[1], stage->curves[0].name) == 0 ||
            strcmp (parts[1], stage->curves[1].name) == 0,
        "%s", setting->path);
  else if (!row)
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
  mst_check (checked > 30, "only %d", checked);
}

/* A property that somebody else has set is not among the settings, and nothing
 * is told of it. */
static void
test_what_is_set_by_hand_is_left (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;
  g_autofree char *text = NULL;
  guint moves;

  spoil (&song);
  plan = song_plan (&song, pop, 100);
  moves = plan->moves->len;
  mst_plan_leave (plan, "eq::band0::gain");
  mst_plan_leave (plan, "nobody::gain");
  text = mst_plan_explain (plan);
  mst_check (plan->moves->len == moves - 1, "%u moves of %u", plan->moves->len,
      moves);
  mst_check (!mst_plan_get (plan, "eq::band0::gain"), "is set");
  mst_check (strstr (text, "eq::band0::gain: it is set by hand"), "%s", text);
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_the_median_song_is_scarcely_touched);
  MST_RUN (test_strength_0_is_loudness_alone);
  MST_RUN (test_more_strength_is_never_less);
  MST_RUN (test_finished_masters_are_left_alone);
  MST_RUN (test_masters_are_known_at_any_level);
  MST_RUN (test_the_same_in_gives_the_same_out);
  MST_RUN (test_bad_goals_are_held);
  MST_RUN (test_every_move_explains_itself);
  MST_RUN (test_settings_are_those_of_the_stages);
  MST_RUN (test_what_is_set_by_hand_is_left);
  mst_profile_free (pop);
  return mst_done ();
}
