/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "job.h"

#include <math.h>

#include "tools/base/errors.h"
#include "tools/media/faults.h"
#include "tools/media/record.h"
#include "tools/pass/groove.h"
#include "tools/pass/analysis.h"
#include "tools/pass/excerpt.h"
#include "tools/tell/index.h"

typedef struct {
  MasterRunner *runner;
  MasterPlaces *places;
  guint first, n; /* of the project's requests */
  const MasterRequest *requests;
  MasterResult *results;
  MasterMaterial material;
} Job;

/* --- the song */

/* A song that somebody has measured is decoded at most. */
static gboolean
take_over (Job *self, GError **error)
{
  const MasterRequest *request = self->requests;
  MasterMaterial *material = &self->material;

  material->measured = *request->measured;
  if (request->analysis)
    material->analysis = gst_structure_copy (request->analysis);
  if (!request->options->assist)
    return TRUE;
  material->recording = master_excerpt_read_all (self->runner, request->input,
      request->input, error);
  return material->recording != NULL;
}

static gboolean
listen (Job *self, gboolean analyzes, GError **error)
{
  const MasterOptions *options = self->requests->options;
  const gchar *input = self->requests->input;
  MasterMaterial *material = &self->material;
  MasterHarvest harvest = { .analysis = analyzes ? &material->analysis : NULL };

  if (options->assist && !options->analyze)
    harvest.recording = material->recording =
        master_recording_new (MASTER_RECORDING_BYTES);
  if (options->keeps)
    material->hash = master_record_hash (input);
  return master_record_file (self->runner, input, input, MASTER_WORK_LISTEN,
      &material->measured, &harvest, error);
}

static gboolean
measure (Job *self, GError **error)
{
  const MasterOptions *options = self->requests->options;
  const gchar *input = self->requests->input;
  MasterMaterial *material = &self->material;
  const gboolean analyzes = options->assist || options->analyze ||
      options->report || self->places->project->index;
  const gboolean known =
      self->requests->measured && (!analyzes || self->requests->analysis);
  const gboolean ok =
      known ? take_over (self, error) : listen (self, analyzes, error);

  for (guint i = 0; i < self->n; i++) {
    self->results[i].input = material->measured;
    if (material->analysis)
      self->results[i].before = gst_structure_copy (material->analysis);
  }
  return ok &&
      (known ||
          master_faults_check (&material->measured, input, input,
              options->best_effort ? MASTER_FAULTS_WARN : MASTER_FAULTS_OFFER,
              options->analyze, error));
}

/* --- how much there is to do */

/* A search without the assistant takes so many rounds; with it, one mostly. */
#define ROUNDS 3u
#define PAGE_PASSES 14u /* two whole files, and four of each excerpt */
#define INDEX_PASSES 6u /* the same of one excerpt */
#define CODEC_PASSES 2u /* there and back */

void
master_job_expect (MasterRunner *runner, const MasterProject *project,
    guint masters)
{
  const MasterOptions *options = project->options;
  const gboolean kept = options->assist && !options->replay;
  const guint n = options->analyze ? 0 : masters;
  const guint codings = options->codings ? options->codings->len : 0;
  guint excerpts = 0;

  if (project->index)
    excerpts = INDEX_PASSES;
  else if (options->report)
    excerpts = PAGE_PASSES;
  master_runner_expect (runner, MASTER_WORK_REHEARSE, kept ? n : 0);
  master_runner_expect (runner, MASTER_WORK_TRY, kept ? n : n * ROUNDS);
  master_runner_expect (runner, MASTER_WORK_WRITE, kept ? n : 0);
  master_runner_expect (runner, MASTER_WORK_CHECK, n);
  master_runner_expect (runner, MASTER_WORK_CODEC, n * codings * CODEC_PASSES);
  master_runner_expect (runner, MASTER_WORK_WATCH, excerpts ? n : 0);
  master_runner_expect (runner, MASTER_WORK_EXCERPT, excerpts * n);
}

/* --- its masters */

/* The page of several songs has the loudest part of each. */
static gboolean
make_snippet (Job *self, guint i, GError **error)
{
  const MasterRequest *request = &self->requests[i];
  MasterSnippet *snippet = &self->results[i].snippet;
  MasterRecording *known = self->material.recording;
  g_auto (MasterSnippetFiles)
      files = { { request->input,
                    master_places_get_path (self->places, self->first + i) },
        { request->input, request->delivery->output } };

  snippet->start =
      master_analysis_get (self->results[i].before, "excerpt-loudest");
  if (self->places->project->requests->len > MASTER_INDEX_HEARD ||
      !isfinite (snippet->start) || !master_snippet_is_possible ())
    return TRUE;
  if (known && !master_recording_is_empty (known))
    files.whole[MASTER_SIDE_BEFORE] = master_recording_ref (known);
  return master_snippet_files_read (&files, self->runner, error) &&
      master_snippet_make (snippet, self->runner, &files, error);
}

