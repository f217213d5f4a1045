/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/track.h - the phase of a hum over time, and its partials.
 *
 * A hum is the sum over k of Re (A[k] exp (j k (2 pi f t + phase (t)))), where
 * f is 50 or 60 Hz: its partials keep their levels and their places to one
 * another, and one slow phase turns all of them. The more partials there are,
 * the better the phase is known.
 *
 * Both are found in turn: A[k] is the mean of what the partial's numbers are
 * once they are turned back, each weighted by how quiet the music about it is,
 * and the phase is the smoothest one under which the numbers agree with A.
 */
#ifndef MST_DEHUM_TRACK_H
#define MST_DEHUM_TRACK_H

#include "partials.h"
#include "steady.h"

/** Steps that the phase is known for beyond the last of the partials. */
#define MST_DEHUM_BEYOND (MST_DEHUM_LAG + 4)
typedef struct {
  const MstDehumPartials *partials;
  int base;
  int most;           /* partials that may be there */
  int from, to;       /* the steps that were used */
  double *phase;      /* steps + MST_DEHUM_BEYOND of them */
  double *spread;     /* the variance of each phase [rad^2] */
  double *heard;      /* how much of the hum is there, 0 .. 1 at each step */
  MstSteady *partial; /* A: channel by channel, MST_DEHUM_MOST of each */
  MstSteadyRoom room;
  double *once_re, *once_im; /* exp (-j phase) */
  double *turn_re, *turn_im; /* exp (-j k phase) */
  double *y_re, *y_im;       /* a partial's numbers, turned back */
  double *slope, *stiff;     /* of the likelihood over the phase */
  double *fit, *whole;       /* how much of A the numbers have, of how much */
  double *rows[4];           /* of the linear system, a diagonal each */
} MstDehumTrack;

/** The evidence of a hum. */
typedef struct {
  int partials;     /* that are over ten times their error */
  double agreement; /* of the parts of the time: 1 where they are the same */
  double clarity;   /* median of power over error, of those partials */
  double absence;   /* share of the time in which most of them are not there */
} MstDehumEvidence;

void mst_dehum_track_lay_out (MstDehumTrack *self, MstArena *arena,
    const MstDehumPartials *partials);

/** Follows a hum from its best window outwards, over all known steps. */
void mst_dehum_track_start (MstDehumTrack *self, int middle, double off);

/** Goes on: the partials have moved by a hop. What was found for the steps
 * before `frozen` stays. */
void mst_dehum_track_go_on (MstDehumTrack *self, int frozen);

MstDehumEvidence mst_dehum_track_evidence (MstDehumTrack *self);

#endif /* MST_DEHUM_TRACK_H */
