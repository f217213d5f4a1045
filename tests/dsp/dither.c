/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Dither against the theory of Lipshitz, Wannamaker and Vanderkooy, "Quantization
 * and dither: a theoretical survey", JAES 40 (5), 1992. */
#include "bench.h"

#include "dither.h"

#define N 200000

static float audio[2 * N];

static const int32_t *
run (int bits, double seed, int channels, int block)
{
  Bench bench = bench_new (&mst_stage_dither, 48000, channels);

  bench.format.bits = bits;
  bench.values[MST_DITHER_SEED] = seed;
  bench_start (&bench);
  bench_run (&bench, audio, N, block);
  bench_stop (&bench);
  return (const int32_t *) audio;
}

static void
constant (double value)
{
  for (int i = 0; i < N; i++)
    audio[i] = (float) value;
}

static void
test_words_lie_at_the_top (void)
{
  static const int bits[] = { 16, 20, 24 };

  for (int b = 0; b < 3; b++) {
    const int32_t *out;
    bench_noise (audio, N, 0.9, 1);
    out = run (bits[b], 1, 1, 480);
    for (int i = 0; i < N; i++)
      if ((uint32_t) out[i] << bits[b] != 0) {
        mst_check (false, "%08x at %d bits", (unsigned) out[i], bits[b]);
        break;
      }
  }
}

/* Section 5 of the survey: with triangular dither of two steps' width the mean
 * of the error is 0 and its power 1/4 step^2, whatever the input. */
static void
test_error_is_independent_of_the_input (void)
{
  static const int bits[] = { 16, 24 };

  for (int b = 0; b < 2; b++)
    for (double share = 0; share < 1; share += 0.125) {
      double step = ldexp (1, 1 - bits[b]);
      float value = (float) (step * (1000 + share));
      double mean = 0, power = 0;
      const int32_t *out;
      constant (value);
      out = run (bits[b], 1, 1, 480);
      for (int i = 0; i < N; i++) {
        double error = ldexp (out[i], -31) / step - value / step;
        mean += error / N;
        power += error * error / N;
      }
      /* Five standard deviations of the mean and of the power. */
      mst_check_near (mean, 0, 5 * 0.5 / sqrt (N));
      mst_check_near (power, 0.25, 5 * 0.3 / sqrt (N));
    }
}

/* No distortion: a tone of less than half a step, which undithered would vanish,
 * comes through at its level. */
static void
test_a_tone_below_the_last_bit_survives (void)
{
  double amplitude = 0.4 * ldexp (1, -15);
  const int32_t *out;
  double re = 0, im = 0;

  bench_sine (audio, N, 48000, 960, amplitude);
  out = run (16, 1, 1, 480);
  for (int i = 0; i < N; i++) {
    re += ldexp (out[i], -31) * cos (2 * M_PI * 960 * i / 48000) * 2 / N;
    im += ldexp (out[i], -31) * sin (2 * M_PI * 960 * i / 48000) * 2 / N;
  }
  mst_check_near (hypot (re, im) / amplitude, 1, 0.02);
}

static void
test_full_scale_does_not_wrap (void)
{
  static const int bits[] = { 16, 24, 32 };
  const int32_t *out;

  for (int b = 0; b < 3; b++)
    for (int sign = -1; sign <= 1; sign += 2) {
      int32_t edge = sign < 0
          ? INT32_MIN
          : INT32_MAX - (int32_t) (((int64_t) 1 << (32 - bits[b])) - 1);
      constant (sign * 1.5);
      out = run (bits[b], 1, 1, 480);
      for (int i = 0; i < N; i++)
        if (out[i] != edge) {
          mst_check (false, "%08x", (unsigned) out[i]);
          break;
        }
    }
}

static void
test_seed_and_channels (void)
{
  static int32_t first[2 * N];
  const int32_t *out;
  double correlation = 0;

  memset (audio, 0, sizeof (audio));
  memcpy (first, run (16, 1, 2, 480), sizeof (first));
  memset (audio, 0, sizeof (audio));
  out = run (16, 1, 2, 333);
  mst_check (memcmp (first, out, sizeof (first)) == 0, "not deterministic");
  for (int i = 0; i < N; i++)
    correlation += ldexp (first[i], -16) * ldexp (first[N + i], -16) / N;
  /* In steps^2, against a power of 1/4; five standard deviations. */
  mst_check_near (correlation, 0, 5 * 0.25 / sqrt (N));
  memset (audio, 0, sizeof (audio));
  out = run (16, 2, 2, 480);
  mst_check (memcmp (first, out, sizeof (first)) != 0, "the seed is ignored");
}

int
main (void)
{
  mst_kernels_init ();
  MST_RUN (test_words_lie_at_the_top);
  MST_RUN (test_error_is_independent_of_the_input);
  MST_RUN (test_a_tone_below_the_last_bit_survives);
  MST_RUN (test_full_scale_does_not_wrap);
  MST_RUN (test_seed_and_channels);
  return mst_done ();
}
