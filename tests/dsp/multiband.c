/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests the multiband stage: the sum of its bands, and each band by itself.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "dsp/multiband/multiband.h"
#include "bench.h"
#include "dsp/common/dynamics/dynamics.h"
#include "reference/splatter.h"

#define RATE 48000.0
#define N 48000

static float audio[8 * N], input[8 * N];

static void
set (Bench *bench, int band, int param, double value)
{
  bench->values[mst_multiband_band_at (band, param)] = value;
}

static void
set_all (Bench *bench, int param, double value)
{
  for (int b = 0; b < MST_MULTIBAND_MAX_BANDS; b++)
    set (bench, b, param, value);
}

static Bench
new_bench (double rate, int channels)
{
  return bench_new (&mst_stage_multiband, rate, channels);
}

/* Three bands that meet far from a tone of 632 Hz. Its share in other bands is
 * (20 / 632)^4 = -120 dB. */
static Bench
new_middle (int channels, double threshold, double ratio)
{
  Bench bench = new_bench (RATE, channels);

  bench.values[MST_MULTIBAND_BANDS] = 3;
  set (&bench, 0, MST_MULTIBAND_BAND_UPPER_FREQUENCY, 20);
  set (&bench, 1, MST_MULTIBAND_BAND_UPPER_FREQUENCY, 20000);
  set (&bench, 1, MST_MULTIBAND_BAND_THRESHOLD, threshold);
  set (&bench, 1, MST_MULTIBAND_BAND_RATIO, ratio);
  set (&bench, 1, MST_MULTIBAND_BAND_KNEE, 0);
  set (&bench, 1, MST_MULTIBAND_BAND_ATTACK, 2);
  set (&bench, 1, MST_MULTIBAND_BAND_RELEASE, 50);
  set (&bench, 1, MST_MULTIBAND_BAND_RANGE, 60);
  return bench;
}

/* The level of the last half of a second in `plane` [dB]. */
static double
level (const float *plane, double frequency)
{
  return 20 * log10 (bench_amplitude (plane, N / 2, N / 2, RATE, frequency));
}

static double
reduction (Bench *bench, int band)
{
  double readouts[MST_MULTIBAND_MAX_BANDS];

  mst_stage_multiband.read (bench->self, readouts);
  return readouts[band];
}

/* --- nothing to do */

static void
check_delayed (Bench *bench, const char *what)
{
  int channels = bench->format.channels;
  int latency = mst_stage_multiband.latency (bench->self);
  bool same = true;

  bench_noise (audio, channels * N, 1, 1);
  memcpy (input, audio, channels * N * sizeof (float));
  bench_run (bench, audio, N, 480);
  for (int c = 0; c < channels; c++)
    same = same &&
        memcmp (audio + c * N + latency, input + c * N,
            (N - latency) * sizeof (float)) == 0;
  mst_check (same, "%s: changed a bit", what);
}

static void
test_neutral_is_bit_exact (void)
{
  for (int kind = 0; kind < 16; kind++) {
    Bench bench = new_bench (RATE, 2);
    bench.values[MST_MULTIBAND_CROSSOVER] = kind & 1;
    bench.values[MST_MULTIBAND_LOOKAHEAD] = kind & 2 ? 7.3 : 0;
    set (&bench, 1, MST_MULTIBAND_BAND_UPPER_FREQUENCY, 700);
    if (kind & 4) { /* a mix of 0 of much work */
      bench.values[MST_MULTIBAND_MIX] = 0;
      set_all (&bench, MST_MULTIBAND_BAND_RATIO, 4);
      set (&bench, 0, MST_MULTIBAND_BAND_GAIN, 6);
      set (&bench, 1, MST_MULTIBAND_BAND_MUTE, 1);
    } else if (kind & 8) { /* no range, no mix, or not enabled */
      set_all (&bench, MST_MULTIBAND_BAND_RATIO, 4);
      set_all (&bench, MST_MULTIBAND_BAND_RANGE, 0);
      set (&bench, 1, MST_MULTIBAND_BAND_RANGE, 9);
      set (&bench, 1, MST_MULTIBAND_BAND_MIX, 0);
      set (&bench, 2, MST_MULTIBAND_BAND_RANGE, 9);
      set (&bench, 2, MST_MULTIBAND_BAND_GAIN, 9);
      set (&bench, 2, MST_MULTIBAND_BAND_ENABLED, 0);
    }
    bench_start (&bench);
    check_delayed (&bench, kind & 4 ? "mix 0" : "neutral");
    bench_stop (&bench);
  }
}

