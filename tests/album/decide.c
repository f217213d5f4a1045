/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Decisions about the songs of an album: where their sound begins and
 * ends, and what brings them nearer to one another. Oracles: the envelopes and
 * spectra are made by formulas, and so is what must become of them. */
#include <string.h>

#include "album/cohesion.h"
#include "album/trim.h"
#include "mst-test.h"

#define BLOCKS 1000

/* --- trims */

static GArray *
new_envelope (gfloat level)
{
  GArray *envelope = g_array_new (FALSE, FALSE, sizeof (gfloat));

  for (guint i = 0; i < BLOCKS; i++)
    g_array_append_val (envelope, level);
  return envelope;
}

static void
set (GArray *envelope, guint i, gdouble level)
{
  g_array_index (envelope, gfloat, i) = (gfloat) level;
}

static void
test_silence_goes_but_for_a_little (void)
{
  g_autoptr (GArray) envelope = new_envelope (-INFINITY);
  MstSound sound;

  for (guint i = 300; i < 700; i++)
    set (envelope, i, -20.0);
  sound = mst_trim_find (envelope);
  mst_check_near (sound.from, 2.95, 1e-9);
  mst_check_near (sound.to, 7.05, 1e-9);
}

static void
test_noise_before_the_music_goes (void)
{
  g_autoptr (GArray) envelope = new_envelope (-78.0);

  for (guint i = 400; i < BLOCKS; i++)
    set (envelope, i, -30.0);
  mst_check_near (mst_trim_find (envelope).from, 3.95, 1e-9);
}

/* A rise is music from its first block on that is over -90 dBFS. */
static void
test_a_fade_in_stays (void)
{
  g_autoptr (GArray) envelope = new_envelope (-20.0);

  for (guint i = 0; i < 700; i++)
    set (envelope, i, -100.0 + 0.1 * i);
  mst_check_near (mst_trim_find (envelope).from, 0.01 * (101 - 5), 1e-9);
}

static void
test_a_quiet_start_stays (void)
{
  g_autoptr (GArray) envelope = new_envelope (-60.0);

  mst_check_near (mst_trim_find (envelope).from, 0.0, 0.0);
}

/* 12 dB/s from -20 dBFS: at 9 s the reverb is at -128 dBFS, on its line. */
static void
test_a_tail_is_never_cut (void)
{
  g_autoptr (GArray) envelope = new_envelope (0.0);

  for (guint i = 0; i < BLOCKS; i++)
    set (envelope, i, i < 900 ? -20.0 - 0.12 * i : -INFINITY);
  mst_check_near (mst_trim_find (envelope).to, 9.05, 1e-9);
}

static void
test_all_of_a_silent_file_stays (void)
{
  g_autoptr (GArray) envelope = new_envelope (-INFINITY);
  const MstSound sound = mst_trim_find (envelope);

  mst_check (sound.from == 0.0 && sound.to == 10.0, "%g %g", sound.from,
      sound.to);
}

/* --- cohesion */

#define SONGS 7

/* Songs with spectra that fall by 3 dB an octave, and a side 10 dB under. */
static void
make_songs (MstCohesionSong *songs)
{
  for (guint i = 0; i < SONGS; i++) {
    songs[i] = (MstCohesionSong){ .loudness = -14.0, .range = 6.0, .plr = 10 };
    for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      songs[i].mid[k] = -20.0 - k + 0.1 * ((gdouble) i - 3.0);
      songs[i].side[k] = songs[i].mid[k] - 10.0;
    }
  }
}

static void
lift (MstCohesionSong *song, guint from, guint to, gdouble by)
{
  for (guint k = from; k < to; k++) {
    song->mid[k] += by;
    song->side[k] += by;
  }
}

static gdouble
most_of (const MstCohesionMove *move)
{
  gdouble most = 0.0;

  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++)
    most = fmax (most, fabs (move->curve[k]));
  return most;
}

