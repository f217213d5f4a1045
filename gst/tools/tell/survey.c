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

#define SHORTEST_STEP 0.1 /* s, as mastermeter's own grid */
#define POINTS 2400       /* about as many as can be seen */
#define REDUCTION "gain-reduction"

/* One object that has a reading of gain reduction, and the number of its
 * stage. */
typedef struct {
  GObject *object;
  guint stage;
} Reading;

typedef struct {
  MasterSurvey *survey;
  GstElement *meter[2];
  GArray *readings; /* of Reading */
} Watch;

/* --- loudness and peaks */

static void
hear (GstMessage *message, gpointer user_data)
{
  const Watch *self = user_data;
  MasterSurvey *survey = self->survey;
  const GstStructure *structure = gst_message_get_structure (message);
  gdouble shortterm, peak;
  GstClockTime end = 0;
  int which = GST_MESSAGE_SRC (message) == GST_OBJECT (self->meter[1]);

  if (!gst_structure_has_name (structure, "mastermeter") ||
      !gst_structure_get (structure, "shortterm-loudness", G_TYPE_DOUBLE,
          &shortterm, "true-peak", G_TYPE_DOUBLE, &peak, NULL))
    return;
  g_array_append_val (survey->shortterm[which], shortterm);
  if (!isfinite (peak) ||
      (survey->n_peaks[which] > 0 && peak <= survey->peaks[which][0].level))
    return;
  gst_structure_get_clock_time (structure, "endtime", &end);
  survey->peaks[which][0] = (MasterPeak){ (gdouble) end / GST_SECOND, peak };
  survey->n_peaks[which] = 1;
}

/* Reads when the first peaks between the samples passed full scale. */
static void
read_overs (MasterSurvey *survey, int which, GstElement *meter)
{
  GValue times = G_VALUE_INIT;
  guint n;

  g_value_init (&times, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (meter), "over-times", &times);
  n = gst_value_array_get_size (&times);
  for (guint i = 0; i < n && survey->n_peaks[which] < MASTER_SURVEY_PEAKS;
       i++) {
    gdouble time = g_value_get_double (gst_value_array_get_value (&times, i));

    if (time >= 0.0)
      survey->peaks[which][survey->n_peaks[which]++] =
          (MasterPeak){ time, NAN };
  }
  g_value_unset (&times);
}

/* --- gain reduction */

static gdouble
read_reduction (GObject *object)
{
  gdouble reduction = 0.0;

  g_object_get (object, REDUCTION, &reduction, NULL);
  return -fmax (reduction, 0.0);
}

static void
note_reduction (GArray *series, guint at, gdouble reduction)
{
  gdouble none = 0.0;

  while (series->len <= at)
    g_array_append_val (series, none);
  if (reduction < g_array_index (series, gdouble, at))
    g_array_index (series, gdouble, at) = reduction;
}

static GstPadProbeReturn
ask (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  const Watch *self = user_data;
  MasterSurvey *survey = self->survey;
  GstClockTime time = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));

  if (!GST_CLOCK_TIME_IS_VALID (time))
    return GST_PAD_PROBE_OK;
  for (guint i = 0; i < self->readings->len; i++) {
    const Reading *reading = &g_array_index (self->readings, Reading, i);
    const MasterSurveyStage *stage =
        g_ptr_array_index (survey->stages, reading->stage);

    note_reduction (stage->reduction,
        (guint) ((gdouble) time / GST_SECOND / survey->step),
        read_reduction (reading->object));
  }
  return GST_PAD_PROBE_OK;
}

static gboolean
tells_reduction (gpointer object)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (object),
             REDUCTION) != NULL;
}

/* Takes the object. Returns 1 where it has a reading, else 0. */
static guint
add_reading (Watch *self, GObject *object)
{
  const Reading reading = { object, self->survey->stages->len };

  if (!object || !tells_reduction (object)) {
    g_clear_object (&object);
    return 0;
  }
  g_array_append_val (self->readings, reading);
  return 1;
}

/* A stage has a reading itself, or each of its bands has. */
static guint
add_readings (Watch *self, GObject *stage)
{
  GstChildProxy *bands =
      GST_IS_CHILD_PROXY (stage) ? GST_CHILD_PROXY (stage) : NULL;
  guint n = add_reading (self, g_object_ref (stage));

  if (n > 0 || !bands)
    return n;
  for (guint i = 0; i < gst_child_proxy_get_children_count (bands); i++)
    n += add_reading (self, gst_child_proxy_get_child_by_index (bands, i));
  return n;
}

static void
find_readings (Watch *self, GstElement *chain)
{
  g_autofree gchar *text = NULL;
  g_auto (GStrv) names = NULL;

  g_object_get (chain, "stages", &text, NULL);
  names = g_strsplit (text ? text : "", ",", -1);
  for (guint i = 0; names[i]; i++) {
    g_autoptr (GObject) stage =
        gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (chain), names[i]);
    MasterSurveyStage *row;

    if (!stage || add_readings (self, stage) == 0)
      continue;
    row = g_new0 (MasterSurveyStage, 1);
    row->name = g_strdup (names[i]);
    row->reduction = g_array_new (FALSE, TRUE, sizeof (gdouble));
    g_ptr_array_add (self->survey->stages, row);
  }
}

