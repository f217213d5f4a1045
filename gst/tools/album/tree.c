/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* renameat2 */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tools/base/errors.h"

#define PREFIX ".gst-master-"
#define PLACES "XXXXXX"
#define WORK "-work"

static gboolean
is_empty (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir && !g_dir_read_name (dir);
}

/* The folder itself, where a link or "." names it. A folder that is not there
 * yet keeps its name, without slashes at the end. */
static gchar *
resolve (const gchar *name)
{
  gchar real[PATH_MAX];
  gchar *copy = g_strdup (realpath (name, real) ? real : name);

  for (gsize n = strlen (copy); n > 1 && copy[n - 1] == G_DIR_SEPARATOR; n--)
    copy[n - 1] = '\0';
  return copy;
}

/* The first thing in a folder that no release has, or NULL. */
static gchar *
find_stranger (const gchar *folder)
{
  static const gchar *const own[] = { "streaming", "release.json", "cd",
    "cd.cue", "cd.toc", "pq-sheet.txt", "vinyl", "cassette", "archive", NULL };
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (!g_strv_contains (own, name))
      return g_strdup (name);
  return NULL;
}

static gboolean
is_release (const gchar *folder)
{
  g_autofree gchar *papers = g_build_filename (folder, "release.json", NULL);
  g_autofree gchar *disc = g_build_filename (folder, "cd", "DDPID", NULL);

  return g_file_test (papers, G_FILE_TEST_IS_REGULAR) ||
      g_file_test (disc, G_FILE_TEST_IS_REGULAR);
}

/* All that is in the folder will be removed, so it must be an older release and
 * nothing else. */
static gboolean
check_place (const MasterTree *self, GError **error)
{
  g_autofree gchar *stranger = NULL;

  if (!g_file_test (self->place, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_test (self->place, G_FILE_TEST_IS_DIR))
    return master_fail (error, self->name, "is not a folder");
  if (is_empty (self->place))
    return TRUE;
  stranger = find_stranger (self->place);
  if (self->replace && stranger)
    return master_fail (error, self->name,
        "holds %s, which no release has: --force replaces nothing but releases",
        stranger);
  if (self->replace && !is_release (self->place))
    return master_fail (error, self->name,
        "is not a release: --force replaces nothing but releases");
  return self->replace ||
      master_fail_as (error, MASTER_ERROR_EXISTS, self->name,
          "exists already and is not empty; --force replaces it");
}

/* --- what was left by runs that were killed */

/* A folder that is just made may not be locked yet [s]. */
#define YOUNG 60

static gboolean
is_abandoned (const gchar *folder)
{
  const gint file = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct stat info;
  gboolean free;

  if (file < 0)
    return FALSE;
  free = fstat (file, &info) == 0 && time (NULL) - info.st_mtime > YOUNG &&
      flock (file, LOCK_EX | LOCK_NB) == 0;
  close (file);
  return free;
}

/* The folder that grows, or the one beside it whose work is not kept. */
static gboolean
is_ours (const gchar *name)
{
  const gsize length = strlen (PREFIX PLACES);

  return g_str_has_prefix (name, PREFIX) && strlen (name) >= length &&
      (name[length] == '\0' || g_str_equal (name + length, WORK));
}

/* Work belongs to a folder that grows; without it, the run is over. */
static gboolean
is_stale (const gchar *above, const gchar *name)
{
  g_autofree gchar *owner = g_strndup (name, strlen (PREFIX PLACES));
  g_autofree gchar *path = g_build_filename (above, name, NULL);
  g_autofree gchar *base = g_build_filename (above, owner, NULL);

  return is_abandoned (path) &&
      (!g_file_test (base, G_FILE_TEST_IS_DIR) || is_abandoned (base));
}

static void
remove_stale (const gchar *above)
{
  g_autoptr (GDir) dir = g_dir_open (above, 0, NULL);
  g_autoptr (GPtrArray) stale = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_ours (name) && is_stale (above, name))
      g_ptr_array_add (stale, g_build_filename (above, name, NULL));
  for (guint i = 0; i < stale->len; i++)
    master_tree_remove (g_ptr_array_index (stale, i));
}

