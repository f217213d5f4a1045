/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "levels.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/finite.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/fir/magnitude.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/span.h"
#include "loudnessgate.h"

#define FULL_SCALE 1.0f

bool
mst_levels_init (MstLevels *self, const MstFormat *format)
{
  self->channels = format->channels;
  self->rate = format->rate;
  self->max_block = format->max_block;
  self->loudness = mst_loudness_new_for (format);
  self->true_peak = mst_true_peak_new (format->rate, format->channels);
  self->true_peak_4x = mst_true_peak_4x_new (format->rate, format->channels);
  self->scratch = mst_object_new (
      (size_t) format->channels * format->max_block * sizeof (float));
  self->min_psr = INFINITY;
  return mst_downmix_init (&self->downmix, format) && self->loudness &&
      self->true_peak && self->true_peak_4x && self->scratch;
}

void
mst_levels_clear (MstLevels *self)
{
  mst_loudness_free (self->loudness);
  mst_true_peak_free (self->true_peak);
  mst_true_peak_4x_free (self->true_peak_4x);
  mst_downmix_clear (&self->downmix);
  free (self->scratch);
}

void
mst_levels_reset (MstLevels *self)
{
  size_t from = offsetof (MstLevels, frames);

  mst_loudness_reset (self->loudness);
  mst_true_peak_reset (self->true_peak);
  mst_true_peak_4x_reset (self->true_peak_4x);
  mst_downmix_reset (&self->downmix);
  memset ((char *) self + from, 0, sizeof (*self) - from);
  self->min_psr = INFINITY;
}

/* Returns `x`, or a copy that is valid throughout, and notes its peak. */
static const float *
inspect (MstLevels *self, int c, const float *x, int n)
{
  int32_t bits = mst_greatest_bits (x, n);
  float peak;

  if (bits > MST_GREATEST_BITS) {
    float *copy = self->scratch + (size_t) c * self->max_block;

    for (int i = 0; i < n; i++)
      self->invalid += mst_greatest_bits (x + i, 1) > MST_GREATEST_BITS;
    memcpy (copy, x, (size_t) n * sizeof (float));
    mst_sanitize (&copy, 1, n);
    bits = mst_greatest_bits (copy, n);
    x = copy;
  }
  memcpy (&peak, &bits, sizeof (peak));
  self->tick_sample = fmaxf (self->tick_sample, peak);
  return x;
}

/* A peak below this changes nothing: neither the greatest so far nor, as long
 * as the tick has not gone over, whether it does. */
static float
sought (const MstLevels *self)
{
  float least = fmaxf (self->sample_greatest, self->tick_sample);
  float floor = fmaxf (fmaxf (self->true_greatest, self->tick_true), least);

  return self->tick_true > FULL_SCALE ? floor : fminf (FULL_SCALE, floor);
}

static void
find_true_peak (MstLevels *self, const float *const planes[], int n)
{
  float floor_4x = fmaxf (self->true_4x_greatest,
      fmaxf (self->sample_greatest, self->tick_sample));

  for (int c = 0; c < self->channels; c++) {
    float peak =
        mst_true_peak_max (self->true_peak, c, planes[c], n, sought (self));

    self->tick_true = fmaxf (self->tick_true, peak);
    floor_4x =
        mst_true_peak_4x_max (self->true_peak_4x, c, planes[c], n, floor_4x);
  }
  self->true_4x_greatest = floor_4x;
}

static void
end_block (MstLevels *self)
{
  double shortterm = mst_loudness_shortterm (self->loudness);
  float peak = 0.0f;

  self->ticks = 0;
  self->blocks++;
  for (int i = 0; i < MST_LEVELS_PSR_BLOCKS; i++)
    peak = fmaxf (peak, self->block_peak[i]);
  self->psr = 0.0;
  if (shortterm > MST_GATE_LUFS) { /* below, there is no PSR */
    self->psr = mst_to_db (peak) - shortterm;
    self->min_psr = fmin (self->min_psr, self->psr);
  }
  self->block_peak[self->blocks % MST_LEVELS_PSR_BLOCKS] = 0.0f;
}

