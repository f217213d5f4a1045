/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * correlation.h - how alike left and right are, as a whole and in bands, and how
 * equal, over the last 3 s.
 *
 * The bands are divided by state-variable filters of second order, each of which
 * hands what is above it to the next, a frame later (A. Simper, "Linear Trapezoidal Integrated
 * SVF", Cytomic 2013). Both sides pass alike, so that phase does not matter.
 */
#ifndef MST_CORRELATION_H
#define MST_CORRELATION_H

#include "common/slidingsum.h"

#define MST_CORRELATION_BANDS 4 /* below 150 Hz, 800 Hz, 5 kHz, and above */

/** Left and right of each band; aligned as malloc aligns everywhere. */
typedef double MstCorrelationLanes
    __attribute__ ((vector_size (16 * MST_CORRELATION_BANDS), aligned (8)));

/** A part of the spectrum, or all of it. */
typedef struct {
  MstSlidingSum left, right, cross; /* of 10 ms each */
  double powers[3];                 /* what these hold */
} MstCorrelationPart;

/** Each a sum of `low`, `band` and `x` of a filter, weighted so. */
typedef struct {
  MstCorrelationLanes low, band, x;
} MstCorrelationTaps;

typedef struct {
  MstCorrelationTaps to_out, to_high, to_low, to_band;
  MstCorrelationLanes low, band;     /* states */
  MstCorrelationLanes high;          /* what is left for the next filter */
  MstCorrelationLanes square, cross; /* sums of this tick */
  double left, right, product;       /* the same of the whole */
  MstCorrelationPart whole;
  MstCorrelationPart part[MST_CORRELATION_BANDS];
} MstCorrelation;

void mst_correlation_init (MstCorrelation *self, double rate);
void mst_correlation_reset (MstCorrelation *self);

/** Takes n finite frames of one tick of 10 ms; the same bits however it is
 * divided. */
void mst_correlation_push (MstCorrelation *self, const float *left,
    const float *right, int n);
void mst_correlation_end_tick (MstCorrelation *self);

double mst_correlation_whole (const MstCorrelation *self);
double mst_correlation_band (const MstCorrelation *self, int band);
/** Left over right [dB]. */
double mst_correlation_balance (const MstCorrelation *self);

/** Of powers and their cross term: 1 for silence, 0 where one side is silent. */
double mst_correlation_of (double left, double right, double cross);
/** Of powers [dB]: 0 for silence, infinite where one side is silent. */
double mst_balance_of (double left, double right);

#endif /* MST_CORRELATION_H */
