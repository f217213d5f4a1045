/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * correlation.h - how left and right relate, over all of the spectrum and in
 * four bands: -1 where one is the other turned over, 0 where they share
 * nothing, 1 where equal, over the last 3 s.
 *
 * Both sides pass the same filters, so that neither their phase nor their
 * ripple matters, and cheap ones will do. The band above 5 kHz is the rest that
 * a mean of some frames leaves. The others are read from means of `factor`
 * frames, at 11 kHz and more, and divided by state-variable filters of second
 * order, each of which hands the frequencies above it to the next, a frame
 * later (A. Simper, "Linear Trapezoidal Integrated SVF", Cytomic 2013). Below
 * 22 kHz these make the highest band, too.
 */
#ifndef MST_CORRELATION_H
#define MST_CORRELATION_H

#include "slidingsum.h"

#define MST_CORRELATION_BANDS 4  /* below 150 Hz, 800 Hz, 5 kHz, and above */
#define MST_CORRELATION_LINE 128 /* frames that are looked at together */
#define MST_CORRELATION_REACH 16

/** Sums of squares and of products. */
typedef struct {
  double left, right, cross;
} MstStereoSums;

/** Left and right of each band; malloc's alignment is enough for it everywhere.
 */
typedef double MstCorrelationLanes
    __attribute__ ((vector_size (16 * MST_CORRELATION_BANDS), aligned (8)));

/** A part of the spectrum, or all of it. */
typedef struct {
  MstSlidingSum left, right, cross; /* of 10 ms each */
  double powers[3];                 /* what these hold */
} MstCorrelationPart;

/** The weights by which `low`, `band` and `x` of a filter add up. */
typedef struct {
  MstCorrelationLanes low, band, x;
} MstCorrelationTaps;

typedef struct {
  MstCorrelationTaps to_out, to_high, to_low, to_band;
  int factor; /* frames to one of the filters' */
  int reach;  /* frames on either side that the mean below the top band takes */

  int held; /* frames that do not fill a line yet */
  float line[2]
            [2 * MST_CORRELATION_REACH + MST_CORRELATION_LINE]; /* after past */
  MstCorrelationLanes low, band;                                /* states */
  MstCorrelationLanes high;          /* what is left for the next filter */
  MstCorrelationLanes square, cross; /* sums of this tick */
  MstStereoSums all, top; /* the same of the whole and the top band */
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

/** The correlation by two powers and their cross term: 1 for silence, 0 if one
 * side is silent. */
double mst_correlation_of (double left, double right, double cross);
/** The ratio of two powers [dB]: 0 for silence, infinite if one is 0. */
double mst_balance_of (double left, double right);

/** Sums over n frames, a multiple of 16, always in sixteen parts. */
MstStereoSums mst_stereo_sums (const float *left, const float *right, int n);

/** Adds these sums to those of the frames before. */
void mst_stereo_sums_add (MstStereoSums *self, const float *left,
    const float *right, int n);

#endif /* MST_CORRELATION_H */
