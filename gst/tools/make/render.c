/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "render.h"

#include <gst/audio/audio.h>

#include "tools/pass/analysis.h"
#include "tools/pass/chain.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/media/gapless.h"
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

/* Channels come in the order of their bits, before and after. */
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
append_row (GValue *matrix, const MasterEncoding *encoding, gint out)
{
  g_auto (GValue) row = G_VALUE_INIT;

  gst_value_array_init (&row, encoding->channels);
  for (gint in = 0; in < encoding->channels; in++) {
    g_auto (GValue) weight = G_VALUE_INIT;
    gboolean same = get_new_place (encoding->layout, in) == out;

    g_value_init (&weight, G_TYPE_FLOAT);
    g_value_set_float (&weight, same ? 1.0f : 0.0f);
    gst_value_array_append_value (&row, &weight);
  }
  gst_value_array_append_value (matrix, &row);
}

/* Left to itself, audioconvert mixes the sides into all that is near. */
static void
set_relabel (GstElement *audioconvert, const MasterEncoding *encoding)
{
  g_auto (GValue) matrix = G_VALUE_INIT;

  gst_value_array_init (&matrix, encoding->channels);
  for (gint out = 0; out < encoding->channels; out++)
    append_row (&matrix, encoding, out);
  g_object_set_property (G_OBJECT (audioconvert), "mix-matrix", &matrix);
}

static GstElement *
new_encoder (const MasterEncoding *encoding, GError **error)
{
  GstElement *bin =
      gst_parse_bin_from_description (encoding->codec->launch, TRUE, error);
  const MasterCodec *codec = encoding->codec;
  gint bitrate = codec->bitrate * encoding->channels;
  g_autoptr (GstElement) encoder = NULL;

  if (bin == NULL)
    return NULL;
  master_gapless_prepare (GST_BIN (bin), encoding);
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
  GstElement *encoder = new_encoder (self->encoding, error);
  GstElement *sink = master_element ("filesink", error);

  if (encoder == NULL || sink == NULL ||
      !master_elements_chain (GST_BIN (bin), factories, front, error)) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  gst_bin_add_many (GST_BIN (bin), encoder, sink, NULL);
  link_encoder (front[1], encoder, self->encoding);
  gst_element_link (encoder, sink);
  master_elements_set_queue (front[0]);
  set_exact (front[1]);
  g_object_set (sink, "location", self->path, NULL);
  master_elements_set_free_running (sink);
  master_elements_ghost (GST_BIN (bin), front[0], "sink");
  return bin;
}

static gboolean
is_mixed (const MasterRender *self)
{
  return self->mix != NULL && !master_recording_is_empty (*self->mix);
}

/* masterchain ! queue, unless there is nothing to be done before the limiter,
 * or it has been. Returns what the limiter is to be linked to. */
static GstElement *
add_front (Parts *parts, const MasterRender *self, GstElement *front,
    GstElement *source, GError **error)
{
  GstElement *queue;

  if (front == NULL)
    return source;
  queue = master_element ("queue", error);
  if (queue == NULL)
    return NULL;
  gst_bin_add_many (GST_BIN (parts->pipeline), front, queue, NULL);
  master_elements_set_queue (queue);
  if (!gst_element_link_many (source, front, queue, NULL)) {
    master_fail (error, NULL, "masterchain does not fit in");
    return NULL;
  }
  if (self->mix != NULL) {
    g_clear_pointer (self->mix, master_recording_unref);
    *self->mix = master_recording_new (MASTER_RECORDING_BYTES);
    master_recording_capture (*self->mix, queue, "src");
  }
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
  if (front != NULL && is_mixed (self)) {
    gst_object_unref (gst_object_ref_sink (front));
    front = NULL;
  }
  return add_front (parts, self, front, source, error);
}

/* masterchain ! [masterdither !] capsfilter ! tee */
static gboolean
add_processing (Parts *parts, const MasterRender *self, GstElement *source,
    GError **error)
{
  static const gchar *const dithered[] = { "masterdither", "capsfilter", "tee",
    NULL };
  const gchar *const *factories = dithered + (self->encoding->bits > 0 ? 0 : 1);
  GstElement *out[3];
  gint last = self->encoding->bits > 0 ? 2 : 1;
  g_autofree gchar *caps = g_strdup_printf ("audio/x-raw,format=%s,"
                                            "layout=interleaved",
      self->encoding->samples);

  source = add_chain (parts, self, source, error);
  if (source == NULL)
    return FALSE;
  if (!master_elements_chain (GST_BIN (parts->pipeline), factories, out, error))
    return FALSE;
  master_elements_set_caps (out[last - 1], caps);
  parts->tee = out[last];
  return gst_element_link_many (source, parts->chain, out[0], NULL) ||
      master_fail (error, NULL, "masterchain does not fit in");
}