/* A plain render is only metered. */
static gboolean
analyze_master (Job *self, guint i, GError **error)
{
  MasterResult *result = &self->results[i];
  MasterMeasurement measured;

  return result->after ||
      master_analyze_file (self->runner,
          master_places_get_path (self->places, self->first + i),
          self->requests[i].delivery->output, MASTER_WORK_WATCH, &measured,
          &result->after, error);
}

/* The page of a new version compares with the one before, which still stands.
 * What cannot be read any more is left out of it. */
static void
analyze_last (Job *self, MasterResult *result)
{
  const gchar *last = self->requests->options->last;
  MasterMeasurement measured;

  if (last)
    master_analyze_file (self->runner, last, last, MASTER_WORK_WATCH, &measured,
        &result->last, NULL);
}

static void
ask_cutter (MasterResult *result, MstRecord record)
{
  const MstSideSong song = master_groove_read (result->after);

  result->groove = mst_cutting_ask (&song,
      master_measurement_duration (&result->output), record);
}

static gboolean
make_page (Job *self, guint i, GstElement *chain, GError **error)
{
  const MasterRequest *request = &self->requests[i];
  MasterResult *result = &self->results[i];
  const gchar *path = master_places_get_path (self->places, self->first + i);
  const MasterSurveyJob job = { .input = request->input,
    .output = request->delivery->output,
    .path = path,
    .last = result->last ? request->options->last : NULL,
    .analysis = result->before,
    .plan = result->plan,
    .loudness = request->delivery->loudness,
    .ceiling = request->delivery->ceiling,
    .resample = result->encoding.resample,
    .chain = chain };
  g_autoptr (MasterSurvey) survey = NULL;

  survey = master_survey_new (self->runner, &job, error);
  return survey &&
      master_places_write_page (self->places, result, survey, error);
}

static gboolean
make_master (Job *self, guint i, GError **error)
{
  const MasterOptions *options = self->requests->options;
  const gchar *path = master_places_get_path (self->places, self->first + i);
  const gint record = self->requests[i].delivery->record;
  const gboolean in_index = self->places->project->index != NULL;
  g_autoptr (GstElement) chain = master_make (self->runner, &self->requests[i],
      &self->material, path, &self->results[i], error);

  if (!chain)
    return FALSE;
  if (options->save_settings &&
      !master_chain_save (chain, self->places->settings.temporary,
          options->save_settings, error))
    return FALSE;
  if ((options->report || in_index || record != MASTER_NO_RECORD) &&
      !analyze_master (self, i, error))
    return FALSE;
  if (record != MASTER_NO_RECORD)
    ask_cutter (&self->results[i], (MstRecord) record);
  if (in_index)
    return make_snippet (self, i, error);
  if (!options->report)
    return TRUE;
  analyze_last (self, &self->results[i]);
  return make_page (self, i, chain, error);
}

/* A master that is the only one fails the job. One of several does not keep
 * the others from being made, unless the user wants no more. */
static gboolean
make_one (Job *self, guint i, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (make_master (self, i, &local))
    return TRUE;
  if (self->n == 1 ||
      g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INTERRUPTED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  master_places_drop (self->places, self->first + i);
  master_result_fail (&self->results[i], local);
  master_tell_error (local);
  return TRUE;
}

static gboolean
run (Job *self, GError **error)
{
  master_runner_expect (self->runner, MASTER_WORK_LISTEN, 1);
  master_job_expect (self->runner, self->places->project, self->n);
  if (!measure (self, error))
    return FALSE;
  for (guint i = 0; i < self->n && !self->requests->options->analyze; i++) {
    master_job_expect (self->runner, self->places->project, self->n - i);
    if (!make_one (self, i, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
master_job_run (MasterRunner *runner, const MasterCommon *common,
    MasterPlaces *places, guint song, MasterResult *results, GError **error)
{
  const guint n = places->project->n_deliveries;
  Job self = { .runner = runner,
    .places = places,
    .first = song * n,
    .n = n,
    .requests = master_project_requests (places->project, song),
    .results = &results[song * n],
    .material = { .range = common->range,
        .references = common->references,
        .takes = master_takes_new () } };
  const gboolean ok =
      master_places_open_song (places, song, error) && run (&self, error);

  g_clear_pointer (&self.material.hash, g_free);
  g_clear_pointer (&self.material.analysis, gst_structure_free);
  g_clear_pointer (&self.material.recording, master_recording_unref);
  master_takes_free (self.material.takes);
  return ok;
}
