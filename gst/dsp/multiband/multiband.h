/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband.h - dynamics in two to six bands.
 *
 * A crossover (common/filter/crossover.h) divides the signal; each band has a
 * detector, a curve and an envelope of its own (common/dynamics/dynamics.h);
 * what comes out is the sum. Idle bands add up to the input, but for the phase
 * of a crossover of minimum phase. When all of them are idle, or the mix is 0,
 * the stage fades over to the input itself, as late as the bands are, and
 * computes nothing.
 */
#ifndef MST_MULTIBAND_H
#define MST_MULTIBAND_H

#include "dsp/stage.h"

#define MST_MULTIBAND_MAX_BANDS 6

/** Indices into the values. */
enum {
  MST_MULTIBAND_BANDS,
  MST_MULTIBAND_CROSSOVER,
  MST_MULTIBAND_MODE,
  MST_MULTIBAND_LOOKAHEAD,
  MST_MULTIBAND_MIX,
  MST_MULTIBAND_GAIN,
  MST_MULTIBAND_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_MULTIBAND_BAND_UPPER_FREQUENCY,
  MST_MULTIBAND_BAND_ACTION,
  MST_MULTIBAND_BAND_DETECTOR,
  MST_MULTIBAND_BAND_TOPOLOGY,
  MST_MULTIBAND_BAND_THRESHOLD,
  MST_MULTIBAND_BAND_RATIO,
  MST_MULTIBAND_BAND_KNEE,
  MST_MULTIBAND_BAND_RANGE,
  MST_MULTIBAND_BAND_ATTACK,
  MST_MULTIBAND_BAND_RELEASE,
  MST_MULTIBAND_BAND_HOLD,
  MST_MULTIBAND_BAND_AUTO_RELEASE,
  MST_MULTIBAND_BAND_AUTO_TIMES,
  MST_MULTIBAND_BAND_LINK,
  MST_MULTIBAND_BAND_MIX,
  MST_MULTIBAND_BAND_GAIN,
  MST_MULTIBAND_BAND_ENABLED,
  MST_MULTIBAND_BAND_SOLO,
  MST_MULTIBAND_BAND_MUTE,
  MST_MULTIBAND_BAND_N_PARAMS,
};

#define MST_MULTIBAND_BAND(band, param)                                        \
  (MST_MULTIBAND_N_PARAMS + (band) *MST_MULTIBAND_BAND_N_PARAMS + (param))

/** The values of "crossover" and "mode". */
typedef enum {
  MST_MULTIBAND_MINIMUM_PHASE,
  MST_MULTIBAND_LINEAR_PHASE,
} MstMultibandPhase;

typedef enum {
  MST_MULTIBAND_STEREO,
  MST_MULTIBAND_MID_SIDE,
} MstMultibandMode;

/** Indices into the readouts of a band. */
enum {
  MST_MULTIBAND_BAND_GAIN_REDUCTION,
  MST_MULTIBAND_BAND_N_READOUTS,
};

extern const MstStage mst_stage_multiband;

#endif /* MST_MULTIBAND_H */
