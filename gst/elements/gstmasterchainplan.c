/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: a plan goes in and out as one structure, whose fields are all
 * named here.
 */
#include "gstmasterchainplan.h"

#include <math.h>

#include "assistant/account.h"
#include "assistant/correct.h"
#include "assistant/decide.h"
#include "assistant/distance.h"
#include "assistant/explain.h"
#include "assistant/learn.h"
#include "assistant/wishes.h"
#include "assistant/thirds.h"
#include "gstmasteranalysis.h"
#include "gstmasterchainreferences.h"
#include "gstmasterchainstems.h"
#include "gstmasterchainvalues.h"

struct _GstMasterChainPlan {
  MstProfile *profile;
  MstReferences *references; /* or NULL */
  MstPlan *base;             /* or NULL */
  MstWishes wishes;
  GstMasterChainStems stems;
  MstPlan *plan;
};

/* --- reading the goal */

/* Refuses fields of another kind, which would be ignored otherwise. */
static gboolean
check_kinds (const GstStructure *structure, GError **error)
{
  const struct {
    const gchar *name;
    GType type;
    const gchar *kind;
  } rows[] = {
    { "profile", G_TYPE_STRING, "a string" },
    { "profile-location", G_TYPE_STRING, "a string" },
    { "references", GST_TYPE_ARRAY, "an array of analyses" },
    { "firm", G_TYPE_BOOLEAN, "a boolean" },
    { "fixed", G_TYPE_STRV, "a list of strings" },
    { "wishes", G_TYPE_STRING, "a string" },
    { "base", GST_TYPE_STRUCTURE, "a structure of settings" },
    { "base-alone", G_TYPE_BOOLEAN, "a boolean" },
    { "stems", GST_TYPE_ARRAY, "an array of analyses" },
    { "eased", GST_TYPE_ARRAY, "an array of numbers" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!gst_structure_has_field (structure, rows[i].name) ||
        gst_structure_has_field_typed (structure, rows[i].name, rows[i].type))
      continue;
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s is not %s", rows[i].name, rows[i].kind);
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
    if (!gst_master_chain_read_number (rows[i].value, structure, rows[i].name,
            error))
      return FALSE;
    if (*rows[i].value >= rows[i].min && *rows[i].value <= rows[i].max)
      continue;
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%s must be %g to %g", rows[i].name, rows[i].min, rows[i].max);
    return FALSE;
  }
  gst_structure_get_boolean (structure, "firm", &goal->firm);
  gst_structure_get_boolean (structure, "base-alone", &goal->base_alone);
  return check_kinds (structure, error);
}

/* Wishes, and settings to begin with. */
static gboolean
read_wanted (GstMasterChainPlan *self, MstGoal *goal,
    const GstStructure *structure, GError **error)
{
  const GValue *base = gst_structure_get_value (structure, "base");

  if (!mst_wishes_parse (&self->wishes,
          gst_structure_get_string (structure, "wishes"), error) ||
      !gst_master_chain_stems_read (&self->stems, structure, error))
    return FALSE;
  goal->eased = self->stems.is_eased ? self->stems.eased : NULL;
  goal->wishes = &self->wishes;
  if (base)
    self->base = gst_master_chain_values_read (gst_value_get_structure (base));
  goal->base = self->base;
  return TRUE;
}

/* Loads the profile that the goal names; NULL without an error if it names
 * none. */
static MstProfile *
load_profile (const GstStructure *goal, GError **error)
{
  const gchar *name = gst_structure_get_string (goal, "profile");
  const gchar *path = gst_structure_get_string (goal, "profile-location");

  if (gst_master_chain_references_wanted (goal))
    return NULL;
  if (path)
    return mst_profile_load (path, error);
  return name && !g_str_equal (name, "auto") ? mst_profile_shipped (name, error)
                                             : NULL;
}

static gboolean
choose_profile (GstMasterChainPlan *self, const GstStructure *goal,
    GError **error)
{
  if (self->profile)
    return TRUE;
  if (!gst_master_chain_references_wanted (goal)) {
    self->profile = mst_profile_auto ();
    return TRUE;
  }
  self->references = gst_master_chain_references_new (goal, error);
  if (self->references)
    self->profile =
        gst_master_chain_references_profile (self->references, error);
  return self->profile != NULL;
}

/* --- writing the plan */

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

