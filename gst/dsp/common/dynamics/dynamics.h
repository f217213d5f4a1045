/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dynamics.h - from a level to a change of gain: the heart of every dynamics
 * stage.
 *
 *   magnitude -> peak or RMS -> dB -> static curve -> envelope -> dB of change
 *
 * all in the logarithmic domain, the envelope after the curve. One set of
 * settings (MstDynamics) serves one band or stage; each detector has a lane of
 * state (MstLane). Lanes run side by side in the lanes of a vector, so four
 * cost little more than one.
 *
 * The curve, with the threshold T, the ratio R, the knee's width W, all in dB:
 *
 *   compress down   (x - T) (1 - 1/R) above T, to be taken away
 *   compress up     (T - x) (1 - 1/R) below T, to be added
 *   expand down     (T - x) (R - 1)   below T, to be taken away
 *
 * each bent over the knee by (x - T +- W/2)^2 / (2 W) in place of x - T, and no
 * more than the range.
 *
 * The envelope of an action above the threshold is the smooth decoupled peak
 * detector:
 *
 *   h = max (x, r h + (1 - r) x)    s = a s + (1 - a) h
 *   a, r = exp (-1 / (tau fs))
 *
 * with an optional hold of h before it falls. An action below the threshold
 * answers a rising level by its attack and a falling one by its release,
 * through one pole that is the one or the other; peaks are held over the zeros
 * between them.
 *
 * Auto-release has two envelopes. The fast one recovers from a short change in
 * a quarter of the release. The slow one charges within the release and
 * recovers from a lasting change in four times the release. The larger counts.
 * With auto times, attack and release follow the crest factor C of the last 200
 * ms: 160 ms / C^2 and 2 s / C^2 less the attack.
 *
 * In a feedback design the detector hears the output. In decibels that is the
 * input's level less the change, so the loop is closed here, and solved without
 * a delay in it: it is stable for every ratio and attack.
 *
 * dynamics.c has the settings and the detectors, envelope.c the curve and the
 * envelopes.
 *
 * Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range
 * Compressor Design - A Tutorial and Analysis", JAES 60 (6), 2012, sections 2.1
 * to 2.3; the same, "Parameter Automation in a Dynamic Range Compressor", JAES
 * 61 (10), 2013, section 2 (crest factor, auto times).
 */
#ifndef MST_DYNAMICS_H
#define MST_DYNAMICS_H

#include <stdbool.h>

#include "dsp/common/time/ramp.h"

typedef enum {
  MST_COMPRESS_DOWN,
  MST_COMPRESS_UP,
  MST_EXPAND_DOWN,
} MstAction;

typedef enum {
  MST_DETECT_PEAK,
  MST_DETECT_RMS, /* two poles of 20 ms on the square */
} MstDetect;

/** The settings as a user makes them. */
typedef struct {
  MstAction action;
  MstDetect detect;
  bool feedback;
  bool auto_release;
  bool auto_times;
  int variant;      /* the stage's own that cannot glide */
  double threshold; /* dB */
  double ratio;     /* >= 1 */
  double knee;      /* dB >= 0: its whole width */
  double range;     /* dB >= 0 */
  double attack;    /* ms >= 0 */
  double release;   /* ms >= 0 */
  double hold;      /* ms >= 0 */
} MstDynamicsSettings;

/** Settings as they glide, and what follows from them. What cannot glide
 * (action, detector, feedback, auto times and release, the variant) changes
 * while the change of gain is faded out; the lanes then begin anew. */
typedef struct {
  double rate;
  int lookahead;              /* frames */
  MstDynamicsSettings set;    /* in force */
  MstDynamicsSettings wanted; /* by mst_dynamics_set () */
  MstSmooth amount;           /* share of the change that counts: 0 .. 1 */
  MstRamp amount_ramp;
  unsigned generation; /* of the form, for the lanes to know */
  MstSmooth threshold, slope, knee, range; /* the slope stands for the ratio */
  double attack, release;                  /* a, r; of the slow envelope: */
  double slow_attack, slow_release;
  double fast_release;
  double hold;  /* frames */
  double mean;  /* of RMS: a */
  double fall;  /* of held peaks: r */
  double crest; /* of the crest factor's averages: a */
} MstDynamics;

/** The state of one detector. */
typedef struct {
  double mean1, mean2; /* RMS */
  double peak;         /* held, for what works below */
  double held, left;   /* h, and frames of hold left */
  double smooth;       /* s */
  double slow;         /* of auto-release */
  double crest_peak, crest_mean;
  double attack, release; /* of auto times */
  unsigned generation;
} MstLane;

#define MST_DYNAMICS_SPAN 512 /* frames at most at once, and ... */
#define MST_DYNAMICS_LANES 64 /* ... lanes */

/** Takes settings over; values glide to them. `lookahead` [frames] is added to
 * the hold, so that a level seen in advance is not let go before it is there.
 */
void mst_dynamics_set (MstDynamics *self, double rate,
    const MstDynamicsSettings *settings, int lookahead);

/** Goes to the settings at once. Lanes go on, unless the form is another. */
void mst_dynamics_settle (MstDynamics *self);

/** Takes a step of smoothing, by `share`. Called on lines of the stage's grid,
 * of which the next is `frames` away. */
void mst_dynamics_advance (MstDynamics *self, double share, int frames);

/** True if nothing glides, nor is due to: advance() may be left out. */
bool mst_dynamics_is_settled (const MstDynamics *self);

/** True if it can change no gain, whatever comes: ratio 1 or range 0. */
bool mst_dynamics_is_neutral (const MstDynamics *self);

/** True if it works above the threshold; the other actions work below. */
static inline bool
mst_dynamics_works_above (const MstDynamics *self)
{
  return self->set.action == MST_COMPRESS_DOWN;
}

/** x[k][0 .. n-1], magnitudes >= 0, become the level [dB] that lane k detects
 * by settings[k]. n <= MST_DYNAMICS_SPAN, in spans that pass no line of the
 * stage's grid unless all settings are settled; `at` is how many frames after a
 * line the span begins. Between this and the next the stage may link levels. */
void mst_dynamics_detect (const MstDynamics *const settings[],
    MstLane *const lanes[], float *const x[], int count, int n, int at);

/** x[k][0 .. n-1], levels [dB], become the change [dB] >= 0, to be taken away
 * or, by MST_COMPRESS_UP, to be added. Below 1e-6 dB it is 0, so that no change
 * is a fact. The same spans. */
void mst_dynamics_run (const MstDynamics *const settings[],
    MstLane *const lanes[], float *const x[], int count, int n, int at);

#endif /* MST_DYNAMICS_H */
