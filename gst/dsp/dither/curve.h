/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither/curve.h - how the noise of a word length is spread over frequency.
 *
 * A noise shaper feeds its errors back, so that noise of the spectrum |A|^2 is
 * left, A (z) = 1 + a1 z^-1 + a2 z^-2 + ... No such A lowers the noise
 * everywhere: the mean of log |A| over frequency is 0 at best, and is 0 where
 * all zeros of A are inside the unit circle (M. Gerzon, P. G. Craven, "Optimal
 * noise shaping and dither of digital signals", 87th AES convention, 1989).
 *
 * Linear prediction finds the A of an order that has the least noise under a
 * weighting W: it solves the normal equations of the autocorrelation
 * that belongs to W, and all its zeros are inside the circle. That is done here
 * at the rate of the stream, for each curve.
 */
#ifndef MST_DITHER_CURVE_H
#define MST_DITHER_CURVE_H

#define MST_DITHER_MAX_ORDER 12

typedef enum {
  MST_DITHER_LIPSHITZ,
  MST_DITHER_WANNAMAKER,
  MST_DITHER_F_WEIGHTED,
} MstDitherCurve;

/** The power that the F-weighting gives to frequency f [Hz]: how audible faint
 * noise is there. Its scale is arbitrary. */
double mst_dither_f_weighting (double f);

/** Writes a[0] = a1, a[1] = a2 ... and returns how many, at most
 * MST_DITHER_MAX_ORDER. */
int mst_dither_curve_design (MstDitherCurve curve, double rate, double *a);

#endif /* MST_DITHER_CURVE_H */
