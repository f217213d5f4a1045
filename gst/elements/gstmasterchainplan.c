/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainplan.h"

#include <math.h>

#include "assistant/distance.h"
#include "assistant/learn.h"
#include "assistant/plan.h"
#include "gstmasteranalysis.h"

struct _GstMasterChainPlan {
  MstProfile *profile;
  gdouble sure;        /* NAN where the profile was not chosen */
  const gchar *second; /* the next nearest, or NULL */
  MstPlan *plan;
};

/* --- what comes in */

static gboolean
read_analysis (MstAnalysis *analysis, const GstStructure *structure,
    GError **error)
{
  const gchar *fault = NULL;

  if (gst_master_analysis_from_structure (analysis, structure, &fault))
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "the analysis has no %s", fault);
  return FALSE;
}

/* Whole numbers too, for who writes a goal as text writes -9. */
static gboolean
read_number (gdouble *number, const GstStructure *structure, const gchar *name,
    GError **error)
{
  const GValue *value = gst_structure_get_value (structure, name);
  GValue found = G_VALUE_INIT;
  gboolean ok;

  if (!value)
    return TRUE;
  g_value_init (&found, G_TYPE_DOUBLE);
  ok = (G_VALUE_HOLDS_DOUBLE (value) || G_VALUE_HOLDS_FLOAT (value) ||
           G_VALUE_HOLDS_INT (value)) &&
      g_value_transform (value, &found);
  if (ok)
    *number = g_value_get_double (&found);
  else
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s is no number", name);
  g_value_unset (&found);
  return ok;
}

/* A field that is there, but of another kind, would else be passed over. */
static gboolean
check_kinds (const GstStructure *structure, GError **error)
{
  const struct {
    const gchar *name;
    GType type;
    const gchar *kind;
  } rows[] = {
    { "profile", G_TYPE_STRING, "string" },
    { "profile-location", G_TYPE_STRING, "string" },
    { "references", GST_TYPE_ARRAY, "array of analyses" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!gst_structure_has_field (structure, rows[i].name) ||
        gst_structure_has_field_typed (structure, rows[i].name, rows[i].type))
      continue;
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s is no %s", rows[i].name, rows[i].kind);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_goal (MstGoal *goal, const GstStructure *structure, GError **error)
{
  const struct {
    const gchar *name;
    gdouble *value, min, max;
  } rows[] = {
    { "loudness", &goal->loudness, -70.0, 0.0 },
    { "ceiling", &goal->ceiling, -24.0, 0.0 },
    { "strength", &goal->strength, 0.0, 100.0 },
    { "max-tone", &goal->max_tone, 0.0, 12.0 },
    { "max-limiting", &goal->max_limiting, 0.0, 100.0 },
  };

  mst_goal_init (goal);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!read_number (rows[i].value, structure, rows[i].name, error))
      return FALSE;
    if (*rows[i].value >= rows[i].min && *rows[i].value <= rows[i].max)
      continue;
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s must be %g to %g", rows[i].name, rows[i].min, rows[i].max);
    return FALSE;
  }
  return check_kinds (structure, error);
}

/* What says nothing of music is not to be met. */
static gboolean
check_reference (const MstAnalysis *analysis, guint i, GError **error)
{
  gchar *reason = mst_learner_judge (analysis);

  if (!reason)
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "reference %u: %s", i + 1, reason);
  g_free (reason);
  return FALSE;
}

static gboolean
is_structure (const GValue *value, guint i, GError **error)
{
  if (GST_VALUE_HOLDS_STRUCTURE (value))
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "reference %u is no analysis", i + 1);
  return FALSE;
}

static MstProfile *
profile_of_references (const GValue *array, GError **error)
{
  guint n = gst_value_array_get_size (array);
  gdouble (*features)[MST_N_FEATURES] =
      g_malloc0_n (MAX (n, 1), sizeof (*features));
  MstProfile *profile = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; i < n && ok; i++) {
    const GValue *value = gst_value_array_get_value (array, i);
    MstAnalysis analysis;

    ok = is_structure (value, i, error) &&
        read_analysis (&analysis, gst_value_get_structure (value), error) &&
        check_reference (&analysis, i, error);
    if (ok)
      mst_features_of (&analysis, features[i]);
  }
  if (ok)
    profile = mst_profile_of_references (
        (const gdouble (*)[MST_N_FEATURES]) features, n, "reference", error);
  g_free (features);
  return profile;
}

static const GValue *
get_references (const GstStructure *goal)
{
  const GValue *value = gst_structure_get_value (goal, "references");

  return value && GST_VALUE_HOLDS_ARRAY (value) ? value : NULL;
}

/* One that is named needs no analysis: NULL without an error where none is. */
static MstProfile *
load_profile (const GstStructure *goal, GError **error)
{
  const gchar *name = gst_structure_get_string (goal, "profile");
  const gchar *path = gst_structure_get_string (goal, "profile-location");

  if (get_references (goal))
    return NULL;
  if (path)
    return mst_profile_load (path, error);
  return name && !g_str_equal (name, "auto") ? mst_profile_shipped (name, error)
                                             : NULL;
}

