/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "eq.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/cascade.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/smooth.h"
#include "auto.h"
#include "band.h"
#include "linear.h"
#include "table.h"

#define MAX_PAIRS (MST_MAX_CHANNELS / 2)
#define SPAN 512 /* frames at once, where nothing moves */
#define MAX_RESTING (MST_EQ_MAX_BANDS * MST_MAX_SECTIONS)

static const MstChoice types[] = {
  [MST_SHAPE_BELL] = { "bell", "Boost or cut around the frequency" },
  [MST_SHAPE_LOW_SHELF] = { "low-shelf", "Boost or cut below the frequency" },
  [MST_SHAPE_HIGH_SHELF] = { "high-shelf", "Boost or cut above the frequency" },
  [MST_SHAPE_LOW_CUT] = { "low-cut", "Remove what is below, by the slope" },
  [MST_SHAPE_HIGH_CUT] = { "high-cut", "Remove what is above, by the slope" },
  [MST_SHAPE_NOTCH] = { "notch", "Remove the frequency itself" },
  [MST_SHAPE_BAND_PASS] = { "band-pass", "Keep the frequency alone" },
  [MST_SHAPE_ALL_PASS] = { "all-pass", "Turn the phase, keep the level" },
  [MST_SHAPE_TILT] = { "tilt",
      "Lift one side, lower the other: the gain is "
      "what lies between top and bottom" },
  [MST_SHAPE_BASS] = { "baxandall-bass", "Boost or cut gently below" },
  [MST_SHAPE_TREBLE] = { "baxandall-treble", "Boost or cut gently above" },
};

static const MstChoice channels[] = {
  [MST_EQ_STEREO] = { "stereo", "All channels" },
  [MST_EQ_LEFT] = { "left", "The first of the first two channels" },
  [MST_EQ_RIGHT] = { "right", "The second" },
  [MST_EQ_MID] = { "mid", "What the first two channels have in common" },
  [MST_EQ_SIDE] = { "side", "What sets them apart" },
};

static const MstChoice directions[] = {
  [MST_EQ_ABOVE] = { "above", "Change the gain where it is loud" },
  [MST_EQ_BELOW] = { "below", "Change the gain where it is quiet" },
};

static const MstChoice phases[] = {
  [MST_EQ_MINIMUM_PHASE] = { "minimum",
      "No latency, the phase of an "
      "analogue equaliser" },
  [MST_EQ_LINEAR_PHASE] = { "linear", "All frequencies equally late" },
};

