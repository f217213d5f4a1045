/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "assist.h"

#include <math.h>

#include "tools/pass/analysis.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"

#define MAX_REHEARSALS 5
#define MAX_CORRECTIONS 4
/* What is not much longer than its excerpts is rendered whole at once. */
#define WORTH_EXCERPTS (2.0 * MASTER_MAX_EXCERPTS * MASTER_EXCERPT_SECONDS)
/* Excerpts so near to each other are one [s]. */
#define SAME_PLACE (0.5 * MASTER_EXCERPT_SECONDS)

/* --- plans */

/* Takes the plan, unless it says that there is none. */
static gboolean
take_plan (MasterAssist *self, GstStructure *plan, GError **error)
{
  const gchar *fault =
      plan != NULL ? gst_structure_get_string (plan, "error") : "no plan";

  if (fault != NULL) {
    master_fail (error, self->options->input, "%s", fault);
    g_clear_pointer (&plan, gst_structure_free);
    return FALSE;
  }
  g_clear_pointer (&self->plan, gst_structure_free);
  self->plan = plan;
  return TRUE;
}

static void
put_references (GstStructure *goal, GPtrArray *references)
{
  GValue array = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  for (guint i = 0; i < references->len; i++) {
    GValue value = G_VALUE_INIT;

    g_value_init (&value, GST_TYPE_STRUCTURE);
    g_value_set_boxed (&value, g_ptr_array_index (references, i));
    gst_value_array_append_and_take_value (&array, &value);
  }
  gst_structure_take_value (goal, "references", &array);
}

static GstStructure *
new_goal (const MasterAssist *self, const MasterTask *task,
    GPtrArray *references)
{
  const gchar *profile = self->options->profile;
  GstStructure *goal = gst_structure_new ("goal", "loudness", G_TYPE_DOUBLE,
      task->loudness, "ceiling", G_TYPE_DOUBLE, task->ceiling, "strength",
      G_TYPE_DOUBLE, self->options->strength, NULL);

  if (references != NULL && references->len > 0)
    put_references (goal, references);
  else if (profile != NULL)
    gst_structure_set (goal,
        master_options_is_file (profile) ? "profile-location" : "profile",
        G_TYPE_STRING, profile, NULL);
  return goal;
}

/* Nothing is planned without an analysis; what is wrong with the goal is told
 * before that. */
gboolean
master_assist_check_goal (const MasterOptions *options, const MasterTask *task,
    GError **error)
{
  const MasterAssist self = { .options = options };
  GstElement *planner = master_element ("masterchain", error);
  g_autoptr (GstStructure) goal = new_goal (&self, task, NULL);
  g_autoptr (GstStructure) best = NULL;
  g_autoptr (GstStructure) found = NULL;
  const gchar *fault;

  if (planner == NULL)
    return FALSE;
  gst_object_ref_sink (planner);
  g_signal_emit_by_name (planner, "plan", NULL, NULL, &best);
  g_signal_emit_by_name (planner, "plan", NULL, goal, &found);
  gst_object_unref (planner);
  fault = gst_structure_get_string (found, "error");
  return g_strcmp0 (fault, gst_structure_get_string (best, "error")) == 0 ||
      master_fail (error, "--profile", "%s", fault);
}

gboolean
master_assist_plan (MasterAssist *self, const MasterTask *task,
    GPtrArray *references, GError **error)
{
  GstStructure *plan = NULL;
  g_autoptr (GstStructure) goal = new_goal (self, task, references);

  self->planner = master_element ("masterchain", error);
  if (self->planner == NULL)
    return FALSE;
  gst_object_ref_sink (self->planner);
  g_signal_emit_by_name (self->planner, "plan", self->analysis, goal, &plan);
  return take_plan (self, plan, error);
}

static gboolean
correct (MasterAssist *self, const GstStructure *before,
    const GstStructure *after, gboolean *done, GError **error)
{
  GstStructure *plan = NULL;

  *done = TRUE;
  g_signal_emit_by_name (self->planner, "correct", before, after, &plan);
  if (!take_plan (self, plan, error))
    return FALSE;
  gst_structure_get_boolean (self->plan, "done", done);
  return TRUE;
}

