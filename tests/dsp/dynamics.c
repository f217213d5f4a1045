/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The gain computer and the envelope that every dynamics stage has, on the
 * compressor: actions, detectors, feedback, times, and how clean the gain is.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "bench.h"

#include <ebur128.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/dynamics/dynamics.h"
#include "dsp/compressor/compressor.h"
#include "reference/splatter.h"

#define RATE 48000.0
#define N 96000

static float audio[2 * N], input[2 * N];

static Bench
compressor (int channels, double threshold, double ratio, double knee)
{
  Bench bench = bench_new (&mst_stage_compressor, RATE, channels);

  bench.values[MST_COMPRESSOR_THRESHOLD] = threshold;
  bench.values[MST_COMPRESSOR_RATIO] = ratio;
  bench.values[MST_COMPRESSOR_KNEE] = knee;
  return bench;
}

/* The change of a constant of `level` dB, after two seconds. */
static double
steady (Bench *bench, double level)
{
  bench_start (bench);
  for (int i = 0; i < N; i++)
    audio[i] = (float) mst_from_db (level);
  bench_run (bench, audio, N, 480);
  bench_stop (bench);
  return mst_to_db (audio[N - 1]) - level;
}

/* The formulas of dynamics.h: x is past the threshold. */
static double
bent (double x, double knee)
{
  if (x <= -knee / 2)
    return 0;
  return x >= knee / 2 ? x : (x + knee / 2) * (x + knee / 2) / (2 * knee);
}

static void
test_actions (void)
{
  static const double knees[] = { 0, 12 };

  for (int k = 0; k < 2; k++)
    for (double level = -70; level <= 0; level += 3.5) {
      Bench up = compressor (1, -30, 2, knees[k]);
      Bench down = compressor (1, -30, 3, knees[k]);
      up.values[MST_COMPRESSOR_ACTION] = MST_COMPRESS_UP;
      up.values[MST_COMPRESSOR_RANGE] = 15;
      down.values[MST_COMPRESSOR_ACTION] = MST_EXPAND_DOWN;
      down.values[MST_COMPRESSOR_RANGE] = 40;
      down.values[MST_COMPRESSOR_RELEASE] = 50;
      mst_check_near (steady (&up, level),
          fmin (bent (-30 - level, knees[k]) * 0.5, 15), 0.005);
      mst_check_near (steady (&down, level),
          -fmin (bent (-30 - level, knees[k]) * 2, 40), 0.005);
    }
}

/* The input meets the same curve, whatever the detector hears. */
static void
test_feedback_curve (void)
{
  static const double knees[] = { 0, 9 }, ratios[] = { 1.5, 4, 20, 100 };

  for (int k = 0; k < 2; k++)
    for (int r = 0; r < 4; r++)
      for (double level = -50; level <= 6; level += 3.7) {
        Bench bench = compressor (1, -24, ratios[r], knees[k]);
        bench.values[MST_COMPRESSOR_FEEDBACK] = 1;
        bench.values[MST_COMPRESSOR_ATTACK] = level < -10 ? 0 : 30;
        mst_check_near (steady (&bench, level),
            -fmin (bent (level + 24, knees[k]) * (1 - 1 / ratios[r]), 36),
            0.01);
      }
}

/* The mean power of a tone is 3.01 dB under its peak. */
static void
test_rms_level (void)
{
  for (double level = -30; level <= 0; level += 6) {
    Bench bench = compressor (1, -24, 4, 0);
    double got;
    bench.values[MST_COMPRESSOR_DETECTOR] = MST_DETECT_RMS;
    bench_start (&bench);
    bench_sine (audio, N, RATE, 1000, mst_from_db (level));
    bench_run (&bench, audio, N, 480);
    got = mst_to_db (bench_amplitude (audio, N / 2, N / 2, RATE, 1000));
    mst_check_near (got - level, -bent (level - 3.0103 + 24, 0) * 0.75, 0.01);
    bench_stop (&bench);
  }
}

/* The change [dB] at each frame of a level that steps as `levels` say, a
 * quarter of the stream each. */
static double change[N];

static void
run_steps (Bench *bench, const double levels[4])
{
  for (int i = 0; i < N; i++)
    input[i] = audio[i] = (float) mst_from_db (levels[i / (N / 4)]);
  bench_start (bench);
  bench_run (bench, audio, N, 480);
  bench_stop (bench);
  for (int i = 0; i < N; i++)
    change[i] = mst_to_db (audio[i] / input[i]);
}

/* Frames from `from` until 63 % of the way from there to the value at `to`. */
static double
ms_until_63 (int from, int to)
{
  for (int i = from; i < to; i++)
    if ((change[i] - change[from - 1]) / (change[to - 1] - change[from - 1]) >=
        1 - exp (-1))
      return (i + 1 - from) * 1e3 / RATE;
  return INFINITY;
}