static void
end_tick (MstLevels *self)
{
  float *block = &self->block_peak[self->blocks % MST_LEVELS_PSR_BLOCKS];
  bool over = self->tick_true > FULL_SCALE;

  self->true_greatest = fmaxf (self->true_greatest, self->tick_true);
  self->sample_greatest = fmaxf (self->sample_greatest, self->tick_sample);
  if (over && !self->over) {
    if (self->overs < MST_LEVELS_OVERS)
      self->over_time[self->overs] = (double) self->tick_start / self->rate;
    self->overs++;
  }
  self->over = over;
  *block = fmaxf (*block, self->tick_sample);
  self->tick_true = self->tick_sample = 0.0f;
  self->tick_start = self->frames;
  if (++self->ticks == MST_LOUDNESS_TICKS / 10)
    end_block (self);
}

int
mst_levels_left (const MstLevels *self)
{
  return mst_loudness_left (self->loudness);
}

void
mst_levels_step (MstLevels *self, float *const planes[], int n,
    const float *clean[])
{
  bool ticks = n == mst_levels_left (self);

  for (int c = 0; c < self->channels; c++)
    clean[c] = inspect (self, c, planes[c], n);
  find_true_peak (self, clean, n);
  mst_loudness_process (self->loudness, clean, n);
  mst_downmix_step (&self->downmix, clean, n);
  self->frames += (uint64_t) n;
  if (ticks)
    end_tick (self);
}

bool
mst_levels_process (MstLevels *self, float *const planes[], int n)
{
  const float *clean[MST_MAX_CHANNELS];
  uint64_t invalid = self->invalid;
  MstGrid grid = { self->frames };
  MstSpan span;

  mst_span_start (&span, &grid, planes, self->channels, n, n);
  while (mst_span_next (&span)) {
    mst_span_limit (&span, mst_levels_left (self));
    mst_levels_step (self, span.planes, span.n, clean);
  }
  return self->invalid == invalid;
}

void
mst_levels_finish (MstLevels *self)
{
  const float *silence[MST_MAX_CHANNELS];
  int n = mst_true_peak_delay (self->true_peak) +
      mst_true_peak_4x_delay (self->true_peak_4x);

  memset (self->scratch, 0, (size_t) self->max_block * sizeof (float));
  for (int c = 0; c < self->channels; c++)
    silence[c] = self->scratch;
  for (int span; n > 0; n -= span) {
    span = n < self->max_block ? n : self->max_block;
    find_true_peak (self, silence, span);
  }
  mst_downmix_finish (&self->downmix);
}

/* The tick that has not ended yet began an over. */
static bool
going_over (const MstLevels *self)
{
  return self->tick_true > FULL_SCALE && !self->over;
}

MstLevelsPeaks
mst_levels_peaks (const MstLevels *self, double integrated)
{
  float sample = fmaxf (self->sample_greatest, self->tick_sample);
  float peak = fmaxf (self->true_greatest, self->tick_true);
  MstLevelsPeaks out = {
    .true_peak = mst_to_db (fmaxf (peak, sample)),
    .true_peak_4x = mst_to_db (fmaxf (self->true_4x_greatest, sample)),
    .sample_peak = mst_to_db (sample),
    .psr = self->psr,
    .min_psr = isfinite (self->min_psr) ? self->min_psr : 0.0,
    .overs = (double) (self->overs + going_over (self)),
  };

  out.plr = isfinite (integrated) ? out.true_peak - integrated : 0.0;
  return out;
}

double
mst_levels_over_time (const MstLevels *self, int i)
{
  if ((uint64_t) i < self->overs)
    return self->over_time[i];
  if ((uint64_t) i == self->overs && going_over (self))
    return (double) self->tick_start / self->rate;
  return -1.0;
}
