/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer.h - all that is known of a piece once it has been heard: the numbers
 * of analysis.h, measured in one pass and constant memory.
 *
 * An analyser: process() leaves the planes as they are, so there is nothing to
 * set and no latency. Of more than two channels the first two, which are the
 * front left and right, are looked at beyond loudness and peaks.
 *
 * What read() writes are the numbers of MstAnalysis by the tables of the
 * descriptor: the readouts are the single ones in the order of the struct, and
 * the arrays the others. Loudness and peaks are up to date after each block;
 * what takes longer to compute is so every three seconds and after finish().
 */
#ifndef MST_ANALYZER_H
#define MST_ANALYZER_H

#include "dsp/analysis.h"
#include "dsp/stage.h"

extern const MstStage mst_stage_analyzer;

/** `numbers` of mst_stage_n_readouts (&mst_stage_analyzer), as read() writes
 * them, from and to the struct. */
void mst_analysis_to_numbers (const MstAnalysis *analysis, double *numbers);
void mst_analysis_from_numbers (MstAnalysis *analysis, const double *numbers);

#endif /* MST_ANALYZER_H */
