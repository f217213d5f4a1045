/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds.
 */
#include "bench.h"

#include "dsp/match/match.h"

#define RATE 48000
#define MAX_FRAMES 120000

static const MstStage *stage = &mst_stage_match;
static float audio[MAX_FRAMES * 6];
static float copy[MAX_FRAMES * 6];

/* A ripple over log frequency, `period` octaves long. */
typedef struct {
  double gain; /* dB */
  double period;
  double shift; /* octaves */
} Ripple;

static const Ripple mid_ripple = { 4, 4, 0.3 };
static const Ripple side_ripple = { 3, 3, -0.7 };

static double
ripple_at (const Ripple *ripple, double frequency)
{
  double octaves = log2 (frequency / 1000) + ripple->shift;

  return ripple->gain * sin (2 * M_PI * octaves / ripple->period);
}

static void
set_ripple (Bench *bench, int curve, const Ripple *ripple)
{
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    bench->values[mst_match_curve_at (curve, i)] =
        ripple_at (ripple, mst_curve_frequency (i));
}

static void
set_constant (Bench *bench, int curve, double gain)
{
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    bench->values[mst_match_curve_at (curve, i)] = gain;
}

/* Wide open: what comes in is what is aimed at. */
static Bench
open_bench (double rate, int channels)
{
  Bench bench = bench_new (stage, rate, channels);

  bench.values[MST_MATCH_MAX_BOOST] = 24;
  bench.values[MST_MATCH_MAX_CUT] = 24;
  bench.values[MST_MATCH_SMOOTHING] = 0;
  bench.values[MST_MATCH_LOW_GUARD] = 0;
  return bench;
}

/* --- impulse responses */

static int
response_length (Bench *bench)
{
  int n =
      stage->latency (bench->self) + (int) (bench->format.rate / 2.5) + 2048;

  return n < MAX_FRAMES ? n : MAX_FRAMES;
}

/* The impulse of a fresh stage with left = 1 and, of two channels, right =
 * `right`, into audio. Returns its length. */
static int
impulse (Bench *bench, float right)
{
  int n;

  bench_start (bench);
  n = response_length (bench);
  memset (audio, 0, sizeof (audio));
  audio[0] = 1;
  if (bench->format.channels > 1)
    audio[n] = right;
  bench_run (bench, audio, n, 1000);
  return n;
}

/* The greatest deviation from a ripple in [from, to] Hz. */
static double
deviation (const float *h, int n, double rate, const Ripple *ripple,
    double from, double to)
{
  double worst = 0;

  for (double f = from; f <= to; f *= exp2 (1.0 / 7.3))
    worst = fmax (worst,
        fabs (bench_level_at (h, n, rate, f) - ripple_at (ripple, f)));
  return worst;
}

/* Oracle: the formula of the curve, and the definition of the spectrum. Mid and
 * side are different curves, and neither is in the other. */
static void
test_magnitudes_are_the_curves (void)
{
  static const double rates[] = { 44100, 48000, 96000, 192000 };

  for (int phase = 0; phase < 2; phase++)
    for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++) {
      Bench bench = open_bench (rates[r], 2);
      double top = fmin (20000, 0.45 * rates[r]), mid, side;
      int n;
      bench.values[MST_MATCH_PHASE] = phase;
      set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
      set_ripple (&bench, MST_MATCH_SIDE, &side_ripple);
      n = impulse (&bench, 1);
      mid = deviation (audio, n, rates[r], &mid_ripple, 20, top);
      for (int i = 0; i < n; i++)
        mst_check (fabsf (audio[i] - audio[n + i]) < 1e-6f,
            "mid leaks %g into side", audio[i] - audio[n + i]);
      bench_stop (&bench);
      n = impulse (&bench, -1);
      side = deviation (audio, n, rates[r], &side_ripple, 20, top);
      for (int i = 0; i < n; i++)
        mst_check (fabsf (audio[i] + audio[n + i]) < 1e-6f,
            "side leaks %g into mid", audio[i] + audio[n + i]);
      bench_stop (&bench);
      printf ("# %g Hz, %s phase: within %.4f dB (mid), %.4f dB (side)\n",
          rates[r], phase ? "linear" : "minimum", mid, side);
      mst_check (mid < 0.05 && side < 0.05, "at %g Hz", rates[r]);
    }
}

