/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "json.h"

#include <math.h>
#include <sys/stat.h>

#include "assistant/jsonread.h"
#include "tools/base/jsonnumber.h"
#include "tools/pass/analysis.h"

/* A report is smaller by far. */
#define LARGEST (1 << 20)

static void
fill_measurement (JsonObject *object, const MasterMeasurement *m)
{
  master_json_set_number (object, "integrated_loudness",
      m->integrated_loudness);
  master_json_set_number (object, "loudness_range", m->loudness_range);
  master_json_set_number (object, "true_peak", m->true_peak);
  master_json_set_number (object, "true_peak_4x", m->true_peak_4x);
  master_json_set_number (object, "sample_peak", m->sample_peak);
  if (m->channels > 2) {
    master_json_set_number (object, "downmix_loudness", m->downmix_loudness);
    master_json_set_number (object, "downmix_true_peak", m->downmix_true_peak);
  }
  master_json_set_number (object, "max_momentary_loudness",
      m->max_momentary_loudness);
  master_json_set_number (object, "max_shortterm_loudness",
      m->max_shortterm_loudness);
  master_json_set_number (object, "relative_threshold", m->relative_threshold);
  master_json_set_number (object, "correlation", m->correlation);
  master_json_set_number (object, "duration", master_measurement_duration (m));
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

/* Nothing is known of what cannot be laid beside what went in. */
static void
fill_likeness (JsonObject *object, const MasterLikeness *likeness)
{
  if (likeness->known)
    json_object_set_int_member (object, "frames_late", likeness->late);
  else
    json_object_set_null_member (object, "frames_late");
  master_json_set_number (object, "signal_to_noise",
      likeness->known ? likeness->noise : (gdouble) NAN);
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
fill_target (JsonObject *object, const MasterRequest *request)
{
  const MasterTargets *table = request->options->table;

  json_object_set_string_member (object, "target", request->delivery->target);
  json_object_set_string_member (object, "targets_version", table->version);
  json_object_set_string_member (object, "targets_date", table->date);
}

/* Defaults of the user's own file that are in force. */
static void
fill_config (JsonObject *object, const MasterOptions *options)
{
  JsonObject *config = json_object_new ();
  g_autofree gchar *path = g_filename_display_name (options->config_path);

  json_object_set_string_member (config, "path", path);
  json_object_set_object_member (config, "defaults",
      json_object_ref (options->config));
  json_object_set_object_member (object, "config", config);
}

/* The members are there as far as the job came. Settings that are replayed
 * have no goal but themselves. */
static JsonObject *
new_settings (const MasterRequest *request, const MasterResult *result)
{
  JsonObject *object = json_object_new ();
  const MasterDelivery *delivery = request->delivery;
  const gboolean replay = request->options->replay;

  if (delivery->target)
    fill_target (object, request);
  if (request->options->preset)
    json_object_set_string_member (object, "preset", request->options->preset);
  if (request->options->make)
    json_object_set_string_member (object, "make", request->options->make);
  if (request->options->config)
    fill_config (object, request->options);
  master_json_set_number (object, "loudness",
      replay ? (gdouble) NAN : delivery->loudness);
  master_json_set_number (object, "ceiling",
      replay ? (gdouble) NAN : delivery->ceiling);
  master_json_set_number (object, "max_limiting", delivery->max_limiting);
  if (result->encoding.samples)
    fill_encoding (object, &result->encoding);
  json_object_set_int_member (object, "rounds", result->rounds);
  if (result->output.frames == 0)
    return object;
  master_json_set_number (object, "drive", result->drive);
  master_json_set_number (object, "limiter_ceiling", result->ceiling);
  master_json_set_number (object, "limiting", result->limiting);
  if (result->chain)
    json_object_set_object_member (object, "chain",
        json_object_ref (result->chain));
  return object;
}

/* Says whether the two promises hold for the samples that a player gets. */
static JsonObject *
new_achieved (const MasterRequest *request, const MasterResult *result)
{
  JsonObject *object = json_object_new ();
  const MasterTried *worst = master_result_worst (result);
  const MasterMeasurement *heard = worst ? &worst->decoded
      : result->has_decoded              ? &result->decoded
                                         : &result->output;

  json_object_set_boolean_member (object, "loudness", result->reached);
  json_object_set_boolean_member (object, "ceiling",
      master_measurement_peak (heard) <= request->delivery->ceiling);
  return object;
}

static void
set_structure (JsonObject *root, const gchar *name, const GstStructure *what)
{
  if (what)
    json_object_set_object_member (root, name, master_structure_to_json (what));
}

/* The moves on the stems, and by how much their sum changed. */
static void
set_stems (JsonObject *root, const GstStructure *stems)
{
  static const gchar *const members[] = { "stems", "eased" };
  g_autoptr (JsonObject) object = NULL;

  if (!stems)
    return;
  object = master_structure_to_json (stems);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_member (root, members[i],
        json_object_dup_member (object, members[i]));
}

static JsonArray *
new_tried (const GArray *all)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < all->len; i++) {
    const MasterTried *tried = &g_array_index (all, MasterTried, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "codec", tried->name);
    fill_measurement (object, &tried->decoded);
    fill_likeness (object, &tried->likeness);
    json_array_add_object_element (array, object);
  }
  return array;
}

