/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Stems: a fault of the sum is mended where it lives. The oracle is the sum of
 * powers, computed here. */
#include "songs.h"

#include "assistant/stems.h"

#define STEMS 3

static MstProfile *pop;

/* A song with a gross fault at 250 Hz, of which each stem has a share. */
static MstAnalysis
muddy_song (void)
{
  MstAnalysis song = song_of (pop);

  for (int k = 9; k <= 13; k++) { /* 160 .. 400 Hz */
    song.mid[k] += 8;
    song.side[k] += 8;
  }
  song.band[1].level += 7;
  return song;
}

static double
share_at (int stem, int third, double carried)
{
  bool low = third >= 7 && third <= 15;

  if (!low)
    return 1.0 / STEMS;
  return stem == 0 ? carried : (1.0 - carried) / (STEMS - 1);
}

static void
divide (const MstAnalysis *song, double carried, MstStem stems[STEMS])
{
  static const char *const names[] = { "bass", "drums", "voice" };

  for (int i = 0; i < STEMS; i++) {
    stems[i] = (MstStem){ .name = names[i], .analysis = *song };
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      double share = 10.0 * log10 (share_at (i, k, carried));

      stems[i].analysis.mid[k] += share;
      stems[i].analysis.side[k] += share;
    }
  }
}

static void
free_plans (MstPlan *plans[STEMS])
{
  for (int i = 0; i < STEMS; i++)
    mst_plan_free (plans[i]);
}

/* The move on the stem changes the sum as the move on the sum would. */
static void
test_mud_is_cut_from_the_stem_that_has_it (void)
{
  MstAnalysis song = muddy_song ();
  g_autoptr (MstPlan) sum = song_plan (&song, pop, 50);
  MstStem stems[STEMS];
  MstPlan *plans[STEMS];
  double gain, of_sum = 0, after;

  divide (&song, 0.8, stems);
  mst_stems_share_out (sum, stems, STEMS, plans);
  mst_check (plans[0]->moves->len >= 1, "%u", plans[0]->moves->len);
  mst_check (plans[1]->settings->len == 0, "drums");
  mst_check (plans[2]->settings->len == 0, "voice");
  gain = song_number (plans[0], "eq::band0::gain");
  for (guint i = 0; i < sum->moves->len && of_sum == 0; i++) {
    const MstMove *move = g_ptr_array_index (sum->moves, i);
    g_autofree char *frequency = g_strdup_printf ("%.*sfrequency",
        (int) strlen (move->path) - 4, move->path);

    if (strcmp (move->rule, "tone") == 0 &&
        song_number (sum, frequency) ==
            song_number (plans[0], "eq::band0::frequency"))
      of_sum = move->amount;
  }
  mst_check (of_sum < -0.9, "%g dB", of_sum);
  after = 10.0 * log10 (0.2 + 0.8 * pow (10.0, 0.1 * gain));
  mst_check (gain < of_sum, "%g dB of %g", gain, of_sum);
  mst_check_near (after, of_sum, 0.6); /* 80 % of nearly all of the bell */
  mst_check (
      strstr (((MstMove *) g_ptr_array_index (plans[0]->moves, 0))->evidence,
          "bass has"),
      "evidence");
  free_plans (plans);
}

static void
test_what_all_have_stays_with_the_sum (void)
{
  MstAnalysis song = muddy_song ();
  g_autoptr (MstPlan) sum = song_plan (&song, pop, 100);
  MstStem stems[STEMS];
  MstPlan *plans[STEMS];

  divide (&song, 1.0 / STEMS, stems);
  mst_stems_share_out (sum, stems, STEMS, plans);
  for (int i = 0; i < STEMS; i++)
    mst_check (plans[i]->settings->len == 0, "stem %d", i);
  free_plans (plans);
}

/* A fault that is eased is not mended once more: with all of it eased, the sum
 * is left as it is, though its fault would still be found. */
static void
test_what_is_eased_is_done (void)
{
  MstAnalysis song = muddy_song (), changed = song;
  g_autoptr (MstPlan) sum = song_plan (&song, pop, 100);
  g_autoptr (MstPlan) rest = NULL;
  MstGoal goal;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    changed.mid[k] += sum->intended[k];
    changed.side[k] += sum->intended[k];
  }
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    changed.band[b].level += mst_bands_change (&song, sum->intended, b) -
        mst_thirds_loudness (&song, sum->intended);
  changed.loudness += mst_thirds_loudness (&song, sum->intended);
  mst_goal_init (&goal);
  goal.strength = 100;
  goal.eased = sum->intended;
  rest = mst_decide (&changed, pop, &goal);
  for (int k = 5; k < 28; k++)
    mst_check (fabs (rest->intended[k]) < 0.35, "third %d: %g dB of %g", k,
        rest->intended[k], sum->intended[k]);
}

/* Bass at the sides: the stem that it comes from is put in the middle. */
static void
test_wide_bass (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) sum = NULL;
  MstStem stems[STEMS];
  MstPlan *plans[STEMS];

  song.band[0].side = -2;
  song.band[0].correlation = 0.3;
  song.band[0].level = -5;
  for (int k = 0; k < 9; k++)
    song.side[k] = song.mid[k] - 2;
  sum = song_plan (&song, pop, 70);
  mst_check (song_move (sum, "bass-mono"), "of the sum");
  divide (&song, 0.5, stems);
  for (int k = 0; k < 9; k++)
    stems[2].analysis.side[k] += 20;
  mst_stems_share_out (sum, stems, STEMS, plans);
  mst_check_near (song_number (plans[2], "imager::bass-mono"), 120, 1e-9);
  mst_check (isnan (song_number (plans[0], "imager::bass-mono")), "bass");
  free_plans (plans);
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_mud_is_cut_from_the_stem_that_has_it);
  MST_RUN (test_what_all_have_stays_with_the_sum);
  MST_RUN (test_what_is_eased_is_done);
  MST_RUN (test_wide_bass);
  mst_profile_free (pop);
  return mst_done ();
}
