/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds.
 */
#include "bench.h"
#include "reference/splatter.h"

#include "dsp/common/filter/crossover.h"

#define RATE 48000.0
#define N (1 << 16)
#define MAX_BANDS MST_MAX_CROSSOVER_BANDS
#define MAX_CHANNELS 5

static float input[MAX_CHANNELS][N];
static float output[MAX_BANDS][MAX_CHANNELS][N];
static float second[MAX_BANDS][MAX_CHANNELS][N];

static const double frequencies[] = { 70, 310, 1300, 4100, 9700 };

static MstCrossover *
start (double rate, int channels, bool linear, const double *f, int bands)
{
  MstFormat format = bench_format (rate, channels);
  MstCrossover *self = mst_crossover_new (&format, linear, 60);

  mst_crossover_set (self, f, bands);
  return self;
}

/* Divides input[from .. until - 1] into `to`, in spans of at most `size` that
 * do not pass lines; from and until are on lines. */
static void
run (MstCrossover *self, float to[][MAX_CHANNELS][N], int channels, int from,
    int until, int size)
{
  for (int i = from, n; i < until; i += n) {
    const float *in[MAX_CHANNELS];
    float *planes[MAX_BANDS][MAX_CHANNELS];
    float *const *out[MAX_BANDS];

    n = MST_CROSSOVER_SPAN - i % MST_CROSSOVER_SPAN;
    n = n < size ? n : size;
    for (int c = 0; c < channels; c++)
      in[c] = input[c] + i;
    for (int band = 0; band < MAX_BANDS; band++) {
      for (int c = 0; c < channels; c++)
        planes[band][c] = to[band][c] + i;
      out[band] = planes[band];
    }
    mst_crossover_process (self, in, out, n, i % MST_CROSSOVER_SPAN == 0);
  }
}

static void
make_noise (double peak)
{
  for (int c = 0; c < MAX_CHANNELS; c++)
    bench_noise (input[c], N, peak, 10 + c);
}

static void
make_impulse (void)
{
  memset (input, 0, sizeof (input));
  input[0][0] = 1.0f;
}

/* |X (f)| of `band`, or of the sum if that is -1. */
static double
magnitude (int band, int bands, double rate, double f)
{
  double complex turn = cexp (-2 * I * M_PI * f / rate), at = 1, sum = 0;
  int from = band < 0 ? 0 : band, until = band < 0 ? bands : band + 1;

  for (int i = 0; i < N; i++, at *= turn) {
    double x = 0;
    for (int b = from; b < until; b++)
      x += output[b][0][i];
    sum += at * x;
  }
  return cabs (sum);
}

/* Oracle: Linkwitz and Riley's filters add up to an all-pass. */
static void
test_sum_is_flat (void)
{
  static const double rates[] = { 44100, 48000, 96000 };
  double worst = 0;

  make_impulse ();
  for (int bands = 2; bands <= MAX_BANDS; bands++)
    for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++)
      for (int shift = 0; shift < 2; shift++) {
        const double *f = frequencies + (shift ? MAX_BANDS - bands : 0);
        MstCrossover *self = start (rates[r], 1, false, f, bands);
        run (self, output, 1, 0, N, 64);
        for (double at = 20; at < 20001; at *= 1.12)
          worst =
              fmax (worst, fabs (mst_db (magnitude (-1, bands, rates[r], at))));
        mst_crossover_free (self);
      }
  printf ("# minimum phase: the sum is within %.2g dB\n", worst);
  mst_check (worst <= 0.001, "%g dB", worst);
}

/* Oracle: the delayed input. */
static void
test_linear_sum_is_the_input (void)
{
  double worst = 0;

  make_noise (1.0);
  for (int bands = 2; bands <= MAX_BANDS; bands++) {
    MstCrossover *self = start (RATE, 2, true, frequencies, bands);
    int latency = mst_crossover_latency (self);
    run (self, output, 2, 0, N, 64);
    for (int c = 0; c < 2; c++)
      for (int i = 0; i < N; i++) {
        double sum = i < latency ? 0 : -input[c][i - latency];
        for (int b = 0; b < bands; b++)
          sum += output[b][c][i];
        worst = fmax (worst, fabs (sum));
      }
    mst_crossover_free (self);
  }
  printf ("# linear phase: the sum is within %.2g\n", worst);
  mst_check (worst <= 1e-6, "%g", worst);
}

/* --- each band */

/* The side of each crossover that a band is on, where it has met it. */
static const char *const paths[][MAX_BANDS] = {
  [2] = { "L", "H" },
  [3] = { "L-", "HL", "HH" },
  [4] = { "LL-", "HL-", "-HL", "-HH" },
  [5] = { "LL--", "HL--", "-HL-", "-HHL", "-HHH" },
  [6] = { "LLL--", "HLL--", "-HL--", "--HL-", "--HHL", "--HHH" },
};

