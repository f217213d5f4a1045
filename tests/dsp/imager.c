/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests what the values of the imager do.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "imager-bench.h"

#include <complex.h>

static float audio[2 * N], input[2 * N];

static double
read_value (Bench *bench, int i)
{
  double values[MST_IMAGER_N_READOUTS + MST_IMAGER_MAX_BANDS];

  mst_stage_imager.read (bench->self, values);
  return values[i];
}

static double
reduction (Bench *bench, int band)
{
  return read_value (bench, MST_IMAGER_N_READOUTS + band);
}

/* The complex gain of a tone in the side, by the zero of the middle. */
static double complex
side_response (Bench *bench, double frequency)
{
  int latency = mst_stage_imager.latency (bench->self);
  double complex sum = 0;
  double middle = 0;

  bench_sine (audio, N, RATE, frequency, 0.1);
  for (int i = 0; i < N; i++)
    audio[N + i] = -audio[i];
  bench_run (bench, audio, N, 480);
  for (int i = N / 2; i < N; i++) {
    double turn = 2 * M_PI * frequency * (i - latency) / RATE;

    sum += (audio[i] - audio[N + i]) / 2 * cexp (-I * turn);
    middle = fmax (middle, fabsf (audio[i] + audio[N + i]));
  }
  mst_check (middle == 0, "the middle is %g", middle);
  return sum * 2 * I / (N / 2) / 0.1;
}

/* --- widths */

static void
test_width_is_gain_of_the_side (void)
{
  static const double widths[] = { 0, 0.3, 1.7, 4 };

  for (size_t i = 0; i < MST_N_ELEMENTS (widths); i++) {
    Bench bench = new_bench (2);
    set_widths (&bench, 1, &widths[i]);
    bench_start (&bench);
    mst_check_near (creal (side_response (&bench, 1000)), widths[i], 1e-6);
    bench_stop (&bench);
  }
}

/* Bands of the same width are one. */
static void
test_equal_widths_are_one_band (void)
{
  Bench one = new_bench (2), four = new_bench (2);

  set_widths (&one, 1, (double[]){ 1.6 });
  set_widths (&four, 4, (double[]){ 1.6, 1.6, 1.6, 1.6 });
  bench_start (&one);
  bench_start (&four);
  pink_noise (audio, audio + N, N, 0.5, 0.7, 1);
  memcpy (input, audio, sizeof (input));
  bench_run (&one, audio, N, 480);
  bench_run (&four, input, N, 480);
  mst_check (memcmp (audio, input, sizeof (audio)) == 0, "differ");
  bench_stop (&one);
  bench_stop (&four);
}

static const double cuts[] = { 150, 900, 5000 };
static const double unequal[] = { 0.25, 1, 2.5, 1.5 };
static const double places[] = { 30, 100, 150, 400, 900, 2000, 5000, 12000 };

static Bench
new_unequal (bool linear)
{
  Bench bench = new_bench (2);

  set_widths (&bench, 4, unequal);
  bench.values[MST_IMAGER_CROSSOVER] = linear;
  for (int b = 0; b < 3; b++)
    set_band (&bench, b, MST_IMAGER_BAND_UPPER_FREQUENCY, cuts[b]);
  return bench;
}

/* The weights of bands between low-passes of these responses. */
static double complex
weighted (const double complex *low)
{
  double complex sum = unequal[3];

  for (int k = 0; k < 3; k++)
    sum += (unequal[k] - unequal[k + 1]) * low[k];
  return sum;
}

/* Oracle: 1 / (1 + j tan (pi f / rate) / tan (pi f0 / rate)), the one-pole
 * low-pass by the bilinear transform. */
