/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/filters.h - what goes before the curve of the saturator and after
 * it.
 *
 * All of them are topology-preserving (V. Zavalishin, "The Art of VA Filter
 * Design", ch. 3 and 4), in double, and of one channel. Gains that move do so
 * as ramps from line to line of the grid; `at` is how many frames after the
 * line the first of a call is.
 */
#ifndef MST_SATURATOR_FILTERS_H
#define MST_SATURATOR_FILTERS_H

#include "dsp/common/vector/pairs.h"
#include "dsp/common/time/ramp.h"

/** A shelf of first order: `low` times what is below the corner and `high`
 * times what is above it. */
typedef struct {
  double share; /* g / (1 + g), g = tan (pi corner / rate) */
  MstRamp low, high;
} MstTilt;

void mst_tilt_init (MstTilt *tilt, double corner, double rate);

/** On a line: from the gains of the last line to these. */
void mst_tilt_advance (MstTilt *tilt, double low, double high);
void mst_tilt_snap (MstTilt *tilt, double low, double high);

/** Whether it passes all as it is. */
bool mst_tilt_is_flat (const MstTilt *tilt);

void mst_tilt_run (const MstTilt *tilt, double *state, float *x, int n, int at);

/** And what undoes it: the exact inverse, while it moves too. */
void
mst_tilt_undo (const MstTilt *tilt, double *state, float *x, int n, int at);

/** A state-variable filter of second order. */
typedef struct {
  double k, a1, a2, a3;
} MstTwoPole;

void
mst_two_pole_design (MstTwoPole *filter, double hertz, double k, double rate);

/** x -= amount times what is not above the corner (k = sqrt 2: Butterworth). */
void mst_high_pass_run (const MstTwoPole *filter, double state[2],
    const MstRamp *amount, float *x, int n, int at);

/** What the heads of a tape machine do to what is played: a bump in the bass
 * and the loss of the gap. */
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

/** e += amount times (what the heads make of sound + e) - (sound + e) */
void mst_replay_run (const MstReplay *replay, MstReplayState *state,
    const MstRamp *amount, const float *sound, float *e, int n, int at);

/** Of two channels: x less its mean over some 30 ms, a high-pass at 5 Hz. */
void
mst_mean_remove (double share, MstPair *mean, float *left, float *right, int n);

/** The lag of the hysteresis: three first-order low-passes a decade apart, 100
 * Hz to 10 kHz, a third each: over the audible range nearly the same angle. 2 n
 * samples: those of even number and those of odd (oversample.h). */
#define MST_LAGS 3

void mst_lag_design (double shares[MST_LAGS], double rate);
void mst_lag_run (const double shares[MST_LAGS], double state[MST_LAGS],
    float *const halves[2], int n);

/** What has decayed to nothing is 0. On lines of the grid. */
void mst_flush (double *states, int n);

#endif /* MST_SATURATOR_FILTERS_H */
