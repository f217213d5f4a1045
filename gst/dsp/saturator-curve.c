/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "saturator-curve.h"

#include <math.h>
#include <stddef.h>

#include "common/decibel.h"
#include "common/vectors.h"

/* Below this drive k stays, and what the curve does to the sound, which goes by
 * k^2, is scaled instead: nothing is divided by what is next to 0. */
#define LEAST 0.25

/* Where the rational function for tanh (x / 2) reaches 1: tanh's slope is 0
 * there by this reckoning, so that what is beyond is held without a kink. */
#define REACH 3.6467f

/* The slope of P (tanh x) where tanh x = t. */
static double
slope_at (const double *terms, double t)
{
  double slope = 0.0;

  for (int i = MST_SATURATOR_TERMS - 1; i >= 0; i--)
    slope = slope * t + (i + 1) * terms[i];
  return slope * (1.0 - t * t);
}

static double
value_at (const double *terms, double t)
{
  double value = 0.0;

  for (int i = MST_SATURATOR_TERMS - 1; i >= 0; i--)
    value = (value + terms[i]) * t;
  return value;
}

/* k^2 = g^2 - 1: next to the gain g where that is large, and 0 where it is 1. */
MstSaturatorCurve
mst_saturator_curve_design (const double *terms, double lag, double drive,
    double bias, double mix)
{
  double gain = drive > 0.0 ? mst_from_db (drive) : 1.0;
  double k = sqrt (gain * gain - 1.0), t = tanh (bias);
  MstSaturatorCurve curve;

  if (k < LEAST) {
    mix *= k * k / (LEAST * LEAST);
    k = LEAST;
  }
  curve.v[MST_CURVE_DRIVE] = (float) (0.5 * k);
  curve.v[MST_CURVE_BIAS] = (float) (0.5 * bias);
  curve.v[MST_CURVE_LAG] = (float) (0.5 * k * lag);
  curve.v[MST_CURVE_OFFSET] = (float) value_at (terms, t);
  curve.v[MST_CURVE_SCALE] = (float) (mix / (k * slope_at (terms, t)));
  curve.v[MST_CURVE_MIX] = (float) mix;
  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    curve.v[MST_CURVE_TERMS + i] = (float) terms[i];
  return curve;
}

int
mst_saturator_curve_is_off (const MstSaturatorCurve *curve)
{
  return curve->v[MST_CURVE_MIX] == 0.0f;
}

/* tanh (2 y) = 2 p q / (p^2 + q^2) where tanh y = p / q, which is Lambert's
 * continued fraction to the fifth power: within 2e-6 of tanh. */
static inline float
tanh_of_double (float y)
{
  float z, p, q;

  y = y < REACH ? y : REACH;
  y = y > -REACH ? y : -REACH;
  z = y * y;
  p = y * (945.0f + z * (105.0f + z));
  q = 945.0f + z * (420.0f + z * 15.0f);
  return 2.0f * p * q / (p * p + q * q);
}

static inline float
difference (const float *v, const float *terms, int n_terms, float x, float y)
{
  float t = tanh_of_double (y + v[MST_CURVE_BIAS]);
  float value = 0.0f;

  for (int i = n_terms - 1; i >= 0; i--)
    value = (value + terms[i]) * t;
  return (value - v[MST_CURVE_OFFSET]) * v[MST_CURVE_SCALE] -
      v[MST_CURVE_MIX] * x;
}

MST_VECTORS static void
run_tanh (const float *restrict curve, float *x, int n)
{
  float v[MST_CURVE_TERMS], terms[1] = { curve[MST_CURVE_TERMS] };

  for (int i = 0; i < MST_CURVE_TERMS; i++)
    v[i] = curve[i];
  for (int i = 0; i < n; i++)
    x[i] = difference (v, terms, 1, x[i], v[MST_CURVE_DRIVE] * x[i]);
}

MST_VECTORS static void
run_terms (const float *restrict curve, float *x, int n)
{
  float v[MST_CURVE_SIZE];

  for (int i = 0; i < MST_CURVE_SIZE; i++)
    v[i] = curve[i];
  for (int i = 0; i < n; i++)
    x[i] = difference (v, v + MST_CURVE_TERMS, MST_SATURATOR_TERMS, x[i],
        v[MST_CURVE_DRIVE] * x[i]);
}

MST_VECTORS static void
run_behind (const float *restrict curve, const float *restrict behind, float *x,
    int n)
{
  float v[MST_CURVE_SIZE];

  for (int i = 0; i < MST_CURVE_SIZE; i++)
    v[i] = curve[i];
  for (int i = 0; i < n; i++)
    x[i] = difference (v, v + MST_CURVE_TERMS, MST_SATURATOR_TERMS, x[i],
        v[MST_CURVE_DRIVE] * x[i] - v[MST_CURVE_LAG] * behind[i]);
}

static int
is_tanh (const MstSaturatorCurve *curve)
{
  for (int i = 1; i < MST_SATURATOR_TERMS; i++)
    if (curve->v[MST_CURVE_TERMS + i] != 0.0f)
      return 0;
  return 1;
}

void
mst_saturator_curve_run (const MstSaturatorCurve *curve, const float *behind,
    float *x, int n)
{
  if (behind)
    run_behind (curve->v, behind, x, n);
  else if (is_tanh (curve))
    run_tanh (curve->v, x, n);
  else
    run_terms (curve->v, x, n);
}
