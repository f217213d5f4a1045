/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/side.h - what is done to the side as a whole: a decorrelated middle is
 * added (stereoize), the bass taken away (bass-mono).
 */
#ifndef MST_IMAGER_SIDE_H
#define MST_IMAGER_SIDE_H

#include "dsp/common/filter/cascade.h"
#include "dsp/common/filter/keyfilter.h"
#include "dsp/common/time/ramp.h"

#define MST_IMAGER_SECTIONS 9

typedef struct {
  double rate, share;
  MstSmooth amount; /* of the middle */
  MstRamp ramp;
  MstBiquad sections[MST_IMAGER_SECTIONS]; /* of the first of each pair */
  MstBiquadState states[MST_IMAGER_SECTIONS];
  MstKeyFilter bass;
  MstSvfState bass_state;
} MstImagerSide;

/** For a rate, off. */
void mst_imager_side_init (MstImagerSide *self, double rate);

/** `amount` of the middle; no side below `bass_mono` [Hz], 0 for off. */
void mst_imager_side_set (MstImagerSide *self, double amount, double bass_mono);

/** At once where it was set, without history. */
void mst_imager_side_settle (MstImagerSide *self);

/** On a line of the grid. */
void mst_imager_side_advance (MstImagerSide *self);

/** Whether it leaves the side as it is, until the next line. */
bool mst_imager_side_is_off (const MstImagerSide *self);

/** The side, in place, of n <= MST_GRID frames from `at` frames after a line
 * on; `fold` is twice the middle, `side` twice the side. */
void mst_imager_side_run (MstImagerSide *self, const float *fold, float *side,
    int n, int at);

#endif /* MST_IMAGER_SIDE_H */
