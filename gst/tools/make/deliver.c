/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "deliver.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/base/errors.h"
#include "tools/media/input.h"
#include "tools/tell/page.h"
#include "tools/base/progress.h"

static gboolean
wants_json_on_stdout (const MasterDelivery *self)
{
  return self->options->json != NULL && strcmp (self->options->json, "-") == 0;
}

static gboolean
wants_json_file (const MasterDelivery *self)
{
  return self->options->json != NULL && !wants_json_on_stdout (self);
}

/* A report may replace a report, but not somebody's song. Opening a pipe to
 * look into it would wait for its other end. */
static gboolean
open_report (MasterDelivery *self, GError **error)
{
  const MasterOptions *options = self->options;
  struct stat info;
  gboolean exists = stat (options->json, &info) == 0;

  if (exists && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    return master_fail (error, options->json,
        "is not a file; --json - writes to the standard output");
  return master_output_open (&self->json, options->json, options->input,
      options->force || (exists && master_report_is_one (options->json)),
      error);
}

/* Of the files beside the outputs, those that are wanted. */
static gboolean
open_others (MasterDelivery *self, GError **error)
{
  const MasterOptions *options = self->options;
  const struct {
    const gchar *name;
    MasterOutput *output;
  } others[] = {
    { options->save_settings, &self->settings },
    { options->report, &self->page },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].name != NULL &&
        !master_output_open (others[i].output, others[i].name, options->input,
            options->force, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_apart (const MasterOutput *a, const MasterOutput *b, GError **error)
{
  return a->temporary == NULL || b->temporary == NULL ||
      !master_output_is_same (a, b) ||
      master_usage (error, "%s: is the same file as %s", a->name, b->name);
}

/* Links can make one place of several names. */
static gboolean
check_places (const MasterDelivery *self, guint i, GError **error)
{
  const MasterOutput *output = &self->outputs[i];

  for (guint k = 0; k < i; k++)
    if (master_output_is_same (output, &self->outputs[k]))
      return master_usage (error, "%s: is the same file as %s", output->name,
          self->outputs[k].name);
  if (!check_apart (&self->settings, output, error) ||
      !check_apart (&self->page, output, error) ||
      !check_apart (&self->page, &self->settings, error) ||
      !check_apart (&self->json, &self->settings, error) ||
      !check_apart (&self->json, &self->page, error))
    return FALSE;
  return self->json.temporary == NULL ||
      !master_output_is_same (output, &self->json) ||
      master_usage (error, "%s: the output and the report cannot be one file",
          self->options->json);
}

static gboolean
open_outputs (MasterDelivery *self, GError **error)
{
  const MasterOptions *options = self->options;

  for (guint i = 0; i < master_options_count (options); i++) {
    const gchar *name = master_options_task (options, i)->output;

    if (name != NULL &&
        !master_output_open (&self->outputs[i], name, options->input,
            options->force, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
master_delivery_open (MasterDelivery *self, const MasterOptions *options,
    GError **error)
{
  guint n = master_options_count (options);

  *self = (MasterDelivery){ .options = options,
    .outputs = g_new0 (MasterOutput, n) };
  if (!master_input_check (options->input, error) ||
      !open_outputs (self, error))
    return FALSE;
  if (!open_others (self, error) ||
      (wants_json_file (self) && !open_report (self, error)))
    return FALSE;
  for (guint i = 0; i < n && !options->analyze; i++)
    if (!check_places (self, i, error))
      return FALSE;
  self->open = TRUE;
  return TRUE;
}

void
master_delivery_drop (MasterDelivery *self, guint i)
{
  master_output_clear (&self->outputs[i]);
}

/* What is printed is on its way only when it has been flushed. */
static gboolean
tell (MasterDelivery *self, const MasterReport *reports, const gchar *json,
    GError **error)
{
  master_progress_clear ();
  if (wants_json_on_stdout (self))
    fputs (json, stdout);
  else if (!self->options->quiet)
    master_report_print (reports);
  if (fflush (stdout) != 0 || ferror (stdout))
    return master_fail (error, "standard output", "%s", g_strerror (errno));
  self->told = TRUE;
  return TRUE;
}

/* The report may stand already, when it is the output that found no place. */
static gboolean
replace_report (MasterDelivery *self, const gchar *json, GError **error)
{
  if (self->json.temporary == NULL) {
    master_output_clear (&self->json);
    if (!master_output_open (&self->json, self->options->json,
            self->options->input, TRUE, error))
      return FALSE;
  }
  return master_output_write_text (&self->json, json, error) &&
      master_output_commit (&self->json, error);
}

static void
correct_report (MasterDelivery *self, const MasterReport *reports)
{
  g_autoptr (GError) local = NULL;
  g_autofree gchar *json = master_report_to_json (reports);

  if (wants_json_file (self) && !replace_report (self, json, &local))
    g_debug ("%s", local->message);
  if (wants_json_on_stdout (self) && !self->told && !ferror (stdout)) {
    fputs (json, stdout);
    fflush (stdout);
  }
}

static gboolean
commit_outputs (MasterDelivery *self, MasterReport *reports, GError **error)
{
  guint n = master_options_count (self->options);
  gboolean all = TRUE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) local = NULL;

    if (self->outputs[i].temporary == NULL ||
        master_output_commit (&self->outputs[i], &local))
      continue;
    if (n == 1) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    master_report_fail (&reports[i], local);
    master_tell_error (local);
    all = FALSE;
  }
  if (!all)
    correct_report (self, reports);
  return TRUE;
}

static gboolean
write_page (const MasterDelivery *self, const MasterReport *report,
    GError **error)
{
  g_autofree gchar *page = NULL;

  if (self->page.temporary == NULL)
    return TRUE;
  page = master_page_new (report, error);
  return page != NULL && master_output_write_text (&self->page, page, error);
}

gboolean
master_delivery_finish (MasterDelivery *self, MasterReport *reports,
    MasterRunner *runner, GError **error)
{
  g_autofree gchar *json = master_report_to_json (reports);

  if (self->json.temporary != NULL &&
      !master_output_write_text (&self->json, json, error))
    return FALSE;
  if (!write_page (self, reports, error))
    return FALSE;
  if (!master_runner_check (runner, self->options->input, error) ||
      !tell (self, reports, json, error))
    return FALSE;
  if (self->json.temporary != NULL &&
      !master_output_commit (&self->json, error))
    return FALSE;
  if ((self->settings.temporary != NULL &&
          !master_output_commit (&self->settings, error)) ||
      (self->page.temporary != NULL &&
          !master_output_commit (&self->page, error)))
    return FALSE;
  return commit_outputs (self, reports, error);
}

void
master_delivery_fail (MasterDelivery *self, MasterReport *reports,
    const GError *why)
{
  if (!self->open || self->options->json == NULL ||
      g_error_matches (why, MASTER_ERROR, MASTER_ERROR_USAGE) ||
      g_error_matches (why, MASTER_ERROR, MASTER_ERROR_INTERRUPTED))
    return;
  for (guint i = 0; i < master_options_count (self->options); i++)
    if (reports[i].error == NULL)
      master_report_fail (&reports[i], why);
  correct_report (self, reports);
}

void
master_delivery_clear (MasterDelivery *self)
{
  guint n = self->outputs != NULL ? master_options_count (self->options) : 0;

  for (guint i = 0; i < n; i++)
    master_output_clear (&self->outputs[i]);
  g_clear_pointer (&self->outputs, g_free);
  master_output_clear (&self->json);
  master_output_clear (&self->settings);
  master_output_clear (&self->page);
}
