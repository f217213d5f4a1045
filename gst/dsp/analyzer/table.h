/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/table.h - the numbers of the analyser, and how a struct becomes
 * them.
 */
#ifndef MST_ANALYZER_TABLE_H
#define MST_ANALYZER_TABLE_H

#include "dsp/analysis.h"
#include "dsp/stage.h"

/** The single numbers are the first doubles of the struct. */
#define MST_ANALYZER_AT(field) (offsetof (MstAnalysis, field) / sizeof (double))
#define MST_ANALYZER_SCALARS ((int) MST_ANALYZER_AT (mid))

/** Indices of the arrays. */
enum {
  MST_ANALYZER_MID,
  MST_ANALYZER_SIDE,
  MST_ANALYZER_BAND_LEVEL,
  MST_ANALYZER_BAND_SIDE,
  MST_ANALYZER_BAND_SIDE_POWER,
  MST_ANALYZER_BAND_RANGE,
  MST_ANALYZER_BAND_CREST,
  MST_ANALYZER_BAND_TRANSIENTS,
  MST_ANALYZER_BAND_CORRELATION,
  MST_ANALYZER_RESONANCE_FREQUENCY,
  MST_ANALYZER_RESONANCE_PROMINENCE,
  MST_ANALYZER_RESONANCE_Q,
  MST_ANALYZER_SECTION_LOUDNESS,
  MST_ANALYZER_LOUD_MID,
  MST_ANALYZER_LOUD_SIDE,
  MST_ANALYZER_TYPICAL_MID,
  MST_ANALYZER_TYPICAL_SIDE,
  MST_ANALYZER_QUIET_MID,
  MST_ANALYZER_QUIET_SIDE,
  MST_ANALYZER_BLOCK_LEVEL,
  MST_ANALYZER_PEAK_SHARE,
  MST_ANALYZER_DETAIL,
  MST_ANALYZER_ARRAYS
};

extern const MstParam mst_analyzer_readouts[];
extern const MstArrayRow mst_analyzer_arrays[];

/** From the struct to the numbers as read() writes them, and back. Their count
 * is that of mst_stage_n_readouts (). */
void mst_analysis_to_numbers (const MstAnalysis *analysis, double *numbers);
void mst_analysis_from_numbers (MstAnalysis *analysis, const double *numbers);

#endif /* MST_ANALYZER_TABLE_H */