/* --- the folder */

gboolean
master_tree_open (MasterTree *self, const gchar *name, gboolean replace,
    GError **error)
{
  g_autofree gchar *above = NULL, *hidden = NULL;

  *self = (MasterTree){ .name = g_strdup (name),
    .place = resolve (name),
    .lock = -1,
    .replace = replace };
  if (!check_place (self, error))
    return FALSE;
  above = g_path_get_dirname (self->place);
  remove_stale (above);
  hidden = g_build_filename (above, PREFIX PLACES, NULL);
  if (!g_mkdtemp_full (hidden, 0777))
    return master_fail (error, name, "cannot be made: %s", g_strerror (errno));
  self->folder = g_steal_pointer (&hidden);
  self->lock = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->lock >= 0)
    flock (self->lock, LOCK_EX | LOCK_NB);
  return TRUE;
}

static gboolean
is_within (const gchar *folder, const gchar *path)
{
  const gsize length = strlen (folder);

  return strncmp (path, folder, length) == 0 &&
      (path[length] == '\0' || path[length] == G_DIR_SEPARATOR ||
          folder[length - 1] == G_DIR_SEPARATOR);
}

gboolean
master_tree_would_lose (const gchar *name, const gchar *path)
{
  g_autofree gchar *folder = resolve (name), *file = resolve (path);
  g_autofree gchar *above = g_path_get_dirname (path);
  g_autofree gchar *link = resolve (above);

  return g_path_is_absolute (folder) &&
      (is_within (folder, file) || is_within (folder, link));
}

gchar *
master_tree_path (const MasterTree *self, const gchar *first, ...)
{
  g_autofree gchar *rest = NULL, *above = NULL;
  gchar *path;
  va_list parts;

  va_start (parts, first);
  rest = g_build_filename_valist (first, &parts);
  va_end (parts);
  path = g_build_filename (self->folder, rest, NULL);
  above = g_path_get_dirname (path);
  g_mkdir_with_parents (above, 0777);
  return path;
}

gchar *
master_tree_work (const MasterTree *self)
{
  return g_strconcat (self->folder, WORK, NULL);
}

void
master_tree_remove (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
        !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
      master_tree_remove (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

/* Where the file system cannot exchange two folders, the old one steps aside
 * first. */
static gboolean
step_aside (MasterTree *self)
{
  g_autofree gchar *old = g_strconcat (self->folder, "-old", NULL);

  if (g_rename (self->place, old) != 0)
    return FALSE;
  if (g_rename (self->folder, self->place) != 0) {
    g_rename (old, self->place);
    return FALSE;
  }
  master_tree_remove (old);
  return TRUE;
}

/* There is a whole release in that place at any moment. */
static gboolean
replace (MasterTree *self)
{
  if (!g_file_test (self->place, G_FILE_TEST_IS_DIR))
    return g_rename (self->folder, self->place) == 0;
  if (renameat2 (AT_FDCWD, self->folder, AT_FDCWD, self->place,
          RENAME_EXCHANGE) != 0)
    return step_aside (self);
  master_tree_remove (self->folder);
  return TRUE;
}

gboolean
master_tree_commit (MasterTree *self, GError **error)
{
  /* Songs may have come into it since. */
  if (!check_place (self, error))
    return FALSE;
  if (!replace (self))
    return master_fail_number (error, MASTER_ERROR_FAILED, self->name,
        "cannot be written", errno);
  g_clear_pointer (&self->folder, g_free);
  return TRUE;
}

void
master_tree_clear (MasterTree *self)
{
  if (self->folder)
    master_tree_remove (self->folder);
  if (self->name && self->lock >= 0)
    close (self->lock);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->place, g_free);
}
