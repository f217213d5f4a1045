/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dither.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/kernels.h"
#include "gate.h"
#include "noise.h"
#include "shaper.h"

/* How long a stream must lie on the grid before it is let through as it is. */
#define HOLD_SECONDS 0.1

#define MIN_BITS 2

static const MstChoice shapings[] = {
  { "none", "No dither: the nearest word" },
  { "tpdf", "Flat triangular dither" },
  { "lipshitz", "Lipshitz, Vanderkooy and Wannamaker, five coefficients" },
  { "wannamaker", "Wannamaker, nine coefficients" },
  { "f-weighted", "The least audible noise by the F-weighting" },
};

static const MstParam params[] = {
  [MST_DITHER_BITS] = { "bits", "bit", 0, 32, 0, MST_KIND_INT,
      MST_PARAM_AT_START,
      .blurb = "Word length, at most what the format holds; 0: all of it" },
  [MST_DITHER_SHAPING] = { "shaping", "", 0, MST_N_ELEMENTS (shapings) - 1,
      MST_DITHER_SHAPING_TPDF, MST_KIND_ENUM, MST_PARAM_AT_START, shapings,
      "Where the noise goes" },
  [MST_DITHER_AUTO_BLANK] = { "auto-blank", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Leave digital silence silent" },
  [MST_DITHER_SEED] = { "seed", "", 0, 2147483647, 1, MST_KIND_INT,
      .blurb = "Start of the noise; the same seed gives the same output" },
};

typedef struct {
  int channels;
  int shaping;
  uint64_t seed;
  uint64_t frame; /* since new() or reset() */
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

  self->frame = 0;
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
  Dither *self = aligned_alloc (64, (sizeof (*self) + 63) / 64 * 64);
  int bits = get_bits (format->bits, (int) values[MST_DITHER_BITS]);

  if (!self)
    return NULL;
  memset (self, 0, sizeof (*self));
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
keep (Dither *self, float *const planes[], int from, int n)
{
  for (int c = 0; c < self->channels; c++)
    mst_dither_round (planes[c] + from, self->word, n);
  if (self->order > 0)
    memset (self->shapers, 0, sizeof (self->shapers));
}

static void
dither_flat (Dither *self, float *const planes[], int from, int n)
{
  uint32_t epoch = (uint32_t) (self->frame >> 32);

  for (int c = 0; c < self->channels; c++)
    mst_dither_flat (planes[c] + from, self->word,
        mst_dither_key (self->seed, c, epoch), (uint32_t) self->frame, n);
}

static void
dither_shaped (Dither *self, float *const planes[], int from, int n)
{
  uint32_t epoch = (uint32_t) (self->frame >> 32);

  for (int c = 0; c < self->channels; c += 2) {
    float *left = planes[c] + from;
    float *right = c + 1 < self->channels ? planes[c + 1] + from : NULL;
    const MstDitherKey keys[] = { mst_dither_key (self->seed, c, epoch),
      mst_dither_key (self->seed, c + 1, epoch) };
    mst_dither_shape (&self->shapers[c / 2], self->a, self->order, self->word,
        keys, (uint32_t) self->frame, left, right, n);
  }
}

/* How many of n frames may be done in one go: not over the end of an epoch of
 * the noise, nor more than the shaper takes. */
static int
limit (const Dither *self, int n)
{
  uint64_t left = (1ULL << 32) - (uint32_t) self->frame;

  if (self->order > 0 && n > MST_DITHER_SHAPER_MOST)
    n = MST_DITHER_SHAPER_MOST;
  return (uint64_t) n < left ? n : (int) left;
}

static void
dither_process (void *object, float *const planes[], int n)
{
  Dither *self = object;

  mst_sanitize (planes, self->channels, n);
  if (self->shaping == MST_DITHER_SHAPING_NONE) {
    keep (self, planes, 0, n);
    return;
  }
  for (int i = 0, span; i < n; i += span) {
    bool dither;
    span = mst_dither_gate_next (&self->gate, planes, i, limit (self, n - i),
        &dither);
    if (!dither)
      keep (self, planes, i, span);
    else if (self->order > 0)
      dither_shaped (self, planes, i, span);
    else
      dither_flat (self, planes, i, span);
    self->frame += span;
  }
}

const MstStage mst_stage_dither = {
  .name = "dither",
  .title = "Mastering dither",
  .klass = "Filter/Converter/Audio",
  .blurb = "Converts to integers of 16, 20, 24 or 32 bits with dither",
  .flags = MST_STAGE_INTEGER_OUT,
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .new = dither_new,
  .set = dither_set,
  .latency = dither_latency,
  .process = dither_process,
  .reset = dither_reset,
  .free = free,
};
