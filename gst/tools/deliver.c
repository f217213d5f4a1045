/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "deliver.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "errors.h"
#include "input.h"
#include "progress.h"

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

gboolean
master_delivery_open (MasterDelivery *self, const MasterOptions *options,
    GError **error)
{
  *self = (MasterDelivery){ .options = options };
  if (!master_input_check (options->input, error))
    return FALSE;
  if (options->output != NULL &&
      !master_output_open (&self->output, options->output, options->input,
          options->force, error))
    return FALSE;
  if (wants_json_file (self) && !open_report (self, error))
    return FALSE;
  if (options->output != NULL && wants_json_file (self) &&
      master_output_is_same (&self->output, &self->json))
    return master_usage (error,
        "%s: the output and the report cannot be one file", options->json);
  self->open = TRUE;
  return TRUE;
}

/* What is printed is on its way only when it has been flushed. */
static gboolean
tell (MasterDelivery *self, const MasterReport *report, const gchar *json,
    GError **error)
{
  master_progress_clear ();
  if (wants_json_on_stdout (self))
    fputs (json, stdout);
  else if (!self->options->quiet)
    master_report_print (report);
  if (fflush (stdout) != 0 || ferror (stdout))
    return master_fail (error, "standard output", "%s", g_strerror (errno));
  self->told = TRUE;
  return TRUE;
}

gboolean
master_delivery_finish (MasterDelivery *self, const MasterReport *report,
    MasterRunner *runner, GError **error)
{
  g_autofree gchar *json = master_report_to_json (report);

  if (self->json.temporary != NULL &&
      !master_output_write_text (&self->json, json, error))
    return FALSE;
  if (!master_runner_check (runner, self->options->input, error) ||
      !tell (self, report, json, error))
    return FALSE;
  if (self->json.temporary != NULL &&
      !master_output_commit (&self->json, error))
    return FALSE;
  return self->output.temporary == NULL ||
      master_output_commit (&self->output, error);
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

void
master_delivery_fail (MasterDelivery *self, MasterReport *report,
    const GError *why)
{
  g_autoptr (GError) local = NULL;
  g_autofree gchar *json = NULL;

  if (!self->open || self->options->json == NULL ||
      g_error_matches (why, MASTER_ERROR, MASTER_ERROR_USAGE) ||
      g_error_matches (why, MASTER_ERROR, MASTER_ERROR_INTERRUPTED))
    return;
  report->error = why->message;
  json = master_report_to_json (report);
  if (wants_json_file (self) && !replace_report (self, json, &local))
    g_debug ("%s", local->message);
  if (wants_json_on_stdout (self) && !self->told && !ferror (stdout)) {
    fputs (json, stdout);
    fflush (stdout);
  }
}

void
master_delivery_clear (MasterDelivery *self)
{
  master_output_clear (&self->output);
  master_output_clear (&self->json);
}
