/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * splatter.h - what a change leaves where there was no sound: a click, by its
 * spectrum.
 */
#ifndef MST_SPLATTER_H
#define MST_SPLATTER_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "reference/sinc.h"

/** The largest component [dBFS, of amplitude] of x[0 .. n-1] at the frequencies
 * outside (0), outside (1), ... up to one that is 0, through a window whose
 * side lobes are below -160 dB (Kaiser, beta 22) and whose main lobe is 15 / n
 * of the rate wide. */
static inline double
mst_splatter (const float *x, int n, double rate, double (*outside) (int step))
{
  double *w = malloc (n * sizeof (double));
  double worst = 0, sum = 0, f;

  for (int i = 0; i < n; i++) {
    double t = 2.0 * i / (n - 1) - 1;
    sum += w[i] = mst_sinc_bessel_i0 (22 * sqrt (1 - t * t));
  }
  for (int step = 0; (f = outside (step)) > 0; step++) {
    double complex turn = cexp (-2 * I * M_PI * f / rate), at = 1, total = 0;
    for (int i = 0; i < n; i++, at *= turn)
      total += at * w[i] * x[i];
    worst = fmax (worst, 2 * cabs (total) / sum);
  }
  free (w);
  return 20 * log10 (worst);
}

/** More than 500 Hz off a tone of 1 kHz, up to 23.7 kHz. */
static inline double
mst_far_from_1_khz (int step)
{
  double f = step < 45 ? 50 + 10 * step : 1500 + 97 * (step - 45);

  return f < 23700 ? f : 0;
}

/** The same, and more than 100 Hz off its harmonics. */
static inline double
mst_far_from_harmonics_of_1_khz (int step)
{
  static const double tenths[] = { 0.2, 0.35, 0.5, 0.65, 0.8 };
  double f = 1000 * (step / 5 + tenths[step % 5]);

  return f < 23700 ? f : 0;
}

#endif /* MST_SPLATTER_H */
