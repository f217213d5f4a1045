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
master_release_title (const MstProject *project, guint i,
    const GstTagList *tags)
{
  const MstSong *song = mst_project_song (project, i);
  g_autofree gchar *base = NULL;
  gchar *title = NULL, *dot;

  if (song->title)
    return g_strdup (song->title);
  if (tags && gst_tag_list_get_string (tags, GST_TAG_TITLE, &title))
    return title;
  base = g_path_get_basename (song->file);
  dot = strrchr (base, '.');
  return dot && dot != base ? g_strndup (base, (gsize) (dot - base))
                            : g_strdup (base);
}

gchar *
master_release_name (const MstProject *project, guint i, const GstTagList *tags,
    const gchar *ending)
{
  g_autofree gchar *title = master_release_title (project, i, tags);
  g_autofree gchar *safe = safe_name (title);

  return g_strdup_printf ("%02u %s.%s", i + 1, safe, ending);
}

void
master_released_clear (MasterReleased *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->analysis, gst_structure_free);
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

static void
set_credits (JsonObject *object, const MstSong *song, const MstProject *project,
    const gchar *artist)
{
  set_text (object, "artist", artist);
  set_text (object, "isrc", song->isrc);
  set_text (object, "composer", song->composer);
  set_text (object, "songwriter", song->songwriter);
  set_text (object, "lyricist", song->lyricist);
  set_text (object, "arranger", song->arranger);
  set_text (object, "producer", song->producer);
  set_text (object, "publisher", song->publisher);
  set_text (object, "language",
      song->language ? song->language : project->language);
  json_object_set_boolean_member (object, "explicit", song->explicit);
}

/* The file that was written, and how loud it is. */
static void
set_file (JsonObject *object, const MasterTree *tree,
    const MasterReleased *released)
{
  const MasterMeasurement *measured = &released->measured;
  g_autofree gchar *path =
      g_build_filename (tree->folder, released->file, NULL);
  g_autofree gchar *md5 = md5_of (path);

  set_text (object, "file", released->file);
  set_text (object, "md5", md5);
  json_object_set_int_member (object, "rate", measured->sample_rate);
  json_object_set_int_member (object, "channels", measured->channels);
  json_object_set_int_member (object, "frames", (gint64) measured->frames);
  master_json_set_round (object, "seconds",
      master_measurement_duration (measured));
  master_json_set_round (object, "loudness", measured->integrated_loudness);
  master_json_set_round (object, "true-peak",
      master_measurement_peak (measured));
}

static JsonObject *
new_song (const MasterTree *tree, const MasterPrepared *prepared, guint i,
    const MasterReleased *released)
{
  const MstProject *project = prepared->project;
  const MstSong *song = mst_project_song (project, i);
  const GstTagList *tags = prepared->facts[i].tags;
  g_autofree gchar *title = master_release_title (project, i, tags);
  g_autofree gchar *of_file = NULL;
  JsonObject *object = json_object_new ();

  if (tags)
    gst_tag_list_get_string (tags, GST_TAG_ARTIST, &of_file);
  json_object_set_int_member (object, "number", i + 1);
  set_text (object, "title", title);
  set_credits (object, song, project,
      song->artist          ? song->artist
          : project->artist ? project->artist
                            : of_file);
  if (released->file)
    set_file (object, tree, released);
  return object;
}

static void
set_album (JsonObject *root, const MstProject *project)
{
  json_object_set_int_member (root, "version", 1);
  set_text (root, "title", project->title);
  set_text (root, "artist", project->artist);
  set_text (root, "upc", project->ean);
  set_text (root, "catalog", project->catalog);
  set_text (root, "label", project->label);
  set_text (root, "date", project->date);
  set_text (root, "genre", project->genre);
  set_text (root, "language", project->language);
  set_text (root, "copyright", project->copyright);
  set_text (root, "phonogram", project->phonogram);
  set_text (root, "cover", project->cover);
}

gboolean
master_release_write (const MasterTree *tree, const MasterPrepared *prepared,
    const MasterReleased *songs, GError **error)
{
  const MstProject *project = prepared->project;
  g_autoptr (JsonObject) root = json_object_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *path =
      g_build_filename (tree->folder, "release.json", NULL);
  JsonArray *list = json_array_new ();
  gdouble seconds = 0.0;

  set_album (root, project);
  for (guint i = 0; i < project->songs->len; i++) {
    json_array_add_object_element (list,
        new_song (tree, prepared, i, &songs[i]));
    seconds += master_measurement_duration (&songs[i].measured);
  }
  if (seconds > 0.0)
    master_json_set_round (root, "seconds", seconds);
  json_object_set_array_member (root, "tracks", list);
  json_node_set_object (node, root);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}
