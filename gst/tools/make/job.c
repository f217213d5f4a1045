/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "job.h"

#include "tools/pass/chain.h"
#include "deliver.h"
#include "tools/base/errors.h"
#include "tools/media/input.h"
#include "search.h"
#include "tools/base/progress.h"

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  MasterDelivery delivery;
  MasterMeasurement input;
  GstStructure *analysis;     /* of the input, where the assistant works */
  MasterRecording *recording; /* of the same */
  GPtrArray *references;      /* analyses, or NULL */
  MasterGoal range;           /* of the limiter's settings */
  MasterReport *reports;      /* one for each task */
  guint n;
} Job;

/* Of a chain of streams only the first is read. */
static gboolean
check_single (const Job *self, GError **error)
{
  const gchar *name = self->options->input;

  if (!self->input.chained && !master_input_is_chained (name))
    return TRUE;
  if (!self->options->best_effort)
    return master_fail (error, name,
        "is several streams, one behind the other, of which only the first, "
        "%.2f s, can be read (--best-effort goes on with it)",
        master_measurement_duration (&self->input));
  master_warn (name,
      "is several streams, one behind the other; only the first, %.2f s, is "
      "read",
      master_measurement_duration (&self->input));
  return TRUE;
}

static gboolean
check_whole (const Job *self, GError **error)
{
  const MasterMeasurement *input = &self->input;
  const gchar *name = self->options->input;
  guint64 promised = master_input_promised_frames (name);
  gdouble rate = input->sample_rate;

  if (input->invalid_samples > 0)
    master_warn (name,
        "%" G_GUINT64_FORMAT " samples are not numbers (NaN or "
        "infinite) and count as silence",
        input->invalid_samples);
  if (input->frames >= promised)
    return TRUE;
  if (!self->options->best_effort)
    return master_fail (error, name,
        "is cut off: %.2f of %.2f s are there "
        "(--best-effort goes on with these)",
        input->frames / rate, promised / rate);
  master_warn (name, "is cut off: %.2f of %.2f s are there",
      input->frames / rate, promised / rate);
  return TRUE;
}

static gboolean
check_ceiling (const Job *self, const MasterTask *task, gdouble highest,
    GError **error)
{
  const gdouble lowest = self->range.min_ceiling;

  if (task->ceiling >= lowest && task->ceiling <= highest)
    return TRUE;
  if (task->target != NULL && task->ceiling != self->options->ceiling)
    return master_usage (error,
        "--target %s: the ceiling must be %g to %g dBTP", task->target, lowest,
        highest);
  return master_usage (error, "--ceiling must be %g to %g dBTP", lowest,
      highest);
}

/* The settings are checked before an hour of music is measured for nothing. */
static gboolean
check_chain (Job *self, GError **error)
{
  const MasterSettings settings = { .location = self->options->settings,
    .set = self->options->set };
  GstElement *chain = master_chain_new (&settings, error);
  gdouble highest;

  if (chain == NULL)
    return FALSE;
  gst_object_ref_sink (chain);
  master_chain_get_range (chain, "drive", &self->range.min_drive,
      &self->range.max_drive);
  master_chain_get_range (chain, "ceiling", &self->range.min_ceiling, &highest);
  gst_object_unref (chain);
  for (guint i = 0; i < self->n; i++)
    if (!check_ceiling (self, self->reports[i].task, highest, error))
      return FALSE;
  return TRUE;
}

static gboolean
measure_input (Job *self, GError **error)
{
  const MasterOptions *options = self->options;
  const gchar *input = options->input;
  gboolean analyzes =
      options->assist || options->analyze || options->report != NULL;
  gboolean ok;

  if (options->assist && !options->analyze)
    self->recording = master_recording_new (MASTER_RECORDING_BYTES);
  ok = master_record_file (self->runner, input, input, "Measuring",
      &self->input, analyzes ? &self->analysis : NULL, self->recording, error);
  for (guint i = 0; i < self->n; i++) {
    self->reports[i].input = self->input;
    self->reports[i].analysis = self->analysis;
    self->reports[i].recording = self->recording;
  }
  return ok && check_whole (self, error) && check_single (self, error);
}

