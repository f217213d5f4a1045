/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tree.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tools/base/errors.h"

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
    "cd.cue", "cd.toc", "pq-sheet.txt", NULL };
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
      master_fail (error, self->name,
          "exists already and is not empty; --force replaces it");
}

gboolean
master_tree_open (MasterTree *self, const gchar *name, gboolean replace,
    GError **error)
{
  g_autofree gchar *above = NULL, *hidden = NULL;

  *self = (MasterTree){ .name = g_strdup (name),
    .place = resolve (name),
    .replace = replace };
  if (!check_place (self, error))
    return FALSE;
  above = g_path_get_dirname (self->place);
  hidden = g_build_filename (above, ".gst-master-XXXXXX", NULL);
  if (!g_mkdtemp_full (hidden, 0777))
    return master_fail (error, name, "cannot be made: %s", g_strerror (errno));
  self->folder = g_steal_pointer (&hidden);
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

/* The old folder steps aside first, and is removed when the new one stands. */
static gboolean
replace (MasterTree *self)
{
  g_autofree gchar *old = g_strconcat (self->folder, "-old", NULL);
  const gboolean exists = g_file_test (self->place, G_FILE_TEST_IS_DIR);

  if (exists && g_rename (self->place, old) != 0)
    return FALSE;
  if (g_rename (self->folder, self->place) != 0) {
    if (exists)
      g_rename (old, self->place);
    return FALSE;
  }
  if (exists)
    master_tree_remove (old);
  return TRUE;
}

gboolean
master_tree_commit (MasterTree *self, GError **error)
{
  /* Songs may have come into it since. */
  if (!check_place (self, error))
    return FALSE;
  if (!replace (self))
    return master_fail (error, self->name, "cannot be written: %s",
        g_strerror (errno));
  g_clear_pointer (&self->folder, g_free);
  return TRUE;
}

void
master_tree_clear (MasterTree *self)
{
  if (self->folder)
    master_tree_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->place, g_free);
}