static void
test_what_lies_outside_is_moved_within_limits (void)
{
  MstCohesionSong songs[SONGS];
  MstCohesionMove moves[SONGS];

  make_songs (songs);
  lift (&songs[2], 20, MST_ANALYSIS_THIRDS, 2.0);
  mst_cohesion_decide (songs, SONGS, 0.5, 1.0, moves);
  /* half of 2 dB, less the half of the quartile's distance */
  mst_check_near (moves[2].curve[25], -0.9, 0.15);
  mst_check_near (moves[2].curve[10], 0.0, 0.15);
  mst_check (!moves[2].outlier && mst_cohesion_moves (&moves[2]), "not moved");
  mst_check (strstr (g_ptr_array_index (moves[2].texts, 0), "over the album"),
      "%s", (const gchar *) g_ptr_array_index (moves[2].texts, 0));
  mst_check (!mst_cohesion_moves (&moves[3]), "the middle is moved");
  mst_cohesion_clear (moves, SONGS);
  lift (&songs[2], 20, MST_ANALYSIS_THIRDS, 20.0);
  mst_cohesion_decide (songs, SONGS, 0.5, 1.0, moves);
  mst_check (most_of (&moves[2]) <= 2.0, "%g", most_of (&moves[2]));
  mst_cohesion_clear (moves, SONGS);
  mst_cohesion_decide (songs, SONGS, 1.0, 1.0, moves);
  mst_check (most_of (&moves[2]) <= 3.0, "%g", most_of (&moves[2]));
  mst_cohesion_clear (moves, SONGS);
}

static void
test_width_is_moved_too (void)
{
  MstCohesionSong songs[SONGS];
  MstCohesionMove moves[SONGS];

  make_songs (songs);
  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++)
    songs[4].side[k] += 2.0;
  mst_cohesion_decide (songs, SONGS, 0.5, 1.0, moves);
  mst_check_near (moves[4].width, -1.0, 0.01);
  mst_check_near (moves[4].bass_width, -1.0, 0.01);
  mst_check (moves[3].width == 0.0, "%g", moves[3].width);
  mst_cohesion_clear (moves, SONGS);
}

/* Nearly mono, and without a top: two ways in which it is far away. */
static void
test_an_outlier_is_told_and_left (void)
{
  MstCohesionSong songs[SONGS];
  MstCohesionMove moves[SONGS];

  make_songs (songs);
  lift (&songs[5], 25, MST_ANALYSIS_THIRDS, -12.0);
  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++)
    songs[5].side[k] -= 15.0;
  mst_cohesion_decide (songs, SONGS, 0.5, 1.0, moves);
  mst_check (moves[5].outlier && !mst_cohesion_moves (&moves[5]), "bent");
  mst_check (moves[5].texts->len >= 2, "%u texts", moves[5].texts->len);
  mst_check (!moves[4].outlier, "another one, too");
  mst_cohesion_clear (moves, SONGS);
}

static void
test_nothing_is_asked_of_few_songs_or_none (void)
{
  MstCohesionSong songs[SONGS];
  MstCohesionMove moves[SONGS];

  make_songs (songs);
  lift (&songs[1], 0, 10, 5.0);
  mst_cohesion_decide (songs, 2, 1.0, 1.0, moves);
  mst_check (!mst_cohesion_moves (&moves[1]), "moved beside one other");
  mst_cohesion_clear (moves, 2);
  mst_cohesion_decide (songs, SONGS, 0.0, 1.0, moves);
  mst_check (!mst_cohesion_moves (&moves[1]), "moved though nobody asked");
  mst_cohesion_clear (moves, SONGS);
}

int
main (void)
{
  MST_RUN (test_silence_goes_but_for_a_little);
  MST_RUN (test_noise_before_the_music_goes);
  MST_RUN (test_a_fade_in_stays);
  MST_RUN (test_a_quiet_start_stays);
  MST_RUN (test_a_tail_is_never_cut);
  MST_RUN (test_all_of_a_silent_file_stays);
  MST_RUN (test_what_lies_outside_is_moved_within_limits);
  MST_RUN (test_width_is_moved_too);
  MST_RUN (test_an_outlier_is_told_and_left);
  MST_RUN (test_nothing_is_asked_of_few_songs_or_none);
  return mst_done ();
}
