/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "done.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "assistant/jsonread.h"
#include "tools/base/errors.h"
#include "tools/media/record.h"

#define ENDING ".done.json"
#define LARGEST 65536 /* bytes of such a file */
#define US 1000000    /* in a second */

/* --- sums */

/* Each text ends in a byte that none of them holds. */
static void
add_text (GChecksum *sum, const gchar *name, const gchar *text)
{
  g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name) + 1);
  if (text)
    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_update (sum, (const guchar *) "", 1);
}

static void
add_texts (GChecksum *sum, const gchar *name, gchar **texts)
{
  for (; texts && *texts; texts++)
    add_text (sum, name, *texts);
}

static void
add_number (GChecksum *sum, const gchar *name, gdouble number)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (sum, name, g_ascii_dtostr (text, sizeof (text), number));
}

/* The contents of a named file count, and not its name. */
static void
add_named (GChecksum *sum, const gchar *name, const gchar *path)
{
  g_autofree gchar *hash = path ? master_record_hash (path) : NULL;

  add_text (sum, name, hash);
}

static void
add_options (GChecksum *sum, const MasterOptions *options)
{
  const gboolean has_file =
      options->profile && master_options_is_file (options->profile);

  add_texts (sum, "set", options->set);
  add_texts (sum, "tag", options->tag);
  add_text (sum, "preset", options->preset);
  add_text (sum, "make", options->make);
  add_text (sum, "match", options->match_text);
  add_text (sum, "codec-ceiling", options->codec_ceiling);
  add_text (sum, "profile", has_file ? NULL : options->profile);
  add_named (sum, "profile's file", has_file ? options->profile : NULL);
  add_named (sum, "settings", options->settings);
  add_texts (sum, "reference", options->reference);
  for (guint i = 0; options->references && i < options->references->len; i++) {
    const MasterReference *one = g_ptr_array_index (options->references, i);
    add_named (sum, "reference's file", one->path);
  }
  add_number (sum, "strength", options->strength);
  add_number (sum, "assist", options->assist);
  add_number (sum, "dual-mono", options->dual_mono);
  add_number (sum, "best-effort", options->best_effort);
}

static gchar *
sum_settings (const MasterRequest *request)
{
  const MasterDelivery *delivery = request->delivery;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  add_options (sum, request->options);
  add_text (sum, "target", delivery->target);
  add_texts (sum, "target's settings", delivery->settings);
  add_number (sum, "loudness", delivery->loudness);
  add_number (sum, "ceiling", delivery->ceiling);
  add_number (sum, "max-limiting", delivery->max_limiting);
  add_number (sum, "yields", delivery->yields);
  add_number (sum, "bits", delivery->words.bits);
  add_number (sum, "rate", delivery->words.rate);
  add_text (sum, "shaping", delivery->words.shaping);
  return g_strdup (g_checksum_get_string (sum));
}

/* --- files */

static gint64
time_of (const struct stat *info)
{
  return (gint64) info->st_mtim.tv_sec * US + info->st_mtim.tv_nsec / 1000;
}

static gboolean
is_same (JsonObject *known, const gchar *path)
{
  struct stat info;
  g_autofree gchar *sum = NULL;

  if (!known || stat (path, &info) != 0 ||
      json_object_get_int_member_with_default (known, "size", -1) !=
          info.st_size)
    return FALSE;
  if (json_object_get_int_member_with_default (known, "modified", -1) ==
      time_of (&info))
    return TRUE;
  sum = master_record_hash (path);
  return sum && g_strcmp0 (mst_json_string (known, "sha256"), sum) == 0;
}

static gboolean
add_known (JsonObject *root, const gchar *name, const gchar *path,
    GError **error)
{
  JsonObject *object = json_object_new ();
  struct stat info;
  g_autofree gchar *sum = NULL;

  json_object_set_object_member (root, name, object);
  if (stat (path, &info) != 0 || !(sum = master_record_hash (path)))
    return master_fail (error, path, "cannot be read again");
  json_object_set_int_member (object, "size", info.st_size);
  json_object_set_int_member (object, "modified", time_of (&info));
  json_object_set_string_member (object, "sha256", sum);
  return TRUE;
}

