/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * match.h - gives the mix a target's tonal balance: two curves of gain over
 * frequency, for mid and side, as one long FIR filter.
 *
 * The curves come from outside (a measurement, a file, a hand). They are
 * smoothed, scaled, held under caps and kept out of the deep bass, and become
 * taps of minimum or linear phase. Flat curves pass every bit on, as late as
 * others. See docs/stages/match.md.
 */
#ifndef MST_MATCH_H
#define MST_MATCH_H

#include "dsp/stage.h"

/** The values of set(), in the order of the table. The curves follow. */
enum {
  MST_MATCH_STRENGTH,
  MST_MATCH_MAX_BOOST,
  MST_MATCH_MAX_CUT,
  MST_MATCH_SMOOTHING,
  MST_MATCH_LOW_GUARD,
  MST_MATCH_PHASE,
  MST_MATCH_N_PARAMS,
};

enum {
  MST_MATCH_MINIMUM_PHASE,
  MST_MATCH_LINEAR_PHASE,
};

enum {
  MST_MATCH_MID,
  MST_MATCH_SIDE,
  MST_MATCH_N_CURVES,
};

/** Where gain `point` of a curve is in the values. */
#define MST_MATCH_CURVE(curve, point)                                          \
  (MST_MATCH_N_PARAMS + (curve) *MST_CURVE_POINTS + (point))

extern const MstStage mst_stage_match;

/** The correction [dB], MST_CURVE_POINTS of it, that the stage makes of one of
 * the curves in `values`: what its filter aims at. */
void mst_match_correction (const double *values, int curve, double *correction);

#endif /* MST_MATCH_H */
