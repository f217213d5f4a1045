/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "meter.h"

#include "dsp/common/measure/correlation.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/measure/levels.h"
#include "dsp/common/measure/samplefaults.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int channels;
  MstLevels levels;
  MstCorrelation correlation;
  MstWords *words; /* of each channel */
} MstMeter;

static void
mst_meter_free (void *object)
{
  MstMeter *self = object;

  if (!self)
    return;
  mst_levels_clear (&self->levels);
  free (self->words);
  free (self);
}

static void
mst_meter_reset (void *object)
{
  MstMeter *self = object;

  mst_levels_reset (&self->levels);
  mst_correlation_reset (&self->correlation);
  memset (self->words, 0, (size_t) self->channels * sizeof (*self->words));
}

static void *
mst_meter_new (const MstFormat *format, const double *values)
{
  MstMeter *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->words = calloc ((size_t) format->channels, sizeof (*self->words));
  if (!mst_levels_init (&self->levels, format) || !self->words) {
    mst_meter_free (self);
    return NULL;
  }
  mst_correlation_init (&self->correlation, format->rate);
  return self;
}

static void
mst_meter_set (void *self, const double *values)
{
}

static int
mst_meter_latency (const void *self)
{
  return 0;
}

static void
mst_meter_process (void *object, float *const planes[], int n)
{
  MstMeter *self = object;
  const float *clean[MST_MAX_CHANNELS];
  int right = self->channels > 1;

  for (int i = 0, span; i < n; i += span) {
    span = mst_levels_step (&self->levels, planes, i, n - i, clean);
    mst_correlation_push (&self->correlation, clean[0], clean[right], span);
    if (mst_levels_ticked (&self->levels))
      mst_correlation_end_tick (&self->correlation);
    for (int c = 0; c < self->channels; c++)
      mst_words_push (&self->words[c], clean[c], span);
  }
}

