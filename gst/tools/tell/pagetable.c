/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pagetable.h"

#include <math.h>

#include "tools/base/jsonnumber.h"
#include "tools/pass/analysis.h"

/* --- before and after */

/* The version before stands between mix and master, where there is one. */
typedef struct {
  gdouble before, after, last;
  gboolean has_last;
} Values;

static void
add_summary (JsonArray *array, const gchar *name, const gchar *unit,
    gint digits, const Values *shown)
{
  JsonObject *row;
  JsonArray *values;

  if (!isfinite (shown->before) && !isfinite (shown->after))
    return;
  row = json_object_new ();
  values = json_array_new ();
  master_json_add_round (values, shown->before);
  if (shown->has_last)
    master_json_add_round (values, shown->last);
  master_json_add_round (values, shown->after);
  json_object_set_string_member (row, "name", name);
  json_object_set_string_member (row, "unit", unit);
  json_object_set_int_member (row, "digits", digits);
  json_object_set_array_member (row, "values", values);
  json_array_add_object_element (array, row);
}

typedef struct {
  const gchar *field, *name, *unit;
  gint digits;
} Row;

static void
add_rows (JsonArray *array, const MasterResult *self, const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    const Values values = { master_analysis_get (self->before, rows[i].field),
      master_analysis_get (self->after, rows[i].field),
      master_analysis_get (self->last, rows[i].field), !!self->last };

    add_summary (array, rows[i].name, rows[i].unit, rows[i].digits, &values);
  }
}

/* The rows that tell most of a master. The true peak is the higher of both
 * readings, as it is for the ceiling. */
static JsonArray *
new_summary (const MasterResult *self)
{
  static const Row rows[] = {
    { "loudness", "Integrated loudness", "LUFS", 2 },
    { "range", "Loudness range", "LU", 1 },
    { "plr", "True peak over loudness (PLR)", "dB", 1 },
    { "mono-loss", "Lost in mono", "LU", 1 },
  };
  JsonArray *array = json_array_new ();
  const Values peaks = { master_measurement_peak (&self->input),
    master_measurement_peak (&self->output),
    fmax (master_analysis_get (self->last, "true-peak"),
        master_analysis_get (self->last, "true-peak-4x")),
    !!self->last };
  const Values distances = { master_analysis_get (self->plan, "distance"),
    master_analysis_get (self->plan, "measured-distance"), NAN, !!self->last };

  add_summary (array, "True peak", "dBTP", 2, &peaks);
  add_rows (array, self, rows, G_N_ELEMENTS (rows));
  add_summary (array, "Distance to the profile", "", 2, &distances);
  return array;
}

static JsonArray *
new_details (const MasterResult *self)
{
  static const Row rows[] = {
    { "max-momentary", "Loudest 400 ms", "LUFS", 1 },
    { "max-shortterm", "Loudest 3 s", "LUFS", 1 },
    { "true-peak", "True peak, interpolated 32 times", "dBTP", 2 },
    { "true-peak-4x", "True peak, interpolated 4 times", "dBTP", 2 },
    { "sample-peak", "Sample peak", "dBFS", 2 },
    { "downmix-loudness", "Stereo downmix: loudness", "LUFS", 2 },
    { "downmix-true-peak", "Stereo downmix: true peak", "dBTP", 2 },
    { "psr", "Peak over short-term, least (PSR)", "dB", 1 },
    { "crest", "Crest", "dB", 1 },
    { "correlation", "Correlation", "", 2 },
    { "balance", "Left less right", "dB", 1 },
    { "clipped-runs", "Clipped runs", "", 0 },
    { "overs", "Peaks over full scale", "", 0 },
  };
  JsonArray *array = json_array_new ();

  add_rows (array, self, rows, G_N_ELEMENTS (rows));
  return array;
}

/* --- peaks and platforms */

static JsonArray *
new_peaks (const MasterSurvey *survey)
{
  static const gchar *const names[] = { "before", "after" };
  JsonArray *array = json_array_new ();

  for (int i = 0; i < 2; i++) {
    for (guint k = 0; k < survey->n_peaks[i]; k++) {
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "where", names[i]);
      master_json_set_round (row, "time", survey->peaks[i][k].time);
      master_json_set_round (row, "level", survey->peaks[i][k].level);
      json_array_add_object_element (array, row);
    }
  }
  return array;
}

static JsonObject *
new_platform (const MasterTarget *target, const MasterMeasurement *output)
{
  JsonObject *row = json_object_new ();
  gdouble peak = master_measurement_peak (output);
  gdouble gain = master_target_gain (target, output->integrated_loudness, peak);

  json_object_set_string_member (row, "name",
      target->purpose ? target->purpose : target->name);
  master_json_set_round (row, "loudness", output->integrated_loudness + gain);
  master_json_set_round (row, "gain", gain);
  master_json_set_round (row, "peak", peak + gain);
  if (target->note)
    json_object_set_string_member (row, "note", target->note);
  return row;
}

static JsonArray *
new_platforms (const MasterTargets *table, const MasterResult *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->targets->len; i++) {
    const MasterTarget *target = g_ptr_array_index (table->targets, i);

    if (target->plays != MASTER_PLAYS_AS_IT_IS)
      json_array_add_object_element (array,
          new_platform (target, &self->output));
  }
  return array;
}

static JsonArray *
new_columns (gboolean has_last)
{
  JsonArray *array = json_array_new ();

  json_array_add_string_element (array, "before");
  if (has_last)
    json_array_add_string_element (array, "version before");
  json_array_add_string_element (array, "after");
  return array;
}

void
master_page_add_tables (JsonObject *root, const MasterTargets *platforms,
    const MasterResult *result, const MasterSurvey *survey)
{
  json_object_set_array_member (root, "columns", new_columns (!!result->last));
  json_object_set_array_member (root, "summary", new_summary (result));
  json_object_set_array_member (root, "details", new_details (result));
  json_object_set_array_member (root, "peaks", new_peaks (survey));
  json_object_set_array_member (root, "platforms",
      new_platforms (platforms, result));
}
