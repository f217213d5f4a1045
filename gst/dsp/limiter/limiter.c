/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A chunk of frames at a time: drive and sanitise; clip softly; find the gain
 * that the peaks require (reduction.c); multiply the delayed audio by it.
 * docs/stages/limiter.md has the equations, and the proof that the gain of a
 * frame is never above what the frame requires.
 *
 * A few lines past 400: a stage reads best with its life and its stream in one
 * file.
 */
#include "limiter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clip.h"
#include "dsp/common/dynamics/boxsmooth.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/history.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/finite.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/product.h"
#include "dsp/common/vector/vectors.h"
#include "reduction.h"

/* Frames worked on at once; nothing depends on it. */
#define CHUNK MST_LIMITER_BLOCK

/* A shorter look-ahead, which only low rates have, would move the gain within
 * the interpolator's window too quickly for the peaks to scale with it. */
#define MIN_LOOKAHEAD 32 /* frames */
#define EPSILON_DB 1e-6  /* drive and ceiling have arrived when this near */

/* True peak is held this far below the ceiling. It is what the detector
 * under-reads at most, of noise up to the very edge of the band, and what the
 * movement of the gain within the interpolator's window adds. */
#define TRUE_PEAK_MARGIN_DB 0.02

_Static_assert(CHUNK <= MST_LIMITER_CLIP_BLOCK, "a chunk goes through whole");

typedef struct {
  int channels;
  int delay;   /* of the audio, frames */
  int latency; /* the delay, and that of the soft clip */
  double share;
  MstGrid grid;
  MstSmooth drive, ceiling;         /* dB */
  MstRamp drive_ramp, ceiling_ramp; /* linear */
  bool flat;                        /* ceiling_curve is all one */

  float deepest;      /* least gain of the grid block under way */
  float last_deepest; /* of the last whole one */
  float ever_deepest;

  MstLimiterClip *clip; /* NULL: none */
  MstLimiterReduction *reduction;
  MstHistory past[MST_MAX_CHANNELS]; /* of the audio, driven and sanitised */
  float *fresh[MST_MAX_CHANNELS];    /* the chunk's frames there */
  float drive_curve[CHUNK], ceiling_curve[CHUNK];
  void *memory; /* holds the past */
} Limiter;

/* --- values */

static int
lookahead_frames (double ms, double rate)
{
  int frames = mst_frames (ms, rate);

  if (frames < MIN_LOOKAHEAD)
    return MIN_LOOKAHEAD;
  return frames < MST_BOX_SMOOTH_MAX ? frames : MST_BOX_SMOOTH_MAX - 1;
}

/* Dither of +-1 step and rounding by half a step add so much at most. */
static double
less_dither (double ceiling, int bits)
{
  double room = bits ? 1.5 * ldexp (1.0, 1 - (bits > 8 ? bits : 8)) : 0.0;

  return room > 0.0 ? mst_to_db (mst_from_db (ceiling) - room) : ceiling;
}

static void
limiter_set (void *object, const double *v)
{
  Limiter *self = object;
  const MstLimiterCharacter *character =
      &mst_limiter_characters[(int) v[MST_LIMITER_CHARACTER]];
  const double body = v[MST_LIMITER_RELEASE] * character->body;
  const bool true_peak = v[MST_LIMITER_TRUE_PEAK] != 0.0;
  const MstLimiterTimes times = {
    .fast_ms = body * character->fast,
    .body_ms = body,
    .charge_ms = character->charge,
    .hold_ms = character->hold,
    .adaptive = v[MST_LIMITER_AUTO_RELEASE] != 0.0,
  };

  self->drive.target = v[MST_LIMITER_DRIVE];
  self->ceiling.target =
      less_dither (v[MST_LIMITER_CEILING], (int) v[MST_LIMITER_DITHER_BITS]);
  if (true_peak)
    self->ceiling.target -= TRUE_PEAK_MARGIN_DB;
  mst_limiter_reduction_set (self->reduction, &times, true_peak,
      v[MST_LIMITER_LINK]);
}

/* --- life */

static void
limiter_reset (void *object)
{
  Limiter *self = object;

  self->grid.frame = 0;
  mst_smooth_snap (&self->drive, self->drive.target);
  mst_smooth_snap (&self->ceiling, self->ceiling.target);
  self->drive_ramp = mst_ramp_hold (mst_from_db (self->drive.value));
  self->ceiling_ramp = mst_ramp_hold (mst_from_db (self->ceiling.value));
  self->flat = false;
  self->deepest = self->last_deepest = self->ever_deepest = 1.0f;
  mst_limiter_reduction_reset (self->reduction);
  for (int c = 0; c < self->channels; c++)
    mst_history_reset (&self->past[c]);
  if (self->clip)
    mst_limiter_clip_reset (self->clip);
}

