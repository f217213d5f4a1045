/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "loudness.h"

#include "live.h"

#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/measure/loudness.h"
#include "dsp/common/time/smooth.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define EPSILON 1e-6 /* dB: as near is there */

/* A ramp from `from` to `to`, both linear gains, over `length` frames, of which
 * `left` are still to come. */
typedef struct {
  double from, to;
  int length, left;
} Ramp;

typedef struct {
  MstFormat format;
  bool live;
  MstLoudnessLiveSettings settings;
  double measured; /* LUFS */
  Ramp ramp;
  float *curve; /* max_block gains */

  /* static */
  MstSmooth gain; /* dB */
  double share;

  /* live; NULL else */
  MstLoudness *meter;
  MstLoudnessLive *leveller;
  MstDelay *delay;
} Loudness;

/* --- life ---------------------------------------------------------------- */

static void
loudness_free (void *data)
{
  Loudness *self = data;

  if (!self)
    return;
  mst_loudness_free (self->meter);
  mst_loudness_live_free (self->leveller);
  mst_delay_free (self->delay);
  free (self->curve);
  free (self);
}

static bool
is_known (const Loudness *self)
{
  return self->measured > MST_LOUDNESS_UNKNOWN;
}

static void
loudness_set (void *data, const double *values)
{
  Loudness *self = data;

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

/* A ramp that stands at `level` and is over. */
static void
ramp_stand (Ramp *ramp, double level)
{
  *ramp = (Ramp){ level, level, 0, 0 };
}

static void
loudness_reset (void *data)
{
  Loudness *self = data;

  if (!self->live) {
    mst_smooth_snap (&self->gain, self->gain.target);
    ramp_stand (&self->ramp, mst_from_db (self->gain.value));
    return;
  }
  mst_loudness_reset (self->meter);
  mst_loudness_live_reset (self->leveller);
  mst_delay_reset (self->delay);
  ramp_stand (&self->ramp, 1.0);
  self->ramp.length = self->ramp.left = mst_loudness_left (self->meter);
}

/* The look-ahead is whole ticks; as many frames as the first ticks have. */
static bool
make_live (Loudness *self, const double *values)
{
  double seconds = values[MST_LOUDNESS_LOOKAHEAD] * 1e-3;
  int ticks = (int) (seconds * MST_LOUDNESS_TICKS + 0.5);
  int frames = (int) (ticks * self->format.rate / MST_LOUDNESS_TICKS);

  self->meter = mst_loudness_new_for (&self->format);
  self->leveller = mst_loudness_live_new (ticks);
  self->delay = mst_delay_new (frames, self->format.channels);
  return self->meter && self->leveller && self->delay;
}

static void *
loudness_new (const MstFormat *format, const double *values)
{
  Loudness *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->live = values[MST_LOUDNESS_MODE] == MST_LOUDNESS_LIVE;
  self->share = mst_smooth_share (format->rate);
  self->curve = calloc ((size_t) format->max_block + 1, sizeof (float));
  if (!self->curve || (self->live && !make_live (self, values))) {
    loudness_free (self);
    return NULL;
  }
  loudness_set (self, values);
  loudness_reset (self);
  return self;
}

static int
loudness_latency (const void *data)
{
  const Loudness *self = data;

  return self->live ? mst_delay_frames (self->delay) : 0;
}

/* --- work ---------------------------------------------------------------- */

static void
scale (Loudness *self, float *const planes[], int n, double gain)
{
  for (int c = 0; gain != 1.0 && c < self->format.channels; c++)
    mst_orc_scale_f32 (planes[c], (float) gain, n);
}

/* n <= ramp.left frames. Each frame's gain follows from its place on the ramp
 * alone. */
static void
apply_ramp (Loudness *self, float *const planes[], int n)
{
  Ramp *ramp = &self->ramp;
  int done = ramp->length - ramp->left;
  double step = (ramp->to - ramp->from) / ramp->length;

  ramp->left -= n;
  if (ramp->from == ramp->to) {
    scale (self, planes, n, ramp->to);
    return;
  }
  for (int i = 0; i < n; i++)
    self->curve[i] = (float) (ramp->from + step * (done + i + 1));
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], self->curve, n);
}

static void
ramp_to (Ramp *ramp, double level, int length)
{
  *ramp = (Ramp){ ramp->to, level, length, length };
}

/* A constant gain stands on no grid, so that its glide may begin at any frame:
 * the values are taken over where process() begins, and so is the ramp. */
static int
static_span (Loudness *self, float *const planes[], int n)
{
  Ramp *ramp = &self->ramp;

  if (ramp->left == 0) {
    if (mst_smooth_settled (&self->gain)) {
      scale (self, planes, n, ramp->to);
      return n;
    }
    mst_smooth_advance (&self->gain, self->share, EPSILON);
    ramp_to (ramp, mst_from_db (self->gain.value), MST_GRID);
  }
  n = n < ramp->left ? n : ramp->left;
  apply_ramp (self, planes, n);
  return n;
}

