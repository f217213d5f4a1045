/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Learning: statistics against their definitions, a store that survives. */
#include "songs.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "assistant/learn.h"
#include "assistant/statistics.h"

static char *folder, *store;

static void
make_row (double *row, double value)
{
  for (int f = 0; f < MST_N_FEATURES; f++)
    row[f] = value + f;
}

static char *
key_of (int song)
{
  g_autofree char *path = g_strdup_printf ("/music/%d.wav", song);

  return mst_learner_key (path, 1000, 5);
}

static void
test_statistics (void)
{
  g_autoptr (MstLearner) learner = mst_learner_new (NULL, NULL);
  g_autoptr (MstProfile) profile = NULL;
  const MstSpread *spread;
  double row[MST_N_FEATURES];

  for (int i = 0; i < 11; i++) {
    g_autofree char *key = key_of (i);
    make_row (row, 10.0 * ((i * 7) % 11));
    mst_learner_add (learner, key, row, NULL);
  }
  profile = mst_learner_profile (learner, "mine", "here", NULL);
  mst_check (profile->count == 11, "%u", profile->count);
  spread = &profile->feature[2];
  /* 0, 10 .. 100 and 2: mean 52, sd 10 sqrt (11), p10 is the second. */
  mst_check_near (spread->mean, 52, 1e-12);
  mst_check_near (spread->sd, 10 * sqrt (11), 1e-12);
  mst_check_near (spread->quantile[MST_P10], 12, 1e-12);
  mst_check_near (spread->quantile[MST_P25], 27, 1e-12);
  mst_check_near (spread->quantile[MST_P50], 52, 1e-12);
  mst_check_near (spread->quantile[MST_P90], 92, 1e-12);
}

static void
test_order_does_not_matter (void)
{
  g_autofree char *texts[2] = { NULL, NULL };

  for (int way = 0; way < 2; way++) {
    g_autoptr (MstLearner) learner = mst_learner_new (NULL, NULL);
    g_autoptr (MstProfile) profile = NULL;
    double row[MST_N_FEATURES];

    for (int i = 0; i < 100; i++) {
      int song = way ? 99 - i : i;
      g_autofree char *key = key_of (song);
      make_row (row, sin (song) * 10);
      mst_learner_add (learner, key, row, NULL);
    }
    profile = mst_learner_profile (learner, "mine", "here", NULL);
    texts[way] = mst_profile_to_json (profile);
  }
  mst_check (strcmp (texts[0], texts[1]) == 0, "differs");
  g_free (g_steal_pointer (&texts[1]));
}

static void
test_a_run_resumes (void)
{
  double row[MST_N_FEATURES];
  g_autofree char *text = NULL, *reason = NULL;
  gsize length;

  for (int run = 0; run < 2; run++) {
    g_autoptr (MstLearner) learner = mst_learner_new (store, NULL);
    mst_check (mst_learner_count (learner) == 0, "nothing was asked for");
    for (int i = 0; i < 5; i++) {
      g_autofree char *key = key_of (i);
      mst_check (mst_learner_known (learner, key, NULL) == (run == 1), "%d", i);
      make_row (row, i);
      row[4] = NAN;
      if (run == 0)
        mst_check (i == 3 ? mst_learner_skip (learner, key, "no \"song\"", NULL)
                          : mst_learner_add (learner, key, row, NULL),
            "%d", i);
    }
    mst_check (mst_learner_count (learner) == 4, "%u",
        mst_learner_count (learner));
  }
  /* Cut off in the last line: that song, and no other, is measured again. */
  mst_check (g_file_get_contents (store, &text, &length, NULL), "read");
  mst_check (g_file_set_contents (store, text, (gssize) length - 20, NULL),
      "cut");
  {
    g_autoptr (MstLearner) learner = mst_learner_new (store, NULL);
    g_autofree char *last = key_of (4), *skipped = key_of (3);
    mst_check (!mst_learner_known (learner, last, NULL), "cut off");
    mst_check (mst_learner_known (learner, skipped, &reason), "skipped");
    mst_check (reason && strcmp (reason, "no \"song\"") == 0, "%s",
        reason ? reason : "-");
    mst_check (mst_learner_add (learner, last, row, NULL), "again");
  }
  {
    g_autoptr (MstLearner) learner = mst_learner_new (store, NULL);
    g_autoptr (MstProfile) profile = NULL;
    for (int i = 0; i < 5; i++) {
      g_autofree char *key = key_of (i);
      mst_check (mst_learner_known (learner, key, NULL), "%d", i);
    }
    profile = mst_learner_profile (learner, "mine", "here", NULL);
    mst_check_near (profile->feature[0].mean, (0 + 1 + 2 + 4) / 4.0, 1e-12);
    /* Known of none: as wide as can be, and still a profile. */
    mst_check (profile->feature[4].quantile[MST_P75] > 900, "%g",
        profile->feature[4].quantile[MST_P75]);
  }
}

static void
test_a_profile_is_of_what_was_asked_for (void)
{
  g_autoptr (MstLearner) learner = mst_learner_new (store, NULL);
  g_autofree char *key = key_of (2), *changed = NULL;
  g_autoptr (MstProfile) profile = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  none = mst_learner_profile (learner, "mine", "here", &error);
  mst_check (!none && error, "of no songs");
  mst_check (mst_learner_known (learner, key, NULL), "known");
  changed = mst_learner_key ("/music/2.wav", 1000, 6);
  mst_check (!mst_learner_known (learner, changed, NULL), "changed since");
  profile = mst_learner_profile (learner, "mine", "here", NULL);
  mst_check (profile && profile->count == 1, "one song");
}

