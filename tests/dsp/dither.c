/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Dither against the theory of Lipshitz, Wannamaker and Vanderkooy,
 * "Quantization and dither: a theoretical survey", JAES 40 (5), 1992; and what
 * passes as it is. */
#include "dither-bench.h"

#define N 200000
#define HOLD 4800 /* 0.1 s at 48 kHz */

#define TPDF .shaping = MST_DITHER_SHAPING_TPDF

static float audio[6 * N];
static double steps[6 * N];

/* The container, the bits asked for, those that come: at most the container's,
 * and all of them for 0. */
static void
test_words_lie_at_the_top (void)
{
  static const int rows[][3] = { { 16, 0, 16 }, { 24, 0, 24 }, { 24, 20, 20 },
    { 24, 16, 16 }, { 16, 20, 16 }, { 24, 32, 24 }, { 24, 1, 2 },
    { 32, 24, 24 } };

  for (size_t r = 0; r < MST_N_ELEMENTS (rows); r++)
    for (int shaping = 0; shaping < SHAPINGS; shaping++) {
      const int32_t *out;
      uint32_t all = 0, bits = (uint32_t) rows[r][2];
      bench_noise (audio, N, 0.9, 1);
      out = run_words ((Run){ .container = rows[r][0],
                           .bits = rows[r][1],
                           .shaping = shaping },
          audio, N);
      for (int i = 0; i < N; i++)
        all |= (uint32_t) out[i];
      mst_check (all << bits == 0 && (all >> (32 - bits)) % 2,
          "%08x, wanted %u bits", (unsigned) all, (unsigned) bits);
    }
}

/* Section 5 of the survey: with triangular dither of two steps' width the mean
 * of the error is 0 and its power 1/4 step^2, whatever the input. */
static void
test_error_is_independent_of_the_input (void)
{
  static const int bits[] = { 16, 20, 24 };

  for (int b = 0; b < 3; b++)
    for (double share = 0.0625; share < 1; share += 0.125) {
      fill_constant (audio, N, ldexp (100 + share, 1 - bits[b]));
      run_error ((Run){ TPDF, .container = 24, .bits = bits[b] }, audio, steps,
          N);
      /* Five standard deviations of the mean and of the power. */
      mst_check_near (mean_of (steps, N), 0, 5 * 0.5 / sqrt (N));
      mst_check_near (power_of (steps, N), 0.25, 5 * 0.3 / sqrt (N));
    }
}

/* Without dither it is the nearest word. */
static void
test_none_rounds (void)
{
  double worst = 0;

  bench_noise (audio, N, 0.9, 1);
  run_error ((Run){ .shaping = MST_DITHER_SHAPING_NONE }, audio, steps, N);
  for (int i = 0; i < N; i++)
    worst = fmax (worst, fabs (steps[i]));
  mst_check_near (worst, 0.5, 0.001);
}

/* No distortion: a tone of less than half a step, which undithered would
 * vanish, comes through at its level. */
static void
test_a_tone_below_the_last_bit_survives (void)
{
  double amplitude = 0.4 * ldexp (1, -15), re = 0, im = 0;

  bench_sine (audio, N, 48000, 960, amplitude);
  run_steps ((Run){ TPDF }, audio, steps, N);
  for (int i = 0; i < N; i++) {
    re += steps[i] * cos (2 * M_PI * 960 * i / 48000) * 2 / N;
    im += steps[i] * sin (2 * M_PI * 960 * i / 48000) * 2 / N;
  }
  mst_check_near (hypot (re, im) / 0.4, 1, 0.02);
}

static void
test_full_scale_does_not_wrap (void)
{
  static const int bits[] = { 16, 20, 24, 32 };

  for (int k = 0; k < 4 * SHAPINGS; k++)
    for (int sign = -1; sign <= 1; sign += 2) {
      double scale = ldexp (1, bits[k / SHAPINGS] - 1);
      double edge = sign < 0 ? -scale : scale - 1, worst = 0;
      fill_constant (audio, N, sign * 1.5);
      run_steps ((Run){ .container = 32,
                     .bits = bits[k / SHAPINGS],
                     .shaping = k % SHAPINGS },
          audio, steps, N);
      for (int i = 0; i < N; i++)
        worst = fmax (worst, fabs (steps[i] - edge));
      mst_check (worst == 0, "%g steps off at %d bits, %s", worst,
          bits[k / SHAPINGS], shaping_names[k % SHAPINGS]);
    }
}

/* Each channel's error against each other's: correlation coefficients, five
 * standard deviations of which are 0.011. Also against the other's neighbours,
 * lest one channel be another's some frames later. */
static void
test_channels_are_not_correlated (void)
{
  for (int shaping = 1; shaping < SHAPINGS; shaping++) {
    double worst = 0;
    bench_noise (audio, N, 0.5, 7);
    for (int c = 1; c < 6; c++)
      memcpy (audio + c * N, audio, N * sizeof (float));
    run_error ((Run){ .shaping = shaping, .channels = 6 }, audio, steps, N);
    for (int a = 0; a < 6; a++)
      for (int b = a + 1; b < 6; b++)
        for (int lag = 0; lag < 3; lag++) {
          double product = 0;
          for (int i = 0; i < N - lag; i++)
            product += steps[a * N + i] * steps[b * N + i + lag] / N;
          worst = fmax (worst, fabs (product) / power_of (steps + a * N, N));
        }
    mst_check (worst < 0.02, "%s: correlation %g", shaping_names[shaping],
        worst);
  }
}

