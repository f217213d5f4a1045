/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crossovertree.h - the bands of crossover.h by filters of minimum phase.
 *
 * A crossover of Linkwitz and Riley divides x into LP4 x = LP2 LP2 x and HP4 x
 * = AP2 x - LP4 x. The first LP2 and AP2 have the same poles, and come out of
 * one state-variable filter: two filters a crossover.
 *
 * The crossover in the middle comes first. Each of its two sides is passed
 * through the all-passes of the crossovers on the other side, then divided
 * further: with those before the division there are fewer than with one after
 * it for each band. Six bands, with the crossovers 0 .. 4, A an all-pass:
 *
 *   -- 2 -- low --- A3 A4 -- 1 -- low -- 0 -- low, high    bands 0, 1
 *        |                      `- high - A0               band 2
 *        `- high -- A0 A1 -- 3 -- low -- A4                band 3
 *                               `- high - 4 -- low, high   bands 4, 5
 *
 * The two sides are alike, so they run side by side in one vector, two channels
 * of each. Four bands do the same one level less deep, two bands end after the
 * first crossover. Odd numbers of bands have one more, with the lowest
 * crossover at 0 Hz: nothing comes out of its low-pass, and its all-pass is the
 * identity.
 *
 * In sum all is passed through each all-pass once.
 */
#ifndef MST_CROSSOVERTREE_H
#define MST_CROSSOVERTREE_H

#include <stdbool.h>

typedef struct MstCrossoverTree MstCrossoverTree;

/** NULL when memory runs out. */
MstCrossoverTree *mst_crossovertree_new (double rate, int channels);
void mst_crossovertree_free (MstCrossoverTree *self);

/** Forgets the stream, and divides at once in this way: `bands` is 2 .. 6, and
 * bands - 1 frequencies rise within (0, rate / 2). */
void mst_crossovertree_start (MstCrossoverTree *self, const double *frequencies,
    int bands);

/** On a line of the grid: goes to these frequencies by the next line. Where it
 * is there already, it runs at rest, which is faster. */
void
mst_crossovertree_head_for (MstCrossoverTree *self, const double *frequencies);

/** Divides n <= MST_GRID finite frames of `in` into out[band][channel], without
 * passing a line. */
void mst_crossovertree_run (MstCrossoverTree *self, const float *const in[],
    float *const *const out[], int n);

#endif /* MST_CROSSOVERTREE_H */
