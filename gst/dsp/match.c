/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All decisions fall on the lines between the convolver's blocks, counted from
 * the start: new taps fade in there, and there the stage changes between the
 * filter and the delayed input, which it passes where the correction is 0.
 */
#include "match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/convolver.h"
#include "common/delay.h"
#include "common/firdesign.h"
#include "common/kernels.h"

/* Frames worked on at once; nothing depends on it. */
#define CHUNK 512

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

/* What is heard, from block to block. */
typedef enum {
  DRY,      /* the delayed input; the convolver rests */
  WARMING,  /* the same, while the convolver takes in what its taps cover */
  FADE_IN,  /* from the delayed input to the filter */
  WET,      /* the filter */
  FADE_OUT, /* from the filter to the delayed input */
} Phase;

typedef struct {
  MstFormat format;
  bool linear;
  int block;
  int partitions; /* blocks of taps */
  int taps;
  int n_wet;                 /* channels that are filtered: all but LFE */
  int wet[MST_MAX_CHANNELS]; /* which; a pair is of the first two */
  double wanted[N_VALUES];   /* by set() */
  double designed[N_VALUES]; /* what the taps were made of */
  bool flat;                 /* the correction is 0 */
  Phase phase;
  int warm;     /* blocks that the convolver has taken in */
  int position; /* frames since the last line */

  MstConvolver *convolver;
  MstDelay *delay; /* of all channels, by the latency */
  MstFirDesign *design;
  int points;
  double *octave;    /* points: where in a curve, in steps of its grid */
  double *magnitude; /* points */
  float *mid, *side; /* taps */
  float *straight, *cross;
  float *falling; /* block: a fade from 1 to 0 */
  float *rising;
  float *dry[MST_MAX_CHANNELS]; /* CHUNK */
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

  mst_convolver_set (self->convolver, &filters);
}

