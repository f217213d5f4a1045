/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ar.h"

#include <string.h>

#include "dsp/common/vector/vectors.h"

#define LANES 16 /* sums that run side by side */

/* A share of the power that is added as white noise, so that a pure tone has a
 * model too. */
#define WHITE 1e-9

/* Each sum is made in the order of its samples, however many run at once. */
static MST_VECTORS (void, correlate,
    (const double *restrict x, int n, double *restrict r, int first),
    (x, n, r, first))
{
  double sum[LANES] = { 0.0 };

  for (int i = 0; i < n; i++)
    for (int k = 0; k < LANES; k++)
      sum[k] += x[i] * x[i + first + k];
  memcpy (r, sum, sizeof (sum));
}

void
mst_ar_autocorrelation (const double *x, int n, double *r, int order)
{
  for (int first = 0; first <= order; first += LANES) {
    double some[LANES];
    int whole = n - first - LANES + 1 > 0 ? n - first - LANES + 1 : 0;
    int lags = order + 1 - first < LANES ? order + 1 - first : LANES;

    correlate (x, whole, some, first);
    for (int k = 0; k < lags; k++) {
      for (int i = whole; i + first + k < n; i++)
        some[k] += x[i] * x[i + first + k];
      r[first + k] = some[k];
    }
  }
}

double
mst_ar_model (const double *r, int order, double *a)
{
  double power = r[0] * (1.0 + WHITE);

  memset (a, 0, (order + 1) * sizeof (*a));
  a[0] = 1.0;
  if (!(r[0] > 0.0))
    return 0.0;
  for (int m = 1; m <= order; m++) {
    double sum = r[m], reflection;

    for (int k = 1; k < m; k++)
      sum += a[k] * r[m - k];
    reflection = -sum / power;
    for (int k = 1; k <= m / 2; k++) {
      double low = a[k], high = a[m - k];

      a[k] = low + reflection * high;
      a[m - k] = high + reflection * low;
    }
    a[m] = reflection;
    power *= 1.0 - reflection * reflection;
  }
  return power / r[0];
}

MST_VECTORS (void, mst_ar_filter,
    (double *restrict out, const double *restrict x,
        const double *restrict taps, int count, int n),
    (out, x, taps, count, n))
{
  int i = 0;

  for (; i + LANES <= n; i += LANES) {
    double sum[LANES] = { 0.0 };

    for (int k = 0; k < count; k++)
      for (int j = 0; j < LANES; j++)
        sum[j] += taps[k] * x[i + k + j];
    memcpy (out + i, sum, sizeof (sum));
  }
  for (; i < n; i++) {
    double sum = 0.0;

    for (int k = 0; k < count; k++)
      sum += taps[k] * x[i + k];
    out[i] = sum;
  }
}
