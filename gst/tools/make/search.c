/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "search.h"

#include <math.h>

#define MAX_REHEARSALS 3
#define MAX_CORRECTIONS 2
/* The limiter may get by with this much less than the peaks suggest [dB]. */
#define PREDICTION_MARGIN 1.0
/* From so near, the next step lands within the tolerance [LU]. */
#define NEAR 0.2
/* Peaks move a little from encode to encode: the ceiling is lowered by this
 * much more than the excess, time after time [dB]. */
static const gdouble heard_steps[] = { 0.02, 0.05, 0.05, 0.1, 0.2, 0.4, 0.8 };
#define HEARD_MOST 12.0 /* below the ceiling that was asked for [dB] */

gboolean
master_search_may_change (const MasterSearch *self)
{
  return self->corrections < MAX_CORRECTIONS;
}

static void
go (MasterSearch *self, MasterStep step, const MasterTrial *next)
{
  self->step = step;
  self->next = *next;
}

static void
refuse (MasterSearch *self, MasterVerdict verdict)
{
  self->step = MASTER_STEP_REFUSED;
  self->verdict = verdict;
}

/* A limiter that works alone has to take off at least what the peaks exceed the
 * ceiling by, which needs no render to be known. */
static void
predict_limiting (MasterSearch *self, gdouble peak)
{
  const gdouble excess =
      peak + self->next.drive - self->goal.ceiling - self->goal.max_limiting;

  if (isnan (self->goal.loudness) || !(excess > PREDICTION_MARGIN))
    return;
  if (self->best_effort || self->yields)
    self->next.drive = MAX (self->next.drive - excess, self->goal.min_drive);
  else
    refuse (self, MASTER_VERDICT_LIMITING);
}

void
master_search_start (MasterSearch *self, gdouble loudness, gdouble peak)
{
  self->step = self->rehearses ? MASTER_STEP_REHEARSE : MASTER_STEP_RENDER;
  self->promise = self->goal.ceiling;
  if (self->replays)
    return;
  master_solve_start (&self->goal, loudness, &self->next);
  predict_limiting (self, peak);
}

/* Returns TRUE where the goal is another now. A sound that has no loudness
 * gets no goal. */
static gboolean
follow (MasterSearch *self, const MasterAdvice *advice)
{
  const gdouble was = self->goal.loudness;

  if (!advice || !isfinite (advice->loudness) || !isfinite (was))
    return FALSE;
  self->goal.loudness = advice->loudness - self->offset + self->lift;
  return self->goal.loudness != was;
}

static MasterVerdict
judge (MasterSearch *self, const MasterTrial *trial, gboolean best_effort)
{
  self->last = self->trials[self->n++] = *trial;
  self->trials[self->n] = *trial;
  return master_solve_next (&self->goal, self->trials, self->n, best_effort,
      &self->trials[self->n]);
}

/* Excerpts tell where to begin with the whole, and nothing of its limits. */
static void
after_rehearsal (MasterSearch *self, const MasterTrial *trial,
    const MasterAdvice *advice)
{
  const gboolean lowered = follow (self, advice);
  const gboolean changed = advice && advice->changed;
  MasterTrial next;

  judge (self, trial, TRUE);
  next = self->trials[self->n];
  self->rehearsals++;
  if ((changed || lowered) && self->rehearsals < MAX_REHEARSALS) {
    self->n = changed ? 0 : self->n;
    go (self, MASTER_STEP_REHEARSE, &next);
  } else {
    self->n = 0;
    go (self, MASTER_STEP_RENDER, &next);
  }
}

/* A nearer setting was sought than is promised, or --best-effort takes what
 * there is. */
static void
give_up (MasterSearch *self, MasterVerdict verdict)
{
  const gint best = master_solve_best (&self->goal, self->trials, self->n);
  const gboolean reached = best >= 0 && verdict == MASTER_VERDICT_UNSETTLED &&
      master_solve_reached (&self->goal, &self->trials[best]);
  const gboolean takes =
      self->best_effort || (self->yields && verdict == MASTER_VERDICT_LIMITING);

  if (reached || (best >= 0 && takes))
    go (self, MASTER_STEP_DONE, &self->trials[best]);
  else
    refuse (self, self->best_effort ? MASTER_VERDICT_NOTHING : verdict);
}

static gboolean
is_near (const MasterSearch *self, const MasterTrial *trial)
{
  return fabs (trial->loudness - self->goal.loudness) <= NEAR &&
      trial->true_peak <= self->goal.ceiling;
}

