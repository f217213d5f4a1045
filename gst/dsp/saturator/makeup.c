/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "makeup.h"

#include "dsp/common/vector/decibel.h"

#define SET_EPSILON 1e-6  /* dB */
#define AUTO_EPSILON 1e-4 /* dB */

bool
mst_saturator_makeup_init (MstSaturatorMakeup *self, const MstFormat *format)
{
  self->channels = format->channels;
  self->share = mst_smooth_share (format->rate);
  self->loudness = mst_loudmatch_new (format, 0);
  return self->loudness != NULL;
}

void
mst_saturator_makeup_clear (MstSaturatorMakeup *self)
{
  mst_loudmatch_free (self->loudness);
  self->loudness = NULL;
}

void
mst_saturator_makeup_set (MstSaturatorMakeup *self, double gain, bool keeps)
{
  self->set_db.target = gain;
  self->keeps = keeps;
}

void
mst_saturator_makeup_flush (MstSaturatorMakeup *self)
{
  mst_loudmatch_flush (self->loudness);
  mst_smooth_snap (&self->set_db, self->set_db.target);
  mst_smooth_snap (&self->auto_db, self->auto_db.target);
  self->gain = mst_from_db (self->set_db.value + self->auto_db.value);
  self->ramp = mst_ramp_hold (self->gain);
}

void
mst_saturator_makeup_reset (MstSaturatorMakeup *self)
{
  mst_loudmatch_reset (self->loudness);
  self->auto_db.target = 0.0;
  mst_saturator_makeup_flush (self);
}

void
mst_saturator_makeup_forget (MstSaturatorMakeup *self)
{
  mst_loudmatch_reset (self->loudness);
}

bool
mst_saturator_makeup_is_constant (const MstSaturatorMakeup *self, bool working)
{
  return mst_smooth_settled (&self->set_db) && !(self->keeps && working) &&
      self->auto_db.target == 0.0 && mst_smooth_settled (&self->auto_db) &&
      self->ramp.step == 0.0;
}

static void
advance (MstSaturatorMakeup *self, bool matching)
{
  double before = self->gain;

  self->auto_db.target = matching ? mst_loudmatch_gain (self->loudness) : 0.0;
  self->ramp = mst_ramp_hold (before);
  if (mst_smooth_settled (&self->set_db) && mst_smooth_settled (&self->auto_db))
    return;
  mst_smooth_advance (&self->set_db, self->share, SET_EPSILON);
  mst_smooth_advance (&self->auto_db, self->share, AUTO_EPSILON);
  self->gain = mst_from_db (self->set_db.value + self->auto_db.value);
  self->ramp = mst_ramp_between (before, self->gain);
}

/* Takes as much of the span as the meters do at once, and measures it. */
static void
measure (MstSaturatorMakeup *self, MstSpan *span, float *const dry[])
{
  float *before[MST_MAX_CHANNELS];

  mst_span_limit (span, mst_loudmatch_left (self->loudness));
  mst_planes_from (before, dry, self->channels, span->done);
  mst_loudmatch_before (self->loudness, (const float *const *) before, span->n);
  mst_loudmatch_after (self->loudness, (const float *const *) span->planes,
      span->n);
}

static void
multiply (const MstSaturatorMakeup *self, const MstSpan *span)
{
  mst_ramp_multiply (&self->ramp, span->planes, self->channels, span->n,
      span->at);
}

void
mst_saturator_makeup_run (MstSaturatorMakeup *self, const MstSpan *whole,
    float *const dry[], bool working)
{
  const bool matching = self->keeps && working;
  MstGrid grid = { (uint64_t) whole->at };
  MstSpan span;

  if (mst_saturator_makeup_is_constant (self, working)) {
    multiply (self, whole);
    return;
  }
  mst_span_start (&span, &grid, whole->planes, self->channels, whole->n,
      whole->n);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      advance (self, matching);
    if (matching)
      measure (self, &span, dry);
    multiply (self, &span);
  }
}
