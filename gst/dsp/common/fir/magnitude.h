/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** magnitude.h - the greatest magnitude of a block, found by integers. */
#ifndef MST_MAGNITUDE_H
#define MST_MAGNITUDE_H

#include <stdint.h>

/** The greatest magnitude's bits, which order as magnitudes do: Inf and, above
 * it, NaN come last. 0 for n = 0. */
int32_t mst_greatest_bits (const float *x, int n);

/** The greatest magnitude. */
float mst_greatest (const float *x, int n);

#endif /* MST_MAGNITUDE_H */
