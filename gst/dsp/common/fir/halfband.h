/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * halfband.h - a filter that finds the point half-way between two samples, and
 * one whose cutoff is not tied to half of the rate.
 */
#ifndef MST_HALFBAND_H
#define MST_HALFBAND_H

#define MST_HALF_BAND_MAX 40 /* pairs of taps */

/** taps[k], k = 0 .. pairs - 1: the weight of each of the two samples at a
 * distance of k + 1/2. It is the sinc under a Kaiser window (Kaiser & Schafer
 * 1980); all taps, both sides, add up to 1. */
void mst_half_band_design (float *taps, int pairs, double beta);

/** taps[t], t = 0 .. reach: a low-pass at `cutoff` (of the rate), symmetric
 * about t = 0, made in the same way. */
void mst_low_pass_design (double *taps, int reach, double cutoff, double beta);

#endif /* MST_HALFBAND_H */
