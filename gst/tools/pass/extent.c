/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "extent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static guint64
get_be (const guint8 *bytes, guint n)
{
  guint64 value = 0;

  while (n-- > 0)
    value = value << 8 | *bytes++;
  return value;
}

static gint64
get_size (FILE *file)
{
  return fseeko (file, 0, SEEK_END) == 0 ? (gint64) ftello (file) : 0;
}

static gboolean
read_at (FILE *file, gint64 at, gpointer bytes, gsize n)
{
  return fseeko (file, (off_t) at, SEEK_SET) == 0 &&
      fread (bytes, 1, n, file) == n;
}

/* --- MP3: http://gabriel.mp3-tech.org/mp3infotag.html */

#define ID3_HEADER 10
#define DECODER_DELAY 529 /* frames, of every decoder of layer 3 */
#define XING_FRAMES 1u
#define XING_BYTES 2u
#define XING_TOC 4u
#define XING_QUALITY 8u
#define TOC_BYTES 100
#define LAME_DELAYS 21 /* in the extension: two numbers of 12 bits */
/* Tags at the end of the file that may not count as sound. */
#define END_TAGS (64 * 1024)

/* To behind all ID3v2 tags: "ID3", version (2), flags (1), and a size of four
 * times 7 bits. */
static gint64
skip_id3 (FILE *file)
{
  guint8 head[ID3_HEADER];
  gint64 at = 0;

  while (
      read_at (file, at, head, sizeof (head)) && memcmp (head, "ID3", 3) == 0) {
    at += ID3_HEADER + ((head[6] & 0x7f) << 21) + ((head[7] & 0x7f) << 14) +
        ((head[8] & 0x7f) << 7) + (head[9] & 0x7f);
    at += head[5] & 0x10 ? ID3_HEADER : 0; /* a footer */
  }
  return at;
}

static gint
get_mp3_rate (const guint8 *frame)
{
  static const gint rates[3] = { 44100, 48000, 32000 };
  const guint version = frame[1] >> 3 & 3; /* 3: MPEG-1, 2: 2, 0: 2.5 */
  const guint index = frame[2] >> 2 & 3;

  if (index == 3 || version == 1)
    return 0;
  return rates[index] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
}

/* Where the Xing header stands: behind the frame's header and side information.
 */
static guint
get_xing_place (const guint8 *frame)
{
  const gboolean first = (frame[1] >> 3 & 3) == 3;
  const gboolean mono = frame[3] >> 6 == 3;

  return 4 + (first ? (mono ? 17 : 32) : (mono ? 9 : 17));
}

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
  const guint8 *at = frame + get_xing_place (frame);
  const guint32 flags = (guint32) get_be (at + 4, 4);
  const guint frame_length = (frame[1] >> 3 & 3) == 3 ? 1152 : 576;
  guint64 frames = 0, told = 0;
  guint delay, padding;

  if (memcmp (at, "Xing", 4) != 0 && memcmp (at, "Info", 4) != 0)
    return;
  at += 8;
  if (flags & XING_FRAMES)
    frames = get_be (at, 4);
  at += flags & XING_FRAMES ? 4 : 0;
  if (flags & XING_BYTES)
    told = get_be (at, 4);
  at += flags & XING_BYTES ? 4 : 0;
  at += flags & XING_TOC ? TOC_BYTES : 0;
  at += flags & XING_QUALITY ? 4 : 0;
  self->drops_clipping = TRUE;
  if (!is_lame (at))
    return;
  delay = (guint) get_be (at + LAME_DELAYS, 3) >> 12;
  padding = (guint) get_be (at + LAME_DELAYS, 3) & 0xfff;
  self->rate = get_mp3_rate (frame);
  self->skip = delay + DECODER_DELAY;
  if (fits_file (told, bytes) && frames * frame_length > delay + padding)
    self->length = frames * frame_length - delay - padding;
}

static void
read_mp3 (MasterExtent *self, FILE *file)
{
  guint8 frame[256];
  const gint64 at = skip_id3 (file);

  if (read_at (file, at, frame, sizeof (frame)) && frame[0] == 0xff &&
      (frame[1] & 0xe6) == 0xe2 && get_mp3_rate (frame) > 0)
    read_xing (self, frame, get_size (file) - at);
}

/* --- MP4: ISO/IEC 14496-12, boxes of a size (4), a name (4) and contents */

#define BOX_HEADER 8
#define MOST_HEADERS (64 << 20) /* of moov: more is not read */

/* A part of moov. */
typedef struct {
  const guint8 *bytes;
  gsize size;
  gint64 at; /* in the file */
} Box;

