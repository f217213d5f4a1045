/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "release.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "tools/base/jsonnumber.h"

#define LONGEST_NAME 200 /* bytes */

/* Letters that some file system does not take, and a leading dot, become _. */
static gchar *
safe_name (const gchar *title)
{
  gchar *name = g_utf8_make_valid (title, -1);
  gsize length = strlen (name);

  for (gchar *at = name; *at; at++)
    if ((guchar) *at < 0x20 || *at == 0x7f || strchr ("/\\:*?\"<>|", *at))
      *at = '_';
  if (*name == '.')
    *name = '_';
  if (length > LONGEST_NAME)
    *g_utf8_find_prev_char (name, name + LONGEST_NAME) = '\0';
  return g_strstrip (name);
}

gchar *
master_release_name (const MstProject *project, guint i, const GstTagList *tags,
    const gchar *ending)
{
  g_autofree gchar *title = NULL, *safe = NULL;

  if (!gst_tag_list_get_string (tags, GST_TAG_TITLE, &title)) {
    g_autofree gchar *base =
        g_path_get_basename (mst_project_song (project, i)->file);
    gchar *dot = strrchr (base, '.');
    title = dot && dot != base ? g_strndup (base, (gsize) (dot - base))
                               : g_strdup (base);
  }
  safe = safe_name (title);
  return g_strdup_printf ("%02u %s.%s", i + 1, safe, ending);
}

static void
set_text (JsonObject *object, const gchar *name, const gchar *text)
{
  if (text && *text)
    json_object_set_string_member (object, name, text);
}

static gchar *
md5_of (const gchar *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file ? g_mapped_file_get_bytes (file) : NULL;

  return bytes ? g_compute_checksum_for_bytes (G_CHECKSUM_MD5, bytes) : NULL;
}

static JsonObject *
new_song (const MasterTree *tree, const MstProject *project, guint i,
    const MasterReleased *released)
{
  const MstSong *song = mst_project_song (project, i);
  g_autofree gchar *path =
      g_build_filename (tree->folder, released->file, NULL);
  g_autofree gchar *md5 = md5_of (path);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "number", i + 1);
  set_text (object, "title", song->title);
  set_text (object, "artist", song->artist ? song->artist : project->artist);
  set_text (object, "isrc", song->isrc);
  set_text (object, "composer", song->composer);
  set_text (object, "songwriter", song->songwriter);
  set_text (object, "arranger", song->arranger);
  set_text (object, "file", released->file);
  set_text (object, "md5", md5);
  master_json_set_round (object, "seconds",
      master_measurement_duration (&released->measured));
  master_json_set_round (object, "loudness",
      released->measured.integrated_loudness);
  master_json_set_round (object, "true-peak",
      master_measurement_peak (&released->measured));
  return object;
}

gboolean
master_release_write (const MasterTree *tree, const MstProject *project,
    const MasterReleased *songs, GError **error)
{
  g_autoptr (JsonObject) root = json_object_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *path =
      g_build_filename (tree->folder, "release.json", NULL);
  JsonArray *list = json_array_new ();

  json_object_set_int_member (root, "version", 1);
  set_text (root, "title", project->title);
  set_text (root, "artist", project->artist);
  set_text (root, "upc", project->ean);
  set_text (root, "catalog", project->catalog);
  set_text (root, "label", project->label);
  set_text (root, "date", project->date);
  set_text (root, "genre", project->genre);
  set_text (root, "copyright", project->copyright);
  set_text (root, "phonogram", project->phonogram);
  for (guint i = 0; i < project->songs->len; i++)
    json_array_add_object_element (list,
        new_song (tree, project, i, &songs[i]));
  json_object_set_array_member (root, "tracks", list);
  json_node_set_object (node, root);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}
