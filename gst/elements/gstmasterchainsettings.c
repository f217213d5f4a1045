/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainsettings.h"

#include <math.h>
#include <string.h>

#include "base/gstmastercurve.h"
#include "base/gstmasterfilter.h"
#include "base/gstmasterparams.h"

/* One parameter or curve of one stage or band. */
typedef struct {
  gchar *path; /* "eq::band0::gain" */
  GObject *target;
  GParamSpec *pspec;
  const MstParam *param; /* or */
  const MstCurveRow *curve;
  GValue value;
} Setting;

/* All parameters, at their defaults to begin with. */
typedef struct {
  GPtrArray *list;
  GHashTable *by_path;
} Plan;

static void
setting_free (gpointer data)
{
  Setting *self = data;

  g_free (self->path);
  g_object_unref (self->target);
  g_value_unset (&self->value);
  g_free (self);
}

static void
plan_add (Plan *plan, const gchar *prefix, GObject *target, const gchar *name,
    const MstParam *param, const MstCurveRow *curve)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->path = g_strconcat (prefix, "::", name, NULL);
  setting->target = g_object_ref (target);
  setting->pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (target), name);
  setting->param = param;
  setting->curve = curve;
  g_value_init (&setting->value, setting->pspec->value_type);
  g_param_value_set_default (setting->pspec, &setting->value);
  g_ptr_array_add (plan->list, setting);
  g_hash_table_insert (plan->by_path, setting->path, setting);
}

static void
plan_add_band (Plan *plan, const gchar *stage_name, GObject *element, gint i)
{
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (element)->stage;
  g_autoptr (GObject) band =
      gst_child_proxy_get_child_by_index (GST_CHILD_PROXY (element), i);
  g_autofree gchar *prefix = g_strdup_printf ("%s::band%d", stage_name, i);

  for (gint k = 0; k < stage->n_band_params; k++)
    plan_add (plan, prefix, band, stage->band_params[k].name,
        &stage->band_params[k], NULL);
}

static void
plan_init (Plan *plan, const GstMasterChainStages *stages)
{
  plan->list = g_ptr_array_new_with_free_func (setting_free);
  plan->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < GST_MASTER_CHAIN_STAGES; i++) {
    GObject *element = (GObject *) stages->elements[i];
    const MstStage *stage;
    if (!element)
      continue;
    stage = GST_MASTER_FILTER_GET_CLASS (element)->stage;
    for (gint k = 0; k < stage->n_params; k++)
      plan_add (plan, stages->names[i], element, stage->params[k].name,
          &stage->params[k], NULL);
    for (gint k = 0; k < stage->n_curves; k++)
      plan_add (plan, stages->names[i], element, stage->curves[k].name, NULL,
          &stage->curves[k]);
    for (gint k = 0; k < stage->max_bands; k++)
      plan_add_band (plan, stages->names[i], element, k);
  }
}

static void
plan_clear (Plan *plan)
{
  g_hash_table_unref (plan->by_path);
  g_ptr_array_unref (plan->list);
}

/* --- reading */

static void
add_field (GstStructure *settings, const Setting *setting, const GValue *value)
{
  if (G_IS_PARAM_SPEC_ENUM (setting->pspec)) {
    const GEnumValue *choice =
        g_enum_get_value (G_PARAM_SPEC_ENUM (setting->pspec)->enum_class,
            g_value_get_enum (value));
    gst_structure_set (settings, setting->path, G_TYPE_STRING,
        choice->value_nick, NULL);
    return;
  }
  gst_structure_set_value (settings, setting->path, value);
}

static gboolean
is_same (const GValue *a, const GValue *b)
{
  return gst_value_compare (a, b) == GST_VALUE_EQUAL;
}

