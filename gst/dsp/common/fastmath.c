/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/fastmath.h"

#include "mst-orc-common.h"

/* Both polynomials interpolate at the Chebyshev nodes of their interval, which
 * is within a factor of two of the minimax error: 9.6e-8 for the logarithm
 * (log2 (1 + t) / t on sqrt (1/2) - 1 .. sqrt (2) - 1), 5.1e-9 for the
 * exponential ((2^t - 1) / t on -1/2 .. 1/2). */

void
mst_log2 (float *x, int n)
{
  mst_orc_log2_f32 (x, 1.4426949948930465f, -0.7213529313629773f,
      0.48091670800016945f, -0.3602251824607826f, 0.28728888237577427f,
      -0.24927182207952067f, 0.23265257880774415f, -0.14275973432823494f, n);
}

void
mst_exp2 (float *x, int n)
{
  mst_orc_exp2_f32 (x, 0.6931471880262287f, 0.24022650760567846f,
      0.05550357114219158f, 0.00961808255730196f, 0.0013390863364625236f,
      0.00015453162939696504f, n);
}

void
mst_magnitude_to_db (float *x, int n)
{
  mst_log2 (x, n);
  mst_orc_scale_f32 (x, MST_DB_PER_OCTAVE, n);
}
