/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "songs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Names of audio files in a folder end so. A file that the user names is read
 * whatever it is called. */
static const gchar *const endings[] = { "aac", "aif", "aifc", "aiff", "alac",
  "ape", "au", "caf", "flac", "m4a", "m4b", "mka", "mp2", "mp3", "mpc", "oga",
  "ogg", "opus", "rf64", "snd", "spx", "tta", "w64", "wav", "wma", "wv", NULL };

typedef struct {
  GPtrArray *songs;
  GHashTable *seen; /* by their paths */
} Search;

static void
song_free (gpointer data)
{
  MasterSong *self = data;

  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

static gchar *
get_path (const gchar *name)
{
  char *real = realpath (name, NULL);
  gchar *path = real ? g_strdup (real) : g_canonicalize_filename (name, NULL);

  free (real);
  return path;
}

static void
add_file (Search *search, const gchar *name)
{
  gchar *path = get_path (name);
  struct stat info = { 0 };
  MasterSong *song;

  if (!g_hash_table_add (search->seen, path))
    return;
  song = g_new0 (MasterSong, 1);
  song->name = g_strdup (name);
  song->path = g_strdup (path);
  if (stat (path, &info) == 0) {
    song->size = (guint64) info.st_size;
    song->modified =
        (gint64) info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
        info.st_mtim.tv_nsec;
  }
  g_ptr_array_add (search->songs, song);
}

static gboolean
is_called_audio (const gchar *name)
{
  const gchar *dot = strrchr (name, '.');
  g_autofree gchar *ending = dot ? g_ascii_strdown (dot + 1, -1) : NULL;

  return ending && dot != name && g_strv_contains (endings, ending);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* The names are sorted, for a folder has no order of its own. */
static GPtrArray *
list_folder (const gchar *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (*name != '.')
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  if (dir)
    g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Links to folders are not followed, for they may lead back. */
static void
walk (Search *search, const gchar *folder)
{
  g_autoptr (GPtrArray) names = list_folder (folder);

  for (guint i = 0; i < names->len; i++) {
    const gchar *name = g_ptr_array_index (names, i);

    if (g_file_test (name, G_FILE_TEST_IS_DIR)) {
      if (!g_file_test (name, G_FILE_TEST_IS_SYMLINK))
        walk (search, name);
    } else if (is_called_audio (name)) {
      add_file (search, name);
    }
  }
}

GPtrArray *
master_songs_find (gchar **names)
{
  Search search = { g_ptr_array_new_with_free_func (song_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_file_test (names[i], G_FILE_TEST_IS_DIR))
      walk (&search, names[i]);
    else
      add_file (&search, names[i]);
  g_hash_table_unref (search.seen);
  return search.songs;
}

GstStructure *
master_song_to_structure (const MasterSong *self)
{
  g_autofree gchar *path = g_utf8_make_valid (self->path, -1);

  return gst_structure_new ("song", "path", G_TYPE_STRING, path, "size",
      G_TYPE_UINT64, self->size, "modified", G_TYPE_INT64, self->modified,
      NULL);
}