static void
test_minimum_phase_bands (void)
{
  for (size_t i = 0; i < MST_N_ELEMENTS (places); i++) {
    Bench bench = new_unequal (false);
    double complex low[3], got;
    for (int k = 0; k < 3; k++)
      low[k] = 1 /
          (1 + I * tan (M_PI * places[i] / RATE) / tan (M_PI * cuts[k] / RATE));
    bench_start (&bench);
    mst_check (mst_stage_imager.latency (bench.self) == 0, "late");
    got = side_response (&bench, places[i]);
    mst_check (cabs (got - weighted (low)) < 1e-5, "%g Hz: %g%+gi", places[i],
        creal (got), cimag (got));
    bench_stop (&bench);
  }
}

/* Oracle: 1 / (1 + (f / f0)^4), and no phase. */
static void
test_linear_phase_bands (void)
{
  for (size_t i = 0; i < MST_N_ELEMENTS (places); i++) {
    Bench bench = new_unequal (true);
    double complex low[3], got;
    for (int k = 0; k < 3; k++)
      low[k] = 1 / (1 + pow (places[i] / cuts[k], 4));
    bench_start (&bench);
    got = side_response (&bench, places[i]);
    mst_check (fabs (20 * log10 (cabs (got) / cabs (weighted (low)))) < 0.1,
        "%g Hz: %g, wanted %g", places[i], cabs (got), cabs (weighted (low)));
    mst_check (fabs (carg (got)) < 1e-4, "%g Hz: %g", places[i], carg (got));
    bench_stop (&bench);
  }
}

/* Oracle: Butterworth's high-pass of second order by the bilinear transform. */
static void
test_bass_mono (void)
{
  for (size_t i = 0; i < MST_N_ELEMENTS (places); i++) {
    Bench bench = new_bench (2);
    double x = tan (M_PI * 150 / RATE) / tan (M_PI * places[i] / RATE);
    double want = 1 / sqrt (1 + x * x * x * x);
    bench.values[MST_IMAGER_BASS_MONO] = 150;
    bench_start (&bench);
    mst_check_near (20 * log10 (cabs (side_response (&bench, places[i]))),
        20 * log10 (want), 0.001);
    bench_stop (&bench);
  }
}

/* --- balance, rotation */

/* Oracle: the rotation matrix. */
static void
test_rotation_and_balance (void)
{
  static const double values[][4] = {
    /* degrees, balance; left, right of 1, 1 */
    { 0, 0.25, 0.75, 1 }, { 0, -0.5, 1, 0.5 }, { 45, 0, 0, M_SQRT2 },
    { -45, 0, M_SQRT2, 0 }, { 180, 0, -1, -1 }, { 90, 0.5, -0.5, 1 }
  };

  for (size_t i = 0; i < MST_N_ELEMENTS (values); i++) {
    Bench bench = new_bench (2);
    bench.values[MST_IMAGER_ROTATION] = values[i][0];
    bench.values[MST_IMAGER_BALANCE] = values[i][1];
    bench_start (&bench);
    for (int k = 0; k < 2 * N; k++)
      audio[k] = 1;
    bench_run (&bench, audio, N, 480);
    mst_check_near (audio[N - 1], values[i][2], 1e-6);
    mst_check_near (audio[2 * N - 1], values[i][3], 1e-6);
    bench_stop (&bench);
  }
}

/* --- stereoize */

/* All-passes keep the power; in white noise the bass, which stays in the
 * middle, is 1 % of it. So the side of mono is as strong as it says, and
 * correlated with the middle as little as this. Oracle: (1 - a^2) / (1 + a^2)
 * for a side a. */
static void
test_stereoize (void)
{
  static const double amounts[] = { 0.25, 0.5, 1 };

  for (size_t k = 0; k < MST_N_ELEMENTS (amounts); k++) {
    double a = amounts[k];
    Bench bench = new_bench (2);
    bench.values[MST_IMAGER_STEREOIZE] = a;
    bench_start (&bench);
    bench_noise (audio, N, 0.5, 17);
    memcpy (audio + N, audio, N * sizeof (float));
    bench_run (&bench, audio, N, 480);
    mst_check_near (read_value (&bench, MST_IMAGER_SIDE_LEVEL), 20 * log10 (a),
        0.2);
    mst_check_near (read_value (&bench, MST_IMAGER_CORRELATION),
        (1 - a * a) / (1 + a * a), 0.02);
    bench_stop (&bench);
  }
}

