/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer.h - measures a piece in one pass and constant memory: the numbers of
 * analysis.h.
 *
 * An analyser: process() leaves the planes as they are, so there is nothing to
 * set and no latency. Loudness and peaks are those of all channels, everything
 * else is that of the first two, which are the front left and right.
 *
 * read() writes the numbers of MstAnalysis by the tables of the descriptor
 * (analyzer/table): the readouts are the single ones in the order of the
 * struct, and the arrays the others. Loudness and peaks are up to date after
 * each block; the rest takes longer to compute, and is up to date every three
 * seconds and after finish().
 */
#ifndef MST_ANALYZER_H
#define MST_ANALYZER_H

#include "table.h"

extern const MstStage mst_stage_analyzer;

#endif /* MST_ANALYZER_H */
