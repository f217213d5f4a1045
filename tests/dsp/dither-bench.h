/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither-bench.h - words out of the dither, in steps of their own, and spectra.
 */
#ifndef DITHER_BENCH_H
#define DITHER_BENCH_H

#include "bench.h"

#include "dsp/common/fir/fft.h"
#include "dsp/dither/dither.h"
#include "reference/sinc.h"

#define SHAPINGS 5
#define SEGMENT 4096

/** A field of 0 stands for the usual value: 16 bits, one channel at 48 kHz,
 * blocks of 480, seed 1. */
typedef struct {
  int container, bits, shaping, no_blank, channels, block;
  double seed, rate;
} Run;

static const char *const shaping_names[] = { "none", "tpdf", "lipshitz",
  "wannamaker", "f-weighted" };

static inline Run
run_complete (Run run)
{
  run.container = run.container ? run.container : 16;
  run.channels = run.channels ? run.channels : 1;
  run.block = run.block ? run.block : 480;
  run.seed = run.seed ? run.seed : 1;
  run.rate = run.rate ? run.rate : 48000;
  return run;
}

static inline int
run_bits (Run run)
{
  int container = run_complete (run).container;

  return run.bits && run.bits < container ? run.bits : container;
}

static inline int
run_samples (Run run, int n)
{
  return run_complete (run).channels * n;
}

/** Words at the top, in the place of `audio`: planes of n samples. */
static inline const int32_t *
run_words (Run wanted, float *audio, int n)
{
  Run run = run_complete (wanted);
  Bench bench = bench_new (&mst_stage_dither, run.rate, run.channels);

  bench.format.bits = run.container;
  bench.values[MST_DITHER_BITS] = run.bits;
  bench.values[MST_DITHER_SHAPING] = run.shaping;
  bench.values[MST_DITHER_AUTO_BLANK] = !run.no_blank;
  bench.values[MST_DITHER_SEED] = run.seed;
  bench_start (&bench);
  bench_run (&bench, audio, n, run.block);
  bench_stop (&bench);
  return (const int32_t *) audio;
}

/** The same in steps. `audio` is left as it is. */
static inline void
run_steps (Run run, const float *audio, double *steps, int n)
{
  int samples = run_samples (run, n);
  float *copy = malloc (samples * sizeof (float));
  const int32_t *words;

  memcpy (copy, audio, samples * sizeof (float));
  words = run_words (run, copy, n);
  for (int i = 0; i < samples; i++)
    steps[i] = ldexp (words[i], run_bits (run) - 32);
  free (copy);
}

/** The error, word - sample, in steps. */
static inline void
run_error (Run run, const float *audio, double *error, int n)
{
  run_steps (run, audio, error, n);
  for (int i = 0; i < run_samples (run, n); i++)
    error[i] -= ldexp (audio[i], run_bits (run) - 1);
}

static inline void
fill_constant (float *audio, int n, double value)
{
  for (int i = 0; i < n; i++)
    audio[i] = (float) value;
}

/** Noise on a grid of `bits`. */
static inline void
fill_grid (float *audio, int n, int bits, uint64_t seed)
{
  double scale = ldexp (1, bits - 1);

  bench_noise (audio, n, 0.99, seed);
  for (int i = 0; i < n; i++)
    audio[i] = (float) (floor (audio[i] * scale) / scale);
}

static inline double
mean_of (const double *x, int n)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += x[i];
  return sum / n;
}

static inline double
power_of (const double *x, int n)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sum / n;
}

/** The power spectrum of x[0 .. n-1], SEGMENT / 2 bins, the mean of whole
 * segments under a Kaiser window (beta 22: side lobes below -160 dB, the main
 * lobe 15 bins wide). White noise of power 1 is 1 in every bin; a tone of
 * amplitude a is about 600 a^2. */
static inline void
spectrum (const double *x, int n, double *power)
{
  MstFftDouble *fft = mst_fft_double_new (SEGMENT);
  double *re = aligned_alloc (64, 2 * SEGMENT * sizeof (double));
  double *im = re + SEGMENT, window[SEGMENT], sum = 0;

  for (int i = 0; i < SEGMENT; i++) {
    double t = 2.0 * i / (SEGMENT - 1) - 1;
    window[i] = mst_sinc_bessel_i0 (22 * sqrt (1 - t * t));
    sum += window[i] * window[i];
  }
  memset (power, 0, SEGMENT / 2 * sizeof (double));
  for (int from = 0; from + SEGMENT <= n; from += SEGMENT) {
    for (int i = 0; i < SEGMENT; i++) {
      re[i] = x[from + i] * window[i];
      im[i] = 0;
    }
    mst_fft_double_forward (fft, re, im);
    for (int k = 0; k < SEGMENT / 2; k++)
      power[k] += (re[k] * re[k] + im[k] * im[k]) / sum / (n / SEGMENT);
  }
  free (re);
  mst_fft_double_free (fft);
}

#endif /* DITHER_BENCH_H */
