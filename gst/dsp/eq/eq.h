/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq.h - the equaliser: up to 32 bands in series and a gain.
 *
 * eq/table has the values, eq/band a band at rest and in motion, eq/detector
 * what a dynamic band listens to, eq/linear the bands as one linear-phase
 * filter, eq/auto the gain that keeps the loudness, eq/response the gain over
 * frequency.
 */
#ifndef MST_EQ_H
#define MST_EQ_H

#include "response.h"
#include "table.h"

extern const MstStage mst_stage_eq;

#endif /* MST_EQ_H */
