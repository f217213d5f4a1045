/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "wav.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gst/audio/audio.h>

#include "id3.h"
#include "rewrite.h"
#include "tools/base/errors.h"
#include "tools/pass/boxes.h"
#include "tools/pass/chunks.h"
#include "tools/pass/wavmask.h"

#define TAG_PCM 1
#define TAG_FLOAT 3
#define TAG_EXTENSIBLE 0xfffe
#define DS64_BYTES 28
#define DS64_AT 12 /* "JUNK" or "ds64", behind RIFF, a size and WAVE */

/* --- the header */

static void
put (GByteArray *out, const void *bytes, gsize n)
{
  g_byte_array_append (out, bytes, (guint) n);
}

static void
put_le (GByteArray *out, guint64 value, guint n)
{
  const guint64 bytes = GUINT64_TO_LE (value);

  put (out, &bytes, n);
}

static void
put_chunk (GByteArray *out, const gchar *name, guint32 size)
{
  put (out, name, 4);
  put_le (out, size, 4);
}

static void
put_whole (GByteArray *out, const gchar *name, const GByteArray *body)
{
  put_chunk (out, name, body->len);
  put (out, body->data, body->len);
  if (body->len & 1)
    put (out, "", 1);
}

static void
put_format (GByteArray *out, const MasterEncoding *encoding)
{
  static const guint8 guid[14] = { 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
    0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71 };
  const guint bits = encoding->bits > 0 ? (guint) encoding->bits : 32;
  const guint tag = encoding->bits > 0 ? TAG_PCM : TAG_FLOAT;
  const guint channels = (guint) encoding->channels;
  const guint frame = bits / 8 * channels, rate = (guint) encoding->rate;
  const gboolean extensible = channels > 2;

  put_chunk (out, "fmt ", extensible ? 40 : tag == TAG_PCM ? 16 : 18);
  put_le (out, extensible ? TAG_EXTENSIBLE : tag, 2);
  put_le (out, channels, 2);
  put_le (out, rate, 4);
  put_le (out, (guint64) rate * frame, 4);
  put_le (out, frame, 2);
  put_le (out, bits, 2);
  if (extensible) {
    put_le (out, 22, 2);
    put_le (out, bits, 2);
    put_le (out, master_wav_mask (encoding->layout), 4);
    put_le (out, tag, 2);
    put (out, guid, sizeof (guid));
  } else if (tag != TAG_PCM) {
    put_le (out, 0, 2);
  }
  if (tag != TAG_PCM) {
    put_chunk (out, "fact", 4);
    put_le (out, 0, 4);
  }
}

gboolean
master_wav_begin (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterExtras *extras, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  static const guint8 room[DS64_BYTES] = { 0 };
  FILE *file = fopen (path, "wb");
  gboolean ok;

  put_chunk (out, "RIFF", 0);
  put (out, "WAVE", 4);
  put_chunk (out, "JUNK", DS64_BYTES);
  put (out, room, DS64_BYTES);
  put_format (out, encoding);
  if (extras->bext)
    put_whole (out, "bext", extras->bext);
  put_chunk (out, "data", 0);
  ok = file && fwrite (out->data, 1, out->len, file) == out->len;
  if (file)
    ok = fclose (file) == 0 && ok;
  return ok ||
      master_fail_number (error, MASTER_ERROR_FAILED, name, "cannot write",
          errno);
}

/* --- behind the sound */

typedef struct {
  MasterExtras extras;
  GstTagList *tags;
  guint64 bytes; /* of the sound */
} Tail;

static void
free_tail (gpointer data)
{
  Tail *self = data;

  g_clear_pointer (&self->tags, gst_tag_list_unref);
  master_extras_clear (&self->extras);
  g_free (self);
}

static void
put_text (GByteArray *out, const gchar *name, const gchar *text)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  put (body, text, strlen (text) + 1);
  put_whole (out, name, body);
}

/* INFO knows few names; all tags are in the ID3 chunk, too. */
static void
put_info (GByteArray *out, const GstTagList *tags)
{
  static const struct {
    const gchar *tag, *name;
  } texts[] = {
    { GST_TAG_TITLE, "INAM" },
    { GST_TAG_ARTIST, "IART" },
    { GST_TAG_ALBUM, "IPRD" },
    { GST_TAG_COMMENT, "ICMT" },
    { GST_TAG_COPYRIGHT, "ICOP" },
    { GST_TAG_GENRE, "IGNR" },
  };
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GDate) date = NULL;
  const gchar *text;
  guint number;

  put (list, "INFO", 4);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (gst_tag_list_peek_string_index (tags, texts[i].tag, 0, &text))
      put_text (list, texts[i].name, text);
  if (gst_tag_list_get_date (tags, GST_TAG_DATE, &date)) {
    g_autofree gchar *day = g_strdup_printf ("%04d-%02d-%02d",
        g_date_get_year (date), g_date_get_month (date), g_date_get_day (date));

    put_text (list, "ICRD", day);
  }
  if (gst_tag_list_get_uint (tags, GST_TAG_TRACK_NUMBER, &number)) {
    g_autofree gchar *track = g_strdup_printf ("%u", number);

    put_text (list, "ITRK", track);
  }
  if (list->len > 4)
    put_whole (out, "LIST", list);
}