static void
set_strings (JsonObject *root, const gchar *name, const GPtrArray *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < strings->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (strings, i));
  json_object_set_array_member (root, name, array);
}

static void
fill_output (JsonObject *root, const MasterRequest *request,
    const MasterResult *result)
{
  const gchar *output = request->delivery->output;

  json_object_set_object_member (root, "output",
      new_measurement (output, &result->output));
  if (result->has_decoded) {
    JsonObject *decoded = new_measurement (output, &result->decoded);

    fill_likeness (decoded, &result->likeness);
    json_object_set_object_member (root, "decoded", decoded);
  }
  if (result->tried)
    json_object_set_array_member (root, "codecs", new_tried (result->tried));
  set_structure (root, "result", result->after);
  if (result->groove)
    set_strings (root, "groove", result->groove);
  if (!request->options->replay)
    json_object_set_object_member (root, "achieved",
        new_achieved (request, result));
}

static void
fill (JsonObject *root, const MasterRequest *request,
    const MasterResult *result)
{
  json_object_set_string_member (root, "version", VERSION);
  json_object_set_object_member (root, "input",
      new_measurement (master_request_name (request), &result->input));
  if (result->error) {
    g_autofree gchar *error = g_utf8_make_valid (result->error, -1);
    json_object_set_string_member (root, "error", error);
  }
  set_structure (root, "analysis", result->before);
  if (request->options->analyze) {
    if (!result->error)
      fill_measurement (root, &result->input);
    return;
  }
  set_stems (root, request->stems);
  set_structure (root, "plan", result->plan);
  json_object_set_object_member (root, "settings",
      new_settings (request, result));
  if (!result->error)
    fill_output (root, request, result);
}

static gboolean
is_report (JsonNode *node)
{
  JsonObject *object;

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  return json_object_has_member (object, "version") &&
      json_object_has_member (object, "input");
}

gboolean
master_json_is_report (const gchar *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree gchar *text = NULL;
  gsize length;
  struct stat info;
  JsonNode *root;
  JsonArray *array;

  if (stat (path, &info) != 0 || info.st_size > LARGEST ||
      !g_file_get_contents (path, &text, &length, NULL) ||
      !mst_json_load (parser, text, (gssize) length, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_ARRAY (root))
    return is_report (root);
  array = json_node_get_array (root);
  return json_array_get_length (array) > 0 &&
      is_report (json_array_get_element (array, 0));
}

static JsonNode *
new_node (const MasterRequest *request, const MasterResult *result)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();

  fill (root, request, result);
  json_node_take_object (node, root);
  return node;
}

static JsonNode *
new_array (const MasterRequest *requests, const MasterResult *results, guint n)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n; i++)
    json_array_add_element (array, new_node (&requests[i], &results[i]));
  json_node_take_array (node, array);
  return node;
}

gchar *
master_json_new (const MasterRequest *requests, const MasterResult *results,
    guint n)
{
  g_autoptr (JsonNode) node =
      n > 1 ? new_array (requests, results, n) : new_node (requests, results);
  g_autofree gchar *text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}
