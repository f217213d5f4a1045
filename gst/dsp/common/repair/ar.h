/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ar.h - autoregressive models, in double.
 *
 * Sound over some tens of milliseconds is taken for noise through a filter of
 * poles alone: the sum of a[k] x[i - k], k = 0 .. order, with a[0] = 1, is the
 * residual, which is white and small where the model is right.
 *
 * Source: S. J. Godsill & P. J. W. Rayner, Digital Audio Restoration, Springer
 * 1998, chapter 4.
 */
#ifndef MST_AR_H
#define MST_AR_H

#define MST_AR_MAX_ORDER 128

/** r[k] = sum over i of x[i] x[i + k], k = 0 .. order; `n` samples of x, and
 * zeros around them. */
void mst_ar_autocorrelation (const double *x, int n, double *r, int order);

/** The model of an autocorrelation by Levinson and Durbin's recursion: a[0 ..
 * order]. Returns the power of the residual, as a share of r[0]; 0, and a model
 * that predicts nothing, for silence. */
double mst_ar_model (const double *r, int order, double *a);

/** out[i] = sum over k of taps[k] x[i + k], i = 0 .. n - 1, of `count` taps. */
void mst_ar_filter (double *out, const double *x, const double *taps, int count,
    int n);

#endif /* MST_AR_H */
