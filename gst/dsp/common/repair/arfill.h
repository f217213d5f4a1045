/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * arfill.h - samples that are known badly, made likely by a model (ar.h).
 *
 * Each of n samples is taken for the music plus an error of its own variance
 * v[i]. What is most likely then solves
 *
 *   (A' A + L) s = L y - A' k,     L = diag (variance of the residual / v[i])
 *
 * where A are the columns of the model that meet the n samples, y the samples
 * as they came, and k the residual of all others. L of 0 is interpolation by
 * least squares: A. J. E. M. Janssen, R. N. J. Veldhuis & L. B. Vries, IEEE
 * Transactions on Acoustics, Speech, and Signal Processing 34(2), 1986. With
 * the variances it is the additive model of S. J. Godsill & P. J. W. Rayner,
 * Digital Audio Restoration, Springer 1998, chapters 9 and 12.
 */
#ifndef MST_ARFILL_H
#define MST_ARFILL_H

#include <stdbool.h>

#include "ar.h"

#define MST_AR_FILL_MAX 512 /* samples at a time */

typedef struct {
  /* The lower band of a matrix of MST_AR_FILL_MAX rows, and its factor. */
  double band[MST_AR_FILL_MAX][MST_AR_MAX_ORDER + 1];
  double wanted[MST_AR_FILL_MAX]; /* right-hand side */
  double inverse[MST_AR_FILL_MAX];
} MstArFill;

/** Solves the above. x points to the first of the n samples, with `order` known
 * ones before and after the n; y[] and weight[], the diagonal of L, are n long.
 * Writes s to out[], and the diagonal of the inverse of A' A + L to spread[]
 * where that is not NULL: times the variance of the residual it is the variance
 * of s. Returns false, with nothing written, where the matrix is singular. */
bool mst_ar_fill (MstArFill *self, const double *x, int n, const double *a,
    int order, const double *y, const double *weight, double *out,
    double *spread);

#endif /* MST_ARFILL_H */
