/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "analog.h"

#include <math.h>

bool
mst_shape_has_gain (MstShape shape)
{
  switch (shape) {
    case MST_SHAPE_BELL:
    case MST_SHAPE_LOW_SHELF:
    case MST_SHAPE_HIGH_SHELF:
    case MST_SHAPE_TILT:
    case MST_SHAPE_BASS:
    case MST_SHAPE_TREBLE:
      return true;
    default:
      return false;
  }
}

/* The first-order part of an odd order, then pairs of rising Q. */
static int
butterworth (MstAnalog sections[], const MstBandShape *band)
{
  int order = band->order, pairs = order / 2, count = 0;
  bool low_cut = band->shape == MST_SHAPE_LOW_CUT;

  if (order % 2)
    sections[count++] = (MstAnalog){ { !low_cut, low_cut, 0 }, { 1, 1, 0 } };
  for (int k = pairs; k >= 1; k--) {
    double angle = M_PI * (order % 2 ? pairs + 1 - k : pairs + 0.5 - k) / order;
    double damping = 2.0 * cos (angle);
    if (k == 1)
      damping /= band->q * M_SQRT2;
    sections[count++] =
        (MstAnalog){ { !low_cut, 0, low_cut }, { 1, damping, 1 } };
  }
  return count;
}

int
mst_analog_design (MstAnalog sections[], const MstBandShape *band)
{
  double a = pow (10.0, band->gain / 40.0);
  double k = 1.0 / band->q, r = k * sqrt (a);

  switch (band->shape) {
    case MST_SHAPE_LOW_CUT:
    case MST_SHAPE_HIGH_CUT:
      return butterworth (sections, band);
    case MST_SHAPE_LOW_SHELF:
      *sections = (MstAnalog){ { a * a, a * r, a }, { 1, r, a } };
      break;
    case MST_SHAPE_HIGH_SHELF:
      *sections = (MstAnalog){ { a, a * r, a * a }, { a, r, 1 } };
      break;
    case MST_SHAPE_NOTCH:
      *sections = (MstAnalog){ { 1, 0, 1 }, { 1, k, 1 } };
      break;
    case MST_SHAPE_BAND_PASS:
      *sections = (MstAnalog){ { 0, k, 0 }, { 1, k, 1 } };
      break;
    case MST_SHAPE_ALL_PASS:
      *sections = (MstAnalog){ { 1, -k, 1 }, { 1, k, 1 } };
      break;
    case MST_SHAPE_TILT:
      *sections = (MstAnalog){ { 1, a, 0 }, { a, 1, 0 } };
      break;
    case MST_SHAPE_BASS:
      *sections = (MstAnalog){ { a, 1, 0 }, { 1 / a, 1, 0 } };
      break;
    case MST_SHAPE_TREBLE:
      *sections = (MstAnalog){ { 1, a, 0 }, { 1, 1 / a, 0 } };
      break;
    default:
      *sections = (MstAnalog){ { 1, a * k, 1 }, { 1, k / a, 1 } };
      break;
  }
  return 1;
}

static double
power (const double p[3], double w)
{
  double even = p[0] - p[2] * w * w, odd = p[1] * w;

  return even * even + odd * odd;
}

double
mst_analog_power (const MstAnalog *section, double w)
{
  return power (section->n, w) / power (section->d, w);
}

double
mst_band_power (const MstBandShape *band, double frequency)
{
  MstAnalog sections[MST_MAX_ANALOG];
  int count = mst_analog_design (sections, band);
  double product = 1.0;

  for (int i = 0; i < count; i++)
    product *= mst_analog_power (&sections[i], frequency / band->frequency);
  return product;
}