/* Oracle: linear phase is symmetry about the latency. */
static void
test_linear_phase_is_symmetric (void)
{
  Bench bench = open_bench (RATE, 1);
  int n, latency;

  bench.values[MST_MATCH_PHASE] = MST_MATCH_LINEAR_PHASE;
  set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
  n = impulse (&bench, 0);
  latency = stage->latency (bench.self);
  mst_check (latency == 1024 + 8192, "latency is %d", latency);
  for (int i = 1; i < latency && latency + i < n; i++)
    mst_check (fabsf (audio[latency - i] - audio[latency + i]) < 5e-7f,
        "%g, %g at %d", audio[latency - i], audio[latency + i], i);
  bench_stop (&bench);
}

/* Oracle: of a minimum-phase filter, ln |h(0)| is the mean of ln |H| over
 * frequency (Jensen's formula; no other causal filter of that magnitude has so
 * large an h(0)). The mean is taken from the formula of the curve. */
static void
test_minimum_phase_is_minimum (void)
{
  Bench bench = open_bench (RATE, 1);
  const int points = 100000;
  double mean = 0;
  int latency;

  set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
  impulse (&bench, 0);
  latency = stage->latency (bench.self);
  mst_check (latency == 1024, "latency is %d", latency);
  for (int i = 0; i < points; i++) {
    double f = (i + 0.5) / points * RATE / 2;
    mean += ripple_at (&mid_ripple, fmax (f, MST_CURVE_FIRST_HZ)) / points;
  }
  mst_check_near (20 * log10 (audio[latency]), mean, 0.01);
  for (int i = 0; i < latency; i++)
    mst_check (fabsf (audio[i]) < 1e-6f, "%g before it, at %d", audio[i], i);
  bench_stop (&bench);
}

/* --- the correction */

/* The level of mono noise-free audio at `frequency` after the stage. */
static double
mono_level (Bench *bench, double frequency)
{
  int n = impulse (bench, 0);

  bench_stop (bench);
  return bench_level_at (audio, n, bench->format.rate, frequency);
}

/* Oracle: arithmetic in dB. */
static void
test_strength_and_caps (void)
{
  Bench bench = bench_new (stage, RATE, 1);

  bench.values[MST_MATCH_STRENGTH] = 0.4;
  bench.values[MST_MATCH_MAX_BOOST] = 7;
  bench.values[MST_MATCH_MAX_CUT] = 9;
  set_constant (&bench, MST_MATCH_MID, 10);
  mst_check_near (mono_level (&bench, 1000), 4, 0.001);
  bench.values[MST_MATCH_STRENGTH] = 0.8;
  mst_check_near (mono_level (&bench, 1000), 7, 0.001);
  set_constant (&bench, MST_MATCH_MID, -10);
  mst_check_near (mono_level (&bench, 1000), -8, 0.001);
  bench.values[MST_MATCH_STRENGTH] = 1;
  mst_check_near (mono_level (&bench, 1000), -9, 0.001);
}

/* A wall between two caps is the worst that can be asked for. */
static void
test_caps_hold_at_corners (void)
{
  Bench bench = bench_new (stage, RATE, 1);
  double highest = -99, lowest = 99;
  int n;

  for (int i = 0; i < MST_CURVE_POINTS; i++)
    bench.values[mst_match_curve_at (MST_MATCH_MID, i)] = i / 30 % 2 ? 20 : -20;
  n = impulse (&bench, 0);
  for (double f = 20; f < 20000; f *= 1.01) {
    double level = bench_level_at (audio, n, RATE, f);
    highest = fmax (highest, level);
    lowest = fmin (lowest, level);
  }
  printf ("# walls between caps of 6 and -12: %.3f, %.3f dB\n", highest,
      lowest);
  mst_check (highest < 6.2 && lowest > -12.2, "%g, %g", highest, lowest);
  bench_stop (&bench);
}

