/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "monitor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/firdesign.h"
#include "dsp/common/fir/firstream.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "place.h"
#include "protection.h"
#include "values.h"

/* The filter is divided so that a block, which is the latency, takes 5.8 ms at
 * most. */
#define PARTITIONS 32

#define EPSILON_DB 1e-4
#define MAX_REDUCTION_DB 60.0

typedef struct {
  MstFormat format;
  double share;
  MstGrid grid;
  double wanted[MST_MONITOR_N_VALUES];   /* as set */
  double designed[MST_MONITOR_N_VALUES]; /* when the taps were made */

  int taps;
  int points;
  MstFirStream *stream;
  MstFirDesign *design;
  MstLoudMatch *loudness;
  MstMonitorGuard guard;
  MstMonitorNoise noise;
  double expected; /* change of loudness by the device [LU] */
  MstSmooth level; /* `match-loudness` and `dim` together [dB] */
  MstRamp gain;    /* the same, linear */
  double *magnitude;
  float *curve;    /* taps */
  float *paths[4]; /* taps */
  void *memory;
} Monitor;

/* --- the filters */

static const float *
make_path (Monitor *self, int path, double gain)
{
  if (gain == 0.0)
    return NULL;
  for (int i = 0; i < self->taps; i++)
    self->paths[path][i] = (float) (gain * self->curve[i]);
  return self->paths[path];
}

static void
make_filters (Monitor *self)
{
  const MstMonitorMatrix m = mst_monitor_matrix (self->designed);
  MstFilters filters;

  for (int i = 0; i < self->points; i++) {
    double hz = 0.5 * self->format.rate * i / (self->points - 1);
    self->magnitude[i] = mst_from_db (mst_monitor_level (self->designed, hz));
  }
  mst_firdesign_run (self->design, self->magnitude, 1.0, 0, self->curve);
  filters = (MstFilters){ .ll = make_path (self, 0, m.ll),
    .lr = make_path (self, 1, m.lr),
    .rl = make_path (self, 2, m.rl),
    .rr = make_path (self, 3, m.rr),
    .other = mst_monitor_plays_lone (self->designed) ? self->curve : NULL };
  if (mst_firstream_pairs (self->stream) == 0)
    filters.ll = filters.other; /* a sole channel has no width to lose */
  mst_firstream_set (self->stream, &filters);
}

/* Makes what follows from the values that were set last. */
static void
design (Monitor *self)
{
  const double *v = self->designed;
  const MstMonitorDevice *device;
  bool heard;

  memcpy (self->designed, self->wanted, sizeof (self->designed));
  device = mst_monitor_device ((int) v[MST_MONITOR_DEVICE]);
  heard = v[MST_MONITOR_AMOUNT] > 0.0;
  if (mst_monitor_is_neutral (v))
    mst_firstream_set (self->stream, NULL);
  else
    make_filters (self);
  mst_monitor_guard_set (&self->guard, heard ? device->protect_hz : 0.0,
      device->protect_db);
  self->expected = heard ? mst_monitor_expected_change (v) : 0.0;
  mst_loudmatch_expect (self->loudness, self->expected);
}

/* The stream calls this where new filters may be set. */
static void
update (void *object)
{
  Monitor *self = object;

  if (memcmp (self->wanted, self->designed, sizeof (self->wanted)) != 0)
    design (self);
}

/* --- life */

static void
monitor_set (void *object, const double *values)
{
  Monitor *self = object;

  memcpy (self->wanted, values, sizeof (self->wanted));
  /* Without a pair of channels there are no sides. */
  if (mst_firstream_pairs (self->stream) == 0) {
    self->wanted[MST_MONITOR_MONO] = self->wanted[MST_MONITOR_SWAP] = 0.0;
    self->wanted[MST_MONITOR_SOLO] = MST_MONITOR_SOLO_NONE;
  }
}

static double
match_gain (const Monitor *self)
{
  const double *v = self->designed;

  if (v[MST_MONITOR_MATCH] == 0.0 || v[MST_MONITOR_AMOUNT] == 0.0 ||
      v[MST_MONITOR_DEVICE] == MST_MONITOR_OFF)
    return 0.0;
  return mst_monitor_plays_a_part (v) ? -self->expected
                                      : mst_loudmatch_gain (self->loudness);
}

static double
wanted_level (const Monitor *self)
{
  return match_gain (self) - self->wanted[MST_MONITOR_DIM];
}

/* The match of the loudness stays as the programme had it. */
static void
monitor_flush (void *object)
{
  Monitor *self = object;

  self->grid.frame = 0;
  mst_firstream_reset (self->stream);
  update (self);
  mst_loudmatch_flush (self->loudness);
  mst_monitor_guard_reset (&self->guard);
  mst_monitor_noise_reset (&self->noise, (int) self->wanted[MST_MONITOR_PLACE],
      self->wanted[MST_MONITOR_PLACE_LEVEL]);
  mst_smooth_snap (&self->level, wanted_level (self));
  self->gain = mst_ramp_hold (mst_from_db (self->level.value));
}

