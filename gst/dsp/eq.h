/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq.h - the equaliser: up to 32 second-order bands in series and a gain.
 */
#ifndef MST_EQ_H
#define MST_EQ_H

#include "stage.h"

#define MST_EQ_MAX_BANDS 32

/** Indices into the values: the parameters, ... */
enum {
  MST_EQ_BANDS,
  MST_EQ_GAIN,
  MST_EQ_N_PARAMS,
};

/** ... then, for each band, */
enum {
  MST_EQ_BAND_TYPE, /* an MstSvfType */
  MST_EQ_BAND_FREQUENCY,
  MST_EQ_BAND_GAIN,
  MST_EQ_BAND_Q,
  MST_EQ_BAND_ENABLED,
  MST_EQ_N_BAND_PARAMS,
};

/** Where band `band` keeps parameter `param`. */
#define MST_EQ_BAND(band, param)                                               \
  (MST_EQ_N_PARAMS + (band) *MST_EQ_N_BAND_PARAMS + (param))

extern const MstStage mst_stage_eq;

#endif /* MST_EQ_H */
