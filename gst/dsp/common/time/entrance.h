/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * entrance.h - how the work of a stage comes to be heard, and goes again.
 *
 * Work that was not done for a while begins with filters full of silence. It
 * runs unheard until they have forgotten that, fades in, and fades out before
 * it stops, so that a stage that does nothing need not work for it.
 */
#ifndef MST_ENTRANCE_H
#define MST_ENTRANCE_H

#include "ramp.h"

#define MST_ENTRANCE_MS 50.0      /* what filters of 20 Hz take to forget */
#define MST_ENTRANCE_EPSILON 1e-6 /* a bit of a float */

typedef struct {
  bool running;  /* else the work is not done */
  int warming;   /* frames until it may be heard */
  MstSmooth wet; /* 0: the input as it is; 1: the work */
  MstRamp ramp;
} MstEntrance;

/** At once, without a fade. */
static inline void
mst_entrance_reset (MstEntrance *self, bool running)
{
  self->running = running;
  self->warming = 0;
  mst_smooth_snap (&self->wet, running);
  self->ramp = (MstRamp){ self->wet.value, 0.0 };
}

/** Whether nothing of the work is heard, nor will be on this line. */
static inline bool
mst_entrance_is_shut (const MstEntrance *self)
{
  return self->wet.value == 0.0 && self->wet.middle == 0.0;
}

/** Whether the work alone is heard. */
static inline bool
mst_entrance_is_open (const MstEntrance *self)
{
  return mst_ramp_is (&self->ramp, 1.0);
}

/** Whether it neither fades nor warms up. */
static inline bool
mst_entrance_is_settled (const MstEntrance *self)
{
  return self->warming <= 0 && mst_smooth_settled (&self->wet) &&
      mst_ramp_is (&self->ramp, self->running);
}

/** The work begins, and is heard when filters that are late by `latency` in all
 * have forgotten how. */
static inline void
mst_entrance_start (MstEntrance *self, int latency, double rate)
{
  self->running = true;
  self->warming = latency + (int) (MST_ENTRANCE_MS * 1e-3 * rate);
}

/** On a line of the grid: toward the work where it is `wanted`. */
static inline void
mst_entrance_advance (MstEntrance *self, bool wanted, double share)
{
  self->wet.target = self->running && wanted && self->warming <= 0;
  mst_ramp_advance (&self->ramp, &self->wet, share, MST_ENTRANCE_EPSILON);
  if (self->warming > 0)
    self->warming -= MST_GRID;
}

/** plane = dry + wet (plane - dry), `at` frames behind a line. */
static inline void
mst_entrance_mix (const MstEntrance *self, float *plane, const float *dry,
    int n, int at)
{
  for (int i = 0; i < n; i++) {
    float wet = (float) (self->ramp.at + self->ramp.step * (at + i + 1));
    plane[i] = dry[i] + wet * (plane[i] - dry[i]);
  }
}

#endif /* MST_ENTRANCE_H */
