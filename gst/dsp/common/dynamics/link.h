/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * link.h - what the lanes of a dynamics stage have to do with each other.
 *
 * Levels drawn to the loudest, mid and side for left and right, and the
 * greatest change for a display. A change of dynamics.h is never negative.
 */
#ifndef MST_LINK_H
#define MST_LINK_H

/** x[c][i] += link[i] * (the greatest of x[..][i] - x[c][i]); n <= 512 levels
 * [dB] of `lanes` lanes, link 0 .. 1. */
void mst_link_levels (float *const x[], int lanes, const float *link, int n);

/** mid = (left + right) / 2, side = (left - right) / 2. */
void mst_mid_side (float *mid, float *side, const float *left,
    const float *right, int n);

/** In place, from gains of mid and side to what each of left and right gets of
 * itself, (m + s) / 2, and of the other, (m - s) / 2. Gains of 1 become 1 and
 * 0, which leave every bit. */
void mst_mid_side_gains (float *m, float *s, int n);

/** left' = straight left + cross right, and the other way round; in place. */
void mst_cross (float *left, float *right, const float *straight,
    const float *cross, int n);

/** The greatest change between two lines of the grid. */
typedef struct {
  float so_far;
  float reading; /* of the last whole stretch */
} MstDeepest;

/** n frames of `lanes` lanes, beginning `at` frames after a line. */
void
mst_deepest_note (MstDeepest *self, float *const x[], int lanes, int n, int at);

#endif /* MST_LINK_H */
