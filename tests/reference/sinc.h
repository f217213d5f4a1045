/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sinc.h - the oracle of true peak: the signal between its samples, in double.
 *
 * The samples are interpolated at 32 points a frame with a sinc of 96 taps
 * under a Kaiser window of beta 9 (Kaiser & Schafer 1980: side lobes below
 * -90 dB, flat to 0.47 of the rate). Outside the stream is silence. A tone at
 * 0.47 of the rate is under-read by the grid by at most
 * 20 log10 cos (pi 0.47 / 32) = -0.009 dB.
 *
 * It is slow and simple on purpose, and shares no code with gst/dsp.
 */
#ifndef MST_REFERENCE_SINC_H
#define MST_REFERENCE_SINC_H

#include <math.h>

#define MST_SINC_PHASES 32
#define MST_SINC_TAPS 96 /* x[j - 47] .. x[j + 48] for what follows frame j */
#define MST_SINC_BETA 9.0

/** The modified Bessel function I0, by its power series. */
static inline double
mst_sinc_bessel_i0 (double x)
{
  double sum = 1.0, term = 1.0;

  for (int k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

/** The weight of a sample that is `t` frames from the point read. */
static inline double
mst_sinc_weight (double t)
{
  double half = MST_SINC_TAPS / 2.0;
  double sinc = t == 0.0 ? 1.0 : sin (M_PI * t) / (M_PI * t);

  if (fabs (t) >= half)
    return 0.0;
  return sinc *
      mst_sinc_bessel_i0 (MST_SINC_BETA * sqrt (1.0 - t * t / (half * half))) /
      mst_sinc_bessel_i0 (MST_SINC_BETA);
}

/** The table of weights, [phase][tap]; made at the first call. */
static inline const double *
mst_sinc_table (void)
{
  static double table[MST_SINC_PHASES * MST_SINC_TAPS];
  static int made;

  for (int p = 0; !made && p < MST_SINC_PHASES; p++)
    for (int k = 0; k < MST_SINC_TAPS; k++)
      table[p * MST_SINC_TAPS + k] = mst_sinc_weight (
          k - (MST_SINC_TAPS / 2 - 1) - (double) p / MST_SINC_PHASES);
  made = 1;
  return table;
}

/** The greatest magnitude from frame j on, up to frame j + 1, of a stream of
 * n frames. */
static inline double
mst_sinc_peak_at (const float *x, int n, int j)
{
  const double *weights = mst_sinc_table ();
  double window[MST_SINC_TAPS], peak = 0.0;

  for (int k = 0; k < MST_SINC_TAPS; k++) {
    int at = j - (MST_SINC_TAPS / 2 - 1) + k;
    window[k] = at >= 0 && at < n ? (double) x[at] : 0.0;
  }
  for (int p = 0; p < MST_SINC_PHASES; p++, weights += MST_SINC_TAPS) {
    double even = 0.0, odd = 0.0;
    for (int k = 0; k < MST_SINC_TAPS; k += 2) {
      even += weights[k] * window[k];
      odd += weights[k + 1] * window[k + 1];
    }
    peak = fmax (peak, fabs (even + odd));
  }
  return peak;
}

/** The true peak of a stream of n frames, its onset and end included. */
static inline double
mst_sinc_peak (const float *x, int n)
{
  double peak = 0.0;

  for (int j = -MST_SINC_TAPS / 2; j < n + MST_SINC_TAPS / 2; j++)
    peak = fmax (peak, mst_sinc_peak_at (x, n, j));
  return peak;
}

#endif /* MST_REFERENCE_SINC_H */
