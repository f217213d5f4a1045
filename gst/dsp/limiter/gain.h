/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter/gain.h - from the gain that each frame requires to one that moves
 * smoothly and is nowhere above it.
 *
 * The least gain required over the look-ahead, a release along the lower of two
 * paths, and a smoother over the look-ahead. docs/stages/limiter.md has the
 * equations.
 */
#ifndef MST_LIMITER_GAIN_H
#define MST_LIMITER_GAIN_H

#include <stdbool.h>

#include "dsp/common/time/grid.h"

/** Frames at a time, at most. */
#define MST_LIMITER_BLOCK 256

/** How the gain recovers. */
typedef struct {
  double fast_ms;   /* a lone transient */
  double body_ms;   /* what has lasted */
  double charge_ms; /* how quickly what lasts becomes the body */
  double hold_ms;   /* how long the body waits before it recovers */
  bool adaptive; /* body_ms is the middle of what the programme makes of it */
} MstLimiterTimes;

typedef struct MstLimiterGain MstLimiterGain;

/** `length`: of the smoother; `window`: how many frames each gain must answer
 * for; `longest_hold` [ms]: of any hold to come. NULL when memory runs out. */
MstLimiterGain *
mst_limiter_gain_new (double rate, int length, int window, double longest_hold);
void mst_limiter_gain_free (MstLimiterGain *self);

/** Unity, and as if there had never been anything else. Keeps the times. */
void mst_limiter_gain_reset (MstLimiterGain *self);

/** Other times, from the next frame on. */
void mst_limiter_gain_set (MstLimiterGain *self, const MstLimiterTimes *times);

/** As `from`, which was made alike, is now. */
void mst_limiter_gain_copy (MstLimiterGain *self, const MstLimiterGain *from);

/** True where unity has been all there was for so long that unity in gives
 * unity out, and need not be processed. */
bool mst_limiter_gain_at_rest (const MstLimiterGain *self);

/** gains[0 .. n - 1] in place, of which the first is `at` frames behind a line
 * of the grid. */
void
mst_limiter_gain_process (MstLimiterGain *self, float *gains, int n, int at);

#endif /* MST_LIMITER_GAIN_H */