/* Oracle: the bilinear transform of 1 / (1 + w^4) and w^4 / (1 + w^4), which
 * are the magnitudes of Linkwitz and Riley's filters of fourth order. */
static double
wanted_band (const char *path, double f)
{
  double product = 1;

  for (int k = 0; path[k]; k++) {
    double w = tan (M_PI * f / RATE) / tan (M_PI * frequencies[k] / RATE);
    if (path[k] == 'L')
      product *= 1 / (1 + pow (w, 4));
    if (path[k] == 'H')
      product *= 1 / (1 + pow (w, -4));
  }
  return product;
}

static void
test_bands (void)
{
  double worst = 0;

  make_impulse ();
  for (int bands = 2; bands <= MAX_BANDS; bands++) {
    MstCrossover *self = start (RATE, 1, false, frequencies, bands);
    run (self, output, 1, 0, N, 64);
    for (int band = 0; band < bands; band++)
      for (double f = 20; f < 20001; f *= 1.2) {
        double wanted = wanted_band (paths[bands][band], f);
        double got = magnitude (band, bands, RATE, f);
        if (wanted < 1e-5)
          mst_check (got < 2e-5, "band %d of %d at %g Hz: %g dB", band, bands,
              f, mst_db (got));
        else
          worst = fmax (worst, fabs (mst_db (got / wanted)));
      }
    mst_crossover_free (self);
  }
  printf ("# bands of minimum phase: within %.2g dB\n", worst);
  mst_check (worst <= 0.01, "%g dB", worst);
}

/* Oracle: the difference of 1 / (1 + w^4). */
static double
wanted_linear (int band, int bands, double f)
{
  double above =
      band == bands - 1 ? 1 : 1 / (1 + pow (f / frequencies[band], 4));

  return band == 0 ? above
                   : above - 1 / (1 + pow (f / frequencies[band - 1], 4));
}

static void
test_linear_bands (void)
{
  double worst = 0;

  make_impulse ();
  for (int bands = 2; bands <= MAX_BANDS; bands++) {
    MstCrossover *self = start (RATE, 1, true, frequencies, bands);
    run (self, output, 1, 0, N, 64);
    for (int band = 0; band < bands; band++)
      for (double f = 20; f < 20001; f *= 1.2) {
        double wanted = wanted_linear (band, bands, f);
        double got = magnitude (band, bands, RATE, f);
        if (wanted < 0.1)
          mst_check (fabs (got - wanted) < 1e-3, "band %d of %d at %g Hz: %g",
              band, bands, f, got);
        else
          worst = fmax (worst, fabs (mst_db (got / wanted)));
      }
    mst_crossover_free (self);
  }
  printf ("# bands of linear phase: within %.2g dB\n", worst);
  mst_check (worst <= 0.05, "%g dB", worst);
}

/* Meets the lowest frequency that it was made for, at all rates, down to -12
 * dB. */
static void
test_linear_length (void)
{
  static const double rates[] = { 8000, 44100, 48000, 96000, 192000 };
  double worst = 0;

  make_impulse ();
  for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++)
    for (double lowest = 31; lowest < 90; lowest *= 1.12) {
      MstFormat format = bench_format (rates[r], 1);
      MstCrossover *self = mst_crossover_new (&format, true, lowest);
      mst_crossover_set (self, &lowest, 2);
      run (self, output, 1, 0, N, 64);
      for (double f = 20; f < 3 * lowest; f *= 1.15) {
        double low = 1 / (1 + pow (f / lowest, 4));
        if (low > 0.25)
          worst =
              fmax (worst, fabs (mst_db (magnitude (0, 2, rates[r], f) / low)));
        if (low < 0.75)
          worst = fmax (worst,
              fabs (mst_db (magnitude (1, 2, rates[r], f) / (1 - low))));
      }
      mst_crossover_free (self);
    }
  printf ("# the lowest crossover of linear phase: within %.2g dB\n", worst);
  mst_check (worst <= 0.05, "%g dB", worst);
}

/* --- the stream */

static void
check_same (int channels, int bands, const char *what)
{
  for (int b = 0; b < bands; b++)
    for (int c = 0; c < channels; c++)
      mst_check (memcmp (output[b][c], second[b][c], sizeof (second[b][c])) ==
              0,
          "%s: band %d of %d, channel %d differs", what, b, bands, c);
}

