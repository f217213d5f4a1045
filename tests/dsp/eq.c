/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The equaliser: its bands at rest and in motion. */
#include "eq-bench.h"
#include "reference/splatter.h"

static float audio[2 * N], input[2 * N];

/* The gain [dB] of the running equaliser at `frequency`, after settling. */
static double
measured (const MstBandShape *band, double frequency)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  set_band (&bench, 0, band->shape, band->frequency, band->gain, band->q);
  set (&bench, 0, MST_EQ_BAND_SLOPE, 6 * band->order);
  bench_start (&bench);
  bench_sine (audio, N, RATE, frequency, 0.5);
  bench_run (&bench, audio, N, 1024);
  bench_stop (&bench);
  return 20 *
      log10 (bench_amplitude (audio, N / 2, N / 2, RATE, frequency) / 0.5);
}

/* The same gain according to mst_eq_response(). */
static double
told (const MstBandShape *band, double frequency)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  double decibels;

  set_band (&bench, 0, band->shape, band->frequency, band->gain, band->q);
  set (&bench, 0, MST_EQ_BAND_SLOPE, 6 * band->order);
  mst_eq_response (bench.values, RATE, MST_EQ_STEREO, &frequency, &decibels, 1);
  return decibels;
}

/* Every shape: as it runs, as it is told, as the prototype has it. */
static void
test_responses (void)
{
  static const double frequencies[] = { 40, 200, 900, 1000, 1200, 5000, 16000 };

  for (int shape = 0; shape < MST_N_SHAPES; shape++)
    for (size_t i = 0; i < MST_N_ELEMENTS (frequencies); i++)
      for (int sign = -1; sign <= 1; sign += 2) {
        MstBandShape band = { (MstShape) shape, 3, 1000, sign * 7.0, 1.3 };
        double f = frequencies[i], wanted = prototype_db (&band, f);
        if (wanted < -100)
          continue;
        mst_check_near (measured (&band, f), wanted, 0.07);
        mst_check_near (measured (&band, f), told (&band, f), 1e-3);
      }
}

/* NAN has no response, and neither has a frequency above half the rate. */
static void
test_response_to_anything (void)
{
  const double frequencies[] = { NAN, INFINITY, -INFINITY, RATE / 2, RATE,
    1e300, 0, 1000, 40 };
  double decibels[MST_N_ELEMENTS (frequencies)];
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  set_band (&bench, 0, MST_SHAPE_LOW_CUT, 100, 0, 1);
  set_band (&bench, 1, MST_SHAPE_NOTCH, 1000, 0, 1);
  for (int phase = 0; phase < 2; phase++) {
    bench.values[MST_EQ_PHASE] = phase;
    mst_eq_response (bench.values, RATE, MST_EQ_STEREO, frequencies, decibels,
        MST_N_ELEMENTS (frequencies));
    for (int i = 0; i < 7; i++)
      mst_check (decibels[i] == -INFINITY, "%g Hz: %g dB", frequencies[i],
          decibels[i]);
    mst_check (decibels[7] < -100, "%g dB", decibels[7]);
    mst_check (isfinite (decibels[8]), "%g dB", decibels[8]);
  }
}

static void
test_slopes (void)
{
  for (int order = 1; order <= 16; order++) {
    MstBandShape low = { MST_SHAPE_LOW_CUT, order, 1000, 0, sqrt (0.5) };
    MstBandShape high = { MST_SHAPE_HIGH_CUT, order, 4000, 0, sqrt (0.5) };
    mst_check_near (measured (&low, 1000), -10 * log10 (2), 0.01);
    mst_check_near (measured (&high, 4000), -10 * log10 (2),
        0.18); /* matched */
    /* Butterworth: 1 / (1 + w^2n) */
    mst_check_near (measured (&low, 800),
        -10 * log10 (1 + pow (1.25, 2 * order)), 0.01);
  }
}

/* A dual tone tells the paths apart: 1 kHz in both channels alike, 3 kHz in the
 * two with opposite signs. The band at both is a tilt about 20 kHz, that is -6
 * dB everywhere below. */
