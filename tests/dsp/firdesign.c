/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <complex.h>
#include <float.h>
#include <string.h>
#include <time.h>

#include "dsp/common/fir/firdesign.h"

#define RATE 48000.0
#define MAX_TAPS 32768

static double magnitude[2 * MAX_TAPS + 1];
static float taps[MAX_TAPS];

/* --- responses: the analogue prototypes on the jw axis. The bell and the shelf
 * are those of R. Bristow-Johnson, "Audio EQ Cookbook"; the low cuts those of
 * Butterworth. */

typedef double (*Response) (double f);

static double
bell (double f)
{
  double complex s = I * f / 40.0;
  double a = pow (10.0, 6.0 / 40.0);

  return cabs ((s * s + s * a + 1.0) / (s * s + s / a + 1.0));
}

static double
shelf (double f)
{
  double complex s = I * f / 60.0;
  double a = pow (10.0, 6.0 / 40.0), slope = sqrt (2.0 * a);

  return a * cabs ((s * s + s * slope + a) / (a * s * s + s * slope + 1.0));
}

static double
cut_12 (double f)
{
  double x = f / 30.0;

  return x * x / sqrt (1.0 + pow (x, 4.0));
}

static double
cut_24 (double f)
{
  double x = f / 30.0;

  return pow (x, 4.0) / sqrt (1.0 + pow (x, 8.0));
}

/* An analogue notch at 1 kHz with a Q of 10. Its sign changes in the middle:
 * beyond, the phase is pi. */
static double
notch (double f)
{
  double x = f / 1000.0;

  return (1.0 - x * x) / sqrt (pow (1.0 - x * x, 2.0) + x * x / 100.0);
}

static const struct {
  const char *name;
  Response response;
} responses[] = {
  { "bell 40 Hz", bell },
  { "low shelf 60 Hz", shelf },
  { "low cut 30 Hz, 12 dB", cut_12 },
  { "low cut 30 Hz, 24 dB", cut_24 },
};

static void
design (Response response, int n, double minimum, int centre)
{
  MstFirDesign *fir = mst_firdesign_new (n);
  int points = mst_firdesign_points (fir);

  for (int i = 0; i < points; i++)
    magnitude[i] = response (i * RATE / 2.0 / (points - 1));
  mst_firdesign_run (fir, magnitude, minimum, centre, taps);
  mst_firdesign_free (fir);
}

/* Oracle: the sum that defines the response, in double. */
static double complex
gain_at (int n, double f)
{
  double complex turn = cexp (-2.0 * I * M_PI * f / RATE), z = 1.0, sum = 0.0;

  for (int i = 0; i < n; i++, z *= turn)
    sum += taps[i] * z;
  return sum;
}

/* The worst error in dB from `low` to 20 kHz, by twelfths of an octave. */
static double
worst (Response response, int n, double low)
{
  double error = 0.0;

  for (double f = low; f <= 20000.0; f *= exp2 (1.0 / 12.0))
    error = fmax (error,
        fabs (mst_db (cabs (gain_at (n, f))) - mst_db (fabs (response (f)))));
  return error;
}

/* --- tests */

/* Oracle: the formulas above. */
static void
test_magnitude (void)
{
  static const double limits[4][4] = { { 0.1, 0.001, 0.05, 0.8 },
    { 0.003, 1e-5, 3e-4, 0.03 }, { 1e-5, 1e-5, 1e-5, 1e-4 },
    { 1e-5, 1e-5, 1e-5, 1e-5 } };

  for (int r = 0; r < 4; r++) {
    printf ("# %-21s", responses[r].name);
    for (int length = 0; length < 4; length++) {
      int n = 4096 << length;
      design (responses[r].response, n, 0.0, n / 2);
      double error = worst (responses[r].response, n, 20.0);
      printf ("  %5d taps %.5f dB", n, error);
      mst_check (error <= limits[length][r], "%g dB", error);
    }
    printf ("\n");
  }
}

/* The taps are even about the centre where the phase is zero. */
static void
test_zero_phase_is_symmetric (void)
{
  static const int centres[] = { 2048, 1024, 100 };

  for (int c = 0; c < 3; c++) {
    int centre = centres[c], wrong = 0;
    design (shelf, 4096, 0.0, centre);
    for (int i = 1; i < 4096 - centre; i++)
      wrong += taps[centre + i] != (i <= centre ? taps[centre - i] : 0.0f);
    mst_check (wrong == 0, "%d taps about %d", wrong, centre);
  }
}

/* Oracle: the analogue bell and shelf are of minimum phase themselves. The
 * digital ones differ because of half the rate, far above. */
static void
check_phase (Response response, const char *name,
    double complex (*known) (double), double minimum, int centre)
{
  double error = 0.0, phase_error = 0.0, energy = 0.0, front = 0.0;
  int n = 8192;

  design (response, n, minimum, centre);
  error = worst (response, n, 20.0);
  for (int i = 0; i < n; i++) {
    energy += (double) taps[i] * taps[i];
    front += i < n / 64 ? (double) taps[i] * taps[i] : 0.0;
  }
  for (double f = 20.0; known && f < 1000.0; f *= 1.1) {
    double complex rest = gain_at (n, f) *
        cexp (2.0 * I * M_PI * f * centre / RATE -
            I * minimum * carg (known (f)));
    phase_error = fmax (phase_error, fabs (carg (rest)));
  }
  printf ("# %s, %g of minimum phase: %.5f dB, %.5f rad, %.4f in front\n", name,
      minimum, error, phase_error, front / energy);
  mst_check (error <= 0.05, "%g dB", error);
  mst_check (phase_error <= 0.01, "%g rad", phase_error);
  if (centre == 0)
    mst_check (front / energy > 0.95, "%g in front", front / energy);
}

