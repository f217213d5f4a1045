/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/firdesign.h"
#include "dsp/common/fir/firstream.h"
#include "dsp/common/vector/kernels.h"

/* A filter of minimum phase covers at least 1/6 s, one of linear phase as much
 * on each side: what a curve that changes within an octave at 20 Hz takes. */
#define TAPS_PER_SECOND 6
#define MIN_TAPS 1024
#define MAX_TAPS 65536
#define PARTITIONS 8 /* of the minimum; twice as many of the other */

#define N_VALUES MST_MATCH_CURVE (MST_MATCH_N_CURVES, 0)

static const MstChoice phases[] = {
  [MST_MATCH_MINIMUM_PHASE] = { "minimum",
      "Least delay, nothing before an attack" },
  [MST_MATCH_LINEAR_PHASE] = { "linear",
      "All frequencies equally late: the waveform keeps its shape" },
};

static const MstParam params[] = {
  [MST_MATCH_STRENGTH] = { "strength", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How much of the curves is applied" },
  [MST_MATCH_MAX_BOOST] = { "max-boost", "dB", 0, 24, 6, MST_KIND_DOUBLE,
      .blurb = "No frequency is raised by more" },
  [MST_MATCH_MAX_CUT] = { "max-cut", "dB", 0, 24, 12, MST_KIND_DOUBLE,
      .blurb = "No frequency is lowered by more" },
  [MST_MATCH_SMOOTHING] = { "smoothing", "octaves", 0, 2, 1.0 / 3,
      MST_KIND_DOUBLE, .blurb = "Over which width the curves are averaged" },
  [MST_MATCH_LOW_GUARD] = { "low-guard", "Hz", 0, 200, 30, MST_KIND_DOUBLE,
      .blurb = "Below, the correction fades out within an octave; 0 is off" },
  [MST_MATCH_PHASE] = { "phase", "", 0, MST_N_ELEMENTS (phases) - 1,
      MST_MATCH_MINIMUM_PHASE, MST_KIND_ENUM, MST_PARAM_AT_START, phases,
      "Phase of the filter" },
};

static const MstCurveRow curves[] = {
  [MST_MATCH_MID] = { "mid-curve", "dB", -60, 60,
      "Gains of the middle, of mono and of further channels" },
  [MST_MATCH_SIDE] = { "side-curve", "dB", -60, 60, "Gains of the sides" },
};

typedef struct {
  MstFormat format;
  bool linear;
  int block;
  int taps;
  double wanted[N_VALUES];   /* by set() */
  double designed[N_VALUES]; /* what the taps were made of */

  MstFirStream *stream;
  MstFirDesign *design;
  int points;
  double *octave;    /* points: where in a curve, in steps of its grid */
  double *magnitude; /* points */
  float *mid, *side; /* taps */
  float *straight, *cross;
  float *memory;
} Match;

/* --- the correction */

/* The weight of a neighbour `distance` octaves off: a raised cosine that is
 * half as high at half the width. */
static double
weight (double distance, double width)
{
  if (distance >= width)
    return 0.0;
  return 0.5 + 0.5 * cos (M_PI * distance / width);
}

/* Averages the gains in dB; beyond its ends a curve holds. */
static void
smooth (const double *from, double width, double *to)
{
  double weights[MST_CURVE_POINTS];
  int reach = 0;

  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    weights[i] = weight ((double) i / MST_CURVE_PER_OCTAVE, width);
    if (weights[i] > 0.0)
      reach = i;
  }
  weights[0] = 1.0;
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    double sum = from[i], total = 1.0;
    for (int k = 1; k <= reach; k++) {
      int below = i - k > 0 ? i - k : 0;
      int above = i + k < MST_CURVE_POINTS ? i + k : MST_CURVE_POINTS - 1;
      sum += weights[k] * (from[below] + from[above]);
      total += 2.0 * weights[k];
    }
    to[i] = sum / total;
  }
}

/* How much of the correction is left at a frequency: all from the guard up,
 * nothing from an octave below it down. */
static double
guard (double frequency, double low)
{
  double octaves = low > 0.0 ? log2 (low / frequency) : 0.0;

  if (octaves <= 0.0)
    return 1.0;
  return octaves < 1.0 ? 0.5 + 0.5 * cos (M_PI * octaves) : 0.0;
}

/* Half of the smoothing comes after the caps: it rounds the corners that they
 * cut, and a mean of what is under a cap is under it too. The variances of the
 * two windows add up to that of the whole. */
void
mst_match_correction (const double *values, int curve, double *correction)
{
  double width = values[MST_MATCH_SMOOTHING] * M_SQRT1_2;
  double capped[MST_CURVE_POINTS];

  smooth (values + MST_MATCH_CURVE (curve, 0), width, capped);
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    double gain = capped[i] * values[MST_MATCH_STRENGTH];
    gain = fmin (gain, values[MST_MATCH_MAX_BOOST]);
    capped[i] = fmax (gain, -values[MST_MATCH_MAX_CUT]);
  }
  smooth (capped, width, correction);
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    correction[i] *=
        guard (mst_curve_frequency (i), values[MST_MATCH_LOW_GUARD]);
}

static bool
is_flat (const double *correction)
{
  for (int i = 0; i < MST_CURVE_POINTS; i++)
    if (correction[i] != 0.0)
      return false;
  return true;
}

/* --- the taps */

static void
make_taps (Match *self, const double *correction, float *taps)
{
  for (int i = 0; i < self->points; i++) {
    int below = (int) self->octave[i];
    double share = self->octave[i] - below;
    double gain = correction[below];
    if (share > 0.0)
      gain += share * (correction[below + 1] - gain);
    self->magnitude[i] = exp (gain * (M_LN10 / 20.0));
  }
  mst_firdesign_run (self->design, self->magnitude, self->linear ? 0.0 : 1.0,
      self->linear ? self->taps / 2 : 0, taps);
}

