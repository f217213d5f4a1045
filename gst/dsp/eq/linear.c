/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "linear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/analog.h"
#include "dsp/common/fir/firdesign.h"
#include "dsp/common/fir/firstream.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/midside.h"
#include "table.h"

/* Taps in periods of a band: the longest ringing decays by exp (-pi f t / Q),
 * that is by 60 dB within 2.2 Q periods on each side; a little more is taken.
 */
#define PERIODS_OF_Q 4.5
#define MIN_PERIODS 2.8
#define CUSP_PERIODS 10.0 /* where |H| has a corner at 0 Hz, as s has */
#define MAX_TAPS 131072
#define FADE_SECONDS 0.04 /* a block: so long does a new filter fade in */

/* The values that the filter depends on. */
typedef struct {
  MstBandShape shape;
  MstEqChannel channel;
} Band;

typedef struct {
  Band bands[MST_EQ_MAX_BANDS];
  int n_bands;
  double blend;
} Target;

enum { LL, LR, RL, RR, N_PATHS };

struct MstEqLinear {
  double rate;
  MstLayout layout;
  int taps;
  int block;
  Target wanted;   /* by set() */
  Target designed; /* what the taps were made of */
  bool stale;      /* wanted is not designed */

  MstFirStream *stream;
  MstFirDesign *design;
  int points;
  double *gains[MST_EQ_SIDE + 1]; /* by MstEqChannel; points each */
  double *magnitude;
  float *path[N_PATHS];
  float *other;
  void *memory;
};

/* --- what is wanted */

static bool
same_band (const Band *a, const Band *b)
{
  return a->channel == b->channel && a->shape.shape == b->shape.shape &&
      a->shape.order == b->shape.order &&
      a->shape.frequency == b->shape.frequency &&
      a->shape.gain == b->shape.gain && a->shape.q == b->shape.q;
}

static bool
same_target (const Target *a, const Target *b)
{
  bool same = a->n_bands == b->n_bands && a->blend == b->blend;

  for (int i = 0; same && i < a->n_bands; i++)
    same = same_band (&a->bands[i], &b->bands[i]);
  return same;
}

/* Collects the bands that change the magnitude. */
static void
find_target (MstEqLinear *self, const double *values)
{
  Target *target = &self->wanted;

  target->n_bands = 0;
  target->blend = values[MST_EQ_PHASE_BLEND];
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const double *v = values + mst_eq_band_at (i, 0);
    MstBandShape shape = mst_eq_shape_of (v, self->rate);
    if (mst_eq_is_in_use (values, i) && !mst_eq_is_dynamic (v) &&
        !mst_eq_is_neutral (&shape) && mst_eq_has_channel (v, &self->layout))
      target->bands[target->n_bands++] =
          (Band){ shape, (MstEqChannel) v[MST_EQ_BAND_CHANNEL] };
  }
}

/* --- the taps */

/* Writes |H| of all bands of a channel, at each point. */
static void
find_gains (MstEqLinear *self, MstEqChannel channel)
{
  double *gains = self->gains[channel];
  double top = self->rate / 2.0;

  for (int i = 0; i < self->points; i++)
    gains[i] = 1.0;
  for (int b = 0; b < self->designed.n_bands; b++) {
    const Band *band = &self->designed.bands[b];
    MstAnalog sections[MST_MAX_ANALOG];
    int n = mst_analog_design (sections, &band->shape);
    double step = top / (self->points - 1) / band->shape.frequency;
    if (band->channel != channel)
      continue;
    for (int i = 0; i < self->points; i++) {
      double power = 1.0;
      for (int s = 0; s < n; s++)
        power *= mst_analog_power (&sections[s], i * step);
      gains[i] *= sqrt (power);
    }
  }
}

static void
make_taps (MstEqLinear *self, float *taps)
{
  mst_firdesign_run (self->design, self->magnitude, self->designed.blend,
      self->taps / 2, taps);
}