static gchar *
name_of (const MasterRequest *request)
{
  return g_strconcat (request->delivery->output, ENDING, NULL);
}

static JsonObject *
load (JsonParser *parser, const gchar *name)
{
  g_autofree gchar *text = NULL;
  struct stat info;
  gsize length;

  if (stat (name, &info) != 0 || info.st_size > LARGEST ||
      !g_file_get_contents (name, &text, &length, NULL) ||
      !mst_json_load (parser, text, (gssize) length, NULL))
    return NULL;
  return mst_json_root (parser);
}

static gboolean
write_note (const MasterRequest *request, gboolean made, GError **error)
{
  g_autoptr (JsonObject) root = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *name = name_of (request);
  g_autofree gchar *settings = sum_settings (request);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) why = NULL;

  json_object_set_string_member (root, "version", VERSION);
  json_object_set_string_member (root, "settings", settings);
  if (!add_known (root, "input", request->input, error) ||
      (made && !add_known (root, "output", request->delivery->output, error)))
    return FALSE;
  json_node_set_object (node, root);
  text = json_to_string (node, TRUE);
  return g_file_set_contents (name, text, -1, &why) ||
      master_fail (error, name, "cannot write: %s", why->message);
}

static gboolean
is_there (const MasterRequest *request)
{
  return g_file_test (request->delivery->output, G_FILE_TEST_EXISTS);
}

static gboolean
is_done (const MasterRequest *request)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree gchar *name = name_of (request);
  g_autofree gchar *settings = NULL;
  JsonObject *root = load (parser, name);

  if (!root || !is_there (request) ||
      g_strcmp0 (mst_json_string (root, "version"), VERSION) != 0)
    return FALSE;
  settings = sum_settings (request);
  if (g_strcmp0 (mst_json_string (root, "settings"), settings) != 0 ||
      !is_same (mst_json_object (root, "input"), request->input))
    return FALSE;
  return json_object_has_member (root, "output")
      ? is_same (mst_json_object (root, "output"), request->delivery->output)
      : write_note (request, TRUE, NULL);
}

/* --- all of a project */

static gboolean
are_done (const MasterProject *project, guint song)
{
  const MasterRequest *requests = master_project_requests (project, song);

  for (guint i = 0; i < project->n_deliveries; i++)
    if (!is_done (&requests[i]))
      return FALSE;
  return TRUE;
}

guint
master_done_drop (MasterProject *project)
{
  guint dropped = 0;

  for (guint song = 0; song < project->songs->len;) {
    if (!are_done (project, song)) {
      song++;
      continue;
    }
    if (!project->options->quiet)
      printf ("%s: done before\n",
          master_request_name (master_project_requests (project, song)));
    master_project_drop (project, song);
    dropped++;
  }
  return dropped;
}

void
master_done_begin (const MasterProject *project)
{
  for (guint i = 0; i < project->requests->len; i++) {
    const MasterRequest *request =
        &g_array_index (project->requests, MasterRequest, i);

    if (!is_there (request))
      write_note (request, FALSE, NULL);
  }
}

/* A master that was not made is not being made any more. */
static gboolean
note (const MasterRequest *request, gboolean made, GError **error)
{
  g_autofree gchar *name = name_of (request);

  if (made)
    return write_note (request, TRUE, error);
  if (!is_there (request))
    g_unlink (name);
  return TRUE;
}

gboolean
master_done_note (const MasterProject *project, const MasterResult *results,
    GError **error)
{
  gboolean good = TRUE;

  for (guint i = 0; i < project->requests->len; i++)
    good &= note (&g_array_index (project->requests, MasterRequest, i),
        !results[i].error, good ? error : NULL);
  return good;
}
