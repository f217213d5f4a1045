/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "reverb.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/filter/keyfilter.h"
#include "dsp/common/vector/pairs.h"
#include "dsp/common/time/smooth.h"
#include "room.h"

#define TAIL_DB 90.0 /* what the tail falls by */

/* The wet gain (linear), the width, and how far the door is open: a room that
 * is new is not to hear its first sound begin. */
enum { GAIN, WIDTH, DOOR, N_SMOOTH };

enum { LOW_CUT, HIGH_CUT, N_CUTS };

typedef struct {
  MstFormat format;
  MstGrid grid;
  double share;
  double values[MST_REVERB_N_PARAMS];
  MstSmooth smooth[N_SMOOTH];
  float own, other; /* of the wet channels in each output, at the grid line */
  float own_step, other_step; /* and a frame */
  float door, door_step;      /* the same of the send */
  MstKeyFilter cuts[N_CUTS];
  MstSvfState states[N_CUTS];
  MstRoom *room;
  bool off;    /* nothing is to be heard of the room */
  bool silent; /* nothing is in it */
  bool fresh;  /* the gains have yet to be found */
  bool loud;   /* something was in this block */
  int quiet;   /* frames since something was */
} Reverb;

static void
reverb_set (void *object, const double *v)
{
  Reverb *self = object;
  const double low = v[MST_REVERB_LOW_CUT], high = v[MST_REVERB_HIGH_CUT];
  const double q = M_SQRT1_2;
  const MstRoomSettings settings = {
    .time = v[MST_REVERB_TIME],
    .damping = v[MST_REVERB_DAMPING],
    .corner = v[MST_REVERB_DAMPING_FREQUENCY],
    .size = v[MST_REVERB_SIZE],
    .predelay = v[MST_REVERB_PREDELAY],
    .depth = v[MST_REVERB_MODULATION],
    .rate = v[MST_REVERB_MODULATION_RATE],
  };

  memcpy (self->values, v, sizeof (self->values));
  mst_room_set (self->room, &settings);
  mst_keyfilter_set (&self->cuts[LOW_CUT],
      &(MstBandShape){ MST_SHAPE_LOW_CUT, 2, fmax (low, 10.0), 0, q },
      low > 0.0);
  mst_keyfilter_set (&self->cuts[HIGH_CUT],
      &(MstBandShape){ MST_SHAPE_HIGH_CUT, 2, high, 0, q },
      high < MST_REVERB_MAX_CUT_HZ);
  self->smooth[GAIN].target = v[MST_REVERB_MIX] > MST_REVERB_MIX_OFF
      ? mst_from_db (v[MST_REVERB_MIX])
      : 0.0;
  self->smooth[WIDTH].target = v[MST_REVERB_WIDTH];
  self->smooth[DOOR].target = 1.0;
}

/* Silent, and all where it was set; the gain and the door may have to glide. */
static void
settle (Reverb *self, double gain, double door)
{
  mst_room_settle (self->room);
  for (int i = 0; i < N_CUTS; i++)
    mst_keyfilter_settle (&self->cuts[i], self->format.rate, 1);
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  self->smooth[GAIN].value = self->smooth[GAIN].middle = gain;
  self->smooth[DOOR].value = self->smooth[DOOR].middle = door;
  self->own = self->other = self->own_step = self->other_step = 0.0f;
  self->silent = self->fresh = true;
  self->loud = false;
  self->quiet = 0;
}

static void
reverb_reset (void *object)
{
  Reverb *self = object;

  self->grid.frame = 0;
  settle (self, self->smooth[GAIN].target, 1.0);
  self->off = self->smooth[GAIN].target == 0.0;
}

static void
reverb_free (void *object)
{
  Reverb *self = object;

  if (self)
    mst_room_free (self->room);
  free (self);
}

