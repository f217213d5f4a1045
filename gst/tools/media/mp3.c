/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp3.h"

#include <stdio.h>
#include <string.h>

#include "id3.h"
#include "rewrite.h"
#include "tools/base/errors.h"
#include "tools/pass/boxes.h"
#include "tools/pass/mpeg.h"

/* ISO/IEC 11172-3 and 13818-3; the Xing frame and its extension are told by
 * http://gabriel.mp3-tech.org/mp3infotag.html. */
#define HEADER 4
#define TOC_BYTES 100
#define XING_BYTES (4 + 4 + 4 + 4 + TOC_BYTES + 4)
#define LAME_BYTES 36
#define LAME_DELAYS 21
#define ENCODER_DELAY 576 /* frames, of LAME */
#define MOST_PADDING 4095
#define ALL_FLAGS 15u
#define BEST_QUALITY 100
#define VBR_METHOD 4 /* "VBR new / VBR mtrh" */
#define MOST_FRAME 1728
#define FRONT "master-mp3-front"

/* The size of a frame of layer 3 [bytes]; 0: it is none. */
static guint
get_size (const guint8 *header)
{
  static const guint16 bitrates[2][16] = {
    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 },
    { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 },
  };
  const guint bitrate = bitrates[master_mpeg_is_first (header)][header[2] >> 4];
  const guint rate = master_mpeg_rate (header);

  if (header[0] != 0xff || (header[1] & 0xe6) != 0xe2 || bitrate == 0 ||
      rate == 0)
    return 0;
  return master_mpeg_frame_length (header) / 8 * bitrate * 1000 / rate +
      (header[2] >> 1 & 1);
}

/* --- room */

/* The smallest frame of the kind that holds all there is to tell; no CRC, no
 * padding. Returns its size. */
static guint
make_header (const guint8 *like, guint8 *header)
{
  const guint needed = master_mpeg_xing_place (like) + XING_BYTES + LAME_BYTES;
  guint size = 0;

  memcpy (header, like, HEADER);
  header[1] |= 1;
  for (guint8 bitrate = 1; bitrate < 15 && size < needed; bitrate++) {
    header[2] = (guint8) ((like[2] & 0x0c) | bitrate << 4);
    size = get_size (header);
  }
  return size;
}

/* The tags that go in come out of some encoders late, and of others changed. */
typedef struct {
  GByteArray *id3; /* or NULL */
  GstTagList *tags;
  gdouble seconds; /* of the song */
} Front;

static void
free_front (gpointer data)
{
  Front *self = data;

  g_clear_pointer (&self->id3, g_byte_array_unref);
  g_clear_pointer (&self->tags, gst_tag_list_unref);
  g_free (self);
}

static GstPadProbeReturn
take_tags (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Front *self = user_data;
  GstTagList *tags, *old = self->tags;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  gst_event_parse_tag (event, &tags);
  self->tags = gst_tag_list_merge (old, tags, GST_TAG_MERGE_REPLACE);
  g_clear_pointer (&old, gst_tag_list_unref);
  return GST_PAD_PROBE_OK;
}

static void
push_id3 (Front *self, GstPad *pad, GstBuffer *like)
{
  GstBuffer *first;
  gsize size;

  if (!self->id3 && self->tags)
    self->id3 = master_id3_make (self->tags, self->seconds);
  if (!self->id3)
    return;
  size = self->id3->len;
  first = gst_buffer_new_memdup (self->id3->data, size);
  GST_BUFFER_PTS (first) = GST_BUFFER_PTS (like);
  gst_pad_push (pad, first);
}

static GstPadProbeReturn
put_first (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr (GstElement) encoder = gst_pad_get_parent_element (pad);
  Front *self = g_object_get_data (G_OBJECT (encoder), FRONT);
  guint8 like[HEADER], header[HEADER];
  GstBuffer *first;
  guint size;

  gst_pad_remove_probe (pad, GST_PAD_PROBE_INFO_ID (info));
  if (gst_buffer_extract (buffer, 0, like, HEADER) != HEADER ||
      get_size (like) == 0)
    return GST_PAD_PROBE_OK;
  push_id3 (self, pad, buffer);
  size = make_header (like, header);
  first = gst_buffer_new_allocate (NULL, size, NULL);
  gst_buffer_memset (first, 0, 0, size);
  gst_buffer_fill (first, 0, header, HEADER);
  GST_BUFFER_PTS (first) = GST_BUFFER_PTS (buffer);
  gst_pad_push (pad, first);
  return GST_PAD_PROBE_OK;
}