static void
test_hold (void)
{
  const double levels[] = { -40, -10, -40, -40 };
  Bench bench = compressor (1, -30, 4, 0);
  int i = N / 2;

  bench.values[MST_COMPRESSOR_ATTACK] = 0;
  bench.values[MST_COMPRESSOR_RELEASE] = 50;
  bench.values[MST_COMPRESSOR_HOLD] = 100;
  run_steps (&bench, levels);
  while (change[i] < -14.99)
    i++;
  mst_check_near ((i - N / 2) * 1e3 / RATE, 100, 1);
  mst_check_near (ms_until_63 (N / 2, N), 150, 2);
}

/* Expansion: attack opens, release closes. */
static void
test_times_below (void)
{
  const double levels[] = { -40, -10, -40, -40 };
  Bench bench = compressor (1, -20, 2, 0);

  bench.values[MST_COMPRESSOR_ACTION] = MST_EXPAND_DOWN;
  bench.values[MST_COMPRESSOR_ATTACK] = 20;
  bench.values[MST_COMPRESSOR_RELEASE] = 150;
  run_steps (&bench, levels);
  mst_check_near (ms_until_63 (N / 4, N / 2), 20, 1);
  /* held peaks take 50 ms, e-fold, to let go of 30 dB: 115 ms for 20 of them */
  mst_check (ms_until_63 (N / 2, N) > 150 && ms_until_63 (N / 2, N) < 330,
      "%g ms", ms_until_63 (N / 2, N));
}

/* After 20 ms the release is a quarter; after half a second, four times as
 * long. */
static void
test_auto_release (void)
{
  double ms[2];

  for (int longer = 0; longer < 2; longer++) {
    Bench bench = compressor (1, -30, 4, 0);
    int burst = longer ? N / 4 : 960, end = N / 4 + burst;
    bench.values[MST_COMPRESSOR_ATTACK] = 1;
    bench.values[MST_COMPRESSOR_RELEASE] = 200;
    bench.values[MST_COMPRESSOR_AUTO_RELEASE] = 1;
    for (int i = 0; i < N; i++)
      input[i] = audio[i] =
          (float) mst_from_db (i >= N / 4 && i < end ? -10 : -40);
    bench_start (&bench);
    bench_run (&bench, audio, N, 480);
    bench_stop (&bench);
    ms[longer] = INFINITY;
    for (int i = end; i < N; i++)
      if (audio[i] / input[i] > mst_from_db (-15 * exp (-1))) {
        ms[longer] = (i - end) * 1e3 / RATE;
        break;
      }
  }
  printf ("# auto-release, release 200: %.0f ms after a burst, %.0f after half "
          "a second\n",
      ms[0], ms[1]);
  mst_check_near (ms[0], 51, 5); /* 50, and the attack */
  mst_check (ms[1] > 400 && ms[1] < 900, "%g ms", ms[1]);
}

/* A constant has a crest factor of 1, and what decays by one pole in peak and
 * in mean keeps it: attack 160 ms, release 1840, one after the other. A step,
 * whose crest factor is large, is met at once. */
static void
test_auto_times (void)
{
  const double levels[] = { -40, -10, -40, -40 };
  const double attack = 0.16, release = 1.84, t = 1.0; /* s */
  Bench bench = compressor (1, -30, 4, 0);

  bench.values[MST_COMPRESSOR_ATTACK] = 100;
  bench.values[MST_COMPRESSOR_AUTO_TIMES] = 1;
  run_steps (&bench, levels);
  mst_check (ms_until_63 (N / 4, N / 2) < 10, "%g ms",
      ms_until_63 (N / 4, N / 2));
  mst_check_near (change[N - 1],
      change[N / 2 - 1] *
          (release * exp (-t / release) - attack * exp (-t / attack)) /
          (release - attack),
      0.5);
}

/* Seen coming, a burst does not get through: with the look-ahead five times the
 * attack, its first peak is as high as its last. */
static void
test_lookahead (void)
{
  Bench bench = compressor (1, -30, 10, 0);
  double first = 0, last = 0;
  int latency;

  bench.values[MST_COMPRESSOR_ATTACK] = 1;
  bench.values[MST_COMPRESSOR_RELEASE] = 500;
  bench.values[MST_COMPRESSOR_LOOKAHEAD] = 5;
  bench_start (&bench);
  latency = mst_stage_compressor.latency (bench.self);
  mst_check (latency == 240, "%d frames", latency);
  bench_sine (audio, N, RATE, 1000, 0.9);
  for (int i = 0; i < N / 2; i++)
    audio[i] = 0;
  bench_run (&bench, audio, N, 480);
  for (int i = 0; i < N / 2 + latency; i++)
    mst_check (audio[i] == 0, "frame %d", i);
  for (int i = N / 2 + latency; i < N / 2 + latency + 480; i++)
    first = fmax (first, fabs (audio[i]));
  for (int i = N - 480; i < N; i++)
    last = fmax (last, fabs (audio[i]));
  mst_check_near (mst_to_db (first / last), 0, 0.2);
  bench_stop (&bench);
}

