/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterparams.h"

#include <string.h>

/* "low-shelf" -> "LowShelf" or, with a gap, "Low Shelf" */
static gchar *
title_case (const gchar *name, gboolean gap)
{
  GString *title = g_string_new (NULL);

  for (gboolean start = TRUE; *name; name++) {
    if (*name == '-') {
      if (gap)
        g_string_append_c (title, ' ');
      start = TRUE;
      continue;
    }
    g_string_append_c (title, start ? g_ascii_toupper (*name) : *name);
    start = FALSE;
  }
  return g_string_free (title, FALSE);
}

/* Registered once for the life of the process, as enum types are. */
static GType
enum_type (const MstParam *row, const gchar *prefix)
{
  g_autofree gchar *camel = title_case (row->name, FALSE);
  g_autofree gchar *name = g_strconcat (prefix, camel, NULL);
  GType type = g_type_from_name (name);

  if (type == 0) {
    guint n = (guint) row->max + 1;
    GEnumValue *values = g_new0 (GEnumValue, n + 1);
    for (guint i = 0; i < n; i++)
      values[i] =
          (GEnumValue){ (gint) i, row->choices[i].blurb, row->choices[i].nick };
    type = g_enum_register_static (name, values);
    gst_type_mark_as_plugin_api (type, 0);
  }
  return type;
}

static GParamSpec *
make_spec (const MstParam *row, const gchar *nick, const gchar *blurb,
    const gchar *prefix, GParamFlags flags)
{
  switch (row->kind) {
    case MST_KIND_INT:
      return g_param_spec_int (row->name, nick, blurb, (gint) row->min,
          (gint) row->max, (gint) row->def, flags);
    case MST_KIND_BOOL:
      return g_param_spec_boolean (row->name, nick, blurb, row->def != 0.0,
          flags);
    case MST_KIND_ENUM:
      return g_param_spec_enum (row->name, nick, blurb, enum_type (row, prefix),
          (gint) row->def, flags);
    case MST_KIND_DOUBLE:
    default:
      return g_param_spec_double (row->name, nick, blurb, row->min, row->max,
          row->def, flags);
  }
}

static gchar *
blurb_of (const MstParam *row)
{
  return row->unit[0] ? g_strdup_printf ("%s [%s]", row->blurb, row->unit)
                      : g_strdup (row->blurb);
}

static void
install (GObjectClass *owner_class, guint first_id, const MstParam *rows,
    gint n_rows, const gchar *prefix, GParamFlags flags)
{
  for (gint i = 0; i < n_rows; i++) {
    const MstParam *row = &rows[i];
    GParamFlags all = flags | G_PARAM_STATIC_NAME;
    gchar *nick = title_case (row->name, TRUE);
    gchar *blurb = blurb_of (row);

    if (flags & G_PARAM_WRITABLE)
      all |= row->flags & MST_PARAM_AT_START
          ? GST_PARAM_MUTABLE_READY
          : GST_PARAM_CONTROLLABLE | GST_PARAM_MUTABLE_PLAYING;
    g_object_class_install_property (owner_class, first_id + i,
        make_spec (row, nick, blurb, prefix, all));
    g_free (blurb);
    g_free (nick);
  }
}

void
gst_master_params_install (GObjectClass *owner_class, guint first_id,
    const MstParam *rows, gint n_rows, const gchar *prefix)
{
  install (owner_class, first_id, rows, n_rows, prefix, G_PARAM_READWRITE);
}

void
gst_master_readouts_install (GObjectClass *owner_class, guint first_id,
    const MstParam *rows, gint n_rows)
{
  install (owner_class, first_id, rows, n_rows, "", G_PARAM_READABLE);
}

void
gst_master_arrays_install (GObjectClass *owner_class, guint first_id,
    const MstArrayRow *rows, gint n_rows)
{
  for (gint i = 0; i < n_rows; i++) {
    const MstParam *row = &rows[i].row;
    gchar *nick = title_case (row->name, TRUE);
    gchar *blurb = blurb_of (row);

    g_object_class_install_property (owner_class, first_id + i,
        gst_param_spec_array (row->name, nick, blurb,
            make_spec (row, nick, blurb, "",
                G_PARAM_READABLE | G_PARAM_STATIC_NAME),
            G_PARAM_READABLE | G_PARAM_STATIC_NAME));
    g_free (blurb);
    g_free (nick);
  }
}

void
gst_master_array_to_value (const gdouble *numbers, gint count, gint stride,
    GValue *value)
{
  g_value_reset (value);
  for (gint i = 0; i < count; i++) {
    GValue number = G_VALUE_INIT;

    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, numbers[i * stride]);
    gst_value_array_append_and_take_value (value, &number);
  }
}

gdouble
gst_master_param_from_value (const MstParam *row, const GValue *value)
{
  switch (row->kind) {
    case MST_KIND_INT:
      return g_value_get_int (value);
    case MST_KIND_BOOL:
      return g_value_get_boolean (value);
    case MST_KIND_ENUM:
      return g_value_get_enum (value);
    case MST_KIND_DOUBLE:
    default:
      return g_value_get_double (value);
  }
}