/* Oracle: spans of 64. */
static void
test_spans (void)
{
  static const int sizes[] = { 1, 7, 48 };
  static const double other[] = { 90, 200, 3300, 3900, 15000 };

  make_noise (0.5);
  for (int linear = 0; linear < 2; linear++)
    for (int bands = 2; bands <= MAX_BANDS; bands++)
      for (int s = -1; s < 3; s++) {
        int size = s < 0 ? 64 : sizes[s];
        float (*to)[MAX_CHANNELS][N] = s < 0 ? second : output;
        MstCrossover *self = start (RATE, 3, linear, frequencies, bands);
        run (self, to, 3, 0, 6400, size);
        mst_crossover_set (self, other, bands);
        run (self, to, 3, 6400, N, size);
        if (s >= 0)
          check_same (3, bands, linear ? "linear" : "minimum");
        mst_crossover_free (self);
      }
}

/* Oracle: a new crossover that was set in the same way. */
static void
test_reset (void)
{
  static const double other[] = { 90, 200, 3300, 3900, 15000 };

  make_noise (0.5);
  for (int linear = 0; linear < 2; linear++)
    for (int bands = 2; bands <= MAX_BANDS; bands++) {
      MstCrossover *used = start (RATE, 2, linear, frequencies, bands);
      MstCrossover *fresh = start (RATE, 2, linear, other, bands);
      run (used, output, 2, 0, 4480, 64);
      mst_crossover_set (used, other, bands);
      run (used, output, 2, 4480, 5120, 64);
      mst_crossover_reset (used);
      run (used, output, 2, 0, N, 64);
      run (fresh, second, 2, 0, N, 64);
      check_same (2, bands, "reset");
      mst_crossover_set (used, frequencies, 4 + bands % 3);
      mst_crossover_set (used, other, bands);
      run (used, output, 2, 0, N, 64);
      check_same (2, bands, "other bands and back");
      mst_crossover_free (used);
      mst_crossover_free (fresh);
    }
  mst_crossover_free (NULL);
}

/* Oracle: each channel by itself. */
static void
test_channels (void)
{
  make_noise (0.5);
  for (int linear = 0; linear < 2; linear++)
    for (int channels = 1; channels <= MAX_CHANNELS; channels++) {
      MstCrossover *all = start (RATE, channels, linear, frequencies, 6);
      run (all, output, channels, 0, N, 64);
      mst_crossover_free (all);
      for (int c = 0; c < channels; c++) {
        MstCrossover *one = start (RATE, 1, linear, frequencies, 6);
        double error = 0;
        if (c > 0)
          memcpy (input[0], input[c], sizeof (input[0]));
        run (one, second, 1, 0, N, 64);
        for (int b = 0; b < 6; b++)
          for (int i = 0; i < N; i++)
            error = fmax (error, fabs (second[b][0][i] - output[b][c][i]));
        mst_check (error <= (linear ? 1e-6 : 0), "channel %d of %d: %g", c,
            channels, error);
        mst_crossover_free (one);
      }
      make_noise (0.5);
    }
}

static void
test_many_channels (void)
{
  static float in[64], out[MAX_BANDS][64][64];
  const float *from[64];
  float *to[MAX_BANDS][64];
  float *const *bands[MAX_BANDS];

  bench_noise (in, 64, 1, 3);
  for (int b = 0; b < MAX_BANDS; b++) {
    for (int c = 0; c < 64; c++) {
      from[c] = in;
      to[b][c] = out[b][c];
    }
    bands[b] = to[b];
  }
  for (int channels = 1; channels <= 64; channels += 9) {
    MstCrossover *self = start (RATE, channels, false, frequencies, 5);
    for (int k = 0; k < 10; k++)
      mst_crossover_process (self, from, bands, 64, true);
    for (int c = 1; c < channels; c++)
      for (int b = 0; b < 5; b++)
        mst_check (memcmp (out[b][c], out[b][0], sizeof (out[b][c])) == 0,
            "channel %d of %d, band %d", c, channels, b);
    mst_crossover_free (self);
  }
}

/* Whatever is set, the loudest input does not make an infinity, and the sum is
 * flat. */
static void
test_bad_frequencies (void)
{
  static const double bad[][5] = {
    { 9000, 4000, 2000, 1000, 100 },
    { 700, 700, 700, 700, 700 },
    { 30000, 1e9, INFINITY, 24000, 50000 },
    { -1, 0, -INFINITY, 1e-300, 5 },
    { NAN, 500, NAN, 1e12, NAN },
    { 1, 1, 1, 1, 23000 },
  };

  for (int linear = 0; linear < 2; linear++)
    for (int bands = 2; bands <= MAX_BANDS; bands++)
      for (size_t k = 0; k < MST_N_ELEMENTS (bad); k++) {
        MstCrossover *self = start (RATE, 1, linear, bad[k], bands);
        int wrong = 0;
        make_impulse ();
        run (self, output, 1, 0, N, 64);
        for (double f = 20; f < 20000; f *= 1.9)
          mst_check_near (mst_db (magnitude (-1, bands, RATE, f)), 0, 0.001);
        for (int i = 0; i < N; i++)
          input[0][i] = i & 256 ? 16777215.0f : -16777215.0f;
        for (int i = 0; i < N; i += 1024) {
          mst_crossover_set (self, bad[(k + i / 1024) % MST_N_ELEMENTS (bad)],
              bands);
          run (self, output, 1, i, i + 1024, 64);
        }
        for (int b = 0; b < bands; b++)
          for (int i = 0; i < N; i++)
            wrong += !(fabsf (output[b][0][i]) < 1e9f);
        mst_check (wrong == 0, "%d of set %zu", wrong, k);
        mst_crossover_free (self);
      }
}