GByteArray *
master_wav_make_tail (const MasterExtras *extras, const GstTagList *tags,
    guint64 bytes)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) id3 = extras && extras->id3
      ? g_byte_array_ref (extras->id3)
      : tags ? master_id3_make (tags, extras ? extras->seconds : 0.0)
             : NULL;

  if (bytes & 1)
    put (out, "", 1);
  if (id3)
    put_whole (out, "id3 ", id3);
  if (tags)
    put_info (out, tags);
  if (extras && extras->chunks)
    put (out, extras->chunks->data, extras->chunks->len);
  return out;
}

/* Through the pad behind, which the end of the stream has not passed yet. */
static void
push_tail (Tail *self, GstPad *sink)
{
  g_autoptr (GstElement) encoder = gst_pad_get_parent_element (sink);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "src");
  GByteArray *tail = master_wav_make_tail (&self->extras,
      self->extras.tags ? self->extras.tags : self->tags, self->bytes);
  const gsize size = tail->len;

  if (size == 0)
    g_byte_array_unref (tail);
  else
    gst_pad_push (pad,
        gst_buffer_new_wrapped (g_byte_array_free (tail, FALSE), size));
}

static void
take_tags (Tail *self, GstEvent *event)
{
  GstTagList *tags, *old = self->tags;

  gst_event_parse_tag (event, &tags);
  self->tags = gst_tag_list_merge (old, tags, GST_TAG_MERGE_REPLACE);
  g_clear_pointer (&old, gst_tag_list_unref);
}

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Tail *self = user_data;
  GstEvent *event;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    self->bytes += gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info));
    return GST_PAD_PROBE_OK;
  }
  event = GST_PAD_PROBE_INFO_EVENT (info);
  if (GST_EVENT_TYPE (event) == GST_EVENT_TAG)
    take_tags (self, event);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    push_tail (self, pad);
  return GST_PAD_PROBE_OK;
}

void
master_wav_attach (GstElement *encoder, MasterExtras *extras)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "sink");
  Tail *tail = g_new0 (Tail, 1);

  tail->extras = *extras;
  *extras = (MasterExtras){ NULL };
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_data,
      tail, free_tail);
}

/* --- the end */

static gboolean
write_le (FILE *file, guint64 at, guint64 value, guint n)
{
  const guint64 bytes = GUINT64_TO_LE (value);

  return master_write_at (file, at, &bytes, n);
}

/* EBU Tech 3285, 2.3: hundredths of LUFS, LU and dBTP at 412, as 16 bits with a
 * sign; the version at 346; the time of the first frame, in frames, at 338. */
static gboolean
write_loudness (FILE *file, guint64 at, const MasterMeasurement *output)
{
  const gdouble values[] = { output->integrated_loudness,
    output->loudness_range, output->true_peak, output->max_momentary_loudness,
    output->max_shortterm_loudness };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    const gboolean known = isfinite (values[i]) && fabs (values[i]) < 99.99;
    const gint number = known ? (gint) lrint (100.0 * values[i]) : 0x7fff;

    if (!write_le (file, at + 412 + 2 * i, (guint16) number, 2))
      return FALSE;
  }
  return write_le (file, at + 346, 2, 2);
}

static gboolean
write_sizes (FILE *file, const MasterChunks *chunks, const MasterChunk *data,
    guint64 bytes, guint64 frames)
{
  if (chunks->size - 8 <= G_MAXUINT32)
    return write_le (file, 4, chunks->size - 8, 4) &&
        write_le (file, data->at - 4, bytes, 4);
  return master_write_at (file, 0, "RF64\xff\xff\xff\xffWAVEds64", 16) &&
      write_le (file, DS64_AT + 8, chunks->size - 8, 8) &&
      write_le (file, DS64_AT + 16, bytes, 8) &&
      write_le (file, DS64_AT + 24, frames, 8) &&
      write_le (file, data->at - 4, G_MAXUINT32, 4);
}

typedef struct {
  const MasterEncoding *encoding;
  const MasterMeasurement *output;
} Facts;

static gboolean
fill_in (FILE *file, gpointer data)
{
  const Facts *facts = data;
  const MasterEncoding *encoding = facts->encoding;
  const MasterMeasurement *output = facts->output;
  const guint64 width = encoding->bits > 0 ? (guint64) encoding->bits / 8 : 4;
  const guint64 bytes = output->frames * width * (guint64) encoding->channels;
  MasterChunks chunks;
  MasterChunk chunk;
  gboolean ok = TRUE;

  if (!master_chunks_open (&chunks, file))
    return FALSE;
  while (ok && master_chunks_next (&chunks, &chunk)) {
    if (strcmp (chunk.name, "fact") == 0)
      ok = write_le (file, chunk.at, MIN (output->frames, G_MAXUINT32), 4);
    else if (strcmp (chunk.name, "bext") == 0 && chunk.size >= 602)
      ok = write_loudness (file, chunk.at, output);
    else if (strcmp (chunk.name, "data") == 0)
      return ok && write_sizes (file, &chunks, &chunk, bytes, output->frames);
  }
  return FALSE;
}

gboolean
master_wav_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterMeasurement *output,
    GError **error)
{
  Facts facts = { encoding, output };

  return master_rewrite_file (path, name, fill_in, &facts, error);
}
