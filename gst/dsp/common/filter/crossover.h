/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crossover.h - divides a signal into two to six bands that add up to it.
 *
 * In minimum phase, Linkwitz-Riley filters of fourth order do it: the crossover
 * in the middle first, then those of either side. Each side also passes the
 * all-passes of the crossovers of the other side, so that the sum is an all-
 * pass: its magnitude is 1 (crossovertree.h). As LP + HP = AP, the high side
 * costs one all-pass instead of two high-passes. In linear phase, the bands are
 * the differences of FIR low-passes, and their sum is the delayed input
 * (crossoverfir.h).
 *
 * Frequencies may be swept. In minimum phase their logarithms glide as smooth.h
 * has it, and the coefficients go from line to line of the grid; in linear
 * phase new filters fade in over a block of the convolver.
 *
 * Source: S. H. Linkwitz, "Active Crossover Networks for Noncoincident
 * Drivers", JAES 24 (1), 1976; R. Bullock, "Loudspeaker-Crossover Systems: An
 * Optimal Crossover Choice", JAES 30 (7/8), 1982 (the all-pass of the sum).
 */
#ifndef MST_CROSSOVER_H
#define MST_CROSSOVER_H

#include <stdbool.h>

#include "dsp/common/time/grid.h"
#include "dsp/stage.h"

#define MST_MAX_CROSSOVER_BANDS 6
#define MST_CROSSOVER_SPAN MST_GRID /* frames at most at once */

typedef struct MstCrossover MstCrossover;

/** `linear` and, in linear phase, the lowest frequency [Hz] that is to be met
 * are fixed for its life, for they decide the latency. From there on the bands
 * are within 0.05 dB, down to -12 dB. There are two bands about 1 kHz until
 * others are set. NULL when memory runs out. */
MstCrossover *
mst_crossover_new (const MstFormat *format, bool linear, double lowest);
void mst_crossover_free (MstCrossover *self);

/** How many frames later a frame comes out. */
int mst_crossover_latency (const MstCrossover *self);

/** Sets frequencies[0 .. bands-2] [Hz], in any order and any distance, finite
 * or not: each is held at or above the one before, and within 5 Hz and 0.49 of
 * the rate. Allocates nothing. All glides, except what is set before the first
 * frame. A change of `bands` forgets the stream, and so is for silence or the
 * start. */
void
mst_crossover_set (MstCrossover *self, const double *frequencies, int bands);

/** Forgets the stream, and jumps to where it was set. */
void mst_crossover_reset (MstCrossover *self);

/** Divides n <= MST_CROSSOVER_SPAN finite frames of `in`, below 2^24, into the
 * planes out[band][channel]; `in` is left alone and is none of them. The spans
 * do not pass lines of the grid; `line` is true for one that begins on it. */
void mst_crossover_process (MstCrossover *self, const float *const in[],
    float *const *const out[], int n, bool line);

/** The same for any n; the first frame is `at` frames behind a line of the
 * grid. */
void mst_crossover_run (MstCrossover *self, float *const in[],
    float *const *const out[], int n, int at);

#endif /* MST_CROSSOVER_H */