static void
test_channels (void)
{
  /* left mid, left side, right mid, right side: 1 where attenuated */
  static const double wanted[][4] = {
    [MST_EQ_STEREO] = { 1, 1, 1, 1 },
    [MST_EQ_LEFT] = { 1, 1, 0, 0 },
    [MST_EQ_RIGHT] = { 0, 0, 1, 1 },
    [MST_EQ_MID] = { 1, 0, 1, 0 },
    [MST_EQ_SIDE] = { 0, 1, 0, 1 },
  };

  for (int channel = MST_EQ_STEREO; channel <= MST_EQ_SIDE; channel++) {
    Bench bench = bench_new (&mst_stage_eq, RATE, 2);
    set_band (&bench, 0, MST_SHAPE_LOW_SHELF, 15000, -6, 0.5);
    set (&bench, 0, MST_EQ_BAND_CHANNEL, channel);
    bench_start (&bench);
    for (int i = 0; i < N; i++) {
      double mid = 0.3 * sin (2 * M_PI * 1000 * i / RATE);
      double side = 0.2 * sin (2 * M_PI * 3000 * i / RATE);
      audio[i] = (float) (mid + side);
      audio[N + i] = (float) (mid - side);
    }
    bench_run (&bench, audio, N, 480);
    for (int k = 0; k < 4; k++) {
      MstBandShape band = { MST_SHAPE_LOW_SHELF, 2, 15000, -6, 0.5 };
      double f = k % 2 ? 3000 : 1000, level = k % 2 ? 0.2 : 0.3;
      double got =
          bench_amplitude (audio + k / 2 * N, N / 2, N / 2, RATE, f) / level;
      mst_check_near (20 * log10 (got),
          wanted[channel][k] * prototype_db (&band, f), 0.01);
    }
    bench_stop (&bench);
  }
}

/* One channel is left and mid at once; right and side are nothing to it. */
static void
test_mono_paths (void)
{
  for (int channel = MST_EQ_STEREO; channel <= MST_EQ_SIDE; channel++) {
    Bench bench = bench_new (&mst_stage_eq, RATE, 1);
    bool works = channel != MST_EQ_RIGHT && channel != MST_EQ_SIDE;
    set_band (&bench, 0, MST_SHAPE_BELL, 1000, 6, 1);
    set (&bench, 0, MST_EQ_BAND_CHANNEL, channel);
    bench_start (&bench);
    bench_sine (audio, N, RATE, 1000, 0.25);
    bench_run (&bench, audio, N, 480);
    mst_check_near (20 *
            log10 (bench_amplitude (audio, N / 2, N / 2, RATE, 1000) / 0.25),
        works ? 6 : 0, 0.01);
    bench_stop (&bench);
  }
}

static void
test_solo (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  set_band (&bench, 0, MST_SHAPE_BELL, 1000, 6, 1);
  set_band (&bench, 1, MST_SHAPE_BELL, 1000, -9, 1);
  set (&bench, 1, MST_EQ_BAND_SOLO, 1);
  bench_start (&bench);
  bench_sine (audio, N, RATE, 1000, 0.25);
  bench_run (&bench, audio, N, 480);
  mst_check_near (20 *
          log10 (bench_amplitude (audio, N / 2, N / 2, RATE, 1000) / 0.25),
      -9, 0.01);
  bench_stop (&bench);
}

static void
test_bands_and_gain_add_up (void)
{
  const MstBandShape bell = { MST_SHAPE_BELL, 2, 500, 4, 1 };
  const MstBandShape shelf = { MST_SHAPE_HIGH_SHELF, 2, 2000, -6, 0.7 };
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SHAPE_BELL, 500, 4, 1);
  set_band (&bench, 3, MST_SHAPE_HIGH_SHELF, 2000, -6, 0.7);
  set_band (&bench, 9, MST_SHAPE_BELL, 1000, 24, 1); /* beyond `bands` */
  bench.values[MST_EQ_GAIN] = 2.5;
  bench_start (&bench);
  bench_sine (audio, N, RATE, 1000, 0.25);
  memcpy (audio + N, audio, sizeof (float) * N);
  bench_run (&bench, audio, N, 480);
  mst_check_near (20 *
          log10 (bench_amplitude (audio, N / 2, N / 2, RATE, 1000) / 0.25),
      prototype_db (&bell, 1000) + prototype_db (&shelf, 1000) + 2.5, 0.02);
  mst_check (memcmp (audio, audio + N, sizeof (float) * N) == 0,
      "the channels differ");
  bench_stop (&bench);
}

static void
test_neutral_is_bit_exact (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SHAPE_BELL, 500, 0, 4);
  set_band (&bench, 1, MST_SHAPE_LOW_CUT, 500, 0, 1);
  bench.values[mst_eq_band_at (1, MST_EQ_BAND_ENABLED)] = 0;
  bench_start (&bench);
  bench_noise (audio, 2 * N, 1, 1);
  memcpy (input, audio, sizeof (audio));
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, input, sizeof (audio)) == 0, "changed a bit");
  bench_stop (&bench);
}

