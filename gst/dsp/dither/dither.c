/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dither.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"
#include "gate.h"
#include "noise.h"
#include "shaper.h"

/* A stream that has consisted of words for so long is let through as it is. */
#define HOLD_SECONDS 0.1

#define MIN_BITS 2

typedef struct {
  int channels;
  int shaping;
  uint64_t seed;
  MstGrid grid; /* the noise of a frame follows from its number */
  MstDitherWord word;
  MstDitherGate gate;
  double a[MST_DITHER_MAX_ORDER]; /* of the shaper */
  int order;
  MstDitherShaper shapers[MST_MAX_CHANNELS / 2]; /* for two channels each */
} Dither;

static void
dither_set (void *object, const double *values)
{
  Dither *self = object;

  self->seed = (uint64_t) values[MST_DITHER_SEED];
  self->gate.blank = values[MST_DITHER_AUTO_BLANK] != 0.0;
}

static void
dither_reset (void *object)
{
  Dither *self = object;

  self->grid.frame = 0;
  mst_dither_gate_reset (&self->gate);
  memset (self->shapers, 0, sizeof (self->shapers));
}

static int
get_bits (int container, int wanted)
{
  if (wanted == 0 || wanted > container)
    return container;
  return wanted > MIN_BITS ? wanted : MIN_BITS;
}

static void *
dither_new (const MstFormat *format, const double *values)
{
  Dither *self = mst_object_new (sizeof (*self));
  int bits = get_bits (format->bits, (int) values[MST_DITHER_BITS]);

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->shaping = (int) values[MST_DITHER_SHAPING];
  self->word = (MstDitherWord){ ldexp (1.0, bits - 1), 32 - bits };
  self->gate = (MstDitherGate){ .scale = self->word.scale,
    .channels = format->channels,
    .hold = (int) ceil (HOLD_SECONDS * format->rate) };
  if (self->shaping >= MST_DITHER_SHAPING_LIPSHITZ)
    self->order = mst_dither_curve_design (MST_DITHER_LIPSHITZ + self->shaping -
            MST_DITHER_SHAPING_LIPSHITZ,
        format->rate, self->a);
  dither_set (self, values);
  dither_reset (self);
  return self;
}

static int
dither_latency (const void *object)
{
  return 0;
}

static void
keep (Dither *self, float *const planes[], int n)
{
  for (int c = 0; c < self->channels; c++)
    mst_dither_round (planes[c], self->word, n);
  if (self->order > 0)
    memset (self->shapers, 0, sizeof (self->shapers));
}

static void
dither_flat (Dither *self, float *const planes[], int n)
{
  const uint64_t frame = self->grid.frame;
  const uint32_t epoch = (uint32_t) (frame >> 32);

  for (int c = 0; c < self->channels; c++)
    mst_dither_flat (planes[c], self->word,
        mst_dither_key (self->seed, c, epoch), (uint32_t) frame, n);
}

static void
dither_shaped (Dither *self, float *const planes[], int n)
{
  const uint64_t frame = self->grid.frame;
  const uint32_t epoch = (uint32_t) (frame >> 32);

  for (int c = 0; c < self->channels; c += 2) {
    float *right = c + 1 < self->channels ? planes[c + 1] : NULL;
    const MstDitherKey keys[] = { mst_dither_key (self->seed, c, epoch),
      mst_dither_key (self->seed, c + 1, epoch) };
    mst_dither_shape (&self->shapers[c / 2], self->a, self->order, self->word,
        keys, (uint32_t) frame, planes[c], right, n);
  }
}

/* Ends the span with the epoch of the noise, with what the shaper takes, and
 * where frames begin or cease to need dither. True if they need it. */
static bool
next_is_dithered (Dither *self, MstSpan *span)
{
  uint64_t left = (1ULL << 32) - (uint32_t) self->grid.frame;
  bool dither;

  if (self->order > 0)
    mst_span_limit (span, MST_DITHER_SHAPER_MOST);
  if (left < (uint64_t) span->n)
    mst_span_limit (span, (int) left);
  mst_span_limit (span,
      mst_dither_gate_next (&self->gate, span->planes, span->n, &dither));
  return dither;
}

static void
dither_process (void *object, float *const planes[], int n)
{
  Dither *self = object;

  MstSpan span;

  mst_sanitize (planes, self->channels, n);
  if (self->shaping == MST_DITHER_SHAPING_NONE) {
    keep (self, planes, n);
    return;
  }
  mst_span_start (&span, &self->grid, planes, self->channels, n, n);
  while (mst_span_next (&span))
    if (!next_is_dithered (self, &span))
      keep (self, span.planes, span.n);
    else if (self->order > 0)
      dither_shaped (self, span.planes, span.n);
    else
      dither_flat (self, span.planes, span.n);
}

const MstStage mst_stage_dither = {
  .name = "dither",
  .title = "Mastering dither",
  .klass = "Filter/Converter/Audio",
  .blurb = "Converts to integers of 16, 20, 24 or 32 bits with dither",
  .flags = MST_STAGE_INTEGER_OUT,
  .params = mst_dither_params,
  .n_params = MST_DITHER_N_PARAMS,
  .new = dither_new,
  .set = dither_set,
  .latency = dither_latency,
  .process = dither_process,
  .reset = dither_reset,
  .free = free,
};
