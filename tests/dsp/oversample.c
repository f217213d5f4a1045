/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include "dsp/common/fir/oversample.h"

#define N 24000

static float in[N], out[N], up[8 * N];
static MstOversample *(*make) (int octaves) = mst_oversample_new;

/* Puts the samples of even and of odd number in order. */
static void
to_halves (float *halves[2], const float *samples, int n)
{
  for (int i = 0; i < n; i++)
    halves[i % 2][i / 2] = samples[i];
}

static void
run (int octaves, int block)
{
  MstOversample *over = make (octaves);

  for (int i = 0, n; i < N; i += n) {
    n = N - i < block ? N - i : block;
    float *halves[2];
    mst_oversample_up (over, in + i, n, halves);
    for (int k = 0; k < n << octaves; k++)
      up[((size_t) i << octaves) + k] = halves[k % 2][k / 2];
    mst_oversample_down (over, out + i, n);
  }
  mst_oversample_free (over);
}

/* Oracle: the place where an impulse comes out, and its sum, less what the
 * transition takes. */
static void
test_delay_is_told (void)
{
  for (int octaves = 1; octaves <= 3; octaves++) {
    MstOversample *over = make (octaves);
    int delay = mst_oversample_delay (over), at = 0;
    memset (in, 0, sizeof (in));
    in[100] = 1.0f;
    run (octaves, 256);
    for (int i = 0; i < N; i++)
      at = fabsf (out[i]) > fabsf (out[at]) ? i : at;
    mst_check (at == 100 + delay, "%d, told %d", at - 100, delay);
    mst_check (out[at] > 0.9f, "%g", out[at]);
    for (int k = 1; k < 20; k++)
      mst_check_near (out[at - k], out[at + k], 1e-7);
    mst_oversample_free (over);
  }
  mst_oversample_free (NULL);
}

/* Oracle: a tone is itself at the higher rate, and nothing else: images, and
 * everything in between, are at least 100 dB below. */
static void
check_tone (double hertz, int octaves, double *worst_image, double *ripple)
{
  double rate = ldexp (44100.0, octaves), level;

  bench_sine (in, N, 44100.0, hertz, 1.0);
  run (octaves, 256);
  level = bench_amplitude (up, 3000 << octaves, 11025 << octaves, rate, hertz);
  *ripple = fmax (*ripple, fabs (mst_db (level)));
  *ripple = fmax (*ripple,
      fabs (mst_db (bench_amplitude (out, 1000, 22050, 44100.0, hertz))));
  for (int k = 1; k < 1 << octaves; k++) {
    double image = 44100.0 * (k / 2 + 1) + (k % 2 ? -hertz : hertz);
    if (image < rate / 2.0)
      *worst_image = fmax (*worst_image,
          mst_db (bench_amplitude (up, 3000 << octaves, 11025 << octaves, rate,
              image)));
  }
}

static void
check_band (double from, double to, double max_ripple, double max_image)
{
  for (int octaves = 1; octaves <= 3; octaves++) {
    double image = -INFINITY, ripple = 0.0;
    for (double hertz = from; hertz <= to; hertz += 500.0)
      check_tone (hertz, octaves, &image, &ripple);
    printf ("# %d octaves: flat to %g Hz within %.6f dB, images %.1f dB\n",
        octaves, to, ripple, image);
    mst_check (ripple <= max_ripple, "%g", ripple);
    mst_check (image <= max_image, "%g", image);
  }
}

static void
test_flat_and_clean (void)
{
  check_band (1000.0, 20000.0, 0.001, -100.0);
}

/* Oracle: frequencies above the band are gone on the way down. */
static void
check_folded (double from, double most)
{
  for (int octaves = 1; octaves <= 3; octaves++) {
    double rate = ldexp (44100.0, octaves), worst = -INFINITY;
    for (double hertz = from; hertz < rate / 2.0; hertz += 1700.0) {
      MstOversample *over = make (octaves);
      double folded = fabs (hertz - 44100.0 * floor (hertz / 44100.0 + 0.5));
      memset (in, 0, sizeof (in));
      for (int i = 0; i < N; i += 240) {
        float *halves[2], samples[8 * 240];
        mst_oversample_up (over, in + i, 240, halves);
        for (int k = 0; k < 240 << octaves; k++)
          samples[k] = (float) sin (
              2.0 * M_PI * hertz / rate * (((size_t) i << octaves) + k));
        to_halves (halves, samples, 240 << octaves);
        mst_oversample_down (over, out + i, 240);
      }
      worst = fmax (worst,
          mst_db (bench_amplitude (out, 1000, 22050, 44100.0, folded)));
      mst_oversample_free (over);
    }
    printf ("# %d octaves: folded %.1f dB\n", octaves, worst);
    mst_check (worst <= most, "%g", worst);
  }
}

static void
test_nothing_folds (void)
{
  check_folded (22200.0, -100.0);
}

/* Oracle: blocks of 256. */
static void
test_whole_equals_split (void)
{
  static const int blocks[] = { 1, 7, 64, 255 };
  static float first[N];

  bench_noise (in, N, 1.0, 3);
  for (int octaves = 1; octaves <= 3; octaves++) {
    run (octaves, 256);
    memcpy (first, out, sizeof (first));
    for (int b = 0; b < 4; b++) {
      run (octaves, blocks[b]);
      mst_check (memcmp (first, out, sizeof (first)) == 0, "blocks of %d",
          blocks[b]);
    }
  }
}

/* The same for the fine ones, as their header says: 0.415 of the rate is 18.3
 * kHz. */
static void
test_fine (void)
{
  make = mst_oversample_new_fine;
  test_delay_is_told ();
  test_whole_equals_split ();
  check_band (500.0, 9000.0, 0.001, -118.0);
  check_band (9500.0, 18300.0, 0.005, -115.0);
  check_folded (22200.0, -98.0);
  check_folded (24000.0, -106.0);
  make = mst_oversample_new;
}

int
main (void)
{
  MST_RUN (test_delay_is_told);
  MST_RUN (test_flat_and_clean);
  MST_RUN (test_nothing_folds);
  MST_RUN (test_whole_equals_split);
  MST_RUN (test_fine);
  return mst_done ();
}
