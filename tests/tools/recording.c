/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Recordings, and the residual between two pads. */
#include <math.h>
#include <string.h>

#include "mst-test.h"
#include "tools/pass/residual.h"
#include "tools/pass/recording.h"

#define RATE 48000
#define FRAMES (10 * 4800)

static void
run (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  mst_check (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS, "ends");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* A second of stereo, with a tag, in buffers of 4800 frames. */
static GstElement *
new_pipeline (const gchar *element)
{
  g_autofree gchar *launch = g_strdup_printf (
      "audiotestsrc wave=%s freq=480 volume=0.8 num-buffers=10 "
      "samplesperbuffer=4800 ! audio/x-raw,format=F32LE,rate=%d,channels=2 ! "
      "taginject tags=title=x ! %s name=it ! fakesink",
      strcmp (element, "identity") == 0 ? "pink-noise" : "sine", RATE, element);
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (launch, &error);

  mst_check (!error, "%s", error ? error->message : "");
  g_clear_error (&error);
  return pipeline;
}

static MasterRecording *
record (gsize most)
{
  MasterRecording *recording = master_recording_new (most);
  g_autoptr (GstElement) pipeline = new_pipeline ("identity");
  g_autoptr (GstElement) it = gst_bin_get_by_name (GST_BIN (pipeline), "it");

  master_recording_capture (recording, it, "src");
  run (pipeline);
  return recording;
}

/* The bytes that a recording plays, and whether its tag came along. */
static GByteArray *
play (MasterRecording *recording, gboolean *tagged)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *source = master_recording_play (recording, NULL);
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  g_autoptr (GstEvent) event = NULL;
  GstSample *sample = NULL;

  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  gst_element_link (source, sink);
  g_object_set (sink, "sync", FALSE, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (;;) {
    GstBuffer *buffer;
    gsize at = bytes->len, size;

    g_signal_emit_by_name (sink, "pull-sample", &sample);
    if (!sample)
      break;
    buffer = gst_sample_get_buffer (sample);
    size = gst_buffer_get_size (buffer);
    g_byte_array_set_size (bytes, (guint) (at + size));
    gst_buffer_extract (buffer, 0, bytes->data + at, size);
    gst_sample_unref (sample);
  }
  event = gst_pad_get_sticky_event (pad, GST_EVENT_TAG, 0);
  *tagged = event != NULL;
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return bytes;
}

static void
test_it_plays_what_came (void)
{
  g_autoptr (MasterRecording) recording = record (MASTER_RECORDING_BYTES);
  gboolean tagged;
  g_autoptr (GByteArray) once = play (recording, &tagged);
  g_autoptr (GByteArray) again = play (recording, &tagged);

  mst_check (!master_recording_is_empty (recording), "empty");
  mst_check (once->len == FRAMES * 8, "%u bytes", once->len);
  mst_check (once->len == again->len &&
          memcmp (once->data, again->data, once->len) == 0,
      "another sound");
  mst_check (tagged, "no tag");
}

static void
test_a_cut_is_of_these_frames (void)
{
  g_autoptr (MasterRecording) recording = record (MASTER_RECORDING_BYTES);
  g_autoptr (MasterRecording) cut =
      master_recording_cut (recording, 0.25, 0.375);
  g_autoptr (MasterRecording) behind =
      master_recording_cut (recording, 2.0, 1.0);
  g_autoptr (MasterRecording) end = master_recording_cut (recording, 0.9, 1.0);
  gboolean tagged;
  g_autoptr (GByteArray) all = play (recording, &tagged);
  g_autoptr (GByteArray) some = play (cut, &tagged);
  g_autoptr (GByteArray) last = play (end, &tagged);

  mst_check (some->len == 18000 * 8, "%u bytes", some->len);
  mst_check (memcmp (some->data, all->data + 12000 * 8, some->len) == 0,
      "another sound");
  mst_check (last->len == 4800 * 8, "%u bytes", last->len);
  mst_check (master_recording_is_empty (behind), "behind the end");
}

static void
test_too_much_is_dropped (void)
{
  g_autoptr (MasterRecording) recording = record (FRAMES * 8 - 1);
  g_autoptr (MasterRecording) cut = master_recording_cut (recording, 0.0, 0.1);

  mst_check (master_recording_is_empty (recording), "kept");
  mst_check (master_recording_is_empty (cut), "kept");
  mst_check (master_recording_is_empty (NULL), "nothing");
}

static gdouble
residual_of (const gchar *element)
{
  g_autoptr (GstElement) pipeline = new_pipeline (element);
  g_autoptr (GstElement) it = gst_bin_get_by_name (GST_BIN (pipeline), "it");
  g_autoptr (MasterResidual) residual = master_residual_new (it);

  run (pipeline);
  return master_residual_read (residual).residual;
}

/* Hard clipping at 1 of 1.6 sin: the power that the best sine leaves, summed
 * over a period. */
static gdouble
clipped_sine (void)
{
  enum { POINTS = 100 }; /* a period of 480 Hz at 48 kHz */
  gdouble xx = 0.0, xy = 0.0, yy = 0.0;

  for (int i = 0; i < POINTS; i++) {
    gdouble x = 1.6 * sin (2.0 * G_PI * i / POINTS);
    gdouble y = CLAMP (x, -1.0, 1.0);

    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return 10.0 * log10 ((yy - xy * xy / xx) / yy);
}

static void
test_a_gain_leaves_nothing (void)
{
  gdouble residual = residual_of ("audioamplify amplification=0.5");

  mst_check (residual < -140.0, "%g dB", residual);
}

static void
test_clipping_leaves_its_harmonics (void)
{
  mst_check_near (residual_of ("audioamplify amplification=2"), clipped_sine (),
      0.001);
}

/* Six seconds that are not clipped, and six that are. */
static gdouble
find_most (const gchar *element)
{
  g_autofree gchar *launch = g_strdup_printf (
      "concat name=c ! %s name=it ! fakesink audiotestsrc volume=0.3 "
      "num-buffers=60 samplesperbuffer=4800 ! "
      "audio/x-raw,format=F32LE,rate=%d,channels=2 ! c. audiotestsrc "
      "volume=0.8 num-buffers=60 samplesperbuffer=4800 ! "
      "audio/x-raw,format=F32LE,rate=%d,channels=2 ! c.",
      element, RATE, RATE);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, NULL);
  g_autoptr (GstElement) it = gst_bin_get_by_name (GST_BIN (pipeline), "it");
  g_autoptr (MasterResidual) residual = master_residual_new (it);

  run (pipeline);
  return master_residual_find_most (residual, 6.0);
}

static void
test_where_most_is_changed (void)
{
  mst_check_near (find_most ("audioamplify amplification=2"), 6.0, 0);
  mst_check (isnan (find_most ("audioamplify amplification=0.5")), "a gain");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  MST_RUN (test_it_plays_what_came);
  MST_RUN (test_a_cut_is_of_these_frames);
  MST_RUN (test_too_much_is_dropped);
  MST_RUN (test_a_gain_leaves_nothing);
  MST_RUN (test_clipping_leaves_its_harmonics);
  MST_RUN (test_where_most_is_changed);
  return mst_done ();
}
