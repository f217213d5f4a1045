/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "search.h"

#include <math.h>
#include <string.h>

#include "tools/pass/chain.h"
#include "tools/base/errors.h"
#include "tools/tell/page.h"
#include "render.h"
#include "tools/media/gapless.h"
#include "tools/media/wav.h"

/* A gating block of BS.1770: nothing shorter has an integrated loudness [s]. */
#define SHORTEST 0.4
/* The limiter may get by with this much less than the peaks suggest [dB]. */
#define PREDICTION_MARGIN 1.0
/* From so near the next round lands within the tolerance [LU]. */
#define NEAR 0.2

typedef struct {
  const MasterOptions *options;
  const MasterTask *task;
  MasterRunner *runner;
  const gchar *path; /* where the output grows */
  MasterReport *report;
  MasterGoal goal;
  MasterSettings settings;
  MasterRecording *mix; /* what the limiter got, */
  GstStructure *mixed;  /* by these settings */
  gboolean settling; /* the sound is found: the next render may be the last */
  MasterRecording *take; /* of a render that is not written before it is good */
  MasterTrial trials[MASTER_MAX_ROUNDS + 1];
} Master;

static gboolean
refuse_limiting (const Master *self, GError **error)
{
  return master_fail (error, self->options->input,
      "%.1f LUFS under %.1f dBTP takes more than the %.1f dB of limiting "
      "allowed (--max-limiting); --best-effort goes that far",
      self->task->loudness, self->task->ceiling, self->options->max_limiting);
}

/* What has no loudness cannot be brought to one. */
static gboolean
set_goal (Master *self, GError **error)
{
  const MasterMeasurement *input = &self->report->input;
  gdouble seconds = master_measurement_duration (input);

  self->goal.loudness = self->task->loudness;
  self->goal.ceiling = self->task->ceiling;
  self->goal.max_limiting = self->options->max_limiting;
  if (isfinite (input->integrated_loudness))
    return TRUE;
  self->goal.loudness = NAN;
  if (self->options->best_effort)
    return TRUE;
  if (seconds < SHORTEST)
    return master_fail (error, self->options->input,
        "too short to have a "
        "loudness: %.4g s, and %g s are needed (--best-effort writes it as it "
        "is)",
        seconds, SHORTEST);
  return master_fail (error, self->options->input,
      "is silent: nothing passes "
      "the gate of -70 LUFS (--best-effort writes it as it is)");
}

/* A plan that does damage aims lower. */
static void
take_goal (Master *self)
{
  gdouble loudness = master_assist_loudness (&self->report->assist);

  if (isfinite (loudness) && isfinite (self->goal.loudness))
    self->goal.loudness = loudness;
}

/* The plan, tried on excerpts, has its own idea of the drive. */
static gboolean
start_assisted (Master *self, GError **error)
{
  MasterAssist *assist = &self->report->assist;
  MasterTrial *first = &self->trials[0];

  *assist = (MasterAssist){ .runner = self->runner,
    .options = self->options,
    .analysis = self->report->analysis,
    .recording = self->report->recording,
    .resample = self->report->encoding.resample };
  if (!master_assist_plan (assist, self->task, self->report->references,
          error) ||
      !master_assist_rehearse (assist, error))
    return FALSE;
  first->drive = master_assist_setting (assist, "limiter::drive", first->drive);
  first->ceiling =
      master_assist_setting (assist, "limiter::ceiling", first->ceiling);
  take_goal (self);
  first->drive =
      CLAMP (first->drive, self->goal.min_drive, self->goal.max_drive);
  return TRUE;
}

/* A chain that does nothing but limit needs at least what the peaks lack. */
static gboolean
start (Master *self, GError **error)
{
  const MasterMeasurement *input = &self->report->input;
  MasterTrial *first = &self->trials[0];
  gdouble excess;

  master_solve_start (&self->goal, input->integrated_loudness, first);
  if (self->options->assist)
    return start_assisted (self, error);
  if (isnan (self->goal.loudness) || self->options->set != NULL ||
      self->options->settings != NULL || self->report->encoding.resample > 0)
    return TRUE;
  excess = input->true_peak + first->drive - self->goal.ceiling -
      self->goal.max_limiting;
  if (excess <= PREDICTION_MARGIN)
    return TRUE;
  if (!self->options->best_effort)
    return refuse_limiting (self, error);
  first->drive = MAX (first->drive - excess, self->goal.min_drive);
  return TRUE;
}

