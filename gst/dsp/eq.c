/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "eq.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/decibel.h"
#include "common/grid.h"
#include "common/kernels.h"
#include "common/smooth.h"
#include "common/svf.h"

#define MAX_PAIRS (MST_MAX_CHANNELS / 2)
#define SPAN 512 /* frames at once, where nothing moves */

static const MstChoice types[] = {
  [MST_SVF_BELL] = { "bell", "Boost or cut around the frequency" },
  [MST_SVF_LOW_SHELF] = { "low-shelf", "Boost or cut below the frequency" },
  [MST_SVF_HIGH_SHELF] = { "high-shelf", "Boost or cut above the frequency" },
  [MST_SVF_LOW_CUT] = { "low-cut", "Remove what is below, 12 dB/octave" },
  [MST_SVF_HIGH_CUT] = { "high-cut", "Remove what is above, 12 dB/octave" },
  [MST_SVF_NOTCH] = { "notch", "Remove the frequency itself" },
};

static const MstParam params[] = {
  [MST_EQ_BANDS] = { "bands", "", 0, MST_EQ_MAX_BANDS, 8, MST_KIND_INT,
      .blurb = "How many of the bands are in use, from band0 on" },
  [MST_EQ_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain after all bands" },
};

static const MstParam band_params[] = {
  [MST_EQ_BAND_TYPE] = { "type", "", 0, MST_N_ELEMENTS (types) - 1,
      MST_SVF_BELL, MST_KIND_ENUM, .choices = types,
      .blurb = "Shape of the band" },
  [MST_EQ_BAND_FREQUENCY] = { "frequency", "Hz", 10, 40000, 1000,
      MST_KIND_DOUBLE, .blurb = "Centre or corner frequency" },
  [MST_EQ_BAND_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Boost or cut of bells and shelves" },
  [MST_EQ_BAND_Q] = { "q", "", 0.1, 40, 0.70710678118654752, MST_KIND_DOUBLE,
      .blurb = "Quality: frequency over bandwidth; 0.707 is Butterworth" },
  [MST_EQ_BAND_ENABLED] = { "enabled", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Whether the band does anything" },
};

typedef struct {
  MstSvfType type;     /* in force */
  MstSvfType wanted;   /* the type moves there while the amount is 0 */
  MstSmooth frequency; /* ln Hz */
  MstSmooth gain;      /* dB */
  MstSmooth q;         /* ln */
  MstSmooth amount;    /* 0 .. 1: dry to filtered */
  bool in_use;         /* enabled, and one of the first `bands` */
  bool idle;           /* does nothing now: skipped */
  bool moving;         /* the coefficients ramp during this grid block */
  MstSvf svf;
  MstSvf step; /* per frame, while moving */
  MstSvfState state[MAX_PAIRS];
} Band;

typedef struct {
  MstFormat format;
  int pairs;
  double share; /* of a smoothing step */
  MstGrid grid;
  MstSmooth gain;    /* dB */
  double scale;      /* linear gain at the last frame */
  double scale_step; /* per frame in this grid block */
  Band bands[MST_EQ_MAX_BANDS];
} Eq;

static bool
has_gain (MstSvfType type)
{
  return type <= MST_SVF_HIGH_SHELF;
}

static void
band_design (const Band *band, double rate, MstSvf *svf)
{
  mst_svf_design (svf, band->type, rate, exp (band->frequency.value),
      band->gain.value, exp (band->q.value));
  mst_svf_blend (svf, band->amount.value);
}

/* True when the band, as set and settled, is the identity. */
static bool
band_is_neutral (const Band *band)
{
  if (band->amount.value == 0.0 && band->amount.target == 0.0)
    return !band->in_use || band->type == band->wanted;
  return has_gain (band->type) && band->type == band->wanted &&
      band->gain.value == 0.0 && band->gain.target == 0.0;
}

/* Fades the amount out where the band goes out of use or must change its type,
 * and in again. */
static void
band_aim (Band *band)
{
  if (band->amount.value == 0.0)
    band->type = band->wanted;
  band->amount.target = band->in_use && band->type == band->wanted;
}

static void
band_settle (Band *band, double rate)
{
  band->type = band->wanted;
  mst_smooth_snap (&band->frequency, band->frequency.target);
  mst_smooth_snap (&band->gain, band->gain.target);
  mst_smooth_snap (&band->q, band->q.target);
  mst_smooth_snap (&band->amount, band->in_use);
  memset (band->state, 0, sizeof (band->state));
  band->idle = band_is_neutral (band);
  band->moving = false;
  band_design (band, rate, &band->svf);
}

static bool
band_settled (const Band *band)
{
  return mst_smooth_settled (&band->frequency) &&
      mst_smooth_settled (&band->gain) && mst_smooth_settled (&band->q) &&
      mst_smooth_settled (&band->amount);
}

/* On a grid line: where do the coefficients go during the next block? */
static void
band_advance (Band *band, double rate, double share)
{
  MstSvf to;

  band_aim (band);
  band->moving = !band_settled (band);
  if (!band->moving && band->idle)
    return;
  if (!band->moving) {
    band_design (band, rate, &band->svf);
    band->idle = band_is_neutral (band);
    if (band->idle)
      memset (band->state, 0, sizeof (band->state));
    return;
  }
  band->idle = false;
  mst_smooth_advance (&band->frequency, share, 1e-5);
  mst_smooth_advance (&band->gain, share, 1e-4);
  mst_smooth_advance (&band->q, share, 1e-5);
  mst_smooth_advance (&band->amount, share, 1e-5);
  band_design (band, rate, &to);
  mst_svf_step (&band->step, &band->svf, &to, MST_GRID);
}

static void
eq_set (void *object, const double *values)
{
  Eq *self = object;
  int in_use = (int) values[MST_EQ_BANDS];

  self->gain.target = values[MST_EQ_GAIN];
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const double *v = values + MST_EQ_BAND (i, 0);
    Band *band = &self->bands[i];

    band->wanted = (MstSvfType) v[MST_EQ_BAND_TYPE];
    band->frequency.target = log (v[MST_EQ_BAND_FREQUENCY]);
    band->gain.target = v[MST_EQ_BAND_GAIN];
    band->q.target = log (v[MST_EQ_BAND_Q]);
    band->in_use = i < in_use && v[MST_EQ_BAND_ENABLED] != 0.0;
  }
}

static void
eq_reset (void *object)
{
  Eq *self = object;

  self->grid = (MstGrid){ 0 };
  mst_smooth_snap (&self->gain, self->gain.target);
  self->scale = mst_from_db (self->gain.value);
  self->scale_step = 0.0;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    band_settle (&self->bands[i], self->format.rate);
}

static void *
eq_new (const MstFormat *format, const double *values)
{
  Eq *self = NULL;

  /* The pairs hold vectors: malloc's alignment is not enough everywhere. */
  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->format = *format;
  self->pairs = (format->channels + 1) / 2;
  self->share = mst_smooth_share (format->rate);
  eq_set (self, values);
  eq_reset (self);
  return self;
}

static int
eq_latency (const void *object)
{
  return 0;
}

/* On a grid line. */
static void
eq_advance (Eq *self)
{
  double before = mst_from_db (self->gain.value);

  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    band_advance (&self->bands[i], self->format.rate, self->share);
  self->scale = before;
  self->scale_step = 0.0;
  if (!mst_smooth_settled (&self->gain)) {
    mst_smooth_advance (&self->gain, self->share, 1e-4);
    self->scale_step = (mst_from_db (self->gain.value) - before) / MST_GRID;
  }
}

static bool
eq_is_idle (const Eq *self)
{
  if (self->scale != 1.0 || self->scale_step != 0.0)
    return false;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    if (!self->bands[i].idle)
      return false;
  return true;
}

/* Whether nothing moves, nor is due to: then a span may pass grid lines. */
static bool
eq_is_settled (const Eq *self)
{
  if (!mst_smooth_settled (&self->gain) || self->scale_step != 0.0)
    return false;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const Band *band = &self->bands[i];
    if (band->moving || !band_settled (band) || band->type != band->wanted ||
        band->amount.value != (double) band->in_use ||
        band->idle != band_is_neutral (band))
      return false;
  }
  return true;
}

/* Bands at rest run together; one that moves, by itself. */
static void
run_bands (Eq *self, int pair, MstPair *x, int n, MstSvf *ends)
{
  const MstSvf *svf[MST_EQ_MAX_BANDS];
  MstSvfState *state[MST_EQ_MAX_BANDS];
  int resting = 0;

  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    Band *band = &self->bands[b];
    if (band->idle)
      continue;
    if (!band->moving) {
      svf[resting] = &band->svf;
      state[resting++] = &band->state[pair];
      continue;
    }
    mst_svf_run_cascade (svf, state, resting, x, n);
    resting = 0;
    ends[b] = band->svf;
    mst_svf_run_moving (&ends[b], &band->step, &band->state[pair], x, n);
  }
  mst_svf_run_cascade (svf, state, resting, x, n);
}

