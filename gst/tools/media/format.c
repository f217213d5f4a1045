/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "format.h"

#include <gst/gst.h>

#define CHANNELS(n) (1u << ((n) -1))

/* libav's AAC encoder loses 4 to 8 dB of signal to noise with its defaults, its
 * search in two loops and middle and sides forced upon all; and the sound that
 * has no frame before it rings, hence the silence before the first. aac-ms is
 * true or false in GStreamer 1.22, and later auto, off or on: 0 is off in both.
 */
#define AVENC_AAC "avenc_aac name=encoder aac-coder=fast aac-ms=0 aac-is=false"

/* ISO/IEC 14496-3, 1.6.3.5: channel configurations 1 to 6 of AAC. */
static const guint64 aac_layouts[] = { 0x3, 0x7, 0x107, 0x37, 0x3f, 0 };

/* `misplaced`: GStreamer 1.22's flacenc, and its flacdec just as wrongly, order
 * 7 and 8 channels as Vorbis does, not as RFC 9639, 9.1.3, says; opusenc mixes
 * up 5, 7 and 8. Found by ffmpeg's decoders, with a level for each channel. */
static const MasterFormat formats[] = {
  { .endings = { "wav" },
      .name = "WAV",
      .lossless = TRUE,
      .has_float = TRUE,
      .codecs = { { "capsfilter name=encoder caps=\"audio/x-raw,"
                    "format={S16LE,S24LE,F32LE}\"" } } },
  { .endings = { "flac" },
      .name = "FLAC",
      .lossless = TRUE,
      .misplaced = CHANNELS (7) | CHANNELS (8),
      .codecs = { { "flacenc name=encoder" } } },
  { .endings = { "mp3" },
      .name = "MP3",
      .codecs = { { "lamemp3enc name=encoder target=quality quality=0" } } },
  { .endings = { "ogg", "oga" },
      .name = "Ogg Vorbis",
      .codecs = { { "vorbisenc name=encoder quality=0.7 ! oggmux" } } },
  { .endings = { "opus" },
      .name = "Opus",
      .rate = 48000,
      .misplaced = CHANNELS (5) | CHANNELS (7) | CHANNELS (8),
      .codecs = { { "opusenc name=encoder ! oggmux", 96000, 510000 } } },
  { .endings = { "m4a" },
      .name = "M4A (AAC)",
      .layouts = aac_layouts,
      .codecs = { { "fdkaacenc name=encoder ! mp4mux name=muxer", 128000 },
          { AVENC_AAC " ! mp4mux name=muxer", 160000, .lead = 2048,
              .delay = 1024 },
          { "voaacenc name=encoder ! mp4mux name=muxer", 128000 } } },
};

const MasterFormat *
master_format_of (const gchar *path)
{
  g_autofree gchar *base = g_path_get_basename (path);
  const gchar *dot = strrchr (base, '.');

  if (!dot || dot == base)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    for (const gchar *const *ending = formats[i].endings; *ending; ending++)
      if (g_ascii_strcasecmp (dot + 1, *ending) == 0)
        return &formats[i];
  return NULL;
}

gchar *
master_format_list (void)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    g_string_append_printf (list, "%s.%s", i > 0 ? ", " : "",
        formats[i].endings[0]);
  return g_string_free (list, FALSE);
}

static gboolean
is_installed (const gchar *element)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (element);

  return factory != NULL;
}

/* The first element of `launch` that is missing, or NULL. */
static gchar *
find_missing (const gchar *launch)
{
  g_auto (GStrv) parts = g_strsplit (launch, " ! ", -1);

  for (gchar **part = parts; *part != NULL; part++) {
    (*part)[strcspn (*part, " ")] = '\0';
    if (!is_installed (*part))
      return g_strdup (*part);
  }
  return NULL;
}

const MasterCodec *
master_format_find_codec (const MasterFormat *self, gchar **lacks)
{
  GString *missing = g_string_new (NULL);

  for (const MasterCodec *codec = self->codecs; codec->launch; codec++) {
    g_autofree gchar *element = find_missing (codec->launch);

    if (!element) {
      g_string_free (missing, TRUE);
      return codec;
    }
    if (!strstr (missing->str, element))
      g_string_append_printf (missing, "%s%s", missing->len ? " or " : "",
          element);
  }
  *lacks = g_string_free (missing, FALSE);
  return NULL;
}
