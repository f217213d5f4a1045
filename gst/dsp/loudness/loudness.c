/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "loudness.h"

#include <stdbool.h>
#include <stdlib.h>

#include "dsp/common/layout/layout.h"
#include "dsp/common/measure/loudness.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "live.h"

#define EPSILON 1e-6 /* dB: as near is there */

typedef struct {
  MstFormat format;
  bool live;
  MstLoudnessLiveSettings settings;
  double measured; /* LUFS */

  MstGrid grid;
  MstRamp ramp;     /* linear; it begins where the last one ended */
  double end;       /* where the ramp arrives */
  int length, left; /* of the ramp, frames; left 0: it holds */

  /* static */
  MstSmooth gain; /* dB */
  double share;

  /* live; NULL else */
  MstLoudness *meter;
  MstLoudnessLive *leveller;
  MstDelay *delay;
} Loudness;

/* --- the ramp */

static void
hold (Loudness *self, double level)
{
  self->ramp = mst_ramp_hold (level);
  self->end = level;
  self->length = self->left = 0;
}

static void
start_ramp (Loudness *self, double level, int frames)
{
  self->ramp = mst_ramp_over (self->end, level, frames);
  self->end = level;
  self->length = self->left = frames;
}

/* Goes on by n frames, of which a ramp must have as many left. */
static void
run_ramp (Loudness *self, float *const planes[], int n)
{
  mst_ramp_multiply (&self->ramp, planes, self->format.channels, n,
      self->length - self->left);
  if (self->left == 0)
    return;
  self->left -= n;
  if (self->left == 0)
    hold (self, self->end);
}

/* --- life */

static void
loudness_free (void *object)
{
  Loudness *self = object;

  if (!self)
    return;
  mst_loudness_free (self->meter);
  mst_loudness_live_free (self->leveller);
  mst_delay_free (self->delay);
  free (self);
}

static bool
is_known (const Loudness *self)
{
  return self->measured > MST_LOUDNESS_UNKNOWN;
}

static void
loudness_set (void *object, const double *values)
{
  Loudness *self = object;

  self->settings = (MstLoudnessLiveSettings){
    .target = values[MST_LOUDNESS_TARGET],
    .window = values[MST_LOUDNESS_WINDOW],
    .max_gain = values[MST_LOUDNESS_MAX_GAIN],
    .max_attenuation = values[MST_LOUDNESS_MAX_ATTENUATION],
    .freeze_below = values[MST_LOUDNESS_FREEZE_BELOW],
  };
  self->measured = values[MST_LOUDNESS_MEASURED];
  self->gain.target =
      is_known (self) ? self->settings.target - self->measured : 0.0;
}

/* The programme, and the gain that it called for, stay. */
static void
loudness_flush (void *object)
{
  Loudness *self = object;
  double gain;

  self->grid.frame = 0;
  if (!self->live) {
    mst_smooth_snap (&self->gain, self->gain.target);
    hold (self, mst_from_db (self->gain.value));
    return;
  }
  mst_loudness_reset (self->meter);
  mst_loudness_live_flush (self->leveller);
  mst_delay_reset (self->delay);
  gain = mst_from_db (mst_loudness_live_gain (self->leveller));
  hold (self, gain);
  start_ramp (self, gain, mst_loudness_left (self->meter));
}

static void
loudness_reset (void *object)
{
  Loudness *self = object;

  if (self->live)
    mst_loudness_live_reset (self->leveller);
  loudness_flush (self);
}

/* Meters the channels that lead the gain; all of them where the zone that is to
 * lead has none. */
static MstLoudness *
make_meter (const MstFormat *format, MstLoudnessAnchor anchor)
{
  double weights[MST_MAX_CHANNELS];
  bool leads[MST_MAX_CHANNELS], any = false;

  mst_loudness_weights (format, weights);
  for (int c = 0; c < format->channels; c++) {
    const MstGroup group = mst_layout_group (format, c);
    leads[c] = group == MST_GROUP_CENTRE ||
        (anchor == MST_LOUDNESS_OF_FRONTS && group == MST_GROUP_FRONTS);
    any |= leads[c];
  }
  for (int c = 0; any && anchor != MST_LOUDNESS_OF_ALL && c < format->channels;
       c++)
    weights[c] = leads[c] ? weights[c] : 0.0;
  return mst_loudness_new (format->rate, format->channels, weights);
}