/* A correction makes a new plan. What the limiter got is kept for as long as
 * the plan does not change it. */
static void
plan_again (Master *self)
{
  GstStructure *front = master_assist_front (&self->report->assist);

  self->settings.planned = master_assist_settings (&self->report->assist);
  if (front == NULL || self->mixed == NULL ||
      !gst_structure_is_equal (front, self->mixed))
    g_clear_pointer (&self->mix, master_recording_unref);
  g_clear_pointer (&self->mixed, gst_structure_free);
  self->mixed = front;
}

static gboolean
run (Master *self, const MasterRender *job, MasterTrial *trial,
    MasterMeasurement *out, GError **error)
{
  const gchar *what = self->task->target ? self->task->target : "Round";
  g_autofree gchar *label =
      g_strdup_printf ("%s %u", what, self->report->rounds + 1);

  self->report->rounds++;
  return master_render (self->runner, job, label, trial, out, error);
}

static MasterRender
new_render (Master *self)
{
  const gboolean assisted = self->options->assist;

  return (MasterRender){ .input = self->options->input,
    .output = self->task->output,
    .path = self->path,
    .encoding = &self->report->encoding,
    .settings = &self->settings,
    .recording = self->report->recording,
    .mix = assisted ? &self->mix : NULL,
    .analysis = assisted ? &self->report->result : NULL };
}

/* Where the sound is yet to be corrected, encoding waits until it is known. */
static gboolean
render_take (Master *self, MasterTrial *trial, GError **error)
{
  MasterRender job = new_render (self);

  job.path = NULL;
  job.take = &self->take;
  g_clear_pointer (&self->take, master_recording_unref);
  self->take = master_recording_new (MASTER_RECORDING_BYTES);
  if (!run (self, &job, trial, &self->report->output, error))
    return FALSE;
  if (master_recording_is_empty (self->take))
    g_clear_pointer (&self->take, master_recording_unref);
  return TRUE;
}

static gboolean
render_file (Master *self, MasterTrial *trial, GError **error)
{
  const MasterRender job = new_render (self);

  g_clear_pointer (&self->take, master_recording_unref);
  return run (self, &job, trial, &self->report->output, error);
}

static gboolean
write_take (Master *self, GError **error)
{
  const MasterRender job = new_render (self);

  return self->take == NULL ||
      master_render_write (self->runner, &job, self->take, "Writing", error);
}

static gboolean
render (Master *self, MasterTrial *trial, GError **error)
{
  gboolean takes =
      !self->settling && !master_recording_is_empty (self->report->recording);

  plan_again (self);
  if (takes && !render_take (self, trial, error))
    return FALSE;
  if ((!takes || self->take == NULL) && !render_file (self, trial, error))
    return FALSE;
  self->report->setting = *trial;
  self->report->reached = master_solve_reached (&self->goal, trial);
  return TRUE;
}

/* What the limiter got is there: how loud the trial is costs little to know. */
static gboolean
try (Master *self, MasterTrial *trial, GError **error)
{
  const MasterRender job = {
    .input = self->options->input,
    .output = self->task->output,
    .encoding = &self->report->encoding,
    .settings = &self->settings,
    .recording = self->report->recording,
    .mix = &self->mix,
  };
  MasterMeasurement measured;

  plan_again (self);
  return run (self, &job, trial, &measured, error);
}

static gboolean
refuse (const Master *self, MasterVerdict verdict, const MasterTrial *last,
    GError **error)
{
  const gchar *name = self->options->input;

  if (verdict == MASTER_VERDICT_LIMITING)
    return refuse_limiting (self, error);
  if (verdict == MASTER_VERDICT_DRIVE)
    return master_fail (error, name,
        "%.1f LUFS is out of reach: it comes to "
        "%.2f LUFS at the end of the limiter's range, %+.1f dB "
        "(--best-effort writes that)",
        self->task->loudness, last->loudness, last->drive);
  return master_fail (error, name,
      "does not settle: %.2f LUFS and %.2f dBTP "
      "after %u rounds (--best-effort writes the nearest)",
      last->loudness, last->true_peak, self->report->rounds);
}

