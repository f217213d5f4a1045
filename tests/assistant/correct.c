/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The closed loop, against a render that is simulated: mastermatch by its own
 * design function, a colouring that the plan knows nothing of, and a limiter
 * that gives back part of each decibel once it works. */
#include "songs.h"

#include "assistant/rules/rules.h"

static MstProfile *pop;

/* What comes out of the chain with these settings. `colour` scales the
 * colouring: 1 is +-1.5 dB of slow bends, as of dynamics that the plan did not
 * foresee. */
static MstAnalysis
render (const MstAnalysis *song, const MstPlan *plan, double colour,
    double overshoot)
{
  MstAnalysis out = *song;
  const MstValue *curve = mst_plan_get (plan, "match::mid-curve");
  double change[MST_ANALYSIS_THIRDS] = { 0 };
  double drive = song_number (plan, "limiter::drive");
  double ceiling = song_number (plan, "limiter::ceiling");
  double over = song->true_peak + drive - ceiling;

  if (curve != NULL)
    mst_match_thirds (curve->curve, plan->goal.max_tone, change);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    change[k] += colour * 1.5 * sin (0.35 * k) + 0.7 + drive;
    out.mid[k] = song->mid[k] + change[k];
    out.side[k] = song->side[k] + change[k];
  }
  out.loudness = song->loudness + 0.7 + drive - 0.4 * fmax (over, 0.0);
  out.true_peak = fmin (song->true_peak + drive, ceiling + overshoot);
  out.true_peak_4x = out.true_peak;
  return out;
}

static int
rounds_until_done (const MstAnalysis *song, MstPlan *plan, double colour,
    double overshoot)
{
  for (int round = 0; round < 12; round++) {
    MstAnalysis out = render (song, plan, colour, overshoot);
    if (mst_plan_correct (plan, song, &out))
      return round;
  }
  return 99;
}

static MstAnalysis
dull_song (void)
{
  MstAnalysis song = song_of (pop);

  song.band[5].level -= 5;
  song.band[6].level -= 4;
  song.band[1].level += 2.5;
  song_spectrum (&song);
  return song;
}

static void
test_it_converges (void)
{
  MstAnalysis song = dull_song ();
  const double goals[] = { -23, -14, -9 };

  for (int i = 0; i < 3; i++)
    for (int c = -1; c <= 1; c++) {
      MstGoal goal;
      g_autoptr (MstPlan) plan = NULL;
      double residual[MST_ANALYSIS_THIRDS];
      MstAnalysis out;
      int rounds;

      mst_goal_init (&goal);
      goal.loudness = goals[i];
      plan = mst_plan_new (&song, pop, &goal);
      rounds = rounds_until_done (&song, plan, c, 0.2);
      out = render (&song, plan, c, 0.2);
      mst_check (rounds <= 5, "%g LUFS, colour %d: %d rounds", goals[i], c,
          rounds);
      mst_check_near (out.loudness, goals[i], 0.05);
      mst_check (out.true_peak <= goal.ceiling, "%g", out.true_peak);
      mst_check (mst_plan_residual (plan, &song, &out, residual) <= 0.5, "-");
      printf ("# %g LUFS, colour %d: %d rounds, residual %.2f dB\n", goals[i],
          c, rounds, mst_plan_residual (plan, &song, &out, residual));
    }
}

static void
test_what_is_right_is_not_touched (void)
{
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  g_autofree char *before = NULL, *after = NULL;
  MstAnalysis out;

  mst_check (rounds_until_done (&song, plan, 1, 0) < 12, "never done");
  before = mst_plan_settings_to_json (plan);
  out = render (&song, plan, 1, 0);
  mst_check (mst_plan_correct (plan, &song, &out), "done");
  after = mst_plan_settings_to_json (plan);
  mst_check (strcmp (before, after) == 0, "changed");
}

static void
test_caps_hold_while_correcting (void)
{
  /* A colouring of +-9 dB is beyond what 3 dB can mend: it ends all the same.
   */
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  const MstValue *curve;

  mst_check (rounds_until_done (&song, plan, 6, 0) < 99, "never done");
  curve = mst_plan_get (plan, "match::mid-curve");
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check (fabs (curve->curve[k]) <= 3.0, "%g", curve->curve[k]);
}

static void
test_loudness_alone_gets_no_curve (void)
{
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 0);

  mst_check (rounds_until_done (&song, plan, 1, 0.3) < 12, "never done");
  mst_check (mst_plan_get (plan, "match::mid-curve") == NULL, "a curve");
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_it_converges);
  MST_RUN (test_what_is_right_is_not_touched);
  MST_RUN (test_caps_hold_while_correcting);
  MST_RUN (test_loudness_alone_gets_no_curve);
  mst_profile_free (pop);
  return mst_done ();
}