static void
test_stores_that_are_none (void)
{
  const char *songs = "RIFF....WAVE\nfmt \n";
  g_autoptr (GError) error = NULL;

  mst_check (!mst_learner_new (folder, NULL), "a folder");
  mst_check (g_file_set_contents (store, songs, -1, NULL), "write");
  mst_check (!mst_learner_new (store, &error) && error,
      "a song is not a store");
}

static void
check_lines (const char *text, gboolean is_store, guint known)
{
  g_autoptr (MstLearner) learner = NULL;
  guint found = 0;

  mst_check (g_file_set_contents (store, text, -1, NULL), "write");
  learner = mst_learner_new (store, NULL);
  mst_check (!!learner == is_store, "%s", text);
  for (int i = 0; learner && i < 3; i++) {
    g_autofree char *key = key_of (i);
    found += mst_learner_known (learner, key, NULL);
  }
  mst_check (found == known, "%u known, not %u: %s", found, known, text);
}

#define LINE(song, value)                                                      \
  "{\"song\":\"/music/" song ".wav 1000 5\",\"features\":{\"plr\":" value "}}" \
  "\n"

static void
test_lines_that_are_none (void)
{
  check_lines ("", TRUE, 0);
  check_lines (LINE ("0", "12") LINE ("1", "13"), TRUE, 2);
  check_lines (LINE ("0", "12") "rubbish\n[]\n\n" LINE ("1", "13"), TRUE, 2);
  /* No profile could hold it. */
  check_lines (LINE ("0", "12") LINE ("1", "1e300"), TRUE, 1);
  check_lines ("{\"so", TRUE, 0);
  check_lines ("\n\n{\"song\":\"/mus", TRUE, 0);
  check_lines ("\nrubbish", FALSE, 0);
  check_lines ("{\"version\": 1}\n", FALSE, 0);
}

static void
test_what_is_no_song (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis songs[4];
  static const char *const words[4] = { NULL, "short", "silent", "numbers" };

  for (int i = 0; i < 4; i++)
    songs[i] = song_of (pop);
  songs[1].frames = 48000 * 4.9;
  songs[2].loudness = -INFINITY;
  songs[3].invalid_samples = 1;
  for (int i = 0; i < 4; i++) {
    g_autofree char *reason = mst_learner_judge (&songs[i]);
    mst_check ((!reason) == (i == 0), "case %d", i);
    mst_check (i == 0 || strstr (reason, words[i]), "%s", reason);
  }
}

static gpointer
add_many (gpointer data)
{
  double row[MST_N_FEATURES];
  static gint next;

  for (int i = 0; i < 100; i++) {
    g_autofree char *key = key_of (1000 + g_atomic_int_add (&next, 1));
    make_row (row, i);
    mst_learner_add (data, key, row, NULL);
  }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (MstLearner) learner = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  GThread *threads[4];

  g_remove (store);
  learner = mst_learner_new (store, NULL);
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("adder", add_many, learner);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  mst_check (mst_learner_count (learner) == 400, "%u",
      mst_learner_count (learner));
  mst_check (g_file_get_contents (store, &text, NULL, NULL), "read");
  lines = g_strsplit (text, "\n", -1);
  mst_check (g_strv_length (lines) == 401, "%u", g_strv_length (lines));
}

static void
test_references (void)
{
  double rows[2][MST_N_FEATURES];
  g_autoptr (MstProfile) one = NULL, two = NULL;
  double low, high;

  make_row (rows[0], -40);
  make_row (rows[1], -30);
  rows[0][MST_FEATURE_SIDE] = rows[1][MST_FEATURE_SIDE] = NAN;
  one = mst_profile_of_references (rows, 1, "one", NULL);
  mst_profile_inner (one, MST_FEATURE_LEVEL, &low, &high);
  mst_check_near (low, -37.5, 1e-9);
  mst_check_near (high, -36.5, 1e-9);
  mst_profile_inner (one, MST_FEATURE_RANGE, &low, &high);
  mst_check_near (high - low, 2.0, 1e-9);
  mst_profile_inner (one, MST_FEATURE_SIDE, &low, &high);
  mst_check (low < -900 && high > 900, "%g %g", low, high);
  two = mst_profile_of_references (rows, 2, "two", NULL);
  mst_profile_inner (two, MST_FEATURE_LEVEL, &low, &high);
  /* Mean -32; the deviation of two that are 10 apart is 10 / sqrt (2). */
  mst_check_near (low, -32 - 0.6745 * 10 / sqrt (2), 1e-9);
  mst_check_near (high, -32 + 0.6745 * 10 / sqrt (2), 1e-9);
  mst_check (!mst_profile_of_references (rows, 0, "none", NULL), "none");
}

int
main (void)
{
  folder = g_dir_make_tmp ("mst-XXXXXX", NULL);
  store = g_build_filename (folder, "songs.jsonl", NULL);
  MST_RUN (test_statistics);
  MST_RUN (test_order_does_not_matter);
  MST_RUN (test_a_run_resumes);
  MST_RUN (test_a_profile_is_of_what_was_asked_for);
  MST_RUN (test_stores_that_are_none);
  MST_RUN (test_lines_that_are_none);
  MST_RUN (test_what_is_no_song);
  MST_RUN (test_threads);
  MST_RUN (test_references);
  g_remove (store);
  g_rmdir (folder);
  g_free (store);
  g_free (folder);
  return mst_done ();
}