/* The next box of `outer` from `offset` on, which moves behind it. */
static gboolean
next_box (const Box *outer, gsize *offset, guint32 *name, Box *box)
{
  const gsize left = outer->size - *offset;
  guint64 size, header = BOX_HEADER;

  if (left < BOX_HEADER)
    return FALSE;
  size = get_be (outer->bytes + *offset, 4);
  *name = (guint32) get_be (outer->bytes + *offset + 4, 4);
  if (size == 1 && left >= 2 * BOX_HEADER) {
    header = 2 * BOX_HEADER;
    size = get_be (outer->bytes + *offset + BOX_HEADER, 8);
  }
  if (size < header || size > left)
    return FALSE;
  *box = (Box){ outer->bytes + *offset + header, (gsize) (size - header),
    outer->at + (gint64) (*offset + header) };
  *offset += (gsize) size;
  return TRUE;
}

#define NAME(a, b, c, d)                                                       \
  ((guint32) (a) << 24 | (guint32) (b) << 16 | (guint32) (c) << 8 |            \
      (guint32) (d))

/* Goes down the path of names, which 0 ends. */
static gboolean
find_box (const Box *outer, const guint32 *path, Box *found)
{
  gsize offset = 0;
  guint32 name;
  Box box;

  *found = *outer;
  if (*path == 0)
    return TRUE;
  while (next_box (outer, &offset, &name, &box))
    if (name == *path && find_box (&box, path + 1, found))
      return TRUE;
  return FALSE;
}

static gboolean
find_moov (FILE *file, Box *moov, guint8 **memory)
{
  const gint64 end = get_size (file);
  guint8 head[2 * BOX_HEADER];
  gint64 at = 0;

  while (at + BOX_HEADER <= end && read_at (file, at, head, BOX_HEADER)) {
    gint64 size = (gint64) get_be (head, 4), header = BOX_HEADER;

    if (size == 1 && read_at (file, at, head, sizeof (head))) {
      size = (gint64) get_be (head + BOX_HEADER, 8);
      header = 2 * BOX_HEADER;
    }
    if (size < header || size > end - at)
      return FALSE;
    if (memcmp (head + 4, "moov", 4) == 0) {
      gsize bytes = (gsize) (size - header);

      if (bytes > MOST_HEADERS)
        return FALSE;
      *memory = g_malloc (MAX (bytes, 1));
      *moov = (Box){ *memory, bytes, at + header };
      return read_at (file, at + header, *memory, bytes);
    }
    at += size;
  }
  return FALSE;
}

/* mvhd, mdhd: version (1), flags (3), two times of 4 bytes, or of 8 in version
 * 1, and then the time scale. */
static guint32
get_time_scale (const Box *box)
{
  const gsize at = 4 + (box->size > 0 && box->bytes[0] == 1 ? 16 : 8);

  return box->size >= at + 4 ? (guint32) get_be (box->bytes + at, 4) : 0;
}

/* qtdemux leaves out packets that begin behind the end of a track's edit list,
 * or behind the end of the film. It gets to see no list: the box has the name
 * of an empty one; and a film that is longer by a second. */
static void
hide_edits (MasterExtent *self, const Box *edits)
{
  self->patches[0] =
      (MasterPatch){ (guint64) edits->at - 4, { 'f', 'r', 'e', 'e' }, 4 };
}

static void
lengthen (MasterExtent *self, const Box *film)
{
  const gboolean wide = film->size > 0 && film->bytes[0] == 1;
  const gsize at = wide ? 24 : 16, n = wide ? 8 : 4;
  guint64 duration;
  MasterPatch patch = { (guint64) film->at + at, { 0 }, (guint) n };

  if (film->size < at + n)
    return;
  duration = get_be (film->bytes + at, (guint) n) + get_time_scale (film);
  for (gsize i = 0; i < n; i++)
    patch.bytes[i] = (guint8) (duration >> 8 * (n - 1 - i));
  if (duration < (wide ? (guint64) G_MAXINT64 : G_MAXUINT32))
    self->patches[1] = patch;
}

/* stts: version and flags (4), a count (4), and for each entry a number of
 * packets and the length of each. */
static guint64
sum_packets (const Box *stts)
{
  guint64 n = stts->size >= 8 ? get_be (stts->bytes + 4, 4) : 0, sum = 0;

  n = MIN (n, stts->size / 8);
  for (guint64 i = 0; i < n && 8 + 8 * i + 8 <= stts->size; i++)
    sum += get_be (stts->bytes + 8 + 8 * i, 4) *
        get_be (stts->bytes + 12 + 8 * i, 4);
  return sum;
}

