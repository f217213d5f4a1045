/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "product.h"

#include "vectors.h"

MST_VECTORS (void, mst_product,
    (float *restrict d, const float *restrict s, const float *restrict gain,
        int n),
    (d, s, gain, n))
{
  for (int i = 0; i < n; i++)
    d[i] = s[i] * gain[i];
}
