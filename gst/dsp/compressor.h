/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * compressor.h - a feed-forward peak compressor with a linked detector.
 */
#ifndef MST_COMPRESSOR_H
#define MST_COMPRESSOR_H

#include "stage.h"

/** Indices into the values. */
enum {
  MST_COMPRESSOR_THRESHOLD,
  MST_COMPRESSOR_RATIO,
  MST_COMPRESSOR_KNEE,
  MST_COMPRESSOR_ATTACK,
  MST_COMPRESSOR_RELEASE,
  MST_COMPRESSOR_MAKEUP,
  MST_COMPRESSOR_MIX,
  MST_COMPRESSOR_LINK,
  MST_COMPRESSOR_N_PARAMS,
};

/** Indices into the readouts. */
enum {
  MST_COMPRESSOR_GAIN_REDUCTION,
  MST_COMPRESSOR_N_READOUTS,
};

extern const MstStage mst_stage_compressor;

#endif /* MST_COMPRESSOR_H */
