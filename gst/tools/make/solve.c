/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "solve.h"

#include <math.h>

/* The search aims nearer than is promised, so that another meter's rounding
 * does not break the promise. */
#define AIM (0.7 * MASTER_TOLERANCE)
/* A lowered ceiling goes this much further down, so that the same overshoot
 * does not come again [dB]. */
#define CEILING_STEP 0.01
/* Slopes of loudness over drive, from a limiter that does nearly all to one
 * that does nothing. A secant outside is measurement noise. */
#define MIN_SLOPE 0.15
#define MAX_SLOPE 1.05
/* The slope before there are two trials: 1 until the limiter takes more than
 * EASY off the peaks [dB], and less by a tenth for each dB over that. Mixes
 * have shown 0.96 at 4 dB, 0.43 at 8 dB and 0.3 at 10 dB. */
#define EASY 3.5
#define STEEPNESS 0.1
#define LEAST_FIRST_SLOPE 0.35
/* Drives this near are the same one [dB]. */
#define SAME_DRIVE 0.002
/* After too much limiting, the drive goes back to this much under the limit
 * [dB]. */
#define LIMITING_STEP 0.01
#define LIMITING_SLACK 0.001

static gboolean
is_limited (const MasterGoal *goal, const MasterTrial *trial)
{
  return trial->limiting > goal->max_limiting + LIMITING_SLACK;
}

static gboolean
holds_ceiling (const MasterGoal *goal, const MasterTrial *trial)
{
  return trial->true_peak <= goal->ceiling;
}

/* Returns how much louder it should be [LU]. */
static gdouble
get_lack (const MasterGoal *goal, const MasterTrial *trial)
{
  return isnan (goal->loudness) ? 0.0 : goal->loudness - trial->loudness;
}

gboolean
master_solve_reached (const MasterGoal *goal, const MasterTrial *trial)
{
  return !isnan (goal->loudness) &&
      fabs (get_lack (goal, trial)) <= MASTER_TOLERANCE;
}

void
master_solve_start (const MasterGoal *goal, gdouble loudness, MasterTrial *next)
{
  gdouble drive = isnan (goal->loudness) ? 0.0 : goal->loudness - loudness;

  *next = (MasterTrial){
    .drive = CLAMP (drive, goal->min_drive, goal->max_drive),
    .ceiling = goal->ceiling,
  };
}

/* Returns the greatest drive that keeps to max_limiting, by the trials so far:
 * each decibel of drive is one of peak reduction. */
static gdouble
get_cap (const MasterGoal *goal, const MasterTrial *trials, guint n)
{
  gdouble cap = goal->max_drive;

  for (guint i = 0; i < n; i++) {
    gdouble excess = trials[i].limiting - goal->max_limiting;

    if (is_limited (goal, &trials[i]))
      cap = MIN (cap, trials[i].drive - excess - LIMITING_STEP);
  }
  return MAX (cap, goal->min_drive);
}

/* Returns the slope by the last two trials whose drives differ. */
static gdouble
get_slope (const MasterTrial *trials, guint n)
{
  const MasterTrial *last = &trials[n - 1];

  for (guint i = n - 1; i-- > 0;) {
    gdouble step = last->drive - trials[i].drive;

    if (fabs (step) > SAME_DRIVE)
      return CLAMP ((last->loudness - trials[i].loudness) / step, MIN_SLOPE,
          MAX_SLOPE);
  }
  return CLAMP (1.0 - STEEPNESS * (last->limiting - EASY), LEAST_FIRST_SLOPE,
      1.0);
}

/* Returns the drive that the secant leads to, or the middle of the bracket
 * where that is outside. */
static gdouble
get_next_drive (const MasterGoal *goal, const MasterTrial *trials, guint n)
{
  const MasterTrial *last = &trials[n - 1];
  gdouble low = -INFINITY, high = INFINITY;
  gdouble drive = last->drive + get_lack (goal, last) / get_slope (trials, n);

  for (guint i = 0; i < n; i++) {
    if (get_lack (goal, &trials[i]) > 0.0)
      low = MAX (low, trials[i].drive);
    else
      high = MIN (high, trials[i].drive);
  }
  if (low < high && isfinite (low) && isfinite (high) &&
      (drive <= low || drive >= high))
    drive = 0.5 * (low + high);
  return drive;
}

static MasterVerdict
next_louder (const MasterGoal *goal, const MasterTrial *trials, guint n,
    MasterTrial *next)
{
  const MasterTrial *last = &trials[n - 1];
  gdouble cap = get_cap (goal, trials, n);
  gdouble drive = get_next_drive (goal, trials, n);

  next->drive = CLAMP (drive, goal->min_drive, cap);
  /* The drive is at the end of its range, and the ceiling needs no change. */
  if (fabs (next->drive - last->drive) <= SAME_DRIVE &&
      holds_ceiling (goal, last) && !is_limited (goal, last))
    return cap < goal->max_drive ? MASTER_VERDICT_LIMITING
                                 : MASTER_VERDICT_DRIVE;
  return MASTER_VERDICT_AGAIN;
}

MasterVerdict
master_solve_next (const MasterGoal *goal, const MasterTrial *trials, guint n,
    gboolean best_effort, MasterTrial *next)
{
  const MasterTrial *last = &trials[n - 1];
  gdouble lack = get_lack (goal, last);

  if (!isfinite (lack))
    return MASTER_VERDICT_UNSETTLED;
  *next = *last;
  if (!holds_ceiling (goal, last))
    next->ceiling -= last->true_peak - goal->ceiling + CEILING_STEP;
  if (is_limited (goal, last) && lack > -MASTER_TOLERANCE && !best_effort)
    return MASTER_VERDICT_LIMITING;
  if (fabs (lack) <= AIM && holds_ceiling (goal, last) &&
      !is_limited (goal, last))
    return MASTER_VERDICT_DONE;
  if (n >= MASTER_MAX_ROUNDS || next->ceiling < goal->min_ceiling)
    return MASTER_VERDICT_UNSETTLED;
  return next_louder (goal, trials, n, next);
}

gint
master_solve_best (const MasterGoal *goal, const MasterTrial *trials, guint n)
{
  gint best = -1;

  for (guint i = 0; i < n; i++) {
    if (!holds_ceiling (goal, &trials[i]) || is_limited (goal, &trials[i]))
      continue;
    if (best < 0 ||
        fabs (get_lack (goal, &trials[i])) <
            fabs (get_lack (goal, &trials[best])))
      best = i;
  }
  return best;
}