static void
monitor_reset (void *object)
{
  Monitor *self = object;

  mst_loudmatch_reset (self->loudness);
  monitor_flush (self);
}

static void
monitor_free (void *object)
{
  Monitor *self = object;

  if (!self)
    return;
  mst_firstream_free (self->stream);
  mst_firdesign_free (self->design);
  mst_loudmatch_free (self->loudness);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Monitor *self = object;

  self->magnitude =
      mst_arena_take (arena, (size_t) self->points, sizeof (double));
  mst_arena_planes (arena, &self->curve, 1, self->taps);
  mst_arena_planes (arena, self->paths, 4, self->taps);
}

static bool
allocate (Monitor *self)
{
  const MstFormat *format = &self->format;

  self->taps = mst_firdesign_curve_taps (format->rate);
  self->stream =
      mst_firstream_new (format, self->taps / PARTITIONS, PARTITIONS, 0, true);
  self->design = mst_firdesign_new (self->taps);
  if (!self->stream || !self->design)
    return false;
  self->points = mst_firdesign_points (self->design);
  self->loudness =
      mst_loudmatch_new (format, mst_firstream_latency (self->stream));
  self->memory = mst_arena_new (lay_out, self);
  return self->loudness && self->memory;
}

static void *
monitor_new (const MstFormat *format, const double *values)
{
  Monitor *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  if (!allocate (self)) {
    monitor_free (self);
    return NULL;
  }
  mst_monitor_guard_init (&self->guard, format);
  mst_monitor_noise_init (&self->noise, format);
  monitor_set (self, values);
  design (self);
  monitor_reset (self);
  return self;
}

static int
monitor_latency (const void *object)
{
  return mst_firstream_latency (((const Monitor *) object)->stream);
}

/* --- frames */

static void
advance (Monitor *self)
{
  self->level.target = wanted_level (self);
  mst_ramp_advance_db (&self->gain, &self->level, self->share, EPSILON_DB);
  mst_monitor_noise_advance (&self->noise,
      (int) self->wanted[MST_MONITOR_PLACE],
      self->wanted[MST_MONITOR_PLACE_LEVEL], self->share);
}

static void
process_span (Monitor *self, const MstSpan *span)
{
  float *const *planes = span->planes;
  const int channels = self->format.channels;
  const bool measured = !mst_monitor_plays_a_part (self->designed);

  if (measured)
    mst_loudmatch_before (self->loudness, (const float *const *) planes,
        span->n);
  mst_firstream_process (self->stream, planes, span->n, update, self);
  if (!mst_monitor_guard_is_off (&self->guard))
    mst_monitor_guard_process (&self->guard, planes, span->n);
  if (measured)
    mst_loudmatch_after (self->loudness, (const float *const *) planes,
        span->n);
  mst_ramp_multiply (&self->gain, planes, channels, span->n, span->at);
  mst_monitor_noise_add (&self->noise, planes, span->n, span->at);
}

static void
monitor_process (void *object, float *const planes[], int n)
{
  Monitor *self = object;
  MstSpan span;

  mst_sanitize (planes, self->format.channels, n);
  mst_span_start (&span, &self->grid, planes, self->format.channels, n,
      MST_GRID);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      advance (self);
    mst_span_limit (&span, mst_loudmatch_left (self->loudness));
    process_span (self, &span);
  }
}

static double
reduction (double gain)
{
  return gain > 0.0 ? fmin (-mst_to_db (gain), MAX_REDUCTION_DB)
                    : MAX_REDUCTION_DB;
}

static void
monitor_read (const void *object, double *out)
{
  const Monitor *self = object;

  out[MST_MONITOR_MATCH_GAIN] = match_gain (self);
  out[MST_MONITOR_PROTECTION] = reduction (self->guard.gain);
}

const MstStage mst_stage_monitor = {
  .name = "monitor",
  .title = "Mastering monitor",
  .klass = "Filter/Effect/Audio",
  .blurb = "Lets a master be heard as on other devices",
  .params = mst_monitor_params,
  .n_params = MST_MONITOR_N_PARAMS,
  .curves = &mst_monitor_curve,
  .n_curves = 1,
  .readouts = mst_monitor_readouts,
  .n_readouts = MST_MONITOR_N_READOUTS,
  .new = monitor_new,
  .set = monitor_set,
  .latency = monitor_latency,
  .process = monitor_process,
  .reset = monitor_reset,
  .flush = monitor_flush,
  .read = monitor_read,
  .free = monitor_free,
};
