/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A span at a time: the bands; what the curves add to them; their sum. Then, a
 * line of the grid at a time, the gain that keeps the loudness.
 * docs/stages/saturator.md has the equations.
 */
#include "saturator.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/crossover.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/entrance.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/measure/loudmatch.h"
#include "bend.h"
#include "table.h"

#define MAX_BANDS MST_SATURATOR_MAX_BANDS
#define SPAN MST_SATURATOR_SPAN /* lines are in it */
#define EPSILON 1e-6
#define AUTO_EPSILON 1e-4 /* dB */
#define MEAN_HZ 5.0

typedef struct {
  MstFormat format;
  double share;
  int latency;
  int position; /* frames since the last multiple of SPAN */

  int bands; /* in force; what is wanted follows when nothing of it is heard */
  int wanted_bands;
  double frequencies[MAX_BANDS - 1]; /* wanted [Hz] */
  MstSaturatorGlide glide;
  double mean_share;

  MstEntrance entrance; /* of the curves */

  bool auto_gain;
  MstSmooth auto_db, gain_db;
  double last_gain; /* linear */
  MstRamp gain_ramp;
  MstLoudMatch *loudness;

  MstCrossover *crossover;
  MstDelay *delay;     /* of the input */
  MstDelay *sum_delay; /* of the sum of the bands */
  MstSaturatorBend *bend;
  MstPair means[(MST_MAX_CHANNELS + 1) / 2];
  float *planes[MST_MAX_CHANNELS][MAX_BANDS];
  float *dry[MST_MAX_CHANNELS];
  float *sum[MST_MAX_CHANNELS];
  float *memory;
} Saturator;

/* --- values */

static void
saturator_set (void *object, const double *values)
{
  Saturator *self = object;
  double frequencies[MAX_BANDS - 1] = { 0 };
  int bands = (int) values[MST_SATURATOR_BANDS];

  self->wanted_bands = bands < MAX_BANDS ? bands : MAX_BANDS;
  mst_saturator_glide_aim (&self->glide, values);
  self->auto_gain = values[MST_SATURATOR_AUTO_GAIN] != 0.0;
  self->gain_db.target = values[MST_SATURATOR_GAIN];
  for (int b = 0; b < self->wanted_bands - 1; b++)
    frequencies[b] =
        mst_saturator_upper_frequency (values, self->wanted_bands, b);
  if (memcmp (frequencies, self->frequencies, sizeof (frequencies)) == 0)
    return;
  memcpy (self->frequencies, frequencies, sizeof (frequencies));
  if (self->bands == self->wanted_bands && self->bands > 1)
    mst_crossover_set (self->crossover, frequencies, self->bands);
}

/* --- life */

static void
take_bands (Saturator *self)
{
  self->bands = self->wanted_bands;
  if (self->bands > 1)
    mst_crossover_set (self->crossover, self->frequencies, self->bands);
}

static void
forget (Saturator *self)
{
  mst_crossover_reset (self->crossover);
  mst_delay_reset (self->sum_delay);
  mst_saturator_bend_reset (self->bend);
  memset (self->means, 0, sizeof (self->means));
}

static void
saturator_reset (void *object)
{
  Saturator *self = object;

  self->position = 0;
  take_bands (self);
  forget (self);
  mst_saturator_glide_settle (&self->glide);
  mst_delay_reset (self->delay);
  mst_loudmatch_reset (self->loudness);
  mst_smooth_snap (&self->gain_db, self->gain_db.target);
  mst_smooth_snap (&self->auto_db, 0.0);
  self->last_gain = mst_from_db (self->gain_db.value);
  self->gain_ramp = (MstRamp){ self->last_gain, 0.0 };
  mst_entrance_reset (&self->entrance,
      !mst_saturator_glide_is_neutral (&self->glide, self->bands));
}

static void
saturator_free (void *object)
{
  Saturator *self = object;

  if (!self)
    return;
  mst_saturator_bend_free (self->bend);
  mst_loudmatch_free (self->loudness);
  mst_crossover_free (self->crossover);
  mst_delay_free (self->delay);
  mst_delay_free (self->sum_delay);
  free (self->memory);
  free (self);
}

static bool
allocate_planes (Saturator *self)
{
  int channels = self->format.channels;
  float *next = calloc ((size_t) (MAX_BANDS + 2) * channels * SPAN,
      sizeof (*self->memory));

  self->memory = next;
  for (int c = 0; next && c < channels; c++, next += (MAX_BANDS + 2) * SPAN) {
    self->dry[c] = next;
    self->sum[c] = next + SPAN;
    for (int b = 0; b < MAX_BANDS; b++)
      self->planes[c][b] = next + (2 + b) * SPAN;
  }
  return self->memory != NULL;
}