/* In noise like music, left is as loud as right, and the bass stays. */
static void
test_stereoize_does_not_lean (void)
{
  double left = 0, right = 0;
  Bench bench = new_bench (2);

  bench.values[MST_IMAGER_STEREOIZE] = 1;
  bench_start (&bench);
  pink_noise (audio, audio + N, N, 0.5, 0, 21);
  bench_run (&bench, audio, N, 480);
  for (int i = 0; i < N; i++) {
    left += (double) audio[i] * audio[i];
    right += (double) audio[N + i] * audio[N + i];
  }
  mst_check_near (10 * log10 (left / right), 0, 0.3);
  bench_sine (audio, N, RATE, 50, 0.5);
  memcpy (audio + N, audio, N * sizeof (float));
  bench_run (&bench, audio, N, 480);
  left = bench_amplitude (audio, N / 2, N / 2, RATE, 50);
  right = bench_amplitude (audio + N, N / 2, N / 2, RATE, 50);
  mst_check_near (20 * log10 (left / right), 0, 0.7);
  bench_stop (&bench);
}

/* --- the guard */

typedef struct {
  double correlation, loss; /* dB */
} Image;

/* The levels over the last half of a second. */
static Image
image_of (const float *left, const float *right)
{
  double ll = 0, rr = 0, lr = 0;

  for (int i = N / 2; i < N; i++) {
    ll += (double) left[i] * left[i];
    rr += (double) right[i] * right[i];
    lr += (double) left[i] * right[i];
  }
  return (Image){ lr / sqrt (ll * rr),
    10 * log10 (2 * (ll + rr) / (ll + rr + 2 * lr)) };
}

/* One tone is in the middle and another in the side, so that both are steady;
 * some of the middle's tone in the side makes a leaning image. */
static void
make_image (double middle, double side, double lean)
{
  for (int i = 0; i < N; i++) {
    double m = middle * sin (2 * M_PI * 1000 * i / RATE);
    double s = side * sin (2 * M_PI * 1500 * i / RATE) + lean * m;

    audio[i] = (float) (m + s);
    audio[N + i] = (float) (m - s);
  }
}

/* The stricter limit is met, and the other kept. Oracle: the definitions. */
static void
test_guard_holds_its_limits (void)
{
  static const double limits[][2] = { { 0, 3 }, { 0.5, 6 }, { -0.5, 12 },
    { -1, 1.5 }, { 0.8, 24 }, { -0.9, 24 } };

  for (size_t i = 0; i < MST_N_ELEMENTS (limits); i++)
    for (int leaning = 0; leaning < 2; leaning++) {
      double correlation = limits[i][0], loss = limits[i][1];
      Bench bench = new_bench (2);
      Image image;
      set_widths (&bench, 1, (double[]){ 3 });
      bench.values[MST_IMAGER_GUARD] = 1;
      bench.values[MST_IMAGER_GUARD_CORRELATION] = correlation;
      bench.values[MST_IMAGER_GUARD_LOSS] = loss;
      bench_start (&bench);
      make_image (0.05, 0.1, leaning * 0.4);
      bench_run (&bench, audio, N, 480);
      image = image_of (audio, audio + N);
      mst_check (image.correlation > correlation - 0.005, "%g, limit %g",
          image.correlation, correlation);
      mst_check (image.loss < loss + 0.03, "%g, limit %g", image.loss, loss);
      mst_check (image.correlation < correlation + 0.005 ||
              image.loss > loss - 0.03,
          "too far: %g, %g dB", image.correlation, image.loss);
      mst_check (reduction (&bench, 0) > 0.1 && reduction (&bench, 1) == 0,
          "reads %g, %g dB", reduction (&bench, 0), reduction (&bench, 1));
      bench_stop (&bench);
    }
}

