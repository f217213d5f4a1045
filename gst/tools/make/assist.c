/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "assist.h"

#include <math.h>
#include <string.h>

#include "tools/base/array.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/pass/analysis.h"
#include "tools/pass/chain.h"
#include "tools/pass/settings.h"

/* A piece that is not much longer than its excerpts is rendered whole at once
 * [s]. */
#define WORTH_EXCERPTS (2.0 * MASTER_MAX_EXCERPTS * MASTER_EXCERPT_SECONDS)
/* Excerpts so near to each other are one [s]. */
#define SAME_PLACE (0.5 * MASTER_EXCERPT_SECONDS)

/* --- plans */

static void
put_references (GstStructure *goal, GPtrArray *references,
    const MasterMatch *match)
{
  GValue array = G_VALUE_INIT;

  master_array_init (&array);
  for (guint i = 0; i < references->len; i++)
    master_array_add_structure (&array, g_ptr_array_index (references, i));
  gst_structure_take_value (goal, "references", &array);
  gst_structure_set (goal, "match-tone", G_TYPE_DOUBLE, match->tone,
      "match-width", G_TYPE_DOUBLE, match->width, "match-dynamics",
      G_TYPE_DOUBLE, match->dynamics, "match-loudness", G_TYPE_DOUBLE,
      match->loudness, NULL);
}

/* Names the properties that --set has, for the assistant to leave them alone.
 */
static void
put_fixed (GstStructure *goal, gchar **set)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (; set && *set; set++) {
    g_autofree gchar *path = g_strndup (*set, strcspn (*set, "="));

    g_strv_builder_add (paths, path);
  }
  list = g_strv_builder_end (paths);
  gst_structure_set (goal, "fixed", G_TYPE_STRV, list, NULL);
}

GstStructure *
master_assist_new_goal (const MasterOptions *options,
    const MasterDelivery *delivery, gchar **set, GPtrArray *references)
{
  const gchar *profile = options->profile;
  GstStructure *goal = gst_structure_new ("goal", "loudness", G_TYPE_DOUBLE,
      delivery->loudness, "ceiling", G_TYPE_DOUBLE, delivery->ceiling,
      "strength", G_TYPE_DOUBLE, options->strength, "firm", G_TYPE_BOOLEAN,
      master_options_is_given (options->loudness) ||
          (options->target && !delivery->yields),
      NULL);

  if (references && references->len > 0)
    put_references (goal, references, &options->match);
  else if (profile)
    gst_structure_set (goal,
        master_options_is_file (profile) ? "profile-location" : "profile",
        G_TYPE_STRING, profile, NULL);
  put_fixed (goal, set);
  if (options->make)
    gst_structure_set (goal, "wishes", G_TYPE_STRING, options->make, NULL);
  return goal;
}

/* Settings to begin with: those of a file, to which only wishes are added, or
 * those of a preset. */
static gboolean
put_base (GstStructure *goal, const MasterOptions *options, GError **error)
{
  const MasterSettings settings = { .location = options->settings,
    .preset = options->preset };
  g_autoptr (GstElement) chain = NULL;
  g_autoptr (GstStructure) base = NULL;

  if (options->base)
    gst_structure_set (goal, "base", GST_TYPE_STRUCTURE, options->base,
        "base-alone", G_TYPE_BOOLEAN, TRUE, NULL);
  if (options->base || (!options->settings && !options->preset))
    return TRUE;
  chain = master_chain_new (&settings, error);
  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  g_object_get (chain, "settings", &base, NULL);
  gst_structure_set (goal, "base", GST_TYPE_STRUCTURE, base, "base-alone",
      G_TYPE_BOOLEAN, !options->preset, NULL);
  return TRUE;
}

static GstElement *
new_planner (GError **error)
{
  GstElement *planner = master_element ("masterchain", error);

  return planner ? gst_object_ref_sink (planner) : NULL;
}

/* Takes the plan, unless it says that there is none. */
static gboolean
take_plan (MasterAssist *self, GstStructure *plan, GError **error)
{
  const gchar *fault = plan ? gst_structure_get_string (plan, "error")
                            : "masterchain has no plan";

  if (fault) {
    master_fail (error, self->request->input, "%s", fault);
    g_clear_pointer (&plan, gst_structure_free);
    return FALSE;
  }
  g_clear_pointer (&self->plan, gst_structure_free);
  self->plan = plan;
  return TRUE;
}

/* Nothing is planned without an analysis. A fault of the goal is told before
 * that, so it is the one that an empty goal does not have. */
gboolean
master_assist_check_goal (const MasterOptions *options,
    const MasterDelivery *delivery, GError **error)
{
  g_autoptr (GstElement) planner = new_planner (error);
  g_autoptr (GstStructure) goal =
      master_assist_new_goal (options, delivery, NULL, NULL);
  g_autoptr (GstStructure) best = NULL;
  g_autoptr (GstStructure) found = NULL;
  const gchar *fault;

  if (!planner)
    return FALSE;
  g_signal_emit_by_name (planner, "plan", NULL, NULL, &best);
  g_signal_emit_by_name (planner, "plan", NULL, goal, &found);
  fault = gst_structure_get_string (found, "error");
  return g_strcmp0 (fault, gst_structure_get_string (best, "error")) == 0 ||
      master_fail (error, "--profile", "%s", fault);
}

const GstStructure *
master_assist_settings (const MasterAssist *self)
{
  const GValue *value =
      self->plan ? gst_structure_get_value (self->plan, "settings") : NULL;

  return value ? gst_value_get_structure (value) : NULL;
}

