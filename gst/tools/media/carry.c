/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "carry.h"

#include <stdio.h>
#include <string.h>

#include "mp3.h"
#include "rewrite.h"
#include "tools/base/errors.h"
#include "tools/pass/boxes.h"
#include "wav.h"

/* --- FLAC: RFC 9639, 8.1: a type (1) and a size (3) before each block */

#define FLAC_PADDING 1
#define FLAC_CUESHEET 5
#define FLAC_LAST 0x80

/* flacenc makes a cue sheet of GStreamer's table of contents, which knows no
 * indices, and so gives wrong ones. */
static GstPadProbeReturn
drop_contents (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  return GST_EVENT_TYPE (event) == GST_EVENT_TOC ? GST_PAD_PROBE_DROP
                                                 : GST_PAD_PROBE_OK;
}

static void
prepare_flac (GstElement *encoder, const MasterExtras *extras)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (encoder, "sink");

  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, drop_contents,
      NULL, NULL);
  if (extras->cuesheet)
    g_object_set (encoder, "padding", extras->cuesheet->len, NULL);
}

/* A part of the input that is written when the encoder is done. */
typedef struct {
  const GByteArray *what;
  gboolean known; /* it is in the file */
} Extra;

/* Into the padding of just that size. */
static gboolean
write_cuesheet (FILE *file, gpointer data)
{
  Extra *self = data;
  const GByteArray *cuesheet = self->what;
  guint8 head[4] = { 0 };
  gint64 at = 4;

  while (!(head[0] & FLAC_LAST) && master_read_at (file, at, head, 4)) {
    const guint64 size = master_get_be (head + 1, 3);
    const guint8 type = head[0] & ~FLAC_LAST;

    self->known |= type == FLAC_CUESHEET;
    if (type == FLAC_PADDING && size == cuesheet->len) {
      self->known = TRUE;
      head[0] = (guint8) ((head[0] & FLAC_LAST) | FLAC_CUESHEET);
      return master_write_at (file, (guint64) at, head, 4) &&
          fwrite (cuesheet->data, 1, cuesheet->len, file) == cuesheet->len;
    }
    at += 4 + (gint64) size;
  }
  return TRUE;
}

/* --- MP4: moov stands behind the sound, so that it may grow */

#define MOST_TAIL (16 << 20) /* bytes behind moov */

static gboolean
grow (FILE *file, const MasterBox *box, guint more)
{
  return master_write_be (file, (guint64) box->at - 8,
      (guint32) (box->size + 8 + more));
}

/* The last box of moov, if it is "udta". */
static gboolean
find_user_data (const MasterBox *moov, MasterBox *data)
{
  gsize offset = 0;
  guint32 name = 0;

  while (master_box_next (moov, &offset, &name, data))
    ;
  return name == MASTER_BOX ('u', 'd', 't', 'a') && offset == moov->size;
}

/* Reads what stands behind moov; NULL where that is too much, or is sound,
 * whose place moov tells. */
static GByteArray *
read_tail (FILE *file, gint64 at)
{
  const gint64 end = master_file_size (file);
  GByteArray *tail;

  if (end < at || end - at > MOST_TAIL)
    return NULL;
  tail = g_byte_array_new ();
  g_byte_array_set_size (tail, (guint) (end - at));
  if (master_read_at (file, at, tail->data, tail->len) &&
      !memmem (tail->data, tail->len, "mdat", 4))
    return tail;
  g_byte_array_unref (tail);
  return NULL;
}

static gboolean
insert (FILE *file, gint64 at, const GByteArray *what, const GByteArray *tail)
{
  return master_write_at (file, (guint64) at, what->data, what->len) &&
      fwrite (tail->data, 1, tail->len, file) == tail->len;
}

static gboolean
write_chapters (FILE *file, gpointer user_data)
{
  Extra *self = user_data;
  const GByteArray *chapters = self->what;
  static const guint32 path[] = { MASTER_BOX ('c', 'h', 'p', 'l'), 0 };
  MasterBox moov, data, old;
  g_autofree guint8 *memory = master_box_read_moov (file, &moov);
  g_autoptr (GByteArray) what = g_byte_array_new ();
  g_autoptr (GByteArray) tail = NULL;
  gboolean has_data;

  if (memory)
    tail = read_tail (file, moov.at + (gint64) moov.size);
  self->known = tail != NULL;
  if (!tail)
    return TRUE;
  has_data = find_user_data (&moov, &data);
  if (has_data && master_box_find (&data, path, &old))
    return TRUE;
  if (!has_data) {
    const guint32 size = GUINT32_TO_BE (chapters->len + 8);

    g_byte_array_append (what, (const guint8 *) &size, 4);
    g_byte_array_append (what, (const guint8 *) "udta", 4);
  }
  g_byte_array_append (what, chapters->data, chapters->len);
  return (!has_data || grow (file, &data, what->len)) &&
      grow (file, &moov, what->len) &&
      insert (file, moov.at + (gint64) moov.size, what, tail);
}

/* --- all */

gboolean
master_carry_appends (const MasterEncoding *encoding)
{
  return master_encoding_is (encoding, "wav");
}

gboolean
master_carry_prepare (GstBin *bin, const MasterEncoding *encoding,
    MasterExtras *extras, const gchar *path, const gchar *name, GError **error)
{
  g_autoptr (GstElement) encoder = gst_bin_get_by_name (bin, "encoder");

  if (master_encoding_is (encoding, "wav")) {
    if (!master_wav_begin (path, name, encoding, extras, error))
      return FALSE;
    master_wav_attach (encoder, extras);
  } else if (master_encoding_is (encoding, "flac")) {
    prepare_flac (encoder, extras);
  } else if (master_encoding_is (encoding, "mp3")) {
    master_mp3_reserve (encoder, g_steal_pointer (&extras->id3));
  }
  return TRUE;
}

static gboolean
write_extra (const gchar *path, const gchar *name, const GByteArray *what,
    MasterRewrite write, const gchar *called, GError **error)
{
  Extra extra = { .what = what };

  if (!master_rewrite_file (path, name, write, &extra, error))
    return FALSE;
  if (!extra.known)
    master_warn (name, "the %s of the input could not be kept", called);
  return TRUE;
}

gboolean
master_carry_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterExtras *extras,
    const MasterMeasurement *output, GError **error)
{
  if (master_encoding_is (encoding, "wav"))
    return master_wav_finish (path, name, encoding, output, error);
  if (master_encoding_is (encoding, "flac") && extras->cuesheet)
    return write_extra (path, name, extras->cuesheet, write_cuesheet,
        "cue sheet", error);
  if (master_encoding_is (encoding, "m4a") && extras->chapters)
    return write_extra (path, name, extras->chapters, write_chapters,
        "chapters", error);
  return TRUE;
}
