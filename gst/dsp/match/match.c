/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "match.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/firdesign.h"
#include "dsp/common/fir/firstream.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"

#define PARTITIONS 8 /* of the minimum; twice as many of the other */

#define N_VALUES MST_MATCH_N_VALUES

typedef struct {
  MstFormat format;
  bool linear;
  int block;
  int taps;
  double wanted[N_VALUES];   /* as set */
  double designed[N_VALUES]; /* as they were when the taps were made */

  MstFirStream *stream;
  MstFirDesign *design;
  int points;
  double *steps;     /* points: their places in a curve */
  double *magnitude; /* points */
  float *mid, *side; /* taps */
  float *straight, *cross;
  void *memory;
} Match;

/* --- the taps */

static bool
is_flat (const double *correction)
{
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    if (correction[i] != 0.0)
      return false;
  return true;
}

static void
make_taps (Match *self, const double *correction, float *taps)
{
  for (int i = 0; i < self->points; i++)
    self->magnitude[i] =
        mst_from_db (mst_curve_gain (correction, self->steps[i]));
  mst_firdesign_run (self->design, self->magnitude, self->linear ? 0.0 : 1.0,
      self->linear ? self->taps / 2 : 0, taps);
}

/* Without `cross`, each channel of a pair is filtered by itself. */
static void
use_taps (Match *self, const float *straight, const float *cross)
{
  MstFilters filters = { .ll = straight,
    .lr = cross,
    .rl = cross,
    .rr = straight,
    .other = self->mid };

  mst_firstream_set (self->stream, &filters);
}

/* Makes the taps of the values that were set last. */
static void
design (Match *self)
{
  double mid[MST_CURVE_POINTS], side[MST_CURVE_POINTS];
  bool pair = mst_firstream_pairs (self->stream) > 0;

  memcpy (self->designed, self->wanted, sizeof (self->designed));
  mst_match_correction (self->designed, MST_MATCH_MID, mid);
  mst_match_correction (self->designed, MST_MATCH_SIDE, side);
  if (is_flat (mid) && (!pair || is_flat (side))) {
    mst_firstream_set (self->stream, NULL);
    return;
  }
  make_taps (self, mid, self->mid);
  if (!pair || memcmp (mid, side, sizeof (mid)) == 0) {
    use_taps (self, self->mid, NULL);
    return;
  }
  make_taps (self, side, self->side);
  /* L' = m M + s S = (m + s) / 2 L + (m - s) / 2 R */
  mst_mid_side (self->straight, self->cross, self->mid, self->side, self->taps);
  use_taps (self, self->straight, self->cross);
}

/* --- life */

static void
match_set (void *object, const double *values)
{
  Match *self = object;

  memcpy (self->wanted, values, sizeof (self->wanted));
}

/* The stream calls this where new filters may be set. */
static void
update (void *object)
{
  Match *self = object;

  if (memcmp (self->wanted, self->designed, sizeof (self->wanted)) != 0)
    design (self);
}

static void
match_reset (void *object)
{
  Match *self = object;

  mst_firstream_reset (self->stream);
  update (self);
}

static void
match_free (void *object)
{
  Match *self = object;

  if (!self)
    return;
  mst_firstream_free (self->stream);
  mst_firdesign_free (self->design);
  free (self->memory);
  free (self);
}

static int
match_latency (const void *object)
{
  const Match *self = object;

  return mst_firstream_latency (self->stream);
}

static void
lay_out (void *object, MstArena *arena)
{
  Match *self = object;
  float **taps[] = { &self->mid, &self->side, &self->straight, &self->cross };
  const size_t points = (size_t) self->points;

  self->steps = mst_arena_take (arena, points, sizeof (double));
  self->magnitude = mst_arena_take (arena, points, sizeof (double));
  for (size_t i = 0; i < MST_N_ELEMENTS (taps); i++)
    mst_arena_planes (arena, taps[i], 1, self->taps);
}

static bool
allocate (Match *self)
{
  self->stream = mst_firstream_new (&self->format, self->block,
      self->taps / self->block, self->linear ? self->taps / 2 : 0, false);
  self->design = mst_firdesign_new (self->taps);
  if (!self->stream || !self->design)
    return false;
  self->points = mst_firdesign_points (self->design);
  self->memory = mst_arena_new (lay_out, self);
  return self->memory != NULL;
}

/* Notes where in a curve each point of the design lies. */
static void
place_points (Match *self)
{
  for (int i = 0; i < self->points; i++)
    self->steps[i] =
        mst_curve_steps (0.5 * self->format.rate * i / (self->points - 1));
}

/* A filter of linear phase covers as much on each side as one of minimum phase
 * in all. */
static void
choose_size (Match *self)
{
  int taps = mst_firdesign_curve_taps (self->format.rate);
  bool twice = self->linear && taps < MST_FIRDESIGN_MAX_CURVE_TAPS;

  self->block = taps / PARTITIONS;
  self->taps = twice ? 2 * taps : taps;
}

static void *
match_new (const MstFormat *format, const double *values)
{
  Match *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->linear = values[MST_MATCH_PHASE] == MST_MATCH_LINEAR_PHASE;
  choose_size (self);
  if (!allocate (self)) {
    match_free (self);
    return NULL;
  }
  place_points (self);
  match_set (self, values);
  design (self);
  return self;
}

static void
match_process (void *object, float *const planes[], int n)
{
  Match *self = object;

  mst_sanitize (planes, self->format.channels, n);
  mst_firstream_process (self->stream, planes, n, update, self);
}

static int
match_idle (const void *object)
{
  const Match *self = object;

  return mst_firstream_is_idle (self->stream) &&
      memcmp (self->wanted, self->designed, sizeof (self->wanted)) == 0;
}

static void
match_skip (void *object, uint64_t frames)
{
  mst_firstream_skip (((Match *) object)->stream, frames);
}

const MstStage mst_stage_match = {
  .name = "match",
  .title = "Mastering match equaliser",
  .klass = "Filter/Effect/Audio",
  .blurb = "Applies a target curve to mid and side",
  .params = mst_match_params,
  .n_params = MST_MATCH_N_PARAMS,
  .curves = mst_match_curves,
  .n_curves = MST_MATCH_N_CURVES,
  .new = match_new,
  .set = match_set,
  .latency = match_latency,
  .process = match_process,
  .idle = match_idle,
  .skip = match_skip,
  .reset = match_reset,
  .free = match_free,
};
