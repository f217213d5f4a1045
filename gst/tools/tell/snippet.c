/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "snippet.h"

#include <math.h>

#include <gio/gio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/base/jsonnumber.h"
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
  g_auto (MasterPass) pass = { .input = name, .work = MASTER_WORK_EXCERPT };
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

gboolean
master_snippet_files_read (MasterSnippetFiles *self, MasterRunner *runner,
    GError **error)
{
  for (int i = 0; i < MASTER_N_SIDES; i++) {
    if (!self->path[i] || self->whole[i])
      continue;
    self->whole[i] =
        master_excerpt_read_all (runner, self->path[i], self->name[i], error);
    if (!self->whole[i])
      return FALSE;
  }
  return TRUE;
}

void
master_snippet_files_clear (MasterSnippetFiles *self)
{
  for (int i = 0; i < MASTER_N_SIDES; i++)
    g_clear_pointer (&self->whole[i], master_recording_unref);
}

/* The sides of a snippet. */
typedef struct {
  const MasterSnippetFiles *files;
  MasterRecording *recording[MASTER_N_SIDES];
  MasterMeasurement measured[MASTER_N_SIDES];
} Sides;

static void
sides_clear (Sides *self)
{
  for (int i = 0; i < MASTER_N_SIDES; i++)
    g_clear_pointer (&self->recording[i], master_recording_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sides, sides_clear)

static gboolean
cut (Sides *self, MasterRunner *runner, gdouble start, GError **error)
{
  const MasterSnippetFiles *files = self->files;

  for (int i = 0; i < MASTER_N_SIDES; i++) {
    if (!files->path[i])
      continue;
    self->recording[i] = master_excerpt_get (runner, files->whole[i],
        files->path[i], files->name[i], start, error);
    if (!self->recording[i] ||
        !master_measure_recording (runner, self->recording[i], files->name[i],
            MASTER_WORK_EXCERPT, &self->measured[i], NULL, error))
      return FALSE;
  }
  return TRUE;
}

/* Finds the greatest loudness that all can have, where none is turned up. */
static gdouble
find_level (const Sides *self)
{
  gdouble level = INFINITY;

  for (int i = 0; i < MASTER_N_SIDES; i++) {
    const MasterMeasurement *sound = &self->measured[i];

    if (self->recording[i])
      level = fmin (level,
          sound->integrated_loudness -
              fmax (master_measurement_peak (sound) + ROOM, 0.0));
  }
  return level;
}

gboolean
master_snippet_make (MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, GError **error)
{
  g_auto (Sides) sides = { .files = files };

  if (!cut (&sides, runner, self->start, error))
    return FALSE;
  self->level = find_level (&sides);
  for (int i = 0; i < MASTER_N_SIDES && isfinite (self->level); i++) {
    const MasterMeasurement *sound = &sides.measured[i];

    if (!sides.recording[i])
      continue;
    self->sound[i] = encode (runner, sides.recording[i], files->name[i], sound,
        self->level - sound->integrated_loudness, error);
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
  for (int i = 0; i < MASTER_N_SIDES; i++)
    g_clear_pointer (&self->sound[i], g_bytes_unref);
}

gboolean
master_snippet_is_heard (const MasterSnippet *self)
{
  return self->sound[MASTER_SIDE_BEFORE] && self->sound[MASTER_SIDE_AFTER];
}

JsonObject *
master_snippet_to_json (const MasterSnippet *self, const gchar *name)
{
  static const gchar *const sides[MASTER_N_SIDES] = {
    [MASTER_SIDE_BEFORE] = "before",
    [MASTER_SIDE_AFTER] = "after",
    [MASTER_SIDE_LAST] = "last",
  };
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "name", name);
  master_json_set_round (row, "start", self->start);
  json_object_set_int_member (row, "length", MASTER_EXCERPT_SECONDS);
  for (int k = 0; k < MASTER_N_SIDES; k++) {
    gsize length;
    gconstpointer bytes =
        self->sound[k] ? g_bytes_get_data (self->sound[k], &length) : NULL;
    g_autofree gchar *text = bytes ? g_base64_encode (bytes, length) : NULL;

    if (text)
      json_object_set_string_member (row, sides[k], text);
  }
  return row;
}
