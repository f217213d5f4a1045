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

/* The filter covers 1/6 s at least, and is divided so that a block, which is
 * the latency, takes 5.8 ms at most. */
#define TAPS_PER_SECOND 6
#define MIN_TAPS 1024
#define MAX_TAPS 65536
#define PARTITIONS 32

#define SOLO_DB -60.0    /* outside of a band that is heard alone */
#define SOLO_OCTAVES 0.5 /* over which it falls so far */
#define EPSILON_DB 1e-4
#define MAX_REDUCTION_DB 60.0

/* A pair of channels goes out as (ll l + lr r, rl l + rr r). */
typedef struct {
  double ll, lr, rl, rr;
} Matrix;

typedef struct {
  MstFormat format;
  double share;
  MstGrid grid;
  double wanted[MST_MONITOR_N_VALUES];   /* as set */
  double designed[MST_MONITOR_N_VALUES]; /* when the taps were made */
  const MstMonitorDevice *device;        /* of the taps */

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

static const MstMonitorPoint band_edges[MST_MONITOR_N_BANDS] = {
  [MST_MONITOR_ALL_BANDS] = { 0.0, INFINITY },
  [MST_MONITOR_SUB] = { 0.0, 60.0 },
  [MST_MONITOR_BASS] = { 60.0, 250.0 },
  [MST_MONITOR_LOW_MIDS] = { 250.0, 800.0 },
  [MST_MONITOR_MIDS] = { 800.0, 2500.0 },
  [MST_MONITOR_PRESENCE] = { 2500.0, 6000.0 },
  [MST_MONITOR_AIR] = { 6000.0, INFINITY },
};

/* 0 within a band, falling to SOLO_DB beside it. */
static double
band_gain (int band, double hz)
{
  const double low = band_edges[band].hz, high = band_edges[band].db;
  double octaves = 0.0;

  if (hz > 0.0 && hz < low)
    octaves = log2 (low / hz);
  else if (hz <= 0.0)
    octaves = low > 0.0 ? SOLO_OCTAVES : 0.0;
  else if (hz > high)
    octaves = log2 (hz / high);
  return SOLO_DB * fmin (octaves / SOLO_OCTAVES, 1.0);
}

static double
own_gain (const double *response, double hz)
{
  double steps =
      MST_CURVE_PER_OCTAVE * log2 (fmax (hz, 1.0) / MST_CURVE_FIRST_HZ);
  int below;

  steps = fmin (fmax (steps, 0.0), MST_CURVE_POINTS - 1);
  below = (int) steps;
  if (below == MST_CURVE_POINTS - 1)
    return response[below];
  return response[below] +
      (steps - below) * (response[below + 1] - response[below]);
}

static double
device_gain (const Monitor *self, double hz)
{
  const double *v = self->designed;
  double gain = (int) v[MST_MONITOR_DEVICE] == MST_MONITOR_OWN
      ? own_gain (v + MST_MONITOR_RESPONSE, hz)
      : mst_monitor_device_gain (self->device, hz);

  return v[MST_MONITOR_AMOUNT] * gain;
}

/* What the switches make of left and right, before the device. */
static Matrix
switches (const double *v)
{
  static const Matrix solos[MST_MONITOR_N_SOLOS] = {
    [MST_MONITOR_SOLO_NONE] = { 1.0, 0.0, 0.0, 1.0 },
    [MST_MONITOR_SOLO_LEFT] = { 1.0, 0.0, 0.0, 0.0 },
    [MST_MONITOR_SOLO_RIGHT] = { 0.0, 0.0, 0.0, 1.0 },
    [MST_MONITOR_SOLO_MID] = { 0.5, 0.5, 0.5, 0.5 },
    [MST_MONITOR_SOLO_SIDE] = { 0.5, -0.5, 0.5, -0.5 },
  };
  Matrix m = solos[(int) v[MST_MONITOR_SOLO]];

  if (v[MST_MONITOR_SWAP] != 0.0)
    m = (Matrix){ m.rl, m.rr, m.ll, m.lr };
  if (v[MST_MONITOR_MONO] != 0.0)
    m.ll = m.rl = 0.5 * (m.ll + m.rl), m.lr = m.rr = 0.5 * (m.lr + m.rr);
  return m;
}

/* The device's width behind them: its side is w times as wide. */
static Matrix
matrix_of (const double *v, const MstMonitorDevice *device)
{
  const double w = 1.0 + v[MST_MONITOR_AMOUNT] * (device->width - 1.0);
  const double same = 0.5 * (1.0 + w), other = 0.5 * (1.0 - w);
  const Matrix m = switches (v);

  return (Matrix){ same * m.ll + other * m.rl, same * m.lr + other * m.rr,
    same * m.rl + other * m.ll, same * m.rr + other * m.lr };
}

/* True if the values leave the sound as it is, noise and levels apart. */
static bool
is_identity (const double *v)
{
  const MstMonitorDevice *device = mst_monitor_device ((int) v[0]);
  const Matrix m = matrix_of (v, device);

  return m.ll == 1.0 && m.rr == 1.0 && m.lr == 0.0 && m.rl == 0.0 &&
      v[MST_MONITOR_BAND] == MST_MONITOR_ALL_BANDS &&
      (v[MST_MONITOR_AMOUNT] == 0.0 ||
          v[MST_MONITOR_DEVICE] == MST_MONITOR_OFF);
}

static const float *
make_path (Monitor *self, int path, double gain)
{
  if (gain == 0.0)
    return NULL;
  for (int i = 0; i < self->taps; i++)
    self->paths[path][i] = (float) (gain * self->curve[i]);
  return self->paths[path];
}

/* The change of loudness [LU] that the curve makes of pink noise, which is how
 * music is spread on the whole, K-weighted in outline: nothing below 60 Hz
 * counts, and 4 dB more above 1.5 kHz. What is heard corrects it. */
static double
expected_change (const Monitor *self)
{
  double before = 0.0, after = 0.0;

  for (double hz = 60.0; hz < 16000.0; hz *= exp2 (1.0 / 6)) {
    double weight = hz > 1500.0 ? 2.5 : 1.0;
    before += weight;
    after += weight * pow (10.0, 0.1 * device_gain (self, hz));
  }
  return 10.0 * log10 (after / before);
}

static void
make_filters (Monitor *self)
{
  const Matrix m = matrix_of (self->designed, self->device);
  MstFilters filters;

  for (int i = 0; i < self->points; i++) {
    double hz = 0.5 * self->format.rate * i / (self->points - 1);
    self->magnitude[i] = mst_from_db (device_gain (self, hz) +
        band_gain ((int) self->designed[MST_MONITOR_BAND], hz));
  }
  mst_firdesign_run (self->design, self->magnitude, 1.0, 0, self->curve);
  filters = (MstFilters){ .ll = make_path (self, 0, m.ll),
    .lr = make_path (self, 1, m.lr),
    .rl = make_path (self, 2, m.rl),
    .rr = make_path (self, 3, m.rr),
    .other = self->curve };
  mst_firstream_set (self->stream, &filters);
}

/* Makes what follows from the values that were set last. */
static void
design (Monitor *self)
{
  const double *v = self->designed;
  bool heard;

  memcpy (self->designed, self->wanted, sizeof (self->designed));
  self->device = mst_monitor_device ((int) v[MST_MONITOR_DEVICE]);
  heard = v[MST_MONITOR_AMOUNT] > 0.0;
  if (is_identity (v))
    mst_firstream_set (self->stream, NULL);
  else
    make_filters (self);
  mst_monitor_guard_set (&self->guard, heard ? self->device->protect_hz : 0.0,
      self->device->protect_db);
  self->expected = heard ? expected_change (self) : 0.0;
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
  /* One channel has no sides. */
  if (self->format.channels == 1) {
    self->wanted[MST_MONITOR_MONO] = self->wanted[MST_MONITOR_SWAP] = 0.0;
    self->wanted[MST_MONITOR_SOLO] = MST_MONITOR_SOLO_NONE;
  }
}

/* True if a part of the sound is heard alone: what it has of the loudness says
 * nothing about the device. */
static bool
plays_a_part (const double *v)
{
  return v[MST_MONITOR_SOLO] != MST_MONITOR_SOLO_NONE ||
      v[MST_MONITOR_BAND] != MST_MONITOR_ALL_BANDS;
}

static double
match_gain (const Monitor *self)
{
  const double *v = self->designed;

  if (v[MST_MONITOR_MATCH] == 0.0 || v[MST_MONITOR_AMOUNT] == 0.0 ||
      v[MST_MONITOR_DEVICE] == MST_MONITOR_OFF)
    return 0.0;
  return plays_a_part (v) ? -self->expected
                          : mst_loudmatch_gain (self->loudness);
}

static double
wanted_level (const Monitor *self)
{
  return match_gain (self) - self->wanted[MST_MONITOR_DIM];
}

static void
monitor_reset (void *object)
{
  Monitor *self = object;

  self->grid.frame = 0;
  mst_firstream_reset (self->stream);
  update (self);
  mst_loudmatch_reset (self->loudness);
  mst_monitor_guard_reset (&self->guard);
  mst_monitor_noise_reset (&self->noise, (int) self->wanted[MST_MONITOR_PLACE],
      self->wanted[MST_MONITOR_PLACE_LEVEL]);
  mst_smooth_snap (&self->level, wanted_level (self));
  self->gain = mst_ramp_hold (mst_from_db (self->level.value));
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

  self->taps = MIN_TAPS;
  while (self->taps < format->rate / TAPS_PER_SECOND && self->taps < MAX_TAPS)
    self->taps *= 2;
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

  const bool measured = !plays_a_part (self->designed);

  if (measured)
    mst_loudmatch_before (self->loudness, (const float *const *) planes,
        span->n);
  mst_firstream_process (self->stream, planes, span->n, update, self);
  if (!mst_monitor_guard_is_off (&self->guard))
    mst_monitor_guard_process (&self->guard, planes, span->n);
  if (measured)
    mst_loudmatch_after (self->loudness, (const float *const *) planes,
        span->n);
  if (!mst_ramp_is (&self->gain, 1.0))
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
  .read = monitor_read,
  .free = monitor_free,
};
