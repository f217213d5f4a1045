/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "places.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/media/input.h"
#include "tools/media/record.h"
#include "tools/media/versions.h"
#include "tools/tell/index.h"
#include "tools/tell/json.h"
#include "tools/tell/page.h"
#include "tools/tell/report.h"

static const MasterOptions *
get_options (const MasterPlaces *self)
{
  return self->project->options;
}

static const MasterRequest *
get_request (const MasterPlaces *self, guint i)
{
  return &g_array_index (self->project->requests, MasterRequest, i);
}

static gboolean
wants_json_on_stdout (const MasterPlaces *self)
{
  return g_strcmp0 (get_options (self)->json, "-") == 0;
}

static gboolean
wants_json_file (const MasterPlaces *self)
{
  return get_options (self)->json && !wants_json_on_stdout (self);
}

/* --- opening */

/* A report may replace a report, but not somebody's song. Opening a pipe to
 * look into it would wait for its other end. */
static gboolean
open_json (MasterPlaces *self, GError **error)
{
  const MasterOptions *options = get_options (self);
  struct stat info;
  gboolean exists = stat (options->json, &info) == 0;

  if (exists && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    return master_fail (error, options->json,
        "is not a file; --json - writes to the standard output");
  return master_output_open (&self->json, options->json,
      get_request (self, 0)->input,
      options->force || (exists && master_json_is_report (options->json)),
      error);
}

/* The songs are not to be written over, by whatever name or link. */
static gboolean
check_songs (const MasterPlaces *self, const MasterOutput *output,
    GError **error)
{
  for (guint i = 0; i < self->project->requests->len; i++) {
    const gchar *input = get_request (self, i)->input;

    if (output->temporary && master_output_is_file (output, input))
      return master_fail (error, output->name, "is the input itself");
  }
  return TRUE;
}

static gboolean
check_masters (const MasterPlaces *self, const MasterOutput *output,
    const gchar *what, GError **error)
{
  const guint n =
      get_options (self)->analyze ? 0 : self->project->requests->len;

  for (guint i = 0; i < n && output->temporary; i++) {
    const gchar *master = get_request (self, i)->delivery->output;
    g_autofree gchar *place = master_output_find_place (master);

    if (g_str_equal (place, output->target) ||
        master_output_is_file (output, master))
      return master_usage (error,
          "%s: the master and the %s cannot be one file", output->name, what);
  }
  return check_songs (self, output, error);
}

static gboolean
check_apart (const MasterOutput *a, const MasterOutput *b, GError **error)
{
  return !a->temporary || !b->temporary || !master_output_is_same (a, b) ||
      master_usage (error, "%s: is the same file as %s", a->name, b->name);
}

static gboolean
make_folder (MasterPlaces *self, GError **error)
{
  const gchar *folder = get_options (self)->output;

  if (!folder || !g_str_has_suffix (folder, G_DIR_SEPARATOR_S) ||
      g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_mkdir (folder, 0777) != 0)
    return master_fail (error, folder, "cannot be made: %s",
        g_strerror (errno));
  self->made_folder = g_strdup (folder);
  return TRUE;
}

static gboolean
open_file (const MasterPlaces *self, MasterOutput *output, const gchar *name,
    GError **error)
{
  return !name ||
      master_output_open (output, name, get_request (self, 0)->input,
          get_options (self)->force, error);
}

/* An index may replace an older one. */
static gboolean
open_page (MasterPlaces *self, GError **error)
{
  const gchar *index = self->project->index;

  if (!index)
    return open_file (self, &self->page, get_options (self)->report, error);
  return master_output_open (&self->page, index, get_request (self, 0)->input,
      get_options (self)->force || master_index_is (index), error);
}

void
master_places_init (MasterPlaces *self, const MasterProject *project)
{
  *self = (MasterPlaces){ .project = project,
    .outputs = g_new0 (MasterOutput, project->requests->len) };
}

gboolean
master_places_open (MasterPlaces *self, GError **error)
{
  const MasterOptions *options = get_options (self);

  return make_folder (self, error) &&
      open_file (self, &self->settings, options->save_settings, error) &&
      open_page (self, error) &&
      (!wants_json_file (self) || open_json (self, error)) &&
      check_apart (&self->page, &self->settings, error) &&
      check_apart (&self->json, &self->settings, error) &&
      check_apart (&self->json, &self->page, error) &&
      check_masters (self, &self->json, "report", error) &&
      check_masters (self, &self->settings, "settings", error) &&
      check_masters (self, &self->page, "page", error);
}

gboolean
master_places_open_song (MasterPlaces *self, guint song, GError **error)
{
  const guint n = self->project->n_deliveries, first = song * n;

  if (self->outputs[first].name)
    return TRUE;
  if (!master_input_check (get_request (self, first)->input, error))
    return FALSE;
  for (guint i = first; i < first + n; i++) {
    const MasterRequest *request = get_request (self, i);

    if (request->delivery->output &&
        !master_output_open (&self->outputs[i], request->delivery->output,
            request->input,
            request->options->force || request->options->dry_run, error))
      return FALSE;
  }
  g_atomic_int_inc (&self->opened);
  return TRUE;
}

const gchar *
master_places_get_path (const MasterPlaces *self, guint request)
{
  return self->outputs[request].temporary;
}

void
master_places_drop (MasterPlaces *self, guint request)
{
  master_output_clear (&self->outputs[request]);
}

gboolean
master_places_write_page (MasterPlaces *self, const MasterResult *result,
    const MasterSurvey *survey, GError **error)
{
  g_autofree gchar *page =
      master_page_new (get_request (self, 0), result, survey, error);

  return page && master_output_write_text (&self->page, page, error);
}

gboolean
master_places_write_index (MasterPlaces *self, const MasterResult *results,
    GError **error)
{
  const MasterProject *project = self->project;
  g_autofree gchar *folder =
      g_path_get_dirname (get_request (self, 0)->delivery->output);
  g_autofree gchar *page = master_index_new (folder, get_request (self, 0),
      results, project->requests->len, error);

  return page && master_output_write_text (&self->page, page, error) &&
      master_output_commit (&self->page, error);
}

/* --- telling */

static gchar *
new_json (const MasterPlaces *self, const MasterResult *results)
{
  return master_json_new (get_request (self, 0), results,
      self->project->requests->len);
}

/* All that is printed has left the process when it has been flushed. */
static gboolean
flush (GError **error)
{
  return (fflush (stdout) == 0 && !ferror (stdout)) ||
      master_fail (error, "standard output", "%s", g_strerror (errno));
}

static gboolean
tell (MasterPlaces *self, guint song, const MasterResult *results,
    GError **error)
{
  const guint n = self->project->n_deliveries;

  if (get_options (self)->quiet || wants_json_on_stdout (self))
    return TRUE;
  master_progress_clear ();
  if (song > 0)
    putchar ('\n');
  master_report_print (master_project_requests (self->project, song),
      &results[song * n], n);
  return flush (error);
}

static gboolean
tell_json (MasterPlaces *self, const MasterResult *results, GError **error)
{
  g_autofree gchar *json = NULL;

  if (!get_options (self)->json)
    return TRUE;
  json = new_json (self, results);
  if (!wants_json_on_stdout (self))
    return master_output_write_text (&self->json, json, error);
  master_progress_clear ();
  fputs (json, stdout);
  self->told = TRUE;
  return flush (error);
}

/* The report may stand already, when it is the output that found no place. */
static gboolean
replace_json (MasterPlaces *self, const gchar *json, GError **error)
{
  if (!self->json.temporary) {
    master_output_clear (&self->json);
    if (!master_output_open (&self->json, get_options (self)->json,
            get_request (self, 0)->input, TRUE, error))
      return FALSE;
  }
  return master_output_write_text (&self->json, json, error) &&
      master_output_commit (&self->json, error);
}

static void
correct_json (MasterPlaces *self, const MasterResult *results)
{
  g_autoptr (GError) local = NULL;
  g_autofree gchar *json = new_json (self, results);

  if (wants_json_file (self) && !replace_json (self, json, &local))
    g_debug ("%s", local->message);
  if (wants_json_on_stdout (self) && !self->told && !ferror (stdout)) {
    fputs (json, stdout);
    fflush (stdout);
  }
}

/* --- putting in place */

static gboolean
commit_file (MasterOutput *output, GError **error)
{
  return !output->temporary || master_output_commit (output, error);
}

/* The master stands already: what goes wrong here is only told. */
static void
keep_version (const MasterRequest *request, const MasterResult *result)
{
  const gchar *master = request->delivery->output;
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonObject) places = NULL;

  if (!result->record)
    return;
  places = master_references_places (request->options->references);
  if (!master_versions_note (master, request->input, result->record, places,
          &local))
    master_warn (master, "its versions are not kept: %s", local->message);
}