/* elst: version (1), flags (3), a count (4), and for each entry a duration in
 * the film's time scale, a place in the track's own, and a speed. Of anything
 * but one entry GStreamer's idea is followed. */
static gboolean
read_edit (const Box *elst, guint64 *duration, guint64 *start)
{
  const guint width = elst->size > 0 && elst->bytes[0] == 1 ? 8 : 4;
  const guint8 *entry = elst->bytes + 8;

  if (elst->size < 8 + 2 * width + 4 || get_be (elst->bytes + 4, 4) != 1 ||
      get_be (entry + 2 * width, 4) != 0x10000)
    return FALSE;
  *duration = get_be (entry, width);
  *start = get_be (entry + width, width);
  return *start >> (8 * width - 1) == 0;
}

/* " 00000000 00000840 000001CA 00000000003F31F6 ...": zero, delay, padding and
 * length, in hexadecimal. */
static gboolean
read_itunes (const Box *moov, guint64 *skip, guint64 *length)
{
  static const guint8 key[] = "iTunSMPB";
  const guint8 *at = memmem (moov->bytes, moov->size, key, sizeof (key) - 1);
  gchar text[96] = { 0 };
  const gchar *numbers;
  guint64 padding;
  gint fields = 0;

  if (at == NULL)
    return FALSE;
  at += sizeof (key) - 1;
  /* "data" (4), a type (4), a locale (4) */
  at = memmem (at, MIN ((gsize) 32, moov->size - (gsize) (at - moov->bytes)),
      "data", 4);
  if (at == NULL ||
      (gsize) (at + 12 - moov->bytes) + sizeof (text) > moov->size + 1)
    return FALSE;
  memcpy (text, at + 12, sizeof (text) - 1);
  numbers = strchr (text, ' ');
  if (numbers != NULL)
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

/* The first track of sound. */
static gboolean
find_track (const Box *moov, Box *track)
{
  static const guint32 to_handler[] = { NAME ('m', 'd', 'i', 'a'),
    NAME ('h', 'd', 'l', 'r'), 0 };
  gsize offset = 0;
  guint32 name;
  Box handler;

  while (next_box (moov, &offset, &name, track))
    if (name == NAME ('t', 'r', 'a', 'k') &&
        find_box (track, to_handler, &handler) && handler.size >= 12 &&
        memcmp (handler.bytes + 8, "soun", 4) == 0)
      return TRUE;
  return FALSE;
}

static void
read_track (MasterExtent *self, const Box *moov, const Box *track)
{
  static const guint32 to_film[] = { NAME ('m', 'v', 'h', 'd'), 0 };
  static const guint32 to_media[] = { NAME ('m', 'd', 'i', 'a'),
    NAME ('m', 'd', 'h', 'd'), 0 };
  static const guint32 to_packets[] = { NAME ('m', 'd', 'i', 'a'),
    NAME ('m', 'i', 'n', 'f'), NAME ('s', 't', 'b', 'l'),
    NAME ('s', 't', 't', 's'), 0 };
  static const guint32 to_edits[] = { NAME ('e', 'd', 't', 's'), 0 };
  static const guint32 to_list[] = { NAME ('e', 'l', 's', 't'), 0 };
  Box film, media, packets, edits, list;
  guint64 total, duration = 0, start = 0, length;
  guint32 scale;

  if (!find_box (moov, to_film, &film) || !find_box (track, to_media, &media) ||
      !find_box (track, to_packets, &packets))
    return;
  scale = get_time_scale (&media);
  total = sum_packets (&packets);
  if (scale == 0 || scale > G_MAXINT32 || total == 0)
    return;
  if (find_box (track, to_edits, &edits)) {
    if (!find_box (&edits, to_list, &list) ||
        !read_edit (&list, &duration, &start) || start >= total)
      return;
    hide_edits (self, &edits);
    self->skip = start;
    self->length = get_edited_length (duration, get_time_scale (&film),
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
  g_autofree guint8 *memory = NULL;
  Box moov, track;

  if (find_moov (file, &moov, &memory) && find_track (&moov, &track))
    read_track (self, &moov, &track);
}

MasterExtent
master_extent_read (const gchar *path)
{
  MasterExtent self = { 0 };
  guint8 head[12];
  FILE *file = fopen (path, "rb");

  if (file == NULL)
    return self;
  if (read_at (file, 0, head, sizeof (head))) {
    if (memcmp (head + 4, "ftyp", 4) == 0)
      read_mp4 (&self, file);
    else
      read_mp3 (&self, file);
  }
  fclose (file);
  return self;
}