/* Back at neutral, the equaliser is bit-exact again. */
static void
test_returns_to_neutral (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SHAPE_BELL, 500, 6, 1);
  bench_start (&bench);
  bench_noise (audio, 2 * N, 1, 1);
  bench_run (&bench, audio, N, 480);
  set_band (&bench, 0, MST_SHAPE_BELL, 500, 0, 1);
  bench_set (&bench);
  bench_run (&bench, audio, N, 480);
  bench_noise (audio, 2 * N, 1, 1);
  memcpy (input, audio, sizeof (audio));
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, input, sizeof (audio)) == 0, "changed a bit");
  bench_stop (&bench);
}

/* A band without gain is not heard, whatever else of it changes; neither is its
 * former shape while it takes another. Oracles: the input; the shelf's own
 * response. */
static void
test_a_silent_band_may_change (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  double peak = 0;

  set_band (&bench, 0, MST_SHAPE_BELL, 1000, 0, 1);
  bench_start (&bench);
  bench_noise (audio, N, 1, 1);
  memcpy (input, audio, N * sizeof (float));
  bench_run (&bench, audio, N / 2, 480);
  set_band (&bench, 0, MST_SHAPE_LOW_SHELF, 100, 0, 2);
  bench_set (&bench);
  bench_run (&bench, audio + N / 2, N / 2, 480);
  mst_check (memcmp (audio, input, N * sizeof (float)) == 0, "changed a bit");
  bench_sine (audio, N, RATE, 1000, 0.25);
  set_band (&bench, 0, MST_SHAPE_HIGH_SHELF, 12000, 18, 0.7);
  bench_set (&bench);
  bench_run (&bench, audio, N, 480);
  for (int i = 0; i < N; i++)
    peak = fmax (peak, fabs (audio[i]));
  mst_check_near (peak, 0.25, 0.001);
  bench_stop (&bench);
}

/* 20 Hz at 192 kHz, Q 1, +6 dB: what the filter adds to a tone it should leave
 * alone (1 kHz). The double state keeps it below what float32 output rounds to:
 * -150 dBFS. Oracle: the same filter in long double direct form would do; here
 * the ideal output, a tone fitted by least squares. */
static void
test_low_frequency_noise (void)
{
  const double rate = 192000, w = 2 * M_PI * 1000 / rate;
  Bench bench = bench_new (&mst_stage_eq, rate, 1);
  double power = 0;
  static float wide[192000];

  set_band (&bench, 0, MST_SHAPE_BELL, 20, 6, 1);
  bench_start (&bench);
  bench_sine (wide, 192000, rate, 1000, 0.5);
  bench_run (&bench, wide, 192000, 1024);
  double re = 0, im = 0;
  for (int i = 96000; i < 192000; i++) {
    re += wide[i] * cos (w * i) / 48000;
    im += wide[i] * sin (w * i) / 48000;
  }
  for (int i = 96000; i < 192000; i++) {
    double rest = wide[i] - re * cos (w * i) - im * sin (w * i);
    power += rest * rest / 96000;
  }
  printf ("# noise of a 20 Hz band at 192 kHz: %.1f dBFS\n",
      10 * log10 (power));
  mst_check (10 * log10 (power) < -150, "%.1f dBFS", 10 * log10 (power));
  bench_stop (&bench);
}

/* Automation that sets gain and frequency 100 times a second, over and over
 * from one end to the other: what it leaves where there was no sound. */
static void
test_automation_does_not_splatter (void)
{
  static float tone[4 * N];
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  double worst;

  set_band (&bench, 0, MST_SHAPE_BELL, 1000, 0, 1);
  bench_start (&bench);
  bench_sine (tone, 4 * N, RATE, 1000, 0.5);
  for (int i = 0; i < 4 * N; i += 480) {
    double phase = (double) i / N; /* seconds */
    float *planes[] = { tone + i };
    set (&bench, 0, MST_EQ_BAND_GAIN, 12 * sin (2 * M_PI * phase));
    set (&bench, 0, MST_EQ_BAND_FREQUENCY,
        1000 * pow (4, sin (2 * M_PI * 0.7 * phase)));
    bench_set (&bench);
    mst_stage_eq.process (bench.self, planes, 480);
  }
  worst = mst_splatter (tone, 4 * N, RATE, mst_far_from_1_khz);
  printf ("# automation of gain and frequency at 100 Hz: %.1f dBFS outside\n",
      worst);
  mst_check (worst < -100, "%g dBFS", worst);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_responses);
  MST_RUN (test_response_to_anything);
  MST_RUN (test_slopes);
  MST_RUN (test_channels);
  MST_RUN (test_mono_paths);
  MST_RUN (test_solo);
  MST_RUN (test_bands_and_gain_add_up);
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_returns_to_neutral);
  MST_RUN (test_a_silent_band_may_change);
  MST_RUN (test_low_frequency_noise);
  MST_RUN (test_automation_does_not_splatter);
  return mst_done ();
}