static bool
allocate (Saturator *self)
{
  const MstFormat *format = &self->format;

  self->bend = mst_saturator_bend_new (format->rate, format->channels);
  if (!self->bend || !allocate_planes (self))
    return false;
  self->latency = mst_saturator_bend_delay (self->bend);
  self->crossover = mst_crossover_new (format, false, 0.0);
  self->delay = mst_delay_new (self->latency, format->channels);
  self->sum_delay = mst_delay_new (self->latency, format->channels);
  self->loudness = mst_loudmatch_new (format, 0);
  return self->crossover && self->delay && self->sum_delay && self->loudness;
}

static void *
saturator_new (const MstFormat *format, const double *values)
{
  Saturator *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  if (!allocate (self)) {
    saturator_free (self);
    return NULL;
  }
  mst_saturator_glide_init (&self->glide, format->rate);
  self->mean_share = 1.0 - exp (-2.0 * M_PI * MEAN_HZ / format->rate);
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

/* The filters begin with silence; what they do about that is not heard, nor
 * that the values are at once where they were set. What is off teaches nothing
 * about the loudness. */
static void
start_running (Saturator *self)
{
  mst_entrance_start (&self->entrance, 2 * self->latency, self->format.rate);
  forget (self);
  mst_saturator_glide_settle (&self->glide);
  mst_loudmatch_reset (self->loudness);
}

/* Fades between the stage's work and the input, and changes the number of bands
 * where they are not heard. */
static void
advance_wet (Saturator *self)
{
  bool neutral = mst_saturator_glide_is_neutral (&self->glide, self->bands);
  bool leave = neutral || self->bands != self->wanted_bands;

  if (leave && mst_entrance_is_shut (&self->entrance)) {
    self->entrance.running = false;
    if (self->bands != self->wanted_bands)
      take_bands (self);
    leave = neutral =
        mst_saturator_glide_is_neutral (&self->glide, self->bands);
  }
  if (!self->entrance.running && !neutral)
    start_running (self);
  mst_entrance_advance (&self->entrance, !leave, self->share);
}

static bool
matches_loudness (const Saturator *self)
{
  return self->auto_gain && self->entrance.running;
}

static void
advance_gain (Saturator *self)
{
  double before = self->last_gain;

  self->auto_db.target =
      matches_loudness (self) ? mst_loudmatch_gain (self->loudness) : 0.0;
  self->gain_ramp = (MstRamp){ before, 0.0 };
  if (mst_smooth_settled (&self->gain_db) &&
      mst_smooth_settled (&self->auto_db))
    return;
  mst_smooth_advance (&self->gain_db, self->share, EPSILON);
  mst_smooth_advance (&self->auto_db, self->share, AUTO_EPSILON);
  self->last_gain = mst_from_db (self->gain_db.value + self->auto_db.value);
  self->gain_ramp.step = (self->last_gain - before) / MST_GRID;
}

/* Whether the gain neither glides nor is due to. */
static bool
is_gain_constant (const Saturator *self)
{
  return mst_smooth_settled (&self->gain_db) && !matches_loudness (self) &&
      self->auto_db.target == 0.0 && mst_smooth_settled (&self->auto_db) &&
      self->gain_ramp.step == 0.0;
}

/* Nor anything before it: then a span may pass lines. */
static bool
is_constant (const Saturator *self)
{
  return mst_saturator_glide_is_settled (&self->glide) && !self->glide.moving &&
      self->bands == self->wanted_bands &&
      self->entrance.running !=
      mst_saturator_glide_is_neutral (&self->glide, self->bands) &&
      mst_entrance_is_settled (&self->entrance);
}

/* --- frames */

static void
run_crossover (Saturator *self, float *const planes[], int n, int at)
{
  float *parts[MAX_BANDS][MST_MAX_CHANNELS];
  float *const *out[MAX_BANDS] = { parts[0], parts[1], parts[2] };

  for (int b = 0; b < self->bands; b++)
    for (int c = 0; c < self->format.channels; c++)
      parts[b][c] = self->planes[c][b];
  mst_crossover_run (self->crossover, planes, out, n, at);
}

/* The bands, and their sum as late as the curves are; or the input itself. */
static float *const *
divide (Saturator *self, float *const planes[], int n, int at)
{
  int channels = self->format.channels;

  mst_delay_process (self->delay, (const float *const *) planes, self->dry, n);
  for (int c = 0; self->bands == 1 && c < channels; c++)
    memcpy (self->planes[c][0], planes[c], n * sizeof (float));
  if (self->bands == 1)
    return self->dry;
  run_crossover (self, planes, n, at);
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < n; i++) {
      float sum = self->planes[c][0][i] + self->planes[c][1][i];
      self->sum[c][i] = self->bands > 2 ? sum + self->planes[c][2][i] : sum;
    }
  mst_delay_process (self->sum_delay, (const float *const *) self->sum,
      self->sum, n);
  return self->sum;
}

