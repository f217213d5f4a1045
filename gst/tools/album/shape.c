/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "shape.h"

#include <math.h>

#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>

#include "assistant/thirds.h"
#include "soundfile.h"
#include "tools/base/array.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/pass/analysis.h"

/* --- settings */

static void
set_curve (GstStructure *settings, const gchar *path, const gdouble *curve)
{
  GValue array = G_VALUE_INIT;

  master_array_init (&array);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    master_array_add_double (&array, mst_third_frequency (k));
    master_array_add_double (&array, curve[k]);
  }
  gst_structure_take_value (settings, path, &array);
}

GstStructure *
master_shape_settings (const gdouble *curve, gdouble width, gdouble bass_width,
    gdouble bass_hz)
{
  GstStructure *settings = gst_structure_new_empty ("settings");

  set_curve (settings, "match::mid-curve", curve);
  set_curve (settings, "match::side-curve", curve);
  if (width != 0.0 || bass_width != 0.0)
    gst_structure_set (settings, "imager::bands", G_TYPE_INT, 2,
        "imager::band0::upper-frequency", G_TYPE_DOUBLE, bass_hz,
        "imager::band0::width", G_TYPE_DOUBLE, pow (10.0, bass_width / 20.0),
        "imager::band1::width", G_TYPE_DOUBLE, pow (10.0, width / 20.0), NULL);
  return settings;
}

/* --- the file */

typedef struct {
  const MasterShape *shape;
  MasterSoundForm form;
  MasterSoundFile file;
  gboolean open, failed;
  GError *error;
} Writer;

static gboolean
open_file (Writer *self, const GstAudioInfo *info)
{
  guint64 mask = 0;

  if (info->channels > 2)
    gst_audio_channel_positions_to_mask (info->position, info->channels, FALSE,
        &mask);
  self->form = (MasterSoundForm){ .rate = info->rate,
    .channels = info->channels,
    .layout = mask };
  self->open = master_sound_file_open (&self->file, self->shape->output,
      &self->form, &self->error);
  return self->open;
}

static GstFlowReturn
take_sample (GstAppSink *sink, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstAudioInfo info;
  GstMapInfo map;

  if (!sample ||
      !gst_audio_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return GST_FLOW_ERROR;
  if (!self->open && !self->failed)
    self->failed = !open_file (self, &info);
  self->failed = self->failed ||
      !master_sound_file_write (&self->file, map.data, map.size / info.bpf);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  return self->failed ? GST_FLOW_ERROR : GST_FLOW_OK;
}

/* All stages of a chain but its limiter, behind `before`. */
static GstElement *
add_front (GstBin *bin, GstElement *before, const MasterSettings *settings,
    GError **error)
{
  GstElement *front, *limiter, *queue;

  if (!master_chain_new_pair (settings, &front, &limiter, error))
    return NULL;
  gst_object_unref (gst_object_ref_sink (limiter));
  if (!front)
    return before;
  queue = master_element ("queue", error);
  if (!queue) {
    gst_object_unref (gst_object_ref_sink (front));
    return NULL;
  }
  gst_bin_add_many (bin, front, queue, NULL);
  master_elements_set_queue (queue);
  if (gst_element_link_many (before, front, queue, NULL))
    return queue;
  master_fail (error, NULL, "masterchain cannot be linked");
  return NULL;
}

static gboolean
build (Writer *writer, MasterPass *pass, GstElement **analyzer, GError **error)
{
  static const gchar *const factories[] = { "audioconvert", "capsfilter",
    "masteranalyzer", "appsink", NULL };
  GstAppSinkCallbacks callbacks = { .new_sample = take_sample };
  GstBin *bin = GST_BIN (pass->pipeline);
  GstElement *last = master_pass_source (pass)->bin, *out[4];

  for (const MasterSettings *const *chain = writer->shape->chains;
       last && *chain; chain++)
    last = add_front (bin, last, *chain, error);
  if (!last || !master_elements_append (bin, last, factories, out, error))
    return FALSE;
  gst_util_set_object_arg (G_OBJECT (out[0]), "dithering", "none");
  master_elements_set_caps (out[1], MASTER_F32_CAPS);
  master_elements_set_free_running (out[3]);
  gst_app_sink_set_callbacks (GST_APP_SINK (out[3]), &callbacks, writer, NULL);
  *analyzer = out[2];
  return TRUE;
}

static gboolean
finish (Writer *writer, gboolean good, GError *why, GError **error)
{
  const MasterShape *shape = writer->shape;
  GError **place = good && !writer->failed ? error : NULL;

  if (writer->open && !master_sound_file_close (&writer->file, place))
    good = FALSE;
  if (writer->error) {
    g_propagate_error (error, writer->error);
    g_clear_error (&why);
    return FALSE;
  }
  if (writer->failed) {
    g_clear_error (&why);
    return master_fail_as (error, MASTER_ERROR_TEMPORARY, shape->name,
        "its frames cannot be written: is the disk full?");
  }
  if (why)
    g_propagate_error (error, why);
  return good;
}

gboolean
master_shape_write (MasterRunner *runner, const MasterShape *self,
    MasterMeasurement *measured, GstStructure **analysis, GError **error)
{
  g_auto (MasterPass) pass = { .input = self->name, .work = MASTER_WORK_SHAPE };
  Writer writer = { .shape = self };
  GstElement *analyzer;
  GError *why = NULL;
  gboolean good;

  if (!master_pass_add (&pass,
          master_source_new (self->input, self->rate, error)) ||
      !build (&writer, &pass, &analyzer, error))
    return FALSE;
  good = master_runner_run (runner, &pass, &why);
  if (good) {
    master_measurement_read (measured, analyzer);
    *analysis = master_analysis_read (analyzer);
  }
  if (finish (&writer, good, why, error))
    return TRUE;
  if (good)
    g_clear_pointer (analysis, gst_structure_free);
  return FALSE;
}
