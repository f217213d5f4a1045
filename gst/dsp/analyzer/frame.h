/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/frame.h - spectra of mid and side over windows that overlap.
 *
 * Windows n long, half of it apart, whose shape is the half of a sine. Mid and
 * side are the real and the imaginary part of one transform. Before the first
 * frame and after the last there is silence, so that each sample is in two
 * windows, whose squares add up to 1 everywhere: the sums hold the energy of
 * the whole piece, however short it is.
 */
#ifndef MST_ANALYZER_FRAME_H
#define MST_ANALYZER_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "dsp/common/fir/fft.h"

/** Sums over frames that are float are emptied into doubles this often. */
#define MST_ANALYZER_FLUSH 32

typedef struct {
  int n;          /* points of a window, a power of two */
  int hop;        /* n / 2 */
  int bins;       /* n / 2; bin k is at k rate / n */
  uint64_t count; /* frames so far */

  /* The last frame. re + i im is the transform of mid + i side; scaled so
   * that the squares below are mean squares, the negative frequencies included.
   */
  float *re, *im;                             /* n */
  float *mid_re, *mid_im, *side_re, *side_im; /* bins, as all that follows */
  float *mid, *side;                          /* |M|^2, |S|^2 */

  /* Over all frames, when mst_analyzer_frame_settle() has been called. */
  double *sum_mid, *sum_side, *sum_cross; /* |M|^2, |S|^2, Re (M conj S) */

  /* Private. */
  MstFft *fft;
  void *memory;
  float *cleared; /* what a reset clears: all but the window */
  double *sums;
  float *window;
  float *ring_mid, *ring_side; /* n: two hops */
  float *part_mid, *part_side, *part_cross;
} MstAnalyzerFrame;

/** False when memory runs out; clear() is right for either. */
bool mst_analyzer_frame_init (MstAnalyzerFrame *self, int n);
void mst_analyzer_frame_clear (MstAnalyzerFrame *self);
void mst_analyzer_frame_reset (MstAnalyzerFrame *self);

/** Takes the next hop. */
void mst_analyzer_frame_push (MstAnalyzerFrame *self, const float *mid,
    const float *side);

/** Brings the sums up to date. */
void mst_analyzer_frame_settle (MstAnalyzerFrame *self);

/** The sum of `sums` from bin position `from` to `to`, parts of bins included:
 * bin k reaches from k - 1/2 to k + 1/2. */
double mst_analyzer_frame_between (const MstAnalyzerFrame *self,
    const double *sums, double from, double to);

#endif /* MST_ANALYZER_FRAME_H */
