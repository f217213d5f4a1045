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

/* --- its lines */

typedef struct {
  const MstCurveRow *rows;
  gint n_rows;
  GArray **curves;
  gboolean measured; /* a response, with more columns and any level */
} Reader;

/* The levels of a response are relative to their mean between these [Hz]. */
#define MIDDLE_FROM 300.0
#define MIDDLE_TO 3000.0

/* A microphone reads sound pressure. */
static const MstCurveRow measured_row = { "response", "dB", -300, 300, NULL };

/* Words can be anything, so they are shown short, and as ASCII. */
static gchar *
quote (const gchar *word)
{
  g_autofree gchar *start = g_strndup (word, 20);
  gchar *quoted = g_strescape (start, NULL);

  return quoted;
}

/* Reads the numbers of a line, at most MAX_CURVES + 2. Returns how many, or -1
 * where there is something else, which *fault tells. */
static gint
split (gchar *line, const gchar *comments, gdouble *numbers, gchar **fault)
{
  gint n = 0;
  gchar *rest = line;

  rest[strcspn (rest, comments)] = '\0';
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

/* Returns NULL or the fault. */
static gchar *
read_line (Reader *self, gchar *line)
{
  gdouble numbers[MAX_CURVES + 2];
  gchar *fault = NULL;
  gint n = split (line, self->measured ? "#*" : "#", numbers, &fault);

  if (n <= 0)
    return fault;
  if (self->measured)
    n = MIN (n, 2);
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

/* Returns NULL or the fault, with its line in *number; 0: the whole text. */
static gchar *
read_text (Reader *self, gchar *text, guint *number)
{
  gchar *fault = NULL;

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

/* Reads the file into new arrays. */
static gboolean
read_file (Reader *self, const gchar *location, GError **error)
{
  const gint n_rows = self->n_rows;
  GArray **curves = self->curves;
  g_autofree gchar *text = NULL;
  g_autofree gchar *fault = NULL;
  guint line;

  g_return_val_if_fail (n_rows <= MAX_CURVES, FALSE);
  text = gst_master_file_read (location, "a curve", error);
  if (!text)
    return FALSE;
  for (gint i = 0; i < n_rows; i++)
    curves[i] = g_array_new (FALSE, FALSE, sizeof (GstMasterCurvePoint));
  fault = read_text (self, text, &line);
  if (!fault)
    return TRUE;
  gst_master_file_set_fault (error, location, line, fault);
  for (gint i = 0; i < n_rows; i++)
    g_clear_pointer (&curves[i], g_array_unref);
  return FALSE;
}

gboolean
gst_master_curve_file_read (const gchar *location, const MstCurveRow *rows,
    gint n_rows, GArray *curves[], GError **error)
{
  Reader reader = { .rows = rows, .n_rows = n_rows, .curves = curves };

  return read_file (&reader, location, error);
}

/* Sets the property of a row, and frees the curve. */
static void
apply (GArray *curve, const MstCurveRow *row, GstElement *element)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_ARRAY);
  gst_master_curve_to_value (curve, &value);
  g_object_set_property (G_OBJECT (element), row->name, &value);
  g_value_unset (&value);
  g_array_unref (curve);
}

gboolean
gst_master_curve_file_apply (const gchar *location, const MstCurveRow *rows,
    gint n_rows, GstElement *element)
{
  GArray *curves[MAX_CURVES];
  g_autoptr (GError) error = NULL;

  if (!gst_master_curve_file_read (location, rows, n_rows, curves, &error)) {
    gst_master_file_post (element, GST_MESSAGE_ERROR, error);
    return FALSE;
  }
  for (gint i = 0; i < n_rows; i++)
    apply (curves[i], &rows[i], element);
  return TRUE;
}

/* Takes the mean of the middle from all levels, and holds them in the row's
 * range. */
static void
make_relative (GArray *curve, const MstCurveRow *row)
{
  gdouble sum = 0.0;
  guint n = 0;

  for (guint i = 0; i < curve->len; i++) {
    const GstMasterCurvePoint *point =
        &g_array_index (curve, GstMasterCurvePoint, i);
    if (point->frequency >= MIDDLE_FROM && point->frequency <= MIDDLE_TO) {
      sum += point->gain;
      n++;
    }
  }
  for (guint i = 0; i < curve->len; i++) {
    GstMasterCurvePoint *point = &g_array_index (curve, GstMasterCurvePoint, i);
    gdouble gain = point->gain - (n > 0 ? sum / n : 0.0);
    point->gain = CLAMP (gain, row->min, row->max);
  }
}

gboolean
gst_master_curve_file_apply_response (const gchar *location,
    const MstCurveRow *row, GstElement *element)
{
  GArray *curve;
  Reader reader = { .rows = &measured_row,
    .n_rows = 1,
    .curves = &curve,
    .measured = TRUE };
  g_autoptr (GError) error = NULL;

  if (!read_file (&reader, location, &error)) {
    gst_master_file_post (element, GST_MESSAGE_ERROR, error);
    return FALSE;
  }
  make_relative (curve, row);
  apply (curve, row, element);
  return TRUE;
}
