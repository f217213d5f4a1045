/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * play-mastered.c - a player that masters what it plays.
 *
 *   play-mastered FILE-OR-URI [DRIVE]
 *
 * Any player built on playbin does the same in two lines: make a masterchain,
 * hand it over as "audio-filter". DRIVE [dB] goes into the limiter: how much
 * louder than the file.
 */
#include <gst/gst.h>
#include <stdlib.h>

static GstElement *
make_chain (double drive)
{
  GstElement *chain = gst_element_factory_make ("masterchain", NULL);
  if (chain)
    gst_child_proxy_set (GST_CHILD_PROXY (chain), "limiter::drive", drive,
        "limiter::ceiling", -1.0, NULL);
  return chain;
}

static int
wait_for_the_end (GstElement *playbin)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (playbin);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
      GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  int failed = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;
  if (failed) {
    GError *error = NULL;
    gst_message_parse_error (message, &error, NULL);
    g_printerr ("play-mastered: %s\n", error->message);
    g_clear_error (&error);
  }
  return failed;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  if (argc < 2) {
    g_printerr ("usage: play-mastered FILE-OR-URI [DRIVE]\n");
    return 2;
  }
  g_autofree char *uri = gst_uri_is_valid (argv[1])
      ? g_strdup (argv[1])
      : gst_filename_to_uri (argv[1], NULL);
  g_autoptr (GstElement) playbin = gst_element_factory_make ("playbin", NULL);
  GstElement *chain = make_chain (argc > 2 ? atof (argv[2]) : 6.0);
  if (!uri || !playbin || !chain) {
    g_printerr ("play-mastered: masterchain or playbin is missing; "
                "is GST_PLUGIN_PATH set?\n");
    return 1;
  }
  g_object_set (playbin, "uri", uri, "audio-filter", chain, NULL);
  gst_element_set_state (playbin, GST_STATE_PLAYING);
  int failed = wait_for_the_end (playbin);
  gst_element_set_state (playbin, GST_STATE_NULL);
  return failed;
}
