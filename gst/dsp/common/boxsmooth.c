/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A moving average as a running sum: add the newest, take off the oldest. The
 * boxes of a and b frames make a FIR of a + b - 1. Their sums reach
 * 2^36 a b <= 2^36 2^26 = 2^62, which an int64_t holds.
 */
#include "common/boxsmooth.h"

#include <stdint.h>
#include <stdlib.h>

#define UNITY ((int64_t) 1 << 36)

typedef struct {
  int frames;
  int position; /* of the oldest value */
  int64_t sum;
  int64_t *ring;
} Box;

struct MstBoxSmooth {
  Box first;
  Box second;
  double scale; /* of the sum of sums, to 1 */
};

static void
box_fill (Box *box, int64_t value)
{
  for (int i = 0; i < box->frames; i++)
    box->ring[i] = value;
  box->position = 0;
  box->sum = value * box->frames;
}

static inline int64_t
box_push (Box *box, int64_t value)
{
  box->sum += value - box->ring[box->position];
  box->ring[box->position] = value;
  if (++box->position == box->frames)
    box->position = 0;
  return box->sum;
}

MstBoxSmooth *
mst_box_smooth_new (int frames)
{
  MstBoxSmooth *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->first.frames = frames / 2 + 1;
  self->second.frames = frames - frames / 2;
  self->first.ring = calloc (self->first.frames, sizeof (int64_t));
  self->second.ring = calloc (self->second.frames, sizeof (int64_t));
  if (!self->first.ring || !self->second.ring) {
    mst_box_smooth_free (self);
    return NULL;
  }
  self->scale =
      1.0 / ((double) UNITY * self->first.frames * self->second.frames);
  mst_box_smooth_reset (self);
  return self;
}

void
mst_box_smooth_free (MstBoxSmooth *self)
{
  if (!self)
    return;
  free (self->first.ring);
  free (self->second.ring);
  free (self);
}

void
mst_box_smooth_reset (MstBoxSmooth *self)
{
  box_fill (&self->first, UNITY);
  box_fill (&self->second, UNITY * self->first.frames);
}

void
mst_box_smooth_process (MstBoxSmooth *self, const double *in, float *out, int n)
{
  Box first = self->first, second = self->second;

  for (int i = 0; i < n; i++) {
    int64_t value = (int64_t) (in[i] * (double) UNITY);
    int64_t sum = box_push (&second, box_push (&first, value));
    out[i] = (float) ((double) sum * self->scale);
  }
  self->first = first;
  self->second = second;
}
