/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests what the imager never changes. The oracle is the input; sums are taken
 * in float and in double. */
#include "imager-bench.h"
#include "reference/splatter.h"

static float audio[6 * N], input[6 * N];

/* --- nothing to do */

static void
check_delayed (Bench *bench, bool pairs, const char *what)
{
  int latency = mst_stage_imager.latency (bench->self);

  for (int c = 0; c < bench->format.channels; c++)
    mst_check ((!pairs && bench->format.places[c].side != MST_SIDE_MIDDLE) ||
            memcmp (audio + c * N + latency, input + c * N,
                (N - latency) * sizeof (float)) == 0,
        "%s: channel %d changed", what, c);
}

static void
run_noise (Bench *bench, double side)
{
  bench_noise (audio, 6 * N, 1, 7);
  pink_noise (audio, audio + N, N, 0.7, side, 3);
  if (bench->format.channels == 6) /* the surrounds */
    pink_noise (audio + 4 * N, audio + 5 * N, N, 0.7, side, 5);
  memcpy (input, audio, sizeof (input));
  bench_run (bench, audio, N, 480);
}

static void
test_neutral_is_bit_exact (void)
{
  static const int channels[] = { 1, 2, 6 };

  for (int k = 0; k < 3; k++)
    for (int kind = 0; kind < 8; kind++) {
      Bench bench = new_bench (channels[k]);
      bench.values[MST_IMAGER_BANDS] = kind & 1 ? 4 : 1;
      bench.values[MST_IMAGER_CROSSOVER] = kind >> 1 & 1;
      bench.values[MST_IMAGER_GUARD] = kind >> 2; /* within its limits */
      bench_start (&bench);
      run_noise (&bench, 0.1);
      check_delayed (&bench, true, "neutral");
      bench_stop (&bench);
    }
}

/* Mono passes, whatever the values are; so do the centre and effects. */
static void
test_others_pass (void)
{
  static const int channels[] = { 1, 3, 6 };

  for (int k = 0; k < 3; k++)
    for (int linear = 0; linear < 2; linear++) {
      Bench bench = new_bench (channels[k]);
      set_widths (&bench, 3, (double[]){ 0.5, 1.5, 3 });
      bench.values[MST_IMAGER_CROSSOVER] = linear;
      bench.values[MST_IMAGER_STEREOIZE] = 0.7;
      bench.values[MST_IMAGER_BALANCE] = 0.3;
      bench.values[MST_IMAGER_ROTATION] = 20;
      bench_start (&bench);
      run_noise (&bench, 0.5);
      check_delayed (&bench, false, "busy");
      bench_stop (&bench);
    }
}

/* --- the sum */

static Bench
new_extreme (bool linear)
{
  Bench bench = new_bench (2);

  set_widths (&bench, 4, (double[]){ 0, 4, 2.5, 3.3 });
  bench.values[MST_IMAGER_CROSSOVER] = linear;
  bench.values[MST_IMAGER_STEREOIZE] = 1;
  bench.values[MST_IMAGER_BASS_MONO] = 90;
  return bench;
}

/* The unit in the last place of a float. */
static double
unit_of (float x)
{
  return x != 0 ? (double) ldexpf (1, ilogbf (x) - 23) : 0;
}

/* The error that frame i may have. It is 0, unless the sum is not a multiple of
 * a unit in the last place of the smaller sample; then no two floats of this
 * size add up to it. */
static double
allowed (float sum, float left, float right)
{
  double unit = unit_of (fabsf (left) < fabsf (right) ? left : right);

  return unit == 0 || fmod (sum, unit) == 0 ? 0 : unit / 2;
}

typedef struct {
  int beyond;      /* frames off by more than allowed */
  int different;   /* frames whose sum in float is another */
  int apart;       /* frames whose sum in double is another */
  double loudest;  /* smaller sample of a frame */
  double residual; /* greatest error */
} Fold;