static gboolean
choose_profile (GstMasterChainPlan *self, const MstAnalysis *analysis,
    const GstStructure *goal, GError **error)
{
  const GValue *references = get_references (goal);
  gdouble features[MST_N_FEATURES];

  if (self->profile)
    return TRUE;
  if (references) {
    self->profile = profile_of_references (references, error);
  } else {
    mst_features_of (analysis, features);
    self->profile = mst_distance_auto (features, &self->sure, &self->second);
  }
  return self->profile != NULL;
}

/* --- what goes out */

static void
take_array (GstStructure *out, const gchar *name, GValue *array)
{
  gst_structure_take_value (out, name, array);
}

static void
append_double (GValue *array, gdouble number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  gst_value_array_append_and_take_value (array, &value);
}

static void
append_structure (GValue *array, GstStructure *structure)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, structure);
  gst_value_array_append_and_take_value (array, &value);
}

static void
put_setting (GstStructure *settings, const MstSetting *setting)
{
  const MstValue *value = &setting->value;
  GValue array = G_VALUE_INIT;

  switch (value->kind) {
    case MST_VALUE_DOUBLE:
      gst_structure_set (settings, setting->path, G_TYPE_DOUBLE, value->number,
          NULL);
      break;
    case MST_VALUE_INT:
      gst_structure_set (settings, setting->path, G_TYPE_INT,
          (gint) value->number, NULL);
      break;
    case MST_VALUE_BOOL:
      gst_structure_set (settings, setting->path, G_TYPE_BOOLEAN,
          value->number != 0.0, NULL);
      break;
    case MST_VALUE_NICK:
      gst_structure_set (settings, setting->path, G_TYPE_STRING, value->nick,
          NULL);
      break;
    case MST_VALUE_CURVE:
      g_value_init (&array, GST_TYPE_ARRAY);
      for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
        append_double (&array, mst_third_frequency (k));
        append_double (&array, value->curve[k]);
      }
      take_array (settings, setting->path, &array);
      break;
  }
}

static GstStructure *
new_settings (const MstPlan *plan)
{
  GstStructure *settings = gst_structure_new_empty ("settings");

  for (guint i = 0; i < plan->settings->len; i++)
    put_setting (settings, g_ptr_array_index (plan->settings, i));
  return settings;
}

static GstStructure *
new_finding (gconstpointer data)
{
  const MstFinding *finding = data;

  return gst_structure_new ("finding", "severity", G_TYPE_STRING,
      finding->severity == MST_FINDING_FAULT ? "fault" : "notice", "id",
      G_TYPE_STRING, finding->id, "text", G_TYPE_STRING, finding->text, NULL);
}

static GstStructure *
new_move (gconstpointer data)
{
  const MstMove *move = data;

  return gst_structure_new ("move", "stage", G_TYPE_STRING, move->stage, "rule",
      G_TYPE_STRING, move->rule, "property", G_TYPE_STRING, move->path,
      "amount", G_TYPE_DOUBLE, move->amount, "unit", G_TYPE_STRING, move->unit,
      "feature", G_TYPE_STRING, move->feature, "before", G_TYPE_DOUBLE,
      move->before, "expected", G_TYPE_DOUBLE, move->expected, "evidence",
      G_TYPE_STRING, move->evidence, "reason", G_TYPE_STRING, move->reason,
      NULL);
}

static GstStructure *
new_note (gconstpointer data)
{
  const MstNote *note = data;

  return gst_structure_new ("note", "rule", G_TYPE_STRING, note->rule, "text",
      G_TYPE_STRING, note->text, NULL);
}

static void
put_list (GstStructure *out, const gchar *name, GPtrArray *list,
    GstStructure *(*make) (gconstpointer))
{
  GValue array = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  for (guint i = 0; i < list->len; i++)
    append_structure (&array, make (g_ptr_array_index (list, i)));
  take_array (out, name, &array);
}

static void
put_bands (GstStructure *out, const MstProfile *profile, const gchar *what,
    int first)
{
  static const gchar *const quantiles[] = { "p10", "p25", "p50", "p75", "p90" };

  for (int q = 0; q < MST_N_QUANTILES; q++) {
    gchar *name = g_strconcat (what, "-", quantiles[q], NULL);
    GValue array = G_VALUE_INIT;

    g_value_init (&array, GST_TYPE_ARRAY);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      append_double (&array, profile->feature[first + b].quantile[q]);
    take_array (out, name, &array);
    g_free (name);
  }
}