static GstStructure *
new_stem (gconstpointer data)
{
  const MstPlan *plan = data;
  g_autoptr (GstStructure) settings = gst_master_chain_values_write (plan);
  GstStructure *out = gst_structure_new ("stem", "name", G_TYPE_STRING,
      plan->profile, "settings", GST_TYPE_STRUCTURE, settings, NULL);

  put_list (out, "moves", plan->moves, new_move);
  return out;
}

static void
put_stems (GstStructure *out, const GstMasterChainPlan *self)
{
  g_autoptr (GPtrArray) plans = NULL;

  if (self->stems.n == 0)
    return;
  plans = gst_master_chain_stems_plan (&self->stems, self->plan);
  put_list (out, "stems", plans, new_stem);
}

static const gchar *const quantiles[] = { "p10", "p25", "p50", "p75", "p90" };

static void
put_bands (GstStructure *out, const MstProfile *profile, const gchar *what,
    int first)
{
  for (int q = 0; q < MST_N_QUANTILES; q++) {
    g_autofree gchar *name = g_strconcat (what, "-", quantiles[q], NULL);
    GValue array = G_VALUE_INIT;

    g_value_init (&array, GST_TYPE_ARRAY);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      append_double (&array, profile->feature[first + b].quantile[q]);
    take_array (out, name, &array);
  }
}

static void
put_spectrum (GstStructure *out, const MstProfile *profile)
{
  for (int q = 0; q < MST_N_QUANTILES; q++) {
    g_autofree gchar *name = g_strconcat ("spectrum-", quantiles[q], NULL);
    gdouble thirds[MST_ANALYSIS_THIRDS];
    GValue array = G_VALUE_INIT;

    mst_profile_spectrum (profile, (MstQuantile) q, thirds);
    g_value_init (&array, GST_TYPE_ARRAY);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      append_double (&array, thirds[k]);
    take_array (out, name, &array);
  }
}

static GstStructure *
to_structure (const GstMasterChainPlan *self)
{
  const MstPlan *plan = self->plan;
  GstStructure *out = gst_structure_new_empty ("plan");
  g_autoptr (GstStructure) settings = gst_master_chain_values_write (plan);
  g_autofree gchar *explanation = mst_plan_explain (plan);
  GValue intended = G_VALUE_INIT;

  gst_structure_set (out, "settings", GST_TYPE_STRUCTURE, settings,
      "explanation", G_TYPE_STRING, explanation, "profile", G_TYPE_STRING,
      plan->profile, "usable", G_TYPE_BOOLEAN, plan->usable, "mastered",
      G_TYPE_BOOLEAN, plan->mastered, "strength", G_TYPE_DOUBLE,
      plan->goal.strength, "loudness", G_TYPE_DOUBLE, plan->goal.loudness,
      "distance", G_TYPE_DOUBLE, plan->distance, "expected-distance",
      G_TYPE_DOUBLE, plan->expected_distance, NULL);
  g_value_init (&intended, GST_TYPE_ARRAY);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    append_double (&intended, plan->intended[k]);
  take_array (out, "intended", &intended);
  put_list (out, "findings", plan->findings, new_finding);
  put_list (out, "moves", plan->moves, new_move);
  put_list (out, "notes", plan->notes, new_note);
  put_stems (out, self);
  put_bands (out, self->profile, "level", MST_FEATURE_LEVEL);
  put_bands (out, self->profile, "side", MST_FEATURE_SIDE);
  put_spectrum (out, self->profile);
  return out;
}

static GstStructure *
new_error (const GError *error)
{
  return gst_structure_new ("plan", "error", G_TYPE_STRING,
      error ? error->message : "an analysis is missing", NULL);
}

static void
leave_fixed (MstPlan *plan, const GstStructure *wanted)
{
  const GValue *value = gst_structure_get_value (wanted, "fixed");
  gchar **paths = value ? g_value_get_boxed (value) : NULL;

  for (; paths && *paths; paths++)
    mst_plan_leave (plan, *paths);
}

