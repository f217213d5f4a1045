/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "encoding.h"

#include <string.h>

#include <gst/audio/audio.h>

#include "tools/base/errors.h"

#define SIDES                                                                  \
  (GST_AUDIO_CHANNEL_POSITION_MASK (SIDE_LEFT) |                               \
      GST_AUDIO_CHANNEL_POSITION_MASK (SIDE_RIGHT))
#define REARS                                                                  \
  (GST_AUDIO_CHANNEL_POSITION_MASK (REAR_LEFT) |                               \
      GST_AUDIO_CHANNEL_POSITION_MASK (REAR_RIGHT))

/* Returns all caps that the encoder accepts. */
static GstCaps *
get_encoder_caps (const MasterCodec *codec)
{
  g_autofree gchar *name =
      g_strndup (codec->launch, strcspn (codec->launch, " "));
  g_autoptr (GstElement) encoder =
      gst_object_ref_sink (gst_element_factory_make (name, NULL));
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "sink");

  return gst_pad_query_caps (pad, NULL);
}

#define ANY_LAYOUT G_MAXUINT64

/* A rate of 0, 0 channels and a NULL format stand for any. */
static gboolean
takes (GstCaps *encoder, const gchar *samples, gint rate, gint channels,
    guint64 mask)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("audio/x-raw");

  if (samples)
    gst_caps_set_simple (caps, "format", G_TYPE_STRING, samples, NULL);
  if (rate > 0)
    gst_caps_set_simple (caps, "rate", G_TYPE_INT, rate, NULL);
  if (channels > 0)
    gst_caps_set_simple (caps, "channels", G_TYPE_INT, channels, NULL);
  if (channels > 1 && mask != ANY_LAYOUT)
    gst_caps_set_simple (caps, "channel-mask", GST_TYPE_BITMASK, mask, NULL);
  return gst_caps_can_intersect (encoder, caps);
}

/* The nearest rates come first: whole divisors, then the rates that most
 * encoders know. */
static gint
choose_rate (GstCaps *encoder, gint rate)
{
  const gint others[] = { rate / 2, rate / 4, 48000, 44100, 32000, 24000, 22050,
    16000, 12000, 11025, 8000 };

  if (takes (encoder, NULL, rate, 0, 0))
    return rate;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] <= rate && others[i] > 0 &&
        takes (encoder, NULL, others[i], 0, 0))
      return others[i];
  for (gint i = G_N_ELEMENTS (others) - 1; i >= 0; i--)
    if (takes (encoder, NULL, others[i], 0, 0))
      return others[i];
  return rate;
}

gboolean
master_encoding_is (const MasterEncoding *self, const gchar *ending)
{
  return g_str_equal (self->format->endings[0], ending);
}

guint64
master_encoding_relabel (guint64 mask)
{
  const guint shift = GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT -
      GST_AUDIO_CHANNEL_POSITION_REAR_LEFT;

  return (mask & ~SIDES) | (mask & SIDES) >> shift;
}

static gboolean
has_place (const MasterEncoding *self, GstCaps *encoder, guint64 mask)
{
  const guint64 *known = self->format->layouts;

  if (!takes (encoder, NULL, 0, self->channels, mask))
    return FALSE;
  if (!known || self->channels == 1)
    return TRUE;
  while (*known != 0 && *known != mask)
    known++;
  return *known != 0;
}

/* 5.1 sound has its surround channels at the sides or at the rear. A format
 * that knows one layout for a number of channels means either by it. */
static gboolean
choose_layout (MasterEncoding *self, GstCaps *encoder,
    const MasterMeasurement *input)
{
  guint64 mask = input->channel_mask;

  if (has_place (self, encoder, mask))
    return TRUE;
  if ((mask & SIDES) != SIDES || (mask & REARS) != 0)
    return FALSE;
  self->relabel = has_place (self, encoder, master_encoding_relabel (mask));
  return self->relabel;
}

static gboolean
check_channels (MasterEncoding *self, GstCaps *encoder,
    const MasterMeasurement *input, const gchar *output, GError **error)
{
  gint most = self->channels;

  if (most <= 32 && (self->format->misplaced >> (most - 1)) & 1)
    return master_fail (error, output,
        "GStreamer's %s encoder mixes up %d "
        "channels; wav keeps them",
        self->format->name, most);
  if (choose_layout (self, encoder, input))
    return TRUE;
  while (most > 0 && !takes (encoder, NULL, 0, most, ANY_LAYOUT))
    most--;
  if (most < self->channels)
    return master_fail (error, output,
        "%s holds at most %d channels here, and "
        "there are %d",
        self->format->name, most, self->channels);
  return master_fail (error, output,
      "%s has no place for this layout of %d "
      "channels (mask 0x%" G_GINT64_MODIFIER "x); wav has",
      self->format->name, self->channels, input->channel_mask);
}

/* Lossy encoders get the samples that lose least on the way; 16 bits are
 * dithered. */
static void
choose_samples (MasterEncoding *self, GstCaps *encoder, gint bits)
{
  gboolean floats = self->format->lossless
      ? bits == 32
      : takes (encoder, GST_AUDIO_NE (F32), 0, 0, 0);

  if (floats) {
    self->bits = 0;
    self->samples = GST_AUDIO_NE (F32);
  } else if (bits == 16 || !self->format->lossless) {
    self->bits = 16;
    self->samples = GST_AUDIO_NE (S16);
  } else {
    self->bits = 24;
    self->samples = GST_AUDIO_NE (S24);
  }
}

static gboolean
check_rate (const MasterEncoding *self, GstCaps *encoder,
    const MasterWords *words, const gchar *output, GError **error)
{
  if (words->rate == 0 ||
      (takes (encoder, NULL, words->rate, 0, 0) &&
          (self->format->rate == 0 || self->format->rate == words->rate)))
    return TRUE;
  return master_fail (error, output, "%s cannot be written at %d Hz",
      self->format->name, words->rate);
}

gboolean
master_encoding_choose (MasterEncoding *self, const MasterMeasurement *input,
    const gchar *output, const MasterWords *words, GError **error)
{
  const MasterFormat *format = master_format_of (output);
  g_autofree gchar *lacks = NULL;
  const MasterCodec *codec = master_format_find_codec (format, &lacks);

  if (!codec)
    return master_fail (error, output,
        "cannot write %s here: the GStreamer "
        "element %s is missing",
        format->name, lacks);
  return master_encoding_choose_codec (self, input, format, codec, output,
      words, error);
}

gboolean
master_encoding_choose_codec (MasterEncoding *self,
    const MasterMeasurement *input, const MasterFormat *format,
    const MasterCodec *codec, const gchar *output, const MasterWords *words,
    GError **error)
{
  g_autoptr (GstCaps) encoder = get_encoder_caps (codec);

  *self = (MasterEncoding){ .format = format,
    .codec = codec,
    .channels = input->channels,
    .layout = input->channel_mask };
  if (!check_rate (self, encoder, words, output, error))
    return FALSE;
  self->rate = self->format->rate > 0
      ? self->format->rate
      : choose_rate (encoder,
            words->rate > 0 ? words->rate : input->sample_rate);
  self->resample = self->rate != input->sample_rate ? self->rate : 0;
  self->shaping = words->shaping;
  choose_samples (self, encoder, words->bits);
  return check_channels (self, encoder, input, output, error);
}
