/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Passes that do not come to an end, and the frames that a timeline counts. */
#include <string.h>

#include <gst/audio/audio.h>

#include "mst-test.h"
#include "tools/pass/runner.h"
#include "tools/pass/timeline.h"

#define RATE 48000
#define FRAMES 48000

/* A second of mono through `element`, in ten buffers. */
static void
play (GstElement *element)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *source = gst_parse_bin_from_description (
      "audiotestsrc num-buffers=10 samplesperbuffer=4800 ! "
      "audio/x-raw,format=" GST_AUDIO_NE (F32) ",rate=48000,channels=1 ! "
                                               "identity",
      TRUE, &error);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  mst_check (!error, "%s", error ? error->message : "");
  gst_bin_add_many (GST_BIN (pipeline), source, element, sink, NULL);
  gst_element_link_many (source, element, sink, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  mst_check (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS, "ends");
  gst_object_ref (element);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* The frames that come of a second, with that skip and length. */
static guint64
count (guint64 skip, guint64 length)
{
  g_autoptr (MasterTimeline) self = MASTER_TIMELINE (master_timeline_new ());
  guint64 frames;

  if (skip > 0)
    master_timeline_set_skip (self, skip, RATE);
  if (length > 0)
    master_timeline_set_length (self, length, RATE);
  play (GST_ELEMENT (self));
  frames = master_timeline_count (self);
  return frames;
}

static void
test_a_timeline_cuts_and_fills (void)
{
  const struct {
    guint64 skip, length, expected;
  } cases[] = {
    { 0, 0, FRAMES }, { 1000, 0, FRAMES - 1000 }, { 0, 20000, 20000 },
    { 5000, 20000, 20000 },
    { 0, FRAMES + 100, FRAMES + 100 }, /* less than a tenth of a second */
    { 1000, FRAMES - 900, FRAMES - 900 },
    { 0, FRAMES + 10000, FRAMES }, /* more: the end is missing */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const guint64 got = count (cases[i].skip, cases[i].length);

    mst_check (got == cases[i].expected,
        "case %" G_GSIZE_FORMAT ": %" G_GUINT64_FORMAT, i, got);
  }
}

static GstPadProbeReturn
hold (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  return GST_PAD_PROBE_OK;
}

static MasterRecording *
record (void)
{
  MasterRecording *recording = master_recording_new (1 << 20);
  g_autoptr (GstElement) identity = gst_element_factory_make ("identity", NULL);

  master_recording_capture (recording, identity, "src");
  play (identity);
  return recording;
}

static void
test_a_pass_that_stands_still_is_given_up (void)
{
  g_autoptr (MasterRunner) runner = master_runner_new ();
  g_autoptr (MasterRecording) recording = record ();
  g_auto (MasterPass) pass = { .input = "song", .work = MASTER_WORK_TRY };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPad) pad = NULL;
  GstElement *sink;
  MasterSource *source =
      master_source_new_from_recording (recording, 0, &error);

  mst_check (source && master_pass_add (&pass, source), "no source");
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (pass.pipeline), sink);
  gst_element_link (source->bin, sink);
  pad = gst_element_get_static_pad (source->convert, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM, hold, NULL,
      NULL);
  master_runner_set_patience (runner, 1);
  mst_check (!master_runner_run (runner, &pass, &error), "it ended well");
  mst_check (error &&
          strstr (error->message, "song: nothing has moved for 1 s"),
      "%s", error ? error->message : "no error");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  MST_RUN (test_a_timeline_cuts_and_fills);
  MST_RUN (test_a_pass_that_stands_still_is_given_up);
  return mst_done ();
}
