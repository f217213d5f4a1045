/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Faults that mastering cannot mend are told, and sound mixes are not accused.
 * Each row of the table spoils one number of a sound song, first just short of
 * the threshold that docs/assistant.md has. */
#include "songs.h"

#include <stddef.h>

static MstProfile *pop;

#define FIELD(name) offsetof (MstAnalysis, name)

static const struct {
  const char *id;
  size_t field;
  double sound, faulty;
  MstSeverity severity;
} rows[] = {
  { "clipped", FIELD (clipped_runs), 0, 1, MST_FINDING_NOTICE },
  { "clipped", FIELD (clipped_runs), 0, 18, MST_FINDING_FAULT },
  { "invalid", FIELD (invalid_samples), 0, 1, MST_FINDING_FAULT },
  { "word-length", FIELD (word_length), 16, 12, MST_FINDING_NOTICE },
  { "lossy", FIELD (bandwidth), 20600, 18900, MST_FINDING_FAULT },
  { "lossy", FIELD (bandwidth), 24000, 20400, MST_FINDING_NOTICE },
  { "noise", FIELD (noise_floor), -61, -59, MST_FINDING_NOTICE },
  { "noise", FIELD (noise_floor), -54, -56, MST_FINDING_NOTICE },
  { "dc", FIELD (dc), -51, -49, MST_FINDING_NOTICE },
  { "dead-channel", FIELD (balance), 39, 41, MST_FINDING_FAULT },
  { "dead-channel", FIELD (balance), -39, -INFINITY, MST_FINDING_FAULT },
  { "lopsided", FIELD (balance), 2.9, -3.1, MST_FINDING_NOTICE },
  { "out-of-phase", FIELD (correlation), -0.19, -0.21, MST_FINDING_FAULT },
  { "out-of-phase", FIELD (mono_loss), 5.9, INFINITY, MST_FINDING_FAULT },
  { "crushed", FIELD (plr), 6.1, 5.9, MST_FINDING_FAULT },
  { "too-short", FIELD (frames), 5 * 48000, 5 * 48000 - 1, MST_FINDING_FAULT },
  { "silence", FIELD (loudness), -69, -INFINITY, MST_FINDING_FAULT },
  { "silence", FIELD (loudness), -69, NAN, MST_FINDING_FAULT },
  { "silence", FIELD (true_peak), -69, -INFINITY, MST_FINDING_FAULT },
};

static void
test_faults_are_told (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int faulty = 0; faulty < 2; faulty++) {
      MstAnalysis song = song_of (pop);
      double value = faulty ? rows[i].faulty : rows[i].sound;
      g_autoptr (MstPlan) plan = NULL;
      const MstFinding *finding;

      memcpy ((char *) &song + rows[i].field, &value, sizeof (value));
      plan = song_plan (&song, pop, 100);
      finding = song_finding (plan, rows[i].id);
      mst_check (!!finding == faulty, "row %d, %g: %s", (int) i, value,
          rows[i].id);
      mst_check (!faulty || !finding ||
              (finding->severity == rows[i].severity && finding->text[0]),
          "row %d", (int) i);
    }
}

/* A master is told by the peaks that its limiter held: without them, loud music
 * is none, and with many right at the top, music of some range is one. */
static void
test_masters_are_told (void)
{
  const struct {
    double plr, at, near;
    bool mastered;
  } shapes[] = { { 11.9, 0.0, 0.41, true }, { 12.1, 0.0, 0.41, false },
    { 11.9, 0.0, 0.39, false }, { 14.4, 0.07, 0.2, true },
    { 14.6, 0.07, 0.2, false }, { 14.4, 0.05, 0.2, false } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    MstAnalysis song = song_of (pop);
    g_autoptr (MstPlan) plan = NULL;

    song_limit (&song, shapes[i].plr);
    song.peak_share[0] = shapes[i].at;
    song.peak_share[2] = shapes[i].near;
    plan = song_plan (&song, pop, 70);
    mst_check (!!song_finding (plan, "mastered") == shapes[i].mastered,
        "row %d", (int) i);
  }
}

static void
test_a_sound_mix_has_none (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = song_plan (&song, pop, 100);

  mst_check (plan->findings->len == 0, "%u findings", plan->findings->len);
}

static void
test_hum (void)
{
  MstAnalysis song = song_of (pop);

  song.hum = 50;
  for (int i = 0; i < 2; i++) {
    g_autoptr (MstPlan) plan = NULL;
    song.hum_level = i ? -69 : -71;
    plan = song_plan (&song, pop, 100);
    mst_check (!!song_finding (plan, "hum") == i, "%g", song.hum_level);
  }
}

static void
test_faults_come_first (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;
  int last = MST_FINDING_FAULT;

  song.word_length = 8;
  song.balance = 5;
  song.correlation = -0.5;
  song.invalid_samples = 3;
  plan = song_plan (&song, pop, 100);
  mst_check (plan->findings->len == 4, "%u", plan->findings->len);
  for (guint i = 0; i < plan->findings->len; i++) {
    const MstFinding *finding = g_ptr_array_index (plan->findings, i);
    mst_check ((int) finding->severity <= last, "%s", finding->id);
    last = finding->severity;
  }
}

