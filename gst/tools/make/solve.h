/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * solve.h - the search for the limiter's drive.
 *
 * Loudness grows with the drive, decibel for decibel until the limiter works
 * and less from there on. The search goes along the secant through what has
 * been measured, kept inside the bracket that these measurements form; where
 * peaks pass the goal's ceiling it lowers the limiter's. No I/O here: each
 * trial is somebody else's render.
 */
#ifndef MASTER_SOLVE_H
#define MASTER_SOLVE_H

#include <glib.h>

/** The loudness is promised within this [LU]. */
#define MASTER_TOLERANCE 0.05
#define MASTER_MAX_ROUNDS 12

typedef struct {
  gdouble loudness;     /* [LUFS]; NAN: none, for what has no loudness */
  gdouble ceiling;      /* [dBTP] */
  gdouble max_limiting; /* [dB] */
  gdouble min_drive, max_drive; /* range of the limiter [dB] */
  gdouble min_ceiling;
} MasterGoal;

typedef struct {
  gdouble drive; /* setting [dB] */
  gdouble ceiling;
  gdouble loudness; /* the figures that came of it */
  gdouble true_peak;
  gdouble limiting;
} MasterTrial;

typedef enum {
  MASTER_VERDICT_AGAIN,     /* render with the next setting */
  MASTER_VERDICT_DONE,      /* the last trial fulfils the goal */
  MASTER_VERDICT_LIMITING,  /* not within max_limiting */
  MASTER_VERDICT_DRIVE,     /* not within the limiter's range */
  MASTER_VERDICT_UNSETTLED, /* rounds used up */
  MASTER_VERDICT_NOTHING,   /* search.h: not even the nearest is allowed */
} MasterVerdict;

/** Finds the first setting to try; `loudness` is the input's. */
void master_solve_start (const MasterGoal *goal, gdouble loudness,
    MasterTrial *next);

/** Judges the last of the trials. With `best_effort` the search does not end
 * at max_limiting, but goes back to it. */
MasterVerdict
master_solve_next (const MasterGoal *goal, const MasterTrial *trials, guint n,
    gboolean best_effort, MasterTrial *next);

/** Returns the trial that comes nearest within ceiling and max_limiting; -1
 * where there is none. */
gint
master_solve_best (const MasterGoal *goal, const MasterTrial *trials, guint n);

/** Returns TRUE where the trial has the loudness of the goal. */
gboolean
master_solve_reached (const MasterGoal *goal, const MasterTrial *trial);

#endif /* MASTER_SOLVE_H */