static GstStructure *
to_structure (const GstMasterChainPlan *self)
{
  const MstPlan *plan = self->plan;
  GstStructure *out = gst_structure_new_empty ("plan");
  GstStructure *settings = new_settings (plan);
  gchar *explanation = mst_plan_explain (plan);
  GValue intended = G_VALUE_INIT;

  gst_structure_set (out, "settings", GST_TYPE_STRUCTURE, settings,
      "explanation", G_TYPE_STRING, explanation, "profile", G_TYPE_STRING,
      plan->profile, "usable", G_TYPE_BOOLEAN, plan->usable, "mastered",
      G_TYPE_BOOLEAN, plan->mastered, "strength", G_TYPE_DOUBLE,
      plan->goal.strength, "loudness", G_TYPE_DOUBLE, plan->goal.loudness,
      "distance", G_TYPE_DOUBLE, plan->distance, "expected-distance",
      G_TYPE_DOUBLE, plan->expected_distance, NULL);
  if (!isnan (self->sure))
    gst_structure_set (out, "sure", G_TYPE_DOUBLE, self->sure, NULL);
  if (!isnan (self->sure) && self->second)
    gst_structure_set (out, "second", G_TYPE_STRING, self->second, NULL);
  g_value_init (&intended, GST_TYPE_ARRAY);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    append_double (&intended, plan->intended[k]);
  take_array (out, "intended", &intended);
  put_list (out, "findings", plan->findings, new_finding);
  put_list (out, "moves", plan->moves, new_move);
  put_list (out, "notes", plan->notes, new_note);
  put_bands (out, self->profile, "level", MST_FEATURE_LEVEL);
  put_bands (out, self->profile, "side", MST_FEATURE_SIDE);
  gst_structure_free (settings);
  g_free (explanation);
  return out;
}

/* Takes the error. */
static GstStructure *
fail (GError *error)
{
  GstStructure *out = gst_structure_new ("plan", "error", G_TYPE_STRING,
      error ? error->message : "no analysis", NULL);

  g_clear_error (&error);
  return out;
}

GstStructure *
gst_master_chain_plan_new (GstMasterChainPlan **plan,
    const GstStructure *analysis, const GstStructure *wanted)
{
  GstMasterChainPlan *self = g_new0 (GstMasterChainPlan, 1);
  GstStructure *none = gst_structure_new_empty ("goal");
  MstAnalysis measured;
  MstGoal goal;
  GError *error = NULL;

  if (!wanted)
    wanted = none;
  *plan = NULL;
  self->sure = NAN;
  if (read_goal (&goal, wanted, &error))
    self->profile = load_profile (wanted, &error);
  if (!error && analysis && read_analysis (&measured, analysis, &error) &&
      choose_profile (self, &measured, wanted, &error))
    self->plan = mst_plan_new (&measured, self->profile, &goal);
  gst_structure_free (none);
  if (!self->plan) {
    gst_master_chain_plan_free (self);
    return fail (error);
  }
  self->plan->sure = self->sure;
  *plan = self;
  return to_structure (self);
}

/* What is told of the limiter beside the analysis of what came out. */
static void
read_limiter (MstPlan *plan, const GstStructure *after)
{
  gdouble drive = NAN, ceiling = NAN;

  plan->distortion = NAN;
  gst_structure_get_double (after, "limiter-residual", &plan->distortion);
  gst_structure_get_double (after, "limiter-drive", &drive);
  gst_structure_get_double (after, "limiter-ceiling", &ceiling);
  mst_plan_settle (plan, drive, ceiling);
}

/* The last render, whatever came of it: figures are wanted, and no other plan.
 */
static gboolean
is_final (const GstStructure *after)
{
  gboolean final = FALSE;

  gst_structure_get_boolean (after, "final", &final);
  return final;
}

GstStructure *
gst_master_chain_plan_correct (GstMasterChainPlan *self,
    const GstStructure *before, const GstStructure *after)
{
  gdouble features[MST_N_FEATURES], residual[MST_ANALYSIS_THIRDS], worst;
  MstAnalysis was, is;
  GError *error = NULL;
  const gchar *what = NULL;
  gdouble damage;
  GstStructure *out;
  gboolean done;

  if (!self || !before || !after) {
    g_set_error (&error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "nothing has been planned");
    return fail (error);
  }
  if (!read_analysis (&was, before, &error) ||
      !read_analysis (&is, after, &error))
    return fail (error);
  read_limiter (self->plan, after);
  worst = mst_plan_residual (self->plan, &was, &is, residual);
  damage = mst_plan_damage (self->plan, &was, &is, &what);
  done = is_final (after) || mst_plan_correct (self->plan, &was, &is);
  mst_features_of (&is, features);
  out = to_structure (self);
  gst_structure_set (out, "done", G_TYPE_BOOLEAN, done, "residual",
      G_TYPE_DOUBLE, worst, "damage", G_TYPE_DOUBLE, damage, "distortion",
      G_TYPE_DOUBLE, self->plan->distortion, "measured-distance", G_TYPE_DOUBLE,
      mst_distance (self->profile, features), NULL);
  return out;
}

void
gst_master_chain_plan_free (GstMasterChainPlan *self)
{
  if (!self)
    return;
  mst_plan_free (self->plan);
  mst_profile_free (self->profile);
  g_free (self);
}