static Fold
run_fold (Bench *bench, int block)
{
  int latency = mst_stage_imager.latency (bench->self);
  Fold fold = { 0 };

  memcpy (input, audio, 2 * N * sizeof (float));
  bench_run (bench, audio, N, block);
  for (int i = latency; i < N; i++) {
    float left = audio[i], right = audio[N + i];
    float l = input[i - latency], r = input[N + i - latency];
    float sum = l + r, got = left + right;
    double off = fabs ((double) left + (double) right - (double) sum);

    fold.beyond += off > allowed (sum, left, right);
    fold.different += memcmp (&got, &sum, 4) != 0 && (got != 0 || sum != 0);
    fold.apart += (double) left + right != (double) l + r;
    fold.loudest = fmax (fold.loudest, fmin (fabsf (left), fabsf (right)));
    fold.residual = fmax (fold.residual, off);
  }
  return fold;
}

/* Recordings of 16 and 24 bits, quiet to loud. */
static void
test_words_keep_their_sum (void)
{
  static const double levels[] = { -120, -90, -60, -40, -20, -12, -6, 0, 6 };

  for (size_t i = 0; i < MST_N_ELEMENTS (levels); i++)
    for (int kind = 0; kind < 4; kind++) {
      int bits = kind & 1 ? 16 : 24;
      double peak = pow (10, levels[i] / 20);
      Bench bench = new_extreme (kind >> 1);
      Fold fold;
      bench_start (&bench);
      pink_noise (audio, audio + N, N, peak, 0.6, 11);
      round_to_words (audio, 2 * N, bits);
      fold = run_fold (&bench, 333);
      mst_check (fold.beyond == 0, "%g dB, %d bits: %d", levels[i], bits,
          fold.beyond);
      if (bits == 16 || fold.loudest < 2)
        mst_check (fold.different == 0 && fold.apart == 0,
            "%g dB, %d bits: %d, %d of %d differ", levels[i], bits,
            fold.different, fold.apart, N);
      mst_check (levels[i] > -18 || fold.loudest < 2, "wrong premise");
      bench_stop (&bench);
    }
}

/* Any floats, wherever two of them can have the sum at all. */
static void
test_floats_keep_their_sum (void)
{
  static const double levels[] = { -120, -60, -20, 0, 6 };

  for (size_t i = 0; i < MST_N_ELEMENTS (levels); i++)
    for (int linear = 0; linear < 2; linear++) {
      double peak = pow (10, levels[i] / 20);
      Bench bench = new_extreme (linear);
      Fold fold;
      bench_start (&bench);
      pink_noise (audio, audio + N, N, peak, 0.5, 12);
      fold = run_fold (&bench, 1024);
      mst_check (fold.beyond == 0, "%g dB: %d", levels[i], fold.beyond);
      mst_check (fold.residual <= 4 * 0x1p-24 * peak, "%g", fold.residual);
      printf ("# floats at %g dBFS, extreme: %d of %d sums differ, by %.1f dB "
              "at most\n",
          levels[i], fold.different, N, 20 * log10 (fold.residual / peak));
      bench_stop (&bench);
    }
}

/* Any floats with a side up to thrice the middle. */
static void
test_floats_of_common_width_keep_their_sum (void)
{
  uint64_t state = 5;
  Bench bench = new_bench (2);
  Fold fold;

  set_widths (&bench, 1, (double[]){ 2.9 });
  bench_start (&bench);
  for (int i = 0; i < N; i++) {
    double middle = mst_noise (&state) * exp2 (20 * mst_noise (&state) - 20);
    double side = middle * mst_noise (&state);

    audio[i] = (float) (middle + side);
    audio[N + i] = (float) (middle - side);
  }
  fold = run_fold (&bench, 64);
  mst_check (fold.different == 0, "%d of %d differ", fold.different, N);
  bench_stop (&bench);
}