/* Renders the best trial again unless it is the one that stands. */
static gboolean
fall_back (Master *self, guint n, GError **error)
{
  const MasterTrial *stands = &self->report->setting;
  gint best = master_solve_best (&self->goal, self->trials, n);

  if (best < 0)
    return master_fail (error, self->options->input,
        "not even --best-effort "
        "finds a way under %.1f dBTP with %.1f dB of limiting",
        self->goal.ceiling, self->goal.max_limiting);
  return (self->trials[best].drive == stands->drive &&
             self->trials[best].ceiling == stands->ceiling) ||
      render (self, &self->trials[best], error);
}

static gboolean
check_sound (Master *self, gboolean *changed, GError **error)
{
  MasterAssist *assist = &self->report->assist;

  *changed = FALSE;
  if (!self->options->assist)
    return TRUE;
  if (!master_assist_check (assist, self->report->result, changed, error))
    return FALSE;
  take_goal (self);
  self->report->reached =
      master_solve_reached (&self->goal, &self->report->setting);
  return TRUE;
}

/* Where the assistant has changed the sound, what was tried before says nothing
 * but where to go on. */
static void
start_again (Master *self, guint *n, MasterVerdict *verdict)
{
  self->trials[0] =
      self->trials[*verdict == MASTER_VERDICT_AGAIN ? *n : *n - 1];
  *n = 0;
  *verdict = MASTER_VERDICT_AGAIN;
}

static MasterVerdict
ask (Master *self, guint n)
{
  return master_solve_next (&self->goal, self->trials, n,
      self->options->best_effort, &self->trials[n]);
}

/* A small step lands where it is aimed. */
static gboolean
is_near (const Master *self, const MasterTrial *last)
{
  return fabs (last->loudness - self->goal.loudness) <= NEAR &&
      last->true_peak <= self->goal.ceiling;
}

/* From far off it is tried first, without writing; what is found then is the
 * next to be rendered. */
static gboolean
approach (Master *self, guint *n, MasterVerdict *verdict, GError **error)
{
  while (*verdict == MASTER_VERDICT_AGAIN && *n < MASTER_MAX_ROUNDS - 1 &&
      !master_recording_is_empty (self->mix) &&
      !is_near (self, &self->trials[*n - 1])) {
    if (!try (self, &self->trials[*n], error))
      return FALSE;
    ++*n;
    *verdict = ask (self, *n);
  }
  if (*verdict != MASTER_VERDICT_DONE)
    return TRUE;
  self->trials[*n] = self->trials[*n - 1];
  *verdict = MASTER_VERDICT_AGAIN;
  return TRUE;
}

