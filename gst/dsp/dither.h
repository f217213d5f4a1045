/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither.h - to the word length of the output, with triangular dither.
 */
#ifndef MST_DITHER_H
#define MST_DITHER_H

#include "stage.h"

/** Indices into the values. */
enum {
  MST_DITHER_SEED,
  MST_DITHER_N_PARAMS,
};

/** format->bits says the word length, 2 .. 32. */
extern const MstStage mst_stage_dither;

#endif /* MST_DITHER_H */
