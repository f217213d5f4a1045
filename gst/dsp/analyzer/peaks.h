/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/peaks.h - crest and onsets, of the bands and of the whole, and the
 * noise floor: what needs time rather than frequency.
 *
 * The bins of a band, transformed back alone, are the analytic signal of that
 * band; the middle half of the frame, where the window is high, is divided by
 * it. Magnitudes are envelopes: what a peak meter behind a filter reads.
 */
#ifndef MST_ANALYZER_PEAKS_H
#define MST_ANALYZER_PEAKS_H

#include "blocks.h"

#define MST_ANALYZER_STEPS 16    /* a hop */
#define MST_ANALYZER_CRESTS 600  /* bins of 0.1 dB */
#define MST_ANALYZER_FLOORS 1800 /* bins of 0.1 dB from -150 dBFS up */

/** Of left and right, over a block of 400 ms. */
typedef struct {
  double peak[2];  /* squared */
  double power[2]; /* mean squares, summed over hops */
} MstAnalyzerBlock;

/** Finds rises of power. */
typedef struct {
  double slow;    /* about the last 100 ms */
  double last[2]; /* powers of the last steps */
  double sum;     /* of all steps */
  uint64_t steps;
  int rest; /* steps before the next onset counts */
  uint64_t onsets;
} MstAnalyzerOnsets;

typedef struct {
  int n, m, from, to; /* points and bins of one band */
  MstFft *fft;
  float *unwindow; /* m / 2: the square of the reciprocal */
} MstAnalyzerEnvelope;

typedef struct {
  double hop; /* seconds */
  int block_hops;
  int floor_steps; /* of 100 ms */
  double slowness; /* of `slow`, a step */
  int rest;
  MstAnalyzerEnvelope envelope[MST_ANALYSIS_BANDS];
  float *memory;
  float *mid_re, *mid_im, *side_re, *side_im; /* the largest m */

  int hops, whole_hops, steps;
  double floor_power;
  MstAnalyzerBlock block[MST_ANALYZER_SETS];
  MstAnalyzerOnsets onsets[MST_ANALYSIS_BANDS];
  uint64_t crests[MST_ANALYZER_SETS][MST_ANALYZER_CRESTS];
  uint64_t floors[MST_ANALYZER_FLOORS];
  double left, right, cross; /* sums of squares and products */
} MstAnalyzerPeaks;

bool mst_analyzer_peaks_init (MstAnalyzerPeaks *self,
    const MstAnalyzerFrame *frame, const MstAnalyzerBlocks *bands, double rate);
void mst_analyzer_peaks_clear (MstAnalyzerPeaks *self);
void mst_analyzer_peaks_reset (MstAnalyzerPeaks *self);

/** Takes a hop of audio, of which `valid` frames are of the piece. */
void mst_analyzer_peaks_listen (MstAnalyzerPeaks *self, const float *left,
    const float *right, int hop, int valid);

/** Takes a frame whose middle half is in the piece. */
void
mst_analyzer_peaks_push (MstAnalyzerPeaks *self, const MstAnalyzerFrame *frame);

/** Writes crest and transients of the bands, crest, noise_floor, balance and
 * correlation of a piece of `seconds`. */
void mst_analyzer_peaks_read (const MstAnalyzerPeaks *self, double seconds,
    MstAnalysis *out);

#endif /* MST_ANALYZER_PEAKS_H */
