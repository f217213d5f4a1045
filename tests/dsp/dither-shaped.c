/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Where the noise goes: the curves against the papers they are from, the
 * spectra of words against the curves, and the loop at full scale. */
#include "dither-bench.h"

#include "dsp/dither/curve.h"

#define N (64 * SEGMENT)
#define CURVES 3

static float audio[N];
static double steps[N];
static double power[SEGMENT / 2];

static const double rates[] = { 4000, 32000, 44100, 48000, 88200, 96000, 192000,
  768000 };

/* |A|^2 at a share (0 .. 0.5) of the rate. */
static double
noise_power (const double *a, int order, double share)
{
  double re = 1, im = 0;

  for (int k = 0; k < order; k++) {
    re += a[k] * cos (2 * M_PI * share * (k + 1));
    im -= a[k] * sin (2 * M_PI * share * (k + 1));
  }
  return re * re + im * im;
}

/* The noise under the F-weighting, in dB of that of flat noise. */
static double
weighted (const double *a, int order, double rate)
{
  double sum = 0, flat = 0;

  for (double share = 0.00005; share < 0.5; share += 0.0001) {
    double f = mst_dither_f_weighting (share * rate);
    sum += f * noise_power (a, order, share);
    flat += f;
  }
  return 10 * log10 (sum / flat);
}

/* Oracle: the papers named in dither/curve.c. A least-squares design that gives
 * their coefficients back proves the design, and that their zeros are inside
 * the unit circle, for a mirrored zero would come back inside. */
static void
test_published_curves_at_44_1_khz (void)
{
  static const double want[][9] = { { -2.033, 2.165, -1.959, 1.590, -0.6149 },
    { -2.412, 3.370, -3.937, 4.174, -3.353, 2.205, -1.281, 0.569, -0.0847 } };

  for (int curve = 0; curve < 2; curve++) {
    double a[MST_DITHER_MAX_ORDER];
    int order = mst_dither_curve_design (curve, 44100, a);
    mst_check (order == (curve ? 9 : 5), "order %d", order);
    for (int k = 0; k < order; k++)
      mst_check_near (a[k], want[curve][k], 1e-6);
  }
}

/* Oracle: Wannamaker 1992. The three coefficients that the paper found best for
 * the F-weighting are the best of their neighbours for ours, or within 0.02 dB
 * of it: they are given with three digits. */
static void
test_f_weighting (void)
{
  static const double a[] = { -1.623, 0.982, -0.109 };
  double here = weighted (a, 3, 44100);

  for (int k = 0; k < 3; k++)
    for (int sign = -1; sign <= 1; sign += 2) {
      double other[3] = { a[0], a[1], a[2] };
      other[k] += sign * 0.05;
      mst_check (weighted (other, 3, 44100) > here - 0.02, "coefficient %d", k);
    }
  mst_check_near (here, -10.47, 0.01); /* the paper: 10.5 dB */
}

/* Oracle: the theorem of Gerzon and Craven. With all zeros inside the circle
 * the mean of the noise in dB is 0; the reflection coefficients, had by
 * stepping the order down, are then below 1. */
static void
test_curves_are_minimum_phase (void)
{
  for (int curve = 0; curve < CURVES; curve++)
    for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++) {
      double a[MST_DITHER_MAX_ORDER], mean = 0;
      int order = mst_dither_curve_design (curve, rates[r], a);
      for (int i = 0; i < 20000; i++)
        mean += 10 * log10 (noise_power (a, order, (i + 0.5) / 40000)) / 20000;
      mst_check_near (mean, 0, 0.001);
      for (int m = order - 1; m >= 0; m--) {
        double k = a[m], old[MST_DITHER_MAX_ORDER];
        mst_check (fabs (k) < 1, "reflection %g", k);
        memcpy (old, a, sizeof (old));
        for (int j = 0; j < m; j++)
          a[j] = (old[j] - k * old[m - 1 - j]) / (1 - k * k);
      }
    }
}

