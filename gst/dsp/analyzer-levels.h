/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer-levels.h - loudness and peaks of all channels.
 */
#ifndef MST_ANALYZER_LEVELS_H
#define MST_ANALYZER_LEVELS_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis.h"
#include "common/loudness.h"
#include "common/truepeak.h"
#include "common/truepeak4x.h"

#define MST_ANALYZER_PSR_BLOCKS 30 /* of 100 ms: 3 s */

typedef struct {
  int channels, max_block;
  MstLoudness *loudness;
  MstTruePeak *true_peak;
  MstTruePeak4x *true_peak_4x;
  float *scratch; /* channels x max_block */

  float true_greatest, true_4x_greatest, sample_greatest;
  uint64_t invalid;
  /* Of this tick. */
  float tick_true, tick_sample;
  bool over; /* the last one was */
  uint64_t overs;
  /* Of the last 3 s. */
  int ticks;
  uint64_t blocks;
  float block_peak[MST_ANALYZER_PSR_BLOCKS];
  double psr;
} MstAnalyzerLevels;

bool
mst_analyzer_levels_init (MstAnalyzerLevels *self, const MstFormat *format);
void mst_analyzer_levels_clear (MstAnalyzerLevels *self);
void mst_analyzer_levels_reset (MstAnalyzerLevels *self);

/** Takes n <= max_block frames of any samples. Whether all of them were valid. */
bool mst_analyzer_levels_process (MstAnalyzerLevels *self,
    float *const planes[], int n);

/** Pushes the last frames through the interpolators. */
void mst_analyzer_levels_finish (MstAnalyzerLevels *self);

/** Writes loudness to psr, overs and invalid_samples. */
void mst_analyzer_levels_read (const MstAnalyzerLevels *self, MstAnalysis *out);

#endif /* MST_ANALYZER_LEVELS_H */