/* --- in motion */

/* Finds band `b`, or the sum, of a tone of 1 kHz while `move` sets frequencies
 * every 480 frames. */
static float swept[MAX_BANDS + 1][N];

static void
sweep (bool linear, int bands,
    void (*move) (double *f, double seconds, int which), int which)
{
  double f[MAX_BANDS - 1];
  MstCrossover *self;

  memcpy (f, frequencies, sizeof (f));
  move (f, 0, which);
  self = start (RATE, 1, linear, f, bands);
  bench_sine (input[0], N, RATE, 1000, 0.5);
  for (int i = 0; i < N; i++) {
    /* a line comes every 64 frames only, a change every 480 */
    if (i % 480 == 0) {
      move (f, i / RATE, which);
      mst_crossover_set (self, f, bands);
    }
    if (i % 32 == 0) { /* divides both */
      const float *in[] = { input[0] + i };
      float *planes[MAX_BANDS][1];
      float *const *out[MAX_BANDS];
      for (int b = 0; b < MAX_BANDS; b++) {
        planes[b][0] = swept[b] + i;
        out[b] = planes[b];
      }
      mst_crossover_process (self, in, out, 32, i % 64 == 0);
    }
  }
  memset (swept[MAX_BANDS], 0, sizeof (swept[0]));
  for (int b = 0; b < bands; b++)
    for (int i = 0; i < N; i++)
      swept[MAX_BANDS][i] += swept[b][i];
  mst_crossover_free (self);
}

/* Moves two octaves up and down within 1.4 s. */
static void
move_to_and_fro (double *f, double seconds, int which)
{
  f[which] = frequencies[which] * pow (4, sin (2 * M_PI * 0.7 * seconds));
}

/* Moves all of them. */
static void
move_all (double *f, double seconds, int which)
{
  for (int k = 0; k < MAX_BANDS - 1; k++)
    f[k] = frequencies[k] * pow (3, sin (2 * M_PI * (0.5 + 0.1 * k) * seconds));
}

/* Jumps from one end to the other. */
static void
jump (double *f, double seconds, int which)
{
  f[which] = seconds < 0.6 ? 20 : 20000;
}

/* The splatter of the sum and of the bands from `from` on. */
static double
worst_of_sweep (bool linear, int bands,
    void (*move) (double *f, double seconds, int which), int which, int n)
{
  double worst;

  sweep (linear, bands, move, which);
  worst = mst_splatter (swept[MAX_BANDS], N, RATE, mst_far_from_1_khz);
  for (int b = which; b < which + n; b++)
    worst = fmax (worst, mst_splatter (swept[b], N, RATE, mst_far_from_1_khz));
  return worst;
}

static void
check_sweeps (bool linear, int bands)
{
  double one = -200, all, jumps = -200;

  for (int which = 0; which < bands - 1; which++) {
    one = fmax (one, worst_of_sweep (linear, bands, move_to_and_fro, which, 2));
    jumps = fmax (jumps, worst_of_sweep (linear, bands, jump, which, 2));
  }
  all = worst_of_sweep (linear, bands, move_all, 0, bands);
  printf ("# %s phase, %d bands: one sweeps: %.1f dBFS, all: %.1f, a jump: "
          "%.1f\n",
      linear ? "linear" : "minimum", bands, one, all, jumps);
  /* In a sweep of ten octaves in 100 ms a band swells within ten: not all of
   * that modulation stays within 500 Hz. */
  mst_check (one < -90 && all < -90 && jumps < -85, "%g %g %g", one, all,
      jumps);
}

static void
test_sweeps_do_not_splatter (void)
{
  check_sweeps (false, 2);
  check_sweeps (false, MAX_BANDS);
  check_sweeps (true, 3);
}

int
main (void)
{
  MST_RUN (test_sum_is_flat);
  MST_RUN (test_linear_sum_is_the_input);
  MST_RUN (test_bands);
  MST_RUN (test_linear_bands);
  MST_RUN (test_linear_length);
  MST_RUN (test_spans);
  MST_RUN (test_reset);
  MST_RUN (test_channels);
  MST_RUN (test_many_channels);
  MST_RUN (test_bad_frequencies);
  MST_RUN (test_sweeps_do_not_splatter);
  return mst_done ();
}
