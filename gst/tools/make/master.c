/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "master.h"

#include <math.h>

#include "assist.h"
#include "rounds.h"
#include "tools/base/errors.h"
#include "tools/media/extras.h"
#include "verify.h"

/* A gating block of BS.1770: nothing shorter has an integrated loudness [s]. */
#define SHORTEST 0.4
/* Two loudspeakers make of one channel so much more [LU]. */
#define DUAL_MONO 3.0103
/* What a lossy file decodes to is this near to the loudness [LU]; its peaks
 * move a little from encode to encode, hence the steps below [dB]. */
#define CODEC_TOLERANCE 0.1
#define CODEC_ROUNDS ((guint) G_N_ELEMENTS (codec_steps))
#define CODEC_MOST 12.0 /* below the ceiling [dB] */

static const gdouble codec_steps[] = { 0.02, 0.05, 0.05, 0.1, 0.2, 0.4, 0.8 };

typedef struct {
  const MasterRequest *request;
  const MasterMaterial *material;
  MasterRunner *runner;
  MasterResult *result;
  MasterRounds rounds;
  MasterSearch search;
  MasterAssist assist;
  gdouble lift; /* of the goal, for what the codec takes away [LU] */
} Making;

static gboolean
is_assisted (const Making *self)
{
  return self->request->options->assist;
}

/* --- the goal */

/* How much louder the song is than its file measures [LU]. */
static gdouble
get_offset (const Making *self)
{
  return self->request->options->dual_mono && self->result->input.channels == 1
      ? DUAL_MONO
      : 0.0;
}

/* A sound that has no loudness cannot be brought to one. */
static gboolean
set_goal (Making *self, GError **error)
{
  const MasterRequest *request = self->request;
  const gdouble seconds = master_measurement_duration (&self->result->input);
  MasterGoal *goal = &self->search.goal;

  *goal = self->material->range;
  goal->loudness = request->delivery->loudness;
  goal->ceiling = request->delivery->ceiling;
  goal->loudness -= get_offset (self);
  goal->max_limiting = request->options->max_limiting;
  if (isfinite (self->result->input.integrated_loudness))
    return TRUE;
  goal->loudness = NAN;
  if (request->options->best_effort)
    return TRUE;
  if (seconds < SHORTEST)
    return master_fail (error, request->input,
        "is too short to have a loudness: it has %.4g s and needs %g s "
        "(--best-effort writes it as it is)",
        seconds, SHORTEST);
  return master_fail (error, request->input,
      "is silent: nothing in it passes the gate of -70 LUFS "
      "(--best-effort writes it as it is)");
}

static gboolean
begin_assisted (Making *self, GError **error)
{
  MasterSearch *search = &self->search;
  gdouble loudness;

  self->assist = (MasterAssist){ .runner = self->runner,
    .request = self->request,
    .analysis = self->material->analysis,
    .recording = self->material->recording,
    .resample = self->result->encoding.resample };
  if (!master_assist_begin (&self->assist, self->material->references, error))
    return FALSE;
  loudness = master_assist_loudness (&self->assist);
  if (isfinite (loudness) && isfinite (search->goal.loudness))
    search->goal.loudness = loudness;
  search->rehearses = self->assist.excerpts.n > 0;
  master_search_start (search, self->result->input.integrated_loudness, NAN);
  search->next.drive = CLAMP (master_assist_setting (&self->assist,
                                  "limiter::drive", search->next.drive),
      search->goal.min_drive, search->goal.max_drive);
  search->next.ceiling = master_assist_setting (&self->assist,
      "limiter::ceiling", search->next.ceiling);
  return TRUE;
}

/* Settings that are replayed are followed, whatever comes of it. */
static gboolean
begin_replay (Making *self, GError **error)
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

static gboolean
begin (Making *self, GError **error)
{
  const MasterOptions *options = self->request->options;
  const MasterMeasurement *input = &self->result->input;
  const gboolean alone = !options->set && !options->settings &&
      self->result->encoding.resample == 0;

  self->search.best_effort = options->best_effort;
  if (options->replay)
    return begin_replay (self, error);
  if (options->assist)
    return begin_assisted (self, error);
  master_search_start (&self->search, input->integrated_loudness,
      alone ? input->true_peak : (gdouble) NAN);
  return TRUE;
}

/* --- the steps */

