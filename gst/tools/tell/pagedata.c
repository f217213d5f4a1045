/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pagedata.h"

#include <math.h>
#include <string.h>

#include "tools/base/jsonnumber.h"
#include "tools/pass/analysis.h"
#include "beside.h"
#include "explain.h"
#include "pagechart.h"
#include "pagetable.h"
#include "story.h"

/* Nothing is given up for a damage that is so little over its budget [dB]. */
#define DAMAGE_TOLERANCE 0.1

/* --- the head */

static void
add_verdict (JsonArray *array, gboolean good, gchar *text)
{
  master_beside_add_verdict (array, good, text);
  g_free (text);
}

static void
add_decoded (JsonArray *array, const gchar *name,
    const MasterMeasurement *decoded, const MasterLikeness *likeness,
    gdouble ceiling)
{
  const gdouble peak = master_measurement_peak (decoded);

  add_verdict (array, peak <= ceiling,
      g_strdup_printf ("%s decodes to %.2f dBTP", name, peak));
  if (likeness->known)
    add_verdict (array, likeness->late == 0,
        g_strdup_printf ("%s comes back %d frames late, %.1f dB over its noise",
            name, likeness->late, likeness->noise));
}

static void
add_goal (JsonArray *array, const MasterDelivery *goal,
    const MasterResult *self)
{
  gdouble loudness = self->output.integrated_loudness;
  gdouble peak = master_measurement_peak (&self->output);

  add_verdict (array, self->reached,
      isfinite (loudness)
          ? g_strdup_printf ("%.2f LUFS for %.2f", loudness, goal->loudness)
          : g_strdup_printf ("no loudness for %.2f LUFS", goal->loudness));
  add_verdict (array, peak <= goal->ceiling,
      isfinite (peak)
          ? g_strdup_printf ("%.2f dBTP under %.2f", peak, goal->ceiling)
          : g_strdup ("no peaks"));
  if (self->has_decoded)
    add_decoded (array, self->encoding.format->name, &self->decoded,
        &self->likeness, goal->ceiling);
  for (guint i = 0; self->tried && i < self->tried->len; i++) {
    const MasterTried *tried = &g_array_index (self->tried, MasterTried, i);

    add_decoded (array, tried->name, &tried->decoded, &tried->likeness,
        goal->ceiling);
  }
}

static JsonArray *
new_verdict (const MasterRequest *request, const MasterResult *self)
{
  JsonArray *array = json_array_new ();
  const MasterMeasurement *output = &self->output;
  gdouble damage = master_analysis_get (self->plan, "damage");

  if (!request->options->replay) /* which has no goal */
    add_goal (array, request->delivery, self);
  if (self->encoding.resample == 0)
    add_verdict (array, output->frames == self->input.frames,
        g_strdup_printf ("%" G_GUINT64_FORMAT " frames in, %" G_GUINT64_FORMAT
                         " out",
            self->input.frames, output->frames));
  if (isfinite (damage))
    add_verdict (array, damage <= DAMAGE_TOLERANCE,
        g_strdup_printf ("damage %.1f dB %s the budget", fabs (damage),
            damage > 0.0 ? "over" : "within"));
  return array;
}

static gchar *
new_subtitle (const MasterDelivery *delivery, const MasterResult *self)
{
  gdouble seconds = master_measurement_duration (&self->input);
  g_autofree gchar *output = g_filename_display_basename (delivery->output);
  g_autofree gchar *target = delivery->target
      ? g_strdup_printf (", for %s", delivery->target)
      : g_strdup ("");

  return g_strdup_printf ("%d:%02d, %d Hz, mastered to %s: %s%s",
      (gint) seconds / 60, (gint) seconds % 60, self->output.sample_rate,
      output, self->encoding.format->name, target);
}

static JsonArray *
new_story (const MasterRequest *request, const MasterTargets *platforms,
    const MasterResult *result)
{
  g_auto (GStrv) sentences = master_story_new (request, platforms, result);
  JsonArray *array = json_array_new ();

  for (guint i = 0; sentences[i]; i++)
    json_array_add_string_element (array, sentences[i]);
  return array;
}

static void
fill_head (JsonObject *root, const MasterRequest *request,
    const MasterTargets *platforms, const MasterResult *result)
{
  g_autofree gchar *title =
      g_filename_display_basename (master_request_name (request));
  g_autofree gchar *subtitle = new_subtitle (request->delivery, result);

  json_object_set_string_member (root, "title", title);
  json_object_set_string_member (root, "subtitle", subtitle);
  json_object_set_string_member (root, "made",
      "Made by gst-master-1.0 " VERSION ". Loudness and true peak as in ITU-R "
      "BS.1770.");
  json_object_set_array_member (root, "verdict", new_verdict (request, result));
  json_object_set_array_member (root, "story",
      new_story (request, platforms, result));
}

