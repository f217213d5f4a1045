/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "steady.h"

#include <string.h>
#include <sys/stat.h>

#include "tools/base/errors.h"

typedef struct {
  MasterStamp stamp;
  guint64 frames; /* 0: they have not been counted yet */
} Known;

struct _MasterSteady {
  GHashTable *files; /* of Known, by path */
};

MasterStamp
master_stamp_take (const gchar *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return (MasterStamp){ 0 };
  return (MasterStamp){ .device = info.st_dev,
    .inode = info.st_ino,
    .size = (guint64) info.st_size,
    .changed = (gint64) info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
        info.st_mtim.tv_nsec };
}

static gboolean
is_same (const MasterStamp *a, const MasterStamp *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
      a->changed == b->changed;
}

MasterSteady *
master_steady_new (void)
{
  MasterSteady *self = g_new0 (MasterSteady, 1);

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
master_steady_free (MasterSteady *self)
{
  g_hash_table_unref (self->files);
  g_free (self);
}

static Known *
find (MasterSteady *self, const gchar *path, const MasterStamp *before)
{
  Known *known = g_hash_table_lookup (self->files, path);

  if (!known) {
    known = g_new0 (Known, 1);
    known->stamp = *before;
    g_hash_table_insert (self->files, g_strdup (path), known);
  }
  return known;
}

gboolean
master_steady_note (MasterSteady *self, const gchar *path,
    const MasterStamp *before, guint64 frames, GError **error)
{
  const MasterStamp after = master_stamp_take (path);
  Known *known = find (self, path, before);

  if (!is_same (&known->stamp, before) || !is_same (before, &after))
    return master_fail_as (error, MASTER_ERROR_TEMPORARY, path,
        "has been changed while it was worked on");
  if (known->frames == 0)
    known->frames = frames;
  return frames == 0 || frames == known->frames ||
      master_fail_as (error, MASTER_ERROR_TEMPORARY, path,
          "gave %" G_GUINT64_FORMAT " frames at first, and %" G_GUINT64_FORMAT
          " when it was read again",
          known->frames, frames);
}
