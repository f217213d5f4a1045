/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp4.h"

#include <string.h>

#include "rewrite.h"
#include "tools/base/errors.h"
#include "tools/pass/boxes.h"

/* The boxes that are changed; version 0 of each, as the muxer writes them. */
typedef struct {
  MasterBox film, track, media, list;
} Headers;

typedef struct {
  guint64 skip, frames; /* what stands in front of the song, and the song */
  gboolean known;       /* the headers were found and can hold it */
} Edit;

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

/* mvhd, tkhd: the durations at 16 and 20; elst: a duration at 8, a start in the
 * media at 12. */
static gboolean
write_headers (FILE *file, const Headers *self, const Edit *edit)
{
  const guint64 scale = master_box_time_scale (&self->media);
  const guint64 film = master_box_time_scale (&self->film);
  const guint64 length = (edit->frames * film + scale / 2) / MAX (scale, 1);

  return master_write_be (file, self->film.at + 16, (guint32) length) &&
      master_write_be (file, self->track.at + 20, (guint32) length) &&
      master_write_be (file, self->list.at + 8, (guint32) length) &&
      master_write_be (file, self->list.at + 12, (guint32) edit->skip);
}

static gboolean
is_writable (const Headers *self, const Edit *edit)
{
  const guint64 film = master_box_time_scale (&self->film);
  const guint64 scale = master_box_time_scale (&self->media);

  return film > 0 && scale > 0 && edit->skip < G_MAXINT32 &&
      edit->frames < G_MAXUINT64 / film &&
      edit->frames * film / scale < G_MAXUINT32;
}

static gboolean
write_edit (FILE *file, gpointer data)
{
  Edit *self = data;
  MasterBox moov;
  g_autofree guint8 *memory = master_box_read_moov (file, &moov);
  Headers headers;

  self->known =
      memory && find_headers (&headers, &moov) && is_writable (&headers, self);
  return !self->known || write_headers (file, &headers, self);
}

gboolean
master_mp4_finish (const gchar *path, const gchar *name, guint64 skip,
    guint64 frames, GError **error)
{
  Edit edit = { .skip = skip, .frames = frames };

  if (!master_rewrite_file (path, name, write_edit, &edit, error))
    return FALSE;
  if (!edit.known)
    master_warn (name, "cannot tell players which of its frames are the song");
  return TRUE;
}
