/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "curve.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/vectors.h"

/* Below this drive k stays, and the effect of the curve, which goes by k^2, is
 * scaled instead. So nothing is divided by a number next to 0. */
#define LEAST 0.25

/* The rational function for tanh (x / 2) reaches 1 here. Its slope is 0 there,
 * so that it may be held beyond without a kink. */
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

/* k^2 = g^2 - 1: k is near the gain g where that is large, and 0 where it is 1.
 */
MstSaturatorCurve
mst_saturator_curve_design (const double *terms, double lag, double adds,
    double drive, double bias, double mix)
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
  curve.v[MST_CURVE_SCALE] =
      (float) (mix * (1.0 - adds / gain) / (k * slope_at (terms, t)));
  curve.v[MST_CURVE_MIX] = (float) mix;
  curve.v[MST_CURVE_LESS] = (float) (mix * (1.0 - adds));
  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    curve.v[MST_CURVE_TERMS + i] = (float) terms[i];
  return curve;
}

int
mst_saturator_curve_is_off (const MstSaturatorCurve *curve)
{
  return curve->v[MST_CURVE_MIX] == 0.0f;
}

typedef struct {
  float above, below;
} Fraction;

/* tanh (2 y) = 2 p q / (p^2 + q^2) where tanh y = p / q, which is Lambert's
 * continued fraction to the fifth power: within 2e-6 of tanh. */
static inline Fraction
tanh_of_double (float y)
{
  float z, p, q;

  y = y < REACH ? y : REACH;
  y = y > -REACH ? y : -REACH;
  z = y * y;
  p = y * (945.0f + z * (105.0f + z));
  q = 945.0f + z * (420.0f + z * 15.0f);
  return (Fraction){ 2.0f * p * q, p * p + q * q };
}

static inline float
difference (const float *v, const float *terms, int n_terms, float x, float t)
{
  float value = 0.0f;

  for (int i = n_terms - 1; i >= 0; i--)
    value = (value + terms[i]) * t;
  return (value - v[MST_CURVE_OFFSET]) * v[MST_CURVE_SCALE] -
      v[MST_CURVE_LESS] * x;
}

/* Bends a sample of either half; y is the argument of the curve. A division
 * takes as long as a dozen products, and so one does for both. */
static inline void
bend (const float *v, const float *terms, int n_terms, float *x0, float *x1,
    float y0, float y1)
{
  Fraction t0 = tanh_of_double (y0 + v[MST_CURVE_BIAS]);
  Fraction t1 = tanh_of_double (y1 + v[MST_CURVE_BIAS]);
  float share = 1.0f / (t0.below * t1.below);

  *x0 = difference (v, terms, n_terms, *x0, t0.above * t1.below * share);
  *x1 = difference (v, terms, n_terms, *x1, t1.above * t0.below * share);
}

static MST_VECTORS (void, run_tanh,
    (const float *restrict curve, float *restrict x0, float *restrict x1,
        int n),
    (curve, x0, x1, n))
{
  float v[MST_CURVE_TERMS], terms[1] = { curve[MST_CURVE_TERMS] };

  memcpy (v, curve, sizeof (v));
  for (int i = 0; i < n; i++)
    bend (v, terms, 1, &x0[i], &x1[i], v[MST_CURVE_DRIVE] * x0[i],
        v[MST_CURVE_DRIVE] * x1[i]);
}

static MST_VECTORS (void, run_terms,
    (const float *restrict curve, float *restrict x0, float *restrict x1,
        int n),
    (curve, x0, x1, n))
{
  float v[MST_CURVE_SIZE];

  memcpy (v, curve, sizeof (v));
  for (int i = 0; i < n; i++)
    bend (v, v + MST_CURVE_TERMS, MST_SATURATOR_TERMS, &x0[i], &x1[i],
        v[MST_CURVE_DRIVE] * x0[i], v[MST_CURVE_DRIVE] * x1[i]);
}

static MST_VECTORS (void, run_behind,
    (const float *restrict curve, const float *restrict behind0,
        const float *restrict behind1, float *restrict x0, float *restrict x1,
        int n),
    (curve, behind0, behind1, x0, x1, n))
{
  float v[MST_CURVE_SIZE];

  memcpy (v, curve, sizeof (v));
  for (int i = 0; i < n; i++)
    bend (v, v + MST_CURVE_TERMS, MST_SATURATOR_TERMS, &x0[i], &x1[i],
        v[MST_CURVE_DRIVE] * x0[i] - v[MST_CURVE_LAG] * behind0[i],
        v[MST_CURVE_DRIVE] * x1[i] - v[MST_CURVE_LAG] * behind1[i]);
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
mst_saturator_curve_run (const MstSaturatorCurve *curve, float *const behind[2],
    float *const x[2], int n)
{
  if (behind)
    run_behind (curve->v, behind[0], behind[1], x[0], x[1], n);
  else if (is_tanh (curve))
    run_tanh (curve->v, x[0], x[1], n);
  else
    run_terms (curve->v, x[0], x[1], n);
}
