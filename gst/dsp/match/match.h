/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * match.h - gives the mix a target's tonal balance: two curves of gain over
 * frequency, for mid and side, as one long FIR filter.
 *
 * The curves come from outside (a measurement, a file, a hand). They are
 * smoothed, scaled, held under caps and kept out of the deep bass
 * (match/correction), and become taps of minimum or linear phase. Flat curves
 * pass every bit on, as late as others. match/table has the values; see
 * docs/stages/match.md.
 */
#ifndef MST_MATCH_H
#define MST_MATCH_H

#include "correction.h"
#include "table.h"

extern const MstStage mst_stage_match;

#endif /* MST_MATCH_H */
