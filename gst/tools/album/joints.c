/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "joints.h"

#include "frames.h"
#include "join.h"
#include "soundfile.h"
#include "tools/base/errors.h"
#include "tools/tell/snippet.h"

#define RATE 48000 /* that of Opus */
#define SECONDS 10

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  return master_sound_file_write (user_data, frames, n);
}

static guint64
frames_of (const MasterReleased *song)
{
  return master_join_frames (song->measured.frames, song->measured.sample_rate,
      RATE);
}

static gboolean
put_part (MasterRunner *runner, const MasterTree *tree, MasterSoundFile *file,
    const MasterReleased *song, gboolean end, GError **error)
{
  const guint64 all = frames_of (song), most = SECONDS * RATE;
  g_autofree gchar *path = g_build_filename (tree->folder, song->file, NULL);
  const MasterFrames wanted = { .path = path,
    .name = song->file,
    .work = MASTER_WORK_WATCH,
    .samples = "F32LE",
    .rate = RATE,
    .channels = 2,
    .skip = end && all > most ? all - most : 0,
    .length = MIN (all, most) };

  return master_frames_read (runner, &wanted, take, file, error);
}

static gboolean
write_joint (MasterRunner *runner, const MasterTree *tree,
    const MasterPrepared *prepared, const MasterReleased *songs, guint i,
    const gchar *path, GError **error)
{
  static const MasterSoundForm form = { .rate = RATE, .channels = 2 };
  const gdouble gap = mst_project_flows (prepared->project, i)
      ? 0.0
      : mst_project_song (prepared->project, i)->gap;
  MasterSoundFile file;
  gboolean good;

  if (!master_sound_file_open (&file, path, &form, error))
    return FALSE;
  good = put_part (runner, tree, &file, &songs[i - 1], TRUE, error) &&
      master_sound_file_write_silence (&file, (guint64) (gap * RATE)) &&
      put_part (runner, tree, &file, &songs[i], FALSE, error);
  return master_sound_file_close (&file, good ? error : NULL) && good;
}

static gchar *
tell_how (const MstProject *project, guint i)
{
  const MstSong *song = mst_project_song (project, i);

  if (song->crossfade > 0.0)
    return g_strdup_printf ("crossfade of %g s", song->crossfade);
  return mst_project_flows (project, i)
      ? g_strdup ("flows")
      : g_strdup_printf ("gap of %g s", song->gap);
}

static void
add_joint (JsonArray *array, const MasterPrepared *prepared, guint i,
    GBytes *sound)
{
  const MstProject *project = prepared->project;
  g_autofree gchar *before =
      master_release_title (project, i - 1, prepared->facts[i - 1].tags);
  g_autofree gchar *after =
      master_release_title (project, i, prepared->facts[i].tags);
  g_autofree gchar *name = g_strdup_printf ("%s to %s", before, after);
  g_autofree gchar *how = tell_how (project, i);
  gsize length;
  gconstpointer bytes = g_bytes_get_data (sound, &length);
  g_autofree gchar *text = g_base64_encode (bytes, length);
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "name", name);
  json_object_set_string_member (row, "how", how);
  json_object_set_string_member (row, "sound", text);
  json_array_add_object_element (array, row);
}

JsonArray *
master_joints_hear (MasterRunner *runner, const MasterTree *tree,
    const MasterPrepared *prepared, const MasterReleased *songs, GError **error)
{
  JsonArray *array = json_array_new ();

  for (guint i = 1; i < prepared->project->songs->len; i++) {
    g_autofree gchar *path =
        g_strdup_printf ("%s/joint.wav", prepared->material.work);
    g_autoptr (GBytes) sound = NULL;
    if (!songs[i].file || !master_snippet_is_possible ())
      break;
    if (write_joint (runner, tree, prepared, songs, i, path, error))
      sound = master_snippet_encode (runner, path, songs[i].file, error);
    if (!sound) {
      json_array_unref (array);
      return NULL;
    }
    add_joint (array, prepared, i, sound);
  }
  return array;
}
