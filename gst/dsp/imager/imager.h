/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager.h - the width of a stereo image, in one to four bands.
 *
 * With M = (L + R) / 2 and S = (L - R) / 2 the stage changes S alone:
 *
 *   S' = the sum over the bands of width guard band (HP (S + stereoize AP (M)))
 *
 * so that what a mono listener hears stays as it was, bit by bit (imager.c says
 * in which arithmetic). Balance and rotation come first and are the only ones
 * to change the sum of both channels. The first two channels are taken for left
 * and right; all others, and mono, pass.
 */
#ifndef MST_IMAGER_H
#define MST_IMAGER_H

#include "dsp/stage.h"

#define MST_IMAGER_MAX_BANDS 4

/** Indices into the values. */
enum {
  MST_IMAGER_BANDS,
  MST_IMAGER_CROSSOVER,
  MST_IMAGER_BASS_MONO,
  MST_IMAGER_BALANCE,
  MST_IMAGER_ROTATION,
  MST_IMAGER_STEREOIZE,
  MST_IMAGER_GUARD,
  MST_IMAGER_GUARD_CORRELATION,
  MST_IMAGER_GUARD_LOSS,
  MST_IMAGER_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_IMAGER_BAND_UPPER_FREQUENCY,
  MST_IMAGER_BAND_WIDTH,
  MST_IMAGER_BAND_N_PARAMS,
};

#define MST_IMAGER_BAND(band, param)                                           \
  (MST_IMAGER_N_PARAMS + (band) *MST_IMAGER_BAND_N_PARAMS + (param))

/** The values of "crossover". */
typedef enum {
  MST_IMAGER_MINIMUM_PHASE,
  MST_IMAGER_LINEAR_PHASE,
} MstImagerPhase;

/** Indices into the readouts. */
enum {
  MST_IMAGER_CORRELATION,
  MST_IMAGER_SIDE_LEVEL,
  MST_IMAGER_N_READOUTS,
};

/** Indices into the readouts of a band. */
enum {
  MST_IMAGER_BAND_GUARD_REDUCTION,
  MST_IMAGER_BAND_N_READOUTS,
};

extern const MstStage mst_stage_imager;

#endif /* MST_IMAGER_H */
