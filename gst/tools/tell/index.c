/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "index.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "beside.h"
#include "page.h"
#include "tools/base/jsonnumber.h"

#define GENERATOR "<meta name=\"generator\" content=\"gst-master-1.0\">"
#define HEAD 1024 /* bytes of a page that the generator is among */

typedef struct {
  const MasterRequest *requests;
  const MasterResult *results;
  guint *made; /* which of them there are masters of */
  guint n_made, n;
} Index;

/* --- the songs */

static JsonArray *
new_songs (const Index *self, gchar **titles)
{
  g_autofree MasterBeside *songs = g_new0 (MasterBeside, self->n_made);

  for (guint i = 0; i < self->n_made; i++) {
    const MasterResult *result = &self->results[self->made[i]];

    songs[i] = (MasterBeside){ .title = titles[i],
      .seconds = master_measurement_duration (&result->output),
      .before = { &result->input, result->before },
      .after = { &result->output, result->after } };
  }
  return master_beside_new (songs, self->n_made);
}

/* --- the player */

static gdouble
find_level (const Index *self)
{
  gdouble level = INFINITY;

  for (guint i = 0; i < self->n_made; i++) {
    const MasterSnippet *snippet = &self->results[self->made[i]].snippet;

    if (master_snippet_is_heard (snippet))
      level = fmin (level, snippet->level);
  }
  return level;
}

/* The player turns each down to the softest: they stay as they are encoded. */
static JsonArray *
new_snippets (const Index *self, gchar **titles)
{
  const gdouble level = find_level (self);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->n_made; i++) {
    const MasterSnippet *snippet = &self->results[self->made[i]].snippet;
    g_autofree gchar *name = g_strdup_printf ("%u %s", i + 1, titles[i]);
    JsonObject *row;

    if (!master_snippet_is_heard (snippet))
      continue;
    row = master_snippet_to_json (snippet, name);
    master_json_set_round (row, "gain", level - snippet->level);
    json_array_add_object_element (array, row);
  }
  return array;
}

/* --- the head */

static JsonArray *
new_verdict (const Index *self)
{
  JsonArray *array = json_array_new ();
  guint loud = 0, kept = 0;
  g_autofree gchar *made =
      g_strdup_printf ("%u of %u are made", self->n_made, self->n);
  g_autofree gchar *loudness = NULL, *ceiling = NULL;

  for (guint i = 0; i < self->n_made; i++) {
    const MasterResult *result = &self->results[self->made[i]];
    const MasterMeasurement *heard =
        result->has_decoded ? &result->decoded : &result->output;

    loud += result->reached;
    kept += master_measurement_peak (heard) <=
        self->requests[self->made[i]].delivery->ceiling;
  }
  loudness = g_strdup_printf ("%u as loud as was asked", loud);
  ceiling = g_strdup_printf ("%u under their ceiling", kept);
  master_beside_add_verdict (array, self->n_made == self->n, made);
  if (!self->requests->options->replay)
    master_beside_add_verdict (array, loud == self->n_made, loudness);
  master_beside_add_verdict (array, kept == self->n_made, ceiling);
  return array;
}

static JsonObject *
new_root (const Index *self, const gchar *name)
{
  JsonObject *root = json_object_new ();
  g_autofree gchar *title = g_filename_display_basename (name);
  g_autofree gchar *subtitle = g_strdup_printf ("%u masters", self->n_made);

  json_object_set_string_member (root, "kind", "Masters");
  json_object_set_string_member (root, "title", title);
  json_object_set_string_member (root, "subtitle", subtitle);
  json_object_set_string_member (root, "made",
      "Made by gst-master-1.0 " VERSION ". Loudness and true peak as in ITU-R "
      "BS.1770.");
  json_object_set_array_member (root, "verdict", new_verdict (self));
  json_object_set_array_member (root, "hz", master_beside_new_hz ());
  json_object_set_boolean_member (root, "turns", TRUE);
  return root;
}

/* --- */

static void
find_made (Index *self)
{
  self->made = g_new (guint, self->n);
  for (guint i = 0; i < self->n; i++)
    if (!self->results[i].error && self->results[i].output.frames > 0)
      self->made[self->n_made++] = i;
}

gchar *
master_index_new (const gchar *name, const MasterRequest *requests,
    const MasterResult *results, guint n, GError **error)
{
  Index self = { .requests = requests, .results = results, .n = n };
  g_auto (GStrv) titles = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *json = NULL;
  JsonObject *root;

  find_made (&self);
  titles = g_new0 (gchar *, self.n_made + 1);
  for (guint i = 0; i < self.n_made; i++)
    titles[i] =
        g_filename_display_basename (requests[self.made[i]].delivery->output);
  root = new_root (&self, name);
  json_object_set_array_member (root, "songs", new_songs (&self, titles));
  json_object_set_array_member (root, "snippets", new_snippets (&self, titles));
  json_node_take_object (node, root);
  json = json_to_string (node, FALSE);
  g_free (self.made);
  return master_page_fill ("album", json, error);
}

gboolean
master_index_is (const gchar *path)
{
  FILE *file = fopen (path, "rb");
  gchar head[HEAD + 1];
  gsize length;

  if (!file)
    return FALSE;
  length = fread (head, 1, HEAD, file);
  fclose (file);
  head[length] = '\0';
  return strstr (head, GENERATOR) != NULL;
}
