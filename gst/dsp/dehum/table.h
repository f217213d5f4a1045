/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/table.h - the values of the hum remover.
 */
#ifndef MST_DEHUM_TABLE_H
#define MST_DEHUM_TABLE_H

#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_DEHUM_AMOUNT,
  MST_DEHUM_LISTEN,
  MST_DEHUM_BASE,
  MST_DEHUM_HARMONICS,
  MST_DEHUM_DC,
  MST_DEHUM_LOOK_AHEAD,
  MST_DEHUM_N_PARAMS,
};

/** Values of `base`. */
enum {
  MST_DEHUM_AUTO,
  MST_DEHUM_50,
  MST_DEHUM_60,
};

/** Indices into the readouts. */
enum {
  MST_DEHUM_HUM,
  MST_DEHUM_HUM_LEVEL,
  MST_DEHUM_HUM_PARTIALS,
  MST_DEHUM_DC_LEVEL,
  MST_DEHUM_REMOVED_LEVEL,
  MST_DEHUM_N_READOUTS,
};

extern const MstParam mst_dehum_params[MST_DEHUM_N_PARAMS];
extern const MstParam mst_dehum_readouts[MST_DEHUM_N_READOUTS];

#endif /* MST_DEHUM_TABLE_H */
