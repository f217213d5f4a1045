/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmastercurvefile.h"

#include <string.h>

#include "gstmastercurve.h"
#include "gstmasterfile.h"

#define MAX_CURVES GST_MASTER_CURVE_FILE_MAX_CURVES
#define SEPARATORS " \t\r\v\f,;"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* --- its lines */

typedef struct {
  const MstCurveRow *rows;
  gint n_rows;
  GArray **curves;
} Reader;

/* Words can be anything: shown short, and as ASCII. */
static gchar *
quote (const gchar *word)
{
  gchar *start = g_strndup (word, 20);
  gchar *quoted = g_strescape (start, NULL);

  g_free (start);
  return quoted;
}

/* The numbers of a line, at most MAX_CURVES + 2. -1: there is something else,
 * which *fault tells. */
static gint
split (gchar *line, gdouble *numbers, gchar **fault)
{
  gint n = 0;
  gchar *rest = line;

  rest[strcspn (rest, "#")] = '\0';
  for (rest += strspn (rest, SEPARATORS); *rest && n < MAX_CURVES + 2;
       rest += strspn (rest, SEPARATORS)) {
    gsize length = strcspn (rest, SEPARATORS);
    gchar *end;
    numbers[n++] = g_ascii_strtod (rest, &end);
    if (end != rest + length) {
      gchar *quoted;
      rest[length] = '\0';
      quoted = quote (rest);
      *fault = g_strdup_printf ("'%s' is not a number", quoted);
      g_free (quoted);
      return -1;
    }
    rest = end;
  }
  return n;
}

/* NULL or what is wrong. */
static gchar *
read_line (Reader *self, gchar *line)
{
  gdouble numbers[MAX_CURVES + 2];
  gchar *fault = NULL;
  gint n = split (line, numbers, &fault);

  if (n <= 0)
    return fault;
  if (n < 2 || n > self->n_rows + 1)
    return g_strdup_printf ("a line is a frequency and one to %d gains",
        self->n_rows);
  for (gint i = 0; i < self->n_rows && !fault; i++) {
    GArray *curve = self->curves[i];
    GstMasterCurvePoint point = { numbers[0], numbers[MIN (i + 1, n - 1)] };
    gdouble before = 0.0;
    if (curve->len > 0)
      before =
          g_array_index (curve, GstMasterCurvePoint, curve->len - 1).frequency;
    fault = gst_master_curve_find_fault (&self->rows[i], before, &point);
    g_array_append_val (curve, point);
  }
  if (!fault && self->curves[0]->len > GST_MASTER_CURVE_MAX_POINTS)
    fault = g_strdup_printf ("more than %d frequencies",
        GST_MASTER_CURVE_MAX_POINTS);
  return fault;
}

/* NULL or what is wrong, and in *number in which line; 0: in the whole. */
static gchar *
read_text (Reader *self, gchar *text, guint *number)
{
  gchar *fault = NULL;

  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  for (*number = 1; text && !fault; ++*number) {
    gchar *line = text;
    text = strchr (text, '\n');
    if (text)
      *text++ = '\0';
    fault = read_line (self, line);
    if (fault)
      return fault;
  }
  *number = 0;
  return self->curves[0]->len == 0 ? g_strdup ("no curve in it") : NULL;
}

static void
set_text_error (GError **error, const gchar *location, guint line,
    const gchar *fault)
{
  gchar *name = g_filename_display_name (location);

  if (line > 0)
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s, line %u: %s", name, line, fault);
  else
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS, "%s: %s",
        name, fault);
  g_free (name);
}

gboolean
gst_master_curve_file_read (const gchar *location, const MstCurveRow *rows,
    gint n_rows, GArray *curves[], GError **error)
{
  Reader reader = { rows, n_rows, curves };
  gchar *text, *fault;
  guint line;

  g_return_val_if_fail (n_rows <= MAX_CURVES, FALSE);
  text = gst_master_file_read (location, "a curve", error);
  if (!text)
    return FALSE;
  for (gint i = 0; i < n_rows; i++)
    curves[i] = g_array_new (FALSE, FALSE, sizeof (GstMasterCurvePoint));
  fault = read_text (&reader, text, &line);
  g_free (text);
  if (!fault)
    return TRUE;
  set_text_error (error, location, line, fault);
  g_free (fault);
  for (gint i = 0; i < n_rows; i++)
    g_clear_pointer (&curves[i], g_array_unref);
  return FALSE;
}

gboolean
gst_master_curve_file_apply (const gchar *location, const MstCurveRow *rows,
    gint n_rows, GstElement *element)
{
  GArray *curves[MAX_CURVES];
  GError *error = NULL;

  if (!gst_master_curve_file_read (location, rows, n_rows, curves, &error)) {
    gst_master_file_post (element, GST_MESSAGE_ERROR, error);
    g_error_free (error);
    return FALSE;
  }
  for (gint i = 0; i < n_rows; i++) {
    GValue value = G_VALUE_INIT;
    g_value_init (&value, GST_TYPE_ARRAY);
    gst_master_curve_to_value (curves[i], &value);
    g_object_set_property (G_OBJECT (element), rows[i].name, &value);
    g_value_unset (&value);
    g_array_unref (curves[i]);
  }
  return TRUE;
}
