/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/low.h - the lower few kilohertz, eight times as finely.
 *
 * The lowest bins of the frames, transformed back and added up where they
 * overlap, are the signal at a rate of 6 to 8 kHz; frames of these are more
 * than a second long. Thirds below 2 kHz, the resonances there and the hum are
 * read from them.
 */
#ifndef MST_ANALYZER_LOW_H
#define MST_ANALYZER_LOW_H

#include "frame.h"

#define MST_ANALYZER_LOW_FINER 8

typedef struct {
  MstAnalyzerFrame fine;
  double rate; /* of the signal in `fine` */
  double top;  /* Hz: up to here it is true */

  /* The power of each bin in the quietest stretch of a few seconds, where a hum
   * stands out, and the least that it has in any stretch: a hum never stops. */
  float *quietest, *least;
  double quietest_power; /* INFINITY before the first */
  double loudest_power;
  double power; /* sum of all stretches, */
  uint64_t stretches;

  /* Private. */
  MstFft *fft;
  int n; /* points of a frame's lowest bins */
  void *memory;
  float *cleared;            /* what a reset clears: from re to stretch */
  float *taper;              /* n / 2 */
  float *window;             /* n */
  float *re, *im;            /* n */
  float *mid, *side;         /* n: where frames overlap */
  float *hop_mid, *hop_side; /* of `fine`, being filled */
  float *stretch;            /* fine.bins */
  int filled;
} MstAnalyzerLow;

/** Takes frames of `n` points at `rate`. False when memory runs out; clear() is
 * right for either. */
bool mst_analyzer_low_init (MstAnalyzerLow *self, int n, double rate);
void mst_analyzer_low_clear (MstAnalyzerLow *self);
void mst_analyzer_low_reset (MstAnalyzerLow *self);

/** Takes the next frame. */
void
mst_analyzer_low_push (MstAnalyzerLow *self, const MstAnalyzerFrame *frame);

/** Ends the piece, after the last frame. */
void mst_analyzer_low_finish (MstAnalyzerLow *self);

/** Returns 50 or 60 if the piece has pauses in which there is a series of lines
 * at the multiples of it, and if each of the lines is there outside the pauses
 * too; writes their mean square. Else 0. */
double mst_analyzer_low_hum (const MstAnalyzerLow *self, double *power);

#endif /* MST_ANALYZER_LOW_H */
