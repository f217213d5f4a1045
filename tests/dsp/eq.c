/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The equaliser against the analogue prototypes of svf.h. */
#include "bench.h"

#include <complex.h>

#include "common/svf.h"
#include "eq.h"

#define RATE 48000.0
#define N 48000

static float audio[2 * N], input[2 * N];

/* |H(s)| of the prototype, s = j tan (pi f / rate) / tan (pi f0 / rate): the
 * textbook form under the bilinear transform. In dB. */
static double
prototype (MstSvfType type, double f0, double gain, double q, double f,
    double rate)
{
  double a = pow (10, gain / 40);
  double complex s = I * tan (M_PI * f / rate) / tan (M_PI * f0 / rate), h = 1;

  switch (type) {
    case MST_SVF_BELL:
      h = (s * s + s * a / q + 1) / (s * s + s / (a * q) + 1);
      break;
    case MST_SVF_LOW_SHELF:
      h = a * (s * s + s * sqrt (a) / q + a) /
          (a * s * s + s * sqrt (a) / q + 1);
      break;
    case MST_SVF_HIGH_SHELF:
      h = a * (a * s * s + s * sqrt (a) / q + 1) /
          (s * s + s * sqrt (a) / q + a);
      break;
    case MST_SVF_LOW_CUT:
      h = s * s / (s * s + s / q + 1);
      break;
    case MST_SVF_HIGH_CUT:
      h = 1 / (s * s + s / q + 1);
      break;
    case MST_SVF_NOTCH:
      h = (s * s + 1) / (s * s + s / q + 1);
      break;
  }
  return 20 * log10 (cabs (h));
}

static void
set_band (Bench *bench, int band, MstSvfType type, double frequency,
    double gain, double q)
{
  bench->values[MST_EQ_BAND (band, MST_EQ_BAND_TYPE)] = type;
  bench->values[MST_EQ_BAND (band, MST_EQ_BAND_FREQUENCY)] = frequency;
  bench->values[MST_EQ_BAND (band, MST_EQ_BAND_GAIN)] = gain;
  bench->values[MST_EQ_BAND (band, MST_EQ_BAND_Q)] = q;
}

/* What the running equaliser does to `frequency`, in dB, after settling. */
static double
measured (MstSvfType type, double f0, double gain, double q, double frequency)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  set_band (&bench, 0, type, f0, gain, q);
  bench_start (&bench);
  bench_sine (audio, N, RATE, frequency, 0.5);
  bench_run (&bench, audio, N, 1024);
  bench_stop (&bench);
  return 20 *
      log10 (bench_amplitude (audio, N / 2, N / 2, RATE, frequency) / 0.5);
}

static void
test_responses (void)
{
  static const double frequencies[] = { 40, 200, 900, 1000, 1200, 5000, 16000 };

  for (MstSvfType type = MST_SVF_BELL; type <= MST_SVF_HIGH_CUT; type++)
    for (size_t i = 0; i < MST_N_ELEMENTS (frequencies); i++)
      for (int sign = -1; sign <= 1; sign += 2) {
        double f = frequencies[i];
        mst_check_near (measured (type, 1000, sign * 7.0, 1.3, f),
            prototype (type, 1000, sign * 7.0, 1.3, f, RATE), 1e-4);
      }
  mst_check_near (measured (MST_SVF_NOTCH, 1000, 0, 2, 1300),
      prototype (MST_SVF_NOTCH, 1000, 0, 2, 1300, RATE), 1e-4);
  mst_check (measured (MST_SVF_NOTCH, 1000, 0, 2, 1000) < -100, "no notch");
}

static void
test_magnitude_agrees (void)
{
  for (MstSvfType type = MST_SVF_BELL; type <= MST_SVF_HIGH_CUT; type++) {
    MstSvf svf;
    mst_svf_design (&svf, type, RATE, 3000, 5, 0.8);
    for (double f = 30; f < 20000; f *= 1.7)
      mst_check_near (20 * log10 (mst_svf_magnitude (&svf, RATE, f)),
          prototype (type, 3000, 5, 0.8, f, RATE), 1e-9);
  }
}

/* Oracle: the filters one by one. */
static void
test_cascade_is_one_by_one (void)
{
  MstSvf svf[9];
  const MstSvf *designs[9];
  MstSvfState together[9], apart[9], *states[9];
  MstPair a[80], b[80];
  uint64_t seed = 5;

  for (int i = 0; i < 9; i++) {
    mst_svf_design (&svf[i], (MstSvfType) (i % 6), RATE, 50 << i, 7 - i, 0.8);
    designs[i] = &svf[i];
    states[i] = &together[i];
  }
  for (int bands = 0; bands <= 9; bands++) {
    memset (together, 0, sizeof (together));
    memset (apart, 0, sizeof (apart));
    for (int n = 0; n < 80; n++) {
      for (int i = 0; i < n; i++)
        a[i] = b[i] = (MstPair){ mst_noise (&seed), mst_noise (&seed) };
      mst_svf_run_cascade (designs, states, bands, a, n);
      for (int i = 0; i < bands; i++)
        mst_svf_run (&svf[i], &apart[i], b, n);
      mst_check (memcmp (a, b, n * sizeof (a[0])) == 0, "%d bands, %d frames",
          bands, n);
    }
    mst_check (memcmp (together, apart, sizeof (apart)) == 0, "%d bands",
        bands);
  }
}