static gboolean
add_meter (Parts *parts, const MasterRender *self, GError **error)
{
  const gchar *const factories[] = { "queue", "audioconvert", "capsfilter",
    self->analysis != NULL ? "masteranalyzer" : "mastermeter", "fakesink",
    NULL };
  GstElement *out[5];

  if (!master_elements_chain (GST_BIN (parts->pipeline), factories, out, error))
    return FALSE;
  master_elements_set_queue (out[0]);
  set_exact (out[1]);
  master_elements_set_caps (out[2], MASTER_F32_CAPS);
  master_elements_set_free_running (out[4]);
  parts->meter = out[3];
  return gst_element_link (parts->tee, out[0]);
}

static gboolean
build (Parts *parts, const MasterRender *self, GstElement *source,
    GError **error)
{
  gst_bin_add (GST_BIN (parts->pipeline), source);
  if (!add_processing (parts, self, source, error) ||
      !add_meter (parts, self, error))
    return FALSE;
  if (self->path == NULL) {
    if (self->take != NULL)
      master_recording_capture (*self->take, parts->tee, "sink");
    return TRUE;
  }
  parts->writer = new_writer (self, error);
  if (parts->writer == NULL)
    return FALSE;
  gst_bin_add (GST_BIN (parts->pipeline), parts->writer);
  return gst_element_link (parts->tee, parts->writer);
}

static gboolean
run (MasterRunner *runner, const MasterRender *self, MasterPass *pass,
    MasterTrial *trial, MasterMeasurement *out, GError **error)
{
  Parts parts = { .pipeline = pass->pipeline };
  g_autoptr (MasterResidual) residual = NULL;

  if (!build (&parts, self, pass->source->bin, error))
    return FALSE;
  if (self->analysis != NULL)
    residual = master_residual_new (parts.chain);
  pass->writer = parts.writer;
  master_chain_set_limiter (parts.chain, trial->drive, trial->ceiling);
  if (!master_runner_run (runner, pass, error))
    return FALSE;
  master_measurement_read (out, parts.meter);
  trial->loudness = out->integrated_loudness;
  trial->true_peak = master_measurement_peak (out);
  trial->limiting = master_chain_get_limiting (parts.chain);
  if (self->analysis != NULL) {
    g_clear_pointer (self->analysis, gst_structure_free);
    *self->analysis = master_analysis_read (parts.meter);
    gst_structure_set (*self->analysis, MASTER_ANALYSIS_RESIDUAL, G_TYPE_DOUBLE,
        master_residual_read (residual), MASTER_ANALYSIS_DRIVE, G_TYPE_DOUBLE,
        trial->drive, MASTER_ANALYSIS_CEILING, G_TYPE_DOUBLE, trial->ceiling,
        NULL);
  }
  return TRUE;
}

static MasterSource *
new_source (const MasterRender *self, GError **error)
{
  if (is_mixed (self))
    return master_source_new_from_recording (*self->mix, 0, error);
  if (!master_recording_is_empty (self->recording))
    return master_source_new_from_recording (self->recording,
        self->encoding->resample, error);
  return master_source_new (self->input, self->encoding->resample, error);
}

gboolean
master_render (MasterRunner *runner, const MasterRender *self,
    const gchar *label, MasterTrial *trial, MasterMeasurement *out,
    GError **error)
{
  g_autoptr (MasterSource) source = new_source (self, error);
  MasterPass pass = { .source = source,
    .input = self->input,
    .output = self->output,
    .label = label };
  gboolean ok;

  if (source == NULL)
    return FALSE;
  pass.pipeline = gst_pipeline_new (NULL);
  ok = run (runner, self, &pass, trial, out, error);
  master_pipeline_free (pass.pipeline);
  return ok;
}

gboolean
master_render_write (MasterRunner *runner, const MasterRender *self,
    MasterRecording *take, const gchar *label, GError **error)
{
  g_autoptr (MasterSource) source =
      master_source_new_from_recording (take, 0, error);
  MasterPass pass = { .source = source,
    .input = self->input,
    .output = self->output,
    .label = label };
  gboolean ok = FALSE;

  if (source == NULL)
    return FALSE;
  pass.pipeline = gst_pipeline_new (NULL);
  gst_bin_add (GST_BIN (pass.pipeline), source->bin);
  pass.writer = new_writer (self, error);
  if (pass.writer != NULL) {
    gst_bin_add (GST_BIN (pass.pipeline), pass.writer);
    ok = gst_element_link (source->bin, pass.writer) &&
        master_runner_run (runner, &pass, error);
  }
  master_pipeline_free (pass.pipeline);
  return ok;
}
