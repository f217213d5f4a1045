/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * linear.h - small symmetric matrices: Cholesky's factor and what follows; and
 * how sure a share of likelihoods is.
 *
 * A matrix of order n is n rows of n numbers; of symmetric ones the lower half
 * counts.
 */
#ifndef MST_LINEAR_H
#define MST_LINEAR_H

#include <glib.h>

/** Replaces the lower half by the factor L with L L' = the matrix. FALSE: it is
 * not positive definite. */
gboolean mst_cholesky (gdouble *matrix, int n);

/** x becomes the solution of L y = x. */
void mst_cholesky_forward (const gdouble *factor, int n, gdouble *x);

/** The same, and returns y' y: of an error x, its squared distance by the
 * covariance L L'. */
gdouble mst_cholesky_distance (const gdouble *factor, int n, gdouble *x);

/** x becomes the solution of L' y = x. */
void mst_cholesky_backward (const gdouble *factor, int n, gdouble *x);

/** The logarithm of the determinant of L L'. */
gdouble mst_cholesky_log_determinant (const gdouble *factor, int n);

/** A share of the likelihoods of all hypotheses, 0 .. 1, calibrated: its odds,
 * share / (1 - share), are multiplied by `odds`. */
gdouble mst_calibrate (gdouble share, gdouble odds);

#endif /* MST_LINEAR_H */
