/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* A master may cost so much; where it costs more, something is given up. The
 * bounds are those of damage.h; the outcomes are made up here. */
#include "songs.h"

#include "assistant/correct.h"

static MstProfile *pop;
static MstLimiting limiting; /* of the outcome */

/* An outcome as it was wanted, but for the numbers that a test changes. */
static MstAnalysis
outcome (const MstAnalysis *song, const MstPlan *plan)
{
  MstAnalysis out = *song;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    out.mid[k] += plan->intended[k];
  out.loudness = plan->goal.loudness;
  limiting = (MstLimiting){ .residual = NAN, .psr = NAN };
  return out;
}

static MstAnalysis
a_song (void)
{
  MstAnalysis song = song_of (pop);

  song.psr = 10.0;
  return song;
}

static void
test_what_is_within_stays (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstAnalysis out = outcome (&song, plan);

  out.crest = song.crest - MST_BUDGET_CREST_DB;
  out.psr = MST_BUDGET_PSR_DB;
  limiting.residual = MST_BUDGET_DISTORTION_DB;
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "corrected");
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
  mst_check (!song_finding (plan, "damage"), "told");
}

/* Makes one of the three costs be over the budget, by 1.5 dB. */
static void
be_over (const MstAnalysis *song, MstAnalysis *out, int which)
{
  limiting.residual = MST_BUDGET_DISTORTION_DB + (which == 0 ? 1.5 : -5.0);
  out->crest = song->crest - MST_BUDGET_CREST_DB - (which == 1 ? 1.5 : -1.0);
  out->psr = MST_BUDGET_PSR_DB - (which == 2 ? 1.5 : -1.0);
}

static void
test_each_cost_is_told (void)
{
  static const char *const names[] = { "the limiter's residual",
    "the loss of crest", "the loss of PSR" };

  for (int i = 0; i < 3; i++) {
    MstAnalysis song = a_song ();
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
    MstAnalysis out = outcome (&song, plan);
    const gchar *what = NULL;
    const MstFinding *finding;
    g_autofree char *text = NULL;

    be_over (&song, &out, i);
    mst_check_near (mst_damage (&song, &out, &limiting, &what), 1.5, 1e-9);
    mst_check (strcmp (what, names[i]) == 0, "%s", what);
    mst_check (!mst_plan_correct (plan, &song, &out, &limiting),
        "not corrected");
    mst_check_near (plan->goal.loudness, -15.0, 1e-9);
    finding = song_finding (plan, "damage");
    mst_check (finding && strstr (finding->text, names[i]), "not told");
    text = mst_plan_explain (plan);
    mst_check (strstr (text, "would do damage"), "not explained");
  }
}

/* Soft clip first, then the saturator, loudness last. */
static void
test_what_matters_less_goes_first (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstAnalysis out = outcome (&song, plan);

  be_over (&song, &out, 0);
  mst_plan_set (plan, "test", MST_VALUE_DOUBLE, 1.0, "limiter::soft-clip");
  mst_plan_set (plan, "test", MST_VALUE_DOUBLE, 2.0, "saturator::drive");
  mst_plan_correct (plan, &song, &out, &limiting);
  mst_check_near (song_number (plan, "limiter::soft-clip"), 0.0, 0.0);
  mst_check_near (song_number (plan, "saturator::drive"), 2.0, 0.0);
  mst_plan_correct (plan, &song, &out, &limiting);
  mst_check_near (song_number (plan, "saturator::drive"), 0.5, 1e-9);
  mst_plan_correct (plan, &song, &out, &limiting);
  mst_check_near (song_number (plan, "saturator::drive"), 0.0, 0.0);
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
  mst_plan_correct (plan, &song, &out, &limiting);
  mst_check_near (plan->goal.loudness, -15.0, 1e-9);
}

/* The oracle: each move tells the value of the setting that it names. */
static void
test_moves_tell_what_was_corrected (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = NULL;
  const MstMove *delivery, *width;
  double widened;
  MstAnalysis out;

  for (int b = 1; b < MST_ANALYSIS_BANDS; b++) /* narrow */
    song.band[b].side -= 10.0;
  plan = song_plan (&song, pop, 70);
  delivery = song_move_of (plan, "limiter::drive");
  width = song_move_of (plan, "imager::band2::width");
  mst_check_near (delivery->amount, 6.0, 0.5); /* -20 to -14 LUFS */
  widened = width->amount;
  mst_check (widened > 0.5, "%g dB", widened);
  /* The mono sum loses more than it may. */
  out = outcome (&song, plan);
  out.mono_loss = 4.0;
  mst_check (!mst_plan_correct (plan, &song, &out, &limiting), "nothing to do");
  mst_check_near (delivery->amount, song_number (plan, "limiter::drive"), 0.0);
  mst_check_near (width->amount, widened / 2.0, 1e-9);
  /* Whoever turns the limiter says so. */
  out = outcome (&song, plan);
  mst_plan_settle (plan, 4.25, -1.5);
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "corrected");
  mst_check_near (delivery->amount, 4.25, 0.0);
  mst_check_near (song_number (plan, "limiter::ceiling"), -1.5, 0.0);
}

/* Each cost is of the render that it was measured on: at -14 LUFS it is 1.5 dB
 * over, which lowers the goal to -15, at which it is 1 dB over. */
