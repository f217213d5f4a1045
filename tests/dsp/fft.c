/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/fir/fft.h"

#define MAX_N (1 << 17)

typedef struct {
  _Alignas(64) float re[MAX_N];
  _Alignas(64) float im[MAX_N];
} Floats;

typedef struct {
  _Alignas(64) double re[MAX_N];
  _Alignas(64) double im[MAX_N];
} Doubles;

static Floats got, again;
static Doubles source, exact, exact_again;

/* Fills both types with the same numbers, which a float can hold. */
static void
fill (int n, uint64_t seed)
{
  for (int i = 0; i < n; i++) {
    got.re[i] = (float) mst_noise (&seed);
    got.im[i] = (float) mst_noise (&seed);
    source.re[i] = exact.re[i] = got.re[i];
    source.im[i] = exact.im[i] = got.im[i];
  }
}

/* Oracle: the sum that defines X[k], in double, with a turn of its own for each
 * term. */
static void
check_bin (int n, int k, int sign, double *worst_float, double *worst_double)
{
  double re = 0.0, im = 0.0, scale = sqrt (n);

  for (int i = 0; i < n; i++) {
    double angle = sign * 2.0 * M_PI * ((int64_t) i * k % n) / n;
    re += source.re[i] * cos (angle) - source.im[i] * sin (angle);
    im += source.re[i] * sin (angle) + source.im[i] * cos (angle);
  }
  *worst_float =
      fmax (*worst_float, hypot (got.re[k] - re, got.im[k] - im) / scale);
  *worst_double =
      fmax (*worst_double, hypot (exact.re[k] - re, exact.im[k] - im) / scale);
}

static void
check_size (int n, int step)
{
  MstFft *fft = mst_fft_new (n);
  MstFftDouble *twin = mst_fft_double_new (n);

  for (int sign = -1; sign <= 1; sign += 2) {
    double worst_float = 0.0, worst_double = 0.0;
    fill (n, n + sign);
    if (sign < 0) {
      mst_fft_forward (fft, got.re, got.im);
      mst_fft_double_forward (twin, exact.re, exact.im);
    } else {
      mst_fft_inverse (fft, got.re, got.im);
      mst_fft_double_inverse (twin, exact.re, exact.im);
    }
    for (int k = 0; k < n; k += step)
      check_bin (n, k, sign, &worst_float, &worst_double);
    printf ("# %d points, %s: %.2g of the mean, in double %.2g\n", n,
        sign < 0 ? "forward" : "inverse", worst_float, worst_double);
    mst_check (worst_float < 1e-6, "%g", worst_float);
    mst_check (worst_double < 1e-13 * sqrt (n), "%g", worst_double);
  }
  mst_fft_free (fft);
  mst_fft_double_free (twin);
}

static void
test_definition (void)
{
  for (int n = 16; n <= 2048; n *= 2)
    check_size (n, 1);
  for (int n = 4096; n <= MAX_N; n *= 2)
    check_size (n, n / 64 - 1);
}

/* Oracle: the input, n times. */
static void
test_round_trip (void)
{
  for (int n = 16; n <= MAX_N; n *= 2) {
    MstFft *fft = mst_fft_new (n);
    MstFftDouble *twin = mst_fft_double_new (n);
    double error = 0.0, error_double = 0.0;
    fill (n, 3 * n);
    mst_fft_forward (fft, got.re, got.im);
    mst_fft_inverse (fft, got.re, got.im);
    mst_fft_double_forward (twin, exact.re, exact.im);
    mst_fft_double_inverse (twin, exact.re, exact.im);
    for (int i = 0; i < n; i++) {
      error = fmax (error,
          hypot (got.re[i] / n - source.re[i], got.im[i] / n - source.im[i]));
      error_double = fmax (error_double,
          hypot (exact.re[i] / n - source.re[i],
              exact.im[i] / n - source.im[i]));
    }
    mst_check (error < 2e-6, "%g at %d points", error, n);
    mst_check (error_double < 1e-14, "%g at %d points", error_double, n);
    mst_fft_free (fft);
    mst_fft_double_free (twin);
  }
}

/* Oracle: exp (-2 pi i 3 k / n), the transform of an impulse. This is for the
 * greatest size, whose direct sums would take too long. */
