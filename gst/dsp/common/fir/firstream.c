/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "firstream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"

#define CHUNK 512 /* frames worked on at once; nothing depends on it */

/* The sound that is heard, from block to block. */
typedef enum {
  DRY,      /* the delayed input; the convolver rests */
  WARMING,  /* the same; the convolver fills up */
  FADE_IN,  /* from the input to the filter */
  WET,      /* the filter */
  FADE_OUT, /* from the filter to the input */
} Heard;

struct MstFirStream {
  int channels;
  int block;
  int partitions;
  int centre;
  int n_wet;                 /* how many channels are filtered */
  int wet[MST_MAX_CHANNELS]; /* their numbers: those of pairs come first */
  int pairs;
  bool identity; /* so was the filter that was set last */
  bool fresh;    /* no frame has come yet */
  Heard heard;
  int warm; /* blocks that the convolver has taken in */
  MstGrid grid;

  MstConvolver *convolver;
  MstDelay *delay; /* of all channels, by the latency */
  float *falling;  /* block: a fade from 1 to 0 */
  float *rising;
  float *dry[MST_MAX_CHANNELS]; /* CHUNK */
  void *memory;                 /* holds these */
};

void
mst_firstream_free (MstFirStream *self)
{
  if (!self)
    return;
  mst_convolver_free (self->convolver);
  mst_delay_free (self->delay);
  free (self->memory);
  free (self);
}

int
mst_firstream_latency (const MstFirStream *self)
{
  return self->block + self->centre;
}

int
mst_firstream_pairs (const MstFirStream *self)
{
  return self->pairs;
}

static void
lay_out (void *object, MstArena *arena)
{
  MstFirStream *self = object;
  size_t block = (size_t) self->block;

  self->falling = mst_arena_take (arena, block, sizeof (float));
  self->rising = mst_arena_take (arena, block, sizeof (float));
  mst_arena_planes (arena, self->dry, self->channels, CHUNK);
}

static bool
allocate (MstFirStream *self)
{
  self->convolver = mst_convolver_new (self->n_wet > 0 ? self->n_wet : 1,
      self->block, self->partitions);
  self->delay = mst_delay_new (mst_firstream_latency (self), self->channels);
  self->memory = mst_arena_new (lay_out, self);
  if (self->convolver && self->n_wet > 1)
    mst_convolver_set_pairs (self->convolver, self->pairs);
  return self->convolver && self->delay && self->memory;
}

static void
choose_wet (MstFirStream *self, const MstFormat *format, bool with_lfe)
{
  MstLayout layout;

  mst_layout_find (&layout, format);
  self->pairs = layout.pairs;
  for (int i = 0; i < layout.channels; i++)
    if (with_lfe || !mst_layout_is_lfe (format, layout.order[i]))
      self->wet[self->n_wet++] = layout.order[i];
}

MstFirStream *
mst_firstream_new (const MstFormat *format, int block, int partitions,
    int centre, bool with_lfe)
{
  MstFirStream *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->block = block;
  self->partitions = partitions;
  self->centre = centre;
  self->identity = true;
  choose_wet (self, format, with_lfe);
  if (!allocate (self)) {
    mst_firstream_free (self);
    return NULL;
  }
  for (int i = 0; i < block; i++) {
    double angle = M_PI * (i + 1) / (block + 1);
    self->falling[i] = (float) (0.5 + 0.5 * cos (angle));
    self->rising[i] = (float) (0.5 - 0.5 * cos (angle));
  }
  mst_firstream_reset (self);
  return self;
}

void
mst_firstream_reset (MstFirStream *self)
{
  mst_delay_reset (self->delay);
  mst_convolver_reset (self->convolver);
  self->heard = self->identity ? DRY : WET;
  self->grid.frame = 0;
  self->warm = 0;
  self->fresh = true;
}

void
mst_firstream_set (MstFirStream *self, const MstFilters *filters)
{
  self->identity = !filters || self->n_wet == 0;
  if (!self->identity)
    mst_convolver_set (self->convolver, filters);
  if (self->fresh)
    self->heard = self->identity ? DRY : WET;
}

/* Chooses between what is heard now and what is asked for. The output of the
 * convolver is complete when all of its taps have audio to work on. */
static Heard
next_heard (MstFirStream *self)
{
  switch (self->heard) {
    case DRY:
      self->warm = 0;
      return self->identity ? DRY : WARMING;
    case WARMING:
      if (self->identity)
        return DRY;
      return ++self->warm > self->partitions ? FADE_IN : WARMING;
    case FADE_OUT:
      return self->identity ? DRY : FADE_IN;
    case FADE_IN:
    case WET:
    default:
      return self->identity ? FADE_OUT : WET;
  }
}

static void
filter (MstFirStream *self, float *const planes[], int n)
{
  float *wet[MST_MAX_CHANNELS];

  for (int i = 0; i < self->n_wet; i++)
    wet[i] = planes[self->wet[i]];
  mst_convolver_process (self->convolver, wet, n);
}

/* How many frames the next one is behind the last line between two blocks. */
static int
block_at (const MstFirStream *self)
{
  return (int) (self->grid.frame % (uint64_t) self->block);
}

/* Turns the filtered `planes` into the dry ones, in a fade or as a whole. */
static void
mix_dry (MstFirStream *self, float *const planes[], int n)
{
  bool stays[MST_MAX_CHANNELS] = { false };
  const float *share =
      (self->heard == FADE_IN ? self->falling : self->rising) + block_at (self);

  for (int i = 0; i < self->n_wet && self->heard != WARMING; i++)
    stays[self->wet[i]] = true;
  for (int c = 0; c < self->channels; c++) {
    if (!stays[c])
      memcpy (planes[c], self->dry[c], n * sizeof (float));
    else if (self->heard != WET)
      mst_orc_crossfade_f32 (planes[c], self->dry[c], share, n);
  }
}

/* On a line between two blocks. */
static void
decide (MstFirStream *self)
{
  Heard before = self->heard;

  if (!self->fresh)
    self->heard = next_heard (self);
  if (self->heard == DRY && before != DRY)
    mst_convolver_reset (self->convolver);
  self->fresh = false;
}

static void
run_span (MstFirStream *self, float *const planes[], int n)
{
  if (self->heard == DRY) {
    mst_delay_process (self->delay, (const float *const *) planes, planes, n);
    return;
  }
  mst_delay_process (self->delay, (const float *const *) planes, self->dry, n);
  filter (self, planes, n);
  mix_dry (self, planes, n);
  mst_sanitize (planes, self->channels, n);
}

void
mst_firstream_process (MstFirStream *self, float *const planes[], int n,
    MstFirUpdate update, void *user)
{
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, self->channels, n, CHUNK);
  while (mst_span_next (&span)) {
    int at = block_at (self);

    if (at == 0) {
      if (mst_convolver_is_ready (self->convolver))
        update (user);
      decide (self);
    }
    mst_span_limit (&span, self->block - at);
    run_span (self, span.planes, span.n);
  }
}

bool
mst_firstream_is_idle (const MstFirStream *self)
{
  return self->heard == DRY && self->identity && !self->fresh;
}

void
mst_firstream_skip (MstFirStream *self, uint64_t frames)
{
  mst_grid_skip (&self->grid, frames);
}
