/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp4.h"

#include <errno.h>
#include <string.h>

#include "tools/base/errors.h"
#include "tools/pass/boxes.h"

/* The boxes that are changed; version 0 of each, as the muxer writes them. */
typedef struct {
  MasterBox film, track, media, list;
} Headers;

static gboolean
find_headers (Headers *self, const MasterBox *moov)
{
  static const guint32 to_film[] = { MASTER_BOX ('m', 'v', 'h', 'd'), 0 };
  static const guint32 to_header[] = { MASTER_BOX ('t', 'k', 'h', 'd'), 0 };
  static const guint32 to_media[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('m', 'd', 'h', 'd'), 0 };
  static const guint32 to_list[] = { MASTER_BOX ('e', 'd', 't', 's'),
    MASTER_BOX ('e', 'l', 's', 't'), 0 };
  MasterBox track;

  return master_box_find_track (moov, &track) &&
      master_box_find (moov, to_film, &self->film) &&
      master_box_find (&track, to_header, &self->track) &&
      master_box_find (&track, to_media, &self->media) &&
      master_box_find (&track, to_list, &self->list) && self->film.size >= 20 &&
      self->film.bytes[0] == 0 && self->track.size >= 24 &&
      self->track.bytes[0] == 0 && self->media.size >= 20 &&
      self->media.bytes[0] == 0 && self->list.size >= 20 &&
      self->list.bytes[0] == 0 && master_get_be (self->list.bytes + 4, 4) == 1;
}

static gboolean
put (FILE *file, gint64 at, guint64 value)
{
  const guint32 bytes = GUINT32_TO_BE ((guint32) value);

  return fseeko (file, (off_t) at, SEEK_SET) == 0 &&
      fwrite (&bytes, 1, sizeof (bytes), file) == sizeof (bytes);
}

/* mvhd, tkhd: the durations at 16 and 20; elst: a duration at 8, a start in the
 * media at 12. */
static gboolean
write_edit (FILE *file, const Headers *self, guint64 skip, guint64 frames)
{
  const guint64 scale = master_box_time_scale (&self->media);
  const guint64 film = master_box_time_scale (&self->film);
  const guint64 length = (frames * film + scale / 2) / MAX (scale, 1);

  return put (file, self->film.at + 16, length) &&
      put (file, self->track.at + 20, length) &&
      put (file, self->list.at + 8, length) &&
      put (file, self->list.at + 12, skip);
}

static gboolean
is_writable (const Headers *self, guint64 skip, guint64 frames)
{
  const guint64 film = master_box_time_scale (&self->film);
  const guint64 scale = master_box_time_scale (&self->media);

  return film > 0 && scale > 0 && skip < G_MAXINT32 &&
      frames < G_MAXUINT64 / film && frames * film / scale < G_MAXUINT32;
}

gboolean
master_mp4_finish (const gchar *path, const gchar *name, guint64 skip,
    guint64 frames, GError **error)
{
  FILE *file = fopen (path, "r+b");
  MasterBox moov;
  g_autofree guint8 *memory = file ? master_box_read_moov (file, &moov) : NULL;
  Headers headers;
  gboolean known = memory && find_headers (&headers, &moov) &&
      is_writable (&headers, skip, frames);
  gboolean ok = file && (!known || write_edit (file, &headers, skip, frames));

  if (file)
    ok = fclose (file) == 0 && ok;
  if (!ok)
    return master_fail (error, name, "cannot write: %s", g_strerror (errno));
  if (!known)
    master_warn (name, "cannot tell players which of its frames are the song");
  return TRUE;
}
