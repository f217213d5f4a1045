/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "crossfeed.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"

#define EPSILON_SHARE 1e-6
#define EPSILON_FRAMES 1e-4
#define EPSILON_HZ 1e-3
#define LONGEST_MS 0.5

typedef struct {
  int channels;
  double rate;
  double share; /* of a step of smoothing */
  MstGrid grid;
  MstSmooth amount; /* the share of the other channel, in the bass */
  MstSmooth delay;  /* frames */
  MstSmooth frequency;
  MstRamp amount_ramp, delay_ramp;
  double step;  /* of the low-pass, a frame */
  double low;   /* its state */
  double *past; /* what left it, a power of two of frames; by `grid` */
  uint64_t mask;
  void *memory;
} Crossfeed;

/* --- values */

/* The own channel has 1 - a of the bass, the other one a, which is r times as
 * much: a = r / (1 + r). */
static double
amount_of (double db)
{
  double ratio = db <= MST_CROSSFEED_OFF_DB ? 0.0 : mst_from_db (db);

  return ratio / (1.0 + ratio);
}

static void
crossfeed_set (void *object, const double *values)
{
  Crossfeed *self = object;

  self->amount.target = amount_of (values[MST_CROSSFEED_LEVEL]);
  self->delay.target = values[MST_CROSSFEED_DELAY] * 1e-3 * self->rate;
  self->frequency.target = values[MST_CROSSFEED_FREQUENCY];
}

/* --- life */

static void
forget (Crossfeed *self)
{
  self->low = 0.0;
  memset (self->past, 0, (self->mask + 1) * sizeof (*self->past));
}

static void
crossfeed_reset (void *object)
{
  Crossfeed *self = object;

  self->grid.frame = 0;
  mst_smooth_snap (&self->amount, self->amount.target);
  mst_smooth_snap (&self->delay, self->delay.target);
  mst_smooth_snap (&self->frequency, self->frequency.target);
  self->amount_ramp = mst_ramp_hold (self->amount.value);
  self->delay_ramp = mst_ramp_hold (self->delay.value);
  self->step = mst_share_of_hz (self->frequency.value, self->rate);
  forget (self);
}

static void
crossfeed_free (void *object)
{
  Crossfeed *self = object;

  if (!self)
    return;
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Crossfeed *self = object;

  self->past = mst_arena_take (arena, self->mask + 1, sizeof (*self->past));
}

static void *
crossfeed_new (const MstFormat *format, const double *values)
{
  Crossfeed *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->rate = format->rate;
  self->share = mst_smooth_share (format->rate);
  self->mask = 1;
  while (self->mask <= (uint64_t) mst_frames (LONGEST_MS, format->rate) + 2)
    self->mask = 2 * self->mask + 1;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    crossfeed_free (self);
    return NULL;
  }
  crossfeed_set (self, values);
  crossfeed_reset (self);
  return self;
}

static int
crossfeed_latency (const void *object)
{
  return 0;
}

/* --- frames */

static bool
is_off (const Crossfeed *self)
{
  return self->channels != 2 || mst_ramp_is (&self->amount_ramp, 0.0);
}

static bool
rests (const Crossfeed *self)
{
  return mst_ramp_rests (&self->amount_ramp, &self->amount) &&
      mst_ramp_rests (&self->delay_ramp, &self->delay) &&
      mst_smooth_settled (&self->frequency);
}

/* On a line of the grid. A stage that is off forgets the sound there. */
static void
crossfeed_advance (Crossfeed *self)
{
  mst_ramp_advance (&self->amount_ramp, &self->amount, self->share,
      EPSILON_SHARE);
  mst_ramp_advance (&self->delay_ramp, &self->delay, self->share,
      EPSILON_FRAMES);
  mst_smooth_advance (&self->frequency, self->share, EPSILON_HZ);
  self->step = mst_share_of_hz (self->frequency.value, self->rate);
  if (is_off (self))
    forget (self);
}

/* The output of the low-pass `delay` frames ago; between two frames, on the
 * straight line between them. */
static double
past_at (const Crossfeed *self, uint64_t frame, double delay)
{
  int whole = (int) delay;
  double later = self->past[(frame - (uint64_t) whole) & self->mask];
  double sooner = self->past[(frame - (uint64_t) whole - 1) & self->mask];

  return later + (delay - whole) * (sooner - later);
}

/* left += a h (right - left), right -= the same; h: low-pass and delay. */
static void
cross (Crossfeed *self, float *left, float *right, int n, int at)
{
  for (int i = 0; i < n; i++) {
    uint64_t frame = self->grid.frame + (uint64_t) i;
    double side = (double) right[i] - left[i];
    double crossed;

    self->low += self->step * (side - self->low);
    self->past[frame & self->mask] = self->low;
    crossed = mst_ramp_at (&self->amount_ramp, at + i) *
        past_at (self, frame, mst_ramp_at (&self->delay_ramp, at + i));
    left[i] = (float) (left[i] + crossed);
    right[i] = (float) (right[i] - crossed);
  }
}

static void
crossfeed_process (void *object, float *const planes[], int n)
{
  Crossfeed *self = object;
  MstSpan span;

  mst_sanitize (planes, self->channels, n);
  mst_span_start (&span, &self->grid, planes, self->channels, n, n);
  while (mst_span_next (&span)) {
    if (!rests (self) && mst_span_to_line (&span))
      crossfeed_advance (self);
    if (!is_off (self))
      cross (self, span.planes[0], span.planes[1], span.n, span.at);
  }
}

static int
crossfeed_idle (const void *object)
{
  const Crossfeed *self = object;

  return is_off (self) && rests (self);
}

static void
crossfeed_skip (void *object, uint64_t frames)
{
  Crossfeed *self = object;

  mst_grid_skip (&self->grid, frames);
}

const MstStage mst_stage_crossfeed = {
  .name = "crossfeed",
  .title = "Headphone crossfeed",
  .klass = "Filter/Effect/Audio",
  .blurb = "Lets each ear hear the other channel, as with loudspeakers",
  .params = mst_crossfeed_params,
  .n_params = MST_CROSSFEED_N_PARAMS,
  .new = crossfeed_new,
  .set = crossfeed_set,
  .latency = crossfeed_latency,
  .process = crossfeed_process,
  .idle = crossfeed_idle,
  .skip = crossfeed_skip,
  .reset = crossfeed_reset,
  .free = crossfeed_free,
};