/* --- the pipeline */

static void
watch_meter (Watch *self, int which, GstElement *meter)
{
  self->meter[which] = meter;
  g_object_set (meter, "post-messages", TRUE, "interval",
      (guint64) (self->survey->step * GST_SECOND), NULL);
}

static gboolean
build (Watch *self, const MasterPass *pass, const MasterSurveyJob *job,
    GError **error)
{
  static const gchar *const before[] = { "tee", "queue", "mastermeter",
    "fakesink", NULL };
  static const gchar *const front[] = { "queue", "audiomixer", NULL };
  static const gchar *const after[] = { "mastermeter", "fakesink", NULL };
  GstBin *bin = GST_BIN (pass->pipeline);
  GstElement *a[4], *b[2], *c[2];
  g_autoptr (GstPad) pad = gst_element_get_static_pad (job->chain, "src");

  gst_bin_add (bin, job->chain);
  if (!master_elements_append (bin, master_pass_source (pass)->bin, before, a,
          error) ||
      !master_elements_append (bin, a[0], front, b, error) ||
      !master_elements_chain (bin, after, c, error))
    return FALSE;
  master_elements_set_queue (a[1]);
  master_elements_set_queue (b[0]);
  master_elements_set_free_running (a[3]);
  master_elements_set_free_running (c[1]);
  watch_meter (self, 0, a[2]);
  watch_meter (self, 1, c[0]);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, ask, self, NULL);
  return gst_element_link_many (b[1], job->chain, c[0], NULL) ||
      master_fail (error, job->input,
          "its sound does not fit into masterchain");
}

static gboolean
listen (Watch *self, MasterRunner *runner, const MasterSurveyJob *job,
    GError **error)
{
  g_auto (MasterPass) pass = { .input = job->input,
    .label = "Report",
    .heard = hear,
    .user_data = self };

  if (!master_pass_add (&pass,
          master_source_new (job->input, job->resample, error)) ||
      !build (self, &pass, job, error) ||
      !master_runner_run (runner, &pass, error))
    return FALSE;
  for (int i = 0; i < 2; i++)
    read_overs (self->survey, i, self->meter[i]);
  return TRUE;
}

/* --- snippets */

static gboolean
make_snippets_of (MasterSurvey *self, MasterRunner *runner,
    const MasterSurveyJob *job, const MasterSnippetFiles *files, GError **error)
{
  static const struct {
    const gchar *field, *name;
  } places[MASTER_SURVEY_SNIPPETS] = { { "excerpt-loudest", "Loudest" },
    { "excerpt-typical", "Typical" }, { "excerpt-quietest", "Quietest" } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    MasterSnippet *snippet = &self->snippet[self->n_snippets];
    gdouble start = master_analysis_get (job->analysis, places[i].field);
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
    self->n_snippets += snippet->sound[0] && snippet->sound[1] != NULL;
  }
  return TRUE;
}

static gboolean
make_snippets (MasterSurvey *self, MasterRunner *runner,
    const MasterSurveyJob *job, GError **error)
{
  MasterSnippetFiles files = { { job->input, job->path },
    { job->input, job->output }, { NULL } };
  gboolean ok = TRUE;

  for (int i = 0; i < 2 && ok; i++) {
    files.whole[i] =
        master_excerpt_read_all (runner, files.path[i], files.name[i], error);
    ok = files.whole[i] != NULL;
  }
  ok = ok && make_snippets_of (self, runner, job, &files, error);
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&files.whole[i], master_recording_unref);
  return ok;
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

static void
clear_reading (gpointer data)
{
  g_object_unref (((Reading *) data)->object);
}

static MasterSurvey *
make (const MasterSurveyJob *job)
{
  MasterSurvey *self = g_new0 (MasterSurvey, 1);
  gdouble seconds = master_analysis_get (job->analysis, "frames") /
      master_analysis_get (job->analysis, "rate");

  self->step =
      SHORTEST_STEP * fmax (1.0, ceil (seconds / (POINTS * SHORTEST_STEP)));
  for (int i = 0; i < 2; i++)
    self->shortterm[i] = g_array_new (FALSE, FALSE, sizeof (gdouble));
  self->stages = g_ptr_array_new_with_free_func (free_stage);
  return self;
}

MasterSurvey *
master_survey_new (MasterRunner *runner, const MasterSurveyJob *job,
    GError **error)
{
  g_autoptr (MasterSurvey) self = make (job);
  Watch watch = { .survey = self,
    .readings = g_array_new (FALSE, FALSE, sizeof (Reading)) };
  gboolean ok;

  g_array_set_clear_func (watch.readings, clear_reading);
  self->view = find_view (job, error);
  find_readings (&watch, job->chain);
  ok = self->view && listen (&watch, runner, job, error);
  g_array_unref (watch.readings);
  if (ok && master_snippet_is_possible ())
    ok = make_snippets (self, runner, job, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
master_survey_free (MasterSurvey *self)
{
  for (int i = 0; i < 2; i++)
    g_array_unref (self->shortterm[i]);
  for (guint i = 0; i < MASTER_SURVEY_SNIPPETS; i++)
    master_snippet_clear (&self->snippet[i]);
  g_ptr_array_unref (self->stages);
  g_clear_pointer (&self->view, gst_structure_free);
  g_free (self);
}