/* When it is neutral again, every bit passes; when it sets off anew, the old
 * history is gone. */
static void
test_returns_to_neutral (void)
{
  Bench bench = new_bench (RATE, 2);

  set_all (&bench, MST_MULTIBAND_BAND_RATIO, 3);
  set_all (&bench, MST_MULTIBAND_BAND_THRESHOLD, -50);
  set_all (&bench, MST_MULTIBAND_BAND_RELEASE, 5000);
  set (&bench, 0, MST_MULTIBAND_BAND_SOLO, 1);
  bench_start (&bench);
  for (int pass = 0; pass < 3; pass++) {
    set_all (&bench, MST_MULTIBAND_BAND_RATIO, 3);
    set (&bench, 0, MST_MULTIBAND_BAND_SOLO, 1);
    bench_set (&bench);
    bench_noise (audio, 2 * N, 1, 1);
    bench_run (&bench, audio, N, 480);
    set_all (&bench, MST_MULTIBAND_BAND_RATIO, 1);
    set (&bench, 0, MST_MULTIBAND_BAND_SOLO, 0);
    bench_set (&bench);
    bench_run (&bench, audio, N, 480);
    bench_run (&bench, audio, N, 480);
    check_delayed (&bench, "again neutral");
    mst_check (reduction (&bench, 0) == 0, "reads");
  }
  bench_stop (&bench);
}

/* It filters, for one band could do something; but none does, and so the sum is
 * an all-pass of magnitude 1. Oracle: the input. */
static void
test_idle_reconstruction (void)
{
  static const double frequencies[] = { 20, 50, 120, 300, 1000, 2500, 6000,
    12000, 20000 };
  double worst = 0;

  for (int bands = 2; bands <= 6; bands++)
    for (size_t i = 0; i < MST_N_ELEMENTS (frequencies); i++) {
      Bench bench = new_bench (RATE, 1);
      bench.values[MST_MULTIBAND_BANDS] = bands;
      set (&bench, bands - 1, MST_MULTIBAND_BAND_RATIO, 2);
      set (&bench, bands - 1, MST_MULTIBAND_BAND_THRESHOLD, 0);
      bench_start (&bench);
      bench_sine (audio, N, RATE, frequencies[i], 0.1);
      bench_run (&bench, audio, N, 480);
      worst = fmax (worst, fabs (level (audio, frequencies[i]) + 20));
      bench_stop (&bench);
    }
  printf ("# minimum phase, idle: within %.6f dB\n", worst);
  mst_check (worst <= 0.001, "%g dB", worst);
}

static void
test_idle_reconstruction_linear (void)
{
  double worst = 0;

  for (int bands = 2; bands <= 6; bands++) {
    Bench bench = new_bench (RATE, 2);
    int latency;
    bench.values[MST_MULTIBAND_BANDS] = bands;
    bench.values[MST_MULTIBAND_CROSSOVER] = MST_MULTIBAND_LINEAR_PHASE;
    set (&bench, 0, MST_MULTIBAND_BAND_RATIO, 2);
    set (&bench, 0, MST_MULTIBAND_BAND_THRESHOLD, 0);
    bench_start (&bench);
    latency = mst_stage_multiband.latency (bench.self);
    bench_noise (audio, 2 * N, 0.5, 3);
    memcpy (input, audio, 2 * N * sizeof (float));
    bench_run (&bench, audio, N, 480);
    for (int c = 0; c < 2; c++)
      for (int i = latency; i < N; i++)
        worst =
            fmax (worst, fabs (audio[c * N + i] - input[c * N + i - latency]));
    bench_stop (&bench);
  }
  printf ("# linear phase, idle: within %.2e\n", worst);
  mst_check (worst <= 1e-6, "%g", worst);
}

/* --- each band by itself */

