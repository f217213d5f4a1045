/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "clip.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "dsp/common/fir/oversample.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"
#include "dsp/stage.h"

#define BLOCK MST_LIMITER_CLIP_BLOCK
#define OCTAVES 2         /* over the rate */
#define HIGH_RATE 88200.0 /* from here on, an octave less will do */

struct MstLimiterClip {
  int channels;
  int octaves;
  int delay; /* frames */
  float level;
  MstOversample *over[MST_MAX_CHANNELS];
  int quiet[MST_MAX_CHANNELS]; /* frames of silence that came last */
  int *past[MST_MAX_CHANNELS]; /* a ring of what `quiet` was, `delay` long */
  int at;                      /* in the rings */
  void *memory;
};

void
mst_limiter_clip_free (MstLimiterClip *self)
{
  if (!self)
    return;
  for (int c = 0; c < self->channels; c++)
    mst_oversample_free (self->over[c]);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  MstLimiterClip *self = object;

  for (int c = 0; c < self->channels; c++)
    self->past[c] = mst_arena_take (arena, (size_t) self->delay, sizeof (int));
}

static int
allocate (MstLimiterClip *self)
{
  for (int c = 0; c < self->channels; c++) {
    self->over[c] = mst_oversample_new (self->octaves);
    if (!self->over[c])
      return 0;
  }
  self->delay = mst_oversample_delay (self->over[0]);
  self->memory = mst_arena_new (lay_out, self);
  return self->memory != NULL;
}

MstLimiterClip *
mst_limiter_clip_new (double rate, int channels, double level)
{
  MstLimiterClip *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = channels;
  self->octaves = rate < HIGH_RATE ? OCTAVES : OCTAVES - 1;
  self->level = (float) level;
  if (!allocate (self)) {
    mst_limiter_clip_free (self);
    return NULL;
  }
  mst_limiter_clip_reset (self);
  return self;
}

int
mst_limiter_clip_delay (const MstLimiterClip *self)
{
  return self->delay;
}

void
mst_limiter_clip_reset (MstLimiterClip *self)
{
  for (int c = 0; c < self->channels; c++) {
    mst_oversample_reset (self->over[c]);
    self->quiet[c] = self->delay + 1;
    for (int i = 0; i < self->delay; i++)
      self->past[c][i] = self->delay + 1;
  }
  self->at = 0;
}

/* x / sqrt (1 + (x / level)^2): its poles are as far off the real axis as the
 * level, so that harmonics die away by a constant factor, and soon. `inverse`
 * is 1 / level^2. */
static MST_VECTORS (void, clip,
    (float *restrict x, const float *restrict inverse, int n), (x, inverse, n))
{
  for (int i = 0; i < n; i++)
    x[i] = x[i] / sqrtf (1.0f + x[i] * x[i] * inverse[i]);
}

/* Writes 1 / level^2 for each of the samples that half of a frame has. */
static void
draw_inverse (const MstLimiterClip *self, const float *ceiling, float *inverse,
    int n)
{
  int size = 1 << (self->octaves - 1);

  for (int i = 0; i < n; i++) {
    float level = self->level * ceiling[i];
    for (int k = 0; k < size; k++)
      inverse[i * size + k] = 1.0f / (level * level);
  }
}

/* Writes how many frames of silence have come when each of n frames has. */
static void
count_quiet (MstLimiterClip *self, int c, const float *plane, int *quiet, int n)
{
  const int delay = self->delay;
  int count = self->quiet[c];

  for (int i = 0; i < n; i++) {
    bool silent = plane[i] == 0.0f;
    count = !silent ? 0 : count <= delay ? count + 1 : count;
    quiet[i] = count;
  }
  self->quiet[c] = count;
}

/* The oversampler rings before the first frame of a stream and after the last,
 * where nothing of it is left in the end: so the limiter must not count on it.
 * A frame is silent where all was before it, or all is after it, as far as the
 * oversampler sees. */
static void
cut_ringing (MstLimiterClip *self, int c, float *plane, const int *quiet, int n)
{
  const int delay = self->delay;
  int *past = self->past[c], at = self->at;

  for (int i = 0; i < n; i++) {
    if (past[at] > delay || quiet[i] > delay)
      plane[i] = 0.0f;
    past[at] = quiet[i];
    at = at + 1 < delay ? at + 1 : 0;
  }
}

void
mst_limiter_clip_process (MstLimiterClip *self, float *const planes[],
    const float *ceiling, int n)
{
  int quiet[BLOCK];
  float inverse[BLOCK << (OCTAVES - 1)], *halves[2];

  draw_inverse (self, ceiling, inverse, n);
  for (int c = 0; c < self->channels; c++) {
    count_quiet (self, c, planes[c], quiet, n);
    mst_oversample_up (self->over[c], planes[c], n, halves);
    for (int h = 0; h < 2; h++)
      clip (halves[h], inverse, n << (self->octaves - 1));
    mst_oversample_down (self->over[c], planes[c], n);
    cut_ringing (self, c, planes[c], quiet, n);
  }
  self->at = (self->at + n) % self->delay;
}
