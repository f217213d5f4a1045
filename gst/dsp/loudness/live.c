/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "live.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/loudness.h"
#include "dsp/common/measure/loudnessgate.h"
#include "dsp/common/measure/slidingsum.h"
#include "dsp/common/time/arena.h"
#include "table.h"

#define STEP 10 /* ticks from one decision to the next: 100 ms */
#define STEPS (MST_LOUDNESS_TICKS / STEP) /* a second */
#define RING (MST_LOUDNESS_LONGEST_WINDOW * STEPS)
#define GATE 0.1 /* BS.1770's relative gate: 10 LU under the mean */

/* The pace of the gain. */
#define FAST_SECONDS 10.0 /* at the start of the stream ... */
#define FAST_SLOPE 3.0    /* dB/s: ... it may move so fast */
#define SLOPE 0.95        /* dB/s, later */
#define FALL_SECONDS 1.0  /* time constants of small changes */
#define RISE_SECONDS 4.0

/* The levels that lead the gain. */
#define LONG_SECONDS 60.0    /* the programme's own level: time constant */
#define LIFT 12.0            /* LU: the present may be lifted so far above it */
#define REPAY_SECONDS 30.0   /* what was too loud is repaid over so long ... */
#define REPAY 3.0            /* LU: ... by no more than this */
#define MEMORY (600 * STEPS) /* blocks: then the past counts half */

struct MstLoudnessLive {
  int lookahead; /* ticks */
  double *delay; /* lookahead + 1 powers of ticks */
  void *memory;

  uint64_t ticks;
  /* Powers over 400 ms: of the input, and of what leaves, before the gain and
   * after it. */
  MstSlidingSum come, leaving, left;

  float ring[RING]; /* powers of blocks of programme that came */
  uint64_t heard;   /* how many there were */
  double present;   /* power: gated, over the window */
  double all_long;  /* power, slowly averaged */
  double long_term; /* the same, of the blocks over its relative gate */

  MstLoudnessGate output;
  double left_lufs; /* its integrated loudness */
  bool begun;       /* programme has left */
  double gain;      /* dB, at the end of the tick that left last */
  double slope;     /* dB a tick */
};

static void
lay_out (void *object, MstArena *arena)
{
  MstLoudnessLive *self = object;

  self->delay = mst_arena_take (arena, (size_t) self->lookahead + 1,
      sizeof (*self->delay));
}

MstLoudnessLive *
mst_loudness_live_new (int lookahead)
{
  MstLoudnessLive *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->lookahead = lookahead;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    free (self);
    return NULL;
  }
  mst_loudness_live_reset (self);
  return self;
}

void
mst_loudness_live_free (MstLoudnessLive *self)
{
  if (!self)
    return;
  free (self->memory);
  free (self);
}

void
mst_loudness_live_reset (MstLoudnessLive *self)
{
  memset (self->delay, 0, sizeof (double) * ((size_t) self->lookahead + 1));
  memset (&self->ticks, 0, sizeof (*self) - offsetof (MstLoudnessLive, ticks));
  self->left_lufs = -INFINITY;
  self->come.length = MST_LOUDNESS_MOMENTARY;
  self->leaving.length = MST_LOUDNESS_MOMENTARY;
  self->left.length = MST_LOUDNESS_MOMENTARY;
}

/* Decisions are made on whole steps, so the count goes on at one. */
void
mst_loudness_live_flush (MstLoudnessLive *self)
{
  memset (self->delay, 0, sizeof (double) * ((size_t) self->lookahead + 1));
  self->ticks += STEP - 1;
  self->ticks -= self->ticks % STEP;
  self->come = (MstSlidingSum){ .length = MST_LOUDNESS_MOMENTARY };
  self->leaving = self->left = self->come;
  self->slope = 0.0;
}

/* --- the input */

/* The mean of the last n blocks that reach `least`. */
static double
mean_above (const MstLoudnessLive *self, uint64_t n, double least)
{
  double sum = 0.0, count = 0.0;

  for (uint64_t i = self->heard - n; i < self->heard; i++) {
    double power = self->ring[i % RING];
    double counts = power >= least ? 1.0 : 0.0;

    sum += counts * power;
    count += counts;
  }
  return count > 0.0 ? sum / count : 0.0;
}

/* Adds a block of programme to the window, and to the slow averages, which are
 * plain means until they have heard as much as their time constant. */
