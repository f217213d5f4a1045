/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Both polynomials interpolate at the Chebyshev nodes of their interval, which
 * is within a factor of two of the minimax error: 9.6e-8 for the logarithm
 * (log2 (1 + t) / t on sqrt (1/2) - 1 .. sqrt (2) - 1), 5.1e-9 for the
 * exponential ((2^t - 1) / t on -1/2 .. 1/2).
 */
#include "fastmath.h"

#include <stdint.h>
#include <string.h>

#include "kernels.h"
#include "vectors.h"

#define ONE_BITS 23
#define LEAST 0x2edbe6ff       /* 1e-10 */
#define HALF_OCTAVE 0x3f3504f3 /* sqrt (1/2) */

static inline int32_t
bits_of (float x)
{
  int32_t bits;

  memcpy (&bits, &x, sizeof (bits));
  return bits;
}

static inline float
float_of (int32_t bits)
{
  float x;

  memcpy (&x, &bits, sizeof (x));
  return x;
}

/* Takes the exponent out, so that the rest, t, is within half an octave of 1.
 */
MST_VECTORS (void, mst_log2, (float *x, int n), (x, n))
{
  for (int i = 0; i < n; i++) {
    int32_t bits = bits_of (x[i]) > LEAST ? bits_of (x[i]) : LEAST;
    int32_t e = (bits - HALF_OCTAVE) >> ONE_BITS;
    float t = float_of (bits - e * (1 << ONE_BITS)) - 1.0f;
    float y = t * -0.14275973432823494f + 0.23265257880774415f;

    y = y * t + -0.24927182207952067f;
    y = y * t + 0.28728888237577427f;
    y = y * t + -0.3602251824607826f;
    y = y * t + 0.48091670800016945f;
    y = y * t + -0.7213529313629773f;
    y = y * t + 1.4426949948930465f;
    x[i] = (float) e + y * t;
  }
}

/* The nearest integer becomes the exponent, the rest t goes through 1 + t P(t).
 * The range is held in a loop of its own: in one loop gcc 12 makes a branch of
 * each bound, with the power of the bound worked out behind it, and no vectors.
 */
MST_VECTORS (void, mst_exp2, (float *x, int n), (x, n))
{
  for (int i = 0; i < n; i++) {
    float in = x[i] < 126.0f ? x[i] : 126.0f;
    x[i] = in > -126.0f ? in : -126.0f;
  }
  for (int i = 0; i < n; i++) {
    int32_t k = (int32_t) (x[i] + 127.5f);
    float t = x[i] - ((float) k - 127.0f);
    float y = t * 0.00015453162939696504f + 0.0013390863364625236f;

    y = y * t + 0.00961808255730196f;
    y = y * t + 0.05550357114219158f;
    y = y * t + 0.24022650760567846f;
    y = y * t + 0.6931471880262287f;
    x[i] = (y * t + 1.0f) * float_of (k * (1 << ONE_BITS));
  }
}

void
mst_magnitude_to_db (float *x, int n)
{
  mst_log2 (x, n);
  mst_orc_scale_f32 (x, MST_DB_PER_OCTAVE, n);
}