/* Oracle: the definition; half the way, half the correction. */
static void
test_low_guard (void)
{
  Bench bench = open_bench (RATE, 1);
  double aim[MST_CURVE_POINTS];

  bench.values[MST_MATCH_LOW_GUARD] = 80;
  set_constant (&bench, MST_MATCH_MID, -8);
  mst_match_correction (bench.values, MST_MATCH_MID, aim);
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    double f = mst_curve_frequency (i);
    mst_check (aim[i] == (f <= 40 ? 0 : -8) || (f > 40 && f < 80),
        "%g at %g Hz", aim[i], f);
  }
  mst_check_near (aim[60], -4, 1e-9); /* 10 Hz * 2^(60 / 24) = 56.6 Hz */
  bench.values[MST_MATCH_LOW_GUARD] = mst_curve_frequency (72);
  mst_match_correction (bench.values, MST_MATCH_MID, aim);
  mst_check_near (aim[60], -4, 1e-9);
  mst_check_near (mono_level (&bench, 90), -8, 0.02);
  mst_check_near (mono_level (&bench, 35), 0, 0.05);
}

/* Oracle: the Fourier transform of a raised cosine of half-length w at a period
 * P, u = 2 pi w / P: sin (u) / (u (1 - (u / pi)^2)); of two of them, with the
 * variance of one that is as wide as the smoothing says. */
static void
test_smoothing (void)
{
  static const double cases[][2] = { { 2, 0.5 }, { 2, 0.75 }, { 0.5, 1.0 / 3 },
    { 4, 2 } };

  for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
    Bench bench = open_bench (RATE, 1);
    Ripple ripple = { 5, cases[i][0], 0.1 };
    double u = 2 * M_PI * cases[i][1] / M_SQRT2 / cases[i][0];
    double factor = fabs (u - M_PI) < 1e-9
        ? 0.5
        : sin (u) / (u * (1 - u * u / M_PI / M_PI));
    double aim[MST_CURVE_POINTS];
    set_ripple (&bench, MST_MATCH_MID, &ripple);
    bench.values[MST_MATCH_SMOOTHING] = cases[i][1];
    mst_match_correction (bench.values, MST_MATCH_MID, aim);
    for (int k = 60; k < MST_CURVE_POINTS - 60; k++)
      mst_check_near (aim[k],
          factor * factor * ripple_at (&ripple, mst_curve_frequency (k)),
          0.005);
  }
}

/* --- channels */

/* 5.1: the front pair by mid and side, the LFE late and nothing else, the rest
 * by the curve of mid. */
static void
test_surround (void)
{
  Bench bench = open_bench (RATE, 6);
  int n, latency;

  set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
  set_ripple (&bench, MST_MATCH_SIDE, &side_ripple);
  bench_start (&bench);
  n = response_length (&bench);
  latency = stage->latency (bench.self);
  memset (audio, 0, sizeof (audio));
  for (int c = 0; c < 6; c++)
    audio[(size_t) c * n] = c == 1 ? -0.5f : 0.5f;
  bench_run (&bench, audio, n, 1000);
  for (int c = 0; c < 6; c++) {
    float *h = audio + (size_t) c * n;
    if (c == 3)
      continue;
    for (int i = 0; i < n; i++)
      h[i] *= 2;
    mst_check (deviation (h, n, RATE, c < 2 ? &side_ripple : &mid_ripple, 20,
                   20000) < 0.05,
        "channel %d", c);
  }
  for (int i = 0; i < n; i++)
    mst_check (audio[(size_t) 3 * n + i] == (i == latency ? 0.5f : 0.0f),
        "LFE, frame %d", i);
  bench_stop (&bench);
}

/* --- neutral */

static void
check_delayed (Bench *bench, int from, int n)
{
  int latency = stage->latency (bench->self);

  for (int c = 0; c < bench->format.channels; c++)
    mst_check (memcmp (audio + c * n + latency + from, copy + c * n + from,
                   sizeof (float) * (n - latency - from)) == 0,
        "channel %d", c);
}