static void
test_silence_and_scraps_are_not_judged (void)
{
  MstAnalysis song = { .rate = 48000, .channels = 2 };

  for (int i = 0; i < 2; i++) {
    g_autoptr (MstPlan) plan = NULL;
    g_autofree char *text = NULL;

    if (i == 1) {
      song = song_of (pop);
      song.frames = 48000;
      song.band[3].level += 9;
    } else
      song.loudness = song.true_peak = -INFINITY;
    plan = song_plan (&song, pop, 100);
    text = mst_plan_explain (plan);
    mst_check (plan->usable == (i == 1), "usable");
    mst_check (plan->settings->len == (i ? 3 : 0), "%u settings",
        plan->settings->len);
    mst_check (!strstr (text, "inf ") && !strstr (text, "nan"), "%s", text);
  }
}

static void
test_mono_and_dead_channels_have_no_width (void)
{
  for (int i = 0; i < 4; i++) {
    MstAnalysis song = song_of (pop);
    g_autoptr (MstPlan) plan = NULL;

    for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
      song.band[b].side = i < 2 ? -INFINITY : 0;
      song.band[b].correlation = 0.5;
      song.band[b].range += 10;
    }
    song.channels = i == 0 ? 1 : i == 3 ? 6 : 2;
    song.balance = i == 2 ? INFINITY : 0;
    plan = song_plan (&song, pop, 100);
    mst_check (!song_move (plan, "width"), "case %d", i);
    mst_check (!song_move (plan, "bass-mono"), "case %d", i);
    mst_check (!song_move (plan, "space"), "case %d", i);
  }
}

static void
test_dc_is_taken_away (void)
{
  MstAnalysis song = song_of (pop);
  g_autoptr (MstPlan) plan = NULL;

  song.dc = -30;
  song.resonance[0] = (MstAnalysisResonance){ 900, 9, 6 };
  plan = song_plan (&song, pop, 100);
  /* The steps in this song's spectrum may bring a band of the tone. */
  mst_check (song_number (plan, "eq::bands") >= 2, "too few bands");
  mst_check_near (song_number (plan, "eq::band0::frequency"), 10, 0);
  mst_check_near (song_number (plan, "eq::band1::frequency"), 900, 0);
  /* 10 Hz is not heard: 0.3 dB at 20 Hz, by Butterworth's formula. */
  mst_check_near (plan->intended[3], 0, 0.02);
}

/* Loudness alone is just that. */
static void
test_dc_stays_where_all_but_loudness_does (void)
{
  for (int i = 0; i < 2; i++) {
    MstAnalysis song = song_of (pop);
    g_autoptr (MstPlan) plan = NULL;

    song.dc = -30;
    song.frames = i ? 48000 : song.frames;
    plan = song_plan (&song, pop, i ? 100 : 0);
    mst_check (!song_move (plan, "dc"), "case %d", i);
    mst_check (!mst_plan_get (plan, "eq::bands"), "case %d", i);
    mst_check (song_finding (plan, "dc"), "case %d", i);
  }
}

/* Any number anywhere: a plan, whose settings are numbers. */
static void
test_nonsense_is_survived (void)
{
  static const double nonsense[] = { NAN, INFINITY, -INFINITY, 0, 1e300, -1e300,
    1e-300 };
  const gsize n = sizeof (MstAnalysis) / sizeof (double);
  uint64_t seed = 7;

  for (int i = 0; i < 4000; i++) {
    MstAnalysis song = song_of (pop);
    g_autoptr (MstPlan) plan = NULL;
    g_autofree char *text = NULL;

    for (int k = 0; k < 1 + i % 20; k++) {
      gsize at = (gsize) (fabs (mst_noise (&seed)) * (double) n);
      gsize what = (gsize) (fabs (mst_noise (&seed)) * 7);
      memcpy ((char *) &song + at * sizeof (double), &nonsense[what],
          sizeof (double));
    }
    plan = song_plan (&song, pop, 100);
    text = mst_plan_explain (plan);
    for (guint s = 0; s < plan->settings->len; s++) {
      const MstSetting *setting = g_ptr_array_index (plan->settings, s);
      mst_check (isfinite (setting->value.number), "%s", setting->path);
      for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
        mst_check (isfinite (setting->value.curve[k]), "%s", setting->path);
    }
  }
}

int
main (void)
{
  pop = song_profile ("pop");
  MST_RUN (test_faults_are_told);
  MST_RUN (test_masters_are_told);
  MST_RUN (test_a_sound_mix_has_none);
  MST_RUN (test_hum);
  MST_RUN (test_faults_come_first);
  MST_RUN (test_silence_and_scraps_are_not_judged);
  MST_RUN (test_mono_and_dead_channels_have_no_width);
  MST_RUN (test_dc_is_taken_away);
  MST_RUN (test_dc_stays_where_all_but_loudness_does);
  MST_RUN (test_nonsense_is_survived);
  mst_profile_free (pop);
  return mst_done ();
}