/* Oracle: the formula of the curve. A tone of amplitude A is at 20 log A. */
static void
test_static_curves (void)
{
  static const double levels[] = { -50, -40, -30.5, -25, -12, -3 };

  for (size_t i = 0; i < MST_N_ELEMENTS (levels); i++)
    for (int action = 0; action < 3; action++) {
      const double threshold = -30, ratio = action == 2 ? 1.5 : 3;
      double x = levels[i], over = x - threshold, wanted = 0;
      Bench bench = new_middle (1, threshold, ratio);
      set (&bench, 1, MST_MULTIBAND_BAND_ACTION, action);
      if (action == MST_COMPRESS_DOWN && over > 0)
        wanted = -over * (1 - 1 / ratio);
      if (action == MST_COMPRESS_UP && over < 0)
        wanted = -over * (1 - 1 / ratio);
      if (action == MST_EXPAND_DOWN && over < 0)
        wanted = over * (ratio - 1);
      bench_start (&bench);
      bench_sine (audio, N, RATE, 632, pow (10, x / 20));
      bench_run (&bench, audio, N, 480);
      mst_check_near (level (audio, 632) - x, wanted, 0.06);
      mst_check_near (reduction (&bench, 1), -wanted, 0.06);
      mst_check (reduction (&bench, 0) == 0 && reduction (&bench, 2) == 0,
          "the others read");
      bench_stop (&bench);
    }
}

/* The louder of two tones in two bands is lowered by 10 dB, as far as the
 * band's mix goes: 1 + mix (10^(-10/20) - 1). The band's own gain counts in
 * full. */
static void
check_bands_are_apart (double mix)
{
  const double lowered = 20 * log10 (1 + mix * (pow (10, -0.5) - 1));
  Bench bench = new_bench (RATE, 1);

  bench.values[MST_MULTIBAND_BANDS] = 2;
  bench.values[MST_MULTIBAND_GAIN] = 1.5;
  set (&bench, 0, MST_MULTIBAND_BAND_UPPER_FREQUENCY, 1000);
  set (&bench, 0, MST_MULTIBAND_BAND_RATIO, 100);
  set (&bench, 0, MST_MULTIBAND_BAND_KNEE, 0);
  set (&bench, 0, MST_MULTIBAND_BAND_THRESHOLD, -26);
  set (&bench, 0, MST_MULTIBAND_BAND_RANGE, 10);
  set (&bench, 0, MST_MULTIBAND_BAND_MIX, mix);
  set (&bench, 0, MST_MULTIBAND_BAND_GAIN, -2);
  set (&bench, 1, MST_MULTIBAND_BAND_GAIN, 4);
  bench_start (&bench);
  bench_sine (audio, N, RATE, 40, 0.5);
  bench_sine (input, N, RATE, 16000, 0.1);
  for (int i = 0; i < N; i++)
    audio[i] += input[i];
  bench_run (&bench, audio, N, 480);
  mst_check_near (level (audio, 40), 20 * log10 (0.5) + lowered - 2 + 1.5,
      0.02);
  mst_check_near (level (audio, 16000), -20 + 4 + 1.5, 0.02);
  bench_stop (&bench);
}

static void
test_bands_are_apart (void)
{
  static const double mixes[] = { 1, 0.5, 0.25, 0 };

  for (size_t i = 0; i < MST_N_ELEMENTS (mixes); i++)
    check_bands_are_apart (mixes[i]);
}

static void
test_solo_and_mute (void)
{
  static const double tones[] = { 30, 350, 2500,
    16000 }; /* one for each band */
  static const struct {
    int solo, mute; /* a bit for each band */
    int heard;
  } cases[] = { { 0, 0, 15 }, { 2, 0, 2 }, { 5, 0, 5 }, { 0, 8, 7 },
    { 3, 1, 2 }, { 16, 32, 15 } /* bits of bands that are not there */ };

  for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
    Bench bench = new_bench (RATE, 1);
    for (int b = 0; b < 6; b++) {
      set (&bench, b, MST_MULTIBAND_BAND_SOLO, (cases[i].solo >> b) & 1);
      set (&bench, b, MST_MULTIBAND_BAND_MUTE, (cases[i].mute >> b) & 1);
    }
    bench_start (&bench);
    memset (audio, 0, N * sizeof (float));
    for (int b = 0; b < 4; b++) {
      bench_sine (input, N, RATE, tones[b], 0.1);
      for (int k = 0; k < N; k++)
        audio[k] += input[k];
    }
    bench_run (&bench, audio, N, 480);
    for (int b = 0; b < 4; b++) {
      double got = level (audio, tones[b]) + 20;
      bool heard = (cases[i].heard >> b) & 1;
      mst_check (heard ? fabs (got) < 0.6 : got < -25, "case %zu band %d: %g",
          i, b, got);
    }
    bench_stop (&bench);
  }
}