GstStructure *
gst_master_chain_plan_new (GstMasterChainPlan **plan,
    const GstStructure *analysis, const GstStructure *wanted)
{
  g_autoptr (GstMasterChainPlan) self = g_new0 (GstMasterChainPlan, 1);
  g_autoptr (GstStructure) none = gst_structure_new_empty ("goal");
  g_autoptr (GError) error = NULL;
  MstAnalysis measured;
  MstGoal goal;

  if (!wanted)
    wanted = none;
  *plan = NULL;
  if (read_goal (&goal, wanted, &error) &&
      read_wanted (self, &goal, wanted, &error))
    self->profile = load_profile (wanted, &error);
  if (error || !analysis ||
      !gst_master_analysis_from_structure (&measured, analysis, &error) ||
      !choose_profile (self, wanted, &error))
    return new_error (error);
  goal.references = self->references;
  self->plan = mst_decide (&measured, self->profile, &goal);
  leave_fixed (self->plan, wanted);
  *plan = g_steal_pointer (&self);
  return to_structure (*plan);
}

/* Reads the fields about the limiter beside the analysis of the render. */
static MstLimiting
read_limiting (MstPlan *plan, const GstStructure *after)
{
  MstLimiting limiting = { .residual = NAN, .psr = NAN };
  gdouble drive = NAN, ceiling = NAN;

  gst_structure_get_double (after, "limiter-residual", &limiting.residual);
  gst_structure_get_double (after, "limiter-psr", &limiting.psr);
  gst_structure_get_double (after, "limiter-drive", &drive);
  gst_structure_get_double (after, "limiter-ceiling", &ceiling);
  mst_plan_settle (plan, drive, ceiling);
  return limiting;
}

/* TRUE for the last render: then figures are wanted, and no other plan. */
static gboolean
is_final (const GstStructure *after)
{
  gboolean final = FALSE;

  gst_structure_get_boolean (after, "final", &final);
  return final;
}

/* Holds the plan to what a chain did, where that is said. */
static void
read_back (MstPlan *plan, const GstStructure *after)
{
  const GValue *value = gst_structure_get_value (after, "made");
  gdouble limiting = NAN;

  gst_structure_get_double (after, "limiter-reduction", &limiting);
  mst_plan_tell_limiting (plan, limiting);
  if (value && GST_VALUE_HOLDS_STRUCTURE (value)) {
    g_autoptr (MstPlan) made =
        gst_master_chain_values_read (gst_value_get_structure (value));

    mst_plan_read_back (plan, made);
  }
}

/* The plan as it is now, and the measurements of the render. */
static GstStructure *
new_outcome (const GstMasterChainPlan *self, const MstAnalysis *was,
    const MstAnalysis *is, const MstLimiting *limiting)
{
  gdouble features[MST_N_FEATURES], residual[MST_ANALYSIS_THIRDS];
  gdouble worst = mst_plan_residual (self->plan, was, is, residual);
  GstStructure *out = to_structure (self);
  const gchar *what = NULL;

  mst_features_of (is, features);
  gst_structure_set (out, "residual", G_TYPE_DOUBLE, worst, "damage",
      G_TYPE_DOUBLE, mst_damage (was, is, limiting, &what), "distortion",
      G_TYPE_DOUBLE, limiting->residual, "measured-distance", G_TYPE_DOUBLE,
      mst_distance (self->profile, features), NULL);
  return out;
}

GstStructure *
gst_master_chain_plan_correct (GstMasterChainPlan *self,
    const GstStructure *before, const GstStructure *after)
{
  g_autoptr (GError) error = NULL;
  MstLimiting limiting;
  MstAnalysis was, is;
  GstStructure *out;
  gboolean done;

  if (!self || !before || !after) {
    g_set_error (&error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "nothing has been planned");
    return new_error (error);
  }
  if (!gst_master_analysis_from_structure (&was, before, &error) ||
      !gst_master_analysis_from_structure (&is, after, &error))
    return new_error (error);
  limiting = read_limiting (self->plan, after);
  done =
      is_final (after) || mst_plan_correct (self->plan, &was, &is, &limiting);
  if (is_final (after))
    read_back (self->plan, after);
  out = new_outcome (self, &was, &is, &limiting);
  gst_structure_set (out, "done", G_TYPE_BOOLEAN, done, NULL);
  return out;
}

void
gst_master_chain_plan_free (GstMasterChainPlan *self)
{
  if (!self)
    return;
  mst_plan_free (self->plan);
  mst_plan_free (self->base);
  mst_profile_free (self->profile);
  gst_master_chain_references_free (self->references);
  gst_master_chain_stems_clear (&self->stems);
  g_free (self);
}
