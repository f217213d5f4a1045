/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pagechart.h"

#include <math.h>

#include "tools/base/jsonnumber.h"
#include "tools/pass/analysis.h"

#define THIRDS 31
/* Less than this is not drawn [dB]. */
#define SEEN 0.05

/* --- numbers */

static JsonArray *
new_series (const GArray *numbers)
{
  JsonArray *array = json_array_sized_new (numbers->len);

  for (guint i = 0; i < numbers->len; i++)
    master_json_add_round (array, g_array_index (numbers, gdouble, i));
  return array;
}

static JsonArray *
new_list (const GstStructure *analysis, const gchar *field, gdouble less)
{
  guint n = master_analysis_count (analysis, field);
  JsonArray *array = json_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    master_json_add_round (array,
        master_analysis_at (analysis, field, i) - less);
  return array;
}

static JsonArray *
new_edges (void)
{
  JsonArray *array = json_array_new ();

  for (int i = 0; i <= MASTER_BANDS; i++)
    json_array_add_int_element (array, master_band_edges[i]);
  return array;
}

/* --- over time */

static gboolean
has_worked (const MasterSurveyStage *stage)
{
  gdouble most = 0.0;

  for (guint i = 0; i < stage->reduction->len; i++)
    most = fmin (most, g_array_index (stage->reduction, gdouble, i));
  return most <= -SEEN;
}

static JsonArray *
new_reductions (const MasterSurvey *survey)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < survey->stages->len; i++) {
    const MasterSurveyStage *stage = g_ptr_array_index (survey->stages, i);
    JsonObject *row;

    if (!has_worked (stage))
      continue;
    row = json_object_new ();
    json_object_set_string_member (row, "name", stage->name);
    json_object_set_array_member (row, "values", new_series (stage->reduction));
    json_array_add_object_element (array, row);
  }
  return array;
}

/* Samples as they are drawn: up to three decimals. */
static JsonArray *
new_wave (const GArray *samples)
{
  JsonArray *array = json_array_sized_new (samples->len);

  for (guint i = 0; i < samples->len; i++)
    json_array_add_double_element (array,
        round (1e3 * g_array_index (samples, gdouble, i)) / 1e3);
  return array;
}

static JsonObject *
new_waves (const MasterSurvey *survey)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "step", survey->step);
  json_object_set_array_member (object, "before", new_wave (survey->wave[0]));
  json_object_set_array_member (object, "after", new_wave (survey->wave[1]));
  return object;
}

static void
fill_series (JsonObject *root, const MasterSurvey *survey)
{
  JsonObject *loudness = json_object_new (), *reduction = json_object_new ();
  JsonArray *stages = new_reductions (survey);
  guint working = json_array_get_length (stages);

  json_object_set_double_member (loudness, "step", survey->step);
  json_object_set_array_member (loudness, "before",
      new_series (survey->shortterm[0]));
  json_object_set_array_member (loudness, "after",
      new_series (survey->shortterm[1]));
  json_object_set_object_member (root, "loudness", loudness);
  json_object_set_double_member (reduction, "step", survey->step);
  json_object_set_array_member (reduction, "stages", stages);
  if (working > 0)
    json_object_set_object_member (root, "reduction", reduction);
  else
    json_object_unref (reduction);
}

/* --- by frequency */

/* Thirds of an octave from 20 Hz on, base ten. */
static JsonArray *
new_thirds (void)
{
  JsonArray *array = json_array_new ();

  for (int k = 0; k < THIRDS; k++)
    json_array_add_double_element (array,
        round (1e4 * pow (10.0, (k - 17) / 10.0)) / 10.0);
  return array;
}

static gboolean
has_curve (const GstStructure *plan)
{
  gboolean any = FALSE;

  for (guint k = 0; k < master_analysis_count (plan, "intended"); k++)
    any |= fabs (master_analysis_at (plan, "intended", k)) >= SEEN;
  return any;
}

/* The spectrum that the mix would have, had it been changed as intended: the
 * one before and the change, both relative to their own loudness. */
