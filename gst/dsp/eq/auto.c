/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "auto.h"

#include <math.h>

#include "table.h"

#define LEAST -300.0 /* LU: the least that bands leave */
#define PER_OCTAVE 3 /* points of pink noise */
#define LOWEST 31.5  /* Hz */
#define POINTS 29    /* up to 20 kHz */

static double
frequency_of (int point)
{
  return LOWEST * exp2 ((double) point / PER_OCTAVE);
}

/* The response of the K-weighting, roughly: two decades flat, 4 dB more above 2
 * kHz, less below 60 Hz. The music corrects the rest. */
static double
k_weight (double frequency)
{
  double high = frequency / 1500.0, low = 38.0 / frequency;

  return (1.0 + 2.5 * high * high) / (1.0 + high * high) /
      ((1.0 + low * low) * (1.0 + low * low));
}

/* The share of the power that a band works on: a band on one of two channels
 * works on half of it, one on the sides of pop music on a tenth. */
static double
share_of (const double *v, const MstLayout *layout)
{
  static const double pair[] = { 1.0, 0.5, 0.5, 0.9, 0.1 };

  if (layout->pairs == 0)
    return mst_eq_has_channel (v, layout);
  return pair[(int) v[MST_EQ_BAND_CHANNEL]];
}

/* The power of a band at a frequency. */
static double
power_at (const MstBandShape *shape, double share, double frequency)
{
  return 1.0 + share * (mst_band_power (shape, frequency) - 1.0);
}

double
mst_eq_expected_loudness (const double *values, double rate,
    const MstLayout *layout)
{
  double noise[POINTS], before = 0.0, after = 0.0;

  for (int i = 0; i < POINTS; i++) {
    noise[i] = k_weight (frequency_of (i));
    before += noise[i];
  }
  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    const double *v = values + mst_eq_band_at (b, 0);
    MstBandShape shape = mst_eq_shape_of (v, rate);
    double share = share_of (v, layout);
    if (mst_eq_is_in_use (values, b) && !mst_eq_is_neutral (&shape))
      for (int i = 0; i < POINTS; i++)
        noise[i] *= power_at (&shape, share, frequency_of (i));
  }
  for (int i = 0; i < POINTS; i++)
    after += noise[i];
  return fmax (10.0 * log10 (after / before), LEAST); /* no -infinity */
}