static void *
reverb_new (const MstFormat *format, const double *values)
{
  Reverb *self = NULL;

  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  self->room = mst_room_new (format->rate);
  if (!self->room) {
    reverb_free (self);
    return NULL;
  }
  for (int i = 0; i < N_CUTS; i++)
    self->cuts[i].states = &self->states[i];
  reverb_set (self, values);
  reverb_reset (self);
  return self;
}

static int
reverb_latency (const void *object)
{
  return 0;
}

/* The pre-delay, and what it takes to fall by TAIL_DB. */
static int
reverb_tail (const void *object)
{
  const Reverb *self = object;
  const double *v = self->values;
  double seconds = 1e-3 * (v[MST_REVERB_PREDELAY] + 2 * v[MST_REVERB_SIZE]) +
      v[MST_REVERB_TIME] * TAIL_DB / 60.0;

  if (v[MST_REVERB_TAIL] == 0.0 || v[MST_REVERB_MIX] <= MST_REVERB_MIX_OFF)
    return 0;
  return (int) ceil (seconds * self->format.rate);
}

/* --- on the grid */

/* Of uncorrelated channels of power 1, with the width w: mid and side are
 * sqrt (1/2) strong; the side by w, both by c = sqrt (2 / (1 + w w)) leave the
 * power of a channel as it is. One output has to sound for two: sqrt (1/2) of
 * each. */
static void
aim_gains (Reverb *self, float *own, float *other)
{
  double w = self->smooth[WIDTH].value;
  double gain = self->smooth[GAIN].value * mst_room_norm (self->room);
  double c = sqrt (2.0 / (1.0 + w * w)) * 0.5 * gain;

  *own = (float) (c * (1.0 + w));
  *other = (float) (c * (1.0 - w));
  if (self->format.channels == 1)
    *own = *other = (float) (gain * M_SQRT1_2);
}

static void
move_gains (Reverb *self)
{
  float own, other;

  self->own += self->own_step * MST_GRID;
  self->other += self->other_step * MST_GRID;
  if (self->fresh)
    aim_gains (self, &self->own, &self->other);
  self->fresh = false;
  mst_smooth_advance (&self->smooth[GAIN], self->share, 1e-7);
  mst_smooth_advance (&self->smooth[WIDTH], self->share, 1e-6);
  self->door = (float) self->smooth[DOOR].value;
  mst_smooth_advance (&self->smooth[DOOR], 0.5 * self->share, 1e-6);
  self->door_step = ((float) self->smooth[DOOR].value - self->door) / MST_GRID;
  mst_room_advance (self->room, 0.25 * self->share);
  aim_gains (self, &own, &other);
  self->own_step = (own - self->own) / MST_GRID;
  self->other_step = (other - self->other) / MST_GRID;
}

/* Whether the last block was one of many without anything in the room. */
static void
listen (Reverb *self)
{
  self->quiet = self->loud ? 0 : self->quiet + MST_GRID;
  self->loud = false;
  if (!self->silent && self->quiet > mst_room_memory (self->room)) {
    self->silent = true;
    mst_room_clear (self->room);
    memset (self->states, 0, sizeof (self->states));
  }
}

static void
reverb_advance (Reverb *self)
{
  bool was_off = self->off;

  self->off = self->smooth[GAIN].target == 0.0 &&
      (was_off || mst_smooth_settled (&self->smooth[GAIN]));
  if (self->off)
    return;
  if (was_off)
    settle (self, 0.0, 0.0);
  listen (self);
  move_gains (self);
  for (int i = 0; i < N_CUTS; i++)
    if (!mst_keyfilter_is_settled (&self->cuts[i]))
      mst_keyfilter_advance (&self->cuts[i], self->format.rate, self->share,
          MST_GRID);
}

/* --- frames */

static bool
is_zero (const float *x, int n)
{
  for (int i = 0; i < n; i++)
    if (x[i] != 0.0f)
      return false;
  return true;
}

