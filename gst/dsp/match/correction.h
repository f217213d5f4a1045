/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * match/correction.h - from a curve as it was given to one that can be applied:
 * smoothed, scaled, under caps and out of the deep bass.
 */
#ifndef MST_MATCH_CORRECTION_H
#define MST_MATCH_CORRECTION_H

#include "table.h"

/** Writes the correction [dB] that the stage makes of one of the curves in
 * `values`, MST_CURVE_POINTS of it: the gains that its filter aims at. */
void mst_match_correction (const double *values, int curve, double *correction);

#endif /* MST_MATCH_CORRECTION_H */
