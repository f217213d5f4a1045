/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The closed loop, against a render that is simulated: mastermatch by its own
 * design function, whose effect is scaled, and a colouring that the plan knows
 * nothing of. */
#include "songs.h"

#include "assistant/correct.h"
#include "assistant/rules/rules.h"

static MstProfile *pop;
static const MstLimiting unmeasured = { .residual = NAN };

/* Renders with the plan's settings: of the tone, the share `effect` arrives;
 * `colour` scales a slow bend of +-0.3 dB, as of dynamics that the plan did not
 * foresee. */
static MstAnalysis
render (const MstAnalysis *song, const MstPlan *plan, double effect,
    double colour)
{
  MstAnalysis out = *song;
  const MstValue *curve = mst_plan_get (plan, "match::mid-curve");
  double change[MST_ANALYSIS_THIRDS] = { 0 };

  if (curve)
    mst_match_thirds (curve->curve, plan->goal.max_tone, change);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    change[k] = effect * change[k] + colour * 0.3 * sin (0.35 * k) + 6.0;
    out.mid[k] = song->mid[k] + change[k];
    out.side[k] = song->side[k] + change[k];
  }
  return out;
}

static int
rounds_until_done (const MstAnalysis *song, MstPlan *plan, double effect,
    double colour)
{
  for (int round = 0; round < 12; round++) {
    MstAnalysis out = render (song, plan, effect, colour);

    if (mst_plan_correct (plan, song, &out, &unmeasured))
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

/* Oracle: half a decibel, which docs/assistant.md promises. */
static void
test_it_converges (void)
{
  MstAnalysis song = dull_song ();
  const double effects[] = { 1.0, 0.8, 0.7, 1.3 };

  for (int i = 0; i < 4; i++)
    for (int c = -1; c <= 1; c++) {
      g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
      double residual[MST_ANALYSIS_THIRDS];
      int rounds = rounds_until_done (&song, plan, effects[i], c);
      MstAnalysis out = render (&song, plan, effects[i], c);
      double worst = mst_plan_residual (plan, &song, &out, residual);

      mst_check (rounds <= 3, "effect %g: %d rounds", effects[i], rounds);
      mst_check (worst <= 0.5 + 0.6, "effect %g: %g", effects[i], worst);
    }
}

/* The loop scales the tone: between any two thirds the ratio of gains stays. */
static void
test_it_never_reshapes (void)
{
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);
  MstValue was = *mst_plan_get (plan, "match::mid-curve");
  const MstValue *is;
  double scale;
  int most = 0;

  mst_check (rounds_until_done (&song, plan, 0.5, 0) < 12, "never done");
  is = mst_plan_get (plan, "match::mid-curve");
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    most = fabs (was.curve[k]) > fabs (was.curve[most]) ? k : most;
  scale = is->curve[most] / was.curve[most];
  mst_check (scale > 1.01, "scaled by %g", scale);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check_near (is->curve[k], scale * was.curve[k], 1e-9);
}

static void
test_a_right_tone_is_not_touched (void)
{
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  g_autofree char *before = song_settings (plan), *after = NULL;
  MstAnalysis out = render (&song, plan, 1, 1);

  mst_check (mst_plan_correct (plan, &song, &out, &unmeasured), "corrected");
  after = song_settings (plan);
  mst_check (strcmp (before, after) == 0, "changed");
}

static void
test_caps_hold_while_correcting (void)
{
  /* Nothing of the tone arrives: it ends all the same. */
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  const MstValue *curve;

  rounds_until_done (&song, plan, 0.05, 0);
  curve = mst_plan_get (plan, "match::mid-curve");
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check (fabs (curve->curve[k]) <= 3.0, "%g", curve->curve[k]);
}

static void
test_loudness_alone_gets_no_curve (void)
{
  MstAnalysis song = dull_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 0);

  mst_check (rounds_until_done (&song, plan, 1, 3) == 0, "corrected");
  mst_check (!mst_plan_get (plan, "match::mid-curve"), "a curve");
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_it_converges);
  MST_RUN (test_it_never_reshapes);
  MST_RUN (test_a_right_tone_is_not_touched);
  MST_RUN (test_caps_hold_while_correcting);
  MST_RUN (test_loudness_alone_gets_no_curve);
  mst_profile_free (pop);
  return mst_done ();
}