static void
decide (MasterSearch *self, MasterVerdict verdict)
{
  const MasterTrial *last = &self->trials[self->n - 1];
  const gboolean tries =
      self->tries && self->n < MASTER_MAX_ROUNDS - 1 && !is_near (self, last);

  if (verdict == MASTER_VERDICT_DONE)
    go (self, MASTER_STEP_DONE, last);
  else if (verdict == MASTER_VERDICT_AGAIN)
    go (self, tries ? MASTER_STEP_TRY : MASTER_STEP_RENDER,
        &self->trials[self->n]);
  else
    give_up (self, verdict);
}

/* The trials of a sound that has been changed say only where to go on. */
static void
after_render (MasterSearch *self, const MasterTrial *trial,
    const MasterAdvice *advice)
{
  const gboolean changed = advice && advice->changed;
  MasterVerdict verdict;

  follow (self, advice);
  verdict = judge (self, trial, self->best_effort || self->yields);
  self->settled = !changed;
  if (self->replays) {
    go (self, MASTER_STEP_DONE, trial);
  } else if (changed) {
    go (self, MASTER_STEP_RENDER,
        &self->trials[verdict == MASTER_VERDICT_AGAIN ? self->n : self->n - 1]);
    self->n = 0;
    self->corrections++;
  } else {
    decide (self, verdict);
  }
}

/* A setting that was tried and is right has still to be rendered. */
static void
after_try (MasterSearch *self, const MasterTrial *trial)
{
  const MasterVerdict verdict =
      judge (self, trial, self->best_effort || self->yields);

  if (verdict == MASTER_VERDICT_DONE)
    go (self, MASTER_STEP_RENDER, trial);
  else
    decide (self, verdict);
}

/* --- what decoders make of it */

/* Returns by how much it is heard too soft [LU]. A render that is not at the
 * goal is held to its own loudness. */
static gdouble
get_lack (const MasterSearch *self, const MasterHeard *heard)
{
  const gdouble wanted = master_solve_reached (&self->goal, &self->next)
      ? self->goal.loudness - self->lift
      : self->next.loudness;

  return isfinite (wanted) && isfinite (heard->loudness)
      ? wanted - heard->loudness
      : 0.0;
}

static gdouble
get_excess (const MasterSearch *self, const MasterHeard *heard)
{
  return heard->true_peak - self->promise;
}

gboolean
master_search_holds (const MasterSearch *self, const MasterHeard *heard)
{
  return self->replays ||
      (!(get_excess (self, heard) > 0.0) &&
          fabs (get_lack (self, heard)) <= MASTER_HEARD_TOLERANCE);
}

static void
resume (MasterSearch *self, gdouble step, gdouble lack)
{
  self->goal.ceiling -= step;
  self->goal.loudness += lack;
  self->lift += lack;
  self->next.ceiling -= step;
  self->next.drive = CLAMP (self->next.drive + lack, self->goal.min_drive,
      self->goal.max_drive);
  self->n = 0;
  if (self->next.ceiling < self->goal.min_ceiling)
    refuse (self, MASTER_VERDICT_NOTHING);
  else
    self->step = MASTER_STEP_RENDER;
}

/* Each encode has its own few frames that stick out, so that the margin grows
 * from time to time. */
void
master_search_hear (MasterSearch *self, const MasterHeard *heard)
{
  const gdouble excess = get_excess (self, heard);
  const gboolean reached = master_solve_reached (&self->goal, &self->next);
  const gdouble lack = reached ? get_lack (self, heard) : 0.0;
  const gboolean lifts = fabs (lack) > 0.5 * MASTER_HEARD_TOLERANCE;

  if (master_search_holds (self, heard))
    return;
  if (self->hearings >= G_N_ELEMENTS (heard_steps) ||
      self->promise - self->goal.ceiling > HEARD_MOST)
    refuse (self, MASTER_VERDICT_UNSETTLED);
  else
    resume (self, excess > 0.0 ? excess + heard_steps[self->hearings] : 0.0,
        lifts ? lack : 0.0);
  self->hearings++;
}

void
master_search_next (MasterSearch *self, const MasterTrial *trial,
    const MasterAdvice *advice)
{
  if (self->step == MASTER_STEP_REHEARSE)
    after_rehearsal (self, trial, advice);
  else if (self->step == MASTER_STEP_TRY)
    after_try (self, trial);
  else
    after_render (self, trial, advice);
}
