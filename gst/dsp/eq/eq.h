/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq.h - the equaliser: up to 32 bands in series and a gain.
 *
 * eq.c has the tables and the stream, eq/band.c a band at rest and in motion,
 * eq/detector.c what a dynamic band listens to, eq/linear.c the bands as one
 * linear-phase filter, eq/auto.c the gain that keeps the loudness.
 */
#ifndef MST_EQ_H
#define MST_EQ_H

#include "dsp/stage.h"

#define MST_EQ_MAX_BANDS 32

/** Indices into the values: the parameters, ... */
enum {
  MST_EQ_BANDS,
  MST_EQ_GAIN,
  MST_EQ_AUTO_GAIN,
  MST_EQ_PHASE, /* an MstEqPhase */
  MST_EQ_PHASE_BLEND,
  MST_EQ_N_PARAMS,
};

/** ... then, for each band, */
enum {
  MST_EQ_BAND_TYPE, /* an MstShape */
  MST_EQ_BAND_FREQUENCY,
  MST_EQ_BAND_GAIN,
  MST_EQ_BAND_Q,
  MST_EQ_BAND_SLOPE,
  MST_EQ_BAND_CHANNEL, /* an MstEqChannel */
  MST_EQ_BAND_ENABLED,
  MST_EQ_BAND_SOLO,
  MST_EQ_BAND_DYNAMIC,
  MST_EQ_BAND_THRESHOLD,
  MST_EQ_BAND_RATIO,
  MST_EQ_BAND_ATTACK,
  MST_EQ_BAND_RELEASE,
  MST_EQ_BAND_RANGE,
  MST_EQ_BAND_DIRECTION, /* an MstEqDirection */
  MST_EQ_BAND_SIDECHAIN,
  MST_EQ_N_BAND_PARAMS,
};

/** Where band `band` keeps parameter `param`. */
#define MST_EQ_BAND(band, param)                                               \
  (MST_EQ_N_PARAMS + (band) *MST_EQ_N_BAND_PARAMS + (param))

typedef enum {
  MST_EQ_MINIMUM_PHASE,
  MST_EQ_LINEAR_PHASE,
} MstEqPhase;

/** What of the first two channels a band works on. Further channels take the
 * stereo bands. Of one channel, left and mid are the channel itself. */
typedef enum {
  MST_EQ_STEREO,
  MST_EQ_LEFT,
  MST_EQ_RIGHT,
  MST_EQ_MID,
  MST_EQ_SIDE,
} MstEqChannel;

/** Which side of the threshold a dynamic band works on. */
typedef enum {
  MST_EQ_ABOVE,
  MST_EQ_BELOW,
} MstEqDirection;

extern const MstStage mst_stage_eq;

/** Writes the static response [dB] at `n` frequencies [Hz] on the path
 * `channel`, from an array of values as the stage takes it: the bands that work
 * on this path or on all, and the gain. What is at or above half the rate, or
 * no number, reads -INFINITY. Auto-gain and the dynamic part of bands are left
 * out. */
void mst_eq_response (const double *values, double rate, MstEqChannel channel,
    const double *frequencies, double *decibels, int n);

#endif /* MST_EQ_H */
