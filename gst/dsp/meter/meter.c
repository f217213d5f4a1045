/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/layout/layout.h"
#include "dsp/common/measure/correlation.h"
#include "dsp/common/measure/levels.h"
#include "dsp/common/measure/samplefaults.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"

typedef struct {
  int channels;
  MstLayout layout;
  MstGrid grid;
  MstLevels levels;
  MstCorrelation correlation;
  MstWords *words; /* of each channel */
  void *memory;
} Meter;

static void
meter_free (void *object)
{
  Meter *self = object;

  if (!self)
    return;
  mst_levels_clear (&self->levels);
  free (self->memory);
  free (self);
}

static void
meter_reset (void *object)
{
  Meter *self = object;

  self->grid.frame = 0;
  mst_levels_reset (&self->levels);
  mst_correlation_reset (&self->correlation);
  memset (self->words, 0, (size_t) self->channels * sizeof (*self->words));
}

static void
lay_out (void *object, MstArena *arena)
{
  Meter *self = object;

  self->words =
      mst_arena_take (arena, (size_t) self->channels, sizeof (*self->words));
}

static void *
meter_new (const MstFormat *format, const double *values)
{
  Meter *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  mst_layout_find (&self->layout, format);
  self->memory = mst_arena_new (lay_out, self);
  if (!mst_levels_init (&self->levels, format) || !self->memory) {
    meter_free (self);
    return NULL;
  }
  mst_correlation_init (&self->correlation, format->rate);
  return self;
}

static void
meter_set (void *object, const double *values)
{
}

static int
meter_latency (const void *object)
{
  return 0;
}

static void
meter_process (void *object, float *const planes[], int n)
{
  Meter *self = object;
  const float *clean[MST_MAX_CHANNELS];
  const int left = self->layout.order[0];
  const int right = self->layout.order[self->channels > 1];
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, self->channels, n, n);
  while (mst_span_next (&span)) {
    mst_span_limit (&span, mst_levels_left (&self->levels));
    mst_levels_step (&self->levels, span.planes, span.n, clean);
    mst_correlation_push (&self->correlation, clean[left], clean[right],
        span.n);
    if (mst_levels_ticked (&self->levels))
      mst_correlation_end_tick (&self->correlation);
    for (int c = 0; c < self->channels; c++)
      mst_words_push (&self->words[c], clean[c], span.n);
  }
}

/* Loudness counts whole blocks alone, so that it needs no end. */
static void
meter_finish (void *object)
{
  Meter *self = object;

  mst_levels_finish (&self->levels);
  for (int c = 0; c < self->channels; c++)
    mst_words_finish (&self->words[c]);
}

/* --- what has been found so far */

static void
read_loudness (const MstLoudness *loudness, MstLoudnessGated gated, double *out)
{
  out[MST_METER_MOMENTARY] = mst_loudness_momentary (loudness);
  out[MST_METER_SHORTTERM] = mst_loudness_shortterm (loudness);
  out[MST_METER_GLOBAL] = gated.integrated;
  out[MST_METER_RELATIVE_THRESHOLD] = gated.threshold;
  out[MST_METER_RANGE] = gated.range;
  out[MST_METER_MAX_MOMENTARY] = mst_loudness_max_momentary (loudness);
  out[MST_METER_MAX_SHORTTERM] = mst_loudness_max_shortterm (loudness);
}

static void
read_peaks (const MstLevels *levels, double integrated, double *out)
{
  MstLevelsPeaks peaks = mst_levels_peaks (levels, integrated);

  out[MST_METER_TRUE_PEAK] = peaks.true_peak;
  out[MST_METER_TRUE_PEAK_4X] = peaks.true_peak_4x;
  out[MST_METER_SAMPLE_PEAK] = peaks.sample_peak;
  out[MST_METER_PLR] = peaks.plr;
  out[MST_METER_PSR] = peaks.psr;
  out[MST_METER_MIN_PSR] = peaks.min_psr;
  out[MST_METER_OVERS] = peaks.overs;
  for (int i = 0; i < MST_METER_OVER_TIMES; i++)
    out[MST_METER_OVER_TIME + i] = mst_levels_over_time (levels, i);
  out[MST_METER_INVALID_SAMPLES] = (double) levels->invalid;
  out[MST_METER_FRAMES] = (double) levels->frames;
}

static void
read_words (const Meter *self, double *out)
{
  double offset = 0.0, runs = 0.0, length = 0.0;

  for (int c = 0; c < self->channels; c++) {
    const MstWords *words = &self->words[c];

    offset = fmax (offset, fabs (mst_words_sum (words)));
    runs += (double) words->runs;
    length = fmax (length, mst_words_length (words));
  }
  out[MST_METER_DC] =
      mst_to_db (offset / fmax (1.0, (double) self->levels.frames));
  out[MST_METER_CLIPPED_RUNS] = runs;
  out[MST_METER_WORD_LENGTH] = length;
}

static void
meter_read (const void *object, double *out)
{
  const Meter *self = object;
  MstLoudness *loudness = self->levels.loudness;
  MstLoudnessGated gated = mst_loudness_gated (loudness);
  MstDownmixFound downmix = mst_downmix_found (&self->levels.downmix);

  read_loudness (loudness, gated, out);
  read_peaks (&self->levels, gated.integrated, out);
  read_words (self, out);
  out[MST_METER_DOWNMIX_LOUDNESS] = downmix.loudness;
  out[MST_METER_DOWNMIX_TRUE_PEAK] = downmix.true_peak;
  out[MST_METER_CORRELATION] = mst_correlation_whole (&self->correlation);
  out[MST_METER_BALANCE] = mst_correlation_balance (&self->correlation);
  for (int b = 0; b < MST_METER_BANDS; b++)
    out[MST_METER_BAND_CORRELATION + b] =
        mst_correlation_band (&self->correlation, b);
}

_Static_assert(MST_METER_BANDS == MST_CORRELATION_BANDS, "the header tells it");
_Static_assert(MST_METER_OVER_TIMES == MST_LEVELS_OVERS, "the header tells it");

const MstStage mst_stage_meter = {
  .name = "meter",
  .title = "Mastering loudness meter",
  .klass = "Filter/Analyzer/Audio",
  .blurb = "Measures loudness (EBU R 128), true peak and stereo correlation",
  .flags = MST_STAGE_ANALYZER,
  .readouts = mst_meter_readouts,
  .n_readouts = MST_METER_SCALARS,
  .arrays = mst_meter_arrays,
  .n_arrays = MST_METER_ARRAYS,
  .new = meter_new,
  .set = meter_set,
  .latency = meter_latency,
  .process = meter_process,
  .reset = meter_reset,
  .finish = meter_finish,
  .read = meter_read,
  .free = meter_free,
};
