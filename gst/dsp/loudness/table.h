/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudness/table.h - the values of the leveller.
 */
#ifndef MST_LOUDNESS_TABLE_H
#define MST_LOUDNESS_TABLE_H

#include "dsp/common/measure/loudnessgate.h"
#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_LOUDNESS_MODE,
  MST_LOUDNESS_TARGET,
  MST_LOUDNESS_MEASURED,
  MST_LOUDNESS_ALBUM_MODE, /* read by the element, with the tags */
  MST_LOUDNESS_WINDOW,
  MST_LOUDNESS_MAX_GAIN,
  MST_LOUDNESS_MAX_ATTENUATION,
  MST_LOUDNESS_FREEZE_BELOW,
  MST_LOUDNESS_LOOKAHEAD,
  MST_LOUDNESS_ANCHOR, /* an MstLoudnessAnchor */
  MST_LOUDNESS_N_PARAMS,
};

/** The values of MST_LOUDNESS_MODE. */
enum {
  MST_LOUDNESS_STATIC,
  MST_LOUDNESS_LIVE,
};

/** Indices into the readouts. */
enum {
  MST_LOUDNESS_GAIN,
  MST_LOUDNESS_INPUT,
  MST_LOUDNESS_OUTPUT,
  MST_LOUDNESS_N_READOUTS,
};

/** MST_LOUDNESS_MEASURED is this where nothing was measured [LUFS]: no
 * integrated loudness is as low. */
#define MST_LOUDNESS_UNKNOWN MST_GATE_LUFS
#define MST_LOUDNESS_LOUDEST 20.0

/** The longest MST_LOUDNESS_WINDOW [s]. */
#define MST_LOUDNESS_LONGEST_WINDOW 60

/** The channels that lead the gain. */
typedef enum {
  MST_LOUDNESS_OF_ALL,
  MST_LOUDNESS_OF_FRONTS,
  MST_LOUDNESS_OF_CENTRE,
} MstLoudnessAnchor;

extern const MstParam mst_loudness_params[MST_LOUDNESS_N_PARAMS];
extern const MstParam mst_loudness_readouts[MST_LOUDNESS_N_READOUTS];

#endif /* MST_LOUDNESS_TABLE_H */
