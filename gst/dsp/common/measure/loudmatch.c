/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "loudmatch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/span.h"
#include "loudness.h"
#include "loudnessgate.h"

#define SECONDS 3.0 /* time constant of the averages */
#define PRIOR 1e-6  /* power that stands for what has not been heard */
#define LIMIT 24.0  /* dB */
#define CHUNK 64    /* frames delayed at once; nothing depends on it */

struct MstLoudMatch {
  int channels;
  MstLoudness *before, *after;
  MstDelay *delay;               /* NULL: the stage is not late */
  float *late[MST_MAX_CHANNELS]; /* CHUNK */
  void *memory;
  double expected;     /* LU that the stage adds, as it says itself */
  double power_before; /* averages */
  double power_after;
};

void
mst_loudmatch_free (MstLoudMatch *self)
{
  if (!self)
    return;
  mst_loudness_free (self->before);
  mst_loudness_free (self->after);
  mst_delay_free (self->delay);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  MstLoudMatch *self = object;

  mst_arena_planes (arena, self->late, self->channels, CHUNK);
}

static bool
allocate_delay (MstLoudMatch *self, int latency)
{
  self->delay = mst_delay_new (latency, self->channels);
  self->memory = mst_arena_new (lay_out, self);
  return self->delay && self->memory;
}

MstLoudMatch *
mst_loudmatch_new (const MstFormat *format, int latency)
{
  MstLoudMatch *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->before = mst_loudness_new_for (format);
  self->after = mst_loudness_new_for (format);
  if (!self->before || !self->after ||
      (latency > 0 && !allocate_delay (self, latency))) {
    mst_loudmatch_free (self);
    return NULL;
  }
  mst_loudmatch_reset (self);
  return self;
}

void
mst_loudmatch_flush (MstLoudMatch *self)
{
  mst_loudness_reset (self->before);
  mst_loudness_reset (self->after);
  if (self->delay)
    mst_delay_reset (self->delay);
}

void
mst_loudmatch_reset (MstLoudMatch *self)
{
  mst_loudmatch_flush (self);
  self->power_before = PRIOR;
  self->power_after = PRIOR * pow (10.0, self->expected / 10.0);
}

void
mst_loudmatch_expect (MstLoudMatch *self, double change)
{
  self->power_after *= pow (10.0, (change - self->expected) / 10.0);
  self->expected = change;
}

int
mst_loudmatch_left (const MstLoudMatch *self)
{
  return mst_loudness_left (self->before);
}

void
mst_loudmatch_before (MstLoudMatch *self, const float *const planes[], int n)
{
  const float *const *late = (const float *const *) self->late;
  MstGrid grid = { 0 };
  MstSpan span;

  if (!self->delay) {
    mst_loudness_process (self->before, planes, n);
    return;
  }
  mst_span_start (&span, &grid, (float *const *) planes, self->channels, n,
      CHUNK);
  while (mst_span_next (&span)) {
    mst_delay_process (self->delay, (const float *const *) span.planes,
        self->late, span.n);
    mst_loudness_process (self->before, late, span.n);
  }
}

void
mst_loudmatch_after (MstLoudMatch *self, const float *const planes[], int n)
{
  int ticks = n == mst_loudness_left (self->after);
  double before, after;
  const double share = 1.0 / (SECONDS * MST_LOUDNESS_TICKS);

  mst_loudness_process (self->after, planes, n);
  if (!ticks)
    return;
  before = mst_loudness_momentary (self->before);
  after = mst_loudness_momentary (self->after);
  if (before < MST_GATE_LUFS || after < MST_GATE_LUFS)
    return; /* silence teaches nothing */
  self->power_before +=
      share * (pow (10.0, before / 10.0) - self->power_before);
  self->power_after += share * (pow (10.0, after / 10.0) - self->power_after);
}

double
mst_loudmatch_gain (const MstLoudMatch *self)
{
  double gain = 10.0 * log10 (self->power_before / self->power_after);

  return fmin (fmax (gain, -LIMIT), LIMIT);
}
