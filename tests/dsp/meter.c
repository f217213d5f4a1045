/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The meter's peaks, correlation, counts and contract; what it reads as
 * loudness is judged in loudness.c. */
#include "meter-player.h"

#include <string.h>

/* --- peaks */

/* A tone at rate / `divisor` with fades of 10 ms. Returns the true peak less
 * the tone's own, which is what the standard's tolerance is about. */
static double
true_peak_error (double rate, double divisor, double amplitude, double degrees)
{
  Player p = player_new (rate, 2);
  int n = (int) rate, fade = n / 100;
  float *plane = calloc ((size_t) n, sizeof (float));
  float *planes[] = { plane, plane };

  for (int i = 0; i < n; i++) {
    double edge = fmin (1.0, (double) (i < n - i ? i : n - i) / fade);
    plane[i] = (float) (amplitude * edge *
        sin (2.0 * M_PI * i / divisor + degrees * M_PI / 180.0));
  }
  feed (&p, planes, n, BLOCK);
  stage->finish (p.meter);
  double error = read_out (&p)[MST_METER_TRUE_PEAK] - 20.0 * log10 (amplitude);
  free (plane);
  player_free (&p);
  return error;
}

static void
test_tech3341_15_to_19_true_peak (void)
{
  static const double cases[5][3] = { { 4, 0.5, 0 }, { 4, 0.5, 45 },
    { 6, 0.5, 60 }, { 8, 0.5, 67.5 }, { 4, 1.41, 45 } };

  /* The tolerance is +0.2 and -0.4 dB; we ask for 0.05 of the formula. */
  for (int i = 0; i < 5; i++)
    mst_check_near (
        true_peak_error (48000, cases[i][0], cases[i][1], cases[i][2]), 0.0,
        0.05);
  mst_check_near (true_peak_error (44100, 4, 0.5, 45), 0.0, 0.05);
  mst_check_near (true_peak_error (96000, 4, 0.5, 45), 0.0, 0.05);
  mst_check_near (true_peak_error (192000, 4, 0.5, 45), 0.0, 0.2);
}

static void
test_finish_flushes_the_true_peak_and_nothing_else (void)
{
  /* The peak between the last two of these samples is still in flight. */
  float x[64] = { [62] = 0.5f, [63] = 0.5f };
  float *planes[] = { x };
  Player p = player_new (48000, 1);

  play (&p, 1, -30);
  feed (&p, planes, 64, BLOCK);
  double before[MST_METER_N_READOUTS];
  memcpy (before, read_out (&p), sizeof (before));
  stage->finish (p.meter);
  read_out (&p);
  /* Half way between two equal samples, a sinc gives 2 sinc (1/2) = 4 / pi. */
  mst_check_near (before[MST_METER_TRUE_PEAK], 20 * log10 (0.5), 0.0001);
  mst_check_near (p.out[MST_METER_TRUE_PEAK], 20 * log10 (0.5 * 4 / M_PI), 0.3);
  p.out[MST_METER_TRUE_PEAK] = before[MST_METER_TRUE_PEAK];
  p.out[MST_METER_TRUE_PEAK_4X] = before[MST_METER_TRUE_PEAK_4X];
  p.out[MST_METER_PLR] = before[MST_METER_PLR]; /* the same peak */
  mst_check (memcmp (before, p.out, sizeof (before)) == 0, "more changed");
  player_free (&p);
}

/* --- edges */

static void
test_nothing_reads_as_the_tables_defaults (void)
{
  Player p = player_new (48000, 2);

  play (&p, 2, -10);
  player_reset (&p);
  read_out (&p);
  mst_check (mst_stage_n_readouts (stage) == MST_METER_N_READOUTS, "readouts");
  for (int i = 0; i < MST_METER_N_READOUTS; i++)
    mst_check (p.out[i] == mst_stage_readout (stage, i)->def, "%s reads %g",
        mst_stage_readout (stage, i)->name, p.out[i]);
  mst_check (stage->latency (p.meter) == 0, "latency");
  stage->set (p.meter, NULL);
  stage->free (NULL);
  player_free (&p);
}

