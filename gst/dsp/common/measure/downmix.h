/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * downmix.h - loudness and true peak of what two loudspeakers play of a
 * surround sound. One or two channels have no downmix: all of it is silent.
 *
 *   L' = L + a C + a Ls     R' = R + a C + a Rs     a = sqrt (1/2): -3 dB
 *
 * (ITU-R BS.775-4, annex 4, table 2). All fronts of either side count as L and
 * R, sides, rear and tops as Ls and Rs, for the table knows no more than five
 * channels; a channel in the middle behind or above goes to both with a^2, as
 * the table's mono surround; low-frequency effects are left out. Nothing is
 * turned down for the sum, so that it may pass full scale.
 */
#ifndef MST_DOWNMIX_H
#define MST_DOWNMIX_H

#include <stdbool.h>

#include "loudness.h"
#include "truepeak.h"

typedef struct {
  int channels; /* 0: there is none */
  int max_block;
  double gains[MST_MAX_CHANNELS][2];
  MstLoudness *loudness;
  MstTruePeak *true_peak;
  float *mixed[2]; /* max_block */
  float greatest;
} MstDownmix;

/** The readings; -INFINITY for silence. */
typedef struct {
  double loudness;  /* LUFS, integrated */
  double true_peak; /* dBTP */
} MstDownmixFound;

/** Writes the gains in left and right of channel c. */
void mst_downmix_gains (const MstFormat *format, int c, double gains[2]);

bool mst_downmix_init (MstDownmix *self, const MstFormat *format);
void mst_downmix_clear (MstDownmix *self);
void mst_downmix_reset (MstDownmix *self);

/** Takes n <= max_block frames of finite samples, not past the end of the tick
 * of loudness.h. */
void mst_downmix_step (MstDownmix *self, const float *const planes[], int n);

/** Pushes the last frames through the interpolator. */
void mst_downmix_finish (MstDownmix *self);

MstDownmixFound mst_downmix_found (const MstDownmix *self);

#endif /* MST_DOWNMIX_H */
