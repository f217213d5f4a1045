/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/table.h - the table of the reverb, and the ends of its ranges.
 */
#ifndef MST_REVERB_TABLE_H
#define MST_REVERB_TABLE_H

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

#define MST_REVERB_MIX_OFF -60.0 /* dB: at the minimum there is none */
#define MST_REVERB_MIN_MS 8.0    /* of the size: the mean delay */
#define MST_REVERB_MAX_MS 40.0
#define MST_REVERB_MAX_PREDELAY_MS 100.0
#define MST_REVERB_MAX_CUT_HZ 20000.0 /* from here on the high-cut is off */

extern const MstParam mst_reverb_params[MST_REVERB_N_PARAMS];

#endif /* MST_REVERB_TABLE_H */
