/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "catalogue.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "ledger.h"
#include "manifest.h"
#include "tools/base/errors.h"
#include "tools/base/jsonnumber.h"
#include "tools/base/progress.h"
#include "tools/make/batch.h"
#include "tools/make/jobs.h"
#include "tools/order/command.h"
#include "tools/pass/crew.h"

#define KB_IN_MB 1024.0

typedef struct {
  const MasterOptions *options;
  GPtrArray *jobs; /* MasterManifestJob */
  gchar **words;   /* of the command line, for every job */
  guint at_once;
  MasterLedger results;
  GMutex mutex; /* guards all that follows, and the reading of options */
  guint done, skipped, failed;
  gint status;    /* of all jobs so far */
  GError *broken; /* why no more results can be written, or NULL */
} Catalogue;

/* A job that has come to its end, and its cost. */
typedef struct {
  MasterBatchSum sum;
  GError *error;        /* or NULL */
  gdouble elapsed, cpu; /* [s] */
} Outcome;

/* --- one job */

/* The words of the command line that say which jobs are done, and how many at
 * once, are not for a job. */
static gchar **
common_words (gchar **words)
{
  static const gchar *const apart[] = { "--manifest", "--shard", "--results",
    "--jobs", "--max-memory", NULL };
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (gchar **word = words; *word; word++) {
    const gchar *equals = strchr (*word, '=');
    g_autofree gchar *name =
        equals ? g_strndup (*word, equals - *word) : g_strdup (*word);

    if (!g_strv_contains (apart, name))
      g_strv_builder_add (kept, *word);
    else if (!equals && word[1])
      word++;
  }
  return g_strv_builder_end (kept);
}

/* gst-master-1.0 WORDS OPTIONS --no-config -q --jobs=1 -o OUTPUT -- INPUT */
static gchar **
words_of (const Catalogue *self, const MasterManifestJob *job)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const gchar *const last[] = { "--no-config", "-q", "--jobs=1", "-o",
    job->output, "--", job->input, NULL };

  g_strv_builder_add (words, MASTER_TOOL);
  g_strv_builder_addv (words, (const gchar **) self->words);
  g_strv_builder_addv (words, (const gchar **) job->options);
  g_strv_builder_addv (words, (const gchar **) last);
  return g_strv_builder_end (words);
}

/* GOption takes the words out of the array, and leaves them to its owner. */
static gboolean
read_words (Catalogue *self, const MasterManifestJob *job,
    MasterOptions *options, GError **error)
{
  g_auto (GStrv) words = words_of (self, job);
  gint n = (gint) g_strv_length (words);
  g_autofree gchar **left =
      g_memdup2 (words, (gsize) (n + 1) * sizeof (*words));
  gchar **argv = left;
  gboolean good;

  g_mutex_lock (&self->mutex);
  good = master_command_parse (options, &n, &argv, error);
  g_mutex_unlock (&self->mutex);
  if (!good)
    return FALSE;
  return (g_strcmp0 (options->json, "-") != 0 && !options->manifest) ||
      master_usage (error,
          "a job of a manifest cannot have --manifest or "
          "--json -");
}

static gdouble
cpu_seconds (void)
{
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) != 0)
    return 0.0;
  return (gdouble) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
      1e-6 * (gdouble) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static gdouble
peak_megabytes (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0
      ? (gdouble) usage.ru_maxrss / KB_IN_MB
      : 0.0;
}

static void
carry_out (Catalogue *self, const MasterManifestJob *job, MasterRunner *runner,
    Outcome *outcome)
{
  const gint64 began = g_get_monotonic_time ();
  const gdouble before = cpu_seconds ();
  MasterOptions options;

  if (read_words (self, job, &options, &outcome->error))
    master_batch_carry_out (runner, &options, &outcome->sum, &outcome->error);
  master_options_clear (&options);
  outcome->elapsed = 1e-6 * (gdouble) (g_get_monotonic_time () - began);
  outcome->cpu = cpu_seconds () - before;
}

/* --- what came of it */

