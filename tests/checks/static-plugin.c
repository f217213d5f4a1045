/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* A program with the plugin linked in: it registers the plugin and plays a
 * tone through a preset of the chain, which is data compiled into the plugin.
 * install.sh builds it against the installed gstmastering.pc. */
#include <gst/gst.h>

GST_PLUGIN_STATIC_DECLARE (mastering);

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstPlugin) plugin = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  gst_init (&argc, &argv);
  GST_PLUGIN_STATIC_REGISTER (mastering);
  plugin = gst_registry_find_plugin (gst_registry_get (), "mastering");
  if (!plugin || gst_plugin_get_filename (plugin))
    g_error ("The plugin does not come from the program itself.");
  pipeline = gst_parse_launch ("audiotestsrc num-buffers=20 ! audioconvert ! "
                               "masterchain preset=warm-analog ! masterdither "
                               "! fakesink",
      &error);
  if (error)
    g_error ("%s", error->message);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return !message || GST_MESSAGE_TYPE (message) != GST_MESSAGE_EOS;
}
