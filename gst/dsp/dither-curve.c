/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dither-curve.h"

#include <math.h>
#include <string.h>

#define MAX_ORDER MST_DITHER_MAX_ORDER
#define POINTS 4096 /* of frequency, up to half the rate */
#define F_ORDER 12

/* The rate that the published curves were made for. */
#define THEIR_RATE 44100.0

/* Below its peak the weighting is held at this. It falls by 100 dB from 16 kHz
 * to 22 kHz: followed all the way it would trade little audible noise for very
 * much inaudible, 31 dB in all at 44.1 kHz. With this the sum is that of
 * Wannamaker's ninth order, 18 dB. */
#define FLOOR 1e-5

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

/* |A|^2 at f, at THEIR_RATE. Above what they knew, the noise stays as at the end:
 * nobody hears it. */
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

/* The largest value of the F-weighting is at 3.5 kHz. */
static double
weighting (MstDitherCurve curve, double f)
{
  if (curve != MST_DITHER_F_WEIGHTED)
    return 1.0 / noise_power (&published[curve], f);
  return fmax (mst_dither_f_weighting (f),
      FLOOR * mst_dither_f_weighting (3500.0));
}

/* The autocorrelation of which W is the power spectrum: its cosine series, by
 * cos (k x) = 2 cos x cos ((k - 1) x) - cos ((k - 2) x). */
static void
correlate (MstDitherCurve curve, double rate, int order, double *r)
{
  memset (r, 0, (order + 1) * sizeof (double));
  for (int i = 0; i < POINTS; i++) {
    double share = (i + 0.5) / POINTS;
    double w = weighting (curve, share * rate / 2.0);
    double now = 1.0, step = cos (M_PI * share), before = step;
    for (int k = 0; k <= order; k++) {
      double next = 2.0 * step * now - before;
      r[k] += w * now;
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

int
mst_dither_curve_design (MstDitherCurve curve, double rate, double *a)
{
  int order = curve == MST_DITHER_F_WEIGHTED ? F_ORDER : published[curve].order;
  double r[MAX_ORDER + 1];

  correlate (curve, rate, order, r);
  predict (r, order, a);
  return order;
}