/* The sum holds while everything moves, the guard too. */
static void
test_sum_is_kept_in_motion (void)
{
  static const int moved[] = { MST_IMAGER_STEREOIZE, MST_IMAGER_BASS_MONO,
    MST_IMAGER_GUARD, MST_IMAGER_BANDS };
  Bench bench = new_extreme (false);
  uint64_t state = 9;
  int wrong = 0;

  bench_start (&bench);
  for (int pass = 0; pass < 40; pass++) {
    const int n = 1200;
    for (size_t k = 0; k < MST_N_ELEMENTS (moved); k++) {
      const MstParam *row = &mst_stage_imager.params[moved[k]];
      double share = 0.5 + 0.5 * mst_noise (&state);
      double value = row->min + share * (row->max - row->min);
      bench.values[moved[k]] =
          row->kind == MST_KIND_DOUBLE ? value : floor (value + 0.5);
    }
    for (int b = 0; b < 4; b++)
      set_band (&bench, b, MST_IMAGER_BAND_WIDTH, 2 + 2 * mst_noise (&state));
    bench_set (&bench);
    pink_noise (audio, audio + n, n, 0.12, 0.6, 100 + pass);
    round_to_words (audio, 2 * n, 24);
    memcpy (input, audio, 2 * n * sizeof (float));
    bench_run (&bench, audio, n, 480);
    for (int i = 0; i < n; i++)
      wrong += audio[i] + audio[n + i] != input[i] + input[n + i];
  }
  mst_check (wrong == 0, "%d sums differ", wrong);
  bench_stop (&bench);
}

/* --- changes */

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

static double
value_at (const MstParam *row, double phase)
{
  double share = 0.5 - 0.5 * cos (2 * M_PI * phase);
  double value = row->min + share * (row->max - row->min);

  if (strcmp (row->name, "upper-frequency") == 0)
    return 20 * pow (1000, share);
  return row->kind == MST_KIND_DOUBLE ? value : floor (value + 0.5);
}

/* Measures what is far from a tone in either channel [dBFS]. The tone of -6
 * dBFS is more to the left, its side turned against its middle; value `i` is
 * set 100 times a second. */
static double
splatter_of (int i, bool linear, double (*phase) (double seconds))
{
  const int n = 2 * N, step = N / 100;
  Bench bench = new_bench (2);
  MstParam row = bench_row (&mst_stage_imager, i);

  set_widths (&bench, 3, (double[]){ 0.5, 1.5, 2 });
  bench.values[MST_IMAGER_CROSSOVER] = linear;
  set_band (&bench, 1, MST_IMAGER_BAND_UPPER_FREQUENCY, 1000);
  bench.values[MST_IMAGER_GUARD] = strncmp (row.name, "guard", 5) == 0;
  bench.values[i] = value_at (&row, phase (0));
  bench_start (&bench);
  for (int at = 0; at < n; at += step) {
    float *planes[] = { audio + at, audio + n + at };
    for (int k = at; k < at + step; k++) {
      double turn = 2 * M_PI * 1000 * k / RATE;
      audio[k] = (float) (0.5 * sin (turn));
      audio[n + k] = (float) (0.2 * sin (turn + 1));
    }
    bench.values[i] = value_at (&row, phase (at / RATE));
    bench_set (&bench);
    mst_stage_imager.process (bench.self, planes, step);
  }
  bench_stop (&bench);
  return fmax (mst_splatter (audio + n / 4, n / 2, RATE, mst_far_from_1_khz),
      mst_splatter (audio + n + n / 4, n / 2, RATE, mst_far_from_1_khz));
}

static void
check_changes (bool linear)
{
  double worst[2] = { -INFINITY, -INFINITY };

  for (int i = 0; i < mst_imager_band_at (2, 0); i++)
    for (int kind = 0; kind < 2; kind++) {
      double level;
      if (i == MST_IMAGER_CROSSOVER ||
          (linear && i >= MST_IMAGER_BALANCE && i < MST_IMAGER_GUARD))
        continue;
      level = splatter_of (i, linear, kind ? jump : sweep);
      mst_check (level < -90, "%s %s: %.1f dBFS", kind ? "jump" : "sweep",
          bench_row (&mst_stage_imager, i).name, level);
      worst[kind] = fmax (worst[kind], level);
    }
  printf ("# %s phase: a sweep leaves %.1f, a jump %.1f dBFS at most\n",
      linear ? "linear" : "minimum", worst[0], worst[1]);
}

static void
test_changes_do_not_click (void)
{
  check_changes (false);
}

static void
test_changes_do_not_click_linear (void)
{
  check_changes (true);
}

int
main (void)
{
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_others_pass);
  MST_RUN (test_words_keep_their_sum);
  MST_RUN (test_floats_keep_their_sum);
  MST_RUN (test_floats_of_common_width_keep_their_sum);
  MST_RUN (test_sum_is_kept_in_motion);
  MST_RUN (test_changes_do_not_click);
  MST_RUN (test_changes_do_not_click_linear);
  return mst_done ();
}
