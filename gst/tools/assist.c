/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "assist.h"

#include <math.h>

#include "analysis.h"
#include "elements.h"
#include "errors.h"

#define MAX_REHEARSALS 4
#define MAX_CORRECTIONS 2
#define N_EXCERPTS 3
/* What is not much longer than its excerpts is rendered whole at once. */
#define WORTH_EXCERPTS (2.0 * N_EXCERPTS * MASTER_EXCERPT_SECONDS)
/* Excerpts so near to each other are one [s]. */
#define SAME_PLACE (0.5 * MASTER_EXCERPT_SECONDS)

typedef struct {
  gdouble start[N_EXCERPTS];
  GstStructure *before[N_EXCERPTS];
  GstStructure *after[N_EXCERPTS];
  guint n;
} Excerpts;

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
master_assist_setting (const MasterAssist *self, const gchar *path,
    gdouble otherwise)
{
  gdouble number = master_analysis_get (master_assist_settings (self), path);

  return isnan (number) ? otherwise : number;
}

/* --- excerpts */

static void
choose_excerpts (const MasterAssist *self, Excerpts *excerpts)
{
  static const gchar *const fields[N_EXCERPTS] = { "excerpt-loudest",
    "excerpt-quietest", "excerpt-typical" };

  for (guint i = 0; i < N_EXCERPTS; i++) {
    gdouble start = master_analysis_get (self->analysis, fields[i]);
    gboolean known = !isfinite (start);

    for (guint k = 0; k < excerpts->n; k++)
      known |= fabs (excerpts->start[k] - start) < SAME_PLACE;
    if (!known)
      excerpts->start[excerpts->n++] = start;
  }
}

static void
clear_excerpts (Excerpts *excerpts)
{
  for (guint i = 0; i < excerpts->n; i++) {
    g_clear_pointer (&excerpts->before[i], gst_structure_free);
    g_clear_pointer (&excerpts->after[i], gst_structure_free);
  }
}

static gboolean
render_excerpts (MasterAssist *self, Excerpts *excerpts, GError **error)
{
  const MasterSettings settings = { .planned = master_assist_settings (self),
    .set = self->options->set };
  gdouble limiting;

  clear_excerpts (excerpts);
  self->rehearsals++;
  for (guint i = 0; i < excerpts->n; i++) {
    const MasterExcerpt job = { .input = self->options->input,
      .resample = self->resample,
      .start = excerpts->start[i],
      .settings = &settings };

    if (!master_excerpt_render (self->runner, &job, "Rehearsing",
            &excerpts->before[i], &excerpts->after[i], &limiting, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
rehearse (MasterAssist *self, Excerpts *excerpts, GError **error)
{
  gboolean done = FALSE;

  while (!done && self->rehearsals < MAX_REHEARSALS) {
    g_autoptr (GstStructure) before = NULL;
    g_autoptr (GstStructure) after = NULL;

    if (!render_excerpts (self, excerpts, error))
      return FALSE;
    before = master_analysis_of_parts (self->analysis, excerpts->before,
        excerpts->before, excerpts->n);
    after = master_analysis_of_parts (self->analysis, excerpts->after,
        excerpts->before, excerpts->n);
    if (!correct (self, before, after, &done, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
master_assist_rehearse (MasterAssist *self, GError **error)
{
  gdouble seconds = master_analysis_get (self->analysis, "frames") /
      master_analysis_get (self->analysis, "rate");
  Excerpts excerpts = { .n = 0 };
  gboolean ok;

  if (!(seconds >= WORTH_EXCERPTS))
    return TRUE;
  choose_excerpts (self, &excerpts);
  if (excerpts.n == 0)
    return TRUE;
  ok = rehearse (self, &excerpts, error);
  clear_excerpts (&excerpts);
  return ok;
}

static gboolean
is_same_tone (const GstStructure *a, const GstStructure *b)
{
  static const gchar *const curves[] = { "match::mid-curve",
    "match::side-curve" };

  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++) {
    const GValue *x = gst_structure_get_value (a, curves[i]);
    const GValue *y = gst_structure_get_value (b, curves[i]);

    if ((x == NULL) != (y == NULL) ||
        (x != NULL && gst_value_compare (x, y) != GST_VALUE_EQUAL))
      return FALSE;
  }
  return TRUE;
}

/* Loudness and peaks of the whole are the solver's to turn; the tone is changed
 * where it is off, a few times. */
gboolean
master_assist_check (MasterAssist *self, const GstStructure *after,
    gboolean *changed, GError **error)
{
  g_autoptr (GstStructure) was =
      gst_structure_copy (master_assist_settings (self));
  gboolean done;

  *changed = FALSE;
  if (self->corrections >= MAX_CORRECTIONS)
    return TRUE;
  if (!correct (self, self->analysis, after, &done, error))
    return FALSE;
  *changed = !is_same_tone (was, master_assist_settings (self));
  self->corrections += *changed;
  return TRUE;
}

void
master_assist_clear (MasterAssist *self)
{
  g_clear_pointer (&self->plan, gst_structure_free);
  g_clear_pointer (&self->planner, gst_object_unref);
}