GstStructure *
gst_master_chain_settings_get (const GstMasterChainStages *stages)
{
  GstStructure *settings = gst_structure_new_empty ("settings");
  Plan plan;

  plan_init (&plan, stages);
  for (guint i = 0; i < plan.list->len; i++) {
    const Setting *setting = g_ptr_array_index (plan.list, i);
    GValue value = G_VALUE_INIT;
    g_value_init (&value, setting->pspec->value_type);
    g_object_get_property (setting->target, setting->pspec->name, &value);
    if (!is_same (&value, &setting->value))
      add_field (settings, setting, &value);
    g_value_unset (&value);
  }
  plan_clear (&plan);
  return settings;
}

gchar **
gst_master_chain_settings_names (const GstMasterChainStages *stages)
{
  GPtrArray *names = g_ptr_array_new ();
  Plan plan;

  plan_init (&plan, stages);
  g_ptr_array_add (names, g_strdup ("stages"));
  for (guint i = 0; i < plan.list->len; i++) {
    const Setting *setting = g_ptr_array_index (plan.list, i);
    g_ptr_array_add (names, g_strdup (setting->path));
  }
  plan_clear (&plan);
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

/* --- checks of a value: each returns NULL, or a text that says the fault */

/* The number in a value; NAN if it holds none. */
static gdouble
to_number (const GValue *value)
{
  gdouble number = NAN;

  gst_master_value_to_number (value, &number);
  return number;
}

static gboolean
is_pair (const Setting *setting, const GValue *value)
{
  return setting->param && setting->param->kind == MST_KIND_DOUBLE &&
      GST_VALUE_HOLDS_ARRAY (value) && gst_value_array_get_size (value) == 2;
}

static gdouble
between (const GValue *pair, gdouble amount)
{
  gdouble none = to_number (gst_value_array_get_value (pair, 0));
  gdouble all = to_number (gst_value_array_get_value (pair, 1));

  return none + (all - none) * amount / 100.0;
}

static gchar *
take_number (Setting *setting, const GValue *value, gdouble amount)
{
  const MstParam *row = setting->param;
  gdouble x =
      is_pair (setting, value) ? between (value, amount) : to_number (value);

  if (!isfinite (x) || (row->kind == MST_KIND_INT && x != floor (x)))
    return g_strdup_printf ("must be a %s",
        row->kind == MST_KIND_INT ? "whole number" : "number");
  if (x < row->min || x > row->max)
    return g_strdup_printf ("%g is not in %g .. %g", x, row->min, row->max);
  if (row->kind == MST_KIND_INT)
    g_value_set_int (&setting->value, (gint) x);
  else
    g_value_set_double (&setting->value, x);
  return NULL;
}

static gchar *
take_choice (Setting *setting, const GValue *value)
{
  GEnumClass *choices = G_PARAM_SPEC_ENUM (setting->pspec)->enum_class;
  const GEnumValue *choice = NULL;
  GString *names;

  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value))
    choice = g_enum_get_value_by_nick (choices, g_value_get_string (value));
  else if (G_VALUE_TYPE (value) == setting->pspec->value_type)
    choice = g_enum_get_value (choices, g_value_get_enum (value));
  if (choice) {
    g_value_set_enum (&setting->value, choice->value);
    return NULL;
  }
  names = g_string_new ("must be one of");
  for (guint i = 0; i < choices->n_values; i++)
    g_string_append_printf (names, "%s %s", i > 0 ? "," : "",
        choices->values[i].value_nick);
  return g_string_free (names, FALSE);
}

static gchar *
take_curve (Setting *setting, const GValue *value)
{
  gchar *fault;

  if (!GST_VALUE_HOLDS_ARRAY (value))
    return g_strdup ("must be an array of frequencies and gains");
  fault = gst_master_curve_check (setting->curve, value);
  if (!fault)
    g_value_copy (value, &setting->value);
  return fault;
}

static gchar *
take_value (Setting *setting, const GValue *value, gdouble amount)
{
  if (setting->curve)
    return take_curve (setting, value);
  switch (setting->param->kind) {
    case MST_KIND_ENUM:
      return take_choice (setting, value);
    case MST_KIND_BOOL:
      if (!G_VALUE_HOLDS_BOOLEAN (value))
        return g_strdup ("must be true or false");
      g_value_copy (value, &setting->value);
      return NULL;
    default:
      return take_number (setting, value, amount);
  }
}