static void
check_neutral (Bench *bench)
{
  const int n = 20000;

  bench_noise (audio, n * bench->format.channels, 0.9, 3);
  memcpy (copy, audio, sizeof (copy));
  bench_start (bench);
  bench_run (bench, audio, n, 777);
  check_delayed (bench, 0, n);
  bench_stop (bench);
}

static void
test_neutral_is_bit_exact (void)
{
  for (int phase = 0; phase < 2; phase++) {
    Bench bench = bench_new (stage, RATE, 2);
    bench.values[MST_MATCH_PHASE] = phase;
    check_neutral (&bench);
    set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
    set_ripple (&bench, MST_MATCH_SIDE, &side_ripple);
    bench.values[MST_MATCH_STRENGTH] = 0;
    check_neutral (&bench);
    bench.values[MST_MATCH_STRENGTH] = 1;
    bench.values[MST_MATCH_MAX_BOOST] = bench.values[MST_MATCH_MAX_CUT] = 0;
    check_neutral (&bench);
    bench = bench_new (stage, RATE, 1); /* mono has no sides */
    bench.values[MST_MATCH_PHASE] = phase;
    set_ripple (&bench, MST_MATCH_SIDE, &side_ripple);
    check_neutral (&bench);
  }
}

static void
test_returns_to_neutral (void)
{
  const int n = 60000;

  for (int phase = 0; phase < 2; phase++) {
    Bench bench = bench_new (stage, RATE, 2);
    bench.values[MST_MATCH_PHASE] = phase;
    set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
    bench_start (&bench);
    bench_noise (audio, n * 2, 0.9, 3);
    bench_run (&bench, audio, n, 512);
    bench.values[MST_MATCH_STRENGTH] = 0;
    bench_set (&bench);
    bench_noise (audio, n * 2, 0.9, 4);
    memcpy (copy, audio, sizeof (copy));
    bench_run (&bench, audio, n, 512);
    check_delayed (&bench, 4096, n);
    bench_stop (&bench);
  }
}

/* --- changes */

enum { FIRST_CHANGE = 30011, SECOND_CHANGE = 61003, FRAMES = 96000 };

/* From one strength to another and to a third, and, with `flip`, to the curve
 * upside down. */
static void
run_changes (Bench *bench, const double *strengths, bool flip, int block)
{
  for (int i = 0, span; i < FRAMES; i += span) {
    int next = i < FIRST_CHANGE ? FIRST_CHANGE
        : i < SECOND_CHANGE     ? SECOND_CHANGE
                                : FRAMES;
    float *planes[2];
    if (i == FIRST_CHANGE || i == SECOND_CHANGE) {
      bench->values[MST_MATCH_STRENGTH] = strengths[i == FIRST_CHANGE ? 1 : 2];
      for (int k = 0; flip && k < MST_CURVE_POINTS; k++)
        bench->values[mst_match_curve_at (MST_MATCH_MID, k)] *= -1;
      bench_set (bench);
    }
    span = next - i < block ? next - i : block;
    for (int c = 0; c < bench->format.channels; c++)
      planes[c] = audio + (size_t) c * FRAMES + i;
    stage->process (bench->self, planes, span);
  }
}

static const double strength_changes[][3] = { { 0.1, 1, 0.5 }, { 0, 1, 0 },
  { 1, 0, 1 }, { 1, 0.9, 0 } };

/* Oracle: x[i+1] - 2 cos (w) x[i] + x[i-1], which is 0 for a steady tone of w:
 * what a change leaves of it is its click. The last of these goes from 6 dB to
 * -5.4 within 21 ms; unsmoothed that reads 0.7. */
