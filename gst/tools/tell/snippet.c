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

#define BITRATE 96000
/* Each side stays this far under full scale, where Opus begins to clip [dB].
 * */
#define ROOM 1.0
/* Frames keep the length that opusenc gives them, 20 ms: the delay of longer
 * ones is not told to players. */
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

    if (!factory)
      return FALSE;
  }
  return TRUE;
}

/* Opus works at 48 kHz. More than two channels are mixed down. */
static void
set_format (GstElement *filter, const MasterMeasurement *sound)
{
  g_autofree gchar *caps = g_strdup_printf (
      "audio/x-raw,rate=48000,channels=%d", MIN (sound->channels, 2));

  master_elements_set_caps (filter, caps);
}

static void
set_up_encoder (GstBin *bin, GOutputStream *stream,
    const MasterMeasurement *sound, gdouble gain)
{
  g_autoptr (GstElement) volume = gst_bin_get_by_name (bin, "volume");
  g_autoptr (GstElement) format = gst_bin_get_by_name (bin, "format");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (bin, "sink");

  g_object_set (volume, "volume", pow (10.0, gain / 20.0), NULL);
  g_object_set (sink, "stream", stream, NULL);
  set_format (format, sound);
}

static GBytes *
encode (MasterRunner *runner, MasterRecording *recording, const gchar *name,
    const MasterMeasurement *sound, gdouble gain, GError **error)
{
  g_autofree gchar *launch = g_strdup_printf (OPUS, BITRATE);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_auto (MasterPass) pass = { .input = name, .label = "Excerpt" };
  GstElement *bin;

  if (!master_pass_add (&pass,
          master_source_new_from_recording (recording, 0, error)))
    return NULL;
  g_random_set_seed (1); /* the muxer draws its number from here */
  bin = gst_parse_bin_from_description (launch, TRUE, error);
  if (!bin)
    return NULL;
  gst_bin_add (GST_BIN (pass.pipeline), bin);
  set_up_encoder (GST_BIN (bin), stream, sound, gain);
  if (!gst_element_link (master_pass_source (&pass)->bin, bin) ||
      !master_runner_run (runner, &pass, error))
    return NULL;
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (
      G_MEMORY_OUTPUT_STREAM (stream));
}

/* Finds the greatest loudness that both can have, where neither is turned up.
 * */
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

static gboolean
get_side (MasterRecording **recording, MasterMeasurement *sound,
    const MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, int i, GError **error)
{
  *recording = master_excerpt_get (runner, files->whole[i], files->path[i],
      files->name[i], self->start, error);
  return *recording &&
      master_measure_recording (runner, *recording, files->name[i], "Excerpt",
          sound, NULL, error);
}

gboolean
master_snippet_make (MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, GError **error)
{
  g_autoptr (MasterRecording) before = NULL;
  g_autoptr (MasterRecording) after = NULL;
  MasterMeasurement sound[2];
  gdouble level;

  if (!get_side (&before, &sound[0], self, runner, files, 0, error) ||
      !get_side (&after, &sound[1], self, runner, files, 1, error))
    return FALSE;
  level = find_level (sound);
  for (int i = 0; i < 2 && isfinite (level); i++) {
    self->gain[i] = level - sound[i].integrated_loudness;
    self->sound[i] = encode (runner, i == 0 ? before : after, files->name[i],
        &sound[i], self->gain[i], error);
    if (!self->sound[i])
      return FALSE;
  }
  return TRUE;
}

GBytes *
master_snippet_encode (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error)
{
  g_autoptr (MasterRecording) whole =
      master_excerpt_read_all (runner, path, name, error);
  const MasterMeasurement sound = { .channels = 2 };

  return whole ? encode (runner, whole, name, &sound, 0.0, error) : NULL;
}

void
master_snippet_clear (MasterSnippet *self)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->sound[i], g_bytes_unref);
}
