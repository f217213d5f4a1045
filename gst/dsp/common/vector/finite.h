/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * finite.h - the numbers that count as samples: finite ones below 2^24 in
 * magnitude.
 *
 * This is for loops that test samples beside other work. mst_sanitize()
 * (kernels.h) does the same to whole planes.
 */
#ifndef MST_FINITE_H
#define MST_FINITE_H

#include <stdint.h>
#include <string.h>

/** The bits of the greatest float that counts; those of greater magnitudes, of
 * infinity and of NaN are greater. */
#define MST_GREATEST_BITS 0x4b7fffff

/** x, or 0 where it does not count as a sample. */
static inline float
mst_finite_or_zero (float x)
{
  int32_t bits;

  memcpy (&bits, &x, sizeof (bits));
  bits = (bits & 0x7fffffff) <= MST_GREATEST_BITS ? bits : 0;
  memcpy (&x, &bits, sizeof (x));
  return x;
}

#endif /* MST_FINITE_H */
