/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** fastmath.h - logarithms and exponentials of whole blocks. */
#ifndef MST_FASTMATH_H
#define MST_FASTMATH_H

/** x = log2 (x) for x >= 0, floored at x = 1e-10; absolute error <= 4e-7 plus
 * half a unit in the last place of the result. */
void mst_log2 (float *x, int n);

/** x = 2^x, x held inside -126 .. 126; relative error <= 2e-7; 2^0 = 1. */
void mst_exp2 (float *x, int n);

/** x = 20 log10 (x), by mst_log2(). */
void mst_magnitude_to_db (float *x, int n);

/** Decibels are mst_log2() times the first; octaves for mst_exp2() are decibels
 * times the second. */
#define MST_DB_PER_OCTAVE 6.0205999132796239f
#define MST_OCTAVES_PER_DB 0.16609640474436813f

#endif /* MST_FASTMATH_H */