/* Left is loud and right soft, or the side is loud and the middle soft. Oracle:
 * the curve. Left is at -6 dB and so 20 over the threshold: 15 are taken off;
 * right is below it. */
static void
test_link_and_mid_side (void)
{
  static const struct {
    double link;
    bool mid_side;
    double loud, soft; /* changes [dB] */
  } cases[] = { { 1, false, -15, -15 }, { 0, false, -15, 0 },
    { 0.5, false, -15, -0.75 }, { 1, true, -15, -15 }, { 0, true, -15, 0 },
    { 0.5, true, -15, -0.75 } };
  const double loud = pow (10, -0.3), soft = pow (10, -2.2); /* -6, -44 dB */

  for (int detector = 0; detector < 2; detector++)
    for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
      bool crossed = cases[i].mid_side;
      Bench bench = new_middle (2, -26, 4);
      bench.values[MST_MULTIBAND_MODE] = crossed;
      set (&bench, 1, MST_MULTIBAND_BAND_LINK, cases[i].link);
      if (detector == 1) { /* the level of a tone is 3.01 dB less */
        set (&bench, 1, MST_MULTIBAND_BAND_DETECTOR, 1);
        set (&bench, 1, MST_MULTIBAND_BAND_THRESHOLD, -29.0103);
      }
      bench_start (&bench);
      bench_sine (audio, N, RATE, 632, crossed ? loud + soft : loud);
      bench_sine (audio + N, N, RATE, 632, crossed ? soft - loud : soft);
      bench_run (&bench, audio, N, 480);
      for (int k = 0; crossed && k < N; k++) {
        float left = audio[k], right = audio[N + k];
        audio[k] = 0.5f * (left - right); /* the side is the loud one */
        audio[N + k] = 0.5f * (left + right);
      }
      mst_check_near (level (audio, 632), -6 + cases[i].loud, 0.08);
      mst_check_near (level (audio + N, 632), -44 + cases[i].soft, 0.08);
      bench_stop (&bench);
    }
}

/* The gain is down before the burst comes out. */
static void
test_lookahead (void)
{
  Bench bench = new_middle (1, -40, 100);
  int latency, onset = N / 2;

  bench.values[MST_MULTIBAND_LOOKAHEAD] = 10;
  set (&bench, 1, MST_MULTIBAND_BAND_ATTACK, 1);
  bench_start (&bench);
  latency = mst_stage_multiband.latency (bench.self);
  mst_check (latency == 480, "%d frames", latency);
  bench_sine (audio, N, RATE, 1000, 0.5);
  memset (audio, 0, onset * sizeof (float));
  bench_run (&bench, audio, N, 480);
  for (int i = onset + latency; i < onset + latency + 480; i++)
    if (fabsf (audio[i]) > 0.0125f) { /* -40 dB is 0.01 */
      mst_check (false, "frame %d of the burst: %g", i - onset, audio[i]);
      break;
    }
  bench_stop (&bench);
}

/* --- any input */

static void
test_odd_crossovers (void)
{
  static const double wanted[][5] = { { 5000, 100, 300, 20, 7000 },
    { 500, 500, 500, 500, 500 }, { 20000, 20000, 20000, 20000, 20000 },
    { 20, 20, 20, 20, 20 }, { 0, 20000, 0, 20, 0 } };

  for (int rate = 8000; rate <= 48000; rate += 40000)
    for (size_t i = 0; i < MST_N_ELEMENTS (wanted); i++)
      for (int linear = 0; linear < 2; linear++) {
        Bench bench = new_bench (rate, 1);
        double got;
        bench.values[MST_MULTIBAND_BANDS] = 6;
        bench.values[MST_MULTIBAND_CROSSOVER] = linear;
        for (int b = 0; b < 5; b++)
          set (&bench, b, MST_MULTIBAND_BAND_UPPER_FREQUENCY, wanted[i][b]);
        set_all (&bench, MST_MULTIBAND_BAND_RATIO, 2);
        set_all (&bench, MST_MULTIBAND_BAND_THRESHOLD, 0);
        set_all (&bench, MST_MULTIBAND_BAND_KNEE, 0);
        set_all (&bench, MST_MULTIBAND_BAND_ATTACK, 0);
        set_all (&bench, MST_MULTIBAND_BAND_RELEASE, 0);
        bench_start (&bench);
        bench_sine (audio, N, rate, 1000, 0.1);
        bench_run (&bench, audio, N, 480);
        got = bench_amplitude (audio, N / 2, N / 2, rate, 1000);
        mst_check_near (20 * log10 (got), -20, 0.001);
        bench_stop (&bench);
      }
}

