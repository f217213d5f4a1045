/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "curve.h"

#include <math.h>
#include <string.h>

#define MAX_ORDER MST_DITHER_MAX_ORDER
#define POINTS 4096 /* of frequency, up to half the rate */
#define F_ORDER 12

/* The rate that the published curves were made for. */
#define THEIR_RATE 44100.0

/* The F-weighting falls by 100 dB from 16 kHz to 22 kHz. Followed all the way
 * it would trade little audible noise for very much inaudible: 31 dB in all at
 * 44.1 kHz. So it is held at a floor, as deep as the noise in all allows: that
 * of Wannamaker's ninth order, 18 dB, or three bits. At high rates the noise
 * has room enough, and the floor is the deepest. */
#define MOST_POWER 63.0
#define DEEPEST 1e-8 /* of the peak, which is at 3.5 kHz */
#define PEAK_HZ 3500.0
#define HALVINGS 16

/* A (z) of S. P. Lipshitz, J. Vanderkooy, R. A. Wannamaker, "Minimally audible
 * noise shaping", JAES 39 (11), 1991: five coefficients for their improved
 * E-weighting; and of R. A. Wannamaker, "Psychoacoustically optimal noise
 * shaping", JAES 40 (7/8), 1992: nine for his F-weighting. */
static const double lipshitz[] = { -2.033, 2.165, -1.959, 1.590, -0.6149 };
static const double wannamaker[] = { -2.412, 3.370, -3.937, 4.174, -3.353,
  2.205, -1.281, 0.569, -0.0847 };

typedef struct {
  const double *a;
  int order;
} Published;

static const Published published[] = {
  [MST_DITHER_LIPSHITZ] = { lipshitz, 5 },
  [MST_DITHER_WANNAMAKER] = { wannamaker, 9 },
};

/* |(s - s0) (s - s0*)|^2 at s = jf, s0 = re + j im: frequencies in kHz. */
static double
quadratic (double f, double re, double im)
{
  double d = re * re + im * im - f * f;

  return d * d + 4.0 * re * re * f * f;
}

/* Wannamaker 1992, the F-weighting: inverse to the threshold of hearing for
 * noise, in poles and zeros of frequency in kHz. */
double
mst_dither_f_weighting (double hertz)
{
  double f = hertz / 1000.0, z = f * f;
  double zeros = z * z * z * quadratic (f, 0.58, 1.03) *
      pow (quadratic (f, 3.18, 8.75), 3);
  double poles = pow (z + 0.18 * 0.18, 3) * pow (z + 1.63 * 1.63, 2) *
      pow (quadratic (f, 2.51, 3.85), 4);

  return 2.536e-5 * zeros / poles * pow (1e5 / quadratic (f, 6.62, 14.29), 20);
}

/* |A|^2 at f, at THEIR_RATE. Above half of that rate the noise stays as it is
 * there: nobody hears it. */
static double
noise_power (const Published *filter, double f)
{
  double turn = 2.0 * M_PI * fmin (f / THEIR_RATE, 0.5);
  double re = 1.0, im = 0.0;

  for (int k = 0; k < filter->order; k++) {
    re += filter->a[k] * cos (turn * (k + 1));
    im -= filter->a[k] * sin (turn * (k + 1));
  }
  return re * re + im * im;
}

static void
tabulate (MstDitherCurve curve, double rate, double *w)
{
  for (int i = 0; i < POINTS; i++) {
    double f = (i + 0.5) / POINTS * rate / 2.0;
    w[i] = curve == MST_DITHER_F_WEIGHTED
        ? mst_dither_f_weighting (f)
        : 1.0 / noise_power (&published[curve], f);
  }
}

/* The autocorrelation of which W is the power spectrum: its cosine series, by
 * cos (k x) = 2 cos x cos ((k - 1) x) - cos ((k - 2) x). */
static void
correlate (const double *w, double floor, int order, double *r)
{
  memset (r, 0, (order + 1) * sizeof (double));
  for (int i = 0; i < POINTS; i++) {
    double held = fmax (w[i], floor);
    double now = 1.0, step = cos (M_PI * (i + 0.5) / POINTS), before = step;
    for (int k = 0; k <= order; k++) {
      double next = 2.0 * step * now - before;
      r[k] += held * now;
      before = now;
      now = next;
    }
  }
}

/* Levinson and Durbin: J. Makhoul, "Linear prediction: a tutorial review",
 * Proc. IEEE 63 (4), 1975, equations (38). */
static void
predict (const double *r, int order, double *a)
{
  double error = r[0];

  for (int m = 0; m < order; m++) {
    double old[MAX_ORDER], k = -r[m + 1];
    for (int j = 0; j < m; j++)
      k -= a[j] * r[m - j];
    k /= error;
    memcpy (old, a, m * sizeof (double));
    for (int j = 0; j < m; j++)
      a[j] += k * old[m - 1 - j];
    a[m] = k;
    error *= 1.0 - k * k;
  }
}

/* Returns the whole noise over that without shaping (Parseval). */
static double
solve (const double *w, double floor, int order, double *a)
{
  double r[MAX_ORDER + 1], power = 1.0;

  correlate (w, floor, order, r);
  predict (r, order, a);
  for (int k = 0; k < order; k++)
    power += a[k] * a[k];
  return power;
}

static void
solve_f_weighted (const double *w, double *a)
{
  double peak = mst_dither_f_weighting (PEAK_HZ);
  double low = log (DEEPEST), high = 0.0;

  if (solve (w, peak * DEEPEST, F_ORDER, a) <= MOST_POWER)
    return;
  for (int i = 0; i < HALVINGS; i++) {
    double middle = (low + high) / 2.0;
    if (solve (w, peak * exp (middle), F_ORDER, a) > MOST_POWER)
      low = middle;
    else
      high = middle;
  }
  solve (w, peak * exp (high), F_ORDER, a);
}

int
mst_dither_curve_design (MstDitherCurve curve, double rate, double *a)
{
  double w[POINTS];

  tabulate (curve, rate, w);
  if (curve == MST_DITHER_F_WEIGHTED) {
    solve_f_weighted (w, a);
    return F_ORDER;
  }
  solve (w, 0.0, published[curve].order, a);
  return published[curve].order;
}
