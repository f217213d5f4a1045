/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** imager-bench.h - shared by the tests of the imager. */
#ifndef IMAGER_BENCH_H
#define IMAGER_BENCH_H

#include "bench.h"
#include "dsp/imager/imager.h"

#define RATE 48000.0
#define N 48000

static inline void
set_band (Bench *bench, int band, int param, double value)
{
  bench->values[mst_imager_band_at (band, param)] = value;
}

static inline Bench
new_bench (int channels)
{
  return bench_new (&mst_stage_imager, RATE, channels);
}

/** Sets bands and their widths; they meet in the usual places. */
static inline void
set_widths (Bench *bench, int bands, const double *widths)
{
  bench->values[MST_IMAGER_BANDS] = bands;
  for (int b = 0; b < bands; b++)
    set_band (bench, b, MST_IMAGER_BAND_WIDTH, widths[b]);
}

/** Makes noise like music in left and right: each octave is as strong as the
 * next (P. Kellet's filter, musicdsp.org 76, 1999), and the side is `side`
 * times as strong as the middle. */
static inline void
pink_noise (float *left, float *right, int n, double peak, double side,
    uint64_t seed)
{
  static const double poles[] = { 0.99765, 0.96300, 0.57000 };
  static const double gains[] = { 0.0990460, 0.2965164, 1.0526913 };
  double state[2][3] = { { 0 } }, loudest = 0;
  uint64_t random = seed * 2654435761u + 88172645463325252u;
  double scale;

  for (int i = 0; i < n; i++) {
    double out[2];

    for (int k = 0; k < 2; k++) {
      double white = mst_noise (&random);

      out[k] = 0.1848 * white;
      for (int p = 0; p < 3; p++)
        out[k] += state[k][p] = poles[p] * state[k][p] + gains[p] * white;
    }
    left[i] = (float) (out[0] + side * out[1]);
    right[i] = (float) (out[0] - side * out[1]);
    loudest = fmax (loudest, fmax (fabsf (left[i]), fabsf (right[i])));
  }
  scale = peak / loudest;
  for (int i = 0; i < n; i++) {
    left[i] = (float) (left[i] * scale);
    right[i] = (float) (right[i] * scale);
  }
}

/** Rounds to words of so many bits, full scale being 1. */
static inline void
round_to_words (float *audio, int n, int bits)
{
  for (int i = 0; i < n; i++)
    audio[i] = (float) ldexp (rint (ldexp (audio[i], bits - 1)), 1 - bits);
}

#endif /* IMAGER_BENCH_H */
