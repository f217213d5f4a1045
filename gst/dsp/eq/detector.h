/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/detector.h - the detector of a dynamic band.
 *
 * It hears the input of the band, filtered to where the band works (a band
 * pass; for a shelf, its side of the frequency) or to a frequency of its own,
 * and takes the greatest magnitude of its channels through the curve and the
 * envelope of a compressor. The result, 0 .. |range| dB, is added to the band's
 * gain with the sign of the range.
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

/** Takes the dynamic values of the band. */
void
mst_eq_detector_set (MstEqDetector *self, const double *values, double rate);

/** Jumps to the targets, for a band of this shape, and forgets the stream. */
void mst_eq_detector_settle (MstEqDetector *self, const MstBandShape *band,
    double rate, int slots);

/** Goes on by so many frames. */
void mst_eq_detector_advance (MstEqDetector *self, const MstBandShape *band,
    double rate, double share, int frames);

/** Listens to n frames of the first `slots` of x, in those of the lanes that
 * lead (1, else 0). They begin `at` frames after a line of the grid, and do not
 * pass the next. */
void mst_eq_detector_run (MstEqDetector *self, MstPair *const x[],
    const MstPair leads[], int slots, MstPair lanes, int n, int at);

/** The change to be added to the gain now [dB]. */
double mst_eq_detector_gain (const MstEqDetector *self);

#endif /* MST_EQ_DETECTOR_H */
