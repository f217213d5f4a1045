/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmastereqfile.h"

#include <string.h>

#include "base/gstmasterfile.h"

#define SEPARATORS " \t\r\v\f"

static const struct {
  const gchar *name;
  MstShape shape;
} types[] = {
  { "PK", MST_SHAPE_BELL },
  { "PEQ", MST_SHAPE_BELL },
  { "LS", MST_SHAPE_LOW_SHELF },
  { "LSC", MST_SHAPE_LOW_SHELF },
  { "HS", MST_SHAPE_HIGH_SHELF },
  { "HSC", MST_SHAPE_HIGH_SHELF },
};

/* The words of a line, one after the other. */
typedef struct {
  gchar *rest;
} Words;

/* The next word, or NULL at the end. */
static gchar *
next_word (Words *self)
{
  gchar *word = self->rest + strspn (self->rest, SEPARATORS);
  gsize length = strcspn (word, SEPARATORS);

  if (length == 0)
    return NULL;
  self->rest = word + length;
  if (*self->rest)
    *self->rest++ = '\0';
  return word;
}

/* Each of these returns NULL or what is wrong, to be freed. */

static gchar *
read_number (Words *words, const MstParam *row, gdouble *number)
{
  const gchar *word = next_word (words);
  gchar *end;

  if (!word)
    return g_strdup_printf ("a number is missing for the %s", row->name);
  *number = g_ascii_strtod (word, &end);
  if (*end) {
    g_autofree gchar *shown = g_strndup (word, 20);
    return g_strdup_printf ("'%s' is not a number", shown);
  }
  if (!(*number >= row->min && *number <= row->max))
    return g_strdup_printf ("a %s of %g is not in %g .. %g", row->name, *number,
        row->min, row->max);
  return NULL;
}

/* "Fc 105 Hz Gain -3.6 dB Q 0.70" in any order. */
static gchar *
read_values (Words *words, gdouble *band)
{
  static const struct {
    const gchar *name, *unit;
    gint param;
  } keys[] = {
    { "Fc", "Hz", MST_EQ_BAND_FREQUENCY },
    { "Gain", "dB", MST_EQ_BAND_GAIN },
    { "Q", "", MST_EQ_BAND_Q },
  };
  gboolean found = FALSE;
  const gchar *word;

  while ((word = next_word (words))) {
    gchar *fault = NULL;
    guint k = 0;
    while (k < G_N_ELEMENTS (keys) &&
        g_ascii_strcasecmp (word, keys[k].name) != 0 &&
        g_ascii_strcasecmp (word, keys[k].unit) != 0)
      k++;
    if (k == G_N_ELEMENTS (keys)) {
      g_autofree gchar *shown = g_strndup (word, 20);
      return g_strdup_printf ("'%s' is not understood; Fc, Gain and Q are",
          shown);
    }
    if (g_ascii_strcasecmp (word, keys[k].unit) == 0)
      continue;
    fault = read_number (words, &mst_eq_band_params[keys[k].param],
        &band[keys[k].param]);
    if (fault)
      return fault;
    found = found || keys[k].param == MST_EQ_BAND_FREQUENCY;
  }
  return found ? NULL : g_strdup ("a filter needs a frequency, Fc");
}

static gchar *
read_type (Words *words, gdouble *band)
{
  const gchar *word = next_word (words);
  g_autofree gchar *shown = g_strndup (word ? word : "", 20);

  for (guint i = 0; word && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (word, types[i].name) == 0) {
      band[MST_EQ_BAND_TYPE] = types[i].shape;
      return NULL;
    }
  return g_strdup_printf ("'%s' is not a known type of filter; PK, LS, LSC, HS "
                          "and HSC are",
      shown);
}

/* Reads the rest of a line after "Filter 3:". */
static gchar *
read_filter (Words *words, gdouble *values)
{
  gint i = (gint) values[MST_EQ_BANDS];
  gdouble *band = values + mst_eq_band_at (i, 0);
  const gchar *word = next_word (words);
  gboolean on = word && g_ascii_strcasecmp (word, "ON") == 0;
  gchar *fault;

  if (i == MST_EQ_MAX_BANDS)
    return g_strdup_printf ("there are more than %d filters", MST_EQ_MAX_BANDS);
  if (!on && (!word || g_ascii_strcasecmp (word, "OFF") != 0))
    return g_strdup ("a filter is ON or OFF");
  band[MST_EQ_BAND_ENABLED] = on;
  fault = read_type (words, band);
  if (!fault)
    fault = read_values (words, band);
  values[MST_EQ_BANDS] = i + 1;
  return fault;
}

static gchar *
read_line (gchar *line, gdouble *values)
{
  Words words;
  gchar *colon;
  g_autofree gchar *shown = NULL;

  line[strcspn (line, "#")] = '\0';
  g_strstrip (line);
  if (!*line)
    return NULL;
  shown = g_strndup (line, 20);
  colon = strchr (line, ':');
  if (colon) {
    words.rest = colon + 1;
    if (g_ascii_strncasecmp (line, "Filter", strlen ("Filter")) == 0)
      return read_filter (&words, values);
    if (g_ascii_strncasecmp (line, "Preamp", strlen ("Preamp")) == 0)
      return read_number (&words, &mst_eq_params[MST_EQ_GAIN],
          &values[MST_EQ_GAIN]);
  }
  return g_strdup_printf ("'%s' is not understood; a line is 'Preamp:' or "
                          "'Filter:'",
      shown);
}

gboolean
gst_master_eq_file_read (const gchar *location, gdouble *values, GError **error)
{
  g_autofree gchar *text = gst_master_file_read (location, "filters", error);
  g_autofree gchar *fault = NULL;
  guint number = 0;

  if (!text)
    return FALSE;
  mst_stage_defaults (&mst_stage_eq, values);
  values[MST_EQ_BANDS] = 0;
  for (gchar *line = text, *next; line && !fault; line = next) {
    next = strchr (line, '\n');
    if (next)
      *next++ = '\0';
    number++;
    fault = read_line (line, values);
  }
  if (!fault && values[MST_EQ_BANDS] == 0) {
    fault = g_strdup ("there are no filters in it");
    number = 0;
  }
  if (!fault)
    return TRUE;
  gst_master_file_set_fault (error, location, number, fault);
  return FALSE;
}
