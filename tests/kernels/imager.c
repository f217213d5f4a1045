/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests of the kernels of orc/imager.orc: their references. These round where
 * the kernels do: a sum to float, and what is left of the rounded one. */
#include "kernels.h"

#include "mst-orc-imager.h"

static void
run_fold (float *const b[], int n)
{
  mst_orc_fold_f32 (b[0], b[1], n);
}

static void
ref_fold (double *const b[], int n)
{
  for (int i = 0; i < n; i++) {
    double l = b[0][i], r = b[1][i];

    b[0][i] = l + r;
    b[1][i] = l - r;
  }
}

static void
unfold (double *a, double *b)
{
  double greater = (float) ((fabs (*a) + fabs (*b)) / 2), smaller;
  bool differ = signbit (*a) != signbit (*b);

  greater = copysign (greater, *a);
  smaller = *a - greater;
  *a = differ ? smaller : greater;
  *b = differ ? greater : smaller;
}

static void
run_unfold (float *const b[], int n)
{
  mst_orc_unfold_f32 (b[0], b[1], n);
}

static void
ref_unfold (double *const b[], int n)
{
  for (int i = 0; i < n; i++)
    unfold (&b[0][i], &b[1][i]);
}

static void
run_widen (float *const b[], int n)
{
  mst_orc_widen_f32 (b[0], b[1], b[2], n);
}

static void
ref_widen (double *const b[], int n)
{
  for (int i = 0; i < n; i++) {
    float l = (float) b[0][i], r = (float) b[1][i];
    float side = (l - r) * (float) b[2][i];

    b[0][i] = l + r;
    b[1][i] = side;
    unfold (&b[0][i], &b[1][i]);
  }
}

#define ROW(op, inputs, tolerance)                                             \
  {                                                                            \
#op, 2, { 1, 1, 1, 1, 1, 1, 1 }, inputs, tolerance, run_##op, ref_##op     \
  }

const Kernel kernels_imager[] = {
  ROW (fold, INPUT_SIGNED, 0.5),
  ROW (unfold, INPUT_SIGNED, 0.5),
  ROW (widen, INPUT_LAST_IS_SHARE, 0.5),
  { 0 },
};
