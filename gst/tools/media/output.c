/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* renameat2 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tools/base/errors.h"
#include "tools/base/interrupt.h"

/* A temporary file has its lock by then [s]. */
#define YOUNG_SECONDS 2

static gboolean
is_same_file (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static gboolean
check_existing (MasterOutput *self, const gchar *input, mode_t *mode,
    GError **error)
{
  struct stat out, in;

  if (stat (self->name, &out) != 0)
    return lstat (self->name, &out) != 0 || !S_ISLNK (out.st_mode) ||
        master_fail (error, self->name,
            "is a link that leads nowhere; remove it, or name what it should "
            "lead to");
  if (S_ISDIR (out.st_mode))
    return master_fail (error, self->name, "is a folder");
  if (stat (input, &in) == 0 && is_same_file (&in, &out))
    return master_fail (error, self->name, "is the input itself");
  if (!S_ISREG (out.st_mode))
    return master_fail (error, self->name, "is not a file");
  if (!self->replace)
    return master_fail_as (error, MASTER_ERROR_EXISTS, self->name,
        "exists already; --force replaces "
        "it");
  *mode = out.st_mode & 07777;
  return TRUE;
}

/* The mode that a plain open() would give a new file. It is found but once, for
 * the mask cannot be read without changing it, and that for all threads. */
static mode_t
get_new_mode (void)
{
  static gsize found; /* the mask + 1 */

  if (g_once_init_enter (&found)) {
    mode_t mask = umask (0);

    umask (mask);
    g_once_init_leave (&found, (gsize) mask + 1);
  }
  return 0666 & ~(mode_t) (found - 1);
}

/* --- temporary files: whoever makes one locks it, so that one without a lock
 * belongs to a run that is dead. */

#define PREFIX ".gst-master-"
#define RANDOM_PART 6

static gboolean
is_temporary (const gchar *name)
{
  return g_str_has_prefix (name, PREFIX) &&
      strlen (name) == strlen (PREFIX) + RANDOM_PART;
}

/* Only a plain file of the user's own. Between its making and its lock a file
 * looks as if nobody had it; hence a young one is left alone. */
static void
remove_if_dead (const gchar *path)
{
  struct stat info;
  int fd = open (path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_uid == geteuid () &&
      g_get_real_time () / G_USEC_PER_SEC - info.st_mtime > YOUNG_SECONDS &&
      flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (fd);
}

static void
remove_dead (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_temporary (name)) {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      remove_if_dead (path);
    }
}

static gboolean
make_temporary (MasterOutput *self, mode_t mode, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (self->target);
  g_autofree gchar *path = g_build_filename (folder, PREFIX "XXXXXX", NULL);

  remove_dead (folder);
  self->lock = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return master_fail_number (error, MASTER_ERROR_FAILED, self->name,
        "cannot write in its folder", errno);
  master_interrupt_add_file (path);
  self->temporary = g_steal_pointer (&path);
  /* Some file systems know no locks and no modes; the file is as good without.
   */
  if (flock (self->lock, LOCK_EX | LOCK_NB) != 0 ||
      fchmod (self->lock, mode) != 0)
    g_debug ("%s: %s", self->temporary, g_strerror (errno));
  return TRUE;
}

static void
forget_temporary (MasterOutput *self)
{
  if (self->temporary) {
    master_interrupt_remove_file (self->temporary);
    close (self->lock);
  }
  g_clear_pointer (&self->temporary, g_free);
}

static gchar *
resolve (const gchar *path)
{
  char *real = realpath (path, NULL);
  gchar *copy = g_strdup (real);

  free (real);
  return copy;
}

/* Replacing a link means replacing what it leads to. A new file has its folder
 * resolved, so that two spellings of one place are the same. */
gchar *
master_output_find_place (const gchar *name)
{
  g_autofree gchar *above = g_path_get_dirname (name);
  g_autofree gchar *base = g_path_get_basename (name);
  g_autofree gchar *folder = resolve (above);
  gchar *target = resolve (name);

  if (target)
    return target;
  return folder ? g_build_filename (folder, base, NULL) : g_strdup (name);
}

gboolean
master_output_open (MasterOutput *self, const gchar *name, const gchar *input,
    gboolean replace, GError **error)
{
  mode_t mode = get_new_mode ();

  *self = (MasterOutput){ .name = g_strdup (name), .replace = replace };
  if (!check_existing (self, input, &mode, error))
    return FALSE;
  self->target = master_output_find_place (name);
  return make_temporary (self, mode, error);
}

gboolean
master_output_open_trial (MasterOutput *self, const gchar *path, GError **error)
{
  *self = (MasterOutput){ .name = g_strdup (path), .target = g_strdup (path) };
  return make_temporary (self, 0600, error);
}

gboolean
master_output_is_same (const MasterOutput *a, const MasterOutput *b)
{
  return g_strcmp0 (a->target, b->target) == 0 ||
      master_output_is_file (a, b->target);
}

gboolean
master_output_is_file (const MasterOutput *self, const gchar *path)
{
  struct stat first, second;

  return stat (self->target, &first) == 0 && stat (path, &second) == 0 &&
      is_same_file (&first, &second);
}

gboolean
master_output_write_text (const MasterOutput *self, const gchar *text,
    GError **error)
{
  FILE *file = fopen (self->temporary, "w");
  gboolean ok = file && fputs (text, file) >= 0;

  if (file)
    ok = fclose (file) == 0 && ok;
  return ok ||
      master_fail_number (error, MASTER_ERROR_FAILED, self->name,
          "cannot write", errno);
}

static gboolean
sync_path (const gchar *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int reason = errno;

  if (fd >= 0)
    close (fd);
  errno = reason;
  return ok;
}

/* Somebody may have made the file since it was looked for. Where the file
 * system cannot rename without replacing, that moment is the risk. */
static gboolean
move (const MasterOutput *self)
{
  if (self->replace)
    return rename (self->temporary, self->target) == 0;
  if (renameat2 (AT_FDCWD, self->temporary, AT_FDCWD, self->target,
          RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (access (self->target, F_OK) == 0) {
    errno = EEXIST;
    return FALSE;
  }
  return rename (self->temporary, self->target) == 0;
}

gboolean
master_output_commit (MasterOutput *self, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (self->target);

  if (!sync_path (self->temporary, O_RDWR) || !move (self))
    return master_fail_number (error, MASTER_ERROR_FAILED, self->name,
        "cannot write", errno);
  forget_temporary (self);
  /* The name itself should survive a power cut too, where the file system
   * lets a folder be synced. */
  sync_path (folder, O_RDONLY | O_DIRECTORY);
  return TRUE;
}

void
master_output_clear (MasterOutput *self)
{
  if (self->temporary)
    g_unlink (self->temporary);
  forget_temporary (self);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->name, g_free);
}
