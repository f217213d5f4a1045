/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The compressor against the formulas of Giannoulis, Massberg, Reiss 2012. */
#include "bench.h"

#include "dsp/common/vector/decibel.h"
#include "dsp/compressor/compressor.h"

#define RATE 48000.0
#define N 96000

static float audio[2 * N], input[2 * N];

/* Eq. 4 of the paper: output level for input level x, all in dB. */
static double
curve (double x, double threshold, double ratio, double knee)
{
  if (2 * (x - threshold) < -knee)
    return x;
  if (2 * fabs (x - threshold) <= knee)
    return x + (1 / ratio - 1) * pow (x - threshold + knee / 2, 2) / (2 * knee);
  return threshold + (x - threshold) / ratio;
}

/* A constant is a signal whose peak level is known at every frame: what comes
 * out after the attack is the static curve. */
static void
test_static_curve (void)
{
  static const double knees[] = { 0, 6, 20 }, ratios[] = { 1.5, 4, 100 };

  for (int k = 0; k < 3; k++)
    for (int r = 0; r < 3; r++)
      for (double level = -60; level <= 6; level += 1.7) {
        Bench bench = bench_new (&mst_stage_compressor, RATE, 1);
        double got;
        bench.values[MST_COMPRESSOR_THRESHOLD] = -24;
        bench.values[MST_COMPRESSOR_RATIO] = ratios[r];
        bench.values[MST_COMPRESSOR_KNEE] = knees[k];
        bench.values[MST_COMPRESSOR_ATTACK] = 1;
        bench.values[MST_COMPRESSOR_MAKEUP] = 3;
        bench_start (&bench);
        for (int i = 0; i < 4800; i++)
          audio[i] = (float) mst_from_db (level);
        bench_run (&bench, audio, 4800, 480);
        got = mst_to_db (audio[4799]);
        mst_check_near (got, curve (level, -24, ratios[r], knees[k]) + 3, 1e-3);
        bench_stop (&bench);
      }
}

/* When the reduction has covered 63.2 % of a step in level, in ms. */
static double
time_constant (double attack, double release, bool rising)
{
  Bench bench = bench_new (&mst_stage_compressor, RATE, 1);
  const int turn = N / 2;
  double low = -10, high = -30, start, end;

  bench.values[MST_COMPRESSOR_THRESHOLD] = -40;
  bench.values[MST_COMPRESSOR_RATIO] = 2;
  bench.values[MST_COMPRESSOR_KNEE] = 0;
  bench.values[MST_COMPRESSOR_ATTACK] = attack;
  bench.values[MST_COMPRESSOR_RELEASE] = release;
  bench_start (&bench);
  if (rising) {
    low = -30;
    high = -10;
  }
  for (int i = 0; i < N; i++)
    input[i] = audio[i] = (float) mst_from_db (i < turn ? low : high);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
  start = mst_to_db (audio[turn - 1] / input[turn - 1]);
  end = mst_to_db (audio[N - 1] / input[N - 1]);
  for (int i = turn; i < N; i++) {
    double done = (mst_to_db (audio[i] / input[i]) - start) / (end - start);
    if (done >= 1 - exp (-1))
      return (i + 1 - turn) * 1e3 / RATE;
  }
  return INFINITY;
}

static void
test_times (void)
{
  static const double times[] = { 1, 5, 30, 100 };

  for (int i = 0; i < 4; i++) {
    mst_check_near (time_constant (times[i], 1, true), times[i],
        0.01 * times[i] + 1e3 / RATE);
    mst_check_near (time_constant (0, times[i], false), times[i],
        0.01 * times[i] + 1e3 / RATE);
  }
}

static void
test_neutral_is_bit_exact (void)
{
  static const double changes[][2] = { { MST_COMPRESSOR_RATIO, 1 },
    { MST_COMPRESSOR_THRESHOLD, 0 }, { MST_COMPRESSOR_MIX, 0 } };

  for (int i = 0; i < 3; i++) {
    Bench bench = bench_new (&mst_stage_compressor, RATE, 2);
    bench.values[MST_COMPRESSOR_RATIO] = 8;
    bench.values[MST_COMPRESSOR_KNEE] = 0;
    bench.values[(int) changes[i][0]] = changes[i][1];
    bench_start (&bench);
    bench_noise (audio, 2 * N, 0.99, 1);
    memcpy (input, audio, sizeof (audio));
    bench_run (&bench, audio, N, 480);
    mst_check (memcmp (audio, input, sizeof (audio)) == 0, "case %d", i);
    bench_stop (&bench);
  }
}

