/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "multiband.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/division.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "gains.h"

#define MAX_BANDS MST_MULTIBAND_MAX_BANDS
#define SPAN MST_MULTIBAND_SPAN
#define EPSILON 1e-6    /* the mix has arrived when this near */
#define EPSILON_DB 1e-5 /* and the gain */

typedef struct {
  double rate;
  int channels;
  int lookahead; /* frames */
  int latency;
  double share;
  MstGrid grid;

  MstSmooth mix, gain;
  MstRamp gain_ramp; /* linear */
  MstMultibandBand band[MAX_BANDS];
  MstMultibandGains gains;
  MstDivision division;

  MstDelay *delay;              /* of the input, by the latency */
  MstDelay *band_delay;         /* of the bands, by the look-ahead */
  float **planes;               /* for each band, each channel */
  float *const *out[MAX_BANDS]; /* the same as out[band][channel] */
  float *dry[MST_MAX_CHANNELS];
  void *memory; /* holds the planes and the lanes */
} Multiband;

/* --- values */

static void
set_bands (Multiband *self, const double *values, int bands)
{
  bool mid_side = self->gains.link.layout.pairs > 0 &&
      values[MST_MULTIBAND_MODE] == MST_MULTIBAND_MID_SIDE;
  bool any_solo = false;

  for (int b = 0; b < bands; b++)
    any_solo |= values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_SOLO)] != 0;
  for (int b = 0; b < MAX_BANDS; b++) {
    const double *v = values + mst_multiband_band_at (b, 0);
    mst_multiband_band_set (&self->band[b], v, self->rate, self->lookahead,
        mid_side,
        v[MST_MULTIBAND_BAND_MUTE] == 0.0 &&
            (!any_solo || v[MST_MULTIBAND_BAND_SOLO] != 0.0));
  }
}

static void
multiband_set (void *object, const double *values)
{
  Multiband *self = object;
  const int bands = (int) values[MST_MULTIBAND_BANDS];
  double frequencies[MAX_BANDS - 1];

  self->mix.target = values[MST_MULTIBAND_MIX];
  self->gain.target = values[MST_MULTIBAND_GAIN];
  set_bands (self, values, bands);
  for (int b = 0; b < bands - 1; b++)
    frequencies[b] = mst_multiband_upper_frequency (values, bands, b);
  mst_division_set (&self->division, frequencies, bands);
}

/* True if the bands in force add up to the input, or are not wanted. */
static bool
is_neutral (const Multiband *self)
{
  if (self->mix.target == 0.0 && mst_ramp_rests (&self->gains.mix, &self->mix))
    return true;
  for (int b = 0; b < self->division.bands; b++)
    if (!mst_multiband_band_is_idle (&self->band[b]))
      return false;
  return true;
}

/* --- life */

/* The gains of the bands stay as the programme had them. */
static void
multiband_flush (void *object)
{
  Multiband *self = object;

  self->grid.frame = 0;
  mst_division_reset (&self->division);
  mst_delay_reset (self->delay);
  mst_delay_reset (self->band_delay);
  mst_smooth_snap (&self->mix, self->mix.target);
  mst_smooth_snap (&self->gain, self->gain.target);
  self->gains.mix = mst_ramp_hold (self->mix.value);
  self->gain_ramp = mst_ramp_hold (mst_from_db (self->gain.value));
  for (int b = 0; b < MAX_BANDS; b++)
    mst_multiband_band_settle (&self->band[b]);
  mst_entrance_reset (&self->division.entrance, !is_neutral (self));
}

static void
multiband_reset (void *object)
{
  Multiband *self = object;

  multiband_flush (self);
  for (int b = 0; b < MAX_BANDS; b++)
    mst_multiband_band_forget (&self->band[b], self->channels);
}

static void
multiband_free (void *object)
{
  Multiband *self = object;

  if (!self)
    return;
  mst_division_clear (&self->division);
  mst_delay_free (self->delay);
  mst_delay_free (self->band_delay);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Multiband *self = object;
  const int channels = self->channels, all = MAX_BANDS * channels;
  MstLane *lanes = mst_arena_take (arena, (size_t) all, sizeof (*lanes));
  float **planes = mst_arena_take (arena, (size_t) all, sizeof (*planes));

  self->gains.memory =
      mst_arena_take (arena, (size_t) all * SPAN, sizeof (float));
  for (int i = 0; i < all; i++) {
    float *plane = mst_arena_take (arena, SPAN, sizeof (float));
    if (planes)
      planes[i] = plane;
  }
  mst_arena_planes (arena, self->dry, channels, SPAN);
  mst_arena_planes (arena, self->gains.sides, channels, SPAN);
  self->planes = planes;
  for (int b = 0; planes && b < MAX_BANDS; b++) {
    self->band[b].lanes = lanes + b * channels;
    self->out[b] = planes + b * channels;
  }
}

static bool
allocate (Multiband *self, const MstFormat *format, const double *values)
{
  const bool linear =
      values[MST_MULTIBAND_CROSSOVER] == MST_MULTIBAND_LINEAR_PHASE;

  if (!mst_division_init (&self->division, format, linear,
          mst_multiband_lowest_frequency (values)))
    return false;
  self->latency =
      mst_crossover_latency (self->division.crossover) + self->lookahead;
  self->delay = mst_delay_new (self->latency, self->channels);
  self->band_delay =
      mst_delay_new (self->lookahead, MAX_BANDS * self->channels);
  self->memory = mst_arena_new (lay_out, self);
  return self->delay && self->band_delay && self->memory;
}

