/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "eq.h"

#include <stdlib.h>
#include <string.h>

#include "auto.h"
#include "band.h"
#include "dsp/common/filter/cascade.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "linear.h"
#include "slots.h"

#define SPAN 512 /* frames at once, where nothing moves */
#define MAX_RESTING (MST_EQ_MAX_BANDS * MST_MAX_SECTIONS)

typedef struct {
  MstFormat format;
  MstEqPace pace;
  MstGrid grid;
  bool any_dynamic;
  double wanted_gain; /* dB, by the values; auto-gain is added to it */
  MstSmooth gain;     /* dB */
  MstRamp gain_ramp;  /* linear */
  bool auto_gain;
  MstLoudMatch *loudness;
  MstEqLinear *linear; /* NULL: minimum phase */
  MstEqBand bands[MST_EQ_MAX_BANDS];

  MstEqSlots slots; /* of SPAN frames */
  void *memory;
} Eq;

/* --- values */

static void
eq_set (void *object, const double *values)
{
  Eq *self = object;

  self->wanted_gain = values[MST_EQ_GAIN];
  self->auto_gain = values[MST_EQ_AUTO_GAIN] != 0.0;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const double *v = values + mst_eq_band_at (i, 0);
    MstEqBand *band = &self->bands[i];

    mst_eq_band_set (band, v, self->format.rate);
    band->in_use = mst_eq_is_in_use (values, i) &&
        (!self->linear || mst_eq_is_dynamic (v)) &&
        mst_eq_has_channel (v, &self->slots.layout);
  }
  if (self->linear)
    mst_eq_linear_set (self->linear, values);
  if (self->auto_gain)
    mst_loudmatch_expect (self->loudness,
        mst_eq_expected_loudness (values, self->format.rate,
            &self->slots.layout));
}

static void
aim_gain (Eq *self)
{
  self->gain.target = self->wanted_gain +
      (self->auto_gain ? mst_loudmatch_gain (self->loudness) : 0.0);
}

/* --- life */

/* The automatic gain stays as the programme had it. */
static void
eq_flush (void *object)
{
  Eq *self = object;

  self->grid.frame = 0;
  mst_loudmatch_flush (self->loudness);
  aim_gain (self);
  mst_smooth_snap (&self->gain, self->gain.target);
  self->gain_ramp = mst_ramp_hold (mst_from_db (self->gain.value));
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    mst_eq_band_settle (&self->bands[i], &self->pace);
  if (self->linear)
    mst_eq_linear_reset (self->linear);
}

static void
eq_reset (void *object)
{
  Eq *self = object;

  mst_loudmatch_reset (self->loudness);
  eq_flush (self);
}

static void
eq_free (void *object)
{
  Eq *self = object;

  if (!self)
    return;
  mst_eq_linear_free (self->linear);
  mst_loudmatch_free (self->loudness);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Eq *self = object;
  const size_t slots = (size_t) self->pace.slots;

  mst_eq_slots_lay_out (&self->slots, arena);
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    MstEqBand *band = &self->bands[i];

    band->states = mst_arena_take (arena, slots * MST_MAX_SECTIONS,
        sizeof (MstBiquadState));
    band->detector.key.states =
        mst_arena_take (arena, slots, sizeof (MstSvfState));
  }
}

static bool
allocate (Eq *self, const double *values)
{
  int latency = 0;

  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return false;
  if (values[MST_EQ_PHASE] == MST_EQ_LINEAR_PHASE) {
    self->linear = mst_eq_linear_new (&self->format, values);
    if (!self->linear)
      return false;
    latency = mst_eq_linear_latency (self->linear);
  }
  self->loudness = mst_loudmatch_new (&self->format, latency);
  return self->loudness != NULL;
}

static void *
eq_new (const MstFormat *format, const double *values)
{
  Eq *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  mst_eq_slots_init (&self->slots, format, SPAN);
  self->pace = mst_eq_pace (format->rate, mst_eq_slots_most (&self->slots));
  if (!allocate (self, values)) {
    eq_free (self);
    return NULL;
  }
  eq_set (self, values);
  eq_reset (self);
  return self;
}

static int
eq_latency (const void *object)
{
  const Eq *self = object;

  return self->linear ? mst_eq_linear_latency (self->linear) : 0;
}

/* --- on the lines of the grid */

/* Advances every band on a line of the grid, and half-way to the next those
 * that are dynamic. */
static void
eq_advance (Eq *self, bool line)
{
  if (line) {
    aim_gain (self);
    mst_ramp_advance_db (&self->gain_ramp, &self->gain, self->pace.share, 1e-4);
    self->any_dynamic = false;
  }
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    MstEqBand *band = &self->bands[i];
    if (line || band->form.dynamic)
      mst_eq_band_advance (band, &self->pace);
    self->any_dynamic |= band->form.dynamic && band->moving;
  }
}

/* True if nothing moves, nor is due to: then a span may pass lines. */
static bool
is_settled (const Eq *self)
{
  if (self->auto_gain || self->gain.target != self->wanted_gain ||
      !mst_smooth_settled (&self->gain) || self->gain_ramp.step != 0.0)
    return false;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    if (!mst_eq_band_is_settled (&self->bands[i]))
      return false;
  return true;
}

