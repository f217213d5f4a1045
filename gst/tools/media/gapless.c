/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gapless.h"

#include "mp3.h"
#include "mp4.h"

/* --- silence before the song */

typedef struct {
  guint64 frames;
  gint rate;
  gint bpf;
  gboolean done, inside;
} Lead;

static GstClockTime
get_length (const Lead *self)
{
  return gst_util_uint64_scale (self->frames, GST_SECOND, (guint64) self->rate);
}

static void
push_silence (Lead *self, GstPad *pad)
{
  const gsize bytes = (gsize) self->frames * (gsize) self->bpf;
  GstBuffer *silence = gst_buffer_new_allocate (NULL, bytes, NULL);

  gst_buffer_memset (silence, 0, 0, bytes);
  GST_BUFFER_PTS (silence) = 0;
  GST_BUFFER_DURATION (silence) = get_length (self);
  self->inside = TRUE;
  gst_pad_chain (pad, silence);
  self->inside = FALSE;
}

/* The silence itself passes here, too, and stays as it is. */
static GstPadProbeReturn
lead_in (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Lead *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  if (self->inside)
    return GST_PAD_PROBE_OK;
  if (!self->done)
    push_silence (self, pad);
  self->done = TRUE;
  buffer = gst_buffer_make_writable (buffer);
  if (GST_BUFFER_PTS_IS_VALID (buffer))
    GST_BUFFER_PTS (buffer) += get_length (self);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  return GST_PAD_PROBE_OK;
}

static void
add_lead (GstElement *encoder, const MasterEncoding *encoding)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (encoder, "sink");
  Lead *lead = g_new0 (Lead, 1);

  lead->frames = encoding->codec->lead;
  lead->rate = encoding->rate;
  lead->bpf = encoding->channels *
      (encoding->bits > 0 ? encoding->bits / 8 : (gint) sizeof (gfloat));
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, lead_in, lead, g_free);
}

/* --- formats */

void
master_gapless_prepare (GstBin *bin, const MasterEncoding *encoding)
{
  g_autoptr (GstElement) encoder = gst_bin_get_by_name (bin, "encoder");
  g_autoptr (GstElement) muxer = gst_bin_get_by_name (bin, "muxer");

  if (encoding->codec->lead > 0)
    add_lead (encoder, encoding);
  /* So that the length of the song is a number of frames. */
  if (master_encoding_is (encoding, "m4a") && muxer)
    g_object_set (muxer, "movie-timescale", (guint) encoding->rate, NULL);
}

gboolean
master_gapless_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, guint64 frames, GError **error)
{
  const MasterCodec *codec = encoding->codec;

  if (master_encoding_is (encoding, "mp3"))
    return master_mp3_finish (path, name, frames, error);
  if (master_encoding_is (encoding, "m4a") && codec->delay > 0)
    return master_mp4_finish (path, name, codec->lead + codec->delay, frames,
        error);
  return TRUE;
}
