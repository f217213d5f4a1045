/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/blocks.h - loudness of the bands over blocks of 400 ms, and of 15 s.
 *
 * A block is the powers of the frames about its middle, weighted as a window of
 * Hann 400 ms long, one each hop. Histograms hold what is asked for at the end,
 * so that a week takes no more memory than a minute.
 */
#ifndef MST_ANALYZER_BLOCKS_H
#define MST_ANALYZER_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "dsp/analysis.h"
#include "frame.h"
#include "dsp/common/measure/loudnessgate.h"
#include "dsp/common/measure/slidingsum.h"

/** The nine bands, and the whole spectrum. */
#define MST_ANALYZER_WHOLE MST_ANALYSIS_BANDS
#define MST_ANALYZER_SETS (MST_ANALYSIS_BANDS + 1)

#define MST_ANALYZER_LEVELS 1000  /* bins of 0.1 LU from -70 LUFS up */
#define MST_ANALYZER_BLOCK_MAX 16 /* frames of a block */

/** Blocks of about one level. */
typedef struct {
  uint64_t count;
  double level; /* sum of LUFS */
  double side;  /* sum of LU, side less mid */
} MstAnalyzerLevel;

typedef struct {
  double hop;                        /* seconds */
  int first[MST_ANALYSIS_BANDS + 1]; /* bin at which a band begins */
  float *weight; /* of a bin's power in loudness; `bins` of them */
  int reach;     /* frames on each side of a block's middle */
  double shape[MST_ANALYZER_BLOCK_MAX];

  int held; /* frames in the ring */
  int at;
  double mid[MST_ANALYZER_SETS][MST_ANALYZER_BLOCK_MAX];
  double side[MST_ANALYZER_SETS][MST_ANALYZER_BLOCK_MAX];
  MstAnalyzerLevel levels[MST_ANALYZER_SETS][MST_ANALYZER_LEVELS];
  MstLoudnessGate whole, fold; /* for the integrated loudness */

  /* Excerpts: slots of four hops, sums over 15 s. */
  int slot_frames;
  double slot;
  uint64_t slots;
  MstSlidingSum excerpt;
  MstLoudnessBin excerpts; /* all of them */
  double loudest;          /* mean power */
  uint64_t loudest_slot;
  uint64_t first_slot[MST_ANALYZER_LEVELS]; /* + 1; 0: none so loud */
} MstAnalyzerBlocks;

/** For `frame` at `rate`; `channels` of 1 count once. */
bool mst_analyzer_blocks_init (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame, double rate, int channels);
void mst_analyzer_blocks_clear (MstAnalyzerBlocks *self);
void mst_analyzer_blocks_reset (MstAnalyzerBlocks *self);

/** Takes a frame whose middle is in the piece. */
void mst_analyzer_blocks_push (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame);

/** Writes level, side and range of the bands, block_range, mono_loss (0 unless
 * `stereo`) and the excerpts of a piece of `seconds`. */
void mst_analyzer_blocks_read (const MstAnalyzerBlocks *self, bool stereo,
    double seconds, MstAnalysis *out);

#endif /* MST_ANALYZER_BLOCKS_H */
