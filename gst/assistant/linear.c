/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "linear.h"

#include <math.h>

gboolean
mst_cholesky (gdouble *m, int n)
{
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++) {
      gdouble sum = m[i * n + j];

      for (int k = 0; k < j; k++)
        sum -= m[i * n + k] * m[j * n + k];
      if (i > j)
        m[i * n + j] = sum / m[j * n + j];
      else if (sum > 0.0)
        m[i * n + i] = sqrt (sum);
      else
        return FALSE;
    }
  return TRUE;
}

void
mst_cholesky_forward (const gdouble *factor, int n, gdouble *x)
{
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < i; k++)
      x[i] -= factor[i * n + k] * x[k];
    x[i] /= factor[i * n + i];
  }
}

gdouble
mst_cholesky_distance (const gdouble *factor, int n, gdouble *x)
{
  gdouble sum = 0.0;

  mst_cholesky_forward (factor, n, x);
  for (int i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sum;
}

void
mst_cholesky_backward (const gdouble *factor, int n, gdouble *x)
{
  for (int i = n - 1; i >= 0; i--) {
    for (int k = i + 1; k < n; k++)
      x[i] -= factor[k * n + i] * x[k];
    x[i] /= factor[i * n + i];
  }
}

gdouble
mst_cholesky_log_determinant (const gdouble *factor, int n)
{
  gdouble sum = 0.0;

  for (int i = 0; i < n; i++)
    sum += log (factor[i * n + i]);
  return 2.0 * sum;
}

gdouble
mst_calibrate (gdouble share, gdouble odds)
{
  return odds * share / (odds * share + 1.0 - share);
}
