/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * fastmath.h - logarithm and exponential of whole blocks.
 */
#ifndef MST_FASTMATH_H
#define MST_FASTMATH_H

/** x = log2 (x) for x >= 0, floored at x = 1e-10; absolute error <= 4e-7 plus
 * half a unit in the last place of the result. */
void mst_log2 (float *x, int n);

/** x = 2^x, x held inside -126 .. 126; relative error <= 2e-7; 2^0 = 1. */
void mst_exp2 (float *x, int n);

/** x = 20 log10 (x), alike. */
void mst_magnitude_to_db (float *x, int n);

/** What mst_log2() and mst_exp2() must be scaled by to speak decibels. */
#define MST_DB_PER_OCTAVE 6.0205999132796239f
#define MST_OCTAVES_PER_DB 0.16609640474436813f

#endif /* MST_FASTMATH_H */
