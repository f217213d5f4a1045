/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb.h - a room around the master.
 */
#ifndef MST_REVERB_H
#define MST_REVERB_H

#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_REVERB_MIX,
  MST_REVERB_TIME,
  MST_REVERB_SIZE,
  MST_REVERB_PREDELAY,
  MST_REVERB_DAMPING,
  MST_REVERB_DAMPING_FREQUENCY,
  MST_REVERB_LOW_CUT,
  MST_REVERB_HIGH_CUT,
  MST_REVERB_WIDTH,
  MST_REVERB_MODULATION,
  MST_REVERB_MODULATION_RATE,
  MST_REVERB_TAIL,
  MST_REVERB_N_PARAMS,
};

#define MST_REVERB_MIX_OFF -60.0 /* dB: the minimum is none at all */

extern const MstStage mst_stage_reverb;

#endif /* MST_REVERB_H */
