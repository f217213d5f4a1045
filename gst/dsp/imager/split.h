/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/split.h - divides the side into bands, and the middle too where the
 * guard compares the two.
 *
 * The bands are differences of low-passes, L0 x, L1 x - L0 x, ... x - L2 x, and
 * add up to x. So equal weights leave x as it is, and other weights make
 * shelves.
 *
 * In minimum phase each low-pass has one pole, a state-variable integrator
 * (Zavalishin, "The Art of VA Filter Design", section 3.10). Two bands of one
 * pole make a shelf of first order, whose phase is the least that its magnitude
 * can have: at most asin |a - b| / (a + b) for the weights a and b. Steeper
 * bands that still added up to x would not be monotonic; those of Linkwitz and
 * Riley add up to an all-pass, and would turn the side against a middle that
 * stays.
 *
 * In linear phase it is crossover.h.
 */
#ifndef MST_IMAGER_SPLIT_H
#define MST_IMAGER_SPLIT_H

#include <stdbool.h>

#include "dsp/common/time/ramp.h"
#include "table.h"

/** The lanes of a frame: the outputs of the low-passes, and the whole. */
typedef double MstImagerLanes __attribute__ ((vector_size (32)));

typedef struct MstImagerSplit MstImagerSplit;

/** Sums over frames that the guard measures, for each band. */
typedef struct {
  MstImagerLanes fold, side, cross; /* sums of squares, of products */
} MstImagerSums;

/** `lowest`: the lowest cut that linear phase is to meet [Hz]. NULL when memory
 * runs out. */
MstImagerSplit *mst_imager_split_new (double rate, bool linear, double lowest);
void mst_imager_split_free (MstImagerSplit *self);

/** How many frames late the bands are. */
int mst_imager_split_latency (const MstImagerSplit *self);

/** Goes to these cuts [Hz], rising. */
void mst_imager_split_set (MstImagerSplit *self, const double *frequencies);

/** Forgets the stream, and jumps to where it was set. */
void mst_imager_split_start (MstImagerSplit *self);

/** Divides n <= MST_GRID frames, which do not pass a line; `line` is true if
 * the first is on one. `fold` may be NULL. */
void mst_imager_split_run (MstImagerSplit *self, const float *side,
    const float *fold, int n, bool line);

/** side = the bands that were divided last, each times its weight. */
void mst_imager_split_sum (const MstImagerSplit *self, const MstRamp *weights,
    float *side, int n, int at);

/** Adds the n frames that were divided last, in `bands` bands, to the sums. */
void mst_imager_split_measure (const MstImagerSplit *self, MstImagerSums *sums,
    int bands, int n);

#endif /* MST_IMAGER_SPLIT_H */