/* 50 Hz at 6 dB of reduction, by RMS; oracle: what is left of the tone. */
static void
test_thd (void)
{
  Bench bench = compressor (1, -18, 2, 0);
  double amplitude, rest = 0;

  bench.values[MST_COMPRESSOR_DETECTOR] = MST_DETECT_RMS;
  bench_start (&bench);
  bench_sine (audio, N, RATE, 50, 0.7079458); /* -3 dB; power -6 */
  bench_run (&bench, audio, N, 480);
  amplitude = bench_amplitude (audio, N / 2, N / 2, RATE, 50);
  for (int k = 2; k <= 20; k++)
    rest += pow (bench_amplitude (audio, N / 2, N / 2, RATE, 50 * k), 2);
  printf ("# 50 Hz, RMS, %.2f dB of reduction: THD %.1f dB\n",
      mst_to_db (0.7079458 / amplitude),
      10 * log10 (rest / amplitude / amplitude));
  mst_check (10 * log10 (rest / amplitude / amplitude) <= -92, "%g dB",
      10 * log10 (rest / amplitude / amplitude));
  bench_stop (&bench);
}

/* More than 200 Hz off 10 kHz. */
static double
far_from_10_khz (int step)
{
  double f = 30 + 61 * step;

  if (f > 9800)
    f += 400;
  return f < 23900 ? f : 0;
}

/* A tone of 10 kHz, and one whose samples do not repeat, at 6 dB of reduction:
 * what the gain makes of them elsewhere, with the times as they are and with
 * shorter ones, down to where docs/stages/compressor.md says that it ends. */
static void
test_aliasing (void)
{
  static const double tones[] = { 10000, 10007.3 };
  static const double times[][2] = { { 20, 200 }, { 1, 40 }, { 0.1, 5 },
    { 0, 20 } };

  for (int detector = 0; detector < 2; detector++)
    for (size_t t = 0; t < 2 * MST_N_ELEMENTS (times); t++) {
      Bench bench = compressor (1, detector ? -15 : -12, 2, 0);
      double worst;
      bench.values[MST_COMPRESSOR_DETECTOR] = detector;
      bench.values[MST_COMPRESSOR_ATTACK] = times[t / 2][0];
      bench.values[MST_COMPRESSOR_RELEASE] = times[t / 2][1];
      bench_start (&bench);
      bench_sine (audio, 2 * N, RATE, tones[t % 2], 1.0);
      bench_run (&bench, audio, 2 * N, 480);
      worst = mst_splatter (audio + N, N, RATE, far_from_10_khz);
      printf ("# %g Hz, %s, %g and %g ms: %.1f dBFS elsewhere\n", tones[t % 2],
          detector ? "RMS" : "peak", times[t / 2][0], times[t / 2][1], worst);
      mst_check (worst <= -100, "%g dBFS", worst);
      bench_stop (&bench);
    }
}

/* Frequencies outside the side-chain do not matter. */
static void
test_sidechain (void)
{
  static const struct {
    int param;
    double value, frequency;
  } deaf[] = { { MST_COMPRESSOR_KEY_LOW_CUT, 1000, 50 },
    { MST_COMPRESSOR_KEY_HIGH_CUT, 500, 8000 } };

  for (int d = 0; d < 2; d++) {
    Bench bench = compressor (1, -30, 4, 0);
    bench.values[deaf[d].param] = deaf[d].value;
    bench_start (&bench);
    bench_sine (audio, N, RATE, deaf[d].frequency, 0.5);
    bench_run (&bench, audio, N, 480);
    mst_check_near (mst_to_db (bench_amplitude (audio, N / 2, N / 2, RATE,
                                   deaf[d].frequency) /
                        0.5),
        0, 0.01);
    bench_stop (&bench);
  }
  for (int tilt = -6; tilt <= 6; tilt += 12) {
    Bench bench = compressor (1, -30, 4, 0);
    bench.values[MST_COMPRESSOR_KEY_TILT] = tilt;
    bench.values[MST_COMPRESSOR_RELEASE] = 5000;
    bench_start (&bench);
    bench_sine (audio, N, RATE, 50, 0.5); /* heard 3 dB quieter or louder */
    bench_run (&bench, audio, N, 480);
    mst_check_near (
        mst_to_db (bench_amplitude (audio, N / 2, N / 2, RATE, 50) / 0.5),
        -0.75 * (mst_to_db (0.5) + 30 - tilt / 2.0), 0.1);
    bench_stop (&bench);
  }
}

