/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer-words.h - what the samples themselves give away: clipping, words,
 * offset.
 */
#ifndef MST_ANALYZER_WORDS_H
#define MST_ANALYZER_WORDS_H

#include <stdint.h>

/** One channel. Zeroed, it has heard nothing. */
typedef struct {
  double sum;    /* of the samples */
  float extreme; /* the greatest magnitude */
  float last;
  int run;       /* of samples at the extreme, so far */
  uint64_t runs; /* of three and more, at `extreme` */
  int failed;    /* word lengths that it does not have */
  int heard;     /* anything but 0 */
} MstAnalyzerWords;

/** Takes `n` more samples, a multiple of 16, whose greatest magnitude is
 * `peak`. */
void mst_analyzer_words_push (MstAnalyzerWords *self, const float *x, int n,
    float peak);

/** 8, 16, 20, 24; 32 for more; 0 before anything but silence was heard. */
double mst_analyzer_words_length (const MstAnalyzerWords *self);

#endif /* MST_ANALYZER_WORDS_H */
