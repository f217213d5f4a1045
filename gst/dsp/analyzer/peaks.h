/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/peaks.h - crest and onsets, of the bands and of the whole,
 * sibilants, clicks, the peaks themselves and the noise floor: the figures that
 * need time rather than frequency.
 *
 * The bins of a band, transformed back alone, are the analytic signal of that
 * band; the middle half of the frame, where the window is high, is divided by
 * it. Magnitudes are envelopes: what a peak meter behind a filter reads.
 *
 * Thresholds follow the mean power of the piece so far, never a level.
 */
#ifndef MST_ANALYZER_PEAKS_H
#define MST_ANALYZER_PEAKS_H

#include "blocks.h"
#include "clicks.h"
#include "onsets.h"
#include "sibilants.h"

#define MST_ANALYZER_STEPS 16 /* a hop */
/* A range that holds the square of any crest: 0 to 60 dB. */
#define MST_ANALYZER_CREST_LOWEST 0
#define MST_ANALYZER_CREST_HIGHEST 20

/** Sums over left and right, in a block of 400 ms. */
typedef struct {
  double peak[2];  /* squared */
  double power[2]; /* mean squares, summed over hops */
} MstAnalyzerBlock;

typedef struct {
  int n, m, from, to; /* points and bins of one band */
  MstFft *fft;
  float *unwindow; /* m / 2: the square of the reciprocal */
} MstAnalyzerEnvelope;

typedef struct {
  double hop; /* seconds */
  int block_hops;
  int floor_steps; /* of 100 ms */
  MstAnalyzerEnvelope envelope[MST_ANALYSIS_BANDS];
  void *memory;
  float *mid_re, *mid_im, *side_re, *side_im; /* the largest m */
  MstPowerHistogram crests[MST_ANALYZER_SETS];
  MstPowerHistogram floors; /* powers over 100 ms, and */
  MstPowerHistogram tops;   /* their peaks, squared */
  MstAnalyzerOnsets onsets;
  MstAnalyzerClicks clicks;
  MstAnalyzerSibilants sibilants;

  int hops, whole_hops, steps;
  double floor_power;
  double floor_peak; /* squared */
  MstAnalyzerBlock block[MST_ANALYZER_SETS];
  double step[MST_ANALYSIS_BANDS][MST_ANALYZER_STEPS]; /* powers of this hop */
  double left, right, cross; /* sums of squares and products */
  double heard;              /* frames in these */
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

/** Writes crest and transients of the bands and of the whole, peak_share,
 * sibilance, sibilants, clicks, noise_floor, balance and correlation of a piece
 * of `seconds`. */
void mst_analyzer_peaks_read (const MstAnalyzerPeaks *self, double seconds,
    MstAnalysis *out);

#endif /* MST_ANALYZER_PEAKS_H */