static void
hear (MstLoudnessLive *self, double power, double window)
{
  uint64_t n = (uint64_t) (window * STEPS + 0.5);
  double share;

  self->ring[self->heard++ % RING] = (float) power;
  n = self->heard < n ? self->heard : n;
  self->present = mean_above (self, n, GATE * mean_above (self, n, 0.0));

  share = fmax (1.0 / (double) self->heard, 1.0 / (LONG_SECONDS * STEPS));
  self->all_long += share * (power - self->all_long);
  if (power >= GATE * self->all_long)
    self->long_term += share * (power - self->long_term);
}

/* --- the output */

static void
account (MstLoudnessLive *self, double power)
{
  double threshold;

  mst_loudness_gate_add (&self->output, power);
  if (self->output.all.count >= MEMORY)
    mst_loudness_gate_halve (&self->output);
  self->left_lufs = mst_loudness_gate_integrated (&self->output, &threshold);
}

/* The result c, in LU on top of the target, makes the N blocks that have left
 * at the loudness I and the R blocks of the next REPAY_SECONDS come to the
 * target:
 *
 *   N 10^(I/10) + R 10^((target + c)/10) = (N + R) 10^(target/10) */
static double
repayment (const MstLoudnessLive *self, double target)
{
  double n = (double) self->output.all.count;
  double surplus, power;

  if (n == 0.0)
    return 0.0;
  surplus = pow (10.0, (self->left_lufs - target) / 10.0) - 1.0;
  power = 1.0 - surplus * n / (REPAY_SECONDS * STEPS);
  power = fmax (power, pow (10.0, -REPAY / 10.0));
  return fmin (10.0 * log10 (power), REPAY);
}

/* --- the gain */

static double
wanted_gain (const MstLoudnessLive *self, const MstLoudnessLiveSettings *s)
{
  double gain;

  if (self->heard == 0)
    return 0.0;
  gain = fmin (repayment (self, s->target) - mst_lufs (self->present),
      LIFT - mst_lufs (self->long_term));
  return fmax (fmin (gain + s->target, s->max_gain), -s->max_attenuation);
}

/* The slope towards the wanted gain [dB/s]. */
static double
slope_for (double missing, bool fast)
{
  double limit = fast ? FAST_SLOPE : SLOPE;
  double seconds = fast || missing < 0.0 ? FALL_SECONDS : RISE_SECONDS;

  return fmax (fmin (missing / seconds, limit), -limit);
}

/* Over silence and noise the gain stands still. Only a programme that is known
 * to come may turn it down before it does. */
static double
frozen (double slope, bool programme_comes, bool programme_leaves)
{
  if (programme_leaves)
    return slope;
  return programme_comes ? fmin (slope, 0.0) : 0.0;
}

static void
decide (MstLoudnessLive *self, const MstLoudnessLiveSettings *s, double come,
    double leaving)
{
  bool comes = mst_lufs (come) >= s->freeze_below;
  bool leaves = mst_lufs (leaving) >= s->freeze_below;
  bool fast = self->ticks <
      (uint64_t) (self->lookahead + FAST_SECONDS * MST_LOUDNESS_TICKS);
  double gain;

  if (comes)
    hear (self, come, s->window);
  self->begun = self->begun || leaves;
  gain = wanted_gain (self, s);
  self->slope = frozen (slope_for (gain - self->gain, fast), comes, leaves) /
      MST_LOUDNESS_TICKS;
  if (!self->begun && mst_lufs (leaving) < MST_GATE_LUFS) {
    self->gain = gain; /* nobody hears it jump */
    self->slope = 0.0;
  }
}

double
mst_loudness_live_tick (MstLoudnessLive *self,
    const MstLoudnessLiveSettings *settings, double power)
{
  uint64_t places = (uint64_t) self->lookahead + 1;
  double delayed, come, leaving, left;

  self->delay[self->ticks++ % places] = power;
  delayed = self->delay[self->ticks % places];
  self->gain += self->slope;
  come = mst_sliding_sum_push (&self->come, power);
  leaving = mst_sliding_sum_push (&self->leaving, delayed);
  left = mst_sliding_sum_push (&self->left,
      delayed * pow (10.0, self->gain / 10.0));
  if (self->ticks % STEP == 0) {
    account (self, left / MST_LOUDNESS_MOMENTARY);
    decide (self, settings, come / MST_LOUDNESS_MOMENTARY,
        leaving / MST_LOUDNESS_MOMENTARY);
  }
  return self->gain + self->slope;
}

double
mst_loudness_live_gain (const MstLoudnessLive *self)
{
  return self->gain;
}

double
mst_loudness_live_input (const MstLoudnessLive *self)
{
  return mst_lufs (self->present);
}

double
mst_loudness_live_output (const MstLoudnessLive *self)
{
  return self->left_lufs;
}
