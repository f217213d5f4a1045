/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests of the kernels of orc/common.orc: their references. */
#include "kernels.h"

#include <string.h>

#include "dsp/common/vector/fastmath.h"

#define RUN(op, ...)                                                           \
  static void run_##op (float *const b[], int n)                               \
  {                                                                            \
    mst_orc_##op##_f32 (__VA_ARGS__, n);                                       \
  }

/* Defines a reference; `statement` computes sample i of the n. */
#define REFERENCE(op, statement)                                               \
  static void ref_##op (double *const b[], int n)                              \
  {                                                                            \
    for (int i = 0; i < n; i++) {                                              \
      statement;                                                               \
    }                                                                          \
  }

RUN (finite, b[0])
REFERENCE (finite, if (!(fabs (b[0][i]) < 0x1p24)) b[0][i] = 0.0)

RUN (scale, b[0], 0.7f)
REFERENCE (scale, b[0][i] *= 0.7f)

RUN (mul, b[0], b[1])
REFERENCE (mul, b[0][i] *= b[1][i])

RUN (add, b[0], b[1])
REFERENCE (add, b[0][i] += b[1][i])

RUN (sum, b[0], b[1], b[2])
REFERENCE (sum, b[0][i] = b[1][i] + b[2][i])

RUN (crossfade, b[0], b[1], b[2])
REFERENCE (crossfade, b[0][i] += b[2][i] * (b[1][i] - b[0][i]))

RUN (abs, b[0], b[1])
REFERENCE (abs, b[0][i] = fabs (b[1][i]))

RUN (maxabs, b[0], b[1])
REFERENCE (maxabs, b[0][i] = fmax (b[0][i], fabs (b[1][i])))

RUN (max, b[0], b[1])
REFERENCE (max, b[0][i] = fmax (b[0][i], b[1][i]))

/* These go through their wrappers, which hold the coefficients. The reference
 * is the function of libm. */
static void
run_log2 (float *const b[], int n)
{
  mst_log2 (b[0], n);
}
REFERENCE (log2, b[0][i] = log2 (fmax (b[0][i], 1e-10)))

static void
run_exp2 (float *const b[], int n)
{
  mst_exp2 (b[0], n);
}
REFERENCE (exp2, b[0][i] = exp2 (fmin (fmax (b[0][i], -126), 126)))

/* Threshold -20 dB, knee 6 dB, ratio 4: Giannoulis et al. 2012, eq. 4. */
RUN (knee, b[0], -23.0f, 6.0f, 1.0f / 12.0f, 0.75f)

static void
ref_knee (double *const b[], int n)
{
  for (int i = 0; i < n; i++) {
    double over = b[0][i] + 20.0;
    double below = over + 3.0;
    if (over < -3.0)
      b[0][i] = 0.0;
    else if (over <= 3.0)
      b[0][i] = 0.75 * below * below / 12.0;
    else
      b[0][i] = 0.75 * over;
  }
}

#define ROW(op, outputs, inputs, tolerance)                                    \
  {                                                                            \
#op, outputs,                                                              \
        { 1, 1, 1, 1, 1, 1, 1 }, inputs, tolerance, run_##op, ref_##op         \
  }

const Kernel kernels_common[] = {
  ROW (finite, 1, INPUT_POISON, 0),
  ROW (scale, 1, INPUT_SIGNED, 0.5),
  ROW (mul, 1, INPUT_SIGNED, 0.5),
  ROW (add, 1, INPUT_SIGNED, 0.5),
  ROW (sum, 1, INPUT_SIGNED, 0.5),
  /* The error of the difference is scaled by its own magnitude, up to 16
   * times that of the sum. */
  ROW (crossfade, 1, INPUT_LAST_IS_SHARE, 8),
  ROW (abs, 1, INPUT_SIGNED, 0),
  ROW (maxabs, 1, INPUT_POSITIVE, 0),
  ROW (max, 1, INPUT_POSITIVE, 0),
  ROW (log2, 1, INPUT_POSITIVE, 4), /* 1 is the polynomial's own error */
  ROW (exp2, 1, INPUT_LEVEL, 3),
  ROW (knee, 1, INPUT_LEVEL, 4),
  { 0 },
};