const GstStructure *
master_assist_settings (const MasterAssist *self)
{
  const GValue *value = self->plan != NULL
      ? gst_structure_get_value (self->plan, "settings")
      : NULL;

  return value != NULL ? gst_value_get_structure (value) : NULL;
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

/* --- comparing */

static gboolean
drop_delivery (GQuark field, GValue *value, gpointer user_data)
{
  const gchar *name = g_quark_to_string (field);

  return !g_str_equal (name, "limiter::drive") &&
      !g_str_equal (name, "limiter::ceiling");
}

/* But for drive and ceiling. */
static gboolean
is_same_sound (const GstStructure *a, const GstStructure *b)
{
  g_autoptr (GstStructure) x = gst_structure_copy (a);
  g_autoptr (GstStructure) y = gst_structure_copy (b);

  gst_structure_filter_and_map_in_place (x, drop_delivery, NULL);
  gst_structure_filter_and_map_in_place (y, drop_delivery, NULL);
  return gst_structure_is_equal (x, y);
}

static gboolean
drop_limiter (GQuark field, GValue *value, gpointer user_data)
{
  return !g_str_has_prefix (g_quark_to_string (field), "limiter::");
}

GstStructure *
master_assist_front (const MasterAssist *self)
{
  const GstStructure *settings = master_assist_settings (self);
  GstStructure *front;

  if (settings == NULL)
    return NULL;
  front = gst_structure_copy (settings);
  gst_structure_filter_and_map_in_place (front, drop_limiter, NULL);
  return front;
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
choose_excerpts (const MasterAssist *self, MasterExcerpts *excerpts,
    GError **error)
{
  static const gchar *const fields[MASTER_MAX_EXCERPTS] = { "excerpt-loudest",
    "excerpt-quietest", "excerpt-typical" };

  for (guint i = 0; i < MASTER_MAX_EXCERPTS; i++) {
    gdouble start = master_analysis_get (self->analysis, fields[i]);

    if (isfinite (start) && !is_taken (excerpts, start) &&
        !master_excerpts_add (excerpts, self->runner, self->recording, start,
            error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
rehearse_once (MasterAssist *self, MasterExcerpts *excerpts, gboolean *done,
    GError **error)
{
  const MasterSettings settings = { .planned = master_assist_settings (self),
    .set = self->options->set };
  GstStructure *in[MASTER_MAX_EXCERPTS], *out[MASTER_MAX_EXCERPTS];
  g_autoptr (GstStructure) before = NULL;
  g_autoptr (GstStructure) after = NULL;

  self->rehearsals++;
  if (!master_excerpts_render (excerpts, self->runner, &settings, "Rehearsing",
          error))
    return FALSE;
  for (guint i = 0; i < excerpts->n; i++) {
    in[i] = excerpts->part[i].before;
    out[i] = excerpts->part[i].after;
  }
  before = master_analysis_of_parts (self->analysis, in, in, excerpts->n);
  after = master_analysis_of_parts (self->analysis, out, in, excerpts->n);
  return correct (self, before, after, done, error);
}

/* Until there is nothing to correct but what the whole tells better: how loud
 * it is, and its peaks. */
static gboolean
rehearse (MasterAssist *self, MasterExcerpts *excerpts, GError **error)
{
  gboolean done = FALSE;

  while (!done && self->rehearsals < MAX_REHEARSALS) {
    g_autoptr (GstStructure) was =
        gst_structure_copy (master_assist_settings (self));
    const gdouble loudness = master_assist_loudness (self);

    if (!rehearse_once (self, excerpts, &done, error))
      return FALSE;
    done |= master_assist_loudness (self) == loudness &&
        is_same_sound (was, master_assist_settings (self));
  }
  return TRUE;
}

gboolean
master_assist_rehearse (MasterAssist *self, GError **error)
{
  gdouble seconds = master_analysis_get (self->analysis, "frames") /
      master_analysis_get (self->analysis, "rate");
  MasterExcerpts excerpts = { .input = self->options->input,
    .resample = self->resample };
  gboolean ok;

  if (!(seconds >= WORTH_EXCERPTS))
    return TRUE;
  ok = choose_excerpts (self, &excerpts, error) &&
      (excerpts.n == 0 || rehearse (self, &excerpts, error));
  master_excerpts_clear (&excerpts);
  return ok;
}

/* What a correction would go by, without correcting. */
static gboolean
measure (MasterAssist *self, const GstStructure *after, GError **error)
{
  g_autoptr (GstStructure) last = gst_structure_copy (after);
  gboolean done;

  gst_structure_set (last, "final", G_TYPE_BOOLEAN, TRUE, NULL);
  return correct (self, self->analysis, last, &done, error);
}

/* Loudness and peaks of the whole are the solver's to turn; the sound is
 * changed where it is off, a few times. */
gboolean
master_assist_check (MasterAssist *self, const GstStructure *after,
    gboolean *changed, GError **error)
{
  g_autoptr (GstStructure) was =
      gst_structure_copy (master_assist_settings (self));
  gboolean done;

  *changed = FALSE;
  if (self->corrections >= MAX_CORRECTIONS)
    return measure (self, after, error);
  if (!correct (self, self->analysis, after, &done, error))
    return FALSE;
  *changed = !is_same_sound (was, master_assist_settings (self));
  self->corrections += *changed;
  return TRUE;
}

void
master_assist_clear (MasterAssist *self)
{
  g_clear_pointer (&self->plan, gst_structure_free);
  g_clear_pointer (&self->planner, gst_object_unref);
}