static void
test_it_tells_where_it_was_measured (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);

  for (int i = 0; i < 2; i++) {
    MstAnalysis out = outcome (&song, plan);

    be_over (&song, &out, 0);
    limiting.residual -= 0.5 * i;
    mst_plan_correct (plan, &song, &out, &limiting);
  }
  mst_check_near (song_move_of (plan, "limiter::drive")->expected,
      plan->goal.loudness, 0.0);
  mst_check (strstr (song_finding (plan, "damage")->text,
                 "-14.0 LUFS would do damage: at -15.0 LUFS the limiter's "
                 "residual was still 1.0 dB over"),
      "%s", song_finding (plan, "damage")->text);
}

/* One that was asked for is made, and what it costs is told. */
static void
test_firm_goals_are_made (void)
{
  MstAnalysis song = a_song ();
  MstGoal goal;
  g_autoptr (MstPlan) plan = NULL;
  MstAnalysis out;

  mst_goal_init (&goal);
  goal.firm = TRUE;
  plan = mst_decide (&song, pop, &goal);
  out = outcome (&song, plan);
  be_over (&song, &out, 0);
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "corrected");
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
  mst_check (strstr (song_finding (plan, "damage")->text,
                 "-14.0 LUFS is made as it was asked for, and costs: the "
                 "limiter's residual is 1.5 dB over"),
      "%s", song_finding (plan, "damage")->text);
}

/* Damage that is the same at less loudness has another cause. */
static void
test_steps_of_no_use_are_taken_back (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstAnalysis out = outcome (&song, plan);

  be_over (&song, &out, 2);
  mst_check (!mst_plan_correct (plan, &song, &out, &limiting), "not lowered");
  mst_check_near (plan->goal.loudness, -15.0, 1e-9);
  mst_check (!mst_plan_correct (plan, &song, &out, &limiting), "not back");
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "goes on");
}

/* The least PSR of a piece that the limiter did not touch does not count. */
static void
test_psr_counts_where_the_limiter_works (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstAnalysis out = outcome (&song, plan);

  be_over (&song, &out, 2);
  limiting.psr = -INFINITY;
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "at rest");
  limiting.psr = 0.05;
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "within");
  limiting.psr = 1.5;
  mst_check (!mst_plan_correct (plan, &song, &out, &limiting), "1.5 dB");
  mst_check_near (plan->goal.loudness, -15.0, 1e-9);
}

static void
test_it_ends (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  int told = 0;

  for (int i = 0; i < 100; i++) {
    MstAnalysis out = outcome (&song, plan);

    be_over (&song, &out, 1);
    out.crest -= 30.0 - 0.2 * i; /* less each time, and far too much */
    mst_plan_correct (plan, &song, &out, &limiting);
  }
  mst_check_near (plan->goal.loudness, -14.0 - MST_BUDGET_BACK_OFF_LU, 1e-9);
  for (guint i = 0; i < plan->findings->len; i++)
    told += strcmp (((MstFinding *) g_ptr_array_index (plan->findings, i))->id,
                "damage") == 0;
  mst_check (told == 1, "told %d times", told);
}

/* A master that had no more PSR keeps what it had. */
static void
test_little_stays_little (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstAnalysis out;

  song.psr = 4.0;
  out = outcome (&song, plan);
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "as before");
  out.psr = 3.0;
  mst_check (!mst_plan_correct (plan, &song, &out, &limiting),
      "less than before");
}

static void
test_loudness_alone_is_as_wanted (void)
{
  MstAnalysis song = a_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 0);
  MstAnalysis out = outcome (&song, plan);

  be_over (&song, &out, 0);
  mst_check (mst_plan_correct (plan, &song, &out, &limiting), "corrected");
  mst_check_near (plan->goal.loudness, -14.0, 0.0);
}

static void
test_mono_takes_width_back (void)
{
  for (int i = 0; i < 2; i++) {
    MstAnalysis song = a_song ();
    g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
    MstAnalysis out = outcome (&song, plan);

    mst_plan_set (plan, "test", MST_VALUE_DOUBLE, pow (10, 2.0 / 20),
        "imager::band2::width");
    mst_plan_set (plan, "test", MST_VALUE_DOUBLE, 0.7, "imager::band1::width");
    mst_check (mst_plan_correct (plan, &song, &out, &limiting), "within");
    if (i == 0)
      out.mono_loss = MST_BUDGET_MONO_LOSS_LU + 0.5;
    else
      out.correlation = MST_BUDGET_CORRELATION - 0.1;
    mst_check (!mst_plan_correct (plan, &song, &out, &limiting),
        "not corrected");
    /* half of 2 dB; what was narrowed stays so */
    mst_check_near (song_number (plan, "imager::band2::width"),
        pow (10, 1.0 / 20), 1e-9);
    mst_check_near (song_number (plan, "imager::band1::width"), 0.7, 0.0);
    for (int k = 0; k < 4; k++)
      mst_plan_correct (plan, &song, &out, &limiting);
    mst_check_near (song_number (plan, "imager::band2::width"), 1.0, 0.0);
    mst_check (mst_plan_correct (plan, &song, &out, &limiting), "goes on");
  }
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_what_is_within_stays);
  MST_RUN (test_each_cost_is_told);
  MST_RUN (test_what_matters_less_goes_first);
  MST_RUN (test_moves_tell_what_was_corrected);
  MST_RUN (test_it_tells_where_it_was_measured);
  MST_RUN (test_firm_goals_are_made);
  MST_RUN (test_steps_of_no_use_are_taken_back);
  MST_RUN (test_psr_counts_where_the_limiter_works);
  MST_RUN (test_it_ends);
  MST_RUN (test_little_stays_little);
  MST_RUN (test_loudness_alone_is_as_wanted);
  MST_RUN (test_mono_takes_width_back);
  mst_profile_free (pop);
  return mst_done ();
}