/* Makes the taps of the product of two channels' bands. */
static void
make_product (MstEqLinear *self, MstEqChannel a, MstEqChannel b, float *taps)
{
  for (int i = 0; i < self->points; i++)
    self->magnitude[i] = self->gains[a][i] * self->gains[b][i];
  make_taps (self, taps);
}

/* Makes the taps of one path through mid and side first, M = (L + R) / 2 and
 * S = (L - R) / 2, and back. */
static void
make_matrix (MstEqLinear *self, int path, MstEqChannel out, double side_sign)
{
  for (int i = 0; i < self->points; i++)
    self->magnitude[i] = self->gains[MST_EQ_STEREO][i] * self->gains[out][i] *
        0.5 *
        (self->gains[MST_EQ_MID][i] + side_sign * self->gains[MST_EQ_SIDE][i]);
  make_taps (self, self->path[path]);
}

static bool
has_bands (const MstEqLinear *self, MstEqChannel a, MstEqChannel b)
{
  for (int i = 0; i < self->designed.n_bands; i++)
    if (self->designed.bands[i].channel == a ||
        self->designed.bands[i].channel == b)
      return true;
  return false;
}

/* Filters left and right of pairs each by itself, or mid and side, or all of
 * these. */
static void
make_pair (MstEqLinear *self, MstFilters *filters)
{
  float **path = self->path;
  bool lr = has_bands (self, MST_EQ_LEFT, MST_EQ_RIGHT);
  bool ms = has_bands (self, MST_EQ_MID, MST_EQ_SIDE);

  *filters = (MstFilters){ path[LL], NULL, NULL, path[RR], self->other };
  if (lr && ms) {
    make_matrix (self, LL, MST_EQ_LEFT, 1.0);
    make_matrix (self, LR, MST_EQ_LEFT, -1.0);
    make_matrix (self, RL, MST_EQ_RIGHT, -1.0);
    make_matrix (self, RR, MST_EQ_RIGHT, 1.0);
    filters->lr = path[LR];
    filters->rl = path[RL];
  } else if (lr) {
    make_product (self, MST_EQ_STEREO, MST_EQ_LEFT, path[LL]);
    make_product (self, MST_EQ_STEREO, MST_EQ_RIGHT, path[RR]);
  } else if (ms) {
    make_product (self, MST_EQ_STEREO, MST_EQ_MID, path[RL]);
    make_product (self, MST_EQ_STEREO, MST_EQ_SIDE, path[RR]);
    mst_mid_side (path[LL], path[LR], path[RL], path[RR], self->taps);
    filters->lr = filters->rl = path[LR];
    filters->rr = path[LL];
  } else {
    filters->ll = filters->rr = self->other;
  }
}

/* A channel without a partner is its own mid, and a sole one its own left. */
static void
make_lone (MstEqLinear *self, MstFilters *filters)
{
  double *gains = self->gains[MST_EQ_STEREO];

  for (int i = 0; self->layout.channels == 1 && i < self->points; i++)
    gains[i] *= self->gains[MST_EQ_LEFT][i];
  make_product (self, MST_EQ_STEREO, MST_EQ_MID, self->other);
  *filters = (MstFilters){ .ll = self->other, .other = self->other };
}

static void
make_filters (MstEqLinear *self)
{
  MstFilters filters;

  self->designed = self->wanted;
  self->stale = false;
  if (self->designed.n_bands == 0) {
    mst_firstream_set (self->stream, NULL);
    return;
  }
  for (int c = MST_EQ_STEREO; c <= MST_EQ_SIDE; c++)
    find_gains (self, (MstEqChannel) c);
  make_lone (self, &filters);
  if (self->layout.pairs > 0)
    make_pair (self, &filters);
  mst_firstream_set (self->stream, &filters);
}

/* The stream calls this where new filters may be set. */
static void
update (void *object)
{
  MstEqLinear *self = object;

  if (self->stale)
    make_filters (self);
}

/* --- life */

void
mst_eq_linear_set (MstEqLinear *self, const double *values)
{
  find_target (self, values);
  self->stale = !same_target (&self->wanted, &self->designed);
}

