/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "multiband.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/crossover.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/entrance.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "gains.h"
#include "table.h"

#define MAX_BANDS MST_MULTIBAND_MAX_BANDS
#define SPAN MST_MULTIBAND_SPAN
#define EPSILON 1e-6  /* of the mix, where it ends: a bit of a float */
#define ALIGNMENT 64u /* bytes */

typedef struct {
  MstFormat format;
  double share;
  int lookahead; /* frames */
  int latency;
  int position; /* frames since the last line of the grid */

  int bands; /* in force; what is wanted follows when nothing of it is heard */
  int wanted_bands;
  double frequencies[MAX_BANDS - 1]; /* wanted [Hz] */
  MstSmooth mix, gain;
  MstRamp gain_ramp; /* linear */
  MstMultibandBand band[MAX_BANDS];
  MstMultibandGains gains;

  MstEntrance entrance; /* of the bands */

  MstCrossover *crossover;
  MstDelay *delay;              /* of the input, by the latency */
  MstDelay *band_delay;         /* of the bands, by the look-ahead */
  float **planes;               /* of each band, each channel */
  float *const *out[MAX_BANDS]; /* the same as out[band][channel] */
  float *dry[MST_MAX_CHANNELS];
  void *memory; /* what the planes and the lanes are in */
} Multiband;

/* --- values */

static void
set_bands (Multiband *self, const double *values)
{
  bool mid_side = self->format.channels > 1 &&
      values[MST_MULTIBAND_MODE] == MST_MULTIBAND_MID_SIDE;
  bool any_solo = false;

  for (int b = 0; b < self->wanted_bands; b++)
    any_solo |=
        values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_SOLO)] != 0.0;
  for (int b = 0; b < MAX_BANDS; b++) {
    const double *v = values + mst_multiband_band_at (b, 0);
    mst_multiband_band_set (&self->band[b], v, self->format.rate,
        self->lookahead, mid_side,
        v[MST_MULTIBAND_BAND_MUTE] == 0.0 &&
            (!any_solo || v[MST_MULTIBAND_BAND_SOLO] != 0.0));
  }
}

static void
multiband_set (void *object, const double *values)
{
  Multiband *self = object;
  double frequencies[MAX_BANDS - 1] = { 0 };

  self->wanted_bands = (int) values[MST_MULTIBAND_BANDS];
  self->mix.target = values[MST_MULTIBAND_MIX];
  self->gain.target = values[MST_MULTIBAND_GAIN];
  set_bands (self, values);
  for (int b = 0; b < self->wanted_bands - 1; b++)
    frequencies[b] =
        mst_multiband_upper_frequency (values, self->wanted_bands, b);
  if (memcmp (frequencies, self->frequencies, sizeof (frequencies)) == 0)
    return;
  memcpy (self->frequencies, frequencies, sizeof (frequencies));
  if (self->bands == self->wanted_bands)
    mst_crossover_set (self->crossover, frequencies, self->bands);
}

/* Whether the bands, as they are, add up to the input or are not wanted. */
static bool
is_neutral (const Multiband *self)
{
  if (self->mix.target == 0.0 && mst_smooth_settled (&self->mix) &&
      mst_ramp_is (&self->gains.mix, 0.0))
    return true;
  for (int b = 0; b < self->bands; b++)
    if (!mst_multiband_band_is_idle (&self->band[b]))
      return false;
  return true;
}

static void
take_bands (Multiband *self)
{
  self->bands = self->wanted_bands;
  mst_crossover_set (self->crossover, self->frequencies, self->bands);
}

