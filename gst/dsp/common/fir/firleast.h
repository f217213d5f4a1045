/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * firleast.h - short symmetric filters by least squares.
 *
 * Of all filters of a length, this is the one whose squared error over two
 * bands is the least: one that passes and one that stops. In between, the
 * response may be anything. So it is not as good as one under a window where
 * nothing asks for it, and a third shorter for the same result.
 *
 * Source: I. W. Selesnick, "Linear-Phase FIR Filter Design by Least Squares",
 * 2005.
 */
#ifndef MST_FIRLEAST_H
#define MST_FIRLEAST_H

#define MST_FIR_LEAST_MAX 64 /* of pairs */

/** taps[k], k = 0 .. pairs - 1: the weight of each of the two samples at a
 * distance of k + 1/2 in the point between them. It is right for frequencies
 * below `edge` of the rate; images are as far down as the response is flat. */
void mst_half_band_least (float *taps, int pairs, double edge);

/** taps[t], t = 0 .. reach: a low-pass, symmetric about t = 0, that passes what
 * is below `pass` and stops what is above `stop` (of the rate). An error above
 * `stop` counts `weight` times. */
void mst_low_pass_least (double *taps, int reach, double pass, double stop,
    double weight);

#endif /* MST_FIRLEAST_H */
