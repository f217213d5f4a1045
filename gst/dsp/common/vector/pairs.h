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

/** x[i] = (left[i], right[i]), with what is NaN, infinite or from 2^24 on as 0.
 * `right` may be NULL: 0. */
void mst_pairs_load (MstPair *x, const float *left, const float *right, int n);

/** The way back, rounded to float and made finite alike. `right` may be NULL.
 */
void mst_pairs_store (const MstPair *x, float *left, float *right, int n);

#endif /* MST_PAIRS_H */
