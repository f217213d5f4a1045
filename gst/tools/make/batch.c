/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "batch.h"

#include "assist.h"
#include "done.h"
#include "job.h"
#include "jobs.h"
#include "reference.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/media/input.h"
#include "tools/media/record.h"
#include "tools/pass/crew.h"

typedef struct {
  const MasterOptions *options;
  MasterProject *project;
  MasterRunner *runner;
  MasterCommon common;
  MasterPlaces places;
  MasterResult *results; /* one for each request */
  GError **failures;     /* one for each song, or NULL */
  guint done;            /* songs */
} Batch;

/* --- before the songs */

static gboolean
check_ceiling (const Batch *self, const MasterDelivery *delivery,
    gdouble highest, GError **error)
{
  const gdouble lowest = self->common.range.min_ceiling;

  if (delivery->ceiling >= lowest && delivery->ceiling <= highest)
    return TRUE;
  if (delivery->target && delivery->ceiling != self->options->ceiling)
    return master_usage (error,
        "--target %s: the ceiling must be %g to %g dBTP", delivery->target,
        lowest, highest);
  return master_usage (error, "--ceiling must be %g to %g dBTP", lowest,
      highest);
}

/* A target of the user's own may have settings that masterchain has not. */
static gboolean
check_target (const Batch *self, const MasterDelivery *delivery, GError **error)
{
  g_auto (GStrv) set = master_delivery_settings (delivery, 0.0, NULL);
  const MasterSettings settings = { .set = set };
  g_autoptr (GstElement) chain = NULL;

  if (!delivery->settings)
    return TRUE;
  chain = master_chain_new (&settings, error);
  if (chain) {
    gst_object_ref_sink (chain);
    return TRUE;
  }
  g_prefix_error (error, "--target %s: ", delivery->target);
  return FALSE;
}

/* The settings are checked before an hour of music is measured for nothing. */
static gboolean
check_chain (Batch *self, GError **error)
{
  const MasterSettings settings = { .location = self->options->settings,
    .preset = self->options->preset,
    .set = self->options->set };
  const MasterRequest *requests = master_project_requests (self->project, 0);
  MasterGoal *range = &self->common.range;
  g_autoptr (GstElement) chain = master_chain_new (&settings, error);
  gdouble highest;

  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  master_chain_get_range (chain, "drive", &range->min_drive, &range->max_drive);
  master_chain_get_range (chain, "ceiling", &range->min_ceiling, &highest);
  for (guint i = 0; i < self->project->n_deliveries; i++)
    if (!check_ceiling (self, requests[i].delivery, highest, error) ||
        !check_target (self, requests[i].delivery, error))
      return FALSE;
  return !self->options->profile ||
      master_assist_check_goal (self->options, requests->delivery, error);
}

static gboolean
measure_references (Batch *self, GError **error)
{
  const guint n =
      self->options->references ? self->options->references->len : 0;

  if (self->project->songs->len == 1) {
    master_job_expect (self->runner, self->project,
        self->project->n_deliveries);
    master_runner_expect (self->runner, MASTER_WORK_LISTEN, n + 1);
  }
  self->common.references =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_structure_free);
  for (guint i = 0; i < n; i++) {
    MasterReference *reference =
        g_ptr_array_index (self->options->references, i);
    GstStructure *analysis =
        master_reference_measure (reference, self->runner, error);

    if (!analysis)
      return FALSE;
    if (!reference->hash)
      reference->hash = master_record_hash (reference->path);
    g_ptr_array_add (self->common.references, analysis);
  }
  return TRUE;
}

/* The only song is looked for before anything else is done. */
static gboolean
prepare (Batch *self, GError **error)
{
  const gboolean single = self->project->songs->len == 1;

  return (!single ||
             master_input_check (
                 master_project_requests (self->project, 0)->input, error)) &&
      master_places_open (&self->places, error) &&
      (!single || master_places_open_song (&self->places, 0, error)) &&
      (self->options->analyze || check_chain (self, error)) &&
      measure_references (self, error);
}

/* --- the songs */

static gboolean
is_interrupt (const GError *error)
{
  return g_error_matches (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED);
}

static gboolean
work (guint song, MasterRunner *runner, gpointer user_data)
{
  Batch *self = user_data;
  GError **failure = &self->failures[song];

  return master_job_run (runner, &self->common, &self->places, song,
             self->results, failure) ||
      !is_interrupt (*failure);
}

/* A wrong command line and an interrupt are the user's own doing, and are not
 * reported. */
static void
report_failure (Batch *self, const GError *failure)
{
  if (!is_interrupt (failure) &&
      !g_error_matches (failure, MASTER_ERROR, MASTER_ERROR_USAGE))
    master_places_fail (&self->places, self->results);
}

static void
note_failure (Batch *self, guint song, const GError *failure)
{
  const guint n = self->project->n_deliveries;

  for (guint i = song * n; i < (song + 1) * n; i++) {
    master_places_drop (&self->places, i);
    if (!self->results[i].error)
      master_result_fail (&self->results[i], failure);
  }
}

static void
finish (guint song, gpointer user_data)
{
  Batch *self = user_data;
  GError **failure = &self->failures[song];
  const guint songs = self->project->songs->len;

  if (!*failure &&
      master_places_finish_song (&self->places, song, self->results,
          self->runner, failure)) {
    self->done++;
    return;
  }
  note_failure (self, song, *failure);
  if (song + 1 == songs)
    report_failure (self, *failure);
  if (songs > 1 && !is_interrupt (*failure))
    master_tell_error (*failure);
}

