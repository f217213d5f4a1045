/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The closed loop, against a render that is simulated: the equaliser by its own
 * response, whose effect is scaled, and a colouring that the plan knows nothing
 * of. */
#include "songs.h"

#include "assistant/correct.h"
#include "assistant/fit.h"
#include "dsp/eq/eq.h"

static MstProfile *pop;
static const MstLimiting unmeasured = { .residual = NAN };

static MstShape
shape_of (const char *nick)
{
  return strcmp (nick, "bell") == 0     ? MST_SHAPE_BELL
      : strcmp (nick, "tilt") == 0      ? MST_SHAPE_TILT
      : strcmp (nick, "low-shelf") == 0 ? MST_SHAPE_LOW_SHELF
                                        : MST_SHAPE_HIGH_SHELF;
}

static int
read_bands (const MstPlan *plan, MstFitBand *bands)
{
  int n = (int) mst_plan_get_number (plan, "eq::bands");

  for (int i = 0; i < n; i++) {
    const char *const names[] = { "type", "frequency", "gain", "q" };
    const MstValue *values[4];

    for (int k = 0; k < 4; k++) {
      g_autofree char *path = g_strdup_printf ("eq::band%d::%s", i, names[k]);

      values[k] = mst_plan_get (plan, path);
    }
    bands[i] = (MstFitBand){ shape_of (values[0]->nick), values[1]->number,
      values[2]->number, values[3]->number };
  }
  return n;
}

/* Renders with the plan's settings: of the tone, the share `effect` arrives;
 * `colour` scales a slow bend of +-0.3 dB, as of dynamics that the plan did not
 * foresee. */
static MstAnalysis
render (const MstAnalysis *song, const MstPlan *plan, double effect,
    double colour)
{
  MstAnalysis out = *song;
  MstFitBand bands[MST_EQ_MAX_BANDS];
  double change[MST_ANALYSIS_THIRDS];

  mst_fit_change (bands, read_bands (plan, bands), change);
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
nasal_song (void)
{
  MstAnalysis song = song_of (pop);

  song.band[3].level += 11;
  song.band[4].level += 11;
  song_spectrum (&song);
  return song;
}

/* Oracle: half a decibel, which docs/assistant.md promises. */
static void
test_it_converges (void)
{
  MstAnalysis song = nasal_song ();
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

/* The loop scales the tone: the ratio of any two gains stays. */
static void
test_it_never_reshapes (void)
{
  MstAnalysis song = nasal_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstFitBand was[MST_EQ_MAX_BANDS], is[MST_EQ_MAX_BANDS];
  int n = read_bands (plan, was);

  mst_check (n > 0, "no tone");
  mst_check (rounds_until_done (&song, plan, 0.7, 0) < 12, "never done");
  mst_check (read_bands (plan, is) == n, "other bands");
  mst_check (is[0].gain / was[0].gain > 1.05, "scaled by %g",
      is[0].gain / was[0].gain);
  for (int i = 1; i < n; i++)
    mst_check_near (is[i].gain / was[i].gain, is[0].gain / was[0].gain, 1e-9);
}

static void
test_a_right_tone_is_not_touched (void)
{
  MstAnalysis song = nasal_song ();
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
  MstAnalysis song = nasal_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 70);
  MstFitBand bands[MST_EQ_MAX_BANDS];
  int n;

  rounds_until_done (&song, plan, 0.05, 0);
  n = read_bands (plan, bands);
  for (int i = 0; i < n; i++)
    mst_check (fabs (bands[i].gain) <= plan->goal.max_tone + 1e-9, "%g",
        bands[i].gain);
}

static void
test_loudness_alone_gets_no_tone (void)
{
  MstAnalysis song = nasal_song ();
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 0);

  mst_check (rounds_until_done (&song, plan, 1, 3) == 0, "corrected");
  mst_check (!mst_plan_get (plan, "eq::bands"), "bands");
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_it_converges);
  MST_RUN (test_it_never_reshapes);
  MST_RUN (test_a_right_tone_is_not_touched);
  MST_RUN (test_caps_hold_while_correcting);
  MST_RUN (test_loudness_alone_gets_no_tone);
  mst_profile_free (pop);
  return mst_done ();
}