/* A sound without a middle is taken away; the silence after it does not hold
 * the gain down. */
static void
test_guard_on_side_alone (void)
{
  Bench bench = new_bench (2);
  double most = 0;

  bench.values[MST_IMAGER_GUARD] = 1;
  bench_start (&bench);
  make_image (0, 0.5, 0);
  bench_run (&bench, audio, N, 480);
  for (int i = N - 100; i < N; i++)
    most = fmax (most, fabsf (audio[i]));
  mst_check (most == 0, "%g", most);
  mst_check (reduction (&bench, 0) == 120, "%g", reduction (&bench, 0));
  memset (audio, 0, sizeof (audio));
  bench_run (&bench, audio, N, 480);
  mst_check (reduction (&bench, 0) == 0, "%g", reduction (&bench, 0));
  bench_stop (&bench);
}

/* Only the band beyond a limit is lowered. Oracle: the powers of middle and
 * side, with the leak of the high tone: 1 / |1 + j f / f0|^2 or 1 / (1 + (f /
 * f0)^4)^2. */
static void
test_guard_works_by_bands (void)
{
  for (int linear = 0; linear < 2; linear++) {
    Bench bench = new_bench (2);
    double x = tan (M_PI * 9000 / RATE) / tan (M_PI * 1000 / RATE);
    double leak = linear ? pow (1 + pow (9, 4), -2) : 1 / (1 + x * x);
    double wanted = (0.04 + 0.0025 * leak) / (0.01 + 0.0625 * leak);
    set_widths (&bench, 2, (double[]){ 1, 1 });
    bench.values[MST_IMAGER_CROSSOVER] = linear;
    bench.values[MST_IMAGER_GUARD] = 1;
    set_band (&bench, 0, MST_IMAGER_BAND_UPPER_FREQUENCY, 1000);
    bench_start (&bench);
    for (int i = 0; i < N; i++) {
      double low = sin (2 * M_PI * 60 * i / RATE);
      double high = sin (2 * M_PI * 9000 * i / RATE);

      audio[i] = (float) (0.3 * low + 0.3 * high);
      audio[N + i] = (float) (-0.1 * low + 0.2 * high);
    }
    bench_run (&bench, audio, N, 480);
    /* The low tone has a middle of 0.1 and a side of 0.2, the high one 0.25 and
     * 0.05. */
    mst_check_near (reduction (&bench, 0), 10 * log10 (wanted), 0.05);
    mst_check (reduction (&bench, 1) == 0, "%g dB", reduction (&bench, 1));
    bench_stop (&bench);
  }
}

/* --- readouts */

static void
test_readouts (void)
{
  Bench bench = new_bench (2);
  Image image;

  bench_start (&bench);
  mst_check (read_value (&bench, MST_IMAGER_CORRELATION) == 0, "before");
  make_image (0.3, 0.1, 0.2);
  image = image_of (audio, audio + N);
  bench_run (&bench, audio, N, 333);
  mst_check_near (read_value (&bench, MST_IMAGER_CORRELATION),
      image.correlation, 0.001);
  /* loss = 1 + side / middle */
  mst_check_near (read_value (&bench, MST_IMAGER_SIDE_LEVEL),
      10 * log10 (pow (10, image.loss / 10) - 1), 0.02);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_width_is_gain_of_the_side);
  MST_RUN (test_equal_widths_are_one_band);
  MST_RUN (test_minimum_phase_bands);
  MST_RUN (test_linear_phase_bands);
  MST_RUN (test_bass_mono);
  MST_RUN (test_rotation_and_balance);
  MST_RUN (test_stereoize);
  MST_RUN (test_stereoize_does_not_lean);
  MST_RUN (test_guard_holds_its_limits);
  MST_RUN (test_guard_on_side_alone);
  MST_RUN (test_guard_works_by_bands);
  MST_RUN (test_readouts);
  return mst_done ();
}
