/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * prototype.h - the analogue responses of docs/stages/eq.md, written down once
 * more as they are there: the oracle of the equaliser.
 */
#ifndef PROTOTYPE_H
#define PROTOTYPE_H

#include <complex.h>
#include <math.h>

#include "dsp/common/filter/analog.h"

/* B_n of degree `order`; the largest Q is multiplied by q sqrt 2. Its roots are
 * the n-th roots of -1 or 1 that lie in the left half-plane. */
static inline double complex
prototype_butterworth (double complex s, int order, double q)
{
  double complex product = 1;

  for (int k = 0; k < order / 2; k++) {
    double angle = M_PI * (2 * k + 1 + order) / (2 * order);
    double damping = -2 * cos (angle); /* rising: the first is the sharpest */
    if (k == 0)
      damping /= q * sqrt (2);
    product *= s * s + damping * s + 1;
  }
  return order % 2 ? product * (s + 1) : product;
}

/* H at `f` [Hz]. */
static inline double complex
prototype (const MstBandShape *band, double f)
{
  double a = pow (10, band->gain / 40), q = band->q, g = a * a;
  double complex s = I * f / band->frequency;
  double complex resonance = s * s + s / q + 1;

  switch (band->shape) {
    case MST_SHAPE_BELL:
      return (s * s + s * a / q + 1) / (s * s + s / (a * q) + 1);
    case MST_SHAPE_LOW_SHELF:
      return a * (s * s + s * sqrt (a) / q + a) /
          (a * s * s + s * sqrt (a) / q + 1);
    case MST_SHAPE_HIGH_SHELF:
      return a * (a * s * s + s * sqrt (a) / q + 1) /
          (s * s + s * sqrt (a) / q + a);
    case MST_SHAPE_LOW_CUT:
      return cpow (s, band->order) / prototype_butterworth (s, band->order, q);
    case MST_SHAPE_HIGH_CUT:
      return 1 / prototype_butterworth (s, band->order, q);
    case MST_SHAPE_NOTCH:
      return (s * s + 1) / resonance;
    case MST_SHAPE_BAND_PASS:
      return s / q / resonance;
    case MST_SHAPE_ALL_PASS:
      return (s * s - s / q + 1) / resonance;
    case MST_SHAPE_TILT:
      return (a * s + 1) / (s + a);
    case MST_SHAPE_BASS:
      return (s + sqrt (g)) / (s + 1 / sqrt (g));
    case MST_SHAPE_TREBLE:
      return (sqrt (g) * s + 1) / (s / sqrt (g) + 1);
    default:
      return NAN;
  }
}

static inline double
prototype_db (const MstBandShape *band, double f)
{
  return 20 * log10 (cabs (prototype (band, f)));
}

#endif /* PROTOTYPE_H */