gdouble
master_assist_loudness (const MasterAssist *self)
{
  return master_analysis_get (self->plan, "loudness");
}

gdouble
master_assist_setting (const MasterAssist *self, const gchar *path,
    gdouble otherwise)
{
  gdouble number = master_analysis_get (master_assist_settings (self), path);

  return isnan (number) ? otherwise : number;
}

/* --- corrections */

static GstStructure *
copy_sound (const MasterAssist *self)
{
  return master_settings_copy_sound (master_assist_settings (self));
}

static gboolean
correct (MasterAssist *self, const GstStructure *before,
    const GstStructure *after, MasterAdvice *advice, GError **error)
{
  g_autoptr (GstStructure) was = copy_sound (self);
  g_autoptr (GstStructure) is = NULL;
  GstStructure *plan = NULL;

  g_signal_emit_by_name (self->planner, "correct", before, after, &plan);
  if (!take_plan (self, plan, error))
    return FALSE;
  is = copy_sound (self);
  advice->changed = !gst_structure_is_equal (was, is);
  advice->loudness = master_assist_loudness (self);
  return TRUE;
}

gboolean
master_assist_judge (MasterAssist *self, const GstStructure *after,
    gboolean final, MasterAdvice *advice, GError **error)
{
  g_autoptr (GstStructure) heard = gst_structure_copy (after);

  gst_structure_set (heard, "final", G_TYPE_BOOLEAN, final, NULL);
  return correct (self, self->analysis, heard, advice, error);
}

gboolean
master_assist_conclude (MasterAssist *self, const GstStructure *after,
    GstElement *chain, gdouble limiting, GError **error)
{
  g_autoptr (GstStructure) heard = gst_structure_copy (after);
  g_autoptr (GstStructure) made = NULL;
  MasterAdvice advice;

  g_object_get (chain, "settings", &made, NULL);
  gst_structure_set (heard, "made", GST_TYPE_STRUCTURE, made,
      "limiter-reduction", G_TYPE_DOUBLE, limiting, NULL);
  return master_assist_judge (self, heard, TRUE, &advice, error);
}

/* --- excerpts */

static gboolean
is_taken (const MasterExcerpts *excerpts, gdouble start)
{
  for (guint i = 0; i < excerpts->n; i++)
    if (fabs (excerpts->part[i].start - start) < SAME_PLACE)
      return TRUE;
  return FALSE;
}

static gboolean
choose_excerpts (MasterAssist *self, GError **error)
{
  static const gchar *const fields[MASTER_MAX_EXCERPTS] = { "excerpt-loudest",
    "excerpt-quietest", "excerpt-typical" };
  const gdouble seconds = master_analysis_get (self->analysis, "frames") /
      master_analysis_get (self->analysis, "rate");

  if (!(seconds >= WORTH_EXCERPTS))
    return TRUE;
  for (guint i = 0; i < MASTER_MAX_EXCERPTS; i++) {
    gdouble start = master_analysis_get (self->analysis, fields[i]);

    if (isfinite (start) && !is_taken (&self->excerpts, start) &&
        !master_excerpts_add (&self->excerpts, self->runner, self->recording,
            start, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
master_assist_begin (MasterAssist *self, GPtrArray *references, GError **error)
{
  const MasterRequest *request = self->request;
  g_autoptr (GstStructure) goal = master_assist_new_goal (request->options,
      request->delivery, self->set, references);
  GstStructure *plan = NULL;

  self->excerpts =
      (MasterExcerpts){ .input = request->input, .resample = self->resample };
  self->planner = new_planner (error);
  if (!self->planner || !put_base (goal, request->options, error))
    return FALSE;
  if (request->stems)
    gst_structure_set_value (goal, "eased",
        gst_structure_get_value (request->stems, "eased"));
  g_signal_emit_by_name (self->planner, "plan", self->analysis, goal, &plan);
  return take_plan (self, plan, error) && choose_excerpts (self, error);
}

gboolean
master_assist_rehearse (MasterAssist *self, MasterTrial *trial,
    MasterAdvice *advice, GError **error)
{
  const MasterSettings settings = { .preset = self->request->options->preset,
    .planned = master_assist_settings (self),
    .set = self->set };
  GstStructure *in[MASTER_MAX_EXCERPTS], *out[MASTER_MAX_EXCERPTS];
  g_autoptr (GstStructure) before = NULL;
  g_autoptr (GstStructure) after = NULL;
  const guint n = self->excerpts.n;

  if (!master_excerpts_render (&self->excerpts, self->runner, &settings,
          trial->drive, trial->ceiling, error))
    return FALSE;
  trial->limiting = 0.0;
  for (guint i = 0; i < n; i++) {
    in[i] = self->excerpts.part[i].before;
    out[i] = self->excerpts.part[i].after;
    trial->limiting = fmax (trial->limiting, self->excerpts.part[i].limiting);
  }
  before = master_analysis_of_parts (self->analysis, in, in, n);
  after = master_analysis_of_parts (self->analysis, out, in, n);
  trial->loudness = master_analysis_get (after, "loudness");
  trial->true_peak = fmax (master_analysis_get (after, "true-peak"),
      master_analysis_get (after, "true-peak-4x"));
  return correct (self, before, after, advice, error);
}

void
master_assist_clear (MasterAssist *self)
{
  master_excerpts_clear (&self->excerpts);
  g_clear_pointer (&self->plan, gst_structure_free);
  gst_clear_object (&self->planner);
}
