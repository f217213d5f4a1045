/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "room.h"

#include <gio/gio.h>

#include "album/sequence.h"
#include "tools/base/errors.h"

#define DEFAULT_BITS 24.0 /* of files */

/* A master takes so many bytes for each sample: for the runs that are made
 * first, and for what is made of them. */
static gdouble
bytes_of_sample (const MstMaster *master)
{
  const gdouble word = (master->bits > 0.0 ? master->bits : DEFAULT_BITS) / 8.0;
  const gboolean packed = master->format == 0; /* FLAC */

  switch ((MstMasterKind) master->kind) {
    case MST_MASTER_CD:
      return 2.0 + 2.0;
    case MST_MASTER_VINYL:
    case MST_MASTER_CASSETTE:
      return 4.0 + 3.0;
    case MST_MASTER_ARCHIVE:
      return 4.0 + 4.0;
    case MST_MASTER_FILES:
    default:
      return word + (packed ? 0.5 * word : word);
  }
}

static gdouble
samples_of (const MasterAlbumMaterial *self, const MstMaster *master, guint i)
{
  const gboolean wide =
      master->kind == MST_MASTER_FILES || master->kind == MST_MASTER_ARCHIVE;
  const gint channels = wide ? MAX (self->facts[i].measured.channels, 2) : 2;
  gdouble frames = (gdouble) self->length[i];

  if (master->kind == MST_MASTER_CD)
    frames *= (gdouble) MST_DISC_RATE / self->rates[i];
  return frames * channels;
}

gdouble
master_room_needed (const MasterAlbumMaterial *self)
{
  const GArray *masters = self->project->masters;
  gdouble bytes = 0.0;

  for (guint k = 0; k < masters->len; k++) {
    const MstMaster *master = &g_array_index (masters, MstMaster, k);
    for (guint i = 0; i < self->project->songs->len; i++)
      bytes += bytes_of_sample (master) * samples_of (self, master, i);
  }
  return bytes;
}

gboolean
master_room_check (const MasterAlbumMaterial *self, const gchar *folder,
    const gchar *name, GError **error)
{
  const gdouble needed = master_room_needed (self);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (file,
      G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  g_autofree gchar *wanted = NULL, *there = NULL;
  guint64 free_bytes;

  if (!info ||
      !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return TRUE;
  free_bytes =
      g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  if (needed <= (gdouble) free_bytes)
    return TRUE;
  wanted = g_format_size ((guint64) needed);
  there = g_format_size (free_bytes);
  return master_fail_as (error, MASTER_ERROR_TEMPORARY, name,
      "the album takes %s and more while it is made, and the disk has room "
      "for %s",
      wanted, there);
}
