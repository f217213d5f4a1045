/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "report.h"

#include <math.h>
#include <sys/stat.h>

#include "tools/pass/analysis.h"
#include "tools/base/jsonload.h"

/* A report is a few thousand bytes. */
#define LARGEST (1 << 20)

/* JSON has no infinity: silence is null. */
static void
set_level (JsonObject *object, const gchar *name, gdouble value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
fill_measurement (JsonObject *object, const MasterMeasurement *m)
{
  set_level (object, "integrated_loudness", m->integrated_loudness);
  set_level (object, "loudness_range", m->loudness_range);
  set_level (object, "true_peak", m->true_peak);
  set_level (object, "true_peak_4x", m->true_peak_4x);
  set_level (object, "sample_peak", m->sample_peak);
  set_level (object, "max_momentary_loudness", m->max_momentary_loudness);
  set_level (object, "max_shortterm_loudness", m->max_shortterm_loudness);
  set_level (object, "relative_threshold", m->relative_threshold);
  set_level (object, "correlation", m->correlation);
  set_level (object, "duration", master_measurement_duration (m));
  json_object_set_int_member (object, "frames", m->frames);
  json_object_set_int_member (object, "sample_rate", m->sample_rate);
  json_object_set_int_member (object, "channels", m->channels);
  json_object_set_int_member (object, "invalid_samples", m->invalid_samples);
}

static JsonObject *
new_measurement (const gchar *path, const MasterMeasurement *m)
{
  JsonObject *object = json_object_new ();
  g_autofree gchar *name = g_filename_display_name (path);

  json_object_set_string_member (object, "path", name);
  if (m->frames > 0)
    fill_measurement (object, m);
  return object;
}

static void
fill_encoding (JsonObject *object, const MasterEncoding *encoding)
{
  json_object_set_string_member (object, "format",
      encoding->format->endings[0]);
  json_object_set_string_member (object, "sample_format", encoding->samples);
  if (encoding->format->lossless)
    json_object_set_int_member (object, "bits",
        encoding->bits > 0 ? encoding->bits : 32);
  else
    json_object_set_null_member (object, "bits");
}

static void
fill_target (JsonObject *object, const MasterReport *self)
{
  const MasterTargets *table = self->options->table;

  json_object_set_string_member (object, "target", self->task->target);
  json_object_set_string_member (object, "targets_version", table->version);
  json_object_set_string_member (object, "targets_date", table->date);
}

/* Of a job that failed, as far as it came. */
static JsonObject *
new_settings (const MasterReport *self)
{
  JsonObject *object = json_object_new ();

  if (self->task->target != NULL)
    fill_target (object, self);
  /* Settings that say all have no goal but themselves. */
  set_level (object, "loudness",
      self->options->replay ? (gdouble) NAN : self->task->loudness);
  set_level (object, "ceiling",
      self->options->replay ? (gdouble) NAN : self->task->ceiling);
  json_object_set_double_member (object, "max_limiting",
      self->options->max_limiting);
  if (self->encoding.samples != NULL)
    fill_encoding (object, &self->encoding);
  json_object_set_int_member (object, "rounds", self->rounds);
  if (self->rounds == 0)
    return object;
  set_level (object, "drive", self->setting.drive);
  set_level (object, "limiter_ceiling", self->setting.ceiling);
  set_level (object, "limiting", self->setting.limiting);
  if (self->chain != NULL)
    json_object_set_object_member (object, "chain",
        json_object_ref (self->chain));
  return object;
}

/* Whether the two promises hold, for the PCM that is written. */
static JsonObject *
new_achieved (const MasterReport *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "loudness", self->reached);
  json_object_set_boolean_member (object, "ceiling",
      master_measurement_peak (&self->output) <= self->task->ceiling);
  return object;
}

static void
fill (JsonObject *root, const MasterReport *self)
{
  const MasterOptions *options = self->options;

  json_object_set_string_member (root, "version", VERSION);
  json_object_set_object_member (root, "input",
      new_measurement (options->input, &self->input));
  if (self->error != NULL) {
    g_autofree gchar *error = g_utf8_make_valid (self->error, -1);
    json_object_set_string_member (root, "error", error);
  }
  if (self->analysis != NULL)
    json_object_set_object_member (root, "analysis",
        master_structure_to_json (self->analysis));
  if (options->analyze) {
    if (self->error == NULL)
      fill_measurement (root, &self->input);
    return;
  }
  if (self->assist.plan != NULL)
    json_object_set_object_member (root, "plan",
        master_structure_to_json (self->assist.plan));
  json_object_set_object_member (root, "settings", new_settings (self));
  if (self->error != NULL)
    return;
  json_object_set_object_member (root, "output",
      new_measurement (self->task->output, &self->output));
  if (self->has_decoded)
    json_object_set_object_member (root, "decoded",
        new_measurement (self->task->output, &self->decoded));
  if (self->result != NULL)
    json_object_set_object_member (root, "result",
        master_structure_to_json (self->result));
  if (!options->replay)
    json_object_set_object_member (root, "achieved", new_achieved (self));
}

static gboolean
is_report (JsonNode *node)
{
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  return json_object_has_member (object, "version") &&
      json_object_has_member (object, "input");
}

gboolean
master_report_is_one (const gchar *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree gchar *text = NULL;
  gsize length;
  struct stat info;
  JsonNode *root;
  JsonArray *array;

  if (stat (path, &info) != 0 || info.st_size > LARGEST ||
      !g_file_get_contents (path, &text, &length, NULL) ||
      !master_json_load (parser, text, length, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return is_report (root);
  array = json_node_get_array (root);
  return json_array_get_length (array) > 0 &&
      is_report (json_array_get_element (array, 0));
}

static JsonNode *
new_node (const MasterReport *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();

  fill (root, self);
  json_node_take_object (node, root);
  return node;
}

static JsonNode *
new_array (const MasterReport *reports, guint n)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n; i++)
    json_array_add_element (array, new_node (&reports[i]));
  json_node_take_array (node, array);
  return node;
}

gchar *
master_report_to_json (const MasterReport *reports)
{
  guint n = master_options_count (reports->options);
  g_autoptr (JsonNode) node =
      n > 1 ? new_array (reports, n) : new_node (reports);
  g_autofree gchar *text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}
