/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "errors.h"

#include <errno.h>
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

  if (file)
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
master_fail_as (GError **error, MasterError kind, const gchar *file,
    const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  set_error (error, kind, file, format, args);
  va_end (args);
  return FALSE;
}

/* Another time, or another machine, may have what is missing. */
static gboolean
is_temporary (gint number)
{
  static const gint numbers[] = { EAGAIN, EBUSY, EDQUOT, EINTR, EIO, EMFILE,
    ENFILE, ENOLCK, ENOMEM, ENOSPC, ESTALE, ETIMEDOUT };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (number == numbers[i])
      return TRUE;
  return FALSE;
}

gboolean
master_fail_number (GError **error, MasterError kind, const gchar *file,
    const gchar *what, gint number)
{
  return master_fail_as (error,
      is_temporary (number) ? MASTER_ERROR_TEMPORARY : kind, file, "%s: %s",
      what, g_strerror (number));
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

/* Line breaks become blanks; other control characters, those of the C1 set
 * (U+0080 to U+009F) as well, are told by number. Bytes that are not UTF-8 stay
 * but for those of the C1 set, which some terminals take for what they are. */
gchar *
master_printable (const gchar *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0') {
    const gunichar c = g_utf8_get_char_validated (text, -1);
    const guchar byte = (guchar) *text;
    const gboolean valid = c != (gunichar) -1 && c != (gunichar) -2;
    const gunichar value = valid ? c : byte;
    const gchar *next = valid ? g_utf8_next_char (text) : text + 1;

    if (value == '\n' || value == '\r' || value == '\t')
      g_string_append_c (out, ' ');
    else if (value < 0x20 || (value >= 0x7f && value < 0xa0))
      g_string_append_printf (out, "\\x%02x", value);
    else
      g_string_append_len (out, text, next - text);
    text = next;
  }
  return g_string_free (out, FALSE);
}

static void
tell_line (const gchar *text, const gchar *hint)
{
  g_autofree gchar *line = master_printable (text);

  master_progress_clear ();
  fprintf (stderr, MASTER_TOOL ": %s%s\n", line, hint);
}

static const gint statuses[] = { [MASTER_ERROR_FAILED] = 1,
  [MASTER_ERROR_USAGE] = 2,
  [MASTER_ERROR_EXISTS] = 3,
  [MASTER_ERROR_INPUT] = 4,
  [MASTER_ERROR_NO_DECODER] = 4,
  [MASTER_ERROR_GOAL] = 5,
  [MASTER_ERROR_TEMPORARY] = MASTER_STATUS_TEMPORARY,
  [MASTER_ERROR_INTERRUPTED] = MASTER_STATUS_TEMPORARY };

gint
master_error_status (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return statuses[MASTER_ERROR_USAGE];
  return error->domain == MASTER_ERROR ? statuses[error->code]
                                       : statuses[MASTER_ERROR_FAILED];
}

MasterError
master_error_of_status (gint status)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (statuses); kind++)
    if (statuses[kind] == status)
      return kind;
  return MASTER_ERROR_FAILED;
}

gint
master_error_graver (gint a, gint b)
{
  static const gint order[] = { 2, MASTER_STATUS_TEMPORARY, 1, 5, 4, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return 0;
}

gint
master_tell_error (const GError *error)
{
  const gint status = master_error_status (error);

  tell_line (error->message, status == 2 ? " (see --help)" : "");
  return status;
}

static void
tell_about (const gchar *file, const gchar *kind, const gchar *format,
    va_list args)
{
  g_autofree gchar *text = g_strdup_vprintf (format, args);
  g_autofree gchar *line = g_strdup_printf ("%s: %s%s", file, kind, text);

  tell_line (line, "");
}

void
master_note (const gchar *file, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  tell_about (file, "", format, args);
  va_end (args);
}

void
master_warn (const gchar *file, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  tell_about (file, "warning: ", format, args);
  va_end (args);
}
