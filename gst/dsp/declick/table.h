/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick/table.h - the values of the declicker.
 */
#ifndef MST_DECLICK_TABLE_H
#define MST_DECLICK_TABLE_H

#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_DECLICK_AMOUNT,
  MST_DECLICK_LISTEN,
  MST_DECLICK_SENSITIVITY,
  MST_DECLICK_MAX_LENGTH,
  MST_DECLICK_N_PARAMS,
};

/** Indices into the readouts. */
enum {
  MST_DECLICK_REPAIRED,
  MST_DECLICK_REPAIRED_SAMPLES,
  MST_DECLICK_REMOVED_LEVEL,
  MST_DECLICK_N_READOUTS,
};

extern const MstParam mst_declick_params[MST_DECLICK_N_PARAMS];
extern const MstParam mst_declick_readouts[MST_DECLICK_N_READOUTS];

#endif /* MST_DECLICK_TABLE_H */
