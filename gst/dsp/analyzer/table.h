/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/table.h - the tables of the analyser's numbers.
 */
#ifndef MST_ANALYZER_ROWS_H
#define MST_ANALYZER_ROWS_H

#include "analyzer.h"

/** The single numbers are the first doubles of the struct. */
#define MST_ANALYZER_AT(field) (offsetof (MstAnalysis, field) / sizeof (double))
#define MST_ANALYZER_SCALARS ((int) MST_ANALYZER_AT (mid))

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

#endif /* MST_ANALYZER_ROWS_H */
