/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A span at a time, the stage divides the input into bands, finds what the
 * curves add to them, and puts their sum together. The gain that keeps the
 * loudness follows from line to line of the grid. docs/stages/saturator.md has
 * the equations.
 */
#include "saturator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bend.h"
#include "dsp/common/filter/division.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"
#include "makeup.h"

#define MAX_BANDS MST_SATURATOR_MAX_BANDS
#define SPAN MST_SATURATOR_SPAN /* a multiple of the grid */
#define MEAN_HZ 5.0

typedef struct {
  int channels;
  int latency;
  MstGrid grid;

  MstSaturatorGlide glide;
  double mean_share;
  MstDivision division;
  MstSaturatorMakeup makeup;

  MstDelay *delay;     /* of the input, by the latency */
  MstDelay *sum_delay; /* of the sum of the bands, by the same */
  MstSaturatorBend *bend;
  MstPair means[(MST_MAX_CHANNELS + 1) / 2];
  float *planes[MST_MAX_CHANNELS][MAX_BANDS];
  float *dry[MST_MAX_CHANNELS];
  float *sum[MST_MAX_CHANNELS];
  void *memory; /* holds the planes */
} Saturator;

/* --- values */

static void
saturator_set (void *object, const double *values)
{
  Saturator *self = object;
  const int bands = (int) values[MST_SATURATOR_BANDS];
  double frequencies[MAX_BANDS - 1];

  mst_saturator_glide_aim (&self->glide, values);
  mst_saturator_makeup_set (&self->makeup, values[MST_SATURATOR_GAIN],
      values[MST_SATURATOR_AUTO_GAIN] != 0.0);
  for (int b = 0; b < bands - 1; b++)
    frequencies[b] = mst_saturator_upper_frequency (values, bands, b);
  mst_division_set (&self->division, frequencies, bands);
}

/* True if the curves of the bands in force change nothing. */
static bool
is_neutral (const Saturator *self)
{
  return mst_saturator_glide_is_neutral (&self->glide, self->division.bands);
}

/* --- life */

static void
forget (Saturator *self)
{
  mst_delay_reset (self->sum_delay);
  mst_saturator_bend_reset (self->bend);
  memset (self->means, 0, sizeof (self->means));
}

/* The automatic gain stays as the programme had it. */
static void
saturator_flush (void *object)
{
  Saturator *self = object;

  self->grid.frame = 0;
  mst_division_reset (&self->division);
  forget (self);
  mst_saturator_glide_settle (&self->glide);
  mst_delay_reset (self->delay);
  mst_saturator_makeup_flush (&self->makeup);
  mst_entrance_reset (&self->division.entrance, !is_neutral (self));
}

static void
saturator_reset (void *object)
{
  Saturator *self = object;

  mst_saturator_makeup_reset (&self->makeup);
  saturator_flush (self);
}

static void
saturator_free (void *object)
{
  Saturator *self = object;

  if (!self)
    return;
  mst_saturator_bend_free (self->bend);
  mst_saturator_makeup_clear (&self->makeup);
  mst_division_clear (&self->division);
  mst_delay_free (self->delay);
  mst_delay_free (self->sum_delay);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Saturator *self = object;

  for (int c = 0; c < self->channels; c++)
    mst_arena_planes (arena, self->planes[c], MAX_BANDS, SPAN);
  mst_arena_planes (arena, self->dry, self->channels, SPAN);
  mst_arena_planes (arena, self->sum, self->channels, SPAN);
}

static bool
allocate (Saturator *self, const MstFormat *format)
{
  self->bend = mst_saturator_bend_new (format->rate, format->channels);
  if (!self->bend || !mst_division_init (&self->division, format, false, 0.0))
    return false;
  self->latency = mst_saturator_bend_delay (self->bend);
  self->delay = mst_delay_new (self->latency, format->channels);
  self->sum_delay = mst_delay_new (self->latency, format->channels);
  self->memory = mst_arena_new (lay_out, self);
  return self->delay && self->sum_delay && self->memory &&
      mst_saturator_makeup_init (&self->makeup, format);
}

static void *
saturator_new (const MstFormat *format, const double *values)
{
  Saturator *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  if (!allocate (self, format)) {
    saturator_free (self);
    return NULL;
  }
  mst_saturator_glide_init (&self->glide, format->rate);
  self->mean_share = mst_share_of_hz (MEAN_HZ, format->rate);
  saturator_set (self, values);
  saturator_reset (self);
  return self;
}

static int
saturator_latency (const void *object)
{
  return ((const Saturator *) object)->latency;
}

/* --- on a line of the grid */

/* The work begins unheard, and so its values may jump to where they were set.
 * While it was off, nothing was learnt about the loudness. */
static void
start_bending (Saturator *self)
{
  forget (self);
  mst_saturator_glide_settle (&self->glide);
  mst_saturator_makeup_forget (&self->makeup);
}

static void
saturator_advance (Saturator *self)
{
  mst_saturator_glide_advance (&self->glide);
  mst_division_change (&self->division, is_neutral (self));
  if (mst_division_advance (&self->division, is_neutral (self),
          2 * self->latency))
    start_bending (self);
}

/* True if nothing before the makeup glides nor is about to, so that a span may
 * pass lines. */
