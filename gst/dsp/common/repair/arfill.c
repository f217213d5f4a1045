/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "arfill.h"

#include <math.h>

static int
lesser (int a, int b)
{
  return a < b ? a : b;
}

/* A' A is the autocorrelation of the model: all residuals that a sample meets
 * are in it. */
static void
make_matrix (MstArFill *self, int n, const double *a, int order,
    const double *weight)
{
  double r[MST_AR_MAX_ORDER + 1] = { 0.0 };

  for (int k = 0; k <= order; k++)
    for (int i = 0; i + k <= order; i++)
      r[k] += a[i] * a[i + k];
  for (int i = 0; i < n; i++) {
    for (int k = 0; k <= lesser (i, order); k++)
      self->band[i][k] = r[k];
    self->band[i][0] += weight[i];
  }
}

/* L y - A' k, where k are the residuals with zeros in place of the samples. */
static void
make_wanted (MstArFill *self, const double *x, int n, const double *a,
    int order, const double *y, const double *weight)
{
  double known[MST_AR_FILL_MAX + MST_AR_MAX_ORDER];

  for (int i = 0; i < n + order; i++) {
    known[i] = 0.0;
    for (int k = 0; k <= order; k++)
      if (i - k < 0 || i - k >= n)
        known[i] += a[k] * x[i - k];
  }
  for (int i = 0; i < n; i++) {
    self->wanted[i] = weight[i] * y[i];
    for (int k = 0; k <= order; k++)
      self->wanted[i] -= a[k] * known[i + k];
  }
}

/* The factor of Cholesky, in place: band[i][k] is row i, column i - k. */
static bool
factor (MstArFill *self, int n, int order)
{
  for (int i = 0; i < n; i++) {
    double *row = self->band[i];

    for (int k = lesser (i, order); k >= 0; k--) {
      const double *other = self->band[i - k];
      double sum = row[k];

      for (int j = 1; j <= lesser (order - k, i - k); j++)
        sum -= row[k + j] * other[j];
      if (k > 0)
        row[k] = sum / other[0];
      else if (sum > 0.0)
        row[0] = sqrt (sum);
      else
        return false;
    }
  }
  return true;
}

/* s = the solution of factor factor' s = wanted */
static void
solve (const MstArFill *self, int n, int order, double *s)
{
  for (int i = 0; i < n; i++) {
    double sum = self->wanted[i];

    for (int k = 1; k <= lesser (i, order); k++)
      sum -= self->band[i][k] * s[i - k];
    s[i] = sum / self->band[i][0];
  }
  for (int i = n - 1; i >= 0; i--) {
    double sum = s[i];

    for (int k = 1; k <= lesser (n - 1 - i, order); k++)
      sum -= self->band[i + k][k] * s[i + k];
    s[i] = sum / self->band[i][0];
  }
}

/* The diagonal of the inverse: the squared length of each column of the
 * inverse of the factor. */
static void
make_spread (MstArFill *self, int n, int order, double *spread)
{
  double *column = self->inverse;

  for (int c = 0; c < n; c++) {
    spread[c] = 0.0;
    for (int i = c; i < n; i++) {
      double sum = i == c ? 1.0 : 0.0;

      for (int k = 1; k <= lesser (i - c, order); k++)
        sum -= self->band[i][k] * column[i - k];
      column[i] = sum / self->band[i][0];
      spread[c] += column[i] * column[i];
    }
  }
}

bool
mst_ar_fill (MstArFill *self, const double *x, int n, const double *a,
    int order, const double *y, const double *weight, double *out,
    double *spread)
{
  make_matrix (self, n, a, order, weight);
  if (!factor (self, n, order))
    return false;
  make_wanted (self, x, n, a, order, y, weight);
  solve (self, n, order, out);
  if (spread)
    make_spread (self, n, order, spread);
  return true;
}
