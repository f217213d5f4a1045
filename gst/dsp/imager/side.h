/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/side.h - the side as a whole: adds a decorrelated middle to it
 * (stereoize), and takes its bass away (bass-mono).
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
  MstBiquad sections[MST_IMAGER_SECTIONS]; /* for the first of each pair */
  MstBiquadState states[MST_IMAGER_SECTIONS];
  MstKeyFilter bass;
  MstSvfState bass_state;
} MstImagerSide;

/** Prepares it for a rate; it is off. */
void mst_imager_side_init (MstImagerSide *self, double rate);

/** Adds `amount` of the middle, and takes the side below `bass_mono` [Hz] away;
 * 0 is off. */
void mst_imager_side_set (MstImagerSide *self, double amount, double bass_mono);

/** Jumps to where it was set, without history. */
void mst_imager_side_settle (MstImagerSide *self);

/** On a line of the grid. */
void mst_imager_side_advance (MstImagerSide *self);

/** True if it leaves the side as it is until the next line. */
bool mst_imager_side_is_off (const MstImagerSide *self);

/** Works on the side, in place, for n <= MST_GRID frames from `at` frames
 * behind a line on. `fold` is twice the middle, `side` twice the side. */
void mst_imager_side_run (MstImagerSide *self, const float *fold, float *side,
    int n, int at);

#endif /* MST_IMAGER_SIDE_H */