static void
test_greatest_size (void)
{
  enum { N = 1 << 20 };
  float *re = aligned_alloc (64, N * sizeof (float));
  float *im = aligned_alloc (64, N * sizeof (float));
  MstFft *fft = mst_fft_new (N);
  double error = 0.0;

  memset (re, 0, N * sizeof (float));
  memset (im, 0, N * sizeof (float));
  re[3] = 1.0f;
  mst_fft_forward (fft, re, im);
  for (int k = 0; k < N; k++)
    error = fmax (error,
        hypot (re[k] - cos (2.0 * M_PI * 3.0 * k / N),
            im[k] + sin (2.0 * M_PI * 3.0 * k / N)));
  mst_check (error < 1e-6, "%g", error);
  mst_fft_free (fft);
  free (re);
  free (im);
}

/* Oracle: the shortest vectors, which every processor has. */
static void
test_vectors_agree (void)
{
  for (int n = 16; n <= 16384; n *= 2) {
    MstFft *fft = mst_fft_new (n);
    MstFftDouble *twin = mst_fft_double_new (n);
    mst_check (mst_fft_use_vectors (fft, 16) && !mst_fft_use_vectors (fft, 8),
        "vectors of 16 bytes");
    mst_fft_double_use_vectors (twin, 16);
    fill (n, n);
    mst_fft_forward (fft, got.re, got.im);
    mst_fft_double_forward (twin, exact.re, exact.im);
    again = got;
    exact_again = exact;
    for (int bytes = 32; bytes <= 64; bytes *= 2) {
      fill (n, n);
      if (!mst_fft_use_vectors (fft, bytes) ||
          !mst_fft_double_use_vectors (twin, bytes))
        continue;
      mst_fft_forward (fft, got.re, got.im);
      mst_fft_double_forward (twin, exact.re, exact.im);
      mst_check (memcmp (&got, &again, sizeof (got)) == 0,
          "%d points by %d bytes differ", n, bytes);
      mst_check (memcmp (&exact, &exact_again, sizeof (exact)) == 0,
          "%d points of double by %d bytes differ", n, bytes);
    }
    mst_fft_free (fft);
    mst_fft_double_free (twin);
  }
}

/* Oracle: products in double; and the shortest vectors. */
static void
test_multiply (void)
{
  enum { HALF = 2064 };
  _Alignas(64) static float x[5][2 * HALF], h[5][2 * HALF], sum[2][2 * HALF];
  const float *xs[5], *hs[5];
  uint64_t seed = 5;

  for (int p = 0; p < 5; p++) {
    xs[p] = x[p];
    hs[p] = h[p];
    for (int i = 0; i < 2 * HALF; i++) {
      x[p][i] = (float) mst_noise (&seed);
      h[p][i] = (float) mst_noise (&seed);
    }
  }
  for (int n = 16; n <= 2048; n *= 2)
    for (int bytes = 16; bytes <= 64; bytes *= 2) {
      MstFft *fft = mst_fft_new (n);
      double error = 0.0;
      mst_fft_use_vectors (fft, bytes);
      mst_fft_multiply (fft, xs, hs, 5, HALF, sum[bytes > 16]);
      for (int k = 0; k < n; k++) {
        double re = 0.0, im = 0.0;
        for (int p = 0; p < 5; p++) {
          re += (double) x[p][k] * h[p][k] -
              (double) x[p][k + HALF] * h[p][k + HALF];
          im += (double) x[p][k] * h[p][k + HALF] +
              (double) x[p][k + HALF] * h[p][k];
        }
        error = fmax (error,
            hypot (sum[bytes > 16][k] - re, sum[bytes > 16][k + HALF] - im));
      }
      mst_check (error < 1e-6, "%g of %d bins", error, n);
      mst_check (bytes == 16 || memcmp (sum[0], sum[1], sizeof (sum[0])) == 0,
          "%d bins by %d bytes differ", n, bytes);
      mst_fft_free (fft);
    }
}

/* Silence stays silence, and free (NULL) is legal. */
static void
test_silence (void)
{
  MstFft *fft = mst_fft_new (2048);

  memset (&got, 0, sizeof (got));
  mst_fft_forward (fft, got.re, got.im);
  for (int i = 0; i < 2048; i++)
    if (got.re[i] != 0.0f || got.im[i] != 0.0f)
      mst_check (false, "%g %g in bin %d", got.re[i], got.im[i], i);
  mst_fft_free (fft);
  mst_fft_free (NULL);
  mst_fft_double_free (NULL);
}

int
main (void)
{
  MST_RUN (test_definition);
  MST_RUN (test_round_trip);
  MST_RUN (test_greatest_size);
  MST_RUN (test_vectors_agree);
  MST_RUN (test_multiply);
  MST_RUN (test_silence);
  return mst_done ();
}
