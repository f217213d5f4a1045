/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * division.h - divides a signal into bands, the number of which may change.
 *
 * A crossover forgets the stream when its number of bands changes. So a stage
 * that works on bands fades over to its undivided input (entrance.h), lets the
 * number change while that is heard, and fades back. In the same way it stops
 * work that changes nothing, and starts it again.
 *
 * On a line of the grid, a stage says twice if its work is neutral, for that
 * may depend on the bands in force:
 *
 *   mst_division_change (&self->division, is_neutral (self));
 *   if (mst_division_advance (&self->division, is_neutral (self), latency))
 *     ... the work begins: forget the stream ...
 */
#ifndef MST_DIVISION_H
#define MST_DIVISION_H

#include "crossover.h"
#include "dsp/common/time/entrance.h"

typedef struct {
  double rate;
  double share; /* of a fade, from line to line */
  int bands;    /* in force; 1: nothing is divided */
  int wanted;   /* the number that is to come */
  double frequencies[MST_MAX_CROSSOVER_BANDS - 1]; /* wanted [Hz] */
  MstCrossover *crossover;
  MstEntrance entrance; /* of the work on the bands */
} MstDivision;

/** For `format`; see mst_crossover_new(). False when memory runs out. */
bool mst_division_init (MstDivision *self, const MstFormat *format, bool linear,
    double lowest);
void mst_division_clear (MstDivision *self);

/** Sets how many bands there are to be, and where they meet [Hz]. */
void mst_division_set (MstDivision *self, const double *frequencies, int bands);

/** Forgets the stream, and has the bands that were set. The entrance is reset
 * by the stage, which knows if its work is neutral then. */
void mst_division_reset (MstDivision *self);

/** On a line: stops work that is not heard and not needed, and then takes the
 * bands that were set. */
void mst_division_change (MstDivision *self, bool neutral);

/** On a line, after that: starts the work where it is not neutral, and fades it
 * in, once filters that are late by `latency` frames in all have warmed up; or
 * fades it out. True if it starts. */
bool mst_division_advance (MstDivision *self, bool neutral, int latency);

/** True if the bands in force are heard, or the input where their work is
 * neutral, and nothing fades. */
bool mst_division_is_settled (const MstDivision *self, bool neutral);

/** Divides n frames: see mst_crossover_run(). */
static inline void
mst_division_run (MstDivision *self, float *const in[],
    float *const *const out[], int n, int at)
{
  mst_crossover_run (self->crossover, in, out, n, at);
}

#endif /* MST_DIVISION_H */
