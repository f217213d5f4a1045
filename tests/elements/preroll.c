/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* playbin3 prerolls with a chain as its audio filter: started again and again
 * on one core, as docs/embedding.md says it is to be started, and beside video.
 * The environment variable MST_STARTS says how often each preset is started.
 * The oracle is playbin3 itself: it posts ASYNC_DONE.
 */
#define _GNU_SOURCE
#include "rig.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

static gchar *location;

static void
make_file (const gchar *ending, const gchar *pipe)
{
  g_autofree gchar *line = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  location = g_strdup_printf ("%s/mst-preroll-%d.%s", g_get_tmp_dir (),
      (gint) getpid (), ending);
  line = g_strdup_printf ("%s ! filesink location=\"%s\"", pipe, location);
  pipeline = gst_parse_launch (line, NULL);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_EOS);
  fail_unless (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
use_one_core (void)
{
  cpu_set_t all, one;

  CPU_ZERO (&one);
  sched_getaffinity (0, sizeof (all), &all);
  for (gint i = 0; i < CPU_SETSIZE; i++)
    if (CPU_ISSET (i, &all)) {
      CPU_SET (i, &one);
      break;
    }
  sched_setaffinity (0, sizeof (one), &one);
}

/* Brings decodebin3 up before the source of playbin3 starts. */
static void
prepare (GstElement *player)
{
  GstIterator *elements;
  GValue item = G_VALUE_INIT;

  gst_element_set_state (player, GST_STATE_READY);
  elements = gst_bin_iterate_recurse (GST_BIN (player));
  while (gst_iterator_next (elements, &item) == GST_ITERATOR_OK) {
    GstElement *element = g_value_get_object (&item);
    GstElementFactory *factory = gst_element_get_factory (element);
    if (factory && g_str_equal (GST_OBJECT_NAME (factory), "decodebin3"))
      gst_element_set_state (element, GST_STATE_PAUSED);
    g_value_reset (&item);
  }
  g_value_unset (&item);
  gst_iterator_free (elements);
}

static gboolean
prerolls (const gchar *preset)
{
  g_autofree gchar *uri = gst_filename_to_uri (location, NULL);
  g_autoptr (GstElement) player = gst_element_factory_make ("playbin3", NULL);
  GstElement *chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (player);
  g_autoptr (GstMessage) message = NULL;

  g_object_set (chain, "preset", preset, NULL);
  g_object_set (player, "uri", uri, "audio-filter", chain, "audio-sink",
      gst_element_factory_make ("fakesink", NULL), "video-sink",
      gst_element_factory_make ("fakesink", NULL), NULL);
  prepare (player);
  gst_element_set_state (player, GST_STATE_PAUSED);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR);
  gst_element_set_state (player, GST_STATE_NULL);
  if (!message)
    return FALSE;
  fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_ASYNC_DONE);
  return TRUE;
}

/* Those for listening. */
static const gchar *const presets[] = { "acoustic", "classical",
  "late-night-film", "level-between-tracks", "lo-fi-rescue", "loud-club",
  "night-mode", "podcast-in-the-car", "small-speaker", "streaming-transparent",
  "vinyl", "warm-analog" };

static gboolean
are_there (const gchar *const *features)
{
  for (; *features; features++)
    if (!gst_registry_check_feature_version (gst_registry_get (), *features, 1,
            22, 0))
      return FALSE;
  return TRUE;
}

static void
check_starts (const gchar *preset, gint starts)
{
  for (gint i = 0; i < starts; i++)
    fail_unless (prerolls (preset), "%s: start %d hung", preset, i);
  g_unlink (location);
  g_free (location);
}

GST_START_TEST (test_playbin3_prerolls)
{
  static const gchar *const features[] = { "playbin3", "wavparse", NULL };
  const gchar *wanted = g_getenv ("MST_STARTS");

  if (!are_there (features))
    return;
  use_one_core ();
  make_file ("wav",
      "audiotestsrc num-buffers=500 samplesperbuffer=441 ! "
      "audio/x-raw,rate=44100,channels=2 ! wavenc"); /* 5 s */
  check_starts (presets[__i__], wanted ? atoi (wanted) : 5);
}
GST_END_TEST;

/* A film of 8 s is longer than the queues of video are: with a preset for
 * ingest, which hears seconds ahead, it hangs. */
GST_START_TEST (test_video_prerolls)
{
  static const gchar *const features[] = { "playbin3", "avimux", "avidemux",
    "jpegenc", "jpegdec", NULL };

  if (!are_there (features))
    return;
  make_file ("avi",
      "audiotestsrc num-buffers=353 samplesperbuffer=1000 ! "
      "audio/x-raw,rate=44100,channels=2 ! mux. videotestsrc num-buffers=200 ! "
      "video/x-raw,width=64,height=48,framerate=25/1 ! jpegenc ! "
      "avimux name=mux");
  check_starts (presets[__i__], 1);
}
GST_END_TEST;

static Suite *
preroll_suite (void)
{
  Suite *suite = suite_create ("preroll");
  TCase *tests = tcase_create ("playbin3");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 240);
  tcase_add_loop_test (tests, test_playbin3_prerolls, 0,
      G_N_ELEMENTS (presets));
  tcase_add_loop_test (tests, test_video_prerolls, 0, G_N_ELEMENTS (presets));
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, preroll_suite, "preroll", __FILE__);
}
