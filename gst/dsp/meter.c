/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "meter.h"

#include "common/decibel.h"
#include "common/kernels.h"
#include "common/loudness.h"
#include "common/slidingsum.h"
#include "common/truepeak.h"
#include "common/truepeak4x.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- correlation of left and right ------------------------------------- */

/* Two frames in one register; aligned as malloc aligns everywhere. */
typedef double Lanes __attribute__ ((vector_size (16), aligned (8)));

enum { LEFT, RIGHT, CROSS, N_PRODUCTS };

typedef struct {
  Lanes sum[N_PRODUCTS]; /* of this tick: even frames, odd frames */
  int odd;               /* whether the next frame is an odd one */
  MstSlidingSum window[N_PRODUCTS];
  double product[N_PRODUCTS]; /* what the windows hold */
} Correlation;

static void
correlation_reset (Correlation *self)
{
  memset (self, 0, sizeof (*self));
  for (int k = 0; k < N_PRODUCTS; k++)
    self->window[k].length = MST_LOUDNESS_SHORTTERM;
}

static void
correlate_one (Correlation *self, double l, double r)
{
  self->sum[LEFT][self->odd] += l * l;
  self->sum[RIGHT][self->odd] += r * r;
  self->sum[CROSS][self->odd] += l * r;
  self->odd ^= 1;
}

/* A frame goes to the lane of its place in the tick, so that the sums do not
 * depend on where a block begins. */
static void
correlate (Correlation *self, const float *left, const float *right, int n)
{
  int i = 0;

  if (self->odd && n > 0) {
    correlate_one (self, left[0], right[0]);
    i = 1;
  }
  Lanes ll = self->sum[LEFT], rr = self->sum[RIGHT], lr = self->sum[CROSS];

  for (; i + 1 < n; i += 2) {
    Lanes l = { left[i], left[i + 1] };
    Lanes r = { right[i], right[i + 1] };

    ll += l * l;
    rr += r * r;
    lr += l * r;
  }
  self->sum[LEFT] = ll, self->sum[RIGHT] = rr, self->sum[CROSS] = lr;
  if (i < n)
    correlate_one (self, left[i], right[i]);
}

static void
correlation_end_tick (Correlation *self)
{
  for (int k = 0; k < N_PRODUCTS; k++) {
    self->product[k] = mst_sliding_sum_push (&self->window[k],
        self->sum[k][0] + self->sum[k][1]);
    self->sum[k] = (Lanes){ 0.0, 0.0 };
  }
  self->odd = 0;
}

/* 1 for silence, 0 where one side alone is silent. */
static double
correlation_value (const Correlation *self)
{
  double left = self->product[LEFT], right = self->product[RIGHT];
  double power = sqrt (left) * sqrt (right);

  if (power == 0.0)
    return left == right ? 1.0 : 0.0;
  return fmax (-1.0, fmin (1.0, self->product[CROSS] / power));
}

/* --- the stage --------------------------------------------------------- */

typedef struct {
  int channels;
  int max_block;
  MstLoudness *loudness;
  MstTruePeak *true_peak;
  MstTruePeak4x *true_peak_4x;
  float *scratch;      /* channels x max_block: sanitised copies */
  float true_greatest; /* between the samples */
  float true_4x_greatest;
  float sample_greatest;
  uint64_t invalid; /* samples */
  uint64_t frames;
  Correlation correlation;
} MstMeter;

static void
mst_meter_free (void *object)
{
  MstMeter *self = object;

  if (!self)
    return;
  mst_loudness_free (self->loudness);
  mst_true_peak_free (self->true_peak);
  mst_true_peak_4x_free (self->true_peak_4x);
  free (self->scratch);
  free (self);
}

static void
clear (MstMeter *self)
{
  self->true_greatest = self->true_4x_greatest = 0.0f;
  self->sample_greatest = 0.0f;
  self->invalid = self->frames = 0;
  correlation_reset (&self->correlation);
}

static void
mst_meter_reset (void *object)
{
  MstMeter *self = object;

  mst_loudness_reset (self->loudness);
  mst_true_peak_reset (self->true_peak);
  mst_true_peak_4x_reset (self->true_peak_4x);
  clear (self);
}

