/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * samplefaults.h - clipping, word length and offset, read from the samples.
 */
#ifndef MST_WORDS_H
#define MST_WORDS_H

#include <stdint.h>

#define MST_WORDS_LINE 128 /* samples that are looked at together */

/** The state of one channel. Zeroed, it has heard nothing. */
typedef struct {
  double sum;    /* of the samples */
  float extreme; /* the greatest magnitude */
  float last;
  int run;       /* of samples at the extreme, so far; at most three */
  uint64_t runs; /* of three and more, at `extreme` */
  int failed;    /* word lengths that it does not have */
  int heard;     /* anything but 0 */
  int held;      /* samples that do not fill a line yet */
  float line[MST_WORDS_LINE];
} MstWords;

/** Takes n more finite samples, a multiple of 16. The sum's last bits depend on
 * how the samples are divided. */
void mst_words_take (MstWords *self, const float *x, int n);

/** Takes any n more finite samples: the same bits however they are divided. */
void mst_words_push (MstWords *self, const float *x, int n);

/** Takes silence until a line is full, so that the samples which push() still
 * holds count. */
void mst_words_finish (MstWords *self);

/** The sum of all samples. */
double mst_words_sum (const MstWords *self);

/** 8, 16, 20, 24; 32 for more; 0 before anything but silence was heard. */
double mst_words_length (const MstWords *self);

#endif /* MST_WORDS_H */
