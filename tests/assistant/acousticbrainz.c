/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Songs as AcousticBrainz has them; the documents are made up. */
#include "songs.h"

#include "assistant/acousticbrainz.h"

static char *
document (const double *power, int n)
{
  GString *text = g_string_new ("{\"metadata\": {\"tags\": {\"artist\": "
                                "[\"nobody\"]}}, \"lowlevel\": {\"barkbands\": "
                                "{\"mean\": [");

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%g", i ? ", " : "", power[i]);
  g_string_append (text, "], \"var\": [1, 2]}}, \"rhythm\": {\"bpm\": 120}}");
  return g_string_free (text, FALSE);
}

/* By hand: power in one Bark band is in the band of the nine that it lies in,
 * and one that lies across an edge is divided by its width. */
static void
test_one_band (void)
{
  double power[27] = { 0.0 }, features[MST_N_FEATURES];
  g_autofree char *text = NULL;

  power[10] = 2.5; /* 920 to 1080 Hz */
  text = document (power, 27);
  mst_check (!mst_acousticbrainz_read (text, -1, features), "refused");
  mst_check_near (features[MST_FEATURE_LEVEL + 3], 0.0, 1e-9);
  mst_check (isnan (features[MST_FEATURE_LEVEL + 2]), "the neighbour");
  mst_check (isnan (features[MST_FEATURE_SIDE]) &&
          isnan (features[MST_FEATURE_LOUDNESS]),
      "not in a document");
}

static void
test_across_an_edge (void)
{
  double power[27] = { 0.0 }, features[MST_N_FEATURES];
  g_autofree char *text = NULL;

  power[9] = 1.0; /* 770 to 920 Hz, of which 25 are below 795 */
  text = document (power, 27);
  mst_check (!mst_acousticbrainz_read (text, -1, features), "refused");
  mst_check_near (features[MST_FEATURE_LEVEL + 2], 10 * log10 (25.0 / 150),
      1e-9);
  mst_check_near (features[MST_FEATURE_LEVEL + 3], 10 * log10 (125.0 / 150),
      1e-9);
}

/* Equal powers at 125 and 8600 Hz: by the K-weighting of BS.1770 they have -0.7
 * and +4.0 dB, and 2 of 50 Hz of the lower are in the next band. */
static void
test_the_weighting (void)
{
  double power[27] = { 0.0 }, features[MST_N_FEATURES];
  g_autofree char *text = NULL;

  power[2] = power[23] = 1.0; /* 100 .. 150, 7700 .. 9500 Hz */
  text = document (power, 27);
  mst_check (!mst_acousticbrainz_read (text, -1, features), "refused");
  mst_check_near (features[MST_FEATURE_LEVEL + 7] -
          features[MST_FEATURE_LEVEL + 0],
      4.04 + 0.72 + 10 * log10 (50.0 / 48), 0.01);
}

static void
test_other_files (void)
{
  double power[27] = { 0.0 }, features[MST_N_FEATURES];
  g_autofree char *silent = document (power, 27);
  g_autofree char *few = NULL;
  const struct {
    const char *text, *told;
  } rows[] = { { "RIFF", "not JSON" }, { "[1]", "not a low-level" },
    { "{\"lowlevel\": 3}", "not a low-level" },
    { "{\"lowlevel\": {\"barkbands\": {\"mean\": [1, \"a\"]}}}",
        "27 powers" } };

  power[3] = 1.0;
  few = document (power, 26);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *fault = mst_acousticbrainz_read (rows[i].text, -1, features);

    mst_check (fault && strstr (fault, rows[i].told), "%s: %s", rows[i].text,
        fault ? fault : "taken");
  }
  mst_check (mst_acousticbrainz_read (silent, -1, features), "silence");
  mst_check (mst_acousticbrainz_read (few, -1, features), "26 bands");
}

int
main (void)
{
  MST_RUN (test_one_band);
  MST_RUN (test_across_an_edge);
  MST_RUN (test_the_weighting);
  MST_RUN (test_other_files);
  return mst_done ();
}
