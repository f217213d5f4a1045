/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "render.h"

#include <gst/audio/audio.h>

#include "tools/pass/analysis.h"
#include "tools/pass/chain.h"
#include "tools/base/array.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/media/carry.h"
#include "tools/media/gapless.h"
#include "tools/media/record.h"
#include "tools/pass/residual.h"

typedef struct {
  GstElement *pipeline;
  GstElement *chain; /* the limiter */
  GstElement *tee;
  GstElement *meter;
  GstElement *writer;
} Parts;

static void
set_exact (GstElement *audioconvert)
{
  gst_util_set_object_arg (G_OBJECT (audioconvert), "dithering", "none");
}

/* Channels are in the order of their bits, before and after. */
static gint
get_new_place (guint64 layout, gint channel)
{
  guint64 bit;

  for (bit = 1; channel > 0 || !(layout & bit); bit <<= 1)
    channel -= (layout & bit) != 0;
  return __builtin_popcountll (
      master_encoding_relabel (layout) & (master_encoding_relabel (bit) - 1));
}

static void
add_row (GValue *matrix, const MasterEncoding *encoding, gint out)
{
  GValue row = G_VALUE_INIT;

  master_array_init (&row);
  for (gint in = 0; in < encoding->channels; in++)
    master_array_add_float (&row,
        get_new_place (encoding->layout, in) == out ? 1.0f : 0.0f);
  master_array_add_array (matrix, &row);
}

/* Left to itself, audioconvert mixes the sides into all that is near. */
static void
set_relabel (GstElement *audioconvert, const MasterEncoding *encoding)
{
  g_auto (GValue) matrix = G_VALUE_INIT;

  master_array_init (&matrix);
  for (gint out = 0; out < encoding->channels; out++)
    add_row (&matrix, encoding, out);
  g_object_set_property (G_OBJECT (audioconvert), "mix-matrix", &matrix);
}

static gboolean
carry (const MasterRender *self, GstBin *bin, GError **error)
{
  g_auto (MasterExtras) extras = { NULL };

  master_extras_read (&extras, self->input, self->encoding->resample > 0);
  extras.given = self->given;
  extras.seconds = self->seconds;
  extras.collected = self->collected;
  return master_carry_prepare (bin, self->encoding, &extras, self->path,
      self->output, error);
}

static GstElement *
new_encoder (const MasterRender *self, GError **error)
{
  const MasterEncoding *encoding = self->encoding;
  GstElement *bin =
      gst_parse_bin_from_description (encoding->codec->launch, TRUE, error);
  const MasterCodec *codec = encoding->codec;
  gint bitrate = codec->bitrate * encoding->channels;
  g_autoptr (GstElement) encoder = NULL;

  if (!bin)
    return NULL;
  master_gapless_prepare (GST_BIN (bin), encoding);
  if (!carry (self, GST_BIN (bin), error)) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  if (bitrate == 0)
    return bin;
  if (codec->max_bitrate > 0)
    bitrate = MIN (bitrate, codec->max_bitrate);
  encoder = gst_bin_get_by_name (GST_BIN (bin), "encoder");
  g_object_set (encoder, "bitrate", bitrate, NULL);
  return bin;
}

/* An encoder that takes any layout has to be told which one is meant. */
static gboolean
link_encoder (GstElement *audioconvert, GstElement *encoder,
    const MasterEncoding *encoding)
{
  g_autoptr (GstCaps) caps = NULL;

  if (!encoding->relabel)
    return gst_element_link (audioconvert, encoder);
  set_relabel (audioconvert, encoding);
  caps = gst_caps_new_simple ("audio/x-raw", "channels", G_TYPE_INT,
      encoding->channels, "channel-mask", GST_TYPE_BITMASK,
      master_encoding_relabel (encoding->layout), NULL);
  return gst_element_link_filtered (audioconvert, encoder, caps);
}

/* queue ! audioconvert ! encoder ! muxer ! filesink, in a bin: whatever fails
 * in there is the output's fault. */
