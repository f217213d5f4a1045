/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The response is A (f) = sum of a[i] cos (2 pi f d[i]) with d[i] = first +
 * stride i. The error that is to be least is
 *
 *   integral over 0 .. pass of (A (f) - 1)^2
 *   + weight times the integral over stop .. 1/2 of A (f)^2
 *
 * and its derivatives are 0 where Q a = b, of which Q[i][k] and b[i] are
 * integrals of products of two cosines and of one.
 */
#include "firleast.h"

#include <math.h>

#define MAX MST_FIR_LEAST_MAX

typedef struct {
  int n, first, stride;
  double pass, stop, weight;
} Spec;

/* The integral of cos (2 pi f d) over 0 .. to. */
static double
integral (int d, double to)
{
  return d ? sin (2.0 * M_PI * d * to) / (2.0 * M_PI * d) : to;
}

static double
weighed (const Spec *spec, int d)
{
  return integral (d, spec->pass) +
      spec->weight * (integral (d, 0.5) - integral (d, spec->stop));
}

static void
fill (const Spec *spec, double q[MAX][MAX], double *b)
{
  for (int i = 0; i < spec->n; i++) {
    int at = spec->first + spec->stride * i;
    b[i] = integral (at, spec->pass);
    for (int k = 0; k <= i; k++) {
      int other = spec->first + spec->stride * k;
      q[i][k] = 0.5 * (weighed (spec, at - other) + weighed (spec, at + other));
    }
  }
}

/* Cholesky: q = l l^T in its lower half. */
static void
factor (double q[MAX][MAX], int n)
{
  for (int i = 0; i < n; i++)
    for (int k = 0; k <= i; k++) {
      double rest = q[i][k];
      for (int j = 0; j < k; j++)
        rest -= q[i][j] * q[k][j];
      q[i][k] = i == k ? sqrt (rest) : rest / q[k][k];
    }
}

static void
solve (const Spec *spec, double *a)
{
  double q[MAX][MAX];
  int n = spec->n;

  fill (spec, q, a);
  factor (q, n);
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < i; j++)
      a[i] -= q[i][j] * a[j];
    a[i] /= q[i][i];
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int j = i + 1; j < n; j++)
      a[i] -= q[j][i] * a[j];
    a[i] /= q[i][i];
  }
}

/* At twice the rate the given points are at odd distances. Up to the edge they
 * are to add up to the samples themselves; beyond it they mirror that. */
void
mst_half_band_least (float *taps, int pairs, double edge)
{
  double a[MAX];

  solve (&(Spec){ pairs, 1, 2, 0.5 * edge, 0.5, 0.0 }, a);
  for (int k = 0; k < pairs; k++)
    taps[k] = (float) (0.5 * a[k]);
}

void
mst_low_pass_least (double *taps, int reach, double pass, double stop,
    double weight)
{
  solve (&(Spec){ reach + 1, 0, 1, pass, stop, weight }, taps);
  for (int t = 1; t <= reach; t++)
    taps[t] *= 0.5;
}