static void
test_bands_and_gain_add_up (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SVF_BELL, 500, 4, 1);
  set_band (&bench, 3, MST_SVF_HIGH_SHELF, 2000, -6, 0.7);
  set_band (&bench, 9, MST_SVF_BELL, 1000, 24, 1); /* beyond `bands` */
  bench.values[MST_EQ_GAIN] = 2.5;
  bench_start (&bench);
  bench_sine (audio, N, RATE, 1000, 0.25);
  memcpy (audio + N, audio, sizeof (float) * N);
  bench_run (&bench, audio, N, 480);
  mst_check_near (20 *
          log10 (bench_amplitude (audio, N / 2, N / 2, RATE, 1000) / 0.25),
      prototype (MST_SVF_BELL, 500, 4, 1, 1000, RATE) +
          prototype (MST_SVF_HIGH_SHELF, 2000, -6, 0.7, 1000, RATE) + 2.5,
      1e-4);
  mst_check (memcmp (audio, audio + N, sizeof (float) * N) == 0,
      "the channels differ");
  bench_stop (&bench);
}

static void
test_neutral_is_bit_exact (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SVF_BELL, 500, 0, 4);
  set_band (&bench, 1, MST_SVF_LOW_CUT, 500, 0, 1);
  bench.values[MST_EQ_BAND (1, MST_EQ_BAND_ENABLED)] = 0;
  bench_start (&bench);
  bench_noise (audio, 2 * N, 1, 1);
  memcpy (input, audio, sizeof (audio));
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, input, sizeof (audio)) == 0, "changed a bit");
  bench_stop (&bench);
}

/* Back at neutral, the equaliser is bit-exact again. */
static void
test_returns_to_neutral (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 2);

  set_band (&bench, 0, MST_SVF_BELL, 500, 6, 1);
  bench_start (&bench);
  bench_noise (audio, 2 * N, 1, 1);
  bench_run (&bench, audio, N, 480);
  set_band (&bench, 0, MST_SVF_BELL, 500, 0, 1);
  bench_set (&bench);
  bench_run (&bench, audio, N, 480);
  bench_noise (audio, 2 * N, 1, 1);
  memcpy (input, audio, sizeof (audio));
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, input, sizeof (audio)) == 0, "changed a bit");
  bench_stop (&bench);
}

/* One parameter jumps while a tone plays. The oracle is x[i+1] - 2 cos (w) x[i]
 * + x[i-1], which is 0 for a steady tone of w: what a change leaves of it is its
 * click. The jump of 18 dB below, unsmoothed, reads 0.7. */
static double
click (int param, double from, double to)
{
  const double w = 2 * M_PI * 1000 / RATE;
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  double worst = 0;

  set_band (&bench, 0, MST_SVF_BELL, 900, 9, 0.7);
  bench.values[param] = from;
  bench_start (&bench);
  bench_sine (audio, N, RATE, 1000, 0.5);
  for (int i = 0; i < N; i += 480) {
    float *planes[] = { audio + i };
    if (i == 24000)
      bench.values[param] = to;
    bench_set (&bench);
    mst_stage_eq.process (bench.self, planes, 480);
  }
  for (int i = 12000; i < N - 1; i++)
    worst = fmax (worst,
        fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
  bench_stop (&bench);
  return worst;
}

static void
test_changes_do_not_click (void)
{
  static const double changes[][3] = {
    { MST_EQ_BAND (0, MST_EQ_BAND_GAIN), -9, 9 },
    { MST_EQ_BAND (0, MST_EQ_BAND_FREQUENCY), 900, 3000 },
    { MST_EQ_BAND (0, MST_EQ_BAND_Q), 0.7, 3 },
    { MST_EQ_BAND (0, MST_EQ_BAND_TYPE), MST_SVF_BELL, MST_SVF_HIGH_SHELF },
    { MST_EQ_BAND (0, MST_EQ_BAND_ENABLED), 1, 0 },
    { MST_EQ_BANDS, 8, 0 },
    { MST_EQ_GAIN, 0, -6 },
  };

  for (size_t i = 0; i < MST_N_ELEMENTS (changes); i++) {
    double worst = click ((int) changes[i][0], changes[i][1], changes[i][2]);
    mst_check (worst < 0.25e-3, "change %zu: %g", i, worst);
  }
}

/* 20 Hz at 192 kHz, Q 1, +6 dB: what the filter adds to a tone it should leave
 * alone (1 kHz). The double state keeps it below what float32 output rounds to:
 * -150 dBFS. Oracle: the same filter in long double direct form would do; here
 * the ideal output, a tone fitted by least squares. */
static void
test_low_frequency_noise (void)
{
  const double rate = 192000, w = 2 * M_PI * 1000 / rate;
  Bench bench = bench_new (&mst_stage_eq, rate, 1);
  double power = 0;
  static float wide[192000];

  set_band (&bench, 0, MST_SVF_BELL, 20, 6, 1);
  bench_start (&bench);
  bench_sine (wide, 192000, rate, 1000, 0.5);
  bench_run (&bench, wide, 192000, 1024);
  double re = 0, im = 0;
  for (int i = 96000; i < 192000; i++) {
    re += wide[i] * cos (w * i) / 48000;
    im += wide[i] * sin (w * i) / 48000;
  }
  for (int i = 96000; i < 192000; i++) {
    double rest = wide[i] - re * cos (w * i) - im * sin (w * i);
    power += rest * rest / 96000;
  }
  printf ("# noise of a 20 Hz band at 192 kHz: %.1f dBFS\n",
      10 * log10 (power));
  mst_check (10 * log10 (power) < -150, "%.1f dBFS", 10 * log10 (power));
  bench_stop (&bench);
}

int
main (void)
{
  mst_kernels_init ();
  MST_RUN (test_responses);
  MST_RUN (test_magnitude_agrees);
  MST_RUN (test_cascade_is_one_by_one);
  MST_RUN (test_bands_and_gain_add_up);
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_returns_to_neutral);
  MST_RUN (test_changes_do_not_click);
  MST_RUN (test_low_frequency_noise);
  return mst_done ();
}
