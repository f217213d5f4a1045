/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * midside.h - left and right as their middle and their side, and back.
 *
 *   mid = (left + right) / 2        left  = mid + side
 *   side = (left - right) / 2       right = mid - side
 */
#ifndef MST_MIDSIDE_H
#define MST_MIDSIDE_H

#include "pairs.h"

/** Mid and side of two planes. */
void mst_mid_side (float *mid, float *side, const float *left,
    const float *right, int n);

/** Pairs of left and right to mid and side, in place, and back. */
void mst_pairs_to_mid_side (MstPair *x, int n);
void mst_pairs_to_left_right (MstPair *x, int n);

/** Turns gains m and s of mid and side, in place, into the share that each of
 * left and right gets of itself, (m + s) / 2, and of the other, (m - s) / 2.
 * Gains of 1 become 1 and 0, which leave every bit. */
void mst_mid_side_gains (float *m, float *s, int n);

/** left' = straight left + cross right, and the other way round; in place. */
void mst_cross (float *left, float *right, const float *straight,
    const float *cross, int n);

#endif /* MST_MIDSIDE_H */