static JsonArray *
new_intended (const MasterResult *self)
{
  JsonArray *array = json_array_new ();
  gdouble before = master_analysis_get (self->before, "loudness");
  gdouble level = 0.0;

  for (int k = 10; k < 24;
       k++) { /* where the loudness is made: 200 Hz to 4 kHz */
    gdouble was = master_analysis_at (self->before, "mid-spectrum", k) - before;
    gdouble is = master_analysis_at (self->after, "mid-spectrum", k) -
        master_analysis_get (self->after, "loudness");
    gdouble wanted = master_analysis_at (self->plan, "intended", k);
    level += isfinite (was) && isfinite (is) ? (is - was - wanted) / 14.0 : 0.0;
  }
  for (int k = 0; k < THIRDS; k++)
    master_json_add_round (array,
        master_analysis_at (self->before, "mid-spectrum", k) - before +
            master_analysis_at (self->plan, "intended", k) + level);
  return array;
}

static JsonObject *
new_spectrum (const MasterResult *self, const GstStructure *plan)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "hz", new_thirds ());
  json_object_set_array_member (object, "before",
      new_list (self->before, "mid-spectrum",
          master_analysis_get (self->before, "loudness")));
  json_object_set_array_member (object, "after",
      new_list (self->after, "mid-spectrum",
          master_analysis_get (self->after, "loudness")));
  if (self->last)
    json_object_set_array_member (object, "last",
        new_list (self->last, "mid-spectrum",
            master_analysis_get (self->last, "loudness")));
  if (has_curve (self->plan))
    json_object_set_array_member (object, "intended", new_intended (self));
  json_object_set_array_member (object, "low",
      new_list (plan, "spectrum-p10", 0.0));
  json_object_set_array_member (object, "high",
      new_list (plan, "spectrum-p90", 0.0));
  json_object_set_string_member (object, "name",
      gst_structure_get_string (plan, "profile"));
  return object;
}

/* The quantiles of 10, 25, 75 and 90 % of each band. */
static JsonArray *
new_quantiles (const GstStructure *plan, const gchar *what)
{
  static const gchar *const names[] = { "p10", "p25", "p75", "p90" };
  JsonArray *array = json_array_new ();

  for (guint b = 0; b < MASTER_BANDS; b++) {
    JsonArray *row = json_array_new ();

    for (gsize q = 0; q < G_N_ELEMENTS (names); q++) {
      g_autofree gchar *field = g_strconcat (what, "-", names[q], NULL);
      master_json_add_round (row, master_analysis_at (plan, field, b));
    }
    json_array_add_array_element (array, row);
  }
  return array;
}

static JsonObject *
new_bands (const MasterResult *self, const GstStructure *plan)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "edges", new_edges ());
  json_object_set_array_member (object, "before",
      new_list (self->before, "band-level", 0.0));
  json_object_set_array_member (object, "after",
      new_list (self->after, "band-level", 0.0));
  json_object_set_array_member (object, "profile",
      new_quantiles (plan, "level"));
  json_object_set_string_member (object, "name",
      gst_structure_get_string (plan, "profile"));
  return object;
}

static JsonObject *
new_side (const GstStructure *analysis)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "side",
      new_list (analysis, "band-side", 0.0));
  json_object_set_array_member (object, "correlation",
      new_list (analysis, "band-correlation", 0.0));
  return object;
}

static JsonObject *
new_stereo (const MasterResult *self, const GstStructure *plan)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "edges", new_edges ());
  json_object_set_object_member (object, "before", new_side (self->before));
  json_object_set_object_member (object, "after", new_side (self->after));
  json_object_set_array_member (object, "profile",
      new_quantiles (plan, "side"));
  return object;
}

void
master_page_add_charts (JsonObject *root, const MasterResult *result,
    const MasterSurvey *survey)
{
  const GstStructure *view = survey->view;

  json_object_set_object_member (root, "spectrum", new_spectrum (result, view));
  json_object_set_object_member (root, "bands", new_bands (result, view));
  if (result->input.channels > 1)
    json_object_set_object_member (root, "stereo", new_stereo (result, view));
  fill_series (root, survey);
  json_object_set_object_member (root, "wave", new_waves (survey));
}