static void
test_changes_do_not_click (void)
{
  const double w = 2 * M_PI * 1000 / RATE;
  const Ripple ripple = { 6, 4, 1 }; /* 6 dB at 1 kHz */
  double worst_of_all = 0;

  for (int phase = 0; phase < 2; phase++)
    for (size_t k = 0; k < 2 * MST_N_ELEMENTS (strength_changes); k++) {
      const double *strengths = strength_changes[k / 2];
      Bench bench = bench_new (stage, RATE, 1);
      double worst = 0;
      bench.values[MST_MATCH_PHASE] = phase;
      bench.values[MST_MATCH_STRENGTH] = strengths[0];
      set_ripple (&bench, MST_MATCH_MID, &ripple);
      bench_start (&bench);
      bench_sine (audio, FRAMES, RATE, 1000, 0.5);
      run_changes (&bench, strengths, k % 2, 480);
      for (int i = 20000; i < FRAMES - 1; i++)
        worst = fmax (worst,
            fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
      worst_of_all = fmax (worst_of_all, worst);
      mst_check (worst < 0.3e-3, "phase %d, changes %zu: %g", phase, k, worst);
      bench_stop (&bench);
    }
  printf ("# greatest click: %.1f dBFS\n", 20 * log10 (worst_of_all));
}

/* The changes take place at the same frames however the stream is cut. */
static void
test_changes_and_split_blocks (void)
{
  static const int blocks[] = { 17, 512, 1000 };

  for (int phase = 0; phase < 2; phase++)
    for (size_t k = 0; k < MST_N_ELEMENTS (strength_changes); k++) {
      const double *strengths = strength_changes[k];
      for (size_t b = 0; b < MST_N_ELEMENTS (blocks); b++) {
        Bench bench = bench_new (stage, RATE, 2);
        bench.values[MST_MATCH_PHASE] = phase;
        bench.values[MST_MATCH_STRENGTH] = strengths[0];
        set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
        set_ripple (&bench, MST_MATCH_SIDE, &side_ripple);
        bench_start (&bench);
        bench_noise (audio, FRAMES * 2, 0.9, 3);
        run_changes (&bench, strengths, true, blocks[b]);
        bench_stop (&bench);
        if (b == 0)
          memcpy (copy, audio, sizeof (copy));
        mst_check (memcmp (copy, audio, sizeof (float) * FRAMES * 2) == 0,
            "phase %d, changes %zu, blocks of %d", phase, k, blocks[b]);
      }
    }
}

/* A reset in the middle of a change leaves what a new stage would be. */
static void
test_reset_amid_changes (void)
{
  const int n = 20000;

  for (int back = 0; back < 30000; back += 1700) {
    Bench bench = bench_new (stage, RATE, 1);
    bench.values[MST_MATCH_STRENGTH] = back % 3 / 2.0;
    set_ripple (&bench, MST_MATCH_MID, &mid_ripple);
    bench_start (&bench);
    bench_noise (audio, 4000, 0.9, 3);
    bench_run (&bench, audio, 4000, 1000);
    bench.values[MST_MATCH_STRENGTH] = 0.7;
    bench_set (&bench);
    bench_noise (audio, back, 0.9, 4);
    bench_run (&bench, audio, back, 1000);
    stage->reset (bench.self);
    bench_noise (audio, n, 0.9, 5);
    bench_run (&bench, audio, n, 1000);
    memcpy (copy, audio, sizeof (copy));
    bench_stop (&bench);
    bench_start (&bench);
    bench_noise (audio, n, 0.9, 5);
    bench_run (&bench, audio, n, 1000);
    mst_check (memcmp (copy, audio, sizeof (float) * n) == 0, "after %d", back);
    bench_stop (&bench);
  }
}

int
main (void)
{
  MST_RUN (test_magnitudes_are_the_curves);
  MST_RUN (test_linear_phase_is_symmetric);
  MST_RUN (test_minimum_phase_is_minimum);
  MST_RUN (test_strength_and_caps);
  MST_RUN (test_caps_hold_at_corners);
  MST_RUN (test_low_guard);
  MST_RUN (test_smoothing);
  MST_RUN (test_surround);
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_returns_to_neutral);
  MST_RUN (test_changes_do_not_click);
  MST_RUN (test_changes_and_split_blocks);
  MST_RUN (test_reset_amid_changes);
  return mst_done ();
}