static gboolean
commit_masters (MasterPlaces *self, guint song, MasterResult *results,
    GError **error)
{
  const guint n = self->project->n_deliveries;

  for (guint i = song * n; i < (song + 1) * n; i++) {
    g_autoptr (GError) local = NULL;

    if (get_options (self)->dry_run)
      continue;
    if (commit_file (&self->outputs[i], &local)) {
      keep_version (get_request (self, i), &results[i]);
      continue;
    }
    if (n == 1) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    master_result_fail (&results[i], local);
    master_tell_error (local);
    if (get_options (self)->json)
      correct_json (self, results);
  }
  return TRUE;
}

gboolean
master_places_finish_song (MasterPlaces *self, guint song,
    MasterResult *results, MasterRunner *runner, GError **error)
{
  const gchar *input = master_project_requests (self->project, song)->input;
  const gboolean last = song + 1 == self->project->songs->len;

  if (last && wants_json_file (self) && !tell_json (self, results, error))
    return FALSE;
  if (!master_runner_check (runner, input, error) ||
      !tell (self, song, results, error))
    return FALSE;
  if (last &&
      ((wants_json_on_stdout (self) && !tell_json (self, results, error)) ||
          !commit_file (&self->json, error) ||
          !commit_file (&self->settings, error) ||
          (!self->project->index && !commit_file (&self->page, error))))
    return FALSE;
  return commit_masters (self, song, results, error);
}

void
master_places_fail (MasterPlaces *self, const MasterResult *results)
{
  if (get_options (self)->json && g_atomic_int_get (&self->opened) > 0)
    correct_json (self, results);
}

/* A folder that was made for the masters is removed where it is still empty.
 * */
void
master_places_clear (MasterPlaces *self)
{
  for (guint i = 0; i < self->project->requests->len; i++)
    master_output_clear (&self->outputs[i]);
  g_clear_pointer (&self->outputs, g_free);
  master_output_clear (&self->json);
  master_output_clear (&self->settings);
  master_output_clear (&self->page);
  if (self->made_folder)
    g_rmdir (self->made_folder);
  g_clear_pointer (&self->made_folder, g_free);
}
