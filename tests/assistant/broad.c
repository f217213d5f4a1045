/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Broad tops and holes of a usual spectrum, each by its word. */
#include "songs.h"

#include "assistant/broad.h"

/* A falling slope with a bend, as of music, in which nothing stands out. */
static MstAnalysis
smooth_song (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis song = song_of (pop);

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double u = log2 (mst_third_frequency (k) / 800.0);

    song.mid[k] = -30.0 - 2.5 * u - 0.3 * u * u;
    song.side[k] = song.mid[k] - 8.0;
  }
  return song;
}

static void
add_bell (MstAnalysis *song, double frequency, double gain)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double u = log2 (mst_third_frequency (k) / frequency);

    song->mid[k] += gain * exp (-0.5 * u * u / (0.65 * 0.65));
    song->side[k] += gain * exp (-0.5 * u * u / (0.65 * 0.65));
  }
}

static const struct {
  double frequency, gain;
  MstWord word;
} rows[] = { { 250, 15, MST_WORD_MUD }, { 560, 15, MST_WORD_BOX },
  { 1000, 15, MST_WORD_NASAL }, { 3200, 15, MST_WORD_HARSH },
  { 1000, -18, MST_WORD_HOLLOW } };

static void
test_each_has_its_word (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MstAnalysis song = smooth_song ();
    MstBroad found;
    int k = mst_third_at (rows[i].frequency);

    add_bell (&song, rows[i].frequency, rows[i].gain);
    mst_broad_find (&song, &found);
    for (int w = 1; w < MST_N_WORDS; w++)
      mst_check (w == (int) rows[i].word || found.sure[w] < 0.9,
          "%g Hz is %s: %g", rows[i].frequency, mst_word_name (w),
          found.sure[w]);
    mst_check (found.sure[rows[i].word] > 0.9, "%g Hz: %g", rows[i].frequency,
        found.sure[rows[i].word]);
    /* Most of it is found, and not more than there is. */
    mst_check (found.excess[k] / rows[i].gain > 0.4 &&
            found.excess[k] / rows[i].gain < 1.1,
        "%g Hz: %g dB", rows[i].frequency, found.excess[k]);
  }
}

static void
test_a_smooth_song_has_none (void)
{
  MstAnalysis song = smooth_song ();
  MstBroad found;

  mst_broad_find (&song, &found);
  for (int w = 1; w < MST_N_WORDS; w++)
    mst_check (found.sure[w] < 0.5, "%s: %g", mst_word_name (w), found.sure[w]);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check (fabs (found.excess[k]) < 0.5, "%g", found.excess[k]);
}

/* A slope is not a fault, and neither is gain. */
static void
test_slope_and_gain_do_not_count (void)
{
  MstAnalysis song = smooth_song (), other = smooth_song ();
  MstBroad found, again;

  add_bell (&song, 280, 9);
  other = song;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    other.mid[k] -= 24.0;
    other.side[k] -= 24.0;
  }
  mst_broad_find (&song, &found);
  mst_broad_find (&other, &again);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check_near (found.excess[k], again.excess[k], 0.05);
}

/* A top that a few notes make is the music's own. */
static void
test_notes_are_excused (void)
{
  MstAnalysis noise = smooth_song (), notes;
  MstBroad of_noise, of_notes;
  int k = mst_third_at (1000);

  add_bell (&noise, 1000, 6);
  notes = noise;
  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++) {
    double octaves = (double) i / MST_ANALYSIS_DETAIL_PER_OCTAVE +
        log2 (MST_ANALYSIS_DETAIL_HZ / 1000.0);

    noise.detail[i] = -40.0;
    notes.detail[i] = fabs (octaves) < 0.7 && i % 6 ? -70.0 : -40.0;
  }
  mst_broad_find (&noise, &of_noise);
  mst_broad_find (&notes, &of_notes);
  mst_check (of_notes.excess[k] < 0.7 * of_noise.excess[k], "%g, of noise %g",
      of_notes.excess[k], of_noise.excess[k]);
}

static void
test_too_little_spectrum_says_nothing (void)
{
  MstAnalysis song = smooth_song ();
  MstBroad found;

  for (int k = 10; k < MST_ANALYSIS_THIRDS; k++)
    song.mid[k] = song.side[k] = -INFINITY;
  mst_broad_find (&song, &found);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check_near (found.excess[k], 0.0, 0.0);
}

int
main (void)
{
  MST_RUN (test_each_has_its_word);
  MST_RUN (test_a_smooth_song_has_none);
  MST_RUN (test_slope_and_gain_do_not_count);
  MST_RUN (test_notes_are_excused);
  MST_RUN (test_too_little_spectrum_says_nothing);
  return mst_done ();
}
