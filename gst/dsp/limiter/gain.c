/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The minima stand still for tens of frames on end, and meanwhile both paths of
 * the release are plain exponentials towards them. So a run of equal minima is
 * drawn from tables of powers, many frames at a time, where a recursion would
 * wait for each product in turn. Runs end on the grid at the latest. A run that
 * a block cuts goes on in the next one, so that the length of a block changes
 * nothing.
 */
#include "gain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/dynamics/boxsmooth.h"
#include "dsp/common/dynamics/slidemin.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/vector/vectors.h"

/* The body is drawn towards this much more than the reduction, until it is
 * there: it arrives, after 1.6 time constants, where it would only approach. */
#define AIM 1.25

/* A reduction left to recover below this is far below a float's last bit. */
#define NOTHING 1e-10

/* The adaptive release compares the reduction to its mean over about a second,
 * and is this much faster or slower at most. */
#define MEAN_MS 1000.0
#define MOST_SCALE 4.0

/* A mean reduction below this, 0.001 dB, counts as none. */
#define NO_MEAN 1e-4

/* The powers q^0 .. q^MST_GRID, where q is the share of its way that an
 * exponential leaves in a frame. */
typedef struct {
  double power[MST_GRID + 1];
} Decay;

struct MstLimiterGain {
  double rate;
  int length;
  int window;
  int longest; /* window with hold */
  int held_window;
  MstLimiterTimes times;
  double mean_part; /* of its way, in MST_GRID frames */
  double mean;      /* of the body, while adaptive; else 0 */
  Decay fast, body, charge;

  /* The run under way: reductions, that is 1 - gain. */
  float required_gain, held_gain;
  double required, held; /* of the minima */
  double fast_way;       /* >= 0: the fast path has yet to recover this */
  double body_aim;       /* where the body goes, */
  double body_way;       /* how far it is from there, */
  double body_end;       /* and a level that it does not pass on its way up */
  const double *body_power; /* of body or charge */
  int position;             /* frames into the run */

  int settled; /* frames at unity on end */

  MstSlideMin *minima;
  MstBoxSmooth *smooth;
};

static void
decay_set (Decay *decay, double ms, double rate)
{
  double left = mst_decay (ms, rate), power = 1.0;

  for (int k = 0; k <= MST_GRID; k++, power *= left)
    decay->power[k] = power;
}

MstLimiterGain *
mst_limiter_gain_new (double rate, int length, int window, double longest_hold)
{
  MstLimiterGain *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  self->length = length;
  self->window = self->held_window = window;
  self->longest = window + mst_frames (longest_hold, rate);
  self->mean_part = 1.0 - mst_decay (MEAN_MS, rate / MST_GRID);
  self->minima = mst_slide_min_new (self->longest);
  self->smooth = mst_box_smooth_new (length);
  if (!self->minima || !self->smooth) {
    mst_limiter_gain_free (self);
    return NULL;
  }
  mst_limiter_gain_reset (self);
  return self;
}

void
mst_limiter_gain_free (MstLimiterGain *restrict self)
{
  if (!self)
    return;
  mst_slide_min_free (self->minima);
  mst_box_smooth_free (self->smooth);
  free (self);
}

void
mst_limiter_gain_reset (MstLimiterGain *restrict self)
{
  self->required_gain = self->held_gain = 1.0f;
  self->required = self->held = self->fast_way = 0.0;
  self->body_aim = self->body_way = self->body_end = 0.0;
  self->mean = 0.0;
  decay_set (&self->body, self->times.body_ms, self->rate);
  self->body_power = self->body.power;
  self->position = self->settled = 0;
  mst_slide_min_reset (self->minima);
  mst_box_smooth_reset (self->smooth);
}

/* The body, `frames` into the run. */
static inline double
body_at (const MstLimiterGain *self, int frames)
{
  double body = self->body_aim + self->body_way * self->body_power[frames];

  return body < self->body_end ? body : self->body_end;
}

static inline void
turn_body (MstLimiterGain *restrict self, double body)
{
  bool charging = body < self->held - NOTHING;

  self->body_aim = charging ? AIM * self->held : self->held;
  self->body_end = charging ? self->held : INFINITY;
  self->body_way = body - self->body_aim;
  if (fabs (self->body_way) < NOTHING)
    self->body_way = 0.0;
  self->body_power = charging ? self->charge.power : self->body.power;
}

/* Ends the run: both paths go on from where they are to these minima. The fast
 * path falls at once, for the smoother rounds it. */
static inline void
start_run (MstLimiterGain *restrict self, float required, float held)
{
  double fast =
      self->required + self->fast_way * self->fast.power[self->position];
  double body = body_at (self, self->position);

  self->required_gain = required;
  self->held_gain = held;
  self->required = 1.0 - required;
  self->held = 1.0 - held;
  self->fast_way = fast - self->required;
  if (self->fast_way < NOTHING)
    self->fast_way = 0.0;
  turn_body (self, body);
  self->position = 0;
}