static gboolean
render_and_ask (Making *self, MasterTrial *trial, MasterAdvice *advice,
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
take_step (Making *self, GError **error)
{
  MasterTrial trial = self->search.next;
  MasterAdvice advice = { .loudness = NAN };
  gboolean ok;

  self->rounds.settings.planned = master_assist_settings (&self->assist);
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
refuse (const Making *self, GError **error)
{
  const MasterRequest *request = self->request;
  const MasterGoal *goal = &self->search.goal;
  const MasterTrial *last = &self->search.last;
  const gchar *name = request->input;

  switch (self->search.verdict) {
    case MASTER_VERDICT_LIMITING:
      return master_fail (error, name,
          "%.1f LUFS under %.1f dBTP takes more than the %.1f dB of limiting "
          "that --max-limiting allows (--best-effort goes that far)",
          request->delivery->loudness, goal->ceiling, goal->max_limiting);
    case MASTER_VERDICT_DRIVE:
      return master_fail (error, name,
          "%.1f LUFS is out of reach: the song comes to %.2f LUFS at the end "
          "of the limiter's range, %+.1f dB (--best-effort writes that)",
          request->delivery->loudness, last->loudness, last->drive);
    case MASTER_VERDICT_NOTHING:
      return master_fail (error, name,
          "not even --best-effort finds a way under %.1f dBTP with %.1f dB of "
          "limiting",
          goal->ceiling, goal->max_limiting);
    default:
      return master_fail (error, name,
          "the search does not settle: it is at %.2f LUFS and %.2f dBTP after "
          "%u rounds (--best-effort writes the nearest)",
          last->loudness, last->true_peak, self->result->rounds);
  }
}

/* The assistant hears at last what has become of its plan. */
static gboolean
accept (Making *self, const MasterTake *take, GError **error)
{
  MasterResult *result = self->result;
  MasterAdvice advice;

  result->output = take->measured;
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
  self->rounds.settings.planned = master_assist_settings (&self->assist);
  return TRUE;
}

static gboolean
search (Making *self, GError **error)
{
  MasterTrial *next = &self->search.next;
  const MasterTake *take;

  while (self->search.step != MASTER_STEP_DONE &&
      self->search.step != MASTER_STEP_REFUSED)
    if (!take_step (self, error))
      return FALSE;
  if (self->search.step == MASTER_STEP_REFUSED)
    return refuse (self, error);
  self->rounds.settings.planned = master_assist_settings (&self->assist);
  take = master_rounds_get (&self->rounds, next, TRUE, error);
  return take && accept (self, take, error);
}

/* The user is always told of a loudness that is less than the one asked for.
 * */
static void
tell_lower (Making *self)
{
  const gdouble wanted = self->request->delivery->loudness;
  const gdouble goal =
      self->search.goal.loudness - self->lift + get_offset (self);

  if (!(goal < wanted - MASTER_TOLERANCE))
    return;
  self->result->reached = FALSE;
  master_warn (self->request->input,
      "%.1f LUFS would do damage, so it is brought to %.1f LUFS (--explain "
      "says what the damage is)",
      wanted, goal);
}

static GstElement *
new_chain (Making *self, GError **error)
{
  GstElement *chain = master_chain_new (&self->rounds.settings, error);

  if (!chain)
    return NULL;
  gst_object_ref_sink (chain);
  master_chain_set_limiter (chain, self->result->drive, self->result->ceiling);
  self->result->chain = master_chain_describe (chain);
  return chain;
}

/* --- behind a lossy codec: peaks grow there, and a little loudness goes */

static gboolean
verify (Making *self, GError **error)
{
  return master_verify (self->runner, self->request, self->rounds.path,
      self->result, error);
}

/* By how much the decoded file passes the ceiling [dB], or is too soft [LU]. */
static gdouble
get_excess (const Making *self)
{
  return master_measurement_peak (&self->result->decoded) -
      self->request->delivery->ceiling;
}

static gdouble
get_lack (const Making *self)
{
  const MasterResult *result = self->result;
  const gdouble wanted = result->reached
      ? self->search.goal.loudness - self->lift
      : result->output.integrated_loudness;

  return isfinite (wanted) && isfinite (result->decoded.integrated_loudness)
      ? wanted - result->decoded.integrated_loudness
      : 0.0;
}

static gboolean
is_held (const Making *self)
{
  return !self->result->has_decoded || self->search.replays ||
      (!(get_excess (self) > 0.0) && fabs (get_lack (self)) <= CODEC_TOLERANCE);
}

/* The same search, from where it ended, for a lower ceiling. Each encode has
 * its own few frames that stick out, so that the margin grows. */
static gboolean
search_lower (Making *self, guint round, GError **error)
{
  MasterSearch *search_state = &self->search;
  const gdouble step = get_excess (self) + codec_steps[round];
  const gdouble lack = get_lack (self);

  if (get_excess (self) > 0.0) {
    search_state->goal.ceiling -= step;
    search_state->next.ceiling -= step;
  }
  if (self->result->reached && fabs (lack) > 0.5 * CODEC_TOLERANCE) {
    search_state->goal.loudness += lack;
    search_state->next.drive = CLAMP (search_state->next.drive + lack,
        search_state->goal.min_drive, search_state->goal.max_drive);
    self->lift += lack;
  }
  search_state->n = 0;
  search_state->step = MASTER_STEP_RENDER;
  if (search_state->next.ceiling < search_state->goal.min_ceiling)
    return master_fail (error, NULL, "the limiter's ceiling ends");
  return search (self, error);
}

static gboolean
refuse_codec (const Making *self, const gchar *why, GError **error)
{
  return master_fail (error, self->request->delivery->output,
      "%s decodes to %.2f LUFS and %.2f dBTP where %.2f and %.2f were asked "
      "for, and cannot be brought there (%s); ask for a lower ceiling or "
      "loudness, or go on with --best-effort",
      self->result->encoding.format->name,
      self->result->decoded.integrated_loudness,
      master_measurement_peak (&self->result->decoded),
      self->search.goal.loudness - self->lift, self->request->delivery->ceiling,
      why);
}

/* Renders, encodes, decodes and measures until the decoded file is what was
 * asked for. */
static gboolean
hold_behind_codec (Making *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  const gdouble ceiling = self->request->delivery->ceiling;

  for (guint i = 0; i < CODEC_ROUNDS && !is_held (self); i++) {
    if (ceiling - self->search.goal.ceiling > CODEC_MOST ||
        !search_lower (self, i, &local))
      break;
    if (!verify (self, error))
      return FALSE;
  }
  if (is_held (self))
    return TRUE;
  if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INTERRUPTED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (local || !self->request->options->best_effort)
    return refuse_codec (self, local ? local->message : "it does not settle",
        error);
  master_warn (self->request->delivery->output,
      "%s decodes to %.2f LUFS and %.2f dBTP",
      self->result->encoding.format->name,
      self->result->decoded.integrated_loudness,
      master_measurement_peak (&self->result->decoded));
  return TRUE;
}

static void
tell_extras (const Making *self)
{
  const MasterEncoding *encoding = &self->result->encoding;
  g_auto (MasterExtras) extras = { NULL };

  master_extras_read (&extras, self->request->input, encoding->resample > 0);
  master_extras_tell (&extras, self->request->delivery->output, encoding);
}

static gboolean
make (Making *self, GError **error)
{
  const MasterRequest *request = self->request;
  MasterResult *result = self->result;

  return master_encoding_choose (&result->encoding, &result->input,
             request->delivery->output, &request->delivery->words, error) &&
      set_goal (self, error) && begin (self, error) && search (self, error) &&
      verify (self, error) && hold_behind_codec (self, error);
}

GstElement *
master_make (MasterRunner *runner, const MasterRequest *request,
    const MasterMaterial *material, const gchar *path, MasterResult *result,
    GError **error)
{
  Making self = { .request = request,
    .material = material,
    .runner = runner,
    .result = result,
    .rounds = { .request = request,
        .runner = runner,
        .encoding = &result->encoding,
        .path = path,
        .recording = material->recording,
        .takes = material->takes,
        .settings = { .location = request->options->settings,
            .set = request->options->set } } };
  GstElement *chain = NULL;

  if (make (&self, error)) {
    tell_extras (&self);
    chain = new_chain (&self, error);
  }
  if (chain)
    tell_lower (&self);
  if (self.assist.plan)
    result->plan = gst_structure_copy (self.assist.plan);
  master_assist_clear (&self.assist);
  master_rounds_clear (&self.rounds);
  return chain;
}
