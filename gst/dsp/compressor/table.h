/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * compressor/table.h - the values of the compressor.
 */
#ifndef MST_COMPRESSOR_TABLE_H
#define MST_COMPRESSOR_TABLE_H

#include "dsp/common/dynamics/dynamics.h"
#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_COMPRESSOR_THRESHOLD,
  MST_COMPRESSOR_RATIO,
  MST_COMPRESSOR_KNEE,
  MST_COMPRESSOR_ATTACK,
  MST_COMPRESSOR_RELEASE,
  MST_COMPRESSOR_HOLD,
  MST_COMPRESSOR_AUTO_RELEASE,
  MST_COMPRESSOR_AUTO_TIMES,
  MST_COMPRESSOR_ACTION,   /* an MstAction */
  MST_COMPRESSOR_DETECTOR, /* an MstDetect */
  MST_COMPRESSOR_FEEDBACK,
  MST_COMPRESSOR_RANGE,
  MST_COMPRESSOR_LOOKAHEAD,
  MST_COMPRESSOR_MODE, /* an MstCompressorMode */
  MST_COMPRESSOR_LINK,
  MST_COMPRESSOR_KEY_LOW_CUT,
  MST_COMPRESSOR_KEY_HIGH_CUT,
  MST_COMPRESSOR_KEY_TILT,
  MST_COMPRESSOR_MAKEUP,
  MST_COMPRESSOR_AUTO_MAKEUP,
  MST_COMPRESSOR_MIX,
  MST_COMPRESSOR_LINK_LFE,
  MST_COMPRESSOR_LINK_GROUPS, /* an MstLinkGroups */
  MST_COMPRESSOR_N_PARAMS,
};

typedef enum {
  MST_COMPRESSOR_STEREO,
  MST_COMPRESSOR_MID_SIDE,
} MstCompressorMode;

/** Indices into the readouts. */
enum {
  MST_COMPRESSOR_GAIN_REDUCTION,
  MST_COMPRESSOR_N_READOUTS,
};

/** At its maximum, the high-cut of the side-chain is off. */
#define MST_COMPRESSOR_MAX_CUT_HZ 20000.0

extern const MstParam mst_compressor_params[MST_COMPRESSOR_N_PARAMS];
extern const MstParam mst_compressor_readouts[MST_COMPRESSOR_N_READOUTS];

/** The settings of the dynamics by the values; without a pair of
 * channels there are no sides. */
MstDynamicsSettings mst_compressor_settings (const double *values, int pairs);

#endif /* MST_COMPRESSOR_TABLE_H */