static double complex
known_bell (double f)
{
  double complex s = I * f / 40.0;
  double a = pow (10.0, 6.0 / 40.0);

  return (s * s + s * a + 1.0) / (s * s + s / a + 1.0);
}

static double complex
known_shelf (double f)
{
  double complex s = I * f / 60.0;
  double a = pow (10.0, 6.0 / 40.0), slope = sqrt (2.0 * a);

  return (s * s + s * slope + a) / (a * s * s + s * slope + 1.0);
}

static double complex
known_cut_12 (double f)
{
  double complex s = I * f / 30.0;

  return s * s / (s * s + s * sqrt (2.0) + 1.0);
}

static void
test_minimum_phase (void)
{
  check_phase (bell, "bell", known_bell, 1.0, 0);
  check_phase (shelf, "shelf", known_shelf, 1.0, 0);
  check_phase (cut_12, "low cut 12 dB", known_cut_12, 1.0, 0);
  check_phase (cut_24, "low cut 24 dB", NULL, 1.0, 0);
  check_phase (bell, "bell", known_bell, 0.5, 4096);
  check_phase (shelf, "shelf", known_shelf, 0.5, 4096);
  check_phase (cut_12, "low cut 12 dB", NULL, 0.5, 4096);
  check_phase (bell, "bell", known_bell, 0.25, 3000);
}

/* Oracle: the formula, whose sign turns within the notch. */
static void
test_sign_and_deep_zeros (void)
{
  int n = 8192;

  design (notch, n, 0.0, n / 2);
  for (double f = 20.0; f < 20000.0; f *= 1.07) {
    double complex gain =
        gain_at (n, f) * cexp (2.0 * I * M_PI * f * (n / 2) / RATE);
    mst_check_near (creal (gain), notch (f), 1e-3);
    mst_check_near (cimag (gain), 0.0, 1e-5);
  }
  mst_check (cabs (gain_at (n, 1000.0)) < 1e-3, "%g", cabs (gain_at (n, 1e3)));
  design (cut_24, n, 0.0, n / 2);
  mst_check (cabs (gain_at (n, 0.0)) < 1e-2, "%g", cabs (gain_at (n, 0.0)));
  design (cut_24, n, 1.0, 0);
  mst_check (cabs (gain_at (n, 0.0)) < 1e-2, "%g", cabs (gain_at (n, 0.0)));
}

/* Any finite magnitude makes finite taps, and a magnitude of 0 makes taps of 0.
 */
static void
test_finite (void)
{
  static const double sizes[] = { 0.0, 5e-324, 1e-30, 1e30, DBL_MAX };
  static const double shares[] = { 0.0, 0.3, 1.0 };
  uint64_t seed = 7;

  for (int length = 64; length <= 1024; length *= 4)
    for (int run = 0; run < 60; run++) {
      MstFirDesign *fir = mst_firdesign_new (length);
      int points = mst_firdesign_points (fir), wrong = 0;
      double size = sizes[run % 5];
      for (int i = 0; i < points; i++)
        magnitude[i] = mst_noise (&seed) > 0.2 ? 0.0 : size * mst_noise (&seed);
      mst_firdesign_run (fir, magnitude, shares[run / 5 % 3],
          run % 2 ? length / 2 : 0, taps);
      for (int i = 0; i < length; i++)
        wrong += !isfinite (taps[i]) || (size == 0.0 && taps[i] != 0.0f);
      mst_check (wrong == 0, "%d taps of size %g", wrong, size);
      mst_firdesign_free (fir);
    }
  mst_firdesign_free (NULL);
}

/* Reports the speed, which is not tested. */
static void
test_time (void)
{
  MstFirDesign *fir = mst_firdesign_new (8192);
  double best[2] = { 1e9, 1e9 };

  for (int i = 0; i < mst_firdesign_points (fir); i++)
    magnitude[i] = bell (i * RATE / 32768.0);
  for (int run = 0; run < 14; run++) {
    clock_t start = clock ();
    mst_firdesign_run (fir, magnitude, run % 2, run % 2 ? 0 : 4096, taps);
    best[run % 2] =
        fmin (best[run % 2], (double) (clock () - start) / CLOCKS_PER_SEC);
  }
  printf ("# 8192 taps: linear %.2f ms, minimum phase %.2f ms\n", best[0] * 1e3,
      best[1] * 1e3);
  mst_check (taps[0] != 0.0f, "no taps");
  mst_firdesign_free (fir);
}

int
main (void)
{
  MST_RUN (test_magnitude);
  MST_RUN (test_zero_phase_is_symmetric);
  MST_RUN (test_minimum_phase);
  MST_RUN (test_sign_and_deep_zeros);
  MST_RUN (test_finite);
  MST_RUN (test_time);
  return mst_done ();
}
