/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudnessgate.h - the gated statistics of loudness: a histogram in place of
 * the list of all blocks, so that a week takes no more memory than a second.
 *
 * It reaches from -70 LUFS, the absolute gate of ITU-R BS.1770-5, to +30 LUFS
 * in steps of 0.01 LU; louder blocks fall into the last bin. The bins hold
 * the sum of powers too, so that means are exact and only the place of a
 * relative gate is rounded. It has two levels, so that reading is cheap.
 */
#ifndef MST_LOUDNESSGATE_H
#define MST_LOUDNESSGATE_H

#include <math.h>
#include <stdint.h>

#define MST_GATE_LUFS (-70.0)
#define MST_GATE_BINS 100 /* of 1 LU */
#define MST_GATE_FINE 100 /* parts of each */

typedef struct {
  uint64_t count;
  double power;
} MstLoudnessBin;

/** Zeroed, the gate is empty. */
typedef struct {
  MstLoudnessBin all;
  MstLoudnessBin coarse[MST_GATE_BINS];
  MstLoudnessBin fine[MST_GATE_BINS * MST_GATE_FINE];
} MstLoudnessGate;

/** The loudness of a K-weighted, channel-weighted mean power (BS.1770-5 annex
 * 1, equation 2); -inf below -200 LUFS, where only filters ring out. */
static inline double
mst_lufs (double power)
{
  double lufs = -0.691 + 10.0 * log10 (power);

  return lufs < -200.0 ? -INFINITY : lufs;
}

/** Counts a block of `power`, if it is above the absolute gate. */
void mst_loudness_gate_add (MstLoudnessGate *self, double power);

/** Halves each bin, to the nearest pair of neighbours: the statistics stay, and
 * blocks to come weigh twice as much as those before. */
void mst_loudness_gate_halve (MstLoudnessGate *self);

/** BS.1770-5 annex 1, equations 4 to 7: the mean of the blocks above the
 * relative gate, which lies 10 LU under the mean of all that were counted.
 * Both are -inf when none was. */
double
mst_loudness_gate_integrated (const MstLoudnessGate *self, double *threshold);

/** EBU Tech 3342: from the 10th to the 95th percentile (nearest rank) of the
 * blocks above a gate 20 LU under the mean; 0 when there are none. In LU. */
double mst_loudness_gate_range (const MstLoudnessGate *self);

#endif /* MST_LOUDNESSGATE_H */
