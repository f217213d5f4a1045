/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * levels.h - loudness and peaks of all channels: what BS.1770 and EBU R 128 ask
 * for, the peaks over the loudness, and the stretches that go over full scale;
 * and of more than two channels the loudness and peak on two loudspeakers.
 *
 * The memory is constant. A tick is that of loudness.h, 10 ms. A true peak is
 * known after the delay of the interpolator, and so counts for a tick that is
 * at most one later than that of the sample before it.
 */
#ifndef MST_LEVELS_H
#define MST_LEVELS_H

#include <stdbool.h>
#include <stdint.h>

#include "downmix.h"
#include "loudness.h"
#include "truepeak.h"
#include "truepeak4x.h"

#define MST_LEVELS_PSR_BLOCKS 30 /* of 100 ms: 3 s */
#define MST_LEVELS_OVERS 8       /* whose times are kept */

typedef struct {
  int channels, max_block;
  double rate;
  MstLoudness *loudness;
  MstTruePeak *true_peak;
  MstTruePeak4x *true_peak_4x;
  MstDownmix downmix;
  float *scratch; /* channels x max_block */

  uint64_t frames;
  float true_greatest, true_4x_greatest, sample_greatest;
  uint64_t invalid;
  /* The tick under way. */
  uint64_t tick_start; /* frame */
  float tick_true, tick_sample;
  bool over; /* the last one was */
  uint64_t overs;
  double over_time[MST_LEVELS_OVERS];
  /* The last 3 s. */
  int ticks;
  uint64_t blocks;
  float block_peak[MST_LEVELS_PSR_BLOCKS];
  double psr, min_psr;
} MstLevels;

/** The peaks, in dB; a difference is 0 if one of its two is missing. */
typedef struct {
  double true_peak, true_peak_4x, sample_peak;
  double plr;          /* true peak less integrated loudness */
  double psr, min_psr; /* sample peak of 3 s less short-term loudness */
  double overs;        /* stretches of ticks whose true peak passes 0 dBTP */
} MstLevelsPeaks;

bool mst_levels_init (MstLevels *self, const MstFormat *format);
void mst_levels_clear (MstLevels *self);
void mst_levels_reset (MstLevels *self);

/** The number of frames that a step may take: up to the end of the tick, 1 or
 * more. */
int mst_levels_left (const MstLevels *self);

/** Takes n <= max_block frames of any samples, not past the end of the tick.
 * clean[c] then points at them, with 0 for those that are not valid. */
void mst_levels_step (MstLevels *self, float *const planes[], int n,
    const float *clean[]);

/** True if the last step ended a tick. */
static inline bool
mst_levels_ticked (const MstLevels *self)
{
  return self->tick_start == self->frames;
}

/** Takes n <= max_block frames of any samples. True if all of them were valid.
 */
bool mst_levels_process (MstLevels *self, float *const planes[], int n);

/** Pushes the last frames through the interpolators. */
void mst_levels_finish (MstLevels *self);

MstLevelsPeaks mst_levels_peaks (const MstLevels *self, double integrated);

/** The time at which over i began [s]; -1 if there was none. */
double mst_levels_over_time (const MstLevels *self, int i);

#endif /* MST_LEVELS_H */
