/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "halfband.h"

#include <math.h>

/* I0 (x), the modified Bessel function, by its power series. */
static double
bessel_i0 (double x)
{
  double sum = 1.0, term = 1.0;

  for (int k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

void
mst_half_band_design (float *taps, int pairs, double beta)
{
  double h[MST_HALF_BAND_MAX], sum = 0.0;

  for (int k = 0; k < pairs; k++) {
    double t = k + 0.5;
    h[k] = sin (M_PI * t) / (M_PI * t) *
        bessel_i0 (beta * sqrt (1.0 - t * t / ((double) pairs * pairs)));
    sum += 2.0 * h[k];
  }
  for (int k = 0; k < pairs; k++)
    taps[k] = (float) (h[k] / sum);
}

void
mst_low_pass_design (double *taps, int reach, double cutoff, double beta)
{
  double sum = 0.0;

  for (int t = 0; t <= reach; t++) {
    double x = 2.0 * cutoff * t, u = (double) t / (reach + 1);
    taps[t] = (t ? sin (M_PI * x) / (M_PI * x) : 1.0) *
        bessel_i0 (beta * sqrt (1.0 - u * u));
    sum += t ? 2.0 * taps[t] : taps[t];
  }
  for (int t = 0; t <= reach; t++)
    taps[t] /= sum;
}