static void
test_any_input (void)
{
  for (int channels = 1; channels <= 8; channels += 7)
    for (int linear = 0; linear < 2; linear++)
      for (int kind = 0; kind < 4; kind++) {
        Bench bench = new_bench (RATE, channels);
        int n = channels * 20000;
        bench.values[MST_MULTIBAND_CROSSOVER] = linear;
        set_all (&bench, MST_MULTIBAND_BAND_RATIO, 5);
        set_all (&bench, MST_MULTIBAND_BAND_ATTACK, 0);
        set_all (&bench, MST_MULTIBAND_BAND_RELEASE, 0);
        set (&bench, 1, MST_MULTIBAND_BAND_ACTION, MST_COMPRESS_UP);
        set (&bench, 2, MST_MULTIBAND_BAND_ACTION, MST_EXPAND_DOWN);
        set (&bench, 2, MST_MULTIBAND_BAND_LINK, 0);
        bench_start (&bench);
        for (int i = 0; i < n; i++)
          audio[i] = kind == 0 ? 0 : kind == 1 ? 0.7f : i % 3 ? NAN : INFINITY;
        if (kind == 3) /* and music after that */
          bench_noise (audio + n / 2, n / 2, 1, 7);
        bench_run (&bench, audio, 20000, 333);
        for (int i = 0; i < n; i++)
          if (!isfinite (audio[i]) || (kind % 2 == 0 && audio[i] != 0)) {
            mst_check (false, "kind %d, sample %d: %g", kind, i, audio[i]);
            break;
          }
        bench_stop (&bench);
      }
}

/* --- changes */

/* A value within its range. */
static double
sweep_to (const MstParam *row, double phase)
{
  double share = 0.5 - 0.5 * cos (2 * M_PI * phase);
  double value = row->min + share * (row->max - row->min);

  if (strcmp (row->unit, "Hz") == 0)
    return 20 * pow (1000, share);
  return row->kind == MST_KIND_DOUBLE ? value : floor (value + 0.5);
}

static Bench
new_busy (bool linear)
{
  static const double ratios[] = { 2, 3, 1.5, 4, 2, 2 };
  Bench bench = new_bench (RATE, 2);

  bench.values[MST_MULTIBAND_CROSSOVER] = linear;
  for (int b = 0; b < 6; b++)
    set (&bench, b, MST_MULTIBAND_BAND_RATIO, ratios[b]);
  set_all (&bench, MST_MULTIBAND_BAND_THRESHOLD, -30);
  return bench;
}

/* Sweeps over all of the range 0.75 times a second. */
static double
sweep (double seconds)
{
  return 0.75 * seconds;
}

/* Jumps from one end to the other after a second. */
static double
jump (double seconds)
{
  return seconds < 1 ? 0 : 0.5;
}

/* The tone stands on the crossover of bands 1 and 2, 1 kHz. Value `i` is set
 * 100 times a second. */
static double
splatter_of (int i, bool linear, double (*phase) (double seconds))
{
  Bench bench = new_busy (linear);
  MstParam row = bench_row (&mst_stage_multiband, i);
  const int n = 2 * N;

  bench_start (&bench);
  bench_sine (audio, n, RATE, 1000, 0.5);
  bench_sine (audio + n, n, RATE, 1000, 0.3);
  for (int k = 0; k < n; k += 480) {
    float *planes[] = { audio + k, audio + n + k };
    bench.values[i] = sweep_to (&row, phase (k / RATE));
    bench_set (&bench);
    mst_stage_multiband.process (bench.self, planes, 480);
  }
  bench_stop (&bench);
  return mst_splatter (audio, n, RATE, mst_far_from_1_khz);
}