/* A reduction that is as great as its mean has lasted, and will recover slowly;
 * one far above it is an exception. A recovery keeps the time it began with.
 * Called on the grid, at the start of a run. */
static void
adapt (MstLimiterGain *restrict self)
{
  double body = body_at (self, 0);
  double constancy;

  self->mean += self->mean_part * (body - self->mean);
  if (self->mean < NO_MEAN && body == 0.0)
    self->mean = 0.0;
  if (body > self->held || (body == 0.0 && self->mean > 0.0))
    return;
  constancy = body > self->mean ? self->mean / body : self->mean > 0.0;
  decay_set (&self->body,
      self->times.body_ms * pow (MOST_SCALE, 2.0 * constancy - 1.0),
      self->rate);
}

void
mst_limiter_gain_set (MstLimiterGain *restrict self,
    const MstLimiterTimes *times)
{
  const MstLimiterTimes *now = &self->times;

  if (times->fast_ms == now->fast_ms && times->body_ms == now->body_ms &&
      times->charge_ms == now->charge_ms && times->hold_ms == now->hold_ms &&
      times->adaptive == now->adaptive)
    return;
  start_run (self, self->required_gain, self->held_gain);
  self->times = *times;
  decay_set (&self->fast, times->fast_ms, self->rate);
  decay_set (&self->body, times->body_ms, self->rate);
  decay_set (&self->charge, times->charge_ms, self->rate);
  if (!times->adaptive)
    self->mean = 0.0;
  self->held_window = self->window + mst_frames (times->hold_ms, self->rate);
}

void
mst_limiter_gain_copy (MstLimiterGain *restrict self,
    const MstLimiterGain *from)
{
  MstSlideMin *minima = self->minima;
  MstBoxSmooth *smooth = self->smooth;

  *self = *from;
  self->body_power = from->body_power == from->body.power ? self->body.power
                                                          : self->charge.power;
  self->minima = minima;
  self->smooth = smooth;
  mst_slide_min_copy (minima, from->minima);
  mst_box_smooth_copy (smooth, from->smooth);
}

bool
mst_limiter_gain_at_rest (const MstLimiterGain *self)
{
  return self->settled >= self->length + self->longest - self->window;
}

/* Counts how many of n frames are as the first. */
static inline int
run_length (const float *required, const float *held, int n)
{
  int i = 1;

  while (i < n && required[i] == required[0] && held[i] == held[0])
    i++;
  return i;
}

/* Draws the next n frames of the run as gains. */
static inline void
draw_run (const MstLimiterGain *self, double *restrict gains, int n)
{
  const double *fast_power = self->fast.power + self->position + 1;
  const double *body_power = self->body_power + self->position + 1;

  for (int i = 0; i < n; i++) {
    double fast = self->required + self->fast_way * fast_power[i];
    double body = self->body_aim + self->body_way * body_power[i];
    body = body < self->body_end ? body : self->body_end;
    gains[i] = 1.0 - (fast > body ? fast : body);
  }
}

/* The gain may fall at once, and recovers along the lower of two paths: the
 * fast one follows each minimum; the body is drawn down by minima that last,
 * those held over a bass period. */
static MST_VECTORS (void, release,
    (MstLimiterGain *restrict self, const float *required, const float *held,
        double *gains, int n, int at),
    (self, required, held, gains, n, at))
{
  for (int i = 0, span; i < n; i += span) {
    bool on_line = at == 0;
    int left = MST_GRID - at;
    /* After a rest the run is past the table: nothing is left to recover. */
    bool past = self->position + left > MST_GRID;
    if (on_line || past || required[i] != self->required_gain ||
        held[i] != self->held_gain)
      start_run (self, required[i], held[i]);
    if (on_line && self->times.adaptive)
      adapt (self);
    span = run_length (required + i, held + i, left < n - i ? left : n - i);
    at = (at + span) % MST_GRID;
    draw_run (self, gains + i, span);
    self->position += span;
    if (self->required == 0.0 && self->held == 0.0 && self->fast_way == 0.0 &&
        self->body_way == 0.0 && self->mean == 0.0)
      self->settled += self->settled < self->longest + self->length ? span : 0;
    else
      self->settled = 0;
  }
}

void
mst_limiter_gain_process (MstLimiterGain *restrict self, float *gains, int n,
    int at)
{
  float required[MST_LIMITER_BLOCK], held[MST_LIMITER_BLOCK];
  double released[MST_LIMITER_BLOCK];

  mst_slide_min_push (self->minima, gains, n);
  mst_slide_min_read (self->minima, self->window, required, n);
  mst_slide_min_read (self->minima, self->held_window, held, n);
  release (self, required, held, released, n, at);
  mst_box_smooth_process (self->smooth, released, gains, n);
}