static void
limiter_free (void *object)
{
  Limiter *self = object;

  if (!self)
    return;
  mst_limiter_reduction_free (self->reduction);
  mst_limiter_clip_free (self->clip);
  free (self->memory);
  free (self);
}

static bool
allocate_clip (Limiter *self, double rate, double soft_clip)
{
  if (soft_clip <= 0.0)
    return true;
  self->clip = mst_limiter_clip_new (rate, self->channels,
      mst_from_db (MST_LIMITER_CLIP_ROOM_DB - soft_clip));
  if (self->clip)
    self->latency += mst_limiter_clip_delay (self->clip);
  return self->clip != NULL;
}

static void
lay_out (void *object, MstArena *arena)
{
  Limiter *self = object;

  for (int c = 0; c < self->channels; c++)
    mst_history_take (&self->past[c], arena, self->delay, CHUNK,
        sizeof (float));
}

static bool
allocate (Limiter *self, const MstFormat *format, const double *v)
{
  self->reduction = mst_limiter_reduction_new (format,
      (MstLinkGroups) v[MST_LIMITER_LINK_GROUPS],
      v[MST_LIMITER_LINK_LFE] != 0.0,
      lookahead_frames (v[MST_LIMITER_LOOKAHEAD], format->rate));
  if (!self->reduction)
    return false;
  self->delay = self->latency = mst_limiter_reduction_delay (self->reduction);
  self->memory = mst_arena_new (lay_out, self);
  return self->memory &&
      allocate_clip (self, format->rate, v[MST_LIMITER_SOFT_CLIP]);
}

static void *
limiter_new (const MstFormat *format, const double *values)
{
  Limiter *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->share = mst_smooth_share (format->rate);
  if (!allocate (self, format, values)) {
    limiter_free (self);
    return NULL;
  }
  limiter_set (self, values);
  limiter_reset (self);
  return self;
}

static int
limiter_latency (const void *object)
{
  return ((const Limiter *) object)->latency;
}

/* --- drive and ceiling */

static MST_VECTORS (void, take,
    (float *restrict d, const float *restrict s, int n), (d, s, n))
{
  for (int i = 0; i < n; i++)
    d[i] = mst_finite_or_zero (s[i]);
}

static MST_VECTORS (void, take_scaled,
    (float *restrict d, const float *restrict s, float gain, int n),
    (d, s, gain, n))
{
  for (int i = 0; i < n; i++)
    d[i] = mst_finite_or_zero (s[i] * gain);
}

/* Takes n frames, driven and sanitised, to frames `from` .. of the chunk. */
static void
take_span (Limiter *self, float *const planes[], int from, int n, int at)
{
  const MstRamp *ramp = &self->drive_ramp;
  const bool moving = ramp->step != 0.0;

  if (moving)
    mst_ramp_write (ramp, self->drive_curve, n, at);
  for (int c = 0; c < self->channels; c++) {
    if (moving)
      mst_orc_mul_f32 (planes[c], self->drive_curve, n);
    if (moving || ramp->at == 1.0)
      take (self->fresh[c] + from, planes[c], n);
    else
      take_scaled (self->fresh[c] + from, planes[c], (float) ramp->at, n);
  }
}

static bool
ramps_rest (const Limiter *self)
{
  return mst_smooth_settled (&self->drive) &&
      mst_smooth_settled (&self->ceiling) && self->drive_ramp.step == 0.0 &&
      self->ceiling_ramp.step == 0.0;
}

/* Drives the chunk from line to line, and draws the ceiling of each frame.
 * Returns the lowest. */
static float
drive_on_grid (Limiter *self, const MstSpan *chunk)
{
  MstGrid grid = self->grid;
  float *ceiling = self->ceiling_curve;
  float lowest = INFINITY;
  MstSpan span;

  self->flat = false;
  mst_span_start (&span, &grid, chunk->planes, self->channels, chunk->n, CHUNK);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span)) {
      mst_ramp_advance_db (&self->drive_ramp, &self->drive, self->share,
          EPSILON_DB);
      mst_ramp_advance_db (&self->ceiling_ramp, &self->ceiling, self->share,
          EPSILON_DB);
    }
    take_span (self, span.planes, span.done, span.n, span.at);
    mst_ramp_write (&self->ceiling_ramp, ceiling + span.done, span.n, span.at);
    lowest = fminf (lowest,
        fminf (ceiling[span.done], ceiling[span.done + span.n - 1]));
  }
  return lowest;
}