static void
test_no_change_clicks (void)
{
  for (int i = 0; i < mst_multiband_band_at (1, 0); i++) {
    MstParam row = bench_row (&mst_stage_multiband, i);
    bool of_band = i >= MST_MULTIBAND_N_PARAMS;
    int at =
        of_band ? i + MST_MULTIBAND_BAND_N_PARAMS : i; /* the value of band 1 */
    double swept, jumped;
    if (row.flags & MST_PARAM_AT_START)
      continue;
    swept = splatter_of (at, false, sweep);
    jumped = splatter_of (at, false, jump);
    printf ("# %s%s: sweep %.1f, jump %.1f dBFS\n", of_band ? "band1::" : "",
        row.name, swept, jumped);
    mst_check (swept < -100, "%s: %g dBFS", row.name, swept);
    mst_check (jumped < -90, "%s: %g dBFS", row.name, jumped);
  }
}

static void
test_no_change_clicks_linear (void)
{
  const int values[] = { MST_MULTIBAND_BANDS, MST_MULTIBAND_MIX,
    mst_multiband_band_at (1, MST_MULTIBAND_BAND_UPPER_FREQUENCY) };

  for (size_t i = 0; i < MST_N_ELEMENTS (values); i++) {
    double swept = splatter_of (values[i], true, sweep);
    double jumped = splatter_of (values[i], true, jump);
    printf ("# linear, %s: sweep %.1f, jump %.1f dBFS\n",
        bench_row (&mst_stage_multiband, values[i]).name, swept, jumped);
    mst_check (swept < -100, "%g dBFS", swept);
    mst_check (jumped < -110, "%g dBFS", jumped);
  }
}

/* The contract's own test sets every band mute; here all is heard. Values
 * change on the way, one at a time, and so does the work that is done at all.
 */
static void
run_changes (float *out, int block, int linear)
{
  Bench bench = new_busy (linear);
  uint64_t state = 12345;
  const int n = N;

  bench.values[MST_MULTIBAND_LOOKAHEAD] = linear ? 0 : 3;
  bench_start (&bench);
  bench_noise (out, 2 * n, 0.7, 5);
  for (int k = 0; k < n; k += 4000) {
    int i = (int) ((0.5 + 0.5 * mst_noise (&state)) *
        mst_stage_n_values (&mst_stage_multiband));
    MstParam row = bench_row (&mst_stage_multiband, i);
    for (int at = k; at < k + 4000; at += block) {
      float *planes[] = { out + at, out + n + at };
      int left = k + 4000 - at;
      mst_stage_multiband.process (bench.self, planes,
          block < left ? block : left);
    }
    if (!(row.flags & MST_PARAM_AT_START))
      bench.values[i] = sweep_to (&row, 0.5 + 0.5 * mst_noise (&state));
    bench_set (&bench);
  }
  bench_stop (&bench);
}

static void
test_cuts_change_nothing (void)
{
  static const int blocks[] = { 1, 61, 64, 999 };

  for (int linear = 0; linear < 2; linear++) {
    run_changes (input, 1000, linear);
    for (size_t i = 0; i < MST_N_ELEMENTS (blocks); i++) {
      run_changes (audio, blocks[i], linear);
      mst_check (memcmp (audio, input, 2 * N * sizeof (float)) == 0,
          "blocks of %d", blocks[i]);
    }
  }
}

int
main (void)
{
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_returns_to_neutral);
  MST_RUN (test_idle_reconstruction);
  MST_RUN (test_idle_reconstruction_linear);
  MST_RUN (test_static_curves);
  MST_RUN (test_bands_are_apart);
  MST_RUN (test_solo_and_mute);
  MST_RUN (test_link_and_mid_side);
  MST_RUN (test_lookahead);
  MST_RUN (test_odd_crossovers);
  MST_RUN (test_any_input);
  MST_RUN (test_no_change_clicks);
  MST_RUN (test_no_change_clicks_linear);
  MST_RUN (test_cuts_change_nothing);
  return mst_done ();
}
