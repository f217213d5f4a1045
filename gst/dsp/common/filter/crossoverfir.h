/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crossoverfir.h - the bands of crossover.h by filters of linear phase.
 *
 * Each crossover is a low-pass FIR filter with the magnitude of Linkwitz and
 * Riley's,
 *
 *   L (f) = 1 / (1 + (f / f0)^4)
 *
 * and without phase, except for a delay. The lowest band passes the first
 * filter; the next passes the second and not the first; the highest does not
 * pass the last. So bands are differences, and their sum is the delayed input
 * whatever the filters are. All are made from one spectrum of the input.
 */
#ifndef MST_CROSSOVERFIR_H
#define MST_CROSSOVERFIR_H

#include "dsp/stage.h"

typedef struct MstCrossoverFir MstCrossoverFir;

/** Meets crossovers from `lowest` [Hz] on within 0.05 dB, down to -12 dB. NULL
 * when memory runs out. */
MstCrossoverFir *mst_crossoverfir_new (const MstFormat *format, double lowest);
void mst_crossoverfir_free (MstCrossoverFir *self);

/** How many frames later a frame comes out. */
int mst_crossoverfir_latency (const MstCrossoverFir *self);

/** Forgets the stream, and divides at once in this way: `bands` is 2 .. 6, and
 * bands - 1 frequencies rise within (0, rate / 2). */
void mst_crossoverfir_start (MstCrossoverFir *self, const double *frequencies,
    int bands);

/** Goes to other frequencies, which fade in from the next block of the
 * convolver on. */
void mst_crossoverfir_set (MstCrossoverFir *self, const double *frequencies);

/** Divides n finite frames of `in` into out[band][channel]. */
void mst_crossoverfir_run (MstCrossoverFir *self, const float *const in[],
    float *const *const out[], int n);

#endif /* MST_CROSSOVERFIR_H */