static bool
is_settled (const Saturator *self)
{
  return mst_saturator_glide_is_settled (&self->glide) && !self->glide.moving &&
      mst_division_is_settled (&self->division, is_neutral (self));
}

/* --- frames */

static void
run_crossover (Saturator *self, float *const planes[], int n, int at)
{
  float *parts[MAX_BANDS][MST_MAX_CHANNELS];
  float *const *out[MAX_BANDS] = { parts[0], parts[1], parts[2] };

  for (int b = 0; b < self->division.bands; b++)
    for (int c = 0; c < self->channels; c++)
      parts[b][c] = self->planes[c][b];
  mst_division_run (&self->division, planes, out, n, at);
}

/* Finds the bands, and returns their sum as late as the curves are; or the
 * input itself. */
static float *const *
divide (Saturator *self, float *const planes[], int n, int at)
{
  const int bands = self->division.bands;

  mst_delay_process (self->delay, (const float *const *) planes, self->dry, n);
  for (int c = 0; bands == 1 && c < self->channels; c++)
    memcpy (self->planes[c][0], planes[c], n * sizeof (float));
  if (bands == 1)
    return self->dry;
  run_crossover (self, planes, n, at);
  for (int c = 0; c < self->channels; c++) {
    float *const *parts = self->planes[c];
    mst_orc_sum_f32 (self->sum[c], parts[0], parts[1], n);
    if (bands > 2)
      mst_orc_add_f32 (self->sum[c], parts[2], n);
  }
  mst_delay_process (self->sum_delay, (const float *const *) self->sum,
      self->sum, n);
  return self->sum;
}

static void
remove_means (Saturator *self, float *const e[], int n)
{
  float none[SPAN] = { 0 };

  for (int c = 0; c < self->channels; c += 2)
    mst_mean_remove (self->mean_share, &self->means[c / 2], e[c],
        c + 1 < self->channels ? e[c + 1] : none, n);
}

/* plane = sound + e, or a mix of that and the dry sound. */
static void
put_together (Saturator *self, float *plane, const float *dry,
    const float *sound, const float *e, int n, int at)
{
  mst_orc_sum_f32 (plane, sound, e, n);
  if (!mst_entrance_is_open (&self->division.entrance))
    mst_entrance_mix (&self->division.entrance, plane, dry, n, at);
}

static void
run_bands (Saturator *self, float *const planes[], int n, int at)
{
  float *const *sound = divide (self, planes, n, at);
  float *e[MST_MAX_CHANNELS];

  for (int c = 0; c < self->channels; c++) {
    e[c] = self->planes[c][0];
    mst_saturator_bend_run (self->bend, &self->glide, c, self->planes[c],
        self->division.bands, e[c], n, at);
    mst_saturator_bend_undo (self->bend, &self->glide, c, sound[c], e[c], n,
        at);
  }
  remove_means (self, e, n);
  for (int c = 0; c < self->channels; c++)
    put_together (self, planes[c], self->dry[c], sound[c], e[c], n, at);
}

static void
process_span (Saturator *self, const MstSpan *span)
{
  float *const *planes = span->planes;
  const bool running = self->division.entrance.running;

  if (running)
    run_bands (self, planes, span->n, span->at);
  else
    mst_delay_process (self->delay, (const float *const *) planes, planes,
        span->n);
  mst_saturator_makeup_run (&self->makeup, span, running ? self->dry : planes,
      running);
}

static void
flush (Saturator *self)
{
  mst_saturator_bend_flush (self->bend);
  mst_flush ((double *) self->means, self->channels);
}

/* Spans also end at multiples of SPAN, where denormals are flushed. */
static void
saturator_process (void *object, float *const planes[], int n)
{
  Saturator *self = object;
  MstSpan span;

  mst_sanitize (planes, self->channels, n);
  mst_span_start (&span, &self->grid, planes, self->channels, n, SPAN);
  while (mst_span_next (&span)) {
    int behind = (int) (self->grid.frame % SPAN);

    mst_span_limit (&span, SPAN - behind);
    if (behind == 0 && self->division.entrance.running)
      flush (self);
    if (!is_settled (self) && mst_span_to_line (&span))
      saturator_advance (self);
    process_span (self, &span);
  }
}

static int
saturator_idle (const void *object)
{
  const Saturator *self = object;

  return !self->division.entrance.running && is_settled (self) &&
      mst_saturator_makeup_is_constant (&self->makeup, false) &&
      mst_ramp_is (&self->makeup.ramp, 1.0);
}

static void
saturator_skip (void *object, uint64_t frames)
{
  mst_grid_skip (&((Saturator *) object)->grid, frames);
}

const MstStage mst_stage_saturator = {
  .name = "saturator",
  .title = "Mastering saturator",
  .klass = "Filter/Effect/Audio",
  .blurb = "Adds harmonics as tape, tubes, transformers and clippers do",
  .params = mst_saturator_params,
  .n_params = MST_SATURATOR_N_PARAMS,
  .band_params = mst_saturator_band_params,
  .n_band_params = MST_SATURATOR_BAND_N_PARAMS,
  .max_bands = MAX_BANDS,
  .new = saturator_new,
  .set = saturator_set,
  .latency = saturator_latency,
  .process = saturator_process,
  .idle = saturator_idle,
  .skip = saturator_skip,
  .reset = saturator_reset,
  .flush = saturator_flush,
  .free = saturator_free,
};
