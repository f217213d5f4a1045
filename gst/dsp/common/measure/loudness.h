/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudness.h - loudness as ITU-R BS.1770-5, EBU R 128 and EBU Tech 3341 and
 * 3342 define it, of a stream of any length in constant memory.
 *
 * Time is counted in ticks of 10 ms. The momentary (400 ms) and short-term
 * (3 s) windows end at each tick; each tenth tick contributes a gating block
 * to the integrated loudness and a short-term value to the loudness range.
 *
 *   while (n > 0) {
 *     int span = mst_loudness_left (loudness);
 *     ... no more than n ...
 *     mst_loudness_process (loudness, planes, span);
 *   }
 *
 * Loudness is in LUFS. Below -200 LUFS, and before its window is full, it reads
 * -INFINITY.
 */
#ifndef MST_LOUDNESS_H
#define MST_LOUDNESS_H

#include <stdint.h>

#include "dsp/stage.h"

#define MST_LOUDNESS_TICKS 100     /* a second */
#define MST_LOUDNESS_MOMENTARY 40  /* ticks: 400 ms */
#define MST_LOUDNESS_SHORTTERM 300 /* ticks: 3 s */

typedef struct MstLoudness MstLoudness;

/** The numbers that gates make, which are computed together. */
typedef struct {
  double integrated; /* LUFS, gated: BS.1770-5 annex 1 */
  double threshold;  /* LUFS, the relative gate of `integrated` */
  double range;      /* LU: Tech 3342; 0 before the first 3 s */
} MstLoudnessGated;

/** `weights` are the power weights of `channels` channels (BS.1770-5, table
 * 3): 1, 1.41, or 0 for a channel that does not count. NULL when memory runs
 * out. */
MstLoudness *
mst_loudness_new (double rate, int channels, const double *weights);
/** Writes the weights of the format's places. */
void mst_loudness_weights (const MstFormat *format, double *weights);

/** A meter with these weights. */
MstLoudness *mst_loudness_new_for (const MstFormat *format);
void mst_loudness_free (MstLoudness *self);
void mst_loudness_reset (MstLoudness *self);

/** The number of frames up to the end of this tick: 1 or more. */
int mst_loudness_left (const MstLoudness *self);

/** Takes n <= mst_loudness_left() frames of finite samples. */
void
mst_loudness_process (MstLoudness *self, const float *const planes[], int n);

/** The weighted mean power of the last whole tick; 0 before the first. A gain
 * of g changes it by a factor of g^2. */
double mst_loudness_tick_power (const MstLoudness *self);

double mst_loudness_momentary (const MstLoudness *self);
double mst_loudness_shortterm (const MstLoudness *self);
double mst_loudness_max_momentary (const MstLoudness *self);
double mst_loudness_max_shortterm (const MstLoudness *self);

/** The power response of the K-weighting at `hz` of a stream of `rate`. */
double mst_loudness_weight (double rate, double hz);

/** The gated numbers. They are computed on demand, and anew after 100 ms more.
 */
MstLoudnessGated mst_loudness_gated (MstLoudness *self);

#endif /* MST_LOUDNESS_H */
