/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * entrance.h - fades a stage's work in after a warm-up, and out before it
 * stops.
 *
 * Filters that did not run for a while begin full of silence. So the work runs
 * unheard until they have forgotten that, fades in, and fades out before it
 * stops. A stage that has nothing to do need not run its filters.
 */
#ifndef MST_ENTRANCE_H
#define MST_ENTRANCE_H

#include "ramp.h"

#define MST_ENTRANCE_MS 50.0      /* filters of 20 Hz forget within it */
#define MST_ENTRANCE_EPSILON 1e-6 /* of the fade, where it ends */

typedef struct {
  bool running;  /* the work is done, heard or not */
  int warming;   /* frames until it may be heard */
  MstSmooth wet; /* 0: the input as it is; 1: the work */
  MstRamp ramp;  /* of `wet` */
} MstEntrance;

/** Jumps there, without a warm-up and without a fade. */
static inline void
mst_entrance_reset (MstEntrance *self, bool running)
{
  self->running = running;
  self->warming = 0;
  mst_smooth_snap (&self->wet, running);
  self->ramp = mst_ramp_hold (self->wet.value);
}

/** True if nothing of the work is heard, nor will be on this line. */
static inline bool
mst_entrance_is_shut (const MstEntrance *self)
{
  return self->wet.value == 0.0 && self->wet.middle == 0.0;
}

/** True if the work alone is heard. */
static inline bool
mst_entrance_is_open (const MstEntrance *self)
{
  return mst_ramp_is (&self->ramp, 1.0);
}

/** True if the work is done, and its filters have warmed up. */
static inline bool
mst_entrance_is_warm (const MstEntrance *self)
{
  return self->running && self->warming <= 0;
}

/** True if it neither fades nor warms up. */
static inline bool
mst_entrance_is_settled (const MstEntrance *self)
{
  return self->warming <= 0 && mst_smooth_settled (&self->wet) &&
      mst_ramp_is (&self->ramp, self->running);
}

/** Starts the work, which is to be heard after so many frames. */
static inline void
mst_entrance_start_after (MstEntrance *self, int frames)
{
  self->running = true;
  self->warming = frames;
}

/** The same for filters that are late by `latency` frames in all: they have
 * forgotten the silence then. */
static inline void
mst_entrance_start (MstEntrance *self, int latency, double rate)
{
  mst_entrance_start_after (self, latency + mst_frames (MST_ENTRANCE_MS, rate));
}

/** On a line of the grid: counts down the warm-up. That is all where the work
 * needs no fade. */
static inline void
mst_entrance_warm_up (MstEntrance *self)
{
  if (self->warming > 0)
    self->warming -= MST_GRID;
}

/** On a line of the grid: goes on towards the work if it is `wanted`, and else
 * towards the input. */
static inline void
mst_entrance_advance (MstEntrance *self, bool wanted, double share)
{
  self->wet.target = mst_entrance_is_warm (self) && wanted;
  mst_ramp_advance (&self->ramp, &self->wet, share, MST_ENTRANCE_EPSILON);
  mst_entrance_warm_up (self);
}

/** plane = dry + wet (plane - dry), `at` frames behind a line. */
static inline void
mst_entrance_mix (const MstEntrance *self, float *plane, const float *dry,
    int n, int at)
{
  for (int i = 0; i < n; i++) {
    float wet = (float) mst_ramp_at (&self->ramp, at + i);
    plane[i] = dry[i] + wet * (plane[i] - dry[i]);
  }
}

#endif /* MST_ENTRANCE_H */
