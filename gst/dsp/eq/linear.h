/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/linear.h - the static bands as one filter of linear phase.
 *
 * The magnitude is that of the analogue prototypes themselves, at every
 * frequency: no transform stands between. Bands on mid and side come before
 * those on left and right. When any value changes, the filter is made anew from
 * the values as set, and fades in.
 */
#ifndef MST_EQ_LINEAR_H
#define MST_EQ_LINEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "dsp/stage.h"

typedef struct MstEqLinear MstEqLinear;

/** The lowest band that is on in `values` decides the length; they are also the
 * first values to be set. NULL when memory runs out. */
MstEqLinear *mst_eq_linear_new (const MstFormat *format, const double *values);
void mst_eq_linear_free (MstEqLinear *self);

int mst_eq_linear_latency (const MstEqLinear *self);

/** Takes values over; the filter follows while the stream goes on. */
void mst_eq_linear_set (MstEqLinear *self, const double *values);

/** Forgets the stream; what was last set is in force at once. */
void mst_eq_linear_reset (MstEqLinear *self);

/** Filters n finite frames in place, in whatever pieces. */
void mst_eq_linear_process (MstEqLinear *self, float *const planes[], int n);

/** The same as mst_firstream_is_idle() and mst_firstream_skip(). */
bool mst_eq_linear_is_idle (const MstEqLinear *self);
void mst_eq_linear_skip (MstEqLinear *self, uint64_t frames);

#endif /* MST_EQ_LINEAR_H */