static bool
is_below_floor (const float *x, int n)
{
  for (int i = 0; i < n; i++)
    if (fabsf (x[i]) > MST_ROOM_FLOOR)
      return false;
  return true;
}

static void
open_door (const Reverb *self, float *send, int n, int at)
{
  for (int i = 0; i < n; i++)
    send[i] *= self->door + self->door_step * (float) (at + i + 1);
}

/* What is sent into the room; whether it is as good as nothing. */
static bool
make_send (Reverb *self, const float *left, const float *right,
    float *const send[2], int n, int at)
{
  MstPair x[MST_GRID], *pairs[] = { x };
  bool zero = is_zero (left, n) && is_zero (right, n);

  mst_pairs_load (x, left, right, n);
  for (int i = 0; i < N_CUTS; i++)
    mst_keyfilter_run (&self->cuts[i], pairs, 1, n);
  mst_pairs_store (x, send[0], send[1], n);
  if (self->door != 1.0f || self->door_step != 0.0f)
    for (int c = 0; c < 2; c++)
      open_door (self, send[c], n, at);
  return zero && is_below_floor (send[0], n) && is_below_floor (send[1], n);
}

static void
add_wet (const Reverb *self, float *restrict out, const float *restrict own,
    const float *restrict other, int n, int at)
{
  for (int i = 0; i < n; i++) {
    float t = (float) (at + i + 1);
    out[i] += (self->own + self->own_step * t) * own[i] +
        (self->other + self->other_step * t) * other[i];
  }
}

static void
run_span (Reverb *self, float *left, float *right, int n, int at)
{
  float memory[2][2][MST_GRID];
  float *send[] = { memory[0][0], memory[0][1] };
  float *wet[] = { memory[1][0], memory[1][1] };
  bool still = make_send (self, left, right, send, n, at);

  if (mst_room_run (self->room, (const float *const *) send, wet, n, at,
          still) ||
      !still)
    self->loud = true;
  add_wet (self, left, wet[0], wet[1], n, at);
  if (right != left)
    add_wet (self, right, wet[1], wet[0], n, at);
}

/* What would add zero: the same bits, where they are those of -0. */
static void
add_nothing (float *x, int n)
{
  for (int i = 0; i < n; i++)
    x[i] += 0.0f;
}

static void
reverb_process (void *object, float *const planes[], int n)
{
  Reverb *self = object;

  int heard = self->format.channels > 1 ? 2 : 1;
  MstSpan span;

  mst_sanitize (planes, self->format.channels, n);
  mst_span_start (&span, &self->grid, planes, heard, n, MST_GRID);
  while (mst_span_next (&span)) {
    float *left = span.planes[0], *right = span.planes[heard - 1];

    if (mst_span_to_line (&span))
      reverb_advance (self);
    if (self->off)
      continue;
    if (self->silent && is_zero (left, span.n) && is_zero (right, span.n)) {
      add_nothing (left, span.n);
      add_nothing (right, span.n);
      continue;
    }
    self->silent = false;
    run_span (self, left, right, span.n, span.at);
  }
}

static int
reverb_idle (const void *object)
{
  const Reverb *self = object;

  return self->off && self->smooth[GAIN].target == 0.0;
}

static void
reverb_skip (void *object, uint64_t frames)
{
  Reverb *self = object;

  mst_grid_skip (&self->grid, frames);
}

const MstStage mst_stage_reverb = {
  .name = "reverb",
  .title = "Mastering reverb",
  .klass = "Filter/Effect/Audio",
  .blurb = "Puts the master into a small room",
  .params = mst_reverb_params,
  .n_params = MST_REVERB_N_PARAMS,
  .new = reverb_new,
  .set = reverb_set,
  .latency = reverb_latency,
  .tail = reverb_tail,
  .process = reverb_process,
  .idle = reverb_idle,
  .skip = reverb_skip,
  .reset = reverb_reset,
  .free = reverb_free,
};