void
gst_master_param_to_value (const MstParam *row, gdouble number, GValue *value)
{
  switch (row->kind) {
    case MST_KIND_INT:
      g_value_set_int (value, (gint) number);
      break;
    case MST_KIND_BOOL:
      g_value_set_boolean (value, number != 0.0);
      break;
    case MST_KIND_ENUM:
      g_value_set_enum (value, (gint) number);
      break;
    case MST_KIND_DOUBLE:
    default:
      g_value_set_double (value, number);
      break;
  }
}

gboolean
gst_master_value_to_number (const GValue *value, gdouble *number)
{
  GType type = G_VALUE_TYPE (value);
  GValue converted = G_VALUE_INIT;

  if (type != G_TYPE_DOUBLE && type != G_TYPE_FLOAT && type != G_TYPE_INT &&
      type != G_TYPE_UINT && type != G_TYPE_INT64 && type != G_TYPE_UINT64)
    return FALSE;
  g_value_init (&converted, G_TYPE_DOUBLE);
  g_value_transform (value, &converted);
  *number = g_value_get_double (&converted);
  g_value_unset (&converted);
  return TRUE;
}

/* Tells whether the frequency has a meaning. */
static gboolean
counts (const MstParam *row, gdouble value, gboolean is_last)
{
  return !(row->flags & MST_PARAM_OFF_AT_MAX && value >= row->max) &&
      !(row->flags & MST_PARAM_NOT_OF_LAST && is_last);
}

/* Adds "band2::frequency 30000 Hz" for each such frequency not told of yet. */
static void
find_too_high (GString **found, const gchar *prefix, const MstParam *rows,
    gint n_rows, const gdouble *values, gdouble limit, gboolean is_last,
    guint8 *told)
{
  for (gint i = 0; i < n_rows; i++) {
    if (values[i] < limit || told[i] || strcmp (rows[i].unit, "Hz") != 0 ||
        !counts (&rows[i], values[i], is_last))
      continue;
    told[i] = TRUE;
    if (*found)
      g_string_append (*found, ", ");
    else
      *found = g_string_new (NULL);
    g_string_append_printf (*found, "%s%s %g Hz", prefix, rows[i].name,
        values[i]);
  }
}

static gboolean
is_enabled (const MstStage *stage, const gdouble *band)
{
  for (gint i = 0; i < stage->n_band_params; i++)
    if (strcmp (stage->band_params[i].name, "enabled") == 0)
      return band[i] != 0.0;
  return TRUE;
}

gchar *
gst_master_params_complain (const MstStage *stage, const gdouble *values,
    gdouble rate, guint8 *told)
{
  GString *found = NULL;
  gint in_use = stage->max_bands > 0 ? (gint) values[0] : 0;

  find_too_high (&found, "", stage->params, stage->n_params, values, rate / 2,
      FALSE, told);
  for (gint i = 0; i < in_use; i++) {
    gint first = stage->n_params + i * stage->n_band_params;
    gchar prefix[32];
    g_snprintf (prefix, sizeof (prefix), "band%d::", i);
    if (is_enabled (stage, values + first))
      find_too_high (&found, prefix, stage->band_params, stage->n_band_params,
          values + first, rate / 2, i == in_use - 1, told + first);
  }
  if (!found)
    return NULL;
  g_string_append_printf (found,
      ": half the sample rate is %g Hz, and it is held below", rate / 2);
  return g_string_free (found, FALSE);
}

static void
describe_rows (GString *text, const gchar *prefix, const MstParam *rows,
    gint n_rows, const gdouble *values)
{
  for (gint i = 0; i < n_rows; i++) {
    if (values[i] == rows[i].def)
      continue;
    g_string_append_printf (text, "%s%s%s=", text->len > 0 ? ", " : "", prefix,
        rows[i].name);
    if (rows[i].kind == MST_KIND_ENUM)
      g_string_append (text, rows[i].choices[(gint) values[i]].nick);
    else
      g_string_append_printf (text, "%g", values[i]);
  }
}

gchar *
gst_master_params_describe (const MstStage *stage, const gdouble *values)
{
  GString *text = g_string_new (NULL);
  gint first = mst_stage_first_curve (stage), points = 0;

  describe_rows (text, "", stage->params, stage->n_params, values);
  for (gint i = 0; i < stage->max_bands; i++) {
    g_autofree gchar *prefix = g_strdup_printf ("band%d::", i);
    describe_rows (text, prefix, stage->band_params, stage->n_band_params,
        values + stage->n_params + i * stage->n_band_params);
  }
  for (gint i = first; i < mst_stage_n_values (stage); i++)
    points += values[i] != 0.0;
  if (points > 0)
    g_string_append_printf (text, "%s%d points of curves",
        text->len > 0 ? ", " : "", points);
  if (text->len == 0)
    g_string_append (text, "all at their defaults");
  return g_string_free (text, FALSE);
}
