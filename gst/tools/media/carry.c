/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "carry.h"

#include <stdio.h>
#include <string.h>

#include "id3.h"
#include "mp3.h"
#include "mp4chapters.h"
#include "mp4tags.h"
#include "mp4userdata.h"
#include "rewrite.h"
#include "tagging.h"
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

typedef struct {
  const GByteArray *what;
  gboolean known; /* it is in the file */
} Extra;

/* When the encoder is done, into the padding of just that size. */
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

/* --- MP4 */

/* The muxer's own tags would stand where no player looks. */
static GstPadProbeReturn
drop_tags (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  return GST_EVENT_TYPE (event) == GST_EVENT_TAG ? GST_PAD_PROBE_DROP
                                                 : GST_PAD_PROBE_OK;
}

static void
prepare_mp4 (GstElement *encoder)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, drop_tags, NULL,
      NULL);
}

typedef struct {
  const GByteArray *meta, *chapters; /* or NULL */
  gboolean known;                    /* they are in the file */
} UserData;

static gboolean
write_user_data (FILE *file, gpointer data)
{
  UserData *self = data;

  return master_mp4_write_user_data (file, self->meta, self->chapters,
      &self->known);
}

static gboolean
finish_mp4 (const gchar *path, const gchar *name, const MasterExtras *extras,
    GError **error)
{
  const GstTagList *tags = extras->collected ? *extras->collected : NULL;
  g_autoptr (GByteArray) meta = tags ? master_mp4_make_tags (tags) : NULL;
  g_autoptr (GByteArray) made = tags ? master_mp4_make_chapters (tags) : NULL;
  UserData data = { .meta = meta,
    .chapters = extras->chapters ? extras->chapters : made };

  if (!master_rewrite_file (path, name, write_user_data, &data, error))
    return FALSE;
  if (!data.known)
    master_warn (name, "its tags could not be written");
  return TRUE;
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

  master_tagging_attach (encoder, extras);
  if (extras->given)
    extras->id3 = master_id3_replace (extras->id3, extras->given);
  if (master_encoding_is (encoding, "wav")) {
    if (!master_wav_begin (path, name, encoding, extras, error))
      return FALSE;
    master_wav_attach (encoder, extras);
  } else if (master_encoding_is (encoding, "flac")) {
    prepare_flac (encoder, extras);
  } else if (master_encoding_is (encoding, "mp3")) {
    master_mp3_reserve (encoder, g_steal_pointer (&extras->id3),
        extras->seconds);
  } else if (master_encoding_is (encoding, "m4a")) {
    prepare_mp4 (encoder);
  }
  return TRUE;
}

static gboolean
finish_flac (const gchar *path, const gchar *name, const GByteArray *cuesheet,
    GError **error)
{
  Extra extra = { .what = cuesheet };

  if (!master_rewrite_file (path, name, write_cuesheet, &extra, error))
    return FALSE;
  if (!extra.known)
    master_warn (name, "the cue sheet of the input could not be kept");
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
    return finish_flac (path, name, extras->cuesheet, error);
  if (master_encoding_is (encoding, "m4a"))
    return finish_mp4 (path, name, extras, error);
  return TRUE;
}