void
master_mp3_reserve (GstElement *encoder, GByteArray *id3, gdouble seconds)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "src");
  g_autoptr (GstPad) sink = gst_element_get_static_pad (encoder, "sink");
  Front *front = g_new0 (Front, 1);

  front->id3 = id3;
  front->seconds = seconds;
  g_object_set_data_full (G_OBJECT (encoder), FRONT, front, free_front);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, take_tags,
      front, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, put_first, NULL, NULL);
}

/* --- the frames */

typedef struct {
  gint64 at; /* of the first frame */
  guint8 header[HEADER];
  guint size;     /* of the first frame */
  GArray *places; /* of the others, from the first one on [guint64] */
  guint64 bytes;  /* of all */
} Frames;

static gboolean
find_frames (Frames *self, FILE *file)
{
  guint8 header[HEADER];
  gint64 at;
  guint size;

  self->at = at = master_mpeg_skip_id3 (file);
  if (!master_read_at (file, at, self->header, HEADER))
    return FALSE;
  self->size = get_size (self->header);
  if (self->size <
      master_mpeg_xing_place (self->header) + XING_BYTES + LAME_BYTES)
    return FALSE;
  for (at += self->size; master_read_at (file, at, header, HEADER) &&
       (size = get_size (header)) > 0;
       at += size) {
    const guint64 place = (guint64) (at - self->at);

    g_array_append_val (self->places, place);
  }
  self->bytes = (guint64) (at - self->at);
  return self->places->len > 0;
}

/* --- the first of them */

static guint8 *
put (guint8 *at, guint64 value, guint n)
{
  for (guint i = 0; i < n; i++)
    at[i] = (guint8) (value >> 8 * (n - 1 - i));
  return at + n;
}

/* Entry i is where i hundredths of the time are, in 256ths of the bytes. */
static guint8 *
put_toc (guint8 *at, const Frames *frames)
{
  for (guint i = 0; i < TOC_BYTES; i++) {
    const guint frame = i * frames->places->len / TOC_BYTES;
    const guint64 place = g_array_index (frames->places, guint64, frame);

    at[i] = (guint8) MIN (255, place * 256 / frames->bytes);
  }
  return at + TOC_BYTES;
}

/* CRC-16 with the polynomial 0x8005, bits reversed. */
static guint16
get_crc (const guint8 *bytes, gsize n)
{
  guint16 crc = 0;

  while (n-- > 0) {
    crc ^= *bytes++;
    for (gint bit = 0; bit < 8; bit++)
      crc = (guint16) (crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1);
  }
  return crc;
}

static void
put_lame (guint8 *frame, guint8 *at, const Frames *frames, guint padding)
{
  memset (at, 0, LAME_BYTES);
  memcpy (at, "LAME     ", 9);
  at[9] = VBR_METHOD;
  put (at + LAME_DELAYS, ENCODER_DELAY << 12 | padding, 3);
  put (at + 28, frames->bytes, 4);
  put (at + 34, get_crc (frame, (gsize) (at + 34 - frame)), 2);
}

/* FALSE where so many frames cannot have come of the song. */
static gboolean
describe (const Frames *frames, guint64 song, guint8 *frame)
{
  const guint64 all =
      (guint64) frames->places->len * master_mpeg_frame_length (frames->header);
  guint8 *at = frame + master_mpeg_xing_place (frames->header);

  if (all < song + ENCODER_DELAY || all - song - ENCODER_DELAY > MOST_PADDING)
    return FALSE;
  memset (frame, 0, frames->size);
  memcpy (frame, frames->header, HEADER);
  memcpy (at, "Xing", 4);
  at = put (at + 4, ALL_FLAGS, 4);
  at = put (at, frames->places->len, 4);
  at = put (at, frames->bytes, 4);
  at = put_toc (at, frames);
  at = put (at, BEST_QUALITY, 4);
  put_lame (frame, at, frames, (guint) (all - song - ENCODER_DELAY));
  return TRUE;
}

typedef struct {
  guint64 song;   /* frames */
  gboolean known; /* the first frame was written */
} First;

static gboolean
write_first (FILE *file, gpointer data)
{
  First *self = data;
  Frames frames = { .places = g_array_new (FALSE, FALSE, sizeof (guint64)) };
  guint8 frame[MOST_FRAME];
  gboolean ok = TRUE;

  self->known = find_frames (&frames, file) && frames.size <= sizeof (frame) &&
      describe (&frames, self->song, frame);
  if (self->known)
    ok = master_write_at (file, frames.at, frame, frames.size);
  g_array_unref (frames.places);
  return ok;
}

gboolean
master_mp3_finish (const gchar *path, const gchar *name, guint64 frames,
    GError **error)
{
  First first = { .song = frames };

  if (!master_rewrite_file (path, name, write_first, &first, error))
    return FALSE;
  if (!first.known)
    master_warn (name, "cannot tell players which of its frames are the song");
  return TRUE;
}