/* --- setting */

typedef struct {
  Plan plan;
  const GstMasterChainStages *stages;
  gdouble amount;
  gboolean lenient;
  GError **error;
} Taking;

/* TRUE for the path of a stage that this build does not have. */
static gboolean
is_missing (const Taking *taking, const gchar *path)
{
  for (guint i = 0; i < GST_MASTER_CHAIN_STAGES; i++) {
    const gchar *name = taking->stages->names[i];
    gsize length = strlen (name);
    if (!taking->stages->elements[i] && strncmp (path, name, length) == 0 &&
        strncmp (path + length, "::", 2) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
take_field (GQuark field, const GValue *value, gpointer user)
{
  Taking *taking = user;
  const gchar *path = g_quark_to_string (field);
  Setting *setting = g_hash_table_lookup (taking->plan.by_path, path);
  g_autofree gchar *fault = NULL;

  if (strcmp (path, "stages") == 0)
    return TRUE;
  if (!setting) {
    gboolean missing = is_missing (taking, path);
    if (missing && taking->lenient)
      return TRUE;
    g_set_error (taking->error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s: there is no such %s", path, missing ? "stage here" : "parameter");
    return FALSE;
  }
  fault = take_value (setting, value, taking->amount);
  if (!fault)
    return TRUE;
  g_set_error (taking->error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "%s: %s", path, fault);
  return FALSE;
}

static void
apply (const Setting *setting)
{
  GValue now = G_VALUE_INIT;

  g_value_init (&now, setting->pspec->value_type);
  g_object_get_property (setting->target, setting->pspec->name, &now);
  if (!is_same (&now, &setting->value))
    g_object_set_property (setting->target, setting->pspec->name,
        &setting->value);
  g_value_unset (&now);
}

gboolean
gst_master_chain_settings_apply (const GstMasterChainStages *stages,
    const GstStructure *settings, gdouble amount, gboolean lenient,
    GError **error)
{
  Taking taking = { .stages = stages,
    .amount = amount,
    .lenient = lenient,
    .error = error };
  gboolean ok;

  plan_init (&taking.plan, stages);
  ok = gst_structure_foreach (settings, take_field, &taking);
  for (guint i = 0; ok && i < taking.plan.list->len; i++)
    apply (g_ptr_array_index (taking.plan.list, i));
  plan_clear (&taking.plan);
  return ok;
}

/* --- by amount */

typedef struct {
  Plan plan;
  GstStructure *scaled; /* to be filled, or NULL: the values are to be set */
  gdouble amount;
} Scaling;

static gboolean
scale_field (GQuark field, const GValue *value, gpointer user)
{
  Scaling *scaling = user;
  Setting *setting =
      g_hash_table_lookup (scaling->plan.by_path, g_quark_to_string (field));

  if (!setting || !is_pair (setting, value))
    return TRUE;
  if (scaling->scaled) {
    gst_structure_id_set_value (scaling->scaled, field, value);
    return TRUE;
  }
  g_free (take_number (setting, value, scaling->amount));
  apply (setting);
  return TRUE;
}

static void
scale_fields (Scaling *scaling, const GstMasterChainStages *stages,
    const GstStructure *settings)
{
  plan_init (&scaling->plan, stages);
  gst_structure_foreach (settings, scale_field, scaling);
  plan_clear (&scaling->plan);
}

GstStructure *
gst_master_chain_settings_get_scaled (const GstMasterChainStages *stages,
    const GstStructure *settings)
{
  Scaling scaling = { .scaled = gst_structure_new_empty ("scaled") };

  scale_fields (&scaling, stages, settings);
  return scaling.scaled;
}

void
gst_master_chain_settings_scale (const GstMasterChainStages *stages,
    const GstStructure *scaled, gdouble amount)
{
  Scaling scaling = { .amount = amount };

  scale_fields (&scaling, stages, scaled);
}
