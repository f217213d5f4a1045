/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/filters.h - the filters before the curve of the saturator and after
 * it.
 *
 * All of them are topology-preserving (V. Zavalishin, "The Art of VA Filter
 * Design", ch. 3 and 4), in double, and for one channel. Gains that move do so
 * as ramps from line to line of the grid; the first frame of a call is `at`
 * frames behind the line.
 */
#ifndef MST_SATURATOR_FILTERS_H
#define MST_SATURATOR_FILTERS_H

#include "dsp/common/vector/pairs.h"
#include "dsp/common/time/ramp.h"

/** A shelf of first order. It multiplies what is below the corner by `low`, and
 * what is above it by `high`. */
typedef struct {
  double share; /* g / (1 + g), g = tan (pi corner / rate) */
  MstRamp low, high;
} MstTilt;

void mst_tilt_init (MstTilt *tilt, double corner, double rate);

/** On a line: moves from the gains of the last line to these. */
void mst_tilt_advance (MstTilt *tilt, double low, double high);
void mst_tilt_snap (MstTilt *tilt, double low, double high);

/** True if everything passes as it is. */
bool mst_tilt_is_flat (const MstTilt *tilt);

void mst_tilt_run (const MstTilt *tilt, double *state, float *x, int n, int at);

/** Undoes it: this is the exact inverse, also while it moves. */
void
mst_tilt_undo (const MstTilt *tilt, double *state, float *x, int n, int at);

/** A state-variable filter of second order. */
typedef struct {
  double k, a1, a2, a3;
} MstTwoPole;

void
mst_two_pole_design (MstTwoPole *filter, double hertz, double k, double rate);

/** x -= amount times the part that is not above the corner (k = sqrt 2:
 * Butterworth). */
void mst_high_pass_run (const MstTwoPole *filter, double state[2],
    const MstRamp *amount, float *x, int n, int at);

/** The change that the heads of a tape machine make to what is played: a bump
 * in the bass and the loss of the gap. */
typedef struct {
  MstTwoPole bump;
  double bump_gain; /* of the band-pass */
  double gap;       /* the pole */
} MstReplay;

typedef struct {
  double bump[2];
  double gap;
} MstReplayState;

void mst_replay_init (MstReplay *replay, double rate);

/** e += amount times (the heads' output for sound + e, less sound + e) */
void mst_replay_run (const MstReplay *replay, MstReplayState *state,
    const MstRamp *amount, const float *sound, float *e, int n, int at);

/** Takes the mean over some 30 ms from two channels, a high-pass at 5 Hz. */
void
mst_mean_remove (double share, MstPair *mean, float *left, float *right, int n);

/** The lag of the hysteresis: the mean of three first-order low-passes a decade
 * apart, 100 Hz to 10 kHz, which turns by nearly the same angle over the
 * audible range. Samples of even number are in the first half, those of odd
 * number in the second (oversample.h), n in each. */
#define MST_LAGS 3

void mst_lag_design (double shares[MST_LAGS], double rate);
void mst_lag_run (const double shares[MST_LAGS], double state[MST_LAGS],
    float *const halves[2], int n);

/** Sets states that have decayed to nothing to 0. For lines of the grid. */
void mst_flush (double *states, int n);

#endif /* MST_SATURATOR_FILTERS_H */
