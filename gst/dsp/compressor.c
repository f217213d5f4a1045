/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "compressor.h"

#include <stdlib.h>
#include <string.h>

#include "common/ballistics.h"
#include "common/fastmath.h"
#include "common/grid.h"
#include "common/kernels.h"
#include "common/smooth.h"

static const MstParam params[] = {
  [MST_COMPRESSOR_THRESHOLD] = { "threshold", "dB", -80, 0, -20,
      MST_KIND_DOUBLE, .blurb = "Peak level from which gain is reduced" },
  [MST_COMPRESSOR_RATIO] = { "ratio", "", 1, 100, 1, MST_KIND_DOUBLE,
      .blurb = "Input over output change above the threshold; 1 is neutral" },
  [MST_COMPRESSOR_KNEE] = { "knee", "dB", 0, 36, 6, MST_KIND_DOUBLE,
      .blurb = "Width of the bend around the threshold" },
  [MST_COMPRESSOR_ATTACK] = { "attack", "ms", 0, 500, 20, MST_KIND_DOUBLE,
      .blurb = "Time to cover 63 % of a rising reduction" },
  [MST_COMPRESSOR_RELEASE] = { "release", "ms", 0, 5000, 200, MST_KIND_DOUBLE,
      .blurb = "Time to give back 63 % of a reduction" },
  [MST_COMPRESSOR_MAKEUP] = { "makeup", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the compressed signal" },
  [MST_COMPRESSOR_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the compressed signal; less is parallel compression" },
  [MST_COMPRESSOR_LINK] = { "link", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How far channels share one detector: 0 each its own, 1 the "
               "loudest counts for all" },
};

static const MstParam readouts[] = {
  [MST_COMPRESSOR_GAIN_REDUCTION] = { "gain-reduction", "dB", 0, 1000, 0,
      MST_KIND_DOUBLE, .blurb = "Greatest reduction in the last 64 frames" },
};

/* Smoothed on the grid, each with how near its target it snaps. */
enum { THRESHOLD, SLOPE, KNEE, LINK, MAKEUP, MIX, N_SMOOTH };

typedef struct {
  MstFormat format;
  double share;
  MstGrid grid;
  MstSmooth smooth[N_SMOOTH]; /* slope stands for the ratio: 1 - 1 / ratio */
  MstTimes times;
  MstCurve curve;
  float makeup, makeup_step; /* dB at the last frame, dB a frame */
  float mix, mix_step;
  float deepest; /* dB, so far in this grid block */
  float reading; /* dB, of the grid block before */
  MstBallistics ballistics[MST_MAX_CHANNELS];
} Compressor;

static const double epsilons[N_SMOOTH] = { 1e-4, 1e-6, 1e-4, 1e-6, 1e-4, 1e-6 };

static void
compressor_set (void *object, const double *v)
{
  Compressor *self = object;

  self->smooth[THRESHOLD].target = v[MST_COMPRESSOR_THRESHOLD];
  self->smooth[SLOPE].target = 1.0 - 1.0 / v[MST_COMPRESSOR_RATIO];
  self->smooth[KNEE].target = v[MST_COMPRESSOR_KNEE];
  self->smooth[LINK].target = v[MST_COMPRESSOR_LINK];
  self->smooth[MAKEUP].target = v[MST_COMPRESSOR_MAKEUP];
  self->smooth[MIX].target = v[MST_COMPRESSOR_MIX];
  mst_times_design (&self->times, self->format.rate, v[MST_COMPRESSOR_ATTACK],
      v[MST_COMPRESSOR_RELEASE]);
}

static void
design_curve (Compressor *self)
{
  mst_curve_design (&self->curve, self->smooth[THRESHOLD].value,
      1.0 / (1.0 - self->smooth[SLOPE].value), self->smooth[KNEE].value);
}

static void
compressor_reset (void *object)
{
  Compressor *self = object;

  self->grid = (MstGrid){ 0 };
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  design_curve (self);
  self->makeup = (float) self->smooth[MAKEUP].value;
  self->mix = (float) self->smooth[MIX].value;
  self->makeup_step = self->mix_step = 0.0f;
  self->deepest = self->reading = 0.0f;
  memset (self->ballistics, 0, sizeof (self->ballistics));
}

static void *
compressor_new (const MstFormat *format, const double *values)
{
  Compressor *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  compressor_set (self, values);
  compressor_reset (self);
  return self;
}

static int
compressor_latency (const void *object)
{
  return 0;
}

/* On a grid line: the ramps of the next block start where the last ended. */
static void
compressor_advance (Compressor *self)
{
  self->makeup = (float) self->smooth[MAKEUP].value;
  self->mix = (float) self->smooth[MIX].value;
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_advance (&self->smooth[i], self->share, epsilons[i]);
  design_curve (self);
  self->makeup_step =
      ((float) self->smooth[MAKEUP].value - self->makeup) / MST_GRID;
  self->mix_step = ((float) self->smooth[MIX].value - self->mix) / MST_GRID;
  self->reading = self->deepest;
  self->deepest = 0.0f;
}

static void
find_deepest (Compressor *self, const float *reduction, int n)
{
  for (int i = 0; i < n; i++)
    if (reduction[i] > self->deepest)
      self->deepest = reduction[i];
}

/* level [dB] -> linear gain, in place */
static void
level_to_gain (Compressor *self, MstBallistics *ballistics, float *x, int n)
{
  float makeup = self->makeup, mix = self->mix;

  mst_curve_run (&self->curve, x, n);
  mst_ballistics_run (ballistics, &self->times, x, n);
  find_deepest (self, x, n);
  for (int i = 0; i < n; i++) {
    makeup += self->makeup_step;
    x[i] = (makeup - x[i]) * MST_OCTAVES_PER_DB;
  }
  mst_exp2 (x, n);
  for (int i = 0; i < n; i++) {
    mix += self->mix_step;
    x[i] = 1.0f + mix * (x[i] - 1.0f);
  }
}

static void
run_span (Compressor *self, float *const planes[], int offset, int n)
{
  int channels = self->format.channels;
  float link = (float) self->smooth[LINK].value;
  float loudest[MST_GRID] = { 0 };
  float gain[MST_GRID];

  for (int c = 0; c < channels; c++)
    mst_orc_maxabs_f32 (loudest, planes[c] + offset, n);
  mst_magnitude_to_db (loudest, n);
  if (link == 1.0f) {
    memcpy (gain, loudest, sizeof (gain));
    level_to_gain (self, &self->ballistics[0], gain, n);
  }
  for (int c = 0; c < channels; c++) {
    if (link != 1.0f) {
      mst_orc_abs_f32 (gain, planes[c] + offset, n);
      mst_magnitude_to_db (gain, n);
      mst_orc_mix_f32 (gain, loudest, link, n);
      level_to_gain (self, &self->ballistics[c], gain, n);
    }
    mst_orc_mul_f32 (planes[c] + offset, gain, n);
  }
  if (link == 1.0f) /* should the link loosen, all start from here */
    for (int c = 1; c < channels; c++)
      self->ballistics[c] = self->ballistics[0];
  for (int i = 0; i < n; i++) {
    self->makeup += self->makeup_step;
    self->mix += self->mix_step;
  }
}

static void
compressor_process (void *object, float *const planes[], int n)
{
  Compressor *self = object;

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    if (mst_grid_at_start (&self->grid))
      compressor_advance (self);
    span = mst_grid_advance (&self->grid, n - i);
    run_span (self, planes, i, span);
  }
}

static void
compressor_read (const void *object, double *out)
{
  const Compressor *self = object;

  out[MST_COMPRESSOR_GAIN_REDUCTION] = self->reading;
}

const MstStage mst_stage_compressor = {
  .name = "compressor",
  .title = "Mastering compressor",
  .klass = "Filter/Effect/Audio",
  .blurb = "Evens out the dynamics with a soft knee, attack and release",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .new = compressor_new,
  .set = compressor_set,
  .latency = compressor_latency,
  .process = compressor_process,
  .reset = compressor_reset,
  .read = compressor_read,
  .free = free,
};
