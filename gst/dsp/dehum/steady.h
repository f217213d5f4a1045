/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/steady.h - the steady part of a series of numbers.
 *
 * A weighted mean over time, where a weight is the inverse of how far the
 * numbers near it are from the mean: music comes and goes, and what is steady
 * is heard best where it is quiet. The mean of each quarter of the time is kept
 * as well, for what is steady is the same in all of them.
 */
#ifndef MST_DEHUM_STEADY_H
#define MST_DEHUM_STEADY_H

#include <stdbool.h>

#include "dsp/common/time/arena.h"

#define MST_STEADY_PARTS 4

typedef struct {
  double re, im; /* the mean */
  double power;  /* |mean|^2 */
  double error;  /* its variance */
  double share;  /* of the mean that is to be believed, 0 .. 1 */
  double part_re[MST_STEADY_PARTS], part_im[MST_STEADY_PARTS];
  double part_error[MST_STEADY_PARTS];
} MstSteady;

/** Room for the work on up to `most` numbers. */
typedef struct {
  double *distance, *smooth, *weight;
} MstSteadyRoom;

void mst_steady_lay_out (MstSteadyRoom *room, MstArena *arena, int most);

/** One round over n numbers: weights from the mean that `self` has, and a new
 * mean. sound[i] is 0 where there is none, and the number does not count, and
 * else 1. room->weight has the weights afterwards, the inverse variances of the
 * numbers. */
void mst_steady_round (MstSteady *self, MstSteadyRoom *room, const double *re,
    const double *im, const double *sound, int n);

/** The mean without one to begin with: from where the numbers are small. */
void mst_steady_find (MstSteady *self, MstSteadyRoom *room, const double *re,
    const double *im, const double *sound, int n);

/** Adds up, over pairs of quarters, how far they are the same and how far they
 * could be, in units of their variances. */
void mst_steady_agreement (const MstSteady *self, double *same, double *most);

#endif /* MST_DEHUM_STEADY_H */