static int
live_span (Loudness *self, float *const planes[], int n)
{
  Ramp *ramp = &self->ramp;
  const float *const *in = (const float *const *) planes;
  double gain;

  n = n < ramp->left ? n : ramp->left;
  mst_loudness_process (self->meter, in, n);
  mst_delay_process (self->delay, in, planes, n);
  apply_ramp (self, planes, n);
  if (ramp->left == 0) {
    gain = mst_loudness_live_tick (self->leveller, &self->settings,
        mst_loudness_tick_power (self->meter));
    ramp_to (ramp, mst_from_db (gain), mst_loudness_left (self->meter));
  }
  return n;
}

static void
loudness_process (void *data, float *const planes[], int n)
{
  Loudness *self = data;
  float *at[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0; i < n;) {
    for (int c = 0; c < self->format.channels; c++)
      at[c] = planes[c] + i;
    i += self->live ? live_span (self, at, n - i)
                    : static_span (self, at, n - i);
  }
}

static int
loudness_idle (const void *data)
{
  const Loudness *self = data;

  return !self->live && mst_smooth_settled (&self->gain) &&
      self->ramp.left == 0 && self->ramp.to == 1.0;
}

/* --- the tables ---------------------------------------------------------- */

static void
loudness_read (const void *data, double *out)
{
  const Loudness *self = data;
  double gain =
      mst_to_db (self->ramp.left > 0 ? self->ramp.from : self->ramp.to);

  out[MST_LOUDNESS_GAIN] = gain;
  if (self->live) {
    out[MST_LOUDNESS_INPUT] = mst_loudness_live_input (self->leveller);
    out[MST_LOUDNESS_OUTPUT] = mst_loudness_live_output (self->leveller);
    return;
  }
  out[MST_LOUDNESS_INPUT] = is_known (self) ? self->measured : -INFINITY;
  out[MST_LOUDNESS_OUTPUT] = out[MST_LOUDNESS_INPUT] + gain;
}

static const MstChoice modes[] = {
  { "static", "A constant gain, from measured or from the stream's tags" },
  { "live", "Level what is not known yet, in one pass" },
};

static const MstParam params[] = {
  [MST_LOUDNESS_MODE] = { "mode", "", 0, MST_LOUDNESS_LIVE, MST_LOUDNESS_STATIC,
      MST_KIND_ENUM, MST_PARAM_AT_START, modes, "How the gain is found" },
  [MST_LOUDNESS_TARGET] = { "target", "LUFS", -60, 0, -14, MST_KIND_DOUBLE,
      .blurb = "Integrated loudness of what goes out" },
  [MST_LOUDNESS_MEASURED] = { "measured", "LUFS", MST_LOUDNESS_UNKNOWN,
      MST_LOUDNESS_LOUDEST, MST_LOUDNESS_UNKNOWN, MST_KIND_DOUBLE,
      .blurb = "static: integrated loudness of what comes in; -70 is unknown, "
               "then the tags of the stream tell, and without any the gain is "
               "0 dB" },
  [MST_LOUDNESS_ALBUM_MODE] = { "album-mode", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "static: of the tags, the album's gain comes before the "
               "track's" },
  [MST_LOUDNESS_WINDOW] = { "window", "s", 3, MST_LOUDNESS_LIVE_WINDOW, 20,
      MST_KIND_DOUBLE,
      .blurb = "live: how much of the programme makes its present loudness" },
  [MST_LOUDNESS_MAX_GAIN] = { "max-gain", "dB", 0, 60, 20, MST_KIND_DOUBLE,
      .blurb = "live: the gain does not go above this" },
  [MST_LOUDNESS_MAX_ATTENUATION] = { "max-attenuation", "dB", 0, 60, 30,
      MST_KIND_DOUBLE, .blurb = "live: nor below minus this" },
  [MST_LOUDNESS_FREEZE_BELOW] = { "freeze-below", "LUFS", -70, -20, -50,
      MST_KIND_DOUBLE,
      .blurb = "live: what is quieter, over 400 ms, is no programme: the gain "
               "holds" },
  [MST_LOUDNESS_LOOKAHEAD] = { "lookahead", "ms", 0, 10000, 5000,
      MST_KIND_DOUBLE, MST_PARAM_AT_START,
      .blurb =
          "live: how long before a change the gain may move; the latency" },
};

static const MstParam readouts[] = {
  [MST_LOUDNESS_GAIN] = { "gain", "dB", -200, 200, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of what goes out" },
  [MST_LOUDNESS_INPUT] = { "input-loudness", "LUFS", -INFINITY, 500, -INFINITY,
      MST_KIND_DOUBLE,
      .blurb = "live: gated loudness of what came in, over the window; static: "
               "what the gain is based on" },
  [MST_LOUDNESS_OUTPUT] = { "output-loudness", "LUFS", -INFINITY, 500,
      -INFINITY, MST_KIND_DOUBLE,
      .blurb =
          "live: gated loudness of what went out, over the last 5 to 10 "
          "minutes or since the start; static: what follows from the gain" },
};

const MstStage mst_stage_loudness = {
  .name = "loudness",
  .title = "Mastering loudness leveller",
  .klass = "Filter/Effect/Audio",
  .blurb = "Brings a programme to a loudness: by a given measurement, by tags "
           "or live",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .new = loudness_new,
  .set = loudness_set,
  .latency = loudness_latency,
  .process = loudness_process,
  .idle = loudness_idle,
  .reset = loudness_reset,
  .read = loudness_read,
  .free = loudness_free,
};
