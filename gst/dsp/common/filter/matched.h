/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * matched.h - analogue prototypes as digital sections that do not cramp.
 *
 * The bilinear transform squeezes all frequencies into half the rate, so that a
 * bell at 15 kHz comes out narrow and lop-sided at 44.1 kHz. Here the magnitude
 * is fitted to that of the prototype, up to 0.907 of half the rate (20 kHz at
 * 44.1 kHz):
 *
 *  1. Poles and zeros of the prototype go over by z = exp (s / rate). That is
 *     right near the band's frequency, and leaves an error that is smooth and
 *     grows towards half the rate.
 *  2. A few steps of Gauss and Newton take the error of the logarithm of the
 *     magnitude away in the sense of least squares: of a bell and of what is of
 *     first order, by moving its own poles and zeros a little; for other
 *     shapes, by another section beside it, one to each two sections of the
 *     prototype.
 *
 * All coefficients follow smoothly from frequency, gain and Q, so that they can
 * move.
 *
 * Source of 1: A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal
 * Processing", problem of the matched z-transform. The need for 2 and the use
 * of squared magnitudes: M. Vicanek, "Matched Second Order Digital Filters",
 * 2016.
 */
#ifndef MST_MATCHED_H
#define MST_MATCHED_H

#include "section.h"

#define MST_MAX_SECTIONS (MST_MAX_ANALOG + MST_MAX_ANALOG / 2)

/** Designs the band's sections and returns how many: a number that depends on
 * shape and order alone. The frequency is held at MST_HIGHEST_BAND. */
int mst_matched_design (MstSection sections[], const MstBandShape *band,
    double rate);

#endif /* MST_MATCHED_H */