/* With M = (L + R) / 2 and S = (L - R) / 2:
 * L' = m M + s S = (m + s) / 2 L + (m - s) / 2 R */
static void
make_matrix (Match *self)
{
  for (int i = 0; i < self->taps; i++) {
    self->straight[i] = 0.5f * (self->mid[i] + self->side[i]);
    self->cross[i] = 0.5f * (self->mid[i] - self->side[i]);
  }
}

/* Without `cross` the channels of a pair are filtered each for itself. */
static void
use_taps (Match *self, const float *straight, const float *cross)
{
  MstFilters filters = { .ll = straight,
    .lr = cross,
    .rl = cross,
    .rr = straight,
    .other = self->mid };

  mst_firstream_set (self->stream, &filters);
}

/* Takes over what was set. */
static void
design (Match *self)
{
  double mid[MST_CURVE_POINTS], side[MST_CURVE_POINTS];
  bool pair = mst_firstream_filtered (self->stream) > 1;

  memcpy (self->designed, self->wanted, sizeof (self->designed));
  mst_match_correction (self->designed, MST_MATCH_MID, mid);
  mst_match_correction (self->designed, MST_MATCH_SIDE, side);
  if (is_flat (mid) && (!pair || is_flat (side))) {
    mst_firstream_set (self->stream, NULL);
    return;
  }
  make_taps (self, mid, self->mid);
  if (!pair || memcmp (mid, side, sizeof (mid)) == 0) {
    use_taps (self, self->mid, NULL);
    return;
  }
  make_taps (self, side, self->side);
  make_matrix (self);
  use_taps (self, self->straight, self->cross);
}

/* --- life */

static void
match_set (void *object, const double *values)
{
  Match *self = object;

  memcpy (self->wanted, values, sizeof (self->wanted));
}

/* Where new filters may be set. */
static void
update (void *object)
{
  Match *self = object;

  if (memcmp (self->wanted, self->designed, sizeof (self->wanted)) != 0)
    design (self);
}

static void
match_reset (void *object)
{
  Match *self = object;

  mst_firstream_reset (self->stream);
  update (self);
}

static void
match_free (void *object)
{
  Match *self = object;

  if (!self)
    return;
  mst_firstream_free (self->stream);
  mst_firdesign_free (self->design);
  free (self->octave);
  free (self->memory);
  free (self);
}

static int
match_latency (const void *object)
{
  const Match *self = object;

  return mst_firstream_latency (self->stream);
}

static bool
match_allocate (Match *self)
{
  float **parts[] = { &self->mid, &self->side, &self->straight, &self->cross };
  float *next;

  self->stream = mst_firstream_new (&self->format, self->block,
      self->taps / self->block, self->linear ? self->taps / 2 : 0, false);
  self->design = mst_firdesign_new (self->taps);
  if (!self->stream || !self->design)
    return false;
  self->points = mst_firdesign_points (self->design);
  self->octave = calloc (2 * (size_t) self->points, sizeof (double));
  self->memory = calloc (4 * (size_t) self->taps, sizeof (float));
  if (!self->octave || !self->memory)
    return false;
  self->magnitude = self->octave + self->points;
  next = self->memory;
  for (size_t i = 0; i < MST_N_ELEMENTS (parts); i++, next += self->taps)
    *parts[i] = next;
  return true;
}

/* Where in a curve each point of the design lies. */
static void
place_points (Match *self)
{
  for (int i = 0; i < self->points; i++) {
    double frequency = 0.5 * self->format.rate * i / (self->points - 1);
    double steps = 0.0;
    if (frequency > MST_CURVE_FIRST_HZ)
      steps = MST_CURVE_PER_OCTAVE * log2 (frequency / MST_CURVE_FIRST_HZ);
    self->octave[i] = fmin (steps, MST_CURVE_POINTS - 1);
  }
}

static void
choose_size (Match *self)
{
  int taps = MIN_TAPS;

  while (taps < self->format.rate / TAPS_PER_SECOND && taps < MAX_TAPS)
    taps *= 2;
  self->block = taps / PARTITIONS;
  self->taps = self->linear && taps < MAX_TAPS ? 2 * taps : taps;
}

static void *
match_new (const MstFormat *format, const double *values)
{
  Match *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->linear = values[MST_MATCH_PHASE] == MST_MATCH_LINEAR_PHASE;
  choose_size (self);
  if (!match_allocate (self)) {
    match_free (self);
    return NULL;
  }
  place_points (self);
  match_set (self, values);
  design (self);
  return self;
}

static void
match_process (void *object, float *const planes[], int n)
{
  Match *self = object;

  mst_sanitize (planes, self->format.channels, n);
  mst_firstream_process (self->stream, planes, n, update, self);
}

static int
match_idle (const void *object)
{
  const Match *self = object;

  return mst_firstream_is_idle (self->stream) &&
      memcmp (self->wanted, self->designed, sizeof (self->wanted)) == 0;
}

static void
match_skip (void *object, uint64_t frames)
{
  mst_firstream_skip (((Match *) object)->stream, frames);
}

const MstStage mst_stage_match = {
  .name = "match",
  .title = "Mastering match equaliser",
  .klass = "Filter/Effect/Audio",
  .blurb = "Applies a target curve to mid and side",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .curves = curves,
  .n_curves = MST_N_ELEMENTS (curves),
  .new = match_new,
  .set = match_set,
  .latency = match_latency,
  .process = match_process,
  .idle = match_idle,
  .skip = match_skip,
  .reset = match_reset,
  .free = match_free,
};
