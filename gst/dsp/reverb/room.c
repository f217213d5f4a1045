/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "absorption.h"
#include "delays.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "mixing.h"
#include "ring.h"

#define LINES MST_ROOM_LINES
#define SPAN MST_GRID
#define ALLPASSES 4
#define EPSILON 1e-5

/* The delays of the all-passes in seconds, short against the shortest time to
 * decay, for they are not to be heard in it. Those of the right channel differ.
 */
static const double allpass_seconds[2][ALLPASSES] = {
  { 0.001467, 0.002353, 0.003791, 0.005511 },
  { 0.001613, 0.002179, 0.004073, 0.005239 },
};

enum { TIME, DAMPING, CORNER, DEPTH, N_SMOOTH };

struct MstRoom {
  float x[LINES][SPAN]
      __attribute__ ((aligned (64))); /* the output of the lines */
  float send[2][SPAN] __attribute__ ((aligned (64)));
  MstRoomAbsorption absorption;
  MstRoomTurn turn;
  MstRoomDelays delays;
  double rate;
  double modulation_rate;
  MstSmooth smooth[N_SMOOTH]; /* ln s, share, ln Hz, share */
  unsigned position;          /* of the line of the grid */
  bool fresh;                 /* no line has come yet */
  double norm;                /* mst_room_norm() */
  MstRoomRing lines[LINES], predelay[2], allpass[2][ALLPASSES];
  int allpass_frames[2][ALLPASSES];
  float *memory; /* holds the rings */
};

/* --- life */

static void
lay_out (void *object, MstArena *arena)
{
  MstRoom *self = object;

  for (int l = 0; l < LINES; l++)
    mst_room_ring_take (&self->lines[l], arena,
        mst_room_delays_longest (l, self->rate) + 4 * SPAN);
  for (int c = 0; c < 2; c++)
    mst_room_ring_take (&self->predelay[c], arena,
        mst_frames (MST_REVERB_MAX_PREDELAY_MS, self->rate));
  for (int c = 0; c < 2; c++)
    for (int i = 0; i < ALLPASSES; i++)
      mst_room_ring_take (&self->allpass[c][i], arena,
          self->allpass_frames[c][i]);
}

MstRoom *
mst_room_new (double rate)
{
  MstRoom *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  mst_room_delays_init (&self->delays, rate);
  for (int c = 0; c < 2; c++)
    for (int i = 0; i < ALLPASSES; i++)
      self->allpass_frames[c][i] = (int) (allpass_seconds[c][i] * rate) | 1;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    mst_room_free (self);
    return NULL;
  }
  return self;
}

void
mst_room_free (MstRoom *self)
{
  if (!self)
    return;
  free (self->memory);
  free (self);
}

void
mst_room_clear (MstRoom *self)
{
  for (int l = 0; l < LINES; l++)
    mst_room_ring_clear (&self->lines[l]);
  for (int c = 0; c < 2; c++) {
    mst_room_ring_clear (&self->predelay[c]);
    for (int i = 0; i < ALLPASSES; i++)
      mst_room_ring_clear (&self->allpass[c][i]);
  }
  mst_room_absorption_clear (&self->absorption);
}

/* --- where it goes */

void
mst_room_set (MstRoom *self, const MstRoomSettings *settings)
{
  self->modulation_rate = settings->rate;
  mst_room_delays_set (&self->delays, settings->size, settings->predelay);
  self->smooth[TIME].target = log (settings->time);
  self->smooth[DAMPING].target = settings->damping;
  self->smooth[CORNER].target = log (settings->corner);
  self->smooth[DEPTH].target = settings->depth;
}

/* A frame of 1 in both channels gives the lines LINES, in power. They keep the
 * share `gain` of that in each pass, and an ear hears them all. */
static double
find_norm (const MstRoom *self)
{
  double mean = 0.0, gain;

  for (int l = 0; l < LINES; l++)
    mean += mst_room_delays_length (&self->delays, l) / LINES;
  gain = exp (
      -6.0 * M_LN10 * mean / (exp (self->smooth[TIME].value) * self->rate));
  return sqrt ((1.0 - gain) / (gain * LINES));
}

void
mst_room_settle (MstRoom *self)
{
  mst_room_clear (self);
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  mst_room_delays_settle (&self->delays);
  mst_room_turn_reset (&self->turn);
  self->position = 0;
  self->fresh = true;
  self->norm = find_norm (self);
}

/* True if a value that the absorption hangs on is about to move. */
static bool
is_decay_due (const MstRoom *self)
{
  return !mst_smooth_settled (&self->smooth[TIME]) ||
      !mst_smooth_settled (&self->smooth[DAMPING]) ||
      !mst_smooth_settled (&self->smooth[CORNER]) ||
      mst_room_delays_are_fading (&self->delays);
}