/* Loudness counts whole blocks only and needs nothing. */
static void
mst_meter_finish (void *object)
{
  MstMeter *self = object;

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
read_words (const MstMeter *self, double *out)
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
mst_meter_read (const void *object, double *out)
{
  const MstMeter *self = object;
  MstLoudness *loudness = self->levels.loudness;
  MstLoudnessGated gated = mst_loudness_gated (loudness);

  read_loudness (loudness, gated, out);
  read_peaks (&self->levels, gated.integrated, out);
  read_words (self, out);
  out[MST_METER_CORRELATION] = mst_correlation_whole (&self->correlation);
  out[MST_METER_BALANCE] = mst_correlation_balance (&self->correlation);
  for (int b = 0; b < MST_METER_BANDS; b++)
    out[MST_METER_BAND_CORRELATION + b] =
        mst_correlation_band (&self->correlation, b);
}

_Static_assert(MST_METER_BANDS == MST_CORRELATION_BANDS, "the header tells it");
_Static_assert(MST_METER_OVER_TIMES == MST_LEVELS_OVERS, "the header tells it");

/* --- the tables -------------------------------------------------------- */

/* 500 is above what 64 channels just below 2^24 can read. */
#define LEVEL(name, unit, blurb)                                               \
  {                                                                            \
    name, unit, -INFINITY, 500.0, -INFINITY, MST_KIND_DOUBLE, 0, NULL, blurb   \
  }
#define COUNT(name, blurb)                                                     \
  {                                                                            \
    name, "", 0.0, 0x1p63, 0.0, MST_KIND_DOUBLE, 0, NULL, blurb                \
  }

#define DIFFERENCE(name, blurb)                                                \
  {                                                                            \
    name, "dB", -INFINITY, INFINITY, 0.0, MST_KIND_DOUBLE, 0, NULL, blurb      \
  }

static const MstParam readouts[] = {
  [MST_METER_MOMENTARY] =
      LEVEL ("momentary-loudness", "LUFS", "Loudness of the last 400 ms"),
  [MST_METER_SHORTTERM] =
      LEVEL ("shortterm-loudness", "LUFS", "Loudness of the last 3 s"),
  [MST_METER_GLOBAL] =
      LEVEL ("global-loudness", "LUFS", "Gated loudness since the start"),
  [MST_METER_RELATIVE_THRESHOLD] = LEVEL ("relative-threshold", "LUFS",
      "What is below this does not count for the global loudness"),
  [MST_METER_RANGE] = { "loudness-range", "LU", 0.0, 100.0, 0.0,
      MST_KIND_DOUBLE, 0, NULL, "Loudness range since the start" },
  [MST_METER_TRUE_PEAK] = LEVEL ("true-peak", "dBTP",
      "Greatest magnitude between the samples since the start"),
  [MST_METER_TRUE_PEAK_4X] = LEVEL ("true-peak-4x", "dBTP",
      "The same as read by a short four-times interpolator, as most meters do"),
  [MST_METER_SAMPLE_PEAK] = LEVEL ("sample-peak", "dBFS",
      "Greatest magnitude of a sample since the start"),
  [MST_METER_CORRELATION] = { "correlation", "", -1.0, 1.0, 1.0,
      MST_KIND_DOUBLE, 0, NULL, "Correlation of left and right, last 3 s" },
  [MST_METER_MAX_MOMENTARY] = LEVEL ("max-momentary-loudness", "LUFS",
      "Greatest momentary loudness since the start"),
  [MST_METER_MAX_SHORTTERM] = LEVEL ("max-shortterm-loudness", "LUFS",
      "Greatest short-term loudness since the start"),
  [MST_METER_INVALID_SAMPLES] = COUNT ("invalid-samples",
      "Samples that were no finite number, or absurd, and read as silence"),
  [MST_METER_FRAMES] = COUNT ("frames", "Frames since the start"),
  [MST_METER_PLR] = DIFFERENCE ("plr",
      "True peak less the gated loudness: peak to loudness ratio"),
  [MST_METER_PSR] =
      DIFFERENCE ("psr", "Sample peak of the last 3 s less their loudness"),
  [MST_METER_MIN_PSR] = DIFFERENCE ("min-psr", "The least psr since the start"),
  [MST_METER_DC] =
      LEVEL ("dc-offset", "dBFS", "Mean of the samples, of the worst channel"),
  [MST_METER_CLIPPED_RUNS] =
      COUNT ("clipped-runs", "Runs of three samples and more at one extreme"),
  [MST_METER_OVERS] = COUNT ("inter-sample-overs",
      "Stretches whose true peak passes 0 dBTP since the start"),
  [MST_METER_BALANCE] =
      DIFFERENCE ("balance", "Power of left over right, last 3 s"),
  [MST_METER_WORD_LENGTH] = { "word-length", "bits", 0.0, 32.0, 0.0,
      MST_KIND_DOUBLE, 0, NULL,
      "Bits in use: 8, 16, 20, 24; 32 for more; 0 for silence" },
};

static const MstArrayRow arrays[] = {
  { { "over-times", "s", -1.0, 0x1p63, -1.0, MST_KIND_DOUBLE, 0, NULL,
        "When the first inter-sample overs began; -1 where there was none" },
      MST_METER_OVER_TIMES },
  { { "band-correlation", "", -1.0, 1.0, 1.0, MST_KIND_DOUBLE, 0, NULL,
        "Correlation below 150 Hz, 800 Hz, 5 kHz and above, last 3 s" },
      MST_METER_BANDS },
};

const MstStage mst_stage_meter = {
  .name = "meter",
  .title = "Mastering loudness meter",
  .klass = "Filter/Analyzer/Audio",
  .blurb = "Measures loudness (EBU R 128), true peak and stereo correlation",
  .flags = MST_STAGE_ANALYZER,
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .arrays = arrays,
  .n_arrays = MST_N_ELEMENTS (arrays),
  .new = mst_meter_new,
  .set = mst_meter_set,
  .latency = mst_meter_latency,
  .process = mst_meter_process,
  .reset = mst_meter_reset,
  .finish = mst_meter_finish,
  .read = mst_meter_read,
  .free = mst_meter_free,
};
