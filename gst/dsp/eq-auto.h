/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq-auto.h - the gain that keeps the loudness.
 *
 * Both ends of the equaliser are measured after ITU-R BS.1770 (K-weighted mean
 * square, windows of 400 ms), and the gain is what makes the two alike over some
 * seconds. Before anything has been heard, and at once when a band changes, it is
 * what would be right for pink noise; the music then corrects it.
 */
#ifndef MST_EQ_AUTO_H
#define MST_EQ_AUTO_H

#include "stage.h"

typedef struct MstEqAuto MstEqAuto;

/** NULL when memory runs out. */
MstEqAuto *mst_eq_auto_new (const MstFormat *format);
void mst_eq_auto_free (MstEqAuto *self);
void mst_eq_auto_reset (MstEqAuto *self);

/** What the bands do to pink noise, from the values [LU]. */
void mst_eq_auto_set (MstEqAuto *self, const double *values);

/** How many frames may be taken at most: 1 or more. */
int mst_eq_auto_left (const MstEqAuto *self);

/** n <= mst_eq_auto_left() frames before the bands, and after them. In this
 * order. */
void mst_eq_auto_before (MstEqAuto *self, const float *const planes[], int n);
void mst_eq_auto_after (MstEqAuto *self, const float *const planes[], int n);

/** The gain [dB] that makes up for the bands. */
double mst_eq_auto_gain (const MstEqAuto *self);

#endif /* MST_EQ_AUTO_H */