static GstElement *
new_writer (const MasterRender *self, GError **error)
{
  static const gchar *const factories[] = { "queue", "audioconvert", NULL };
  GstElement *front[2];
  GstElement *bin = gst_bin_new ("writer");
  GstElement *encoder = new_encoder (self, error);
  GstElement *sink = master_element ("filesink", error);

  if (!encoder || !sink ||
      !master_elements_chain (GST_BIN (bin), factories, front, error)) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  gst_bin_add_many (GST_BIN (bin), encoder, sink, NULL);
  link_encoder (front[1], encoder, self->encoding);
  gst_element_link (encoder, sink);
  master_elements_set_queue (front[0]);
  set_exact (front[1]);
  if (self->record)
    master_record_attach (front[1], self->record);
  g_object_set (sink, "location", self->path, "append",
      master_carry_appends (self->encoding), NULL);
  master_elements_set_free_running (sink);
  master_elements_ghost (GST_BIN (bin), front[0], "sink");
  return bin;
}

/* masterchain ! queue, unless there is nothing to be done before the limiter.
 * Returns the element that the limiter is to be linked to. */
static GstElement *
add_front (Parts *parts, const MasterRender *self, GstElement *front,
    GstElement *source, GError **error)
{
  GstElement *queue = master_element ("queue", error);

  if (!queue) {
    gst_object_unref (gst_object_ref_sink (front));
    return NULL;
  }
  gst_bin_add_many (GST_BIN (parts->pipeline), front, queue, NULL);
  master_elements_set_queue (queue);
  if (!gst_element_link_many (source, front, queue, NULL)) {
    master_fail (error, NULL, "masterchain cannot be linked");
    return NULL;
  }
  if (self->keep_mix)
    master_recording_capture (self->keep_mix, queue, "src");
  return queue;
}

static GstElement *
add_chain (Parts *parts, const MasterRender *self, GstElement *source,
    GError **error)
{
  GstElement *front;

  if (!master_chain_new_pair (self->settings, &front, &parts->chain, error))
    return NULL;
  gst_bin_add (GST_BIN (parts->pipeline), parts->chain);
  if (front && self->mix) {
    gst_object_unref (gst_object_ref_sink (front));
    front = NULL;
  }
  return front ? add_front (parts, self, front, source, error) : source;
}

/* [masterdither !] capsfilter ! tee. Returns the first of them. */
static GstElement *
add_words (Parts *parts, const MasterRender *self, GError **error)
{
  static const gchar *const dithered[] = { "masterdither", "capsfilter", "tee",
    NULL };
  const gchar *const *factories = dithered + (self->encoding->bits > 0 ? 0 : 1);
  GstElement *out[3];
  gint last = self->encoding->bits > 0 ? 2 : 1;
  g_autofree gchar *caps = g_strdup_printf ("audio/x-raw,format=%s,"
                                            "layout=interleaved",
      self->encoding->samples);

  if (!master_elements_chain (GST_BIN (parts->pipeline), factories, out, error))
    return NULL;
  if (self->encoding->bits > 0 && self->encoding->shaping)
    gst_util_set_object_arg (G_OBJECT (out[0]), "shaping",
        self->encoding->shaping);
  master_elements_set_caps (out[last - 1], caps);
  parts->tee = out[last];
  return out[0];
}

/* masterchain ! words */
static gboolean
add_processing (Parts *parts, const MasterRender *self, GstElement *source,
    GError **error)
{
  GstElement *words;

  source = add_chain (parts, self, source, error);
  words = source ? add_words (parts, self, error) : NULL;
  if (!words)
    return FALSE;
  return gst_element_link_many (source, parts->chain, words, NULL) ||
      master_fail (error, NULL, "masterchain cannot be linked");
}

static gboolean
add_writer (Parts *parts, const MasterRender *self, GError **error)
{
  parts->writer = new_writer (self, error);
  if (!parts->writer)
    return FALSE;
  gst_bin_add (GST_BIN (parts->pipeline), parts->writer);
  return gst_element_link (parts->tee, parts->writer);
}

