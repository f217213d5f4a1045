/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter/gain.h - from the gain that each frame requires to one that moves
 * smoothly and is nowhere above it.
 *
 * It takes the least gain required over the look-ahead, releases along the
 * lower of two paths, and smooths over the look-ahead. docs/stages/limiter.md
 * has the equations.
 */
#ifndef MST_LIMITER_GAIN_H
#define MST_LIMITER_GAIN_H

#include <stdbool.h>

#include "dsp/common/time/grid.h"

/** The most frames that a call takes. */
#define MST_LIMITER_BLOCK 256

/** How the gain recovers. */
typedef struct {
  double fast_ms;   /* a lone transient */
  double body_ms;   /* what has lasted */
  double charge_ms; /* how quickly a lasting reduction becomes the body */
  double hold_ms;   /* how long the body waits before it recovers */
  bool adaptive;    /* the programme varies the time about body_ms */
} MstLimiterTimes;

typedef struct MstLimiterGain MstLimiterGain;

/** `length` is that of the smoother, `window` the number of frames that each
 * gain must answer for, `longest_hold` [ms] the longest hold to come. NULL when
 * memory runs out. */
MstLimiterGain *
mst_limiter_gain_new (double rate, int length, int window, double longest_hold);
void mst_limiter_gain_free (MstLimiterGain *self);

/** Unity, as if there had never been anything else. The times stay. */
void mst_limiter_gain_reset (MstLimiterGain *self);

/** Sets other times, from the next frame on. */
void mst_limiter_gain_set (MstLimiterGain *self, const MstLimiterTimes *times);

/** Takes over the state of `from`, which was made alike. */
void mst_limiter_gain_copy (MstLimiterGain *self, const MstLimiterGain *from);

/** True if there has been nothing but unity for so long that unity in gives
 * unity out, and need not be processed. */
bool mst_limiter_gain_at_rest (const MstLimiterGain *self);

/** Works on gains[0 .. n - 1] in place; the first is `at` frames behind a line
 * of the grid. */
void
mst_limiter_gain_process (MstLimiterGain *self, float *gains, int n, int at);

#endif /* MST_LIMITER_GAIN_H */
