/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tree.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
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

/* A name that ends in a slash names the same folder. */
static gchar *
without_slashes (const gchar *name)
{
  gchar *copy = g_strdup (name);

  for (gsize n = strlen (copy); n > 1 && copy[n - 1] == G_DIR_SEPARATOR; n--)
    copy[n - 1] = '\0';
  return copy;
}

gboolean
master_tree_open (MasterTree *self, const gchar *name, gboolean replace,
    GError **error)
{
  g_autofree gchar *above = NULL, *hidden = NULL;

  *self = (MasterTree){ .name = without_slashes (name), .replace = replace };
  if (g_file_test (self->name, G_FILE_TEST_EXISTS) &&
      !g_file_test (self->name, G_FILE_TEST_IS_DIR))
    return master_fail (error, name, "is not a folder");
  if (g_file_test (self->name, G_FILE_TEST_EXISTS) && !replace &&
      !is_empty (self->name))
    return master_fail (error, name,
        "exists already and is not empty; --force replaces it");
  above = g_path_get_dirname (self->name);
  hidden = g_build_filename (above, ".gst-master-XXXXXX", NULL);
  if (!g_mkdtemp_full (hidden, 0777))
    return master_fail (error, name, "cannot be made: %s", g_strerror (errno));
  self->folder = g_steal_pointer (&hidden);
  return TRUE;
}

gchar *
master_tree_path (const MasterTree *self, const gchar *first, ...)
{
  g_autofree gchar *path = g_build_filename (self->folder, first, NULL);
  g_autofree gchar *above = NULL;
  va_list parts;

  va_start (parts, first);
  for (const gchar *part = va_arg (parts, const gchar *); part;
       part = va_arg (parts, const gchar *)) {
    gchar *longer = g_build_filename (path, part, NULL);
    g_free (path);
    path = longer;
  }
  va_end (parts);
  above = g_path_get_dirname (path);
  g_mkdir_with_parents (above, 0777);
  return g_steal_pointer (&path);
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
  const gboolean exists = g_file_test (self->name, G_FILE_TEST_IS_DIR);

  if (exists && g_rename (self->name, old) != 0)
    return FALSE;
  if (g_rename (self->folder, self->name) != 0) {
    if (exists)
      g_rename (old, self->name);
    return FALSE;
  }
  if (exists)
    master_tree_remove (old);
  return TRUE;
}

gboolean
master_tree_commit (MasterTree *self, GError **error)
{
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
}