static const MstParam params[] = {
  [MST_EQ_BANDS] = { "bands", "", 0, MST_EQ_MAX_BANDS, 8, MST_KIND_INT,
      .blurb = "How many of the bands are in use, from band0 on" },
  [MST_EQ_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain after all bands" },
  [MST_EQ_AUTO_GAIN] = { "auto-gain", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Keep the loudness (K-weighted) at what it was before the "
               "bands" },
  [MST_EQ_PHASE] = { "phase", "", 0, MST_N_ELEMENTS (phases) - 1,
      MST_EQ_MINIMUM_PHASE, MST_KIND_ENUM, MST_PARAM_AT_START, phases,
      "Phase of the bands that are not dynamic" },
  [MST_EQ_PHASE_BLEND] = { "phase-blend", "", 0, 1, 0, MST_KIND_DOUBLE,
      .blurb = "Of phase=linear: 0 is linear, 1 bends the phase as minimum "
               "phase does, at the same latency" },
};

static const MstParam band_params[] = {
  [MST_EQ_BAND_TYPE] = { "type", "", 0, MST_N_ELEMENTS (types) - 1,
      MST_SHAPE_BELL, MST_KIND_ENUM, .choices = types,
      .blurb = "Shape of the band" },
  [MST_EQ_BAND_FREQUENCY] = { "frequency", "Hz", 10, 40000, 1000,
      MST_KIND_DOUBLE, .blurb = "Centre or corner frequency" },
  [MST_EQ_BAND_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Boost or cut of bells, shelves and tilt" },
  [MST_EQ_BAND_Q] = { "q", "", 0.1, 40, M_SQRT1_2, MST_KIND_DOUBLE,
      .blurb = "Quality: frequency over bandwidth; 0.707 is Butterworth" },
  [MST_EQ_BAND_SLOPE] = { "slope", "dB/octave", 6, 96, 12, MST_KIND_INT,
      .blurb = "Of the cuts, in steps of 6" },
  [MST_EQ_BAND_CHANNEL] = { "channel", "", 0, MST_N_ELEMENTS (channels) - 1,
      MST_EQ_STEREO, MST_KIND_ENUM, .choices = channels,
      .blurb = "What of the first two channels the band works on" },
  [MST_EQ_BAND_ENABLED] = { "enabled", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Whether the band does anything" },
  [MST_EQ_BAND_SOLO] = { "solo", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "While any band is soloed, only such bands do anything" },
  [MST_EQ_BAND_DYNAMIC] = { "dynamic", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Whether the gain follows the signal" },
  [MST_EQ_BAND_THRESHOLD] = { "threshold", "dB", -80, 0, -30, MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: peak level from which the gain changes" },
  [MST_EQ_BAND_RATIO] = { "ratio", "", 1, 100, 4, MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: of R dB past the threshold, R - R/ratio go "
               "into the gain" },
  [MST_EQ_BAND_ATTACK] = { "attack", "ms", 0, 500, 5, MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: time to answer a rising level by 63 %" },
  [MST_EQ_BAND_RELEASE] = { "release", "ms", 0, 5000, 100, MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: time to answer a falling level" },
  [MST_EQ_BAND_RANGE] = { "range", "dB", -24, 24, -6, MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: the most that is added to its gain; "
               "negative cuts, positive boosts" },
  [MST_EQ_BAND_DIRECTION] = { "direction", "", 0,
      MST_N_ELEMENTS (directions) - 1, MST_EQ_ABOVE, MST_KIND_ENUM,
      .choices = directions,
      .blurb = "Of a dynamic band: the side of the threshold it works on" },
  [MST_EQ_BAND_SIDECHAIN] = { "sidechain-frequency", "Hz", 0, 40000, 0,
      MST_KIND_DOUBLE,
      .blurb = "Of a dynamic band: where it listens; 0 is where it works" },
};

typedef struct {
  MstFormat format;
  MstEqPace pace;
  int position; /* frames since the last line of the grid */
  int at;       /* of this span, since the last line of dynamic bands */
  bool any_dynamic;
  MstSmooth gain;    /* dB */
  double scale;      /* linear gain at the last frame */
  double scale_step; /* per frame in this grid block */
  double wanted_gain;
  bool auto_gain;
  MstLoudMatch *loudness;
  MstEqLinear *linear; /* NULL: minimum phase */
  MstEqBand bands[MST_EQ_MAX_BANDS];

  MstPair *x[MAX_PAIRS]; /* SPAN frames each */
  void *memory;          /* what x and the bands' states point into */
} Eq;

static void
eq_set (void *object, const double *values)
{
  Eq *self = object;

  self->wanted_gain = values[MST_EQ_GAIN];
  self->auto_gain = values[MST_EQ_AUTO_GAIN] != 0.0;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const double *v = values + MST_EQ_BAND (i, 0);
    MstEqBand *band = &self->bands[i];

    mst_eq_band_set (band, v, self->format.rate);
    band->in_use = mst_eq_is_in_use (values, i) &&
        (!self->linear || mst_eq_is_dynamic (v)) &&
        mst_eq_has_channel (v, self->format.channels);
  }
  if (self->linear)
    mst_eq_linear_set (self->linear, values);
  if (self->auto_gain)
    mst_loudmatch_expect (self->loudness,
        mst_eq_expected_loudness (values, &self->format));
}

static void
find_gain (Eq *self)
{
  self->gain.target = self->wanted_gain +
      (self->auto_gain ? mst_loudmatch_gain (self->loudness) : 0.0);
}

static void
eq_reset (void *object)
{
  Eq *self = object;

  self->position = 0;
  mst_loudmatch_reset (self->loudness);
  find_gain (self);
  mst_smooth_snap (&self->gain, self->gain.target);
  self->scale = mst_from_db (self->gain.value);
  self->scale_step = 0.0;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    mst_eq_band_settle (&self->bands[i], &self->pace);
  if (self->linear)
    mst_eq_linear_reset (self->linear);
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

/* Pairs hold vectors: malloc's alignment is not enough everywhere. */
static bool
eq_allocate (Eq *self)
{
  size_t states = (size_t) self->pace.pairs * MST_MAX_SECTIONS;
  size_t size = self->pace.pairs * SPAN * sizeof (MstPair) +
      MST_EQ_MAX_BANDS * (states + self->pace.pairs) * sizeof (MstBiquadState);
  MstBiquadState *next;

  if (posix_memalign (&self->memory, 64, size) != 0) {
    self->memory = NULL;
    return false;
  }
  memset (self->memory, 0, size);
  for (int p = 0; p < self->pace.pairs; p++)
    self->x[p] = (MstPair *) self->memory + p * SPAN;
  next =
      (MstBiquadState *) ((MstPair *) self->memory + self->pace.pairs * SPAN);
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    self->bands[i].states = next;
    self->bands[i].detector.key.states = next + states;
    next += states + self->pace.pairs;
  }
  return true;
}

static bool
make_parts (Eq *self, const double *values)
{
  int latency = 0;

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
  Eq *self = NULL;

  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->format = *format;
  self->pace = mst_eq_pace (format);
  if (!eq_allocate (self) || !make_parts (self, values)) {
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

static void
advance_gain (Eq *self)
{
  double before = mst_from_db (self->gain.value);

  find_gain (self);
  self->scale = before;
  self->scale_step = 0.0;
  if (mst_smooth_settled (&self->gain))
    return;
  mst_smooth_advance (&self->gain, self->pace.share, 1e-4);
  self->scale_step = (mst_from_db (self->gain.value) - before) / MST_GRID;
}

/* Every band on a line of the grid; between two, the dynamic ones. */
static void
eq_advance (Eq *self)
{
  bool line = self->position == 0;

  if (line) {
    advance_gain (self);
    self->any_dynamic = false;
  }
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    MstEqBand *band = &self->bands[i];
    if (line || band->form.dynamic)
      mst_eq_band_advance (band, &self->pace);
    self->any_dynamic |= band->form.dynamic && band->moving;
  }
}

/* Whether nothing moves, nor is due to: then a span may pass grid lines. */
static bool
eq_is_settled (const Eq *self)
{
  if (self->auto_gain || self->gain.target != self->wanted_gain ||
      !mst_smooth_settled (&self->gain) || self->scale_step != 0.0)
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

/* How many of the next `left` frames are alike. */
static int
next_span (Eq *self, int left)
{
  int span;

  if (eq_is_settled (self)) {
    span = left < SPAN ? left : SPAN;
  } else {
    int grid;
    if (self->position == 0 ||
        (self->position == MST_EQ_DYNAMIC_GRID && self->any_dynamic))
      eq_advance (self);
    grid = self->any_dynamic ? MST_EQ_DYNAMIC_GRID : MST_GRID;
    span = grid - self->position % grid;
    span = span < left ? span : left;
    if (self->auto_gain && span > mst_loudmatch_left (self->loudness))
      span = mst_loudmatch_left (self->loudness);
  }
  self->at = self->position % MST_EQ_DYNAMIC_GRID;
  self->position = (self->position + span) % MST_GRID;
  return span;
}

/* --- frames */

/* Bands at rest, to be run together. */
typedef struct {
  int bands[MST_EQ_MAX_BANDS];
  int count;
} Resting;

static void
run_resting (Eq *self, Resting *resting, int pair, int n)
{
  const MstBiquad *biquads[MAX_RESTING];
  MstBiquadState *states[MAX_RESTING];
  int sections = 0;

  for (int i = 0; i < resting->count; i++) {
    MstEqBand *band = &self->bands[resting->bands[i]];
    if (pair > 0 && !mst_eq_on_all_pairs (band->form.channel))
      continue;
    for (int s = 0; s < band->n_sections; s++) {
      if (band->skipped[s])
        continue;
      biquads[sections] = &band->biquad[s];
      states[sections++] = &band->states[pair * MST_MAX_SECTIONS + s];
    }
  }
  mst_cascade_run (biquads, states, sections, self->x[pair], n);
}

static void
flush_resting (Eq *self, Resting *resting, int n)
{
  for (int p = 0; resting->count > 0 && p < self->pace.pairs; p++)
    run_resting (self, resting, p, n);
  resting->count = 0;
}

/* The bands in their order; those at rest together, as far as they may be. */
static void
run_bands (Eq *self, int n)
{
  Resting resting = { .count = 0 };
  bool mid_side = false;

  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    MstEqBand *band = &self->bands[b];
    MstEqChannel channel = band->form.channel;
    bool wants = channel == MST_EQ_MID || channel == MST_EQ_SIDE;
    if (band->idle)
      continue;
    if (channel != MST_EQ_STEREO && self->format.channels > 1 &&
        wants != mid_side) {
      flush_resting (self, &resting, n);
      (wants ? mst_pairs_to_mid_side : mst_pairs_to_left_right) (self->x[0], n);
      mid_side = wants;
    }
    if (!band->moving) {
      resting.bands[resting.count++] = b;
    } else {
      flush_resting (self, &resting, n);
      mst_eq_band_run (band, self->x, self->pace.pairs, n, self->at);
    }
  }
  flush_resting (self, &resting, n);
  if (mid_side)
    mst_pairs_to_left_right (self->x[0], n);
}

static void
run_span (Eq *self, float *const planes[], int n)
{
  for (int p = 0; p < self->pace.pairs; p++) {
    int right = 2 * p + 1;
    mst_pairs_load (self->x[p], planes[2 * p],
        right < self->format.channels ? planes[right] : NULL, n);
  }
  run_bands (self, n);
  for (int p = 0; p < self->pace.pairs; p++) {
    int right = 2 * p + 1;
    mst_pairs_store (self->x[p], planes[2 * p],
        right < self->format.channels ? planes[right] : NULL, n);
  }
}

static void
apply_gain (Eq *self, float *const planes[], int n)
{
  float ramp[SPAN];

  if (self->scale == 1.0 && self->scale_step == 0.0)
    return;
  for (int i = 0; i < n; i++) {
    self->scale += self->scale_step;
    ramp[i] = (float) self->scale;
  }
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], ramp, n);
}

/* A span in which nothing starts or stops. */
static void
process_span (Eq *self, float *const planes[], int n)
{
  bool idle = bands_are_idle (self);

  if (idle || self->auto_gain || self->linear)
    mst_sanitize (planes, self->format.channels, n);
  if (self->auto_gain)
    mst_loudmatch_before (self->loudness, (const float *const *) planes, n);
  if (self->linear)
    mst_eq_linear_process (self->linear, planes, n);
  if (!idle)
    run_span (self, planes, n);
  if (self->auto_gain)
    mst_loudmatch_after (self->loudness, (const float *const *) planes, n);
  apply_gain (self, planes, n);
}

static void
eq_process (void *object, float *const planes[], int n)
{
  Eq *self = object;
  float *at[MST_MAX_CHANNELS];

  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    for (int c = 0; c < self->format.channels; c++)
      at[c] = planes[c] + i;
    process_span (self, at, span);
  }
}

static int
eq_idle (const void *object)
{
  const Eq *self = object;

  return eq_is_settled (self) && bands_are_idle (self) && self->scale == 1.0 &&
      (!self->linear || mst_eq_linear_is_idle (self->linear));
}

static void
eq_skip (void *object, uint64_t frames)
{
  Eq *self = object;

  self->position = (int) ((self->position + frames) % MST_GRID);
  if (self->linear)
    mst_eq_linear_skip (self->linear, frames);
}

/* --- what others may want to know */

void
mst_eq_response (const double *values, double rate, MstEqChannel channel,
    const double *frequencies, double *decibels, int n)
{
  bool linear = values[MST_EQ_PHASE] == MST_EQ_LINEAR_PHASE;

  for (int i = 0; i < n; i++)
    decibels[i] =
        fabs (frequencies[i]) < 0.5 * rate ? values[MST_EQ_GAIN] : -INFINITY;
  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    const double *v = values + MST_EQ_BAND (b, 0);
    MstEqChannel on = (MstEqChannel) v[MST_EQ_BAND_CHANNEL];
    MstBandShape shape = mst_eq_shape_of (v, rate);
    MstSection sections[MST_MAX_SECTIONS];
    int count;
    if (!mst_eq_is_in_use (values, b) || (on != MST_EQ_STEREO && on != channel))
      continue;
    count = mst_matched_design (sections, &shape, rate);
    for (int i = 0; i < n; i++)
      if (isfinite (decibels[i]))
        decibels[i] += 10.0 *
            log10 (linear && !mst_eq_is_dynamic (v)
                    ? mst_band_power (&shape, frequencies[i])
                    : mst_sections_power (sections, count, rate,
                          frequencies[i]));
  }
}

const MstStage mst_stage_eq = {
  .name = "eq",
  .title = "Mastering equaliser",
  .klass = "Filter/Effect/Audio",
  .blurb = "Shapes the tonal balance with up to 32 bands",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .band_params = band_params,
  .n_band_params = MST_N_ELEMENTS (band_params),
  .max_bands = MST_EQ_MAX_BANDS,
  .new = eq_new,
  .set = eq_set,
  .latency = eq_latency,
  .process = eq_process,
  .idle = eq_idle,
  .skip = eq_skip,
  .reset = eq_reset,
  .free = eq_free,
};
