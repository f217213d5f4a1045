/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gate.h"

#include "dsp/common/vector/vectors.h"
#include "noise.h"

#define STRIDE 64 /* frames that are looked at together */

void
mst_dither_gate_reset (MstDitherGate *self)
{
  self->fit = self->hold;
  self->silence = self->hold;
}

static inline bool
is_off (float x, double scale)
{
  double steps = x * scale;
  double whole = (steps + MST_DITHER_ROUND) - MST_DITHER_ROUND;

  return (steps != whole) | (steps < -scale) | (steps > scale - 1.0);
}

static MST_VECTORS (int, count_off, (const float *x, double scale, int n),
    (x, scale, n))
{
  int off = 0;

  for (int i = 0; i < n; i++)
    off += is_off (x[i], scale);
  return off;
}

/* Counts the samples that fit before the first that does not. */
static int
leading_fit (const float *x, double scale, int n)
{
  int i = 0;

  while (i + STRIDE <= n && count_off (x + i, scale, STRIDE) == 0)
    i += STRIDE;
  while (i < n && !is_off (x[i], scale))
    i++;
  return i;
}

static int
trailing_fit (const float *x, double scale, int n)
{
  int i = n;

  while (i > 0 && !is_off (x[i - 1], scale))
    i--;
  return n - i;
}

static int
leading_silence (const float *x, double scale, int n)
{
  int i = 0;

  while (i < n && x[i] == 0.0f)
    i++;
  return i;
}

static int
trailing_silence (const float *x, double scale, int n)
{
  int i = n;

  while (i > 0 && x[i - 1] == 0.0f)
    i--;
  return n - i;
}

/* The fewest samples that any channel counts: as many frames. */
static int
each (const MstDitherGate *self, float *const planes[], int n,
    int (*count) (const float *x, double scale, int n))
{
  for (int c = 0; c < self->channels; c++) {
    int least = count (planes[c], self->scale, n);
    n = least < n ? least : n;
  }
  return n;
}

/* Leading counts may narrow the range from channel to channel, trailing ones
 * may not: they look from the end. */
static int
each_trailing (const MstDitherGate *self, float *const planes[], int n,
    int (*count) (const float *x, double scale, int n))
{
  int least = n;

  for (int c = 0; c < self->channels && least > 0; c++)
    least = count (planes[c] + n - least, self->scale, least);
  return least;
}

/* The length of a run that was `before` long, n frames later, of which the last
 * `trailing` belong to it. */
static int
extend (const MstDitherGate *self, int before, int trailing, int n)
{
  int run = trailing < n ? trailing : before + n;

  return run < self->hold ? run : self->hold;
}

static int
count_silence (MstDitherGate *self, float *const planes[], int n)
{
  if (!self->blank)
    self->silence = extend (self, self->silence,
        each_trailing (self, planes, n, trailing_silence), n);
  return n;
}

/* Counts frames to be dithered. The run of those that fit is full at the end of
 * them at the earliest. */
static int
next_dithered (MstDitherGate *self, float *const planes[], int n)
{
  if (n > self->hold - self->fit)
    n = self->hold - self->fit;
  self->fit = extend (self, self->fit,
      each_trailing (self, planes, n, trailing_fit), n);
  return count_silence (self, planes, n);
}

int
mst_dither_gate_next (MstDitherGate *self, float *const planes[], int n,
    bool *dither)
{
  int span;

  *dither = true;
  if (self->fit == self->hold && !self->blank) {
    if (self->silence == self->hold) {
      span = each (self, planes, n, leading_silence);
      if (span > 0)
        return span;
      self->silence = 0;
    }
    if (n > self->hold - self->silence)
      n = self->hold - self->silence;
  }
  if (self->fit == self->hold) {
    span = each (self, planes, n, leading_fit);
    if (span > 0) {
      *dither = false;
      return count_silence (self, planes, span);
    }
    self->fit = 0;
  }
  return next_dithered (self, planes, n);
}