static void
advance_absorption (MstRoom *self, bool due)
{
  const MstRoomDecay decay = {
    .time = exp (self->smooth[TIME].value),
    .damping = self->smooth[DAMPING].value,
    .corner = exp (self->smooth[CORNER].value),
  };

  self->norm = find_norm (self);
  if (self->fresh)
    mst_room_absorption_settle (&self->absorption, &self->delays, &decay);
  else
    mst_room_absorption_advance (&self->absorption, &self->delays, &decay, due);
}

void
mst_room_advance (MstRoom *self, double share)
{
  bool due;

  self->position += self->fresh ? 0 : SPAN;
  mst_room_delays_advance (&self->delays);
  due = is_decay_due (self);
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_advance (&self->smooth[i], share, EPSILON);
  if (due || self->absorption.moving || self->fresh)
    advance_absorption (self, due);
  mst_room_turn_advance (&self->turn, self->smooth[DEPTH].value,
      SPAN * self->modulation_rate / self->rate);
  self->fresh = false;
}

double
mst_room_norm (const MstRoom *self)
{
  return self->norm;
}

int
mst_room_memory (const MstRoom *self)
{
  const MstRoomLengths *now = &self->delays.now;
  const MstRoomLengths *before = &self->delays.before;
  int frames = 2 * SPAN + self->delays.wanted.predelay + now->predelay;

  for (int i = 0; i < ALLPASSES; i++)
    frames += 8 * self->allpass_frames[0][i]; /* 0.6^8 is 1/60 */
  for (int l = 0; l < LINES; l++) {
    frames = frames > 2 * now->lines[l] ? frames : 2 * now->lines[l];
    frames = frames > 2 * before->lines[l] ? frames : 2 * before->lines[l];
  }
  return frames;
}

/* --- frames */

/* Reads what the ring held `now` frames ago, or fades over to that from
 * `before`. */
static void
read_faded (const MstRoom *self, const MstRoomRing *ring, unsigned first,
    int before, int now, float *out, int n, int at)
{
  bool fading = before != now && mst_room_delays_are_fading (&self->delays);
  float fresh[SPAN];

  mst_room_ring_read (ring, first - (unsigned) (fading ? before : now), out, n);
  if (!fading)
    return;
  mst_room_ring_read (ring, first - (unsigned) now, fresh, n);
  mst_orc_crossfade_f32 (out, fresh, self->delays.fade + at, n);
}

/* Takes one side of the input through the pre-delay and the all-passes. */
static void
make_send (MstRoom *self, int c, const float *in, int n, int at)
{
  const MstRoomDelays *delays = &self->delays;
  const unsigned first = self->position + (unsigned) at;

  mst_room_ring_write (&self->predelay[c], first, in, n);
  read_faded (self, &self->predelay[c], first, delays->before.predelay,
      delays->now.predelay, self->send[c], n, at);
  for (int i = 0; i < ALLPASSES; i++)
    mst_room_ring_diffuse (&self->allpass[c][i], first,
        self->allpass_frames[c][i], self->send[c], n);
}

static bool
is_loud (const MstRoom *self, int n)
{
  for (int l = 0; l < LINES; l++)
    for (int i = 0; i < n; i++)
      if (fabsf (self->x[l][i]) > MST_ROOM_FLOOR)
        return true;
  return false;
}

bool
mst_room_run (MstRoom *self, const float *const in[2], float *const out[2],
    int n, int at, bool listen)
{
  const MstRoomDelays *delays = &self->delays;
  const unsigned first = self->position + (unsigned) at;
  float ears[2][SPAN] __attribute__ ((aligned (64)));
  bool loud;

  for (int c = 0; c < 2; c++)
    make_send (self, c, in[c], n, at);
  for (int l = 0; l < LINES; l++)
    read_faded (self, &self->lines[l], first, delays->before.lines[l],
        delays->now.lines[l], self->x[l], n, at);
  loud = !listen || is_loud (self, n);
  mst_room_absorption_run (&self->absorption, self->x, n, at);
  mst_room_turn_run (&self->turn, self->x, n, at);
  mst_room_scatter (self->x, (const float (*)[SPAN]) self->send, ears[0],
      ears[1], n);
  for (int l = 0; l < LINES; l++)
    mst_room_ring_write (&self->lines[l], first, self->x[l], n);
  for (int c = 0; c < 2; c++)
    memcpy (out[c], ears[c], n * sizeof (float));
  return loud;
}
