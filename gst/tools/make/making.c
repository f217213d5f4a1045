/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "making.h"

#include <math.h>

#include "tools/base/errors.h"

/* A gating block of BS.1770: nothing shorter has an integrated loudness [s]. */
#define SHORTEST 0.4
/* Two loudspeakers make one channel louder by this [LU]. */
#define DUAL_MONO 3.0103

static gboolean
is_assisted (const MasterMaking *self)
{
  return self->request->options->assist;
}

/* --- the goal */

/* Returns how much louder the song is heard than its file measures [LU]. */
static gdouble
get_offset (const MasterMaking *self)
{
  return self->request->options->dual_mono && self->result->input.channels == 1
      ? DUAL_MONO
      : 0.0;
}

/* A sound that has no loudness cannot be brought to one. */
static gboolean
set_goal (MasterMaking *self, GError **error)
{
  const MasterRequest *request = self->request;
  const gdouble seconds = master_measurement_duration (&self->result->input);
  MasterGoal *goal = &self->search.goal;

  *goal = self->material->range;
  self->search.offset = get_offset (self);
  goal->loudness = request->delivery->loudness - self->search.offset;
  goal->ceiling = request->delivery->ceiling;
  goal->max_limiting = request->delivery->max_limiting;
  if (isfinite (self->result->input.integrated_loudness))
    return TRUE;
  goal->loudness = NAN;
  if (request->options->best_effort)
    return TRUE;
  if (seconds < SHORTEST)
    return master_fail_as (error, MASTER_ERROR_INPUT,
        master_request_name (request),
        "is too short to have a loudness: it has %.4g s and needs %g s "
        "(--best-effort writes it as it is)",
        seconds, SHORTEST);
  return master_fail_as (error, MASTER_ERROR_INPUT,
      master_request_name (request),
      "is silent: nothing in it passes the gate of -70 LUFS "
      "(--best-effort writes it as it is)");
}

static gboolean
begin_assisted (MasterMaking *self, GError **error)
{
  MasterSearch *search = &self->search;
  gdouble loudness;

  self->assist = (MasterAssist){ .runner = self->runner,
    .request = self->request,
    .analysis = self->material->analysis,
    .recording = self->material->recording,
    .set = self->set,
    .resample = self->result->encoding.resample };
  if (!master_assist_begin (&self->assist, self->material->references, error))
    return FALSE;
  loudness = master_assist_loudness (&self->assist);
  if (isfinite (loudness) && isfinite (search->goal.loudness))
    search->goal.loudness = loudness - search->offset;
  search->rehearses = self->assist.excerpts.n > 0;
  master_search_start (search, self->result->input.integrated_loudness, NAN);
  search->next.drive = master_assist_setting (&self->assist, "limiter::drive",
                           search->next.drive + search->offset) -
      search->offset;
  search->next.drive = CLAMP (search->next.drive, search->goal.min_drive,
      search->goal.max_drive);
  search->next.ceiling = master_assist_setting (&self->assist,
      "limiter::ceiling", search->next.ceiling);
  return TRUE;
}

/* Settings that are replayed are followed, whatever comes of it. */
static gboolean
begin_replay (MasterMaking *self, GError **error)
{
  MasterTrial *next = &self->search.next;
  g_autoptr (GstElement) chain =
      master_chain_new (&self->rounds.settings, error);

  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  master_chain_get_limiter (chain, &next->drive, &next->ceiling);
  self->search.replays = TRUE;
  master_search_start (&self->search, NAN, NAN);
  return TRUE;
}

gboolean
master_making_begin (MasterMaking *self, GError **error)
{
  const MasterOptions *options = self->request->options;
  const MasterMeasurement *input = &self->result->input;
  const gboolean alone = !*self->set && !options->settings &&
      !options->preset && !options->base &&
      self->result->encoding.resample == 0;

  if (!set_goal (self, error))
    return FALSE;
  self->search.best_effort = options->best_effort;
  self->search.yields = self->request->delivery->yields;
  if (options->replay)
    return begin_replay (self, error);
  if (options->assist)
    return begin_assisted (self, error);
  master_search_start (&self->search, input->integrated_loudness,
      alone ? input->true_peak : (gdouble) NAN);
  return TRUE;
}

/* The plan as it is now; without one, the settings stay. */
static void
use_settings (MasterMaking *self)
{
  if (is_assisted (self))
    self->rounds.settings.planned = master_assist_settings (&self->assist);
}

/* --- the steps */

