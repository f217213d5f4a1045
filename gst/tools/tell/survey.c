/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "survey.h"

#include <math.h>
#include <string.h>

#include "tools/pass/analysis.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/pass/excerpt.h"
#include "watch.h"

#define SHORTEST_STEP 0.1 /* s, as mastermeter's own grid */
#define POINTS 2400       /* about as many as can be seen */

/* --- snippets */

static gboolean
make_snippets_of (MasterSurvey *self, MasterRunner *runner,
    const MasterSurveyJob *job, const MasterSnippetFiles *files, GError **error)
{
  static const struct {
    const gchar *field, *name;
  } places[] = { { NULL, "Most changed" }, { "excerpt-loudest", "Loudest" },
    { "excerpt-quietest", "Quietest" }, { "excerpt-typical", "Typical" } };

  for (guint i = 0;
       i < G_N_ELEMENTS (places) && self->n_snippets < MASTER_SURVEY_SNIPPETS;
       i++) {
    MasterSnippet *snippet = &self->snippet[self->n_snippets];
    gdouble start = places[i].field
        ? master_analysis_get (job->analysis, places[i].field)
        : self->most_changed;
    gboolean known = !isfinite (start);

    for (guint k = 0; k < self->n_snippets; k++)
      known |=
          fabs (self->snippet[k].start - start) < 0.5 * MASTER_EXCERPT_SECONDS;
    if (known)
      continue;
    snippet->name = places[i].name;
    snippet->start = start;
    if (!master_snippet_make (snippet, runner, files, error))
      return FALSE;
    self->n_snippets += master_snippet_is_heard (snippet);
  }
  return TRUE;
}

static gboolean
make_snippets (MasterSurvey *self, MasterRunner *runner,
    const MasterSurveyJob *job, GError **error)
{
  g_auto (MasterSnippetFiles) files = { { job->input, job->path, job->last },
    { job->input, job->output, job->last } };

  return master_snippet_files_read (&files, runner, error) &&
      make_snippets_of (self, runner, job, &files, error);
}

/* --- findings */

/* masterchain tells faults of a mix and a profile to compare with also where
 * the assistant was not asked to work. */
static GstStructure *
find_view (const MasterSurveyJob *job, GError **error)
{
  g_autoptr (GstElement) planner = NULL;
  g_autoptr (GstStructure) view = NULL;
  g_autoptr (GstStructure) goal = gst_structure_new ("goal", "loudness",
      G_TYPE_DOUBLE, job->loudness, "ceiling", G_TYPE_DOUBLE, job->ceiling,
      "strength", G_TYPE_DOUBLE, 0.0, NULL);
  const gchar *fault;

  if (job->plan)
    return gst_structure_copy (job->plan);
  planner = master_element ("masterchain", error);
  if (!planner)
    return NULL;
  gst_object_ref_sink (planner);
  g_signal_emit_by_name (planner, "plan", job->analysis, goal, &view);
  fault = view ? gst_structure_get_string (view, "error")
               : "masterchain has no plan";
  if (!fault)
    return g_steal_pointer (&view);
  master_fail (error, job->input, "%s", fault);
  return NULL;
}

/* --- */

static void
free_stage (gpointer data)
{
  MasterSurveyStage *self = data;

  g_free (self->name);
  g_array_unref (self->reduction);
  g_free (self);
}

static MasterSurvey *
make (const MasterSurveyJob *job)
{
  MasterSurvey *self = g_new0 (MasterSurvey, 1);
  gdouble seconds = master_analysis_get (job->analysis, "frames") /
      master_analysis_get (job->analysis, "rate");

  self->step =
      SHORTEST_STEP * fmax (1.0, ceil (seconds / (POINTS * SHORTEST_STEP)));
  for (int i = 0; i < 2; i++) {
    self->shortterm[i] = g_array_new (FALSE, FALSE, sizeof (gdouble));
    self->wave[i] = g_array_new (FALSE, FALSE, sizeof (gdouble));
  }
  self->stages = g_ptr_array_new_with_free_func (free_stage);
  return self;
}

MasterSurvey *
master_survey_new (MasterRunner *runner, const MasterSurveyJob *job,
    GError **error)
{
  g_autoptr (MasterSurvey) self = make (job);
  gboolean ok;

  self->view = find_view (job, error);
  ok = self->view && master_watch (self, runner, job, error);
  if (ok && master_snippet_is_possible ())
    ok = make_snippets (self, runner, job, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
master_survey_free (MasterSurvey *self)
{
  for (int i = 0; i < 2; i++) {
    g_array_unref (self->shortterm[i]);
    g_array_unref (self->wave[i]);
  }
  for (guint i = 0; i < MASTER_SURVEY_SNIPPETS; i++)
    master_snippet_clear (&self->snippet[i]);
  g_ptr_array_unref (self->stages);
  g_clear_pointer (&self->view, gst_structure_free);
  g_free (self);
}
