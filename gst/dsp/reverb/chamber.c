/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "chamber.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/filter/keyfilter.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/entrance.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/pairs.h"
#include "dsp/common/vector/vectors.h"
#include "room.h"

#define TAIL_DB 90.0 /* of decay, by the end of the tail */
#define SLOWER                                                                 \
  0.5 /* the pace of the door, as a share of that of other values */
#define SLOWEST 0.25 /* the pace of the room */
#define GAIN_EPSILON 1e-7
#define WIDTH_EPSILON 1e-6

enum { LOW_CUT, HIGH_CUT, N_CUTS };

struct MstChamber {
  double rate;
  int channels; /* 1 or 2 */
  double share;
  MstGrid grid;
  double values[MST_REVERB_N_PARAMS];
  MstSmooth gain, width; /* the gain is linear */
  MstRamp own, other;    /* the gains of the wet channels in each output */
  MstEntrance door;      /* of the sound into the room */
  MstKeyFilter cuts[N_CUTS];
  MstSvfState states[N_CUTS];
  MstRoom *room;
  bool silent; /* nothing sounds in the room */
  bool loud;   /* something has sounded in it since the last line */
  int quiet;   /* frames since something sounded */
};

/* --- values */

void
mst_chamber_set (MstChamber *self, const double *v)
{
  const double low = v[MST_REVERB_LOW_CUT], high = v[MST_REVERB_HIGH_CUT];
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
      &(MstBandShape){ MST_SHAPE_LOW_CUT, 2, fmax (low, 10.0), 0, M_SQRT1_2 },
      low > 0.0);
  mst_keyfilter_set (&self->cuts[HIGH_CUT],
      &(MstBandShape){ MST_SHAPE_HIGH_CUT, 2, high, 0, M_SQRT1_2 },
      high < MST_REVERB_MAX_CUT_HZ);
  self->gain.target = v[MST_REVERB_MIX] > MST_REVERB_MIX_OFF
      ? mst_from_db (v[MST_REVERB_MIX])
      : 0.0;
  self->width.target = v[MST_REVERB_WIDTH];
}

/* --- life */

/* Makes the room silent, and takes all of it to where it was set. */
static void
settle (MstChamber *self)
{
  mst_room_settle (self->room);
  for (int i = 0; i < N_CUTS; i++)
    mst_keyfilter_settle (&self->cuts[i], self->rate, 1);
  mst_smooth_snap (&self->gain, self->gain.target);
  mst_smooth_snap (&self->width, self->width.target);
  self->silent = true;
  self->loud = false;
  self->quiet = 0;
}

void
mst_chamber_reset (MstChamber *self)
{
  self->grid.frame = 0;
  settle (self);
  mst_entrance_reset (&self->door, self->gain.target != 0.0);
}

void
mst_chamber_free (MstChamber *self)
{
  if (!self)
    return;
  mst_room_free (self->room);
  free (self);
}

MstChamber *
mst_chamber_new (double rate, int channels, const double *values)
{
  MstChamber *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  self->channels = channels;
  self->share = mst_smooth_share (rate);
  self->room = mst_room_new (rate);
  if (!self->room) {
    mst_chamber_free (self);
    return NULL;
  }
  for (int i = 0; i < N_CUTS; i++)
    self->cuts[i].states = &self->states[i];
  mst_chamber_set (self, values);
  mst_chamber_reset (self);
  return self;
}

/* It is the pre-delay, and the time to decay by TAIL_DB. */
int
mst_chamber_tail (const MstChamber *self)
{
  const double *v = self->values;
  double seconds = 1e-3 * (v[MST_REVERB_PREDELAY] + 2 * v[MST_REVERB_SIZE]) +
      v[MST_REVERB_TIME] * TAIL_DB / 60.0;

  if (v[MST_REVERB_TAIL] == 0.0 || v[MST_REVERB_MIX] <= MST_REVERB_MIX_OFF)
    return 0;
  return (int) ceil (seconds * self->rate);
}

/* --- on a line of the grid */

/* Two uncorrelated channels of power 1 have a middle and a side of sqrt (1/2).
 * The side times the width w, and both times c = sqrt (2 / (1 + w w)), leave
 * the power of a channel as it is. A single output has to sound for two, and
 * gets sqrt (1/2) of each. */
static void
find_gains (const MstChamber *self, double *own, double *other)
{
  double w = self->width.value;
  double gain = self->gain.value * mst_room_norm (self->room);
  double c = sqrt (2.0 / (1.0 + w * w)) * 0.5 * gain;

  *own = c * (1.0 + w);
  *other = c * (1.0 - w);
  if (self->channels == 1)
    *own = *other = gain * M_SQRT1_2;
}