static void
test_windows_must_be_full (void)
{
  Player p = player_new (48000, 2);

  play (&p, 0.399, -20);
  read_out (&p);
  mst_check (p.out[MST_METER_GLOBAL] == SILENT, "global");
  mst_check (p.out[MST_METER_MOMENTARY] == SILENT, "momentary");
  mst_check (p.out[MST_METER_MAX_MOMENTARY] == SILENT, "its maximum");
  mst_check_near (p.out[MST_METER_SAMPLE_PEAK], -20, 1e-3);
  mst_check_near (p.out[MST_METER_FRAMES], 19152, 0);
  play (&p, 0.001, -20);
  read_out (&p);
  mst_check_near (p.out[MST_METER_GLOBAL], -20, 0.05);
  mst_check_near (p.out[MST_METER_MAX_MOMENTARY], -20, 0.05);
  play (&p, 2.599, -20);
  read_out (&p);
  mst_check (p.out[MST_METER_SHORTTERM] == SILENT, "short-term");
  mst_check (p.out[MST_METER_MAX_SHORTTERM] == SILENT, "its maximum");
  play (&p, 0.001, -20);
  mst_check_near (read_out (&p)[MST_METER_SHORTTERM], -20, 0.05);
  player_free (&p);
}

static void
test_silence_is_silent_again_and_does_not_count (void)
{
  Player p = player_new (48000, 2);

  play (&p, 4, -1);
  double before = read_out (&p)[MST_METER_GLOBAL];
  play (&p, 6, SILENT);
  read_out (&p);
  mst_check (p.out[MST_METER_MOMENTARY] == SILENT, "momentary %g", p.out[0]);
  mst_check (p.out[MST_METER_SHORTTERM] == SILENT, "short-term %g", p.out[1]);
  /* The three blocks that begin in the tone pass the gate: 37 of 400 ms, and
   * 300, 200 and 100 ms. */
  mst_check_near (p.out[MST_METER_GLOBAL] - before,
      10 * log10 ((37 + 0.75 + 0.5 + 0.25) / 40), 0.01);
  player_free (&p);
}

static void
play_two (Player *p, double l, double r_in_phase, double r_quadrature)
{
  static float planes[2][48000 * 3];
  float *at[] = { planes[0], planes[1] };

  for (int i = 0; i < 48000 * 3; i++) {
    double t = 2.0 * M_PI * 500 * i / 48000;
    planes[0][i] = (float) (l * sin (t));
    planes[1][i] = (float) (r_in_phase * sin (t) + r_quadrature * cos (t));
  }
  feed (p, at, 48000 * 3, 777);
}

static void
test_correlation_of_the_last_3_s (void)
{
  /* In phase, reversed, in quadrature, cos = 0.6, one side only, none: each
   * lasts 3 s, so that nothing of the one before is left. */
  static const double cases[][4] = { { 0.5, 0.2, 0, 1 }, { 0.5, -0.1, 0, -1 },
    { 0.5, 0, 0.5, 0 }, { 0.01, 0.006, 0.008, 0.6 }, { 0.5, 0, 0, 0 },
    { 0, 0, 0, 1 } };
  Player p = player_new (48000, 2), mono = player_new (48000, 1);

  for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
    play_two (&p, cases[i][0], cases[i][1], cases[i][2]);
    mst_check_near (read_out (&p)[MST_METER_CORRELATION], cases[i][3], 1e-6);
  }
  play (&mono, 1, -20);
  mst_check (read_out (&mono)[MST_METER_CORRELATION] == 1.0, "mono");
  player_free (&p);
  player_free (&mono);
}

static void
test_invalid_samples_are_silence_and_planes_untouched (void)
{
  static const float bad[] = { NAN, INFINITY, -INFINITY, 1e20f, -3e38f };
  int n = 48000 * 4;
  float **dirty = programme_new (48000, 2, n);
  float **clean = programme_new (48000, 2, n);
  float **before = programme_new (48000, 2, n);
  Player p = player_new (48000, 2), q = player_new (48000, 2);

  for (int i = 0; i < 50; i++) {
    int at = 3000 * i + 71 * i % 64;
    dirty[i % 2][at] = before[i % 2][at] = bad[i % 5];
    clean[i % 2][at] = 0.0f;
  }
  feed (&p, dirty, n, 1000);
  feed (&q, clean, n, 1000);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (dirty[c], before[c], (size_t) n * sizeof (float)) == 0,
        "plane %d changed", c);
  mst_check_near (read_out (&p)[MST_METER_INVALID_SAMPLES], 50, 0);
  mst_check_near (read_out (&q)[MST_METER_INVALID_SAMPLES], 0, 0);
  p.out[MST_METER_INVALID_SAMPLES] = 0;
  mst_check (memcmp (p.out, q.out, sizeof (p.out)) == 0, "not as silence");
  programme_free (dirty, 2);
  programme_free (clean, 2);
  programme_free (before, 2);
  player_free (&p);
  player_free (&q);
}