static void
multiband_reset (void *object)
{
  Multiband *self = object;
  int channels = self->format.channels;

  self->position = 0;
  take_bands (self);
  mst_crossover_reset (self->crossover);
  mst_delay_reset (self->delay);
  mst_delay_reset (self->band_delay);
  mst_smooth_snap (&self->mix, self->mix.target);
  mst_smooth_snap (&self->gain, self->gain.target);
  self->gains.mix = (MstRamp){ self->mix.value, 0.0 };
  self->gain_ramp = (MstRamp){ mst_from_db (self->gain.value), 0.0 };
  for (int b = 0; b < MAX_BANDS; b++)
    mst_multiband_band_settle (&self->band[b], channels);
  mst_entrance_reset (&self->entrance, !is_neutral (self));
}

/* --- life */

static void
multiband_free (void *object)
{
  Multiband *self = object;

  if (!self)
    return;
  mst_crossover_free (self->crossover);
  mst_delay_free (self->delay);
  mst_delay_free (self->band_delay);
  free (self->planes);
  free (self->memory);
  free (self);
}

/* Lanes first, then the gains, the bands and the dry input, a span each. */
static bool
allocate (Multiband *self)
{
  int channels = self->format.channels, all = MAX_BANDS * channels;
  size_t lanes = all * sizeof (MstLane);
  size_t size;
  float *next;

  lanes = (lanes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  size = lanes + (size_t) (2 * all + channels) * SPAN * sizeof (float);
  self->planes = calloc (all, sizeof (*self->planes));
  if (posix_memalign (&self->memory, ALIGNMENT, size) != 0)
    self->memory = NULL;
  if (!self->planes || !self->memory)
    return false;
  memset (self->memory, 0, size);
  self->gains.memory = (float *) ((char *) self->memory + lanes);
  next = self->gains.memory + all * SPAN;
  for (int b = 0; b < MAX_BANDS; b++) {
    self->band[b].lanes = (MstLane *) self->memory + b * channels;
    self->out[b] = self->planes + b * channels;
  }
  for (int i = 0; i < all; i++, next += SPAN)
    self->planes[i] = next;
  for (int c = 0; c < channels; c++, next += SPAN)
    self->dry[c] = next;
  return true;
}

static void *
multiband_new (const MstFormat *format, const double *values)
{
  Multiband *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  self->gains.channels = format->channels;
  self->lookahead =
      (int) (values[MST_MULTIBAND_LOOKAHEAD] * 1e-3 * format->rate + 0.5);
  self->crossover = mst_crossover_new (format,
      values[MST_MULTIBAND_CROSSOVER] == MST_MULTIBAND_LINEAR_PHASE,
      mst_multiband_lowest_frequency (values));
  if (self->crossover)
    self->latency = mst_crossover_latency (self->crossover) + self->lookahead;
  self->delay = mst_delay_new (self->latency, format->channels);
  self->band_delay =
      mst_delay_new (self->lookahead, MAX_BANDS * format->channels);
  if (!self->crossover || !self->delay || !self->band_delay ||
      !allocate (self)) {
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

static void
advance_gain (Multiband *self)
{
  double before = mst_from_db (self->gain.value);

  self->gain_ramp = (MstRamp){ before, 0.0 };
  if (mst_smooth_settled (&self->gain))
    return;
  mst_smooth_advance (&self->gain, self->share, 1e-5);
  self->gain_ramp.step = (mst_from_db (self->gain.value) - before) / MST_GRID;
}

/* The filters begin with silence; what they do about that is not heard, nor
 * that the bands are at once where they were set. */
static void
start_filtering (Multiband *self)
{
  int latency = mst_crossover_latency (self->crossover);

  mst_entrance_start (&self->entrance, 2 * latency + self->lookahead,
      self->format.rate);
  mst_crossover_reset (self->crossover);
  mst_delay_reset (self->band_delay);
  for (int b = 0; b < MAX_BANDS; b++)
    mst_multiband_band_settle (&self->band[b], self->format.channels);
}

/* Fades between the bands and the input, and changes the number of bands where
 * they are not heard. */
static void
advance_wet (Multiband *self)
{
  bool neutral = is_neutral (self);
  bool leave = neutral || self->bands != self->wanted_bands;

  if (leave && mst_entrance_is_shut (&self->entrance)) {
    self->entrance.running = false;
    if (self->bands != self->wanted_bands)
      take_bands (self);
    leave = neutral = is_neutral (self);
  }
  if (!self->entrance.running && !neutral)
    start_filtering (self);
  mst_entrance_advance (&self->entrance, !leave, self->share);
}

static void
multiband_advance (Multiband *self)
{
  advance_gain (self);
  for (int b = 0; b < self->bands; b++)
    mst_multiband_band_advance (&self->band[b], self->share,
        self->format.channels);
  mst_ramp_advance (&self->gains.mix, &self->mix, self->share, EPSILON);
  advance_wet (self);
}

/* Whether nothing glides, nor is due to: then a span may pass lines. */
static bool
is_settled (const Multiband *self)
{
  bool settled = self->bands == self->wanted_bands &&
      self->entrance.running != is_neutral (self) &&
      mst_entrance_is_settled (&self->entrance) &&
      mst_smooth_settled (&self->mix) &&
      mst_ramp_is (&self->gains.mix, self->mix.value) &&
      mst_smooth_settled (&self->gain) && self->gain_ramp.step == 0.0;

  for (int b = 0; b < self->bands && settled; b++)
    settled = mst_multiband_band_is_settled (&self->band[b]);
  return settled;
}

/* --- frames */

static void
run_bands (Multiband *self, float *const planes[], int n, int at)
{
  int all = self->bands * self->format.channels;

  mst_crossover_run (self->crossover, planes, self->out, n, at);
  mst_multiband_gains_find (&self->gains, self->band, self->bands, self->out, n,
      at);
  if (self->lookahead > 0) {
    for (int i = all; i < MAX_BANDS * self->format.channels; i++)
      memset (self->planes[i], 0, n * sizeof (float));
    mst_delay_process (self->band_delay, (const float *const *) self->planes,
        self->planes, n);
  }
  mst_multiband_gains_sum (&self->gains, self->bands, self->out, planes, n);
}

static void
apply_gain (Multiband *self, float *const planes[], int n, int at)
{
  mst_ramp_multiply (&self->gain_ramp, planes, self->format.channels, n, at);
}

static void
process_span (Multiband *self, float *const planes[], int n, int at)
{
  bool running = self->entrance.running;
  bool fading = running && !mst_entrance_is_open (&self->entrance);
  float *const *dry = running ? self->dry : planes;

  if (fading || self->latency > 0)
    mst_delay_process (self->delay, (const float *const *) planes, dry, n);
  if (running)
    run_bands (self, planes, n, at);
  for (int c = 0; fading && c < self->format.channels; c++)
    mst_entrance_mix (&self->entrance, planes[c], dry[c], n, at);
  apply_gain (self, planes, n, at);
}

/* How many of the next `left` frames are alike. */
static int
next_span (Multiband *self, int left)
{
  int span = MST_GRID - self->position;

  if (is_settled (self))
    span = SPAN;
  else if (self->position == 0)
    multiband_advance (self);
  return span < left ? span : left;
}

static void
multiband_process (void *object, float *const planes[], int n)
{
  Multiband *self = object;
  float *from[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    for (int c = 0; c < self->format.channels; c++)
      from[c] = planes[c] + i;
    process_span (self, from, span, self->position);
    self->position = (self->position + span) % MST_GRID;
  }
}

static int
multiband_idle (const void *object)
{
  const Multiband *self = object;

  return !self->entrance.running && is_settled (self) &&
      mst_ramp_is (&self->gain_ramp, 1.0);
}

static void
multiband_skip (void *object, uint64_t frames)
{
  Multiband *self = object;

  self->position = (int) ((self->position + frames) % MST_GRID);
}

/* Positive where the gain is lowered. */
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
    out[b] = self->entrance.running && b < self->bands &&
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
  .read = multiband_read,
  .free = multiband_free,
};