static bool
bands_are_idle (const Eq *self)
{
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    if (!self->bands[i].idle)
      return false;
  return true;
}

/* Starts what starts with the span, and ends it where more may. */
static void
advance_to (Eq *self, MstSpan *span)
{
  const int half = MST_EQ_DYNAMIC_GRID;
  bool line = mst_span_to_line (span);

  if (line || (span->at == half && self->any_dynamic))
    eq_advance (self, line);
  if (self->any_dynamic)
    mst_span_limit (span, half - span->at % half);
  if (self->auto_gain)
    mst_span_limit (span, mst_loudmatch_left (self->loudness));
}

/* --- frames */

/* Bands at rest, to be run together. */
typedef struct {
  int bands[MST_EQ_MAX_BANDS];
  int count;
} Resting;

static void
run_slot (Eq *self, const Resting *resting, MstPair *x, int slot, int n)
{
  const MstBiquad *biquads[MAX_RESTING];
  MstBiquadState *states[MAX_RESTING];
  int sections = 0;

  for (int i = 0; i < resting->count; i++) {
    MstEqBand *band = &self->bands[resting->bands[i]];
    if (slot >= mst_eq_slots_of (&self->slots, band->form.channel))
      continue;
    for (int s = 0; s < band->n_sections; s++) {
      if (band->skipped[s])
        continue;
      biquads[sections] = &band->biquad[s];
      states[sections++] = &band->states[slot * MST_MAX_SECTIONS + s];
    }
  }
  mst_cascade_run (biquads, states, sections, x, n);
}

static void
flush_resting (Eq *self, Resting *resting, int n)
{
  MstEqSlots *slots = &self->slots;

  for (int p = 0; resting->count > 0 && p < slots->count; p++)
    run_slot (self, resting, slots->x[p], p, n);
  resting->count = 0;
}

/* Runs the bands in their order, and those at rest together where they follow
 * each other on the same lanes. So what a band keeps of the past is always of
 * these lanes, and of what the bands before it left, whichever of the others
 * work. */
static void
run_bands (Eq *self, int n, int at)
{
  MstEqSlots *slots = &self->slots;
  Resting resting = { .count = 0 };

  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    MstEqBand *band = &self->bands[b];
    MstEqChannel channel = band->form.channel;
    if (band->idle)
      continue;
    if (!mst_eq_slots_suit (slots, channel)) {
      flush_resting (self, &resting, n);
      mst_eq_slots_turn (slots, n);
    }
    if (!band->moving) {
      resting.bands[resting.count++] = b;
    } else {
      flush_resting (self, &resting, n);
      mst_eq_band_run (band, slots->x, slots->leads,
          mst_eq_slots_of (slots, channel), n, at);
    }
  }
  flush_resting (self, &resting, n);
}

static void
filter (Eq *self, float *const planes[], int n, int at)
{
  mst_eq_slots_load (&self->slots, planes, n);
  run_bands (self, n, at % MST_EQ_DYNAMIC_GRID);
  mst_eq_slots_store (&self->slots, planes, n);
}

/* Runs a span in which nothing starts or stops. */
static void
run_span (Eq *self, float *const planes[], int n, int at)
{
  const float *const *audio = (const float *const *) planes;
  bool idle = bands_are_idle (self);

  if (idle || self->auto_gain || self->linear)
    mst_sanitize (planes, self->format.channels, n);
  if (self->auto_gain)
    mst_loudmatch_before (self->loudness, audio, n);
  if (self->linear)
    mst_eq_linear_process (self->linear, planes, n);
  if (!idle)
    filter (self, planes, n, at);
  if (self->auto_gain)
    mst_loudmatch_after (self->loudness, audio, n);
  mst_ramp_multiply (&self->gain_ramp, planes, self->format.channels, n, at);
}

static void
eq_process (void *object, float *const planes[], int n)
{
  Eq *self = object;
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, self->format.channels, n, SPAN);
  while (mst_span_next (&span)) {
    if (!is_settled (self))
      advance_to (self, &span);
    run_span (self, span.planes, span.n, span.at);
  }
}

static int
eq_idle (const void *object)
{
  const Eq *self = object;

  return is_settled (self) && bands_are_idle (self) &&
      mst_ramp_is (&self->gain_ramp, 1.0) &&
      (!self->linear || mst_eq_linear_is_idle (self->linear));
}

static void
eq_skip (void *object, uint64_t frames)
{
  Eq *self = object;

  mst_grid_skip (&self->grid, frames);
  if (self->linear)
    mst_eq_linear_skip (self->linear, frames);
}

const MstStage mst_stage_eq = {
  .name = "eq",
  .title = "Mastering equaliser",
  .klass = "Filter/Effect/Audio",
  .blurb = "Shapes the tonal balance with up to 32 bands",
  .params = mst_eq_params,
  .n_params = MST_EQ_N_PARAMS,
  .band_params = mst_eq_band_params,
  .n_band_params = MST_EQ_N_BAND_PARAMS,
  .max_bands = MST_EQ_MAX_BANDS,
  .new = eq_new,
  .set = eq_set,
  .latency = eq_latency,
  .process = eq_process,
  .idle = eq_idle,
  .skip = eq_skip,
  .reset = eq_reset,
  .flush = eq_flush,
  .free = eq_free,
};