static gboolean
add_meter (Parts *parts, const MasterRender *self, GError **error)
{
  const gchar *const factories[] = { "queue", "audioconvert", "capsfilter",
    self->analyzes ? "masteranalyzer" : "mastermeter", "fakesink", NULL };
  GstElement *out[5];

  if (!master_elements_append (GST_BIN (parts->pipeline), parts->tee, factories,
          out, error))
    return FALSE;
  master_elements_set_queue (out[0]);
  set_exact (out[1]);
  master_elements_set_caps (out[2], MASTER_F32_CAPS);
  master_elements_set_free_running (out[4]);
  parts->meter = out[3];
  master_levels_listen (parts->meter);
  if (self->passage)
    master_passage_listen (self->passage, parts->meter);
  return TRUE;
}

static gboolean
build (Parts *parts, const MasterRender *self, GstElement *source,
    GError **error)
{
  if (!add_processing (parts, self, source, error) ||
      !add_meter (parts, self, error))
    return FALSE;
  if (self->keep)
    master_recording_capture (self->keep, parts->tee, "sink");
  return !self->path || add_writer (parts, self, error);
}

static MasterSource *
new_source (const MasterRender *self, GError **error)
{
  const gint resample = self->encoding->resample;

  if (self->mix)
    return master_source_new_from_recording (self->mix, 0, error);
  if (!master_recording_is_empty (self->recording))
    return master_source_new_from_recording (self->recording, resample, error);
  return master_source_new (self->input, resample, error);
}

static GstStructure *
read_analysis (const Parts *parts, const MasterResidual *residual,
    const MasterTrial *trial)
{
  GstStructure *analysis = master_analysis_read (parts->meter);

  master_analysis_set_limiter (analysis, trial->drive, trial->ceiling,
      master_residual_read (residual));
  return analysis;
}

gboolean
master_render (MasterRunner *runner, const MasterRender *self, MasterWork work,
    MasterTrial *trial, MasterMeasurement *out, GstStructure **analysis,
    GError **error)
{
  g_auto (MasterPass)
      pass = { .input = self->input, .output = self->output, .work = work };
  g_autoptr (MasterResidual) residual = NULL;
  Parts parts = { 0 };

  if (!master_pass_add (&pass, new_source (self, error)))
    return FALSE;
  parts.pipeline = pass.pipeline;
  if (!build (&parts, self, master_pass_source (&pass)->bin, error))
    return FALSE;
  if (self->analyzes)
    residual = master_residual_new (parts.chain);
  pass.writer = parts.writer;
  master_chain_set_limiter (parts.chain, trial->drive, trial->ceiling);
  if (!master_runner_run (runner, &pass, error))
    return FALSE;
  master_measurement_read (out, parts.meter);
  trial->loudness = out->integrated_loudness;
  trial->true_peak = master_measurement_peak (out);
  trial->limiting = master_chain_get_limiting (parts.chain);
  if (self->analyzes)
    *analysis = read_analysis (&parts, residual, trial);
  return TRUE;
}

gboolean
master_render_write (MasterRunner *runner, const MasterRender *self,
    MasterRecording *sound, MasterWork work, GError **error)
{
  g_auto (MasterPass)
      pass = { .input = self->input, .output = self->output, .work = work };

  if (!master_pass_add (&pass,
          master_source_new_from_recording (sound, 0, error)))
    return FALSE;
  pass.writer = new_writer (self, error);
  if (!pass.writer)
    return FALSE;
  gst_bin_add (GST_BIN (pass.pipeline), pass.writer);
  return gst_element_link (master_pass_source (&pass)->bin, pass.writer) &&
      master_runner_run (runner, &pass, error);
}

gboolean
master_render_copy (MasterRunner *runner, const MasterRender *self,
    MasterWork work, GError **error)
{
  g_auto (MasterPass)
      pass = { .input = self->output, .output = self->output, .work = work };
  Parts parts = { 0 };
  GstElement *words;

  if (!master_pass_add (&pass,
          master_source_new (self->input, self->encoding->resample, error)))
    return FALSE;
  parts.pipeline = pass.pipeline;
  words = add_words (&parts, self, error);
  if (!words || !add_writer (&parts, self, error))
    return FALSE;
  pass.writer = parts.writer;
  return (gst_element_link (master_pass_source (&pass)->bin, words) ||
             master_fail (error, NULL, "the source cannot be linked")) &&
      master_runner_run (runner, &pass, error);
}