static gboolean
render_and_ask (MasterMaking *self, MasterTrial *trial, MasterAdvice *advice,
    GError **error)
{
  const gboolean writes = !is_assisted (self) || self->search.settled ||
      master_recording_is_empty (self->material->recording);
  const MasterTake *take =
      master_rounds_get (&self->rounds, trial, writes, error);

  if (!take)
    return FALSE;
  *trial = take->trial;
  return !is_assisted (self) ||
      master_assist_judge (&self->assist, take->analysis,
          !master_search_may_change (&self->search), advice, error);
}

static gboolean
take_step (MasterMaking *self, GError **error)
{
  MasterTrial trial = self->search.next;
  MasterAdvice advice = { .loudness = NAN };
  gboolean ok;

  use_settings (self);
  if (self->search.step == MASTER_STEP_REHEARSE) {
    ok = master_assist_rehearse (&self->assist, &trial, &advice, error);
  } else {
    self->result->rounds = ++self->rounds.rounds;
    ok = self->search.step == MASTER_STEP_TRY
        ? master_rounds_try (&self->rounds, &trial, error)
        : render_and_ask (self, &trial, &advice, error);
  }
  self->search.tries = self->rounds.tries;
  if (ok)
    master_search_next (&self->search, &trial, &advice);
  return ok;
}

/* --- the end of the search */

static gboolean
refuse (const MasterMaking *self, GError **error)
{
  const MasterRequest *request = self->request;
  const MasterGoal *goal = &self->search.goal;
  const MasterTrial *last = &self->search.last;
  const gchar *name = master_request_name (request);

  switch (self->search.verdict) {
    case MASTER_VERDICT_LIMITING:
      return master_fail_as (error, MASTER_ERROR_GOAL, name,
          "%.1f LUFS under %.1f dBTP takes more than the %.1f dB of limiting "
          "that %s allows (--best-effort goes that far)",
          request->delivery->loudness, goal->ceiling, goal->max_limiting,
          master_options_is_given (request->options->max_limiting)
              ? "--max-limiting"
              : "the target");
    case MASTER_VERDICT_DRIVE:
      return master_fail_as (error, MASTER_ERROR_GOAL, name,
          "%.1f LUFS is out of reach: the song comes to %.2f LUFS at the end "
          "of the limiter's range, %+.1f dB (--best-effort writes that)",
          request->delivery->loudness, last->loudness, last->drive);
    case MASTER_VERDICT_NOTHING:
      return master_fail_as (error, MASTER_ERROR_GOAL, name,
          "not even --best-effort finds a way under %.1f dBTP with %.1f dB of "
          "limiting",
          goal->ceiling, goal->max_limiting);
    default:
      return master_fail_as (error, MASTER_ERROR_GOAL, name,
          "the search does not settle: it is at %.2f LUFS and %.2f dBTP after "
          "%u rounds (--best-effort writes the nearest)",
          last->loudness, last->true_peak, self->result->rounds);
  }
}

/* The assistant hears at last what has become of its plan. */
static gboolean
accept (MasterMaking *self, const MasterTake *take, GError **error)
{
  MasterResult *result = self->result;
  MasterAdvice advice;

  result->output = take->measured;
  g_clear_pointer (&result->passage, master_passage_unref);
  if (take->passage)
    result->passage = master_passage_ref (take->passage);
  result->drive = take->trial.drive;
  result->ceiling = take->trial.ceiling;
  result->limiting = take->trial.limiting;
  result->reached = master_solve_reached (&self->search.goal, &take->trial);
  if (!is_assisted (self))
    return TRUE;
  g_clear_pointer (&result->after, gst_structure_free);
  result->after = gst_structure_copy (take->analysis);
  if (!master_assist_judge (&self->assist, take->analysis, TRUE, &advice,
          error))
    return FALSE;
  use_settings (self);
  return TRUE;
}

gboolean
master_making_search (MasterMaking *self, GError **error)
{
  MasterTrial *next = &self->search.next;
  const MasterTake *take;

  while (self->search.step != MASTER_STEP_DONE &&
      self->search.step != MASTER_STEP_REFUSED)
    if (!take_step (self, error))
      return FALSE;
  master_runner_expect (self->runner, MASTER_WORK_REHEARSE, 0);
  master_runner_expect (self->runner, MASTER_WORK_TRY, 0);
  if (self->search.step == MASTER_STEP_REFUSED)
    return refuse (self, error);
  use_settings (self);
  take = master_rounds_get (&self->rounds, next, TRUE, error);
  return take && accept (self, take, error);
}
