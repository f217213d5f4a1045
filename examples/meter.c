/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * meter.c - loudness of a file, as an application reads it.
 *
 *   meter FILE
 *
 * Puts a mastermeter into a pipeline that runs as fast as it can, prints each
 * of its messages on the bus as one line, and the read-only properties at the
 * end.
 */
#include <gst/gst.h>

static void
print_line (const GstStructure *values)
{
  double momentary = 0.0, shortterm = 0.0, peak = 0.0;
  if (gst_structure_get_double (values, "momentary-loudness", &momentary) &&
      gst_structure_get_double (values, "shortterm-loudness", &shortterm) &&
      gst_structure_get_double (values, "true-peak", &peak))
    g_print ("M %6.1f  S %6.1f LUFS  peak %6.1f dBTP\n", momentary, shortterm,
        peak);
}

static int
watch (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  int status = -1;
  while (status < 0) {
    GstMessage *message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
        GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_ELEMENT);
    if (gst_message_has_name (message, "mastermeter"))
      print_line (gst_message_get_structure (message));
    else if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ELEMENT)
      status = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;
    gst_message_unref (message);
  }
  return status;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  GError *error = NULL;
  g_autoptr (GstElement) pipeline =
      gst_parse_launch ("filesrc name=file ! decodebin ! audioconvert ! "
                        "mastermeter name=meter post-messages=true "
                        "interval=1000000000 ! fakesink",
          &error);
  if (argc != 2 || error) {
    g_printerr ("meter: %s\n", error ? error->message : "usage: meter FILE");
    return 2;
  }
  gst_child_proxy_set (GST_CHILD_PROXY (pipeline), "file::location", argv[1],
      NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  int failed = watch (pipeline);
  double loudness = 0.0, range = 0.0;
  gst_child_proxy_get (GST_CHILD_PROXY (pipeline), "meter::global-loudness",
      &loudness, "meter::loudness-range", &range, NULL);
  g_print (failed ? "failed\n" : "I %.1f LUFS, LRA %.1f LU\n", loudness, range);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return failed;
}