/* The look-ahead is a whole number of ticks, and as many frames as the first of
 * them have. */
static bool
make_live (Loudness *self, const double *values)
{
  int ticks = mst_frames (values[MST_LOUDNESS_LOOKAHEAD], MST_LOUDNESS_TICKS);
  int frames = (int) (ticks * self->format.rate / MST_LOUDNESS_TICKS);

  self->meter = make_meter (&self->format,
      (MstLoudnessAnchor) values[MST_LOUDNESS_ANCHOR]);
  self->leveller = mst_loudness_live_new (ticks);
  self->delay = mst_delay_new (frames, self->format.channels);
  return self->meter && self->leveller && self->delay;
}

static void *
loudness_new (const MstFormat *format, const double *values)
{
  Loudness *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->live = values[MST_LOUDNESS_MODE] == MST_LOUDNESS_LIVE;
  self->share = mst_smooth_share (format->rate);
  if (self->live && !make_live (self, values)) {
    loudness_free (self);
    return NULL;
  }
  loudness_set (self, values);
  loudness_reset (self);
  return self;
}

static int
loudness_latency (const void *object)
{
  const Loudness *self = object;

  return self->live ? mst_delay_frames (self->delay) : 0;
}

/* --- frames */

/* A constant gain is not bound to the grid: its glide begins with the first
 * frame after set(), and its ramps follow each other from there. */
static void
run_static (Loudness *self, MstSpan *span)
{
  if (self->left == 0 && !mst_smooth_settled (&self->gain)) {
    mst_smooth_advance (&self->gain, self->share, EPSILON);
    start_ramp (self, mst_from_db (self->gain.value), MST_GRID);
  }
  if (self->left > 0)
    mst_span_limit (span, self->left);
  run_ramp (self, span->planes, span->n);
}

/* Each tick is a ramp towards the gain that the leveller found at its start. */
static void
run_live (Loudness *self, MstSpan *span)
{
  const float *const *in = (const float *const *) span->planes;
  double gain;

  mst_span_limit (span, self->left);
  mst_loudness_process (self->meter, in, span->n);
  mst_delay_process (self->delay, in, span->planes, span->n);
  run_ramp (self, span->planes, span->n);
  if (self->left > 0)
    return;
  gain = mst_loudness_live_tick (self->leveller, &self->settings,
      mst_loudness_tick_power (self->meter));
  start_ramp (self, mst_from_db (gain), mst_loudness_left (self->meter));
}

static void
loudness_process (void *object, float *const planes[], int n)
{
  Loudness *self = object;
  MstSpan span;

  mst_sanitize (planes, self->format.channels, n);
  mst_span_start (&span, &self->grid, planes, self->format.channels, n, n);
  while (mst_span_next (&span))
    (self->live ? run_live : run_static) (self, &span);
}

static int
loudness_idle (const void *object)
{
  const Loudness *self = object;

  return !self->live && mst_smooth_settled (&self->gain) && self->left == 0 &&
      mst_ramp_is (&self->ramp, 1.0);
}

static void
loudness_read (const void *object, double *out)
{
  const Loudness *self = object;
  double gain = mst_to_db (self->ramp.at);

  out[MST_LOUDNESS_GAIN] = gain;
  if (self->live) {
    out[MST_LOUDNESS_INPUT] = mst_loudness_live_input (self->leveller);
    out[MST_LOUDNESS_OUTPUT] = mst_loudness_live_output (self->leveller);
    return;
  }
  out[MST_LOUDNESS_INPUT] = is_known (self) ? self->measured : -INFINITY;
  out[MST_LOUDNESS_OUTPUT] = out[MST_LOUDNESS_INPUT] + gain;
}

const MstStage mst_stage_loudness = {
  .name = "loudness",
  .title = "Mastering loudness leveller",
  .klass = "Filter/Effect/Audio",
  .blurb = "Brings a programme to a loudness: by a given measurement, by tags "
           "or live",
  .params = mst_loudness_params,
  .n_params = MST_LOUDNESS_N_PARAMS,
  .readouts = mst_loudness_readouts,
  .n_readouts = MST_LOUDNESS_N_READOUTS,
  .new = loudness_new,
  .set = loudness_set,
  .latency = loudness_latency,
  .process = loudness_process,
  .idle = loudness_idle,
  .reset = loudness_reset,
  .flush = loudness_flush,
  .read = loudness_read,
  .free = loudness_free,
};