/* A span of at most SPAN frames of two channels, all bands. */
static void
run_pair (Eq *self, int pair, float *left, float *right, int n, MstSvf *ends)
{
  MstPair x[SPAN];
  double scale = self->scale;

  for (int i = 0; i < n; i++)
    x[i] = (MstPair){ left[i], right[i] };
  run_bands (self, pair, x, n, ends);
  for (int i = 0; i < n; i++) {
    scale += self->scale_step;
    x[i] *= scale;
    left[i] = (float) x[i][0];
    right[i] = (float) x[i][1];
  }
}

static void
run_span (Eq *self, float *const planes[], int offset, int n)
{
  MstSvf ends[MST_EQ_MAX_BANDS];
  float nothing[SPAN] = { 0 }; /* the partner of an odd last channel */

  for (int pair = 0; pair < self->pairs; pair++) {
    int right = 2 * pair + 1;
    run_pair (self, pair, planes[2 * pair] + offset,
        right < self->format.channels ? planes[right] + offset : nothing, n,
        ends);
  }
  for (int b = 0; b < MST_EQ_MAX_BANDS; b++)
    if (!self->bands[b].idle && self->bands[b].moving)
      self->bands[b].svf = ends[b];
  for (int i = 0; i < n; i++)
    self->scale += self->scale_step;
}

static int
next_span (Eq *self, int left)
{
  int span;

  if (!eq_is_settled (self)) {
    if (mst_grid_at_start (&self->grid))
      eq_advance (self);
    return mst_grid_advance (&self->grid, left);
  }
  span = left < SPAN ? left : SPAN;
  for (int done = 0; done < span;)
    done += mst_grid_advance (&self->grid, span - done);
  return span;
}

static void
eq_process (void *object, float *const planes[], int n)
{
  Eq *self = object;

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    if (!eq_is_idle (self))
      run_span (self, planes, i, span);
  }
  /* 32 bands of +24 dB can leave even float's range. */
  mst_sanitize (planes, self->format.channels, n);
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
  .reset = eq_reset,
  .free = free,
};