/* At other rates the curves stay where they are in Hz, as far as so few
 * coefficients can: no more audible than at 44.1 kHz. The one that is made for
 * the weighting is the least audible of all, at 18 dB of noise in all at most.
 */
static void
test_curves_at_other_rates (void)
{
  double at_44[CURVES], least = 0;

  for (size_t r = 2; r < MST_N_ELEMENTS (rates); r++)
    for (int curve = 0; curve < CURVES; curve++) {
      double a[MST_DITHER_MAX_ORDER], gain = 1;
      int order = mst_dither_curve_design (curve, rates[r], a);
      double here = weighted (a, order, rates[r]);
      for (int k = 0; k < order; k++)
        gain += a[k] * a[k];
      printf ("# %s at %g Hz: %.1f dB, %+.1f dB in all\n",
          shaping_names[2 + curve], rates[r], here, 10 * log10 (gain));
      at_44[curve] = r == 2 ? here : at_44[curve];
      least = curve == 0 ? here : fmin (least, here);
      mst_check (here <= at_44[curve], "%g dB at %g Hz", here, rates[r]);
      if (curve == MST_DITHER_F_WEIGHTED)
        mst_check (here == least && gain < 63.1, "%g dB at %g Hz", here,
            rates[r]);
    }
}

/* A tone of -90 dBFS at 16 bits. Oracle: white noise of 1/4 step^2 times |A|^2.
 * 64 spectra are averaged, so that a bin strays by 1/8 (standard deviation); of
 * 2000 bins none strays by 0.8 but for a spur. The first bins are the mean's.
 */
static double
worst_spur (int shaping, double rate)
{
  double a[MST_DITHER_MAX_ORDER] = { 0 }, worst = 0;
  int order = 0, tone = (int) round (1000 / rate * SEGMENT);

  bench_sine (audio, N, rate, 1000, pow (10, -90 / 20.0));
  run_steps ((Run){ .shaping = shaping, .rate = rate }, audio, steps, N);
  spectrum (steps, N, power);
  if (shaping >= MST_DITHER_SHAPING_LIPSHITZ)
    order = mst_dither_curve_design (shaping - MST_DITHER_SHAPING_LIPSHITZ,
        rate, a);
  for (int k = 8; k < SEGMENT / 2 - 8; k++)
    if (abs (k - tone) > 9)
      worst = fmax (worst,
          power[k] / (0.25 * noise_power (a, order, (double) k / SEGMENT)));
  return worst;
}

static void
test_no_spurs (void)
{
  static const double at[] = { 44100, 48000, 96000 };

  for (int r = 0; r < 3; r++)
    for (int shaping = 0; shaping < SHAPINGS; shaping++) {
      double worst = worst_spur (shaping, at[r]);
      printf ("# %s at %g Hz: %.1f dB above the noise\n",
          shaping_names[shaping], at[r], 10 * log10 (worst));
      if (shaping == MST_DITHER_SHAPING_NONE)
        mst_check (worst > 30, "the test is blind: %g", worst);
      else
        mst_check (worst < 1.8, "%s at %g Hz: %g", shaping_names[shaping],
            at[r], worst);
    }
}

/* The power of the words' error under the F-weighting, in dB. */
static double
measure_weighted (int shaping, double rate, int bits)
{
  double sum = 0;

  bench_noise (audio, N, 0.3, 9);
  run_error (
      (Run){ .container = 24, .bits = bits, .shaping = shaping, .rate = rate },
      audio, steps, N);
  spectrum (steps, N, power);
  for (int k = 1; k < SEGMENT / 2; k++)
    sum += power[k] * mst_dither_f_weighting (k * rate / SEGMENT);
  return 10 * log10 (sum);
}

