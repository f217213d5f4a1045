/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * slidingsum.h - the sum of the last `length` values, without drift.
 *
 * Adding the new and subtracting the old value would leave rounding errors
 * behind for ever: a loud second would haunt the silence after it. Here a
 * window is two partial sums that were only ever added to:
 *
 *   ring, cut at `at`:  | values of this lap | suffix sums of the lap before |
 *   window            =  `lap` + suffix[at]
 *
 * At the end of a lap the ring's values are folded into suffix sums in place,
 * so that a push costs two additions on average.
 */
#ifndef MST_SLIDINGSUM_H
#define MST_SLIDINGSUM_H

#define MST_SLIDING_SUM_MAX 300

/** Zeroed but for `length` (1 .. MST_SLIDING_SUM_MAX), it holds zeros. */
typedef struct {
  int length;
  int at;     /* 0 .. length - 1: where the next value goes */
  double lap; /* sum of ring[0 .. at - 1] */
  double ring[MST_SLIDING_SUM_MAX];
} MstSlidingSum;

/** Appends `value` and returns the sum of the last `length`. */
static inline double
mst_sliding_sum_push (MstSlidingSum *self, double value)
{
  double sum = self->lap += value;

  self->ring[self->at++] = value;
  if (self->at < self->length)
    return sum + self->ring[self->at];
  for (int i = self->length - 2; i >= 0; i--)
    self->ring[i] += self->ring[i + 1];
  self->at = 0;
  self->lap = 0.0;
  return sum;
}

#endif /* MST_SLIDINGSUM_H */
