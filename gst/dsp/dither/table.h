/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither/table.h - the values of the dither.
 */
#ifndef MST_DITHER_TABLE_H
#define MST_DITHER_TABLE_H

#include "dsp/stage.h"

/** Indices into the values. */
enum {
  MST_DITHER_BITS,
  MST_DITHER_SHAPING,
  MST_DITHER_AUTO_BLANK,
  MST_DITHER_SEED,
  MST_DITHER_N_PARAMS,
};

/** The values of MST_DITHER_SHAPING. */
enum {
  MST_DITHER_SHAPING_NONE, /* rounding */
  MST_DITHER_SHAPING_TPDF,
  MST_DITHER_SHAPING_LIPSHITZ,
  MST_DITHER_SHAPING_WANNAMAKER,
  MST_DITHER_SHAPING_F_WEIGHTED,
};

extern const MstParam mst_dither_params[MST_DITHER_N_PARAMS];

#endif /* MST_DITHER_TABLE_H */
