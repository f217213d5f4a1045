/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "extent.h"

#include <stdio.h>
#include <string.h>

#include "boxes.h"
#include "mpeg.h"

/* --- MP3: http://gabriel.mp3-tech.org/mp3infotag.html */

#define DECODER_DELAY 529 /* frames, of every decoder of layer 3 */
#define XING_FRAMES 1u
#define XING_BYTES 2u
#define XING_TOC 4u
#define XING_QUALITY 8u
#define TOC_BYTES 100
#define LAME_DELAYS 21 /* in the extension: two numbers of 12 bits */
/* Tags at the end of the file that may not count as sound. */
#define END_TAGS (64 * 1024)

/* A tag that was left in a file that has been cut or joined is not true. */
static gboolean
fits_file (guint64 told, gint64 there)
{
  return told > 0 && there >= 0 && (guint64) there >= told &&
      (guint64) there <= told + END_TAGS;
}

static gboolean
is_lame (const guint8 *extension)
{
  static const gchar *const known[] = { "LAME", "Lavc", "Lavf" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (memcmp (extension, known[i], 4) == 0)
      return TRUE;
  return FALSE;
}

static void
read_xing (MasterExtent *self, const guint8 *frame, gint64 bytes)
{
  const guint8 *at = frame + master_mpeg_xing_place (frame);
  const guint32 flags = (guint32) master_get_be (at + 4, 4);
  const guint frame_length = master_mpeg_frame_length (frame);
  guint64 frames = 0, told = 0;
  guint delay, padding;

  if (memcmp (at, "Xing", 4) != 0 && memcmp (at, "Info", 4) != 0)
    return;
  at += 8;
  if (flags & XING_FRAMES)
    frames = master_get_be (at, 4);
  at += flags & XING_FRAMES ? 4 : 0;
  if (flags & XING_BYTES)
    told = master_get_be (at, 4);
  at += flags & XING_BYTES ? 4 : 0;
  at += flags & XING_TOC ? TOC_BYTES : 0;
  at += flags & XING_QUALITY ? 4 : 0;
  self->drops_clipping = TRUE;
  if (!is_lame (at))
    return;
  delay = (guint) master_get_be (at + LAME_DELAYS, 3) >> 12;
  padding = (guint) master_get_be (at + LAME_DELAYS, 3) & 0xfff;
  self->rate = (gint) master_mpeg_rate (frame);
  self->skip = delay + DECODER_DELAY;
  if (fits_file (told, bytes) && frames * frame_length > delay + padding)
    self->length = frames * frame_length - delay - padding;
}

static void
read_mp3 (MasterExtent *self, FILE *file)
{
  guint8 frame[256];
  const gint64 at = master_mpeg_skip_id3 (file);

  if (master_read_at (file, at, frame, sizeof (frame)) && frame[0] == 0xff &&
      (frame[1] & 0xe6) == 0xe2 && (gint) master_mpeg_rate (frame) > 0)
    read_xing (self, frame, master_file_size (file) - at);
}

/* --- MP4 */

/* qtdemux leaves out packets that begin behind the end of a track's edit list,
 * or behind the end of the film. It gets to see no list: the box has the name
 * of an empty one; and a film that is longer by a second. */
static void
hide_edits (MasterExtent *self, const MasterBox *edits)
{
  self->patches[0] =
      (MasterPatch){ (guint64) edits->at - 4, { 'f', 'r', 'e', 'e' }, 4 };
}

static void
lengthen (MasterExtent *self, const MasterBox *film)
{
  const gboolean wide = film->size > 0 && film->bytes[0] == 1;
  const gsize at = wide ? 24 : 16, n = wide ? 8 : 4;
  guint64 duration;
  MasterPatch patch = { (guint64) film->at + at, { 0 }, (guint) n };

  if (film->size < at + n)
    return;
  duration = master_get_be (film->bytes + at, (guint) n) +
      master_box_time_scale (film);
  for (gsize i = 0; i < n; i++)
    patch.bytes[i] = (guint8) (duration >> 8 * (n - 1 - i));
  if (duration < (wide ? (guint64) G_MAXINT64 : G_MAXUINT32))
    self->patches[1] = patch;
}

/* elst: version (1), flags (3), a count (4), and for each entry a duration in
 * the film's time scale, a place in the track's own, and a speed. Of anything
 * but one entry GStreamer's idea is followed. */
static gboolean
read_edit (const MasterBox *elst, guint64 *duration, guint64 *start)
{
  const guint width = elst->size > 0 && elst->bytes[0] == 1 ? 8 : 4;
  const guint8 *entry = elst->bytes + 8;

  if (elst->size < 8 + 2 * width + 4 ||
      master_get_be (elst->bytes + 4, 4) != 1 ||
      master_get_be (entry + 2 * width, 4) != 0x10000)
    return FALSE;
  *duration = master_get_be (entry, width);
  *start = master_get_be (entry + width, width);
  return *start >> (8 * width - 1) == 0;
}

/* " 00000000 00000840 000001CA 00000000003F31F6 ...": zero, delay, padding and
 * length, in hexadecimal. */
static gboolean
read_itunes (const MasterBox *moov, guint64 *skip, guint64 *length)
{
  static const guint8 key[] = "iTunSMPB";
  const guint8 *at = memmem (moov->bytes, moov->size, key, sizeof (key) - 1);
  gchar text[96] = { 0 };
  const gchar *numbers;
  guint64 padding;
  gint fields = 0;

  if (!at)
    return FALSE;
  at += sizeof (key) - 1;
  /* "data" (4), a type (4), a locale (4) */
  at = memmem (at, MIN ((gsize) 32, moov->size - (gsize) (at - moov->bytes)),
      "data", 4);
  if (!at || (gsize) (at + 12 - moov->bytes) + sizeof (text) > moov->size + 1)
    return FALSE;
  memcpy (text, at + 12, sizeof (text) - 1);
  numbers = strchr (text, ' ');
  if (numbers)
    fields = sscanf (numbers,
        " %*8x %8" G_GINT64_MODIFIER "x %8" G_GINT64_MODIFIER
        "x %16" G_GINT64_MODIFIER "x",
        skip, &padding, length);
  return fields == 3;
}

/* The length by the edit list is exact where the film's time scale is fine
 * enough, and else that of the packets is. */
static guint64
get_edited_length (guint64 duration, guint32 film_scale, guint64 left,
    guint32 scale)
{
  guint64 edited;

  if (film_scale == 0 || duration == 0 || duration > G_MAXUINT32)
    return left;
  edited = duration * scale / film_scale;
  return edited + scale / film_scale + 1 < left || film_scale == scale
      ? MIN (edited, left)
      : left;
}

static void
read_track (MasterExtent *self, const MasterBox *moov, const MasterBox *track)
{
  static const guint32 to_film[] = { MASTER_BOX ('m', 'v', 'h', 'd'), 0 };
  static const guint32 to_media[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('m', 'd', 'h', 'd'), 0 };
  static const guint32 to_packets[] = { MASTER_BOX ('m', 'd', 'i', 'a'),
    MASTER_BOX ('m', 'i', 'n', 'f'), MASTER_BOX ('s', 't', 'b', 'l'),
    MASTER_BOX ('s', 't', 't', 's'), 0 };
  static const guint32 to_edits[] = { MASTER_BOX ('e', 'd', 't', 's'), 0 };
  static const guint32 to_list[] = { MASTER_BOX ('e', 'l', 's', 't'), 0 };
  MasterBox film, media, packets, edits, list;
  guint64 total, duration = 0, start = 0, length;
  guint32 scale;

  if (!master_box_find (moov, to_film, &film) ||
      !master_box_find (track, to_media, &media) ||
      !master_box_find (track, to_packets, &packets))
    return;
  scale = master_box_time_scale (&media);
  total = master_box_sum_packets (&packets);
  if (scale == 0 || scale > G_MAXINT32 || total == 0)
    return;
  if (master_box_find (track, to_edits, &edits)) {
    if (!master_box_find (&edits, to_list, &list) ||
        !read_edit (&list, &duration, &start) || start >= total)
      return;
    hide_edits (self, &edits);
    self->skip = start;
    self->length = get_edited_length (duration, master_box_time_scale (&film),
        total - start, scale);
  }
  if (read_itunes (moov, &start, &length) && length > 0 && start < total &&
      length <= total - start) {
    self->skip = start;
    self->length = length;
  }
  if (self->length == 0)
    return;
  self->rate = (gint) scale;
  lengthen (self, &film);
}

static void
read_mp4 (MasterExtent *self, FILE *file)
{
  MasterBox moov, track;
  g_autofree guint8 *memory = master_box_read_moov (file, &moov);

  if (memory && master_box_find_track (&moov, &track))
    read_track (self, &moov, &track);
}

MasterExtent
master_extent_read (const gchar *path)
{
  MasterExtent self = { 0 };
  guint8 head[12];
  FILE *file = fopen (path, "rb");

  if (!file)
    return self;
  if (master_read_at (file, 0, head, sizeof (head))) {
    if (memcmp (head + 4, "ftyp", 4) == 0)
      read_mp4 (&self, file);
    else
      read_mp3 (&self, file);
  }
  fclose (file);
  return self;
}
