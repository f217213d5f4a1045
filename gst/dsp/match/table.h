/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * match/table.h - the values of the match equaliser.
 */
#ifndef MST_MATCH_TABLE_H
#define MST_MATCH_TABLE_H

#include "dsp/stage.h"

/** Indices into the values; the curves follow. */
enum {
  MST_MATCH_STRENGTH,
  MST_MATCH_MAX_BOOST,
  MST_MATCH_MAX_CUT,
  MST_MATCH_SMOOTHING,
  MST_MATCH_LOW_GUARD,
  MST_MATCH_PHASE,
  MST_MATCH_N_PARAMS,
};

/** The values of MST_MATCH_PHASE. */
enum {
  MST_MATCH_MINIMUM_PHASE,
  MST_MATCH_LINEAR_PHASE,
};

/** The curves. */
enum {
  MST_MATCH_MID,
  MST_MATCH_SIDE,
  MST_MATCH_N_CURVES,
};

/** The number of values of all parameters and curves. */
#define MST_MATCH_N_VALUES                                                     \
  (MST_MATCH_N_PARAMS + MST_MATCH_N_CURVES * MST_CURVE_POINTS)

/** The index of gain `point` of a curve. */
static inline int
mst_match_curve_at (int curve, int point)
{
  return MST_MATCH_N_PARAMS + curve * MST_CURVE_POINTS + point;
}

extern const MstParam mst_match_params[MST_MATCH_N_PARAMS];
extern const MstCurveRow mst_match_curves[MST_MATCH_N_CURVES];

#endif /* MST_MATCH_TABLE_H */
