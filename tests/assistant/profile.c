/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Profiles: those shipped, bad files, distances. */
#include "songs.h"

#include <glib/gstdio.h>

#include "assistant/distance.h"

static void
test_the_shipped_are_whole (void)
{
  for (int i = 0; mst_profile_names ()[i] != NULL; i++) {
    g_autoptr (MstProfile) profile = song_profile (mst_profile_names ()[i]);

    mst_check (strcmp (profile->name, mst_profile_names ()[i]) == 0, "%s",
        profile->name);
    mst_check (strstr (profile->source, "ai-mastering/phaselimiter"), "%s",
        profile->source);
    for (int f = 0; f < MST_N_FEATURES; f++) {
      double low, high;
      mst_profile_inner (profile, f, &low, &high);
      mst_check (low < high && mst_profile_unit (profile, f) >= 0.5, "%s of %s",
          mst_feature_name (f), profile->name);
      /* A band is never louder than the whole. */
      mst_check (f < MST_FEATURE_LEVEL || f >= MST_FEATURE_SIDE || high <= 0.0,
          "%s of %s: %g", mst_feature_name (f), profile->name, high);
    }
  }
}

static void
test_features_have_names (void)
{
  mst_check (
      strcmp (mst_feature_name (MST_FEATURE_SIDE + 8), "side-12199-20000") == 0,
      "%s", mst_feature_name (MST_FEATURE_SIDE + 8));
}

static void
test_what_is_written_is_read (void)
{
  g_autoptr (MstProfile) jazz = song_profile ("jazz");
  g_autoptr (MstProfile) again = NULL;
  g_autofree char *json = NULL;

  g_free (jazz->name);
  jazz->name = g_strdup ("a \"name\"\n\\");
  jazz->feature[3].mean = 1.0 / 3.0;
  json = mst_profile_to_json (jazz);
  again = mst_profile_parse (json, -1, "again", NULL);
  mst_check (again, "%s", json);
  if (!again)
    return;
  mst_check (strcmp (again->name, jazz->name) == 0, "%s", again->name);
  mst_check (memcmp (again->feature, jazz->feature, sizeof (jazz->feature)) ==
          0,
      "the very same numbers");
  for (int i = 0; i < MST_TRAITS; i++)
    for (int j = 0; j < MST_TRAITS; j++)
      mst_check (again->model.cluster[0].covariance[i][j] ==
              jazz->model.cluster[0].covariance[i][j],
          "%d, %d", i, j);
}

/* The first place of `what` becomes `with`. */
static char *
replace (const char *text, const char *what, const char *with)
{
  const char *at = strstr (text, what);

  mst_check (at, "%s is not there", what);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, with,
      at + strlen (what));
}