/* The processor's time cannot be told apart where jobs run side by side. */
static JsonObject *
new_line (const Catalogue *self, const MasterManifestJob *job,
    const Outcome *outcome, gint status)
{
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line, "line", job->line);
  json_object_set_string_member (line, "input", job->input);
  json_object_set_string_member (line, "output", job->output);
  json_object_set_int_member (line, "status", status);
  json_object_set_string_member (line, "did",
      status != 0                    ? "failed"
          : outcome->sum.skipped > 0 ? "skipped"
                                     : "done");
  if (outcome->error) {
    g_autofree gchar *text = g_utf8_make_valid (outcome->error->message, -1);
    json_object_set_string_member (line, "error", text);
  } else if (outcome->sum.made > 0) {
    master_json_set_round (line, "loudness", outcome->sum.loudness);
    master_json_set_round (line, "true_peak", outcome->sum.true_peak);
  }
  json_object_set_string_member (line, "version", VERSION);
  master_json_set_round (line, "elapsed", outcome->elapsed);
  if (self->at_once == 1)
    master_json_set_round (line, "cpu", outcome->cpu);
  master_json_set_round (line, "peak_memory", peak_megabytes ());
  return line;
}

/* The words of a job may be wrong while those of the command are not. */
static void
count (Catalogue *self, const Outcome *outcome, gint status)
{
  g_mutex_lock (&self->mutex);
  self->failed += status != 0;
  self->skipped += status == 0 && outcome->sum.skipped > 0;
  self->done += status == 0 && outcome->sum.skipped == 0;
  self->status = master_error_graver (self->status, status == 2 ? 1 : status);
  g_mutex_unlock (&self->mutex);
}

static void
note_broken (Catalogue *self, GError *why)
{
  g_mutex_lock (&self->mutex);
  if (self->broken)
    g_error_free (why);
  else
    self->broken = why;
  g_mutex_unlock (&self->mutex);
}

/* A job that was broken off has no result: it is done again. */
static gboolean
work (guint i, MasterRunner *runner, gpointer user_data)
{
  Catalogue *self = user_data;
  const MasterManifestJob *job = g_ptr_array_index (self->jobs, i);
  Outcome outcome = { .error = NULL };
  g_autoptr (JsonObject) line = NULL;
  GError *why = NULL;
  gint status = 0;
  gboolean goes_on;

  carry_out (self, job, runner, &outcome);
  goes_on =
      !g_error_matches (outcome.error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED);
  if (outcome.error)
    status = master_error_status (outcome.error);
  line = new_line (self, job, &outcome, status);
  if (goes_on && !master_ledger_add (&self->results, line, &why)) {
    note_broken (self, why);
    goes_on = FALSE;
  }
  if (goes_on) {
    count (self, &outcome, status);
    if (outcome.error)
      master_tell_error (outcome.error);
  }
  g_clear_error (&outcome.error);
  return goes_on;
}

/* --- all of them */

static gboolean
sum_up (Catalogue *self, MasterRunner *runner, GError **error)
{
  const guint n = self->jobs->len;

  if (self->broken) {
    g_propagate_error (error, g_steal_pointer (&self->broken));
    return FALSE;
  }
  if (!master_runner_check (runner, NULL, NULL)) {
    g_set_error (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED,
        "interrupted; %u of %u jobs are done", self->done + self->skipped, n);
    return FALSE;
  }
  if (self->status != 0)
    return master_fail_as (error, master_error_of_status (self->status),
        self->options->manifest, "%u of %u jobs failed", self->failed, n);
  if (!self->options->quiet)
    printf ("%u jobs: %u done, %u done before\n", n, self->done, self->skipped);
  return TRUE;
}

static gboolean
run (Catalogue *self, GError **error)
{
  g_autoptr (MasterRunner) runner = master_runner_new ();
  const MasterCrew crew = { .n = self->jobs->len,
    .jobs = self->at_once,
    .kind = MASTER_WORK_SONGS,
    .work = work,
    .user_data = self };

  if (!self->options->quiet)
    master_progress_enable ();
  if (crew.n > 0)
    master_crew_run (&crew, runner);
  master_progress_clear ();
  return sum_up (self, runner, error);
}

gboolean
master_catalogue_run (const MasterOptions *options, GError **error)
{
  Catalogue self = { .options = options,
    .at_once = master_jobs_choose (options),
    .words = common_words (options->words) };
  MasterShard shard = { 1, 1 };
  gboolean good =
      !options->shard || master_shard_parse (&shard, options->shard, error);

  g_mutex_init (&self.mutex);
  self.jobs =
      good ? master_manifest_read (options->manifest, &shard, error) : NULL;
  good = self.jobs &&
      master_ledger_open (&self.results, options->results, error) &&
      run (&self, error);
  master_ledger_clear (&self.results);
  g_clear_pointer (&self.jobs, g_ptr_array_unref);
  g_clear_error (&self.broken);
  g_mutex_clear (&self.mutex);
  g_strfreev (self.words);
  return good;
}