static gboolean
search (Master *self, guint *n, MasterVerdict *verdict, GError **error)
{
  *verdict = MASTER_VERDICT_AGAIN;
  while (*verdict == MASTER_VERDICT_AGAIN) {
    gboolean changed;

    if (!render (self, &self->trials[*n], error) ||
        !check_sound (self, &changed, error))
      return FALSE;
    ++*n;
    *verdict = ask (self, *n);
    self->settling = !changed;
    if (changed)
      start_again (self, n, verdict);
    else if (*verdict == MASTER_VERDICT_AGAIN &&
        !approach (self, n, verdict, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
solve (Master *self, GError **error)
{
  gboolean best_effort = self->options->best_effort;
  MasterVerdict verdict;
  guint n = 0;

  if (!start (self, error) || !search (self, &n, &verdict, error))
    return FALSE;
  /* Nearer was asked for than is promised. */
  if (verdict == MASTER_VERDICT_UNSETTLED) {
    gint best = master_solve_best (&self->goal, self->trials, n);
    if (best >= 0 && master_solve_reached (&self->goal, &self->trials[best]))
      return fall_back (self, n, error);
  }
  if (verdict == MASTER_VERDICT_DONE)
    return TRUE;
  return best_effort ? fall_back (self, n, error)
                     : refuse (self, verdict, &self->trials[n - 1], error);
}

/* Settings that say all are followed, whatever comes of it. */
static gboolean
replay (Master *self, GError **error)
{
  GstElement *chain = master_chain_new (&self->settings, error);
  MasterTrial *trial = &self->trials[0];

  if (chain == NULL)
    return FALSE;
  gst_object_ref_sink (chain);
  master_chain_get_limiter (chain, &trial->drive, &trial->ceiling);
  gst_object_unref (chain);
  return render (self, trial, error);
}

static gboolean
finish_file (Master *self, GError **error)
{
  const MasterMeasurement *input = &self->report->input;

  if (!master_gapless_finish (self->path, self->task->output,
          &self->report->encoding, self->report->output.frames, error))
    return FALSE;
  if (strcmp (self->report->encoding.format->endings[0], "wav") != 0 ||
      input->channels <= 2)
    return TRUE;
  return master_wav_write_mask (self->path, self->task->output,
      input->channel_mask, error);
}

/* Trust nobody: read back what was written. */
static gboolean
verify (Master *self, GError **error)
{
  MasterMeasurement decoded;
  g_autoptr (GError) local = NULL;
  const gchar *name = self->task->output;

  if (!master_measure_file (self->runner, self->path, name, "Checking",
          &decoded, &local)) {
    if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_NO_DECODER)) {
      master_warn (name, "not read back: no decoder for it is installed");
      return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!self->report->encoding.format->lossless) {
    self->report->decoded = decoded;
    self->report->has_decoded = TRUE;
    return TRUE;
  }
  if (!master_measurement_agrees (&decoded, &self->report->output))
    return master_fail (error, name,
        "does not read back as it was written "
        "(%.3f LUFS, %.3f dBTP instead of %.3f, %.3f)",
        decoded.integrated_loudness, decoded.true_peak,
        self->report->output.integrated_loudness,
        self->report->output.true_peak);
  /* The meter knows the last 3 s alone. */
  decoded.correlation = self->report->output.correlation;
  self->report->output = decoded;
  return TRUE;
}

/* Less than what was asked for is never silent. */
static void
tell_lower (Master *self)
{
  const gdouble wanted = self->task->loudness;

  if (!(self->goal.loudness < wanted - MASTER_TOLERANCE))
    return;
  self->report->reached = FALSE;
  master_warn (self->options->input,
      "%.1f LUFS would do damage (--explain says which): it is brought to %.1f "
      "LUFS",
      wanted, self->goal.loudness);
}

static gboolean
describe_chain (Master *self, GError **error)
{
  const gchar *path = self->report->settings_path;
  GstElement *chain;
  gboolean ok;

  plan_again (self);
  chain = master_chain_new (&self->settings, error);
  if (chain == NULL)
    return FALSE;
  gst_object_ref_sink (chain);
  master_chain_set_limiter (chain, self->report->setting.drive,
      self->report->setting.ceiling);
  self->report->chain = master_chain_describe (chain);
  ok = path == NULL ||
      master_chain_save (chain, path, self->options->save_settings, error);
  if (ok && self->options->report != NULL)
    ok = master_page_prepare (self->report, self->runner, self->path, chain,
        error);
  gst_object_unref (chain);
  return ok;
}

gboolean
master_make (MasterRunner *runner, const MasterGoal *range, const gchar *path,
    MasterReport *report, GError **error)
{
  Master self = { .options = report->options,
    .task = report->task,
    .runner = runner,
    .path = path,
    .report = report,
    .settings = { .location = report->options->settings,
        .set = report->options->set },
    .goal = *range };
  gboolean ok = master_encoding_choose (&report->encoding, &report->input,
                    self.task->output, self.options->bits, error) &&
      set_goal (&self, error) &&
      (self.options->replay ? replay (&self, error) : solve (&self, error)) &&
      write_take (&self, error) && finish_file (&self, error) &&
      verify (&self, error) && describe_chain (&self, error);

  if (ok)
    tell_lower (&self);
  g_clear_pointer (&self.mix, master_recording_unref);
  g_clear_pointer (&self.take, master_recording_unref);
  g_clear_pointer (&self.mixed, gst_structure_free);
  return ok;
}