/* Takes over what was set. */
static void
design (Match *self)
{
  double mid[MST_CURVE_POINTS], side[MST_CURVE_POINTS];
  bool pair = self->n_wet > 1;

  memcpy (self->designed, self->wanted, sizeof (self->designed));
  mst_match_correction (self->designed, MST_MATCH_MID, mid);
  mst_match_correction (self->designed, MST_MATCH_SIDE, side);
  self->flat = self->n_wet == 0 || (is_flat (mid) && (!pair || is_flat (side)));
  if (self->flat)
    return;
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

static bool
is_changed (const Match *self)
{
  return memcmp (self->wanted, self->designed, sizeof (self->wanted)) != 0;
}

static void
match_reset (void *object)
{
  Match *self = object;

  mst_delay_reset (self->delay);
  mst_convolver_reset (self->convolver);
  if (is_changed (self))
    design (self);
  self->phase = self->flat ? DRY : WET;
  self->position = 0;
  self->warm = 0;
}

static void
match_free (void *object)
{
  Match *self = object;

  if (!self)
    return;
  mst_convolver_free (self->convolver);
  mst_delay_free (self->delay);
  mst_firdesign_free (self->design);
  free (self->octave);
  free (self->memory);
  free (self);
}

static int
match_latency (const void *object)
{
  const Match *self = object;

  return self->block + (self->linear ? self->taps / 2 : 0);
}

static bool
match_allocate (Match *self)
{
  int channels = self->format.channels;
  float **parts[] = { &self->mid, &self->side, &self->straight, &self->cross };
  float *next;

  self->convolver = mst_convolver_new (self->n_wet > 0 ? self->n_wet : 1,
      self->block, self->partitions);
  self->delay = mst_delay_new (match_latency (self), channels);
  self->design = mst_firdesign_new (self->taps);
  if (!self->convolver || !self->delay || !self->design)
    return false;
  self->points = mst_firdesign_points (self->design);
  self->octave = calloc (2 * (size_t) self->points, sizeof (double));
  self->memory = calloc (4 * (size_t) self->taps + 2 * (size_t) self->block +
          (size_t) CHUNK * channels,
      sizeof (float));
  if (!self->octave || !self->memory)
    return false;
  self->magnitude = self->octave + self->points;
  next = self->memory;
  for (size_t i = 0; i < MST_N_ELEMENTS (parts); i++, next += self->taps)
    *parts[i] = next;
  self->falling = next;
  self->rising = next += self->block;
  next += self->block;
  for (int c = 0; c < channels; c++, next += CHUNK)
    self->dry[c] = next;
  return true;
}

/* What does not change any more. */
static void
make_tables (Match *self)
{
  for (int i = 0; i < self->points; i++) {
    double frequency = 0.5 * self->format.rate * i / (self->points - 1);
    double steps = 0.0;
    if (frequency > MST_CURVE_FIRST_HZ)
      steps = MST_CURVE_PER_OCTAVE * log2 (frequency / MST_CURVE_FIRST_HZ);
    self->octave[i] = fmin (steps, MST_CURVE_POINTS - 1);
  }
  for (int i = 0; i < self->block; i++) {
    double angle = M_PI * (i + 1) / (self->block + 1);
    self->falling[i] = (float) (0.5 + 0.5 * cos (angle));
    self->rising[i] = (float) (0.5 - 0.5 * cos (angle));
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
  self->partitions = self->taps / self->block;
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
  for (int c = 0; c < format->channels; c++)
    if (format->roles[c] != MST_ROLE_LFE)
      self->wet[self->n_wet++] = c;
  if (!match_allocate (self)) {
    match_free (self);
    return NULL;
  }
  make_tables (self);
  match_set (self, values);
  design (self);
  match_reset (self);
  return self;
}

/* --- blocks */

/* Between what is heard now and what the correction asks for. The output of
 * the convolver is complete when all of its taps have audio to work on. */
static Phase
next_phase (Match *self)
{
  switch (self->phase) {
    case DRY:
      if (self->flat)
        return DRY;
      self->warm = 0;
      return WARMING;
    case WARMING:
      if (self->flat)
        return DRY;
      return ++self->warm > self->partitions ? FADE_IN : WARMING;
    case FADE_OUT:
      return self->flat ? DRY : FADE_IN;
    case FADE_IN:
    case WET:
    default:
      return self->flat ? FADE_OUT : WET;
  }
}

/* On a line between two blocks. */
static void
decide (Match *self)
{
  Phase before = self->phase;

  if (is_changed (self) && mst_convolver_is_ready (self->convolver))
    design (self);
  self->phase = next_phase (self);
  if (self->phase == DRY && before != DRY)
    mst_convolver_reset (self->convolver);
}

static void
filter (Match *self, float *const planes[], int n)
{
  float *wet[MST_MAX_CHANNELS];

  for (int i = 0; i < self->n_wet; i++)
    wet[i] = planes[self->wet[i]];
  mst_convolver_process (self->convolver, wet, n);
}

/* The filtered `planes`, by and by or altogether, as the dry ones. */
static void
mix_dry (Match *self, float *const planes[], int n)
{
  bool stays[MST_MAX_CHANNELS] = { false };
  const float *share =
      (self->phase == FADE_IN ? self->falling : self->rising) + self->position;

  for (int i = 0; i < self->n_wet && self->phase != WARMING; i++)
    stays[self->wet[i]] = true;
  for (int c = 0; c < self->format.channels; c++) {
    if (!stays[c])
      memcpy (planes[c], self->dry[c], n * sizeof (float));
    else if (self->phase != WET)
      mst_orc_crossfade_f32 (planes[c], self->dry[c], share, n);
  }
}

static void
run_span (Match *self, float *const planes[], int n)
{
  if (self->phase == DRY) {
    mst_delay_process (self->delay, (const float *const *) planes, planes, n);
    return;
  }
  mst_delay_process (self->delay, (const float *const *) planes, self->dry, n);
  filter (self, planes, n);
  mix_dry (self, planes, n);
  mst_sanitize (planes, self->format.channels, n);
}

static void
match_process (void *object, float *const planes[], int n)
{
  Match *self = object;
  float *at[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    if (self->position == 0)
      decide (self);
    span = self->block - self->position;
    span = span < CHUNK ? span : CHUNK;
    span = span < n - i ? span : n - i;
    for (int c = 0; c < self->format.channels; c++)
      at[c] = planes[c] + i;
    run_span (self, at, span);
    self->position = (self->position + span) % self->block;
  }
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
  .reset = match_reset,
  .free = match_free,
};
