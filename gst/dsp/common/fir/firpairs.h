/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** firpairs.h - a filter whose taps are the same on both sides. */
#ifndef MST_FIRPAIRS_H
#define MST_FIRPAIRS_H

/** d[i] += the sum over k = 0 .. pairs - 1, in this order, of
 * taps[k] (after[i + k] + before[i - k]). The same bits by vectors of any
 * length. */
void mst_fir_pairs (float *d, const float *taps, int pairs, const float *after,
    const float *before, int n);

#endif /* MST_FIRPAIRS_H */