/* --- what the assistant has to say */

static guint
count (const GstStructure *plan, const gchar *field)
{
  return master_analysis_count (plan, field);
}

static const GstStructure *
entry (const GstStructure *plan, const gchar *field, guint i)
{
  const GValue *array = gst_structure_get_value (plan, field);

  return gst_value_get_structure (gst_value_array_get_value (array, i));
}

static void
set_string (JsonObject *object, const gchar *name, const gchar *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
}

/* `stem` is NULL for a move of the whole. */
static JsonObject *
new_move (const MasterResult *self, const GstStructure *move, const gchar *stem)
{
  JsonObject *object = json_object_new ();
  g_autofree gchar *result = stem ? NULL : master_explain_result (self, move);
  const gchar *unit = gst_structure_get_string (move, "unit");
  gdouble amount = master_analysis_get (move, "amount");
  g_autofree gchar *setting = g_strdup_printf (
      g_strcmp0 (unit, "dB") == 0 ? "%s%s%s %+.1f dB" : "%s%s%s %.3g%s",
      stem ? stem : "", stem ? ": " : "",
      gst_structure_get_string (move, "property"), amount,
      !unit || g_strcmp0 (unit, "dB") == 0 ? "" : unit);

  set_string (object, "reason", gst_structure_get_string (move, "reason"));
  set_string (object, "evidence", gst_structure_get_string (move, "evidence"));
  set_string (object, "rule", gst_structure_get_string (move, "rule"));
  set_string (object, "setting", setting);
  set_string (object, "result", result);
  if (!stem)
    master_json_set_round (object, "hz", master_story_frequency (self, move));
  return object;
}

static void
add_stems (JsonArray *moves, const MasterRequest *request,
    const MasterResult *self)
{
  for (guint i = 0; request->stems && i < count (request->stems, "stems");
       i++) {
    const GstStructure *stem = entry (request->stems, "stems", i);

    for (guint k = 0; k < count (stem, "moves"); k++)
      json_array_add_object_element (moves,
          new_move (self, entry (stem, "moves", k),
              gst_structure_get_string (stem, "name")));
  }
}

static void
fill_moves (JsonObject *root, const MasterRequest *request,
    const MasterResult *self)
{
  const GstStructure *plan = self->plan;
  JsonArray *moves = json_array_new (), *left = json_array_new ();

  add_stems (moves, request, self);
  for (guint i = 0; i < count (plan, "moves"); i++)
    json_array_add_object_element (moves,
        new_move (self, entry (plan, "moves", i), NULL));
  for (guint i = 0; i < count (plan, "notes"); i++)
    json_array_add_string_element (left,
        gst_structure_get_string (entry (plan, "notes", i), "text"));
  json_object_set_array_member (root, "moves", moves);
  json_object_set_array_member (root, "left", left);
}

static void
add_finding (JsonArray *array, const gchar *severity, const gchar *text)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "severity", severity);
  set_string (row, "text", text);
  json_array_add_object_element (array, row);
}

static JsonArray *
new_findings (const GstStructure *plan, const GPtrArray *groove)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < count (plan, "findings"); i++) {
    const GstStructure *finding = entry (plan, "findings", i);
    gboolean fault = g_strcmp0 (gst_structure_get_string (finding, "severity"),
                         "fault") == 0;

    add_finding (array, fault ? "bad" : "warn",
        gst_structure_get_string (finding, "text"));
  }
  for (guint i = 0; groove && i < groove->len; i++) {
    g_autofree gchar *text = g_strconcat (
        "For the cut: ", (const gchar *) g_ptr_array_index (groove, i), NULL);

    add_finding (array, "warn", text);
  }
  return array;
}

/* --- what there is to hear */

static JsonArray *
new_snippets (const MasterSurvey *survey)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < survey->n_snippets; i++)
    json_array_add_object_element (array,
        master_snippet_to_json (&survey->snippet[i], survey->snippet[i].name));
  return array;
}

/* --- */

gchar *
master_page_data (const MasterRequest *request, const MasterResult *result,
    const MasterSurvey *survey, GError **error)
{
  const MasterTargets *given = request->options->table;
  g_autoptr (MasterTargets) own =
      given ? NULL : master_targets_load (NULL, error);
  const MasterTargets *table = given ? given : own;
  JsonObject *root;
  g_autoptr (JsonNode) node = NULL;

  if (!table)
    return NULL;
  root = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, root);
  fill_head (root, request, table, result);
  master_page_add_tables (root, table, result, survey);
  if (result->plan)
    fill_moves (root, request, result);
  json_object_set_array_member (root, "findings",
      new_findings (survey->view, result->groove));
  master_page_add_charts (root, result, survey);
  json_object_set_array_member (root, "snippets", new_snippets (survey));
  return json_to_string (node, FALSE);
}