/* The noise of words. Oracle: weighted(), the integral of the curve. */
static void
test_noise_is_less_audible (void)
{
  for (size_t r = 2; r < MST_N_ELEMENTS (rates) - 1; r++) {
    double flat = measure_weighted (MST_DITHER_SHAPING_TPDF, rates[r], 16);
    for (int curve = 0; curve < CURVES; curve++) {
      double a[MST_DITHER_MAX_ORDER];
      int order = mst_dither_curve_design (curve, rates[r], a);
      for (int bits = 16; bits <= 20; bits += 4) {
        double less = measure_weighted (curve + 2, rates[r], bits) - flat;
        printf ("# %s at %g Hz, %d bits: %.1f dB\n", shaping_names[curve + 2],
            rates[r], bits, less);
        mst_check (less < -10, "%g dB", less);
        mst_check_near (less, weighted (a, order, rates[r]), 0.5);
      }
    }
  }
}

/* In all: 1/4 step^2 times 1 + the sum of a^2 (Parseval), and no constant part.
 */
static void
test_power_and_mean (void)
{
  for (int curve = 0; curve < CURVES; curve++) {
    double a[MST_DITHER_MAX_ORDER], gain = 1;
    int order = mst_dither_curve_design (curve, 48000, a);
    for (int k = 0; k < order; k++)
      gain += a[k] * a[k];
    bench_noise (audio, N, 0.5, 10);
    run_error ((Run){ .shaping = curve + 2 }, audio, steps, N);
    mst_check_near (power_of (steps, N) / (0.25 * gain), 1, 0.02);
    mst_check_near (mean_of (steps, N), 0, 0.005);
  }
}

/* --- full scale */

/* Square, noise, ramps, constants at the ends, and square waves beyond them. */
static double
at_full_scale (int kind, int i, uint64_t *state)
{
  switch (kind) {
    case 0:
      return i / 24 % 2 ? -1 : 1;
    case 1:
      return mst_noise (state);
    case 2:
      return 2 * (i % 1000) / 999.0 - 1;
    case 3:
      return 1;
    case 4:
      return -1;
    case 5:
      return i % 2 ? -1 : 1;
    default:
      return i / 50 % 2 ? -100 : 100;
  }
}

/* Oracle: |e| <= 1.5 makes the error at most 1.5 times the sum of |a|, and a
 * word held inside its range is no further off than that from a sample held
 * alike. What follows knows nothing of it: the power is that of the curve. */
static void
test_full_scale_is_stable (void)
{
  for (int k = 0; k < CURVES * 7; k++) {
    double a[MST_DITHER_MAX_ORDER], bound = 1.5, gain = 1, worst = 0;
    int order = mst_dither_curve_design (k / 7, 44100, a);
    uint64_t state = 11;
    for (int j = 0; j < order; j++) {
      bound += 1.5 * fabs (a[j]);
      gain += a[j] * a[j];
    }
    bench_sine (audio, N, 44100, 997, 0.001);
    for (int i = 0; i < N / 2; i++)
      audio[i] = (float) at_full_scale (k % 7, i, &state);
    audio[0] = 0.3f; /* off the grid: here we go */
    run_steps ((Run){ .shaping = 2 + k / 7, .rate = 44100 }, audio, steps, N);
    for (int i = 0; i < N; i++) {
      steps[i] -= fmin (fmax (audio[i] * 32768.0, -32768), 32767);
      worst = fmax (worst, fabs (steps[i]));
    }
    printf ("# %s, signal %d: %.1f steps of %.1f\n", shaping_names[2 + k / 7],
        k % 7, worst, bound);
    mst_check (worst <= bound, "%s, signal %d: %g of %g",
        shaping_names[2 + k / 7], k % 7, worst, bound);
    mst_check_near (power_of (steps + N / 2, N / 2) / (0.25 * gain), 1, 0.03);
  }
}

int
main (void)
{
  MST_RUN (test_published_curves_at_44_1_khz);
  MST_RUN (test_f_weighting);
  MST_RUN (test_curves_are_minimum_phase);
  MST_RUN (test_curves_at_other_rates);
  MST_RUN (test_no_spurs);
  MST_RUN (test_noise_is_less_audible);
  MST_RUN (test_power_and_mean);
  MST_RUN (test_full_scale_is_stable);
  return mst_done ();
}
