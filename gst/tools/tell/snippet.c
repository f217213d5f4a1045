/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "snippet.h"

#include <math.h>

#include <gio/gio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/pass/excerpt.h"
#include "tools/pass/measure.h"

#define BITRATE 128000
/* Of each side under full scale, where Opus begins to snippet [dB]. */
#define ROOM 1.0
/* 20 ms: what comes of an encoder that is longer at work is told by none. */
#define OPUS                                                                   \
  "audioconvert ! audioresample ! volume name=volume ! audioconvert ! "        \
  "capsfilter name=format ! opusenc bitrate=%d ! oggmux ! "                    \
  "giostreamsink name=sink sync=false"

gboolean
master_snippet_is_possible (void)
{
  static const gchar *const factories[] = { "audioresample", "volume",
    "opusenc", "oggmux", "giostreamsink" };

  for (gsize i = 0; i < G_N_ELEMENTS (factories); i++) {
    g_autoptr (GstElementFactory) factory =
        gst_element_factory_find (factories[i]);

    if (factory == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
measure (MasterRunner *runner, MasterRecording *recording, const gchar *name,
    MasterMeasurement *out, GError **error)
{
  static const gchar *const factories[] = { "mastermeter", "fakesink", NULL };
  g_autoptr (MasterSource) source =
      master_source_new_from_recording (recording, 0, error);
  MasterPass pass = { .source = source, .input = name, .label = "Excerpt" };
  GstElement *elements[2];
  gboolean ok;

  if (source == NULL)
    return FALSE;
  pass.pipeline = gst_pipeline_new (NULL);
  gst_bin_add (GST_BIN (pass.pipeline), source->bin);
  ok = master_elements_chain (GST_BIN (pass.pipeline), factories, elements,
           error) &&
      gst_element_link (source->bin, elements[0]) &&
      master_runner_run (runner, &pass, error);
  if (ok)
    master_measurement_read (out, elements[0]);
  master_pipeline_free (pass.pipeline);
  return ok;
}

/* Opus knows 48 kHz alone here, and more than two channels in other ways. */
static void
set_format (GstElement *filter, const MasterMeasurement *sound)
{
  g_autofree gchar *caps = g_strdup_printf (
      "audio/x-raw,rate=48000,channels=%d", MIN (sound->channels, 2));

  master_elements_set_caps (filter, caps);
}

static gboolean
encode (MasterRunner *runner, MasterRecording *recording, const gchar *name,
    const MasterMeasurement *sound, gdouble gain, GBytes **out, GError **error)
{
  g_autofree gchar *launch = g_strdup_printf (OPUS, BITRATE);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (MasterSource) source =
      master_source_new_from_recording (recording, 0, error);
  GstElement *bin = gst_parse_bin_from_description (launch, TRUE, error);
  MasterPass pass = { .source = source, .input = name, .label = "Excerpt" };
  g_autoptr (GstElement) volume = NULL;
  g_autoptr (GstElement) format = NULL;
  g_autoptr (GstElement) sink = NULL;
  gboolean ok;

  if (source == NULL || bin == NULL) {
    gst_clear_object (&bin);
    return FALSE;
  }
  volume = gst_bin_get_by_name (GST_BIN (bin), "volume");
  format = gst_bin_get_by_name (GST_BIN (bin), "format");
  sink = gst_bin_get_by_name (GST_BIN (bin), "sink");
  g_object_set (volume, "volume", pow (10.0, gain / 20.0), NULL);
  g_object_set (sink, "stream", stream, NULL);
  set_format (format, sound);
  pass.pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (pass.pipeline), source->bin, bin, NULL);
  ok = gst_element_link (source->bin, bin) &&
      master_runner_run (runner, &pass, error);
  master_pipeline_free (pass.pipeline);
  if (ok) {
    g_output_stream_close (stream, NULL, NULL);
    *out =
        g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  }
  return ok;
}

/* The loudest that both can be: neither is turned up. */
static gdouble
find_level (const MasterMeasurement sound[2])
{
  gdouble level = INFINITY;

  for (int i = 0; i < 2; i++) {
    gdouble over = master_measurement_peak (&sound[i]) + ROOM;
    level = fmin (level, sound[i].integrated_loudness - fmax (over, 0.0));
  }
  return level;
}

gboolean
master_snippet_make (MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, GError **error)
{
  MasterRecording *recording[2] = { NULL, NULL };
  MasterMeasurement sound[2];
  gdouble level;
  gboolean ok = TRUE;

  for (int i = 0; i < 2 && ok; i++) {
    recording[i] = master_excerpt_get (runner, files->whole[i], files->path[i],
        files->name[i], self->start, error);
    ok = recording[i] != NULL &&
        measure (runner, recording[i], files->name[i], &sound[i], error);
  }
  level = ok ? find_level (sound) : 0.0;
  for (int i = 0; i < 2 && ok && isfinite (level); i++) {
    self->gain[i] = level - sound[i].integrated_loudness;
    ok = encode (runner, recording[i], files->name[i], &sound[i], self->gain[i],
        &self->sound[i], error);
  }
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&recording[i], master_recording_unref);
  return ok;
}

void
master_snippet_clear (MasterSnippet *self)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->sound[i], g_bytes_unref);
}