/* A loud middle leaves quiet sides alone when they are not linked, and by no
 * bit changes what is not reduced. */
static void
test_mid_side (void)
{
  Bench bench = compressor (2, -20, 4, 0);
  double mid, side;

  bench.values[MST_COMPRESSOR_MODE] = MST_COMPRESSOR_MID_SIDE;
  bench.values[MST_COMPRESSOR_LINK] = 0;
  bench_start (&bench);
  for (int i = 0; i < N; i++) {
    double m = 0.5 * sin (2 * M_PI * 1000 * i / RATE);
    double s = 0.02 * sin (2 * M_PI * 3000 * i / RATE);
    audio[i] = (float) (m + s);
    audio[N + i] = (float) (m - s);
  }
  bench_run (&bench, audio, N, 480);
  mid = bench_amplitude (audio, N / 2, N / 2, RATE, 1000) / 0.5;
  side = bench_amplitude (audio, N / 2, N / 2, RATE, 3000) / 0.02;
  mst_check_near (mst_to_db (mid), -0.75 * (mst_to_db (0.5) + 20), 0.1);
  mst_check_near (mst_to_db (side), 0, 0.01);
  bench_noise (audio, 2 * N, 0.04, 3);
  memcpy (input, audio, sizeof (input));
  mst_stage_compressor.reset (bench.self);
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, input, sizeof (input)) == 0, "changed a bit");
  bench_stop (&bench);
}

/* Oracle: libebur128. */
static double
loudness (const float *x, int n)
{
  ebur128_state *state = ebur128_init (1, (unsigned long) RATE, EBUR128_MODE_I);
  double out;

  ebur128_add_frames_float (state, x, n);
  ebur128_loudness_global (state, &out);
  ebur128_destroy (&state);
  return out;
}

static void
test_auto_makeup (void)
{
  static float music[20 * 48000], before[20 * 48000];
  const int n = 20 * 48000;
  Bench bench = compressor (1, -40, 4, 6);
  uint64_t seed = 2;

  for (int i = 0; i < n; i++) /* noise that beats twice a second */
    music[i] =
        (float) (mst_noise (&seed) * 0.3 * exp (-4 * fmod (i / RATE, 0.5)));
  memcpy (before, music, sizeof (music));
  bench.values[MST_COMPRESSOR_AUTO_MAKEUP] = 1;
  bench_start (&bench);
  bench_run (&bench, music, n, 480);
  printf ("# auto make-up: %+.3f LU\n",
      loudness (music + n / 2, n / 2) - loudness (before + n / 2, n / 2));
  mst_check_near (loudness (music + n / 2, n / 2),
      loudness (before + n / 2, n / 2), 0.1);
  bench_stop (&bench);
}

/* Every parameter from one end to the other within a second, and back at once,
 * while 1 kHz plays; a click would be heard between its harmonics. */
static void
test_sweeps_do_not_click (void)
{
  static float tone[2 * N];
  double worst_of_all = -INFINITY;

  for (int p = 0; p < MST_COMPRESSOR_N_PARAMS; p++) {
    const MstParam *row = &mst_stage_compressor.params[p];
    Bench bench = compressor (1, -20, 4, 6);
    double worst;
    if (row->flags & MST_PARAM_AT_START)
      continue;
    bench_start (&bench);
    bench_sine (tone, 2 * N, RATE, 1000, 0.5);
    for (int i = 0; i < 2 * N; i += 480) {
      float *planes[] = { tone + i };
      double share = fmod (i / RATE, 1.0);
      double value = row->min + share * (row->max - row->min);
      bench.values[p] =
          row->kind == MST_KIND_DOUBLE ? value : floor (value + 0.5);
      bench_set (&bench);
      mst_stage_compressor.process (bench.self, planes, 480);
    }
    worst = mst_splatter (tone, 2 * N, RATE, mst_far_from_harmonics_of_1_khz);
    worst_of_all = fmax (worst, worst_of_all);
    mst_check (worst < -90, "%s: %g dBFS", row->name, worst);
    bench_stop (&bench);
  }
  printf ("# sweeps: %.1f dBFS at most\n", worst_of_all);
}

int
main (void)
{
  MST_RUN (test_actions);
  MST_RUN (test_feedback_curve);
  MST_RUN (test_rms_level);
  MST_RUN (test_hold);
  MST_RUN (test_times_below);
  MST_RUN (test_auto_release);
  MST_RUN (test_auto_times);
  MST_RUN (test_lookahead);
  MST_RUN (test_thd);
  MST_RUN (test_aliasing);
  MST_RUN (test_sidechain);
  MST_RUN (test_mid_side);
  MST_RUN (test_auto_makeup);
  MST_RUN (test_sweeps_do_not_click);
  return mst_done ();
}
