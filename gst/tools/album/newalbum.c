/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <string.h>

#include "album.h"
#include "album/cueread.h"
#include "tools/base/errors.h"
#include "tools/media/output.h"
#include "tools/media/songs.h"

/* A cue sheet is longer than no one. */
#define LONGEST_SHEET (1 << 20)

static gboolean
is_cue (const gchar *name)
{
  gsize length = strlen (name);

  return length > 4 && g_ascii_strcasecmp (name + length - 4, ".cue") == 0;
}

/* From the folder of the project, where the path leads down from it. */
static gchar *
relative (const gchar *folder, const gchar *path)
{
  g_autofree gchar *whole = g_canonicalize_filename (path, NULL);
  gsize length = strlen (folder);

  if (strncmp (whole, folder, length) == 0 && whole[length] == '/')
    return g_strdup (whole + length + 1);
  return g_steal_pointer (&whole);
}

static MstProject *
from_cue (const gchar *name, const gchar *folder, GError **error)
{
  g_autofree gchar *text = NULL, *whole = NULL, *beside = NULL;
  g_autoptr (GError) why = NULL;
  MstProject *project = NULL;
  gsize length;

  if (!g_file_get_contents (name, &text, &length, &why))
    master_fail_as (error, MASTER_ERROR_INPUT, name, "%s", why->message);
  else if (length > LONGEST_SHEET || strlen (text) != length)
    master_fail_as (error, MASTER_ERROR_INPUT, name, "is not a cue sheet");
  else if (!(project = mst_cue_read (text, &why)))
    master_fail_as (error, MASTER_ERROR_INPUT, name, "%s", why->message);
  whole = g_canonicalize_filename (name, NULL);
  beside = g_path_get_dirname (whole);
  for (guint i = 0; project && i < project->songs->len; i++) {
    MstSong *song = mst_project_song (project, i);
    g_autofree gchar *path = g_canonicalize_filename (song->file, beside);
    g_free (song->file);
    song->file = relative (folder, path);
  }
  return project;
}

static MstProject *
from_songs (gchar **names, const gchar *folder, GError **error)
{
  g_autoptr (GPtrArray) songs = master_songs_find (names);
  MstProject *project;

  if (songs->len == 0) {
    master_fail_as (error, MASTER_ERROR_INPUT, *names,
        "there are no songs in it");
    return NULL;
  }
  project = mst_project_new ();
  for (guint i = 0; i < songs->len; i++) {
    const MasterSong *song = g_ptr_array_index (songs, i);
    mst_project_add_song (project)->file = relative (folder, song->name);
  }
  return project;
}

gboolean
master_album_new (const MasterOptions *options, GError **error)
{
  g_autofree gchar *whole = g_canonicalize_filename (options->new_album, NULL);
  g_autofree gchar *folder = g_path_get_dirname (whole);
  g_autofree gchar *text = NULL;
  const gboolean cue = is_cue (*options->inputs) && !options->inputs[1];
  g_autoptr (MstProject) project = cue
      ? from_cue (*options->inputs, folder, error)
      : from_songs (options->inputs, folder, error);
  MasterOutput output = { 0 };
  gboolean good;

  if (!project)
    return FALSE;
  text = mst_project_write (project);
  good = master_output_open (&output, options->new_album, *options->inputs,
             options->force, error) &&
      master_output_write_text (&output, text, error) &&
      master_output_commit (&output, error);
  master_output_clear (&output);
  return good;
}