static gboolean
measure_references (Job *self, GError **error)
{
  self->references =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_structure_free);
  for (gchar **name = self->options->reference; *name != NULL; name++) {
    MasterMeasurement measured;
    GstStructure *analysis = NULL;

    if (!master_input_check (*name, error) ||
        !master_analyze_file (self->runner, *name, *name, "Reference",
            &measured, &analysis, error))
      return FALSE;
    g_ptr_array_add (self->references, analysis);
  }
  for (guint i = 0; i < self->n; i++)
    self->reports[i].references = self->references;
  return TRUE;
}

/* What fails alone fails the job; of several, the others go on, unless the
 * user wants no more. */
static gboolean
make_one (Job *self, guint i, GError **error)
{
  MasterReport *report = &self->reports[i];
  g_autoptr (GError) local = NULL;

  if (master_make (self->runner, &self->range,
          self->delivery.outputs[i].temporary, report, &local))
    return TRUE;
  if (self->n == 1 ||
      g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INTERRUPTED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  master_delivery_drop (&self->delivery, i);
  master_report_fail (report, local);
  master_tell_error (local);
  return TRUE;
}

static gboolean
make_all (Job *self, GError **error)
{
  for (guint i = 0; i < self->n; i++)
    if (!make_one (self, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
run (Job *self, GError **error)
{
  const MasterOptions *options = self->options;

  if (!master_delivery_open (&self->delivery, options, error))
    return FALSE;
  if (!options->analyze && !check_chain (self, error))
    return FALSE;
  if (options->profile != NULL &&
      !master_assist_check_goal (options, self->reports[0].task, error))
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    self->reports[i].settings_path = self->delivery.settings.temporary;
  return measure_input (self, error) &&
      (options->reference == NULL || measure_references (self, error)) &&
      (options->analyze || make_all (self, error)) &&
      master_delivery_finish (&self->delivery, self->reports, self->runner,
          error);
}

/* Those that failed alone have been told of. */
static gboolean
count_failures (const Job *self, GError **error)
{
  guint failed = 0;

  for (guint i = 0; i < self->n; i++)
    failed += self->reports[i].error != NULL;
  return failed == 0 ||
      master_fail (error, self->options->input, "%u of %u targets failed%s",
          failed, self->n, failed < self->n ? "; the others are written" : "");
}

static Job
new_job (const MasterOptions *options)
{
  Job self = { .options = options, .n = master_options_count (options) };

  self.reports = g_new0 (MasterReport, self.n);
  for (guint i = 0; i < self.n; i++) {
    self.reports[i].options = options;
    self.reports[i].task = master_options_task (options, i);
  }
  self.runner = master_runner_new ();
  return self;
}

static void
clear_job (Job *self)
{
  master_delivery_clear (&self->delivery);
  for (guint i = 0; i < self->n; i++)
    master_report_clear (&self->reports[i]);
  g_clear_pointer (&self->analysis, gst_structure_free);
  g_clear_pointer (&self->recording, master_recording_unref);
  g_clear_pointer (&self->references, g_ptr_array_unref);
  g_free (self->reports);
  master_runner_free (self->runner);
}

gboolean
master_job_run (const MasterOptions *options, GError **error)
{
  Job self = new_job (options);
  g_autoptr (GError) failure = NULL;
  gboolean ok;

  if (!options->quiet)
    master_progress_enable ();
  ok = run (&self, &failure);
  master_progress_clear ();
  if (!ok)
    master_delivery_fail (&self.delivery, self.reports, failure);
  else
    ok = count_failures (&self, &failure);
  clear_job (&self);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));
  return ok;
}
