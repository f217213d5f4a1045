/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "correction.h"

#include <math.h>

/* The weight of a neighbour `distance` octaves off: a raised cosine that is
 * half as high at half the width. */
static double
weight (double distance, double width)
{
  if (distance >= width)
    return 0.0;
  return 0.5 + 0.5 * cos (M_PI * distance / width);
}

/* Averages the gains in dB. Beyond its ends a curve holds. */
static void
smooth (const double *from, double width, double *to)
{
  double weights[MST_CURVE_POINTS];
  int reach = 0;

  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    weights[i] = weight ((double) i / MST_CURVE_PER_OCTAVE, width);
    if (weights[i] > 0.0)
      reach = i;
  }
  weights[0] = 1.0;
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    double sum = from[i], total = 1.0;
    for (int k = 1; k <= reach; k++) {
      int below = i - k > 0 ? i - k : 0;
      int above = i + k < MST_CURVE_POINTS ? i + k : MST_CURVE_POINTS - 1;
      sum += weights[k] * (from[below] + from[above]);
      total += 2.0 * weights[k];
    }
    to[i] = sum / total;
  }
}

/* The share of the correction that is left at a frequency: all from the guard
 * up, nothing from an octave below it down. */
static double
guard (double frequency, double low)
{
  double octaves = low > 0.0 ? log2 (low / frequency) : 0.0;

  if (octaves <= 0.0)
    return 1.0;
  return octaves < 1.0 ? 0.5 + 0.5 * cos (M_PI * octaves) : 0.0;
}

/* Half of the smoothing comes after the caps: it rounds the corners that they
 * cut, and a mean of what is under a cap is under it too. The variances of the
 * two windows add up to that of the whole. */
void
mst_match_correction (const double *values, int curve, double *correction)
{
  double width = values[MST_MATCH_SMOOTHING] * M_SQRT1_2;
  double capped[MST_CURVE_POINTS];

  smooth (values + mst_match_curve_at (curve, 0), width, capped);
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    double gain = capped[i] * values[MST_MATCH_STRENGTH];
    gain = fmin (gain, values[MST_MATCH_MAX_BOOST]);
    capped[i] = fmax (gain, -values[MST_MATCH_MAX_CUT]);
  }
  smooth (capped, width, correction);
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    correction[i] *=
        guard (mst_curve_frequency (i), values[MST_MATCH_LOW_GUARD]);
}
