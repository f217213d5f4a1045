/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "analysis.h"

#include <math.h>

#include "tools/base/array.h"
#include "tools/base/jsonnumber.h"

/* Fields for masterchain's signal `correct`. */
#define DRIVE "limiter-drive"
#define CEILING "limiter-ceiling"
#define RESIDUAL "limiter-residual"
#define PSR "limiter-psr"

const gint master_band_edges[MASTER_BANDS + 1] = { 20, 148, 392, 795, 1458,
  2550, 4349, 7314, 12199, 20000 };

static gboolean
is_reading (const GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_READABLE) &&
      !(pspec->flags & G_PARAM_WRITABLE) &&
      (pspec->value_type == G_TYPE_DOUBLE ||
          pspec->value_type == GST_TYPE_ARRAY);
}

GstStructure *
master_analysis_read (GstElement *analyzer)
{
  GstStructure *self = gst_structure_new_empty ("masteranalyzer");
  guint n = 0;
  g_autofree GParamSpec **pspecs =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (analyzer), &n);

  for (guint i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    if (!is_reading (pspecs[i]))
      continue;
    g_value_init (&value, pspecs[i]->value_type);
    g_object_get_property (G_OBJECT (analyzer), pspecs[i]->name, &value);
    gst_structure_take_value (self, pspecs[i]->name, &value);
  }
  return self;
}

void
master_analysis_set_limiter (GstStructure *self, gdouble drive, gdouble ceiling,
    MasterLimiting limiting)
{
  gst_structure_set (self, DRIVE, G_TYPE_DOUBLE, drive, CEILING, G_TYPE_DOUBLE,
      ceiling, RESIDUAL, G_TYPE_DOUBLE, limiting.residual, PSR, G_TYPE_DOUBLE,
      limiting.psr, NULL);
}

gdouble
master_analysis_get (const GstStructure *self, const gchar *field)
{
  gdouble number = NAN;

  if (self)
    gst_structure_get_double (self, field, &number);
  return number;
}

static const GValue *
get_array (const GstStructure *self, const gchar *field)
{
  const GValue *array = self ? gst_structure_get_value (self, field) : NULL;

  return array && GST_VALUE_HOLDS_ARRAY (array) ? array : NULL;
}

guint
master_analysis_count (const GstStructure *self, const gchar *field)
{
  const GValue *array = get_array (self, field);

  return array ? gst_value_array_get_size (array) : 0;
}

gdouble
master_analysis_at (const GstStructure *self, const gchar *field, guint i)
{
  const GValue *array = get_array (self, field), *number;

  if (!array || i >= gst_value_array_get_size (array))
    return NAN;
  number = gst_value_array_get_value (array, i);
  return G_VALUE_HOLDS_DOUBLE (number) ? g_value_get_double (number) : NAN;
}

/* --- parts */

/* Powers add up: this is the mean of n levels in dB. */
static gdouble
sum_level (GstStructure *const *parts, guint n, const gchar *field, gint at)
{
  gdouble power = 0.0;

  for (guint i = 0; i < n; i++) {
    gdouble level = at < 0 ? master_analysis_get (parts[i], field)
                           : master_analysis_at (parts[i], field, at);
    power += isfinite (level) ? pow (10.0, 0.1 * level) : 0.0;
  }
  return power > 0.0 ? 10.0 * log10 (power / n) : -INFINITY;
}

static void
put_spectrum (GstStructure *out, const gchar *field, GstStructure *const *parts,
    guint n)
{
  GValue array = G_VALUE_INIT;
  guint count = master_analysis_count (out, field);

  master_array_init (&array);
  for (guint k = 0; k < count; k++)
    master_array_add_double (&array, sum_level (parts, n, field, (gint) k));
  gst_structure_take_value (out, field, &array);
}

/* These make one number of those of several parts. */
static gdouble
take_mean (GstStructure *const *parts, guint n, const gchar *field)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += master_analysis_get (parts[i], field);
  return sum / n;
}

static gdouble
take_most (GstStructure *const *parts, guint n, const gchar *field)
{
  gdouble most = -INFINITY;

  for (guint i = 0; i < n; i++)
    most = fmax (most, master_analysis_get (parts[i], field));
  return most;
}

static gdouble
take_level (GstStructure *const *parts, guint n, const gchar *field)
{
  return sum_level (parts, n, field, -1);
}

/* A field of the whole changes by as much as that of the parts did. */
static const struct {
  const gchar *field;
  gdouble (*take) (GstStructure *const *parts, guint n, const gchar *field);
} changes[] = {
  { "loudness", take_level },
  { "crest", take_mean },
  { "correlation", take_mean },
  { "mono-loss", take_mean },
};

GstStructure *
master_analysis_of_parts (const GstStructure *whole, GstStructure *const *parts,
    GstStructure *const *beside, guint n)
{
  GstStructure *out = gst_structure_copy (whole);

  put_spectrum (out, "mid-spectrum", parts, n);
  put_spectrum (out, "side-spectrum", parts, n);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    const gchar *field = changes[i].field;
    gdouble change =
        changes[i].take (parts, n, field) - changes[i].take (beside, n, field);

    gst_structure_set (out, field, G_TYPE_DOUBLE,
        master_analysis_get (whole, field) + (isfinite (change) ? change : 0.0),
        NULL);
  }
  gst_structure_set (out, "true-peak", G_TYPE_DOUBLE,
      take_most (parts, n, "true-peak"), "true-peak-4x", G_TYPE_DOUBLE,
      take_most (parts, n, "true-peak-4x"), "psr", G_TYPE_DOUBLE, 0.0, NULL);
  master_analysis_set_limiter (out, take_most (parts, n, DRIVE),
      take_most (parts, n, CEILING),
      (MasterLimiting){ .residual = take_most (parts, n, RESIDUAL),
          .psr = take_most (parts, n, PSR) });
  return out;
}

/* --- JSON */

static JsonNode *value_to_json (const GValue *value);

static JsonNode *
array_to_json (const GValue *value)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < gst_value_array_get_size (value); i++)
    json_array_add_element (array,
        value_to_json (gst_value_array_get_value (value, i)));
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
object_to_json (const GValue *value)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node,
      master_structure_to_json (gst_value_get_structure (value)));
  return node;
}

static JsonNode *
value_to_json (const GValue *value)
{
  JsonNode *node;

  if (G_VALUE_HOLDS_DOUBLE (value))
    return master_json_number (g_value_get_double (value));
  if (GST_VALUE_HOLDS_STRUCTURE (value))
    return object_to_json (value);
  if (GST_VALUE_HOLDS_ARRAY (value))
    return array_to_json (value);
  node = json_node_new (JSON_NODE_NULL);
  if (G_VALUE_HOLDS_INT (value))
    json_node_init_int (node, g_value_get_int (value));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    json_node_init_boolean (node, g_value_get_boolean (value));
  else if (G_VALUE_HOLDS_STRING (value))
    json_node_init_string (node, g_value_get_string (value));
  return node;
}

JsonObject *
master_structure_to_json (const GstStructure *self)
{
  JsonObject *object = json_object_new ();

  for (gint i = 0; i < gst_structure_n_fields (self); i++) {
    const gchar *name = gst_structure_nth_field_name (self, (guint) i);

    json_object_set_member (object, name,
        value_to_json (gst_structure_get_value (self, name)));
  }
  return object;
}