static void
remove_means (Saturator *self, float *const e[], int n)
{
  float none[SPAN] = { 0 };

  for (int c = 0; c < self->format.channels; c += 2)
    mst_mean_remove (self->mean_share, &self->means[c / 2], e[c],
        c + 1 < self->format.channels ? e[c + 1] : none, n);
}

/* planes = sound + e; or between that and the dry sound. */
static void
put_together (Saturator *self, float *plane, const float *dry,
    const float *sound, const float *e, int n, int at)
{
  for (int i = 0; i < n; i++)
    plane[i] = sound[i] + e[i];
  if (!mst_entrance_is_open (&self->entrance))
    mst_entrance_mix (&self->entrance, plane, dry, n, at);
}

static void
run_stage (Saturator *self, float *const planes[], int n, int at)
{
  float *const *sound = divide (self, planes, n, at);
  float *e[MST_MAX_CHANNELS];

  for (int c = 0; c < self->format.channels; c++) {
    e[c] = self->planes[c][0];
    mst_saturator_bend_run (self->bend, &self->glide, c, self->planes[c],
        self->bands, e[c], n, at);
    mst_saturator_bend_undo (self->bend, &self->glide, c, sound[c], e[c], n,
        at);
  }
  remove_means (self, e, n);
  for (int c = 0; c < self->format.channels; c++)
    put_together (self, planes[c], self->dry[c], sound[c], e[c], n, at);
}

static void
apply_gain (const Saturator *self, float *const planes[], int n, int at)
{
  mst_ramp_multiply (&self->gain_ramp, planes, self->format.channels, n, at);
}

/* The loudness of the two, and the gain, from line to line. */
static void
keep_loudness (Saturator *self, float *const planes[], float *const dry[],
    int n, int at)
{
  const float *before[MST_MAX_CHANNELS], *after[MST_MAX_CHANNELS];
  float *from[MST_MAX_CHANNELS];

  for (int i = 0, piece; i < n; i += piece, at = (at + piece) % MST_GRID) {
    if (at == 0)
      advance_gain (self);
    piece = MST_GRID - at < n - i ? MST_GRID - at : n - i;
    if (matches_loudness (self) && piece > mst_loudmatch_left (self->loudness))
      piece = mst_loudmatch_left (self->loudness);
    for (int c = 0; c < self->format.channels; c++) {
      before[c] = dry[c] + i;
      after[c] = from[c] = planes[c] + i;
    }
    if (matches_loudness (self)) {
      mst_loudmatch_before (self->loudness, before, piece);
      mst_loudmatch_after (self->loudness, after, piece);
    }
    apply_gain (self, from, piece, at);
  }
}

static void
process_span (Saturator *self, float *const planes[], int n, int at)
{
  if (self->entrance.running)
    run_stage (self, planes, n, at);
  else
    mst_delay_process (self->delay, (const float *const *) planes, planes, n);
  if (is_gain_constant (self))
    apply_gain (self, planes, n, at);
  else
    keep_loudness (self, planes, self->entrance.running ? self->dry : planes, n,
        at);
}

/* How many of the next `left` frames are alike. */
static int
next_span (Saturator *self, int left)
{
  int span = SPAN - self->position, to_line = span % MST_GRID;

  if (self->position == 0 && self->entrance.running) {
    mst_saturator_bend_flush (self->bend);
    mst_flush ((double *) self->means, self->format.channels);
  }
  if (!is_constant (self)) {
    if (to_line == 0) {
      mst_saturator_glide_advance (&self->glide);
      advance_wet (self);
    }
    span = to_line ? to_line : MST_GRID;
  }
  return span < left ? span : left;
}

static void
saturator_process (void *object, float *const planes[], int n)
{
  Saturator *self = object;
  float *from[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    for (int c = 0; c < self->format.channels; c++)
      from[c] = planes[c] + i;
    process_span (self, from, span, self->position % MST_GRID);
    self->position = (self->position + span) % SPAN;
  }
}

static int
saturator_idle (const void *object)
{
  const Saturator *self = object;

  return !self->entrance.running && is_constant (self) &&
      is_gain_constant (self) && mst_ramp_is (&self->gain_ramp, 1.0);
}

static void
saturator_skip (void *object, uint64_t frames)
{
  Saturator *self = object;

  self->position = (int) ((self->position + frames) % SPAN);
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
  .free = saturator_free,
};
