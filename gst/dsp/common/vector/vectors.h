/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * vectors.h - plain loops, compiled for each length of vector.
 *
 *   MST_VECTORS static void
 *   loop (float *restrict d, const float *restrict s, int n)
 *
 * For what Orc cannot say, as it knows 16 bytes to a vector and aligned samples
 * of one size. The loader picks the clone, which the address sanitizer does not
 * live to see; there, and on other machines, the loop is compiled once.
 */
#ifndef MST_VECTORS_H
#define MST_VECTORS_H

#if defined(__x86_64__) && defined(__gnu_linux__) &&                           \
    !defined(__SANITIZE_ADDRESS__)
#define MST_VECTORS                                                            \
  __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define MST_VECTORS
#endif

#endif /* MST_VECTORS_H */
