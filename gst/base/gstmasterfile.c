/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterfile.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* of some editors */
#define LONGEST 500                    /* characters of a message */

static void
set_file_error (GError **error, gint code, const gchar *location,
    const gchar *what)
{
  g_autofree gchar *name = g_filename_display_name (location);

  g_set_error (error, GST_RESOURCE_ERROR, code, "%s: %s", name, what);
}

static void
set_errno_error (GError **error, const gchar *location, gint number)
{
  set_file_error (error,
      number == ENOENT || number == ENOTDIR ? GST_RESOURCE_ERROR_NOT_FOUND
                                            : GST_RESOURCE_ERROR_OPEN_READ,
      location, g_strerror (number));
}

/* A pipe could make us wait, and a device may have no end. */
static gboolean
is_plain_file (const gchar *location, GError **error)
{
  GStatBuf info;

  if (g_stat (location, &info) != 0) {
    set_errno_error (error, location, errno);
    return FALSE;
  }
  if ((info.st_mode & S_IFMT) != S_IFREG) {
    set_file_error (error, GST_RESOURCE_ERROR_OPEN_READ, location,
        "is not a plain file");
    return FALSE;
  }
  return TRUE;
}

static const gchar *
skip_mark (const gchar *text)
{
  return g_str_has_prefix (text, BYTE_ORDER_MARK)
      ? text + strlen (BYTE_ORDER_MARK)
      : text;
}

gchar *
gst_master_file_read (const gchar *location, const gchar *what, GError **error)
{
  g_autofree gchar *fault = NULL;
  g_autofree gchar *text = NULL;
  FILE *file;
  gsize n;

  if (!is_plain_file (location, error))
    return NULL;
  file = g_fopen (location, "rb");
  if (!file) {
    set_errno_error (error, location, errno);
    return NULL;
  }
  text = g_malloc (GST_MASTER_FILE_MAX_BYTES + 2);
  n = fread (text, 1, GST_MASTER_FILE_MAX_BYTES + 1, file);
  text[n] = '\0';
  if (ferror (file))
    fault = g_strdup ("cannot be read");
  else if (n > GST_MASTER_FILE_MAX_BYTES)
    fault = g_strdup_printf ("is larger than 1 MiB, too large for %s", what);
  else if (memchr (text, '\0', n))
    fault = g_strdup ("is not text");
  fclose (file);
  if (!fault)
    return g_strdup (skip_mark (text));
  set_file_error (error, GST_RESOURCE_ERROR_READ, location, fault);
  return NULL;
}

void
gst_master_file_set_fault (GError **error, const gchar *location, guint line,
    const gchar *fault)
{
  g_autofree gchar *name = g_filename_display_name (location);
  g_autofree gchar *place =
      line > 0 ? g_strdup_printf ("%s, line %u", name, line) : NULL;

  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS, "%s: %s",
      place ? place : name, fault);
}

/* Makes one line of a readable length, whatever was quoted in it. To be freed.
 */
static gchar *
make_line (const gchar *text)
{
  g_autofree gchar *line = g_utf8_make_valid (text, -1);
  g_autofree gchar *begin = NULL;
  g_autofree gchar *end = NULL;
  glong length = g_utf8_strlen (line, -1);

  for (gchar *c = line; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  if (length <= LONGEST)
    return g_steal_pointer (&line);
  begin = g_utf8_substring (line, 0, LONGEST / 2);
  end = g_utf8_substring (line, length - LONGEST / 2, length);
  return g_strconcat (begin, " ... ", end, NULL);
}

void
gst_master_file_post (GstElement *element, GstMessageType type,
    const GError *error)
{
  gst_element_message_full (element, type, error->domain, error->code,
      make_line (error->message), NULL, __FILE__, GST_FUNCTION, __LINE__);
}
