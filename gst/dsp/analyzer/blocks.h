/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/blocks.h - loudness of the bands over blocks of 400 ms, and of 15 s.
 *
 * A block is the powers of the frames about its middle, weighted as a window of
 * Hann 400 ms long, one each hop. Histograms hold what is asked for at the end,
 * so that a week takes no more memory than a minute. Gates lie under the
 * loudness of the piece, wherever that is.
 */
#ifndef MST_ANALYZER_BLOCKS_H
#define MST_ANALYZER_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "dsp/analysis.h"
#include "frame.h"
#include "dsp/common/measure/powerhistogram.h"
#include "dsp/common/measure/slidingsum.h"

/** The nine bands, and the whole spectrum. */
#define MST_ANALYZER_WHOLE MST_ANALYSIS_BANDS
#define MST_ANALYZER_SETS (MST_ANALYSIS_BANDS + 1)

/** The histograms: those of the sets, of the mid alone, of stretches of 15 s.
 */
enum {
  MST_ANALYZER_FOLD = MST_ANALYZER_SETS,
  MST_ANALYZER_EXCERPTS,
  MST_ANALYZER_HISTOGRAMS
};

#define MST_ANALYZER_BLOCK_MAX 16 /* frames of a block */

typedef struct {
  double hop;                        /* seconds */
  int first[MST_ANALYSIS_BANDS + 1]; /* bin at which a band begins */
  float *weight; /* of a bin's power in loudness; `bins` of them */
  int bins;
  int reach; /* frames on each side of a block's middle */
  double shape[MST_ANALYZER_BLOCK_MAX];
  void *memory;
  uint64_t *first_slot; /* of each bin of the stretches, + 1; 0: none yet */
  /* Those of the sets with side less mid [LU]. */
  MstPowerHistogram levels[MST_ANALYZER_HISTOGRAMS];

  int held; /* frames in the ring */
  int at;
  double mid[MST_ANALYZER_SETS][MST_ANALYZER_BLOCK_MAX];
  double side[MST_ANALYZER_SETS][MST_ANALYZER_BLOCK_MAX];

  /* Excerpts: slots of four hops, sums over 15 s. */
  int slot_frames;
  double slot;
  uint64_t slots;
  MstSlidingSum excerpt;
  double loudest; /* mean power */
  uint64_t loudest_slot;
} MstAnalyzerBlocks;

/** Takes the frames of `frame` at `rate`; a single channel counts once. */
bool mst_analyzer_blocks_init (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame, double rate, int channels);
void mst_analyzer_blocks_clear (MstAnalyzerBlocks *self);
void mst_analyzer_blocks_reset (MstAnalyzerBlocks *self);

/** Takes a frame whose middle is in the piece. */
void mst_analyzer_blocks_push (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame);

/** The K-weighted power of the bins `from` to before `to` of sums over frames.
 */
double mst_analyzer_blocks_weigh (const MstAnalyzerBlocks *self,
    const double *sums, int from, int to);

/** The gated loudness of the piece as a mean power; 0 for silence. */
double mst_analyzer_blocks_power (const MstAnalyzerBlocks *self);

/** Writes level, side and range of the bands, block_range, block_level,
 * mono_loss (0 unless `stereo`) and the excerpts of a piece of `seconds`. */
void mst_analyzer_blocks_read (const MstAnalyzerBlocks *self, bool stereo,
    double seconds, MstAnalysis *out);

#endif /* MST_ANALYZER_BLOCKS_H */
