/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudness.h - brings a programme to a loudness, by one gain for all channels.
 *
 * `static` is a constant gain from a loudness that is known beforehand. `live`
 * follows a programme that is not, slowly. docs/stages/loudness.md explains.
 */
#ifndef MST_LOUDNESS_STAGE_H
#define MST_LOUDNESS_STAGE_H

#include "dsp/common/measure/loudnessgate.h"
#include "dsp/stage.h"

enum {
  MST_LOUDNESS_MODE,
  MST_LOUDNESS_TARGET,
  MST_LOUDNESS_MEASURED,
  MST_LOUDNESS_ALBUM_MODE, /* for who reads tags; nothing here */
  MST_LOUDNESS_WINDOW,
  MST_LOUDNESS_MAX_GAIN,
  MST_LOUDNESS_MAX_ATTENUATION,
  MST_LOUDNESS_FREEZE_BELOW,
  MST_LOUDNESS_LOOKAHEAD,
  MST_LOUDNESS_N_PARAMS,
};

enum {
  MST_LOUDNESS_STATIC,
  MST_LOUDNESS_LIVE,
};

enum {
  MST_LOUDNESS_GAIN,
  MST_LOUDNESS_INPUT,
  MST_LOUDNESS_OUTPUT,
  MST_LOUDNESS_N_READOUTS,
};

/** The value of MST_LOUDNESS_MEASURED that says that nothing was measured. It
 * is the absolute gate of BS.1770: no integrated loudness is as low. [LUFS] */
#define MST_LOUDNESS_UNKNOWN MST_GATE_LUFS
#define MST_LOUDNESS_LOUDEST 20.0

extern const MstStage mst_stage_loudness;

#endif /* MST_LOUDNESS_STAGE_H */