static void
advance_gains (MstChamber *self)
{
  double own, other, next_own, next_other;

  find_gains (self, &own, &other);
  mst_smooth_advance (&self->gain, self->share, GAIN_EPSILON);
  mst_smooth_advance (&self->width, self->share, WIDTH_EPSILON);
  mst_room_advance (self->room, SLOWEST * self->share);
  find_gains (self, &next_own, &next_other);
  self->own = mst_ramp_between (own, next_own);
  self->other = mst_ramp_between (other, next_other);
}

/* Empties the room when nothing was in it for longer than its longest ways. */
static void
listen (MstChamber *self)
{
  if (self->loud)
    self->quiet = 0;
  else if (self->quiet < INT_MAX - MST_GRID) /* hours at any rate */
    self->quiet += MST_GRID;
  self->loud = false;
  if (!self->silent && self->quiet > mst_room_memory (self->room)) {
    self->silent = true;
    mst_room_clear (self->room);
    memset (self->states, 0, sizeof (self->states));
  }
}

/* The room starts silent, and its door opens slowly: it is not to hear a sound
 * begin that has been there before. */
static void
start_room (MstChamber *self)
{
  settle (self);
  self->gain.value = self->gain.middle = 0.0;
  mst_entrance_reset (&self->door, false);
  mst_entrance_start_after (&self->door, 0);
}

static void
advance (MstChamber *self)
{
  bool wanted = self->gain.target != 0.0;

  if (!wanted && mst_smooth_settled (&self->gain))
    self->door.running = false;
  else if (wanted && !self->door.running)
    start_room (self);
  if (!self->door.running)
    return;
  listen (self);
  advance_gains (self);
  mst_entrance_advance (&self->door, true, SLOWER * self->share);
  for (int i = 0; i < N_CUTS; i++)
    if (!mst_keyfilter_is_settled (&self->cuts[i]))
      mst_keyfilter_advance (&self->cuts[i], self->rate, self->share, MST_GRID);
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

/* Makes the send into the room. True if that is as good as silent. */
static bool
make_send (MstChamber *self, const float *left, const float *right,
    float *const send[2], int n, int at)
{
  MstPair x[MST_GRID], *pairs[] = { x };
  bool zero = is_zero (left, n) && is_zero (right, n);

  mst_pairs_load (x, left, right, n);
  for (int i = 0; i < N_CUTS; i++)
    mst_keyfilter_run (&self->cuts[i], pairs, 1, n);
  mst_pairs_store (x, send[0], send[1], n);
  mst_ramp_multiply (&self->door.ramp, send, 2, n, at);
  return zero && is_below_floor (send[0], n) && is_below_floor (send[1], n);
}

static MST_VECTORS (void, add_wet,
    (float *restrict out, const float *restrict own,
        const float *restrict own_gain, const float *restrict other,
        const float *restrict other_gain, int n),
    (out, own, own_gain, other, other_gain, n))
{
  for (int i = 0; i < n; i++)
    out[i] += own_gain[i] * own[i] + other_gain[i] * other[i];
}

static void
run_span (MstChamber *self, float *left, float *right, int n, int at)
{
  float memory[2][2][MST_GRID], own[MST_GRID], other[MST_GRID];
  float *send[] = { memory[0][0], memory[0][1] };
  float *wet[] = { memory[1][0], memory[1][1] };
  bool still = make_send (self, left, right, send, n, at);

  if (mst_room_run (self->room, (const float *const *) send, wet, n, at,
          still) ||
      !still)
    self->loud = true;
  mst_ramp_write (&self->own, own, n, at);
  mst_ramp_write (&self->other, other, n, at);
  add_wet (left, wet[0], own, wet[1], other, n);
  if (right != left)
    add_wet (right, wet[1], own, wet[0], other, n);
}

/* Adds zero, as the silent room would: -0 becomes 0. */
static void
add_nothing (float *x, int n)
{
  for (int i = 0; i < n; i++)
    x[i] += 0.0f;
}

static void
process_span (MstChamber *self, const MstSpan *span)
{
  float *left = span->planes[0];
  float *right = self->channels > 1 ? span->planes[1] : left;

  if (!self->door.running)
    return;
  if (self->silent && is_zero (left, span->n) && is_zero (right, span->n)) {
    add_nothing (left, span->n);
    add_nothing (right, span->n);
    return;
  }
  self->silent = false;
  run_span (self, left, right, span->n, span->at);
}

void
mst_chamber_process (MstChamber *self, float *const planes[], int n)
{
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, self->channels, n, MST_GRID);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      advance (self);
    process_span (self, &span);
  }
}

bool
mst_chamber_is_idle (const MstChamber *self)
{
  return !self->door.running && self->gain.target == 0.0;
}

void
mst_chamber_skip (MstChamber *self, uint64_t frames)
{
  mst_grid_skip (&self->grid, frames);
}