static void
test_bad_files_are_refused_by_name (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  g_autofree char *json = mst_profile_to_json (pop);
  const struct {
    const char *what, *with, *told;
  } rows[] = {
    { "\"version\": 1", "\"version\": 2", "version 2" },
    { "\"version\": 1", "\"version\": \"1\"", "version" },
    { "\"version\": 1,", "", "version" },
    { "\"name\": \"pop\"", "\"name\": \"\"", "name" },
    { "\"name\": \"pop\"", "\"name\": 7", "name" },
    { "\"source\":", "\"sauce\":", "source" },
    { "\"count\": 138", "\"count\": 0", "count" },
    { "\"count\": 138", "\"count\": 1.5", "count" },
    { "\"count\": 138", "\"count\": 1e300", "count" },
    { "\"count\": 138", "\"count\": []", "count" },
    { "\"features\":", "\"futures\":", "features" },
    { "\"features\": {", "\"features\": [], \"f\": {", "features" },
    { "\"plr\"", "\"prl\"", "plr is missing" },
    { "\"plr\": {", "\"plr\": 3, \"x\": {", "plr is not an object" },
    { "\"p25\": -10.63", "\"q25\": -10.63", "p25 of loudness is missing" },
    { "\"p25\": -10.63", "\"p25\": null", "p25 of loudness" },
    { "\"p25\": -10.63", "\"p25\": \"-10\"", "p25 of loudness" },
    { "\"p25\": -10.63", "\"p25\": 1e9", "p25 of loudness" },
    { "\"p25\": -10.63", "\"p25\": NaN", "JSON" },
    { "\"p25\": -10.63", "\"p25\": -14", "p25 is below p10" },
    { "\"sd\": 3.19", "\"sd\": -3.19", "sd of loudness" },
    { "\"model\": {", "\"model\": 3, \"x\": {", "the model is not an object" },
    { "\"weight\": [1]", "\"weight\": []", "weights of 1 to 4" },
    { "\"weight\": [1]", "\"weight\": [0.5]", "do not add up to 1" },
    { "\"weight\": [1]", "\"weight\": [-1]", "not above 0" },
    { "\"mean\": [[", "\"mean\": [[0, ", "27 means" },
    { "\"covariance_lower\": [[", "\"covariance_lower\": [[-1, ", "378" },
    { "}", "", "JSON" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *bad = replace (json, rows[i].what, rows[i].with);
    g_autoptr (GError) error = NULL;
    MstProfile *profile = mst_profile_parse (bad, -1, "bad.json", &error);

    mst_check (!profile && error, "row %d passed", (int) i);
    if (error)
      mst_check (g_str_has_prefix (error->message, "bad.json: ") &&
              strstr (error->message, rows[i].told),
          "row %d: %s", (int) i, error->message);
    mst_profile_free (profile);
  }
}

/* Cut anywhere, and bytes that are wrong: an error or a profile, no more. */
static void
test_torn_and_scrambled_files (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  g_autofree char *json = mst_profile_to_json (pop);
  gssize length = (gssize) strlen (json);
  uint64_t seed = 3;

  for (gssize cut = 0; cut < length - 2; cut += 37)
    mst_check (!mst_profile_parse (json, cut, "torn", NULL), "at %d",
        (int) cut);
  for (int i = 0; i < 1000; i++) {
    g_autofree char *bad = g_strdup (json);
    g_autoptr (GError) error = NULL;
    MstProfile *profile;

    for (int k = 0; k < 3; k++) {
      gssize at = (gssize) (fabs (mst_noise (&seed)) * (double) length);
      bad[at] = (char) (1 + fabs (mst_noise (&seed)) * 126);
    }
    profile = mst_profile_parse (bad, length, "scrambled", &error);
    mst_check (!profile == !!error, "neither, or both");
    mst_profile_free (profile);
  }
  /* A parser that calls itself for each of these has no stack left. */
  for (int k = 0; k < 5; k++) {
    g_autofree char *deep = g_strnfill (200000, "[{\"[a"[k]);

    mst_check (!mst_profile_parse (deep, -1, "deep", NULL), "%d", k);
  }
  mst_check (!mst_profile_parse ("", -1, "empty", NULL), "empty");
  mst_check (!mst_profile_parse ("[]", -1, "array", NULL), "array");
  mst_check (!mst_profile_parse ("3", -1, "number", NULL), "number");
}

/* The parser's stack would not hold these. */
static void
test_nested_files (void)
{
  static const char *const begins[] = { "[", "/*\"*/[", "{\"\\\"\":[",
    "//\"\n[", "'\"'[" };
  g_autofree char *deep = g_strnfill (250000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++) {
    g_autoptr (GError) error = NULL;

    memset (deep, '[', 16);
    memcpy (deep, begins[i], strlen (begins[i]));
    mst_check (!mst_profile_parse (deep, -1, "deep", &error) && error &&
            g_str_has_prefix (error->message, "deep: is "),
        "%s", begins[i]);
  }
}

static void
check_no_file (const char *path, const char *told)
{
  g_autoptr (GError) error = NULL;
  MstProfile *profile = mst_profile_load (path, &error);

  mst_check (!profile && error && strstr (error->message, told), "%s: %s", path,
      error ? error->message : "no error");
}

static void
test_files (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  g_autoptr (MstProfile) again = NULL;
  g_autofree char *folder = g_dir_make_tmp ("mst-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "p.json", NULL);
  g_autofree char *huge = g_strnfill (1 << 20, ' ');

  check_no_file (path, path);
  check_no_file (folder, "is not a file");
  mst_check (mst_profile_save (pop, path, NULL), "save");
  again = mst_profile_load (path, NULL);
  mst_check (again &&
          memcmp (again->feature, pop->feature, sizeof (pop->feature)) == 0,
      "load");
  mst_check (g_file_set_contents (path, huge, -1, NULL), "huge");
  check_no_file (path, "too large");
  mst_check (!mst_profile_shipped ("polka", NULL), "polka");
  g_remove (path);
  g_rmdir (folder);
}

static void
test_distance (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  double features[MST_N_FEATURES], low, high;
  int at = MST_FEATURE_LEVEL + 2;

  for (int f = 0; f < MST_N_FEATURES; f++)
    features[f] = song_median (pop, f);
  mst_check_near (mst_distance (pop, features), 0, 0);
  features[MST_FEATURE_LOUDNESS] = -60; /* a goal, not a trait */
  mst_check_near (mst_distance (pop, features), 0, 0);
  /* Two units outside, one of eleven of weight 1 and eighteen of 1/2. */
  mst_profile_inner (pop, at, &low, &high);
  features[at] = high + 2 * (high - low) / 1.349;
  mst_check_near (mst_distance (pop, features), 2.0 / 20.0, 1e-12);
  features[at] = -1e6;
  mst_check_near (mst_distance (pop, features), 4.0 / 20.0, 1e-12);
  features[at] = NAN; /* counts nowhere */
  mst_check_near (mst_distance (pop, features), 0, 0);
  for (int f = 0; f < MST_N_FEATURES; f++)
    features[f] = NAN;
  mst_check (isnan (mst_distance (pop, features)), "nothing is known");
}

/* The model of a file without one: in the middle of the medians, each trait as
 * wide as its quartiles say, and correlated as in the prior's songs. */
static void
test_the_model_of_quantiles (void)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  const MstCluster *cluster = &pop->model.cluster[0];
  double power = 0.0;

  mst_check (pop->model.n == 1, "%d clusters", pop->model.n);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    power += pow (10, 0.1 * cluster->mean[MST_TRAIT_LEVEL + b]);
  mst_check_near (power, 1.0, 1e-12);
  for (int i = 0; i < MST_TRAITS; i++) {
    mst_check_near (sqrt (cluster->covariance[i][i]),
        mst_profile_unit (pop, MST_FEATURE_LEVEL + i), 1e-9);
    for (int j = 0; j < i; j++)
      mst_check (fabs (cluster->covariance[i][j]) <=
              sqrt (cluster->covariance[i][i] * cluster->covariance[j][j]),
          "%d, %d", i, j);
  }
  mst_check_near (cluster->mean[MST_TRAIT_SIDE + 2],
      song_median (pop, MST_FEATURE_SIDE + 2), 1e-12);
}

static void
test_auto_is_all_at_once (void)
{
  g_autoptr (MstProfile) found = mst_profile_auto ();
  g_autoptr (MstProfile) all = song_profile ("all");

  mst_check (strcmp (found->name, "auto") == 0, "%s", found->name);
  mst_check (found->model.n == 4, "%d clusters", found->model.n);
  mst_check (memcmp (&found->model, &all->model, sizeof (all->model)) == 0,
      "another model");
}

int
main (void)
{
  MST_RUN (test_the_shipped_are_whole);
  MST_RUN (test_features_have_names);
  MST_RUN (test_what_is_written_is_read);
  MST_RUN (test_bad_files_are_refused_by_name);
  MST_RUN (test_torn_and_scrambled_files);
  MST_RUN (test_nested_files);
  MST_RUN (test_files);
  MST_RUN (test_distance);
  MST_RUN (test_the_model_of_quantiles);
  MST_RUN (test_auto_is_all_at_once);
  return mst_done ();
}
