/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither.h - to the word length of the output: dither, flat or shaped.
 *
 * dither/table has the values, dither/gate says which frames need dither,
 * dither/noise makes it, dither/curve and dither/shaper shape it.
 */
#ifndef MST_DITHER_H
#define MST_DITHER_H

#include "table.h"

/** The format's `bits` is the word length of the container, 2 .. 32. */
extern const MstStage mst_stage_dither;

#endif /* MST_DITHER_H */
