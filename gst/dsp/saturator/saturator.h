/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator.h - harmonics: tape, tube, transformer, transistor, soft clip and
 * exciter.
 *
 * What is computed is the difference that the curve makes, at eight times the
 * rate, and this is added to the sound as it was: a drive or a mix of 0 leaves
 * every bit alone, and small drives come to that without a step. All types are
 * one curve and a few filters with different numbers (saturator/table.h), and
 * so a type glides to another. There are up to three bands, divided by
 * minimum-phase crossovers, each with its own drive and mix.
 */
#ifndef MST_SATURATOR_H
#define MST_SATURATOR_H

#include "dsp/stage.h"

#define MST_SATURATOR_MAX_BANDS 3

/** Indices into the values. */
enum {
  MST_SATURATOR_BANDS,
  MST_SATURATOR_TYPE,
  MST_SATURATOR_DRIVE,
  MST_SATURATOR_BIAS,
  MST_SATURATOR_TONE,
  MST_SATURATOR_FREQUENCY,
  MST_SATURATOR_MIX,
  MST_SATURATOR_AUTO_GAIN,
  MST_SATURATOR_GAIN,
  MST_SATURATOR_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_SATURATOR_BAND_UPPER_FREQUENCY,
  MST_SATURATOR_BAND_DRIVE,
  MST_SATURATOR_BAND_MIX,
  MST_SATURATOR_BAND_N_PARAMS,
};

#define MST_SATURATOR_BAND(band, param)                                        \
  (MST_SATURATOR_N_PARAMS + (band) *MST_SATURATOR_BAND_N_PARAMS + (param))

/** The values of "type". */
typedef enum {
  MST_SATURATOR_TAPE,
  MST_SATURATOR_TUBE,
  MST_SATURATOR_TRANSFORMER,
  MST_SATURATOR_TRANSISTOR,
  MST_SATURATOR_SOFT_CLIP,
  MST_SATURATOR_EXCITER,
  MST_SATURATOR_N_TYPES,
} MstSaturatorType;

extern const MstStage mst_stage_saturator;

#endif /* MST_SATURATOR_H */