/* The greatest that pass for samples; reading stays finite. */
static void
test_huge_samples_read_finite (void)
{
  static float x[48000];
  float *planes[] = { x, x, x, x, x, x };
  Player p = player_new (48000, 6);

  for (int i = 0; i < 48000; i++)
    x[i] = i % 60 < 29 ? 0x1.fffffep23f : -0x1.fffffep23f;
  for (int i = 0; i < 4; i++)
    feed (&p, planes, 48000, BLOCK);
  read_out (&p);
  for (int i = 0; i < MST_METER_N_READOUTS; i++) {
    const MstParam *row = mst_stage_readout (stage, i);

    mst_check (p.out[i] >= row->min && p.out[i] <= row->max &&
            isfinite (p.out[i]),
        "%s reads %g", row->name, p.out[i]);
  }
  player_free (&p);
}

/* --- properties */

static void
check_split (double rate, int channels)
{
  static const int blocks[] = { 1, 7, 64, 480, 1023, BLOCK };
  int n = (int) (rate * 3.7) + 5;
  float **planes = programme_new (rate, channels, n);
  Player whole = player_new (rate, channels);

  feed (&whole, planes, n, BLOCK);
  stage->finish (whole.meter);
  read_out (&whole);
  for (size_t b = 0; b < MST_N_ELEMENTS (blocks); b++) {
    Player split = player_new (rate, channels);
    feed (&split, planes, n / 3, blocks[b]);
    read_out (&split);     /* must not matter */
    player_reset (&split); /* equals new */
    feed (&split, planes, n, blocks[b]);
    stage->finish (split.meter);
    read_out (&split);
    mst_check (memcmp (whole.out, split.out, sizeof (whole.out)) == 0,
        "blocks of %d at %g Hz, %d channels", blocks[b], rate, channels);
    player_free (&split);
  }
  programme_free (planes, channels);
  player_free (&whole);
}

static void
test_whole_is_split_and_reset_is_new (void)
{
  check_split (48000, 2);
  check_split (44100, 1);
  check_split (11025, 6);
  check_split (8000, 2);
  check_split (192000, 2);
}

static void
test_odd_rates_do_not_break (void)
{
  static const double rates[] = { 1, 99, 1000, 3000, 768000 };
  float x[BLOCK];
  float *planes[] = { x };
  uint64_t seed = 3;

  for (int i = 0; i < BLOCK; i++)
    x[i] = (float) mst_noise (&seed);
  for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++) {
    Player p = player_new (rates[r], 1);
    for (int i = 0; i < 100; i++)
      feed (&p, planes, BLOCK, BLOCK);
    read_out (&p);
    mst_check (!(p.out[MST_METER_MOMENTARY] > 20), "%g at %g Hz",
        p.out[MST_METER_MOMENTARY], rates[r]);
    player_free (&p);
  }
}

int
main (void)
{
  MST_RUN (test_tech3341_15_to_19_true_peak);
  MST_RUN (test_finish_flushes_the_true_peak_and_nothing_else);
  MST_RUN (test_nothing_reads_as_the_tables_defaults);
  MST_RUN (test_windows_must_be_full);
  MST_RUN (test_silence_is_silent_again_and_does_not_count);
  MST_RUN (test_correlation_of_the_last_3_s);
  MST_RUN (test_invalid_samples_are_silence_and_planes_untouched);
  MST_RUN (test_huge_samples_read_finite);
  MST_RUN (test_whole_is_split_and_reset_is_new);
  MST_RUN (test_odd_rates_do_not_break);
  return mst_done ();
}
