/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "analyzer-levels.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/decibel.h"
#include "common/kernels.h"
#include "common/vectors.h"

#define FULL_SCALE 1.0f
#define LARGEST_VALID 0x4b7fffff /* the float below 2^24, as mst_sanitize() */

bool
mst_analyzer_levels_init (MstAnalyzerLevels *self, const MstFormat *format)
{
  self->channels = format->channels;
  self->max_block = format->max_block;
  self->loudness = mst_loudness_new_for (format);
  self->true_peak = mst_true_peak_new (format->rate, format->channels);
  self->true_peak_4x = mst_true_peak_4x_new (format->rate, format->channels);
  self->scratch = calloc ((size_t) format->channels * format->max_block + 1,
      sizeof (float));
  self->psr = INFINITY;
  return self->loudness && self->true_peak && self->true_peak_4x &&
      self->scratch;
}

void
mst_analyzer_levels_clear (MstAnalyzerLevels *self)
{
  mst_loudness_free (self->loudness);
  mst_true_peak_free (self->true_peak);
  mst_true_peak_4x_free (self->true_peak_4x);
  free (self->scratch);
}

void
mst_analyzer_levels_reset (MstAnalyzerLevels *self)
{
  size_t from = offsetof (MstAnalyzerLevels, true_greatest);

  mst_loudness_reset (self->loudness);
  mst_true_peak_reset (self->true_peak);
  mst_true_peak_4x_reset (self->true_peak_4x);
  memset ((char *) self + from, 0, sizeof (*self) - from);
  self->psr = INFINITY;
}

/* The bits of magnitudes order as they do, NaN and Inf last. */
MST_VECTORS static int32_t
greatest_bits (const float *x, int n)
{
  int32_t top = 0;

  for (int i = 0; i < n; i++) {
    int32_t bits;

    memcpy (&bits, x + i, sizeof (bits));
    bits &= 0x7fffffff;
    top = bits > top ? bits : top;
  }
  return top;
}

/* `x`, or a copy that is valid throughout; its peak goes to the tick. */
static const float *
inspect (MstAnalyzerLevels *self, int c, const float *x, int n)
{
  int32_t bits = greatest_bits (x, n);
  float peak;

  if (bits > LARGEST_VALID) {
    float *copy = self->scratch + (size_t) c * self->max_block;

    for (int i = 0; i < n; i++)
      self->invalid += greatest_bits (x + i, 1) > LARGEST_VALID;
    memcpy (copy, x, (size_t) n * sizeof (float));
    mst_sanitize (&copy, 1, n);
    bits = greatest_bits (copy, n);
    x = copy;
  }
  memcpy (&peak, &bits, sizeof (peak));
  self->tick_sample = fmaxf (self->tick_sample, peak);
  return x;
}

/* Only what is greater than what was found, or than full scale, is looked for;
 * so that a tick knows whether it went over, the floor stays there. */
static void
find_true_peak (MstAnalyzerLevels *self, const float *const planes[], int n)
{
  float least = fmaxf (self->sample_greatest, self->tick_sample);
  float floor = fminf (FULL_SCALE, fmaxf (self->true_greatest, least));
  float floor_4x = fmaxf (self->true_4x_greatest, least);

  for (int c = 0; c < self->channels; c++) {
    float peak = mst_true_peak_max (self->true_peak, c, planes[c], n, floor);

    self->tick_true = fmaxf (self->tick_true, peak);
    floor_4x =
        mst_true_peak_4x_max (self->true_peak_4x, c, planes[c], n, floor_4x);
  }
  self->true_4x_greatest = floor_4x;
}

static void
end_block (MstAnalyzerLevels *self)
{
  double shortterm = mst_loudness_shortterm (self->loudness);
  float peak = 0.0f;

  self->ticks = 0;
  self->blocks++;
  for (int i = 0; i < MST_ANALYZER_PSR_BLOCKS; i++)
    peak = fmaxf (peak, self->block_peak[i]);
  if (shortterm > -70.0)
    self->psr = fmin (self->psr, mst_to_db (peak) - shortterm);
  self->block_peak[self->blocks % MST_ANALYZER_PSR_BLOCKS] = 0.0f;
}

static void
end_tick (MstAnalyzerLevels *self)
{
  float *block = &self->block_peak[self->blocks % MST_ANALYZER_PSR_BLOCKS];
  bool over = self->tick_true > FULL_SCALE;

  self->true_greatest = fmaxf (self->true_greatest, self->tick_true);
  self->sample_greatest = fmaxf (self->sample_greatest, self->tick_sample);
  self->overs += over && !self->over;
  self->over = over;
  *block = fmaxf (*block, self->tick_sample);
  self->tick_true = self->tick_sample = 0.0f;
  if (++self->ticks == MST_LOUDNESS_TICKS / 10)
    end_block (self);
}

bool
mst_analyzer_levels_process (MstAnalyzerLevels *self, float *const planes[],
    int n)
{
  const float *clean[MST_MAX_CHANNELS];
  uint64_t invalid = self->invalid;

  for (int i = 0, span; i < n; i += span) {
    int to_tick = mst_loudness_left (self->loudness);

    span = n - i < to_tick ? n - i : to_tick;
    for (int c = 0; c < self->channels; c++)
      clean[c] = inspect (self, c, planes[c] + i, span);
    find_true_peak (self, clean, span);
    mst_loudness_process (self->loudness, clean, span);
    if (span == to_tick)
      end_tick (self);
  }
  return self->invalid == invalid;
}

void
mst_analyzer_levels_finish (MstAnalyzerLevels *self)
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
}

void
mst_analyzer_levels_read (const MstAnalyzerLevels *self, MstAnalysis *out)
{
  MstLoudnessGated gated = mst_loudness_gated (self->loudness);
  float sample = fmaxf (self->sample_greatest, self->tick_sample);
  float peak = fmaxf (self->true_greatest, self->tick_true);

  out->loudness = gated.integrated;
  out->range = gated.range;
  out->max_momentary = mst_loudness_max_momentary (self->loudness);
  out->max_shortterm = mst_loudness_max_shortterm (self->loudness);
  out->true_peak = mst_to_db (fmaxf (peak, sample));
  out->true_peak_4x = mst_to_db (fmaxf (self->true_4x_greatest, sample));
  out->sample_peak = mst_to_db (sample);
  out->plr =
      isfinite (gated.integrated) ? out->true_peak - gated.integrated : 0.0;
  out->psr = isfinite (self->psr) ? self->psr : 0.0;
  out->overs =
      (double) (self->overs + (self->tick_true > FULL_SCALE && !self->over));
  out->invalid_samples = (double) self->invalid;
}