static void *
multiband_new (const MstFormat *format, const double *values)
{
  Multiband *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = format->rate;
  self->channels = format->channels;
  mst_link_init (&self->gains.link, format,
      (MstLinkGroups) values[MST_MULTIBAND_LINK_GROUPS],
      values[MST_MULTIBAND_LINK_LFE] != 0.0);
  self->share = mst_smooth_share (format->rate);
  self->lookahead = mst_frames (values[MST_MULTIBAND_LOOKAHEAD], format->rate);
  if (!allocate (self, format, values)) {
    multiband_free (self);
    return NULL;
  }
  multiband_set (self, values);
  multiband_reset (self);
  return self;
}

static int
multiband_latency (const void *object)
{
  return ((const Multiband *) object)->latency;
}

/* --- on a line of the grid */

/* The work begins unheard, and so the bands may jump to where they were set. */
static void
start_bands (Multiband *self)
{
  mst_delay_reset (self->band_delay);
  for (int b = 0; b < MAX_BANDS; b++) {
    mst_multiband_band_forget (&self->band[b], self->channels);
    mst_multiband_band_settle (&self->band[b]);
  }
}

static void
multiband_advance (Multiband *self)
{
  int latency = mst_crossover_latency (self->division.crossover);

  mst_ramp_advance_db (&self->gain_ramp, &self->gain, self->share, EPSILON_DB);
  for (int b = 0; b < self->division.bands; b++)
    mst_multiband_band_advance (&self->band[b], self->share, &self->gains.link);
  mst_ramp_advance (&self->gains.mix, &self->mix, self->share, EPSILON);
  mst_division_change (&self->division, is_neutral (self));
  if (mst_division_advance (&self->division, is_neutral (self),
          2 * latency + self->lookahead))
    start_bands (self);
}

/* True if nothing glides nor is about to, so that a span may pass lines. */
static bool
is_settled (const Multiband *self)
{
  bool settled = mst_division_is_settled (&self->division, is_neutral (self)) &&
      mst_ramp_rests (&self->gains.mix, &self->mix) &&
      mst_smooth_settled (&self->gain) && self->gain_ramp.step == 0.0;

  for (int b = 0; b < self->division.bands && settled; b++)
    settled = mst_multiband_band_is_settled (&self->band[b]);
  return settled;
}

/* --- frames */

static void
run_bands (Multiband *self, float *const planes[], int n, int at)
{
  const int bands = self->division.bands;

  mst_division_run (&self->division, planes, self->out, n, at);
  mst_multiband_gains_find (&self->gains, self->band, bands, self->out, n, at);
  if (self->lookahead > 0) {
    for (int i = bands * self->channels; i < MAX_BANDS * self->channels; i++)
      memset (self->planes[i], 0, n * sizeof (float));
    mst_delay_process (self->band_delay, (const float *const *) self->planes,
        self->planes, n);
  }
  mst_multiband_gains_sum (&self->gains, bands, self->out, planes, n);
}

static void
process_span (Multiband *self, const MstSpan *span)
{
  const MstEntrance *entrance = &self->division.entrance;
  float *const *planes = span->planes;
  bool fading = entrance->running && !mst_entrance_is_open (entrance);
  float *const *dry = entrance->running ? self->dry : planes;

  if (fading || self->latency > 0)
    mst_delay_process (self->delay, (const float *const *) planes, dry,
        span->n);
  if (entrance->running)
    run_bands (self, planes, span->n, span->at);
  for (int c = 0; fading && c < self->channels; c++)
    mst_entrance_mix (entrance, planes[c], dry[c], span->n, span->at);
  mst_ramp_multiply (&self->gain_ramp, planes, self->channels, span->n,
      span->at);
}

static void
multiband_process (void *object, float *const planes[], int n)
{
  Multiband *self = object;
  MstSpan span;

  mst_sanitize (planes, self->channels, n);
  mst_span_start (&span, &self->grid, planes, self->channels, n, SPAN);
  while (mst_span_next (&span)) {
    if (!is_settled (self) && mst_span_to_line (&span))
      multiband_advance (self);
    process_span (self, &span);
  }
}

static int
multiband_idle (const void *object)
{
  const Multiband *self = object;

  return !self->division.entrance.running && is_settled (self) &&
      mst_ramp_is (&self->gain_ramp, 1.0);
}

static void
multiband_skip (void *object, uint64_t frames)
{
  mst_grid_skip (&((Multiband *) object)->grid, frames);
}

/* In dB, positive where the gain is lowered. */
static double
reading_of (const MstMultibandBand *band)
{
  double change = band->deepest.reading;

  return band->dynamics.set.action == MST_COMPRESS_UP ? -change : change;
}

static void
multiband_read (const void *object, double *out)
{
  const Multiband *self = object;

  for (int b = 0; b < MAX_BANDS; b++)
    out[b] = self->division.entrance.running && b < self->division.bands &&
            !mst_multiband_band_is_still (&self->band[b])
        ? reading_of (&self->band[b])
        : 0.0;
}

const MstStage mst_stage_multiband = {
  .name = "multiband",
  .title = "Mastering multiband compressor",
  .klass = "Filter/Effect/Audio",
  .blurb = "Evens out the dynamics of two to six bands, each by itself",
  .params = mst_multiband_params,
  .n_params = MST_MULTIBAND_N_PARAMS,
  .band_params = mst_multiband_band_params,
  .n_band_params = MST_MULTIBAND_BAND_N_PARAMS,
  .max_bands = MAX_BANDS,
  .band_readouts = mst_multiband_band_readouts,
  .n_band_readouts = MST_MULTIBAND_BAND_N_READOUTS,
  .new = multiband_new,
  .set = multiband_set,
  .latency = multiband_latency,
  .process = multiband_process,
  .idle = multiband_idle,
  .skip = multiband_skip,
  .reset = multiband_reset,
  .flush = multiband_flush,
  .read = multiband_read,
  .free = multiband_free,
};