static void *
mst_meter_new (const MstFormat *format, const double *values)
{
  MstMeter *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->max_block = format->max_block;
  self->loudness = mst_loudness_new_for (format);
  self->true_peak = mst_true_peak_new (format->rate, format->channels);
  self->true_peak_4x = mst_true_peak_4x_new (format->rate, format->channels);
  self->scratch = calloc ((size_t) format->channels * format->max_block + 1,
      sizeof (float));
  if (!self->loudness || !self->true_peak || !self->true_peak_4x ||
      !self->scratch) {
    mst_meter_free (self);
    return NULL;
  }
  clear (self);
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

static int32_t
magnitude_bits (const float *sample)
{
  int32_t bits;

  memcpy (&bits, sample, sizeof (bits));
  return bits & 0x7fffffff;
}

/* The bits of non-negative floats order as integers do, NaN and Inf last. */
static int32_t
greatest_bits (const float *plane, int n)
{
  int32_t greatest = 0;

  for (int i = 0; i < n; i++) {
    int32_t bits = magnitude_bits (plane + i);
    greatest = bits > greatest ? bits : greatest;
  }
  return greatest;
}

#define LARGEST_VALID 0x4b7fffff /* the float below 2^24, as mst_sanitize() */

/* Counts the samples of plane c that are not valid and returns a copy without
 * them; the plane itself stays as it is. */
static const float *
sanitised (MstMeter *self, int c, const float *plane, int n)
{
  float *copy = self->scratch + (size_t) c * self->max_block;

  for (int i = 0; i < n; i++)
    self->invalid += magnitude_bits (plane + i) > LARGEST_VALID;
  memcpy (copy, plane, (size_t) n * sizeof (float));
  mst_sanitize (&copy, 1, n);
  return copy;
}

/* Points `clean` at samples that are all valid and takes the sample peak. */
static void
inspect (MstMeter *self, float *const planes[], const float *clean[], int n)
{
  for (int c = 0; c < self->channels; c++) {
    int32_t bits = greatest_bits (planes[c], n);
    float peak;

    clean[c] = planes[c];
    if (bits > LARGEST_VALID) {
      clean[c] = sanitised (self, c, planes[c], n);
      bits = greatest_bits (clean[c], n);
    }
    memcpy (&peak, &bits, sizeof (peak));
    self->sample_greatest = fmaxf (self->sample_greatest, peak);
  }
}

static void
find_true_peak (MstMeter *self, const float *const planes[], int n)
{
  /* The samples count too, so what stays below them need not be computed. */
  float floor = fmaxf (self->true_greatest, self->sample_greatest);

  for (int c = 0; c < self->channels; c++)
    floor = mst_true_peak_max (self->true_peak, c, planes[c], n, floor);
  self->true_greatest = floor;
  floor = fmaxf (self->true_4x_greatest, self->sample_greatest);
  for (int c = 0; c < self->channels; c++)
    floor = mst_true_peak_4x_max (self->true_peak_4x, c, planes[c], n, floor);
  self->true_4x_greatest = floor;
}

/* Loudness and correlation, tick by tick. Moves the pointers. */
static void
weigh (MstMeter *self, const float *planes[], int n)
{
  int right = self->channels > 1;

  for (int left = n, span; left > 0; left -= span) {
    int to_tick = mst_loudness_left (self->loudness);

    span = left < to_tick ? left : to_tick;
    mst_loudness_process (self->loudness, planes, span);
    correlate (&self->correlation, planes[0], planes[right], span);
    if (span == to_tick)
      correlation_end_tick (&self->correlation);
    for (int c = 0; c < self->channels; c++)
      planes[c] += span;
  }
}

static void
mst_meter_process (void *object, float *const planes[], int n)
{
  MstMeter *self = object;
  const float *clean[MST_MAX_CHANNELS];

  inspect (self, planes, clean, n);
  find_true_peak (self, clean, n);
  weigh (self, clean, n);
  self->frames += (uint64_t) n;
}

/* Silence pushes the last frames through the interpolator. Loudness counts
 * whole blocks only and needs nothing. */
static void
mst_meter_finish (void *object)
{
  MstMeter *self = object;
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

static void
mst_meter_read (const void *object, double *out)
{
  const MstMeter *self = object;
  const MstLoudness *loudness = self->loudness;
  MstLoudnessGated gated = mst_loudness_gated (self->loudness);

  out[MST_METER_MOMENTARY] = mst_loudness_momentary (loudness);
  out[MST_METER_SHORTTERM] = mst_loudness_shortterm (loudness);
  out[MST_METER_GLOBAL] = gated.integrated;
  out[MST_METER_RELATIVE_THRESHOLD] = gated.threshold;
  out[MST_METER_RANGE] = gated.range;
  out[MST_METER_TRUE_PEAK] =
      mst_to_db (fmaxf (self->true_greatest, self->sample_greatest));
  out[MST_METER_TRUE_PEAK_4X] =
      mst_to_db (fmaxf (self->true_4x_greatest, self->sample_greatest));
  out[MST_METER_SAMPLE_PEAK] = mst_to_db (self->sample_greatest);
  out[MST_METER_CORRELATION] = correlation_value (&self->correlation);
  out[MST_METER_MAX_MOMENTARY] = mst_loudness_max_momentary (loudness);
  out[MST_METER_MAX_SHORTTERM] = mst_loudness_max_shortterm (loudness);
  out[MST_METER_INVALID_SAMPLES] = (double) self->invalid;
  out[MST_METER_FRAMES] = (double) self->frames;
}

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
};

const MstStage mst_stage_meter = {
  .name = "meter",
  .title = "Mastering loudness meter",
  .klass = "Filter/Analyzer/Audio",
  .blurb = "Measures loudness (EBU R 128), true peak and stereo correlation",
  .flags = MST_STAGE_ANALYZER,
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .new = mst_meter_new,
  .set = mst_meter_set,
  .latency = mst_meter_latency,
  .process = mst_meter_process,
  .reset = mst_meter_reset,
  .finish = mst_meter_finish,
  .read = mst_meter_read,
  .free = mst_meter_free,
};
