/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * search.h - which render comes next, until there is a master or a reason why
 * there is none. No I/O here: somebody else renders, and says what came of it.
 *
 *                        start
 *                          |
 *      with the assistant  |  without
 *            .-------------+----------.
 *            v                        |
 *   .---> REHEARSE                    |    excerpts, at most three times
 *   |        |                        |
 *   '-changed+-as it was, or no more--+
 *                                     v
 *   .-----------------------------> RENDER <---------------.  the whole
 *   |                                 |                    |
 *   '-the assistant changed the sound-+-off, but near------+
 *                                     |                    |
 *      reached  .---------------------+-far off--> TRY ----'  near, or there
 *               |                     |            ^ |
 *               |                     |            '-'  far off
 *               v                     v
 *             DONE                 REFUSED   nothing within the limits
 *
 * Each arrow but those of the assistant follows the solver (solve.h), which
 * alone turns drive and ceiling. DONE leads back to RENDER where a decoder
 * makes something else of the file (master_search_hear). At DONE, `next` is a
 * setting that has been rendered or tried; with `best_effort` it is the nearest
 * of them.
 */
#ifndef MASTER_SEARCH_H
#define MASTER_SEARCH_H

#include "solve.h"

typedef enum {
  MASTER_STEP_REHEARSE, /* render excerpts, and ask the assistant */
  MASTER_STEP_RENDER,   /* render the whole, and ask the assistant */
  MASTER_STEP_TRY,      /* find the figures of the whole, for less */
  MASTER_STEP_DONE,
  MASTER_STEP_REFUSED,
} MasterStep;

/** A lossy file decodes to this near to the loudness [LU]. */
#define MASTER_HEARD_TOLERANCE 0.1

/** A finished render as decoders make it. */
typedef struct {
  gdouble loudness;  /* [LUFS]; NAN: it is held to none */
  gdouble true_peak; /* the highest of all [dBTP] */
} MasterHeard;

/** The verdict of the assistant on a render. */
typedef struct {
  gboolean changed; /* it changed the sound: what was found before is past */
  gdouble loudness; /* that it wants [LUFS]; NAN: it has no say */
} MasterAdvice;

typedef struct {
  /* what the caller says */
  MasterGoal goal; /* its loudness is lowered where the assistant wants so */
  gdouble offset; /* the loudness that advice speaks of, less the goal's [LU] */
  gboolean best_effort;
  gboolean yields;    /* the loudness yields to max_limiting */
  gboolean rehearses; /* there are excerpts */
  gboolean tries;     /* TRY is less work than RENDER */
  gboolean replays;   /* one render with `next`, whatever comes of it */

  /* what the search answers */
  MasterStep step;
  MasterTrial next;      /* drive and ceiling of that step */
  MasterVerdict verdict; /* of REFUSED */
  MasterTrial last;      /* that was judged */

  /* its own */
  gboolean settled; /* the last render left the sound as it was */
  gdouble promise;  /* the ceiling that decoders are held to [dBTP] */
  gdouble lift;     /* of the goal, for what decoders lose [LU] */
  guint hearings;
  guint rehearsals, corrections;
  MasterTrial trials[MASTER_MAX_ROUNDS + 1]; /* with this sound */
  guint n;
} MasterSearch;

/** Finds the first step. `loudness` [LUFS] and `peak` [dBTP] are those of the
 * input; the peak is NAN where more than the limiter changes the sound. */
void master_search_start (MasterSearch *self, gdouble loudness, gdouble peak);

/** Finds the step after the one that `trial` came of. `advice` is NULL where
 * nobody was asked. */
void master_search_next (MasterSearch *self, const MasterTrial *trial,
    const MasterAdvice *advice);

/** Returns TRUE where what is heard of the render at DONE keeps the ceiling and
 * the loudness that it was made for. */
gboolean
master_search_holds (const MasterSearch *self, const MasterHeard *heard);

/** Goes on from DONE where what is heard does not hold: toward a lower ceiling
 * by what it exceeds, and a louder goal by what is missing. Ends in REFUSED,
 * UNSETTLED after seven of these or 12 dB, NOTHING at the end of the limiter's
 * range. */
void master_search_hear (MasterSearch *self, const MasterHeard *heard);

/** Returns TRUE while the assistant may still change the sound of the whole.
 * */
gboolean master_search_may_change (const MasterSearch *self);

#endif /* MASTER_SEARCH_H */
