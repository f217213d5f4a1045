/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A moving average as a running sum: add the newest, take off the oldest. The
 * boxes of a and b frames make a FIR of a + b - 1. The gains are whole
 * multiples of 1 / unity, so that all sums, which reach unity a b <= 2^53, are
 * exact as doubles: in whatever order they are added, the bits are the same.
 */
#include "boxsmooth.h"

#include <stdlib.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/history.h"
#include "dsp/common/vector/vectors.h"

#define MAX_UNITY 0x1p32
#define EXACT 0x1p53

/* Added and taken off again, this rounds a double below 2^51 to an integer.
 * With half taken off before, it rounds down, except that an even integer
 * stays, and unity is even. */
#define ROUNDER 0x1.8p52

typedef struct {
  int frames;
  double sum;
  MstHistory past;
} Box;

struct MstBoxSmooth {
  Box first;
  Box second;
  double unity;
  double scale; /* of the sum of sums, to 1 */
  void *memory; /* holds both histories */
};

static MST_VECTORS (void, quantise,
    (double *restrict d, const double *restrict s, double unity, int n),
    (d, s, unity, n))
{
  for (int i = 0; i < n; i++)
    d[i] = ((s[i] * unity - 0.5) + ROUNDER) - ROUNDER;
}

/* d[i] = sum + (x[0] - x[-frames]) + ... (x[i] - x[i - frames]); returns the
 * last. It goes by four, so that the processor adds some while it waits for
 * others. */
static inline double
slide (double *restrict d, const double *restrict x, int frames, double sum,
    int n)
{
  int i = 0;

  for (; i + 4 <= n; i += 4) {
    const double *old = x + i - frames;
    double one = x[i] - old[0];
    double two = one + (x[i + 1] - old[1]);
    double last = x[i + 2] - old[2], both = last + (x[i + 3] - old[3]);
    d[i] = sum + one;
    d[i + 1] = sum + two;
    d[i + 2] = sum + (two + last);
    sum += two + both;
    d[i + 3] = sum;
  }
  for (; i < n; i++)
    d[i] = sum += x[i] - x[i - frames];
  return sum;
}

static MST_VECTORS (void, scale_down,
    (float *restrict d, const double *restrict s, double scale, int n),
    (d, s, scale, n))
{
  for (int i = 0; i < n; i++)
    d[i] = (float) (s[i] * scale);
}

static void
box_lay_out (Box *box, MstArena *arena)
{
  mst_history_take (&box->past, arena, box->frames, MST_BOX_SMOOTH_BLOCK,
      sizeof (double));
}

static void
lay_out (void *object, MstArena *arena)
{
  MstBoxSmooth *self = object;

  box_lay_out (&self->first, arena);
  box_lay_out (&self->second, arena);
}

static void
box_fill (Box *box, double value)
{
  double *data = (double *) box->past.data;

  for (int i = 0; i < box->frames; i++)
    data[i] = value;
  box->past.at = box->frames;
  box->sum = value * box->frames;
}

MstBoxSmooth *
mst_box_smooth_new (int frames)
{
  MstBoxSmooth *self = mst_object_new (sizeof (*self));
  int a = frames / 2 + 1, b = frames - frames / 2;

  if (!self)
    return NULL;
  self->first.frames = a;
  self->second.frames = b;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    mst_box_smooth_free (self);
    return NULL;
  }
  self->unity = MAX_UNITY;
  while (self->unity * a * b > EXACT)
    self->unity *= 0.5;
  self->scale = 1.0 / (self->unity * a * b);
  mst_box_smooth_reset (self);
  return self;
}

void
mst_box_smooth_free (MstBoxSmooth *self)
{
  if (!self)
    return;
  free (self->memory);
  free (self);
}

void
mst_box_smooth_copy (MstBoxSmooth *self, const MstBoxSmooth *from)
{
  mst_history_copy (&self->first.past, &from->first.past);
  mst_history_copy (&self->second.past, &from->second.past);
  self->first.sum = from->first.sum;
  self->second.sum = from->second.sum;
}

void
mst_box_smooth_reset (MstBoxSmooth *self)
{
  box_fill (&self->first, self->unity);
  box_fill (&self->second, self->unity * self->first.frames);
}

void
mst_box_smooth_process (MstBoxSmooth *self, const double *in, float *out, int n)
{
  Box *first = &self->first, *second = &self->second;
  double *gains = mst_history_room (&first->past, n);
  double *means = mst_history_room (&second->past, n);
  double sums[MST_BOX_SMOOTH_BLOCK];

  quantise (gains, in, self->unity, n);
  first->sum = slide (means, gains, first->frames, first->sum, n);
  second->sum = slide (sums, means, second->frames, second->sum, n);
  scale_down (out, sums, self->scale, n);
}