/* A loud and a quiet channel: reduced alike when linked, each by its own curve
 * when not. */
static void
test_link (void)
{
  for (int link = 0; link <= 2; link++) {
    Bench bench = bench_new (&mst_stage_compressor, RATE, 2);
    double loud, quiet, share = link / 2.0;
    bench.values[MST_COMPRESSOR_THRESHOLD] = -30;
    bench.values[MST_COMPRESSOR_RATIO] = 3;
    bench.values[MST_COMPRESSOR_KNEE] = 0;
    bench.values[MST_COMPRESSOR_ATTACK] = 1;
    bench.values[MST_COMPRESSOR_LINK] = share;
    bench_start (&bench);
    for (int i = 0; i < 9600; i++) {
      audio[i] = (float) mst_from_db (-6);
      audio[9600 + i] = (float) mst_from_db (-20);
    }
    bench_run (&bench, audio, 9600, 480);
    loud = mst_to_db (audio[9599]) + 6;
    quiet = mst_to_db (audio[2 * 9600 - 1]) + 20;
    /* reduction = (level + 30) (1 - 1/3), level = blend of own and loudest */
    mst_check_near (loud, -24 * 2 / 3.0, 1e-3);
    mst_check_near (quiet, -(10 + share * 14) * 2 / 3.0, 1e-3);
    bench_stop (&bench);
  }
}

static void
test_mix (void)
{
  Bench bench = bench_new (&mst_stage_compressor, RATE, 1);

  bench.values[MST_COMPRESSOR_THRESHOLD] = -30;
  bench.values[MST_COMPRESSOR_RATIO] = 4;
  bench.values[MST_COMPRESSOR_KNEE] = 0;
  bench.values[MST_COMPRESSOR_ATTACK] = 1;
  bench.values[MST_COMPRESSOR_MIX] = 0.25;
  bench_start (&bench);
  for (int i = 0; i < 9600; i++)
    audio[i] = (float) mst_from_db (-6);
  bench_run (&bench, audio, 9600, 480);
  /* 24 dB over, 18 dB of reduction, a quarter of it mixed in */
  mst_check_near (audio[9599],
      mst_from_db (-6) * (0.75 + 0.25 * mst_from_db (-18)), 1e-6);
  bench_stop (&bench);
}

static void
test_reading (void)
{
  Bench bench = bench_new (&mst_stage_compressor, RATE, 1);
  double reading;

  bench.values[MST_COMPRESSOR_THRESHOLD] = -30;
  bench.values[MST_COMPRESSOR_RATIO] = 4;
  bench.values[MST_COMPRESSOR_KNEE] = 0;
  bench.values[MST_COMPRESSOR_ATTACK] = 1;
  bench_start (&bench);
  for (int i = 0; i < 9600; i++)
    audio[i] = (float) mst_from_db (-10);
  bench_run (&bench, audio, 9600, 480);
  mst_stage_compressor.read (bench.self, &reading);
  mst_check_near (reading, 15, 1e-3);
  bench_stop (&bench);
}

/* Every parameter jumps while a tone plays: see tests/dsp/eq.c for the measure.
 * The tone is low enough to keep its own wobble of gain out of it. */
static void
test_changes_do_not_click (void)
{
  const double w = 2 * M_PI * 1000 / RATE;
  Bench bench = bench_new (&mst_stage_compressor, RATE, 1);
  double worst = 0;

  bench.values[MST_COMPRESSOR_RELEASE] = 1000;
  bench_start (&bench);
  bench_sine (audio, 48000, RATE, 1000, 0.5);
  for (int i = 0; i < 48000; i += 480) {
    float *planes[] = { audio + i };
    int step = i / 4800;
    bench.values[MST_COMPRESSOR_THRESHOLD] = step % 2 ? -30 : -10;
    bench.values[MST_COMPRESSOR_RATIO] = step % 3 ? 2 : 8;
    bench.values[MST_COMPRESSOR_MAKEUP] = step % 2 ? 6 : 0;
    bench.values[MST_COMPRESSOR_MIX] = step % 5 ? 1 : 0.3;
    bench.values[MST_COMPRESSOR_KNEE] = step % 4 ? 6 : 0;
    bench_set (&bench);
    mst_stage_compressor.process (bench.self, planes, 480);
  }
  for (int i = 1; i < 48000 - 1; i++)
    worst = fmax (worst,
        fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
  mst_check (worst < 0.5e-3, "%g", worst);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_static_curve);
  MST_RUN (test_times);
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_link);
  MST_RUN (test_mix);
  MST_RUN (test_reading);
  MST_RUN (test_changes_do_not_click);
  return mst_done ();
}
