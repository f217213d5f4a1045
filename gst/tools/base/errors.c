/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "errors.h"

#include <stdio.h>

#include "progress.h"

GQuark
master_error_quark (void)
{
  return g_quark_from_static_string ("gst-master-error");
}

static void
set_error (GError **error, MasterError code, const gchar *file,
    const gchar *format, va_list args)
{
  g_autofree gchar *text = g_strdup_vprintf (format, args);

  if (file != NULL)
    g_set_error (error, MASTER_ERROR, code, "%s: %s", file, text);
  else
    g_set_error_literal (error, MASTER_ERROR, code, text);
}

gboolean
master_fail (GError **error, const gchar *file, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  set_error (error, MASTER_ERROR_FAILED, file, format, args);
  va_end (args);
  return FALSE;
}

gboolean
master_usage (GError **error, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  set_error (error, MASTER_ERROR_USAGE, NULL, format, args);
  va_end (args);
  return FALSE;
}

/* File names and messages of others may hold line breaks; a line stays one. */
static void
tell_line (const gchar *text, const gchar *hint)
{
  g_autofree gchar *line = g_strdelimit (g_strdup (text), "\r\n", ' ');

  master_progress_clear ();
  fprintf (stderr, MASTER_TOOL ": %s%s\n", line, hint);
}

int
master_tell_error (const GError *error)
{
  gboolean usage = g_error_matches (error, MASTER_ERROR, MASTER_ERROR_USAGE) ||
      error->domain == G_OPTION_ERROR;

  tell_line (error->message, usage ? " (see --help)" : "");
  return usage ? 2 : 1;
}

void
master_warn (const gchar *file, const gchar *format, ...)
{
  g_autofree gchar *text = NULL;
  g_autofree gchar *line = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strdup_printf ("%s: warning: %s", file, text);
  tell_line (line, "");
}