/* The same seed gives the same bits for any blocks, another seed others. */
static void
test_seed (void)
{
  static const int blocks[] = { 1, 63, 129, 1000 };
  static int32_t first[2 * N];

  for (int shaping = 1; shaping < SHAPINGS; shaping++) {
    for (size_t b = 0; b < MST_N_ELEMENTS (blocks); b++) {
      Run run = (Run){ .shaping = shaping, .channels = 2 };
      bench_noise (audio, 2 * N, 0.5, 7);
      memcpy (first, run_words (run, audio, N), sizeof (first));
      bench_noise (audio, 2 * N, 0.5, 7);
      run.block = blocks[b];
      mst_check (memcmp (first, run_words (run, audio, N), sizeof (first)) == 0,
          "%s, block %d", shaping_names[shaping], blocks[b]);
    }
    bench_noise (audio, 2 * N, 0.5, 7);
    mst_check (
        memcmp (first,
            run_words ((Run){ .shaping = shaping, .channels = 2, .seed = 2 },
                audio, N),
            sizeof (first)) != 0,
        "%s: the seed is ignored", shaping_names[shaping]);
  }
}

static int
count_errors (const double *error, int from, int to)
{
  int count = 0;

  for (int i = from; i < to; i++)
    count += error[i] != 0;
  return count;
}

/* Samples on the grid come out bit for bit, from the first frame on. */
static void
test_passthrough (void)
{
  static const int bits[] = { 16, 20, 24 };

  for (int k = 0; k < 3 * SHAPINGS; k++) {
    Run run = (Run){ .container = 24,
      .bits = bits[k / SHAPINGS],
      .shaping = k % SHAPINGS,
      .channels = 2,
      .block = 333 };
    fill_grid (audio, 2 * N, run.bits, 3);
    memset (audio, 0, 100 * sizeof (float));
    audio[200] = -1;
    audio[201] = (float) (1 - ldexp (1, 1 - run.bits));
    run_error (run, audio, steps, N);
    mst_check (count_errors (steps, 0, 2 * N) == 0, "%d bits, %s", run.bits,
        shaping_names[run.shaping]);
  }
}

/* The rule of dither/gate.h: dither from the first frame off the grid, none
 * once HOLD frames fit, of all channels. */
static void
test_passthrough_ends_and_comes_back (void)
{
  for (int shaping = 1; shaping < SHAPINGS; shaping++)
    for (int block = 100; block < 20000; block *= 7) {
      Run run =
          (Run){ .shaping = shaping, .channels = 2, .block = block % 1000 };
      fill_grid (audio, 2 * N, 16, 4);
      audio[N + 20000] = 0.3f; /* the right channel alone */
      run_error (run, audio, steps, N);
      mst_check (count_errors (steps, 0, 20000) == 0, "too early");
      mst_check (count_errors (steps, 20000, 20001 + HOLD) > HOLD / 8,
          "no dither");
      mst_check (count_errors (steps, 20001 + HOLD, N) == 0, "too long");
      mst_check (count_errors (steps + N, 20001 + HOLD, N) == 0, "too long");
    }
}

/* One frame in 4000 that does not fit keeps the dither on: its power is that of
 * section 5 all the way. */
static void
test_chance_does_not_end_the_dither (void)
{
  fill_grid (audio, N, 16, 5);
  for (int i = 0; i < N; i += 4000)
    audio[i] = 0.3f;
  run_error ((Run){ TPDF }, audio, steps, N);
  mst_check_near (power_of (steps, N), 0.25, 5 * 0.3 / sqrt (N));
}

/* Silence after sound: HOLD frames of noise at most, then zeroes. */
static void
test_auto_blank (void)
{
  for (int shaping = 1; shaping < SHAPINGS; shaping++) {
    memset (audio, 0, N * sizeof (float));
    bench_noise (audio, N / 2, 0.1, 6);
    run_error ((Run){ .shaping = shaping }, audio, steps, N);
    mst_check (count_errors (steps, N / 2, N / 2 + HOLD) > HOLD / 8,
        "too early");
    mst_check (count_errors (steps, N / 2 + HOLD, N) == 0, "not blank");
  }
}

/* Off: silence is dithered like all else - but what lies on the grid still
 * passes, pauses shorter than HOLD included. */
static void
test_auto_blank_off (void)
{
  memset (audio, 0, N * sizeof (float));
  run_error ((Run){ TPDF, .no_blank = 1 }, audio, steps, N);
  mst_check_near (power_of (steps, N), 0.25, 5 * 0.3 / sqrt (N));
  fill_grid (audio, N, 16, 8);
  memset (audio + 1000, 0, (HOLD - 1) * sizeof (float));
  memset (audio + 50000, 0, 2 * HOLD * sizeof (float));
  run_error ((Run){ TPDF, .no_blank = 1 }, audio, steps, N);
  mst_check (count_errors (steps, 0, 50000 + HOLD) == 0, "a short pause");
  mst_check (count_errors (steps, 50000 + HOLD, 50000 + 2 * HOLD) > HOLD / 8,
      "a long pause");
  mst_check (count_errors (steps, 50000 + 2 * HOLD, N) == 0, "after it");
}

int
main (void)
{
  MST_RUN (test_words_lie_at_the_top);
  MST_RUN (test_error_is_independent_of_the_input);
  MST_RUN (test_none_rounds);
  MST_RUN (test_a_tone_below_the_last_bit_survives);
  MST_RUN (test_full_scale_does_not_wrap);
  MST_RUN (test_channels_are_not_correlated);
  MST_RUN (test_seed);
  MST_RUN (test_passthrough);
  MST_RUN (test_passthrough_ends_and_comes_back);
  MST_RUN (test_chance_does_not_end_the_dither);
  MST_RUN (test_auto_blank);
  MST_RUN (test_auto_blank_off);
  return mst_done ();
}
