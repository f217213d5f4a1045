/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "manifest.h"

#include <string.h>

#include "assistant/jsonread.h"
#include "tools/base/errors.h"

typedef struct {
  const gchar *path; /* of the file, for messages */
  const MasterShard *shard;
  GPtrArray *jobs;
  GHashTable *outputs; /* name to the line that has it */
  guint line, n;       /* read so far: lines, and jobs */
} Reading;

static void
job_free (gpointer data)
{
  MasterManifestJob *self = data;

  g_free (self->input);
  g_free (self->output);
  g_strfreev (self->options);
  g_free (self);
}

gboolean
master_shard_parse (MasterShard *self, const gchar *text, GError **error)
{
  const gchar *slash = strchr (text, '/');
  g_autofree gchar *first = slash ? g_strndup (text, slash - text) : NULL;
  guint64 index, count;

  if (!slash ||
      !g_ascii_string_to_unsigned (first, 10, 1, G_MAXINT, &index, NULL) ||
      !g_ascii_string_to_unsigned (slash + 1, 10, 1, G_MAXINT, &count, NULL) ||
      index > count)
    return master_usage (error, "--shard must be I/N, from 1/N to N/N");
  *self = (MasterShard){ (guint) index, (guint) count };
  return TRUE;
}

static gboolean
refuse (const Reading *self, const gchar *why, GError **error)
{
  return master_fail_as (error, MASTER_ERROR_INPUT, self->path, "line %u: %s",
      self->line, why);
}

static gboolean
take_options (const Reading *self, JsonObject *object, MasterManifestJob *job,
    GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, "options");
  JsonArray *array;

  if (node && !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (self, "options must be an array of words", error);
  array = node ? json_node_get_array (node) : NULL;
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *word = json_array_get_element (array, i);
    if (!JSON_NODE_HOLDS_VALUE (word) ||
        json_node_get_value_type (word) != G_TYPE_STRING)
      return refuse (self, "options must be an array of words", error);
    g_strv_builder_add (words, json_node_get_string (word));
  }
  job->options = g_strv_builder_end (words);
  return TRUE;
}

static gboolean
check_members (const Reading *self, JsonObject *object, GError **error)
{
  static const gchar *const known[] = { "input", "output", "options", NULL };
  g_autoptr (GList) names = json_object_get_members (object);
  g_autofree gchar *why = NULL;

  for (GList *name = names; name; name = name->next)
    if (!g_strv_contains (known, name->data)) {
      why = g_strdup_printf ("there is no member %s; there are input, output "
                             "and options",
          (const gchar *) name->data);
      return refuse (self, why, error);
    }
  return TRUE;
}

static gboolean
note_output (const Reading *self, const gchar *output, GError **error)
{
  g_autofree gchar *place = g_canonicalize_filename (output, NULL);
  const guint other =
      GPOINTER_TO_UINT (g_hash_table_lookup (self->outputs, place));
  g_autofree gchar *why = NULL;

  if (other > 0) {
    why = g_strdup_printf ("%s is written by line %u already", output, other);
    return refuse (self, why, error);
  }
  g_hash_table_insert (self->outputs, g_steal_pointer (&place),
      GUINT_TO_POINTER (self->line));
  return TRUE;
}

static gboolean
take_job (Reading *self, JsonObject *object, GError **error)
{
  const gchar *input = mst_json_string (object, "input");
  const gchar *output = mst_json_string (object, "output");
  const MasterShard *shard = self->shard;
  MasterManifestJob *job;

  if (!check_members (self, object, error))
    return FALSE;
  if (!input || !*input || !output || !*output)
    return refuse (self, "input and output must be names", error);
  job = g_new0 (MasterManifestJob, 1);
  job->line = self->line;
  job->input = g_strdup (input);
  job->output = g_strdup (output);
  if (!take_options (self, object, job, error) ||
      !note_output (self, output, error)) {
    job_free (job);
    return FALSE;
  }
  if (self->n++ % shard->count + 1 == shard->index)
    g_ptr_array_add (self->jobs, job);
  else
    job_free (job);
  return TRUE;
}

static gboolean
take_line (Reading *self, gchar *line, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) why = NULL;
  JsonObject *object;

  self->line++;
  if (*g_strstrip (line) == '\0')
    return TRUE;
  if (!mst_json_load (parser, line, -1, &why))
    return refuse (self, why->message, error);
  object = mst_json_root (parser);
  return object ? take_job (self, object, error)
                : refuse (self, "is not an object of JSON", error);
}

GPtrArray *
master_manifest_read (const gchar *path, const MasterShard *shard,
    GError **error)
{
  g_autoptr (GHashTable) outputs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) why = NULL;
  g_auto (GStrv) lines = NULL;
  Reading self = { path, shard, jobs, outputs, 0, 0 };

  if (!g_file_get_contents (path, &text, NULL, &why)) {
    master_fail_as (error, MASTER_ERROR_INPUT, path, "cannot be read: %s",
        why->message);
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  for (gchar **line = lines; *line; line++)
    if (!take_line (&self, *line, error))
      return NULL;
  return g_steal_pointer (&jobs);
}