static void
work_all (Batch *self)
{
  const MasterCrew crew = { .n = self->project->songs->len,
    .jobs = master_jobs_choose (self->options),
    .kind = MASTER_WORK_SONGS,
    .work = work,
    .finish = finish,
    .user_data = self };

  if (crew.n > 1) {
    master_crew_run (&crew, self->runner);
  } else {
    work (0, self->runner, self);
    finish (0, self);
  }
}

/* --- after the songs */

/* An interrupt leaves what stands, without an index. */
static gboolean
write_index (Batch *self, GError **error)
{
  return !self->project->index || self->done == 0 ||
      !master_runner_check (self->runner, NULL, NULL) ||
      master_places_write_index (&self->places, self->results, error);
}

/* Each target that failed has been told of; the last line counts them. */
static gboolean
count_masters (const Batch *self, GError **error)
{
  const guint n = self->project->n_deliveries;
  guint failed = 0;
  gint status = 0;

  for (guint i = 0; i < n; i++) {
    failed += self->results[i].error != NULL;
    status = master_error_graver (status, self->results[i].status);
  }
  return failed == 0 ||
      master_fail_as (error, master_error_of_status (status),
          master_request_name (master_project_requests (self->project, 0)),
          "%u of %u targets failed%s", failed, n,
          failed < n ? "; the others are written" : "");
}

static gboolean
count_songs (const Batch *self, GError **error)
{
  const guint songs = self->project->songs->len;
  const guint n = self->project->n_deliveries;
  guint failed = 0;
  gint status = 0;

  for (guint song = 0; song < songs; song++) {
    gboolean fails = FALSE;

    for (guint i = song * n; i < (song + 1) * n; i++) {
      fails |= self->results[i].error != NULL;
      status = master_error_graver (status, self->results[i].status);
    }
    failed += fails;
  }
  return failed == 0 ||
      master_fail_as (error, master_error_of_status (status), NULL,
          "%u of %u songs failed%s", failed, songs,
          failed < songs ? "; the others are done" : "");
}

static gboolean
count_failures (Batch *self, GError **error)
{
  const guint songs = self->project->songs->len;

  if (songs == 1 && !self->failures[0])
    return count_masters (self, error);
  if (songs == 1) {
    g_propagate_error (error, g_steal_pointer (&self->failures[0]));
    return FALSE;
  }
  if (master_runner_check (self->runner, NULL, NULL))
    return count_songs (self, error);
  g_set_error (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED,
      "interrupted; %u of %u songs are done", self->done, songs);
  return FALSE;
}

static gboolean
run (Batch *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (prepare (self, &failure)) {
    work_all (self);
    return write_index (self, error) && count_failures (self, error);
  }
  for (guint song = 0; song < self->project->songs->len; song++)
    note_failure (self, song, failure);
  report_failure (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
clear (Batch *self)
{
  master_places_clear (&self->places);
  for (guint song = 0; song < self->project->songs->len; song++)
    g_clear_error (&self->failures[song]);
  g_clear_pointer (&self->common.references, g_ptr_array_unref);
  g_free (self->failures);
}

gboolean
master_batch_make (MasterRunner *runner, MasterProject *project,
    MasterResult *results, GError **error)
{
  Batch self = { .options = project->options,
    .project = project,
    .runner = runner,
    .results = results,
    .failures = g_new0 (GError *, project->songs->len) };
  gboolean ok;

  master_places_init (&self.places, project);
  ok = run (&self, error);
  clear (&self);
  return ok;
}

/* --- a command */

static gboolean
make_all (MasterRunner *runner, MasterProject *project, MasterBatchSum *sum,
    GError **error)
{
  const guint n = project->requests->len;
  g_autofree MasterResult *results = g_new0 (MasterResult, n);
  g_autoptr (GError) why = NULL;
  gboolean good;

  if (project->options->skip_done)
    master_done_begin (project);
  good = master_batch_make (runner, project, results, &why);
  if (project->options->skip_done)
    good &= master_done_note (project, results, good ? &why : NULL);
  sum->made = good ? project->songs->len : 0;
  sum->loudness = results->output.integrated_loudness;
  sum->true_peak = master_measurement_peak (&results->output);
  for (guint i = 0; i < n; i++)
    master_result_clear (&results[i]);
  if (why)
    g_propagate_error (error, g_steal_pointer (&why));
  return good;
}

gboolean
master_batch_carry_out (MasterRunner *runner, const MasterOptions *options,
    MasterBatchSum *sum, GError **error)
{
  g_autoptr (MasterProject) project = master_project_new (options, error);

  *sum = (MasterBatchSum){ .made = 0 };
  if (!project)
    return FALSE;
  if (options->skip_done)
    sum->skipped = master_done_drop (project);
  return project->songs->len == 0 || make_all (runner, project, sum, error);
}

gboolean
master_batch_run (const MasterOptions *options, GError **error)
{
  g_autoptr (MasterRunner) runner = master_runner_new ();
  MasterBatchSum sum;
  gboolean good;

  if (!options->quiet)
    master_progress_enable ();
  good = master_batch_carry_out (runner, options, &sum, error);
  master_progress_clear ();
  return good;
}
