/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "declick.h"

#include <math.h>
#include <stdlib.h>

#include "dsp/common/repair/mend.h"
#include "dsp/common/vector/decibel.h"
#include "lane.h"

#define HOP 1024   /* frames at 44.1 and 48 kHz */
#define MARGIN 512 /* frames before the hop that a repair may reach back to */
#define GREAT_TIMES 3.5 /* a great click may be so many times as long ... */
#define LONGEST_MS 5.0  /* ... but not longer than this */
#define REFERENCE 48000.0

typedef struct {
  double rate;
  MstMend mend;
  MstDeclickSettings settings;
  MstArFill *fill;
  MstDeclickLane lanes[MST_MAX_CHANNELS];
  double runs, samples; /* since the start */
  void *memory;
} Declick;

static void
declick_work (void *object)
{
  Declick *self = object;

  for (int c = 0; c < self->mend.channels; c++) {
    MstDeclickLane *lane = &self->lanes[c];
    mst_declick_lane_hop (lane, &self->settings,
        mst_mend_input (&self->mend, c, lane->hop),
        mst_mend_output (&self->mend, c, lane->window));
    self->runs += lane->runs;
    self->samples += lane->samples;
  }
}

static void
declick_forget (void *object)
{
  Declick *self = object;

  for (int c = 0; c < self->mend.channels; c++)
    mst_declick_lane_reset (&self->lanes[c]);
}

static const MstMendCalls calls = { declick_work, declick_forget };

/* --- values */

static int
frames_of (const Declick *self, double ms)
{
  int frames = mst_frames (ms, self->rate);

  return frames < MST_AR_FILL_MAX ? frames : MST_AR_FILL_MAX;
}

static void
declick_set (void *object, const double *values)
{
  Declick *self = object;

  self->settings.threshold = mst_from_db (values[MST_DECLICK_SENSITIVITY]);
  self->settings.longest = frames_of (self, values[MST_DECLICK_MAX_LENGTH]);
  self->settings.longest_great = frames_of (self,
      fmin (values[MST_DECLICK_MAX_LENGTH] * GREAT_TIMES, LONGEST_MS));
  mst_mend_set (&self->mend, values[MST_DECLICK_AMOUNT],
      values[MST_DECLICK_LISTEN]);
}

/* --- life */

static void
declick_reset (void *object)
{
  Declick *self = object;

  self->runs = self->samples = 0.0;
  mst_mend_reset (&self->mend);
}

static void
declick_free (void *object)
{
  Declick *self = object;

  if (!self)
    return;
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Declick *self = object;

  mst_mend_lay_out (&self->mend, arena);
  self->fill = mst_arena_take (arena, 1, sizeof (*self->fill));
  for (int c = 0; c < self->mend.channels; c++) {
    mst_declick_lane_lay_out (&self->lanes[c], arena);
    self->lanes[c].fill = self->fill;
  }
}

/* The windows are as long in time at all rates: 2^k times as long in frames. */
static int
unit_of (double rate)
{
  int unit = 1;

  while (rate > 1.5 * unit * REFERENCE)
    unit *= 2;
  return unit;
}

static void *
declick_new (const MstFormat *format, const double *values)
{
  Declick *self = mst_object_new (sizeof (*self));
  int unit = unit_of (format->rate), hop = HOP * unit;

  if (!self)
    return NULL;
  self->rate = format->rate;
  mst_mend_init (&self->mend, format, hop, 2 * hop + MARGIN * unit,
      MST_DECLICK_HOPS * hop, &calls, self);
  for (int c = 0; c < format->channels; c++) {
    self->lanes[c].hop = hop;
    self->lanes[c].unit = unit;
  }
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    declick_free (self);
    return NULL;
  }
  for (int c = 0; c < format->channels; c++)
    mst_declick_lane_prepare (&self->lanes[c]);
  declick_set (self, values);
  declick_reset (self);
  return self;
}

static int
declick_latency (const void *object)
{
  return ((const Declick *) object)->mend.latency;
}

static void
declick_process (void *object, float *const planes[], int n)
{
  mst_mend_process (&((Declick *) object)->mend, planes, n);
}

static int
declick_idle (const void *object)
{
  return mst_mend_idle (&((const Declick *) object)->mend);
}

static void
declick_skip (void *object, uint64_t frames)
{
  mst_mend_skip (&((Declick *) object)->mend, frames);
}

static void
declick_read (const void *object, double *out)
{
  const Declick *self = object;
  double seconds = self->mend.frames / self->rate;

  out[MST_DECLICK_REPAIRED] = self->runs / fmax (seconds, 1.0);
  out[MST_DECLICK_REPAIRED_SAMPLES] = self->samples;
  out[MST_DECLICK_REMOVED_LEVEL] = mst_mend_removed_level (&self->mend);
}

const MstStage mst_stage_declick = {
  .name = "declick",
  .title = "Mastering declicker",
  .klass = "Filter/Effect/Audio",
  .blurb = "Takes out clicks and crackle, and leaves all other samples as they "
           "are",
  .params = mst_declick_params,
  .n_params = MST_DECLICK_N_PARAMS,
  .readouts = mst_declick_readouts,
  .n_readouts = MST_DECLICK_N_READOUTS,
  .new = declick_new,
  .set = declick_set,
  .latency = declick_latency,
  .process = declick_process,
  .idle = declick_idle,
  .skip = declick_skip,
  .reset = declick_reset,
  .read = declick_read,
  .free = declick_free,
};