/* Drives the chunk where nothing moves. */
static float
drive_at_rest (Limiter *self, const MstSpan *chunk)
{
  if (!self->flat)
    mst_ramp_write (&self->ceiling_ramp, self->ceiling_curve, CHUNK, 0);
  self->flat = true;
  take_span (self, chunk->planes, 0, chunk->n, 0);
  return self->ceiling_curve[0];
}

/* --- what comes out */

static void
put_out (Limiter *self, float *const planes[], bool reducing, int n)
{
  for (int c = 0; c < self->channels; c++) {
    const float *delayed = self->fresh[c] - self->delay;
    if (reducing)
      mst_product (planes[c], delayed,
          mst_limiter_reduction_gains (self->reduction, c), n);
    else
      memcpy (planes[c], delayed, n * sizeof (float));
  }
}

/* The least of floats that are not negative; they order as their bits do. */
static MST_VECTORS (float, least, (const float *x, int n), (x, n))
{
  int32_t best = INT32_MAX;
  float value;

  for (int i = 0; i < n; i++) {
    int32_t bits;
    memcpy (&bits, &x[i], sizeof (bits));
    best = bits < best ? bits : best;
  }
  memcpy (&value, &best, sizeof (value));
  return value;
}

/* Notes the least gain from line to line, for the readouts. */
static void
note_reduction (Limiter *self, bool reducing, int n)
{
  const float *gains = mst_limiter_reduction_least (self->reduction);
  MstGrid grid = self->grid;
  MstSpan span;

  mst_span_start (&span, &grid, NULL, 0, n, CHUNK);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      self->deepest = 1.0f;
    if (reducing)
      self->deepest = fminf (self->deepest, least (gains + span.done, span.n));
    self->ever_deepest = fminf (self->ever_deepest, self->deepest);
    if (mst_span_ends_on_line (&span))
      self->last_deepest = self->deepest;
  }
}

static void
process_chunk (Limiter *self, const MstSpan *chunk)
{
  const int n = chunk->n;
  bool reducing;
  float lowest;

  for (int c = 0; c < self->channels; c++)
    self->fresh[c] = mst_history_room (&self->past[c], n);
  lowest = (ramps_rest (self) ? drive_at_rest : drive_on_grid) (self, chunk);
  if (self->clip)
    mst_limiter_clip_process (self->clip, self->fresh, self->ceiling_curve, n);
  reducing = mst_limiter_reduction_process (self->reduction, self->fresh,
      self->ceiling_curve, lowest, n, chunk->at);
  put_out (self, chunk->planes, reducing, n);
  note_reduction (self, reducing, n);
}

static void
limiter_process (void *object, float *const planes[], int n)
{
  Limiter *self = object;
  MstSpan chunk;

  mst_span_start (&chunk, &self->grid, planes, self->channels, n, CHUNK);
  while (mst_span_next (&chunk))
    process_chunk (self, &chunk);
}

/* fmin () also holds the infinity of a gain of 0. */
static double
reduction_db (float gain)
{
  return fmin (fmax (-mst_to_db (gain), 0.0), MST_LIMITER_MAX_REDUCTION_DB);
}

static void
limiter_read (const void *object, double *out)
{
  const Limiter *self = object;

  out[MST_LIMITER_GAIN_REDUCTION] = reduction_db (self->last_deepest);
  out[MST_LIMITER_MAX_GAIN_REDUCTION] = reduction_db (self->ever_deepest);
}

const MstStage mst_stage_limiter = {
  .name = "limiter",
  .title = "Mastering limiter",
  .klass = "Filter/Effect/Audio",
  .blurb = "Holds the true peak under a ceiling by a smooth gain that looks "
           "ahead",
  .params = mst_limiter_params,
  .n_params = MST_LIMITER_N_PARAMS,
  .readouts = mst_limiter_readouts,
  .n_readouts = MST_LIMITER_N_READOUTS,
  .new = limiter_new,
  .set = limiter_set,
  .latency = limiter_latency,
  .process = limiter_process,
  .reset = limiter_reset,
  .read = limiter_read,
  .free = limiter_free,
};