void
mst_eq_linear_reset (MstEqLinear *self)
{
  mst_firstream_reset (self->stream);
  update (self);
}

int
mst_eq_linear_latency (const MstEqLinear *self)
{
  return mst_firstream_latency (self->stream);
}

void
mst_eq_linear_free (MstEqLinear *self)
{
  if (!self)
    return;
  mst_firstream_free (self->stream);
  mst_firdesign_free (self->design);
  free (self->memory);
  free (self);
}

/* The sharpest resonance or anti-resonance of a polynomial of s. */
static double
sharpness (const double p[3])
{
  return p[2] != 0.0 && p[1] != 0.0 ? sqrt (p[0] * p[2]) / fabs (p[1]) : 0.0;
}

/* The number of taps that the band asks for. */
static double
taps_of (const MstBandShape *shape, double rate)
{
  MstAnalog sections[MST_MAX_ANALOG];
  int n = mst_analog_design (sections, shape);
  double periods = MIN_PERIODS;

  for (int i = 0; i < n; i++) {
    if (sections[i].n[0] == 0.0 && sections[i].n[2] == 0.0)
      periods = fmax (periods, CUSP_PERIODS);
    periods = fmax (periods, PERIODS_OF_Q * sharpness (sections[i].n));
    periods = fmax (periods, PERIODS_OF_Q * sharpness (sections[i].d));
  }
  return periods * rate / shape->frequency;
}

/* The length follows from the bands that are on, with or without gain, since
 * the gain may be automated. */
static void
choose_length (MstEqLinear *self, const double *values)
{
  double taps = 0.0;

  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    const double *v = values + mst_eq_band_at (i, 0);
    MstBandShape shape = mst_eq_shape_of (v, self->rate);
    if (mst_eq_is_enabled (values, i) && !mst_eq_is_dynamic (v) &&
        shape.shape != MST_SHAPE_ALL_PASS)
      taps = fmax (taps, taps_of (&shape, self->rate));
  }
  for (self->block = 64; self->block < FADE_SECONDS * self->rate;)
    self->block *= 2;
  for (self->taps = self->block; self->taps < taps && self->taps < MAX_TAPS;)
    self->taps *= 2;
}

static void
lay_out (void *object, MstArena *arena)
{
  MstEqLinear *self = object;
  const size_t points = (size_t) self->points;

  for (int c = MST_EQ_STEREO; c <= MST_EQ_SIDE; c++)
    self->gains[c] = mst_arena_take (arena, points, sizeof (double));
  self->magnitude = mst_arena_take (arena, points, sizeof (double));
  mst_arena_planes (arena, self->path, N_PATHS, self->taps);
  mst_arena_planes (arena, &self->other, 1, self->taps);
}

static bool
allocate (MstEqLinear *self, const MstFormat *format)
{
  self->stream = mst_firstream_new (format, self->block,
      self->taps / self->block, self->taps / 2, true);
  self->design = mst_firdesign_new (self->taps);
  if (!self->stream || !self->design)
    return false;
  self->points = mst_firdesign_points (self->design);
  self->memory = mst_arena_new (lay_out, self);
  return self->memory != NULL;
}

MstEqLinear *
mst_eq_linear_new (const MstFormat *format, const double *values)
{
  MstEqLinear *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = format->rate;
  mst_layout_find (&self->layout, format);
  find_target (self, values);
  choose_length (self, values);
  if (!allocate (self, format)) {
    mst_eq_linear_free (self);
    return NULL;
  }
  make_filters (self);
  return self;
}

void
mst_eq_linear_process (MstEqLinear *self, float *const planes[], int n)
{
  mst_firstream_process (self->stream, planes, n, update, self);
}

bool
mst_eq_linear_is_idle (const MstEqLinear *self)
{
  return !self->stale && mst_firstream_is_idle (self->stream);
}

void
mst_eq_linear_skip (MstEqLinear *self, uint64_t frames)
{
  mst_firstream_skip (self->stream, frames);
}
