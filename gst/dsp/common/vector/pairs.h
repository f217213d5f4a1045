/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pairs.h - two channels side by side in double, as recursions want them.
 */
#ifndef MST_PAIRS_H
#define MST_PAIRS_H

/** One frame of two channels. */
typedef double MstPair __attribute__ ((vector_size (16)));

/** x[i] = (left[i], right[i]); samples that are NaN, infinite or of a magnitude
 * from 2^24 on become 0. `right` may be NULL for zeros. */
void mst_pairs_load (MstPair *x, const float *left, const float *right, int n);

/** Rounds x to floats, and makes these finite in the same way. `right` may be
 * NULL. */
void mst_pairs_store (const MstPair *x, float *left, float *right, int n);

/** The same for planes of `channels`, two to a pair; the last pair of an odd
 * number has but one. */
void mst_pairs_load_planes (MstPair *const x[], float *const planes[],
    int channels, int n);
void mst_pairs_store_planes (MstPair *const x[], float *const planes[],
    int channels, int n);

#endif /* MST_PAIRS_H */
