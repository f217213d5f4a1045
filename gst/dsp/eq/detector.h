/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/detector.h - what a dynamic band listens to, and what it makes of it.
 *
 * The input of the band, filtered to where the band works (a band pass; of a
 * shelf, its side of the frequency) or to a frequency of its own; the greatest
 * magnitude of its channels; the curve and the envelope of a compressor. The
 * result, 0 .. |range| dB, is added to the band's gain with the sign of the
 * range.
 */
#ifndef MST_EQ_DETECTOR_H
#define MST_EQ_DETECTOR_H

#include <stdbool.h>

#include "dsp/common/filter/analog.h"
#include "dsp/common/dynamics/dynamics.h"
#include "dsp/common/filter/keyfilter.h"

#define MST_EQ_DETECTOR_SPAN 32 /* frames at most at once */

typedef struct {
  MstDynamics dynamics;
  MstLane lane;
  MstKeyFilter key;
  double change;    /* dB >= 0, at the last frame heard */
  MstSmooth sign;   /* 1: the change is added; -1: taken away */
  double frequency; /* Hz; 0: the band's own */
} MstEqDetector;

/** The band's dynamic values. */
void
mst_eq_detector_set (MstEqDetector *self, const double *values, double rate);

/** At once at the targets, without history, for a band of this shape. */
void mst_eq_detector_settle (MstEqDetector *self, const MstBandShape *band,
    double rate, int pairs);

/** Where it goes during the next `frames`. */
void mst_eq_detector_advance (MstEqDetector *self, const MstBandShape *band,
    double rate, double share, int frames);

/** Listens to n frames of the first `pairs` of x, in the lanes that count; `at`
 * frames after the last line of the grid, not past the next. */
void mst_eq_detector_run (MstEqDetector *self, MstPair *const x[], int pairs,
    MstPair lanes, int n, int at);

/** What is to be added to the gain now [dB]. */
double mst_eq_detector_gain (const MstEqDetector *self);

#endif /* MST_EQ_DETECTOR_H */
