/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * firleast.h - short symmetric filters by least squares.
 *
 * The response that is wanted in the band that passes, 0 in the one that stops,
 * and anything between: of all filters so long, the one whose squared error
 * over both bands is the least. So it need not be as good where nothing asks
 * for it as one under a window is, and is a third shorter for as much.
 *
 * Source: I. W. Selesnick, "Linear-Phase FIR Filter Design by Least Squares",
 * 2005.
 */
#ifndef MST_FIRLEAST_H
#define MST_FIRLEAST_H

#define MST_FIR_LEAST_MAX 64 /* distances */

/** taps[k], k = 0 .. pairs - 1: what each of the two samples at a distance of
 * k + 1/2 counts for the point between them, for what is below `edge` of the
 * rate; images are as far down as that is flat. */
void mst_half_band_least (float *taps, int pairs, double edge);

/** taps[t], t = 0 .. reach: of a low-pass, symmetric about t = 0, that passes
 * what is below `pass` and stops what is above `stop` (of the rate), where an
 * error counts `weight` times. */
void mst_low_pass_least (double *taps, int reach, double pass, double stop,
    double weight);

#endif /* MST_FIRLEAST_H */
