/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "magnitude.h"

#include <string.h>

#include "dsp/common/vector/vectors.h"

MST_VECTORS (int32_t, mst_greatest_bits, (const float *x, int n), (x, n))
{
  int32_t top = 0;

  for (int i = 0; i < n; i++) {
    int32_t bits;

    memcpy (&bits, x + i, sizeof (bits));
    bits &= 0x7fffffff;
    top = bits > top ? bits : top;
  }
  return top;
}

float
mst_greatest (const float *x, int n)
{
  int32_t bits = mst_greatest_bits (x, n);
  float value;

  memcpy (&value, &bits, sizeof (value));
  return value;
}
