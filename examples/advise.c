/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * advise.c - what the assistant would do to a song, as an application asks it.
 *
 *   advise SONG SETTINGS.json [GOAL]
 *   advise mix.wav mix.json "goal,loudness=-11,profile=pop,strength=50"
 *
 * Lets a masteranalyzer hear the song, asks masterchain's action signal `plan`,
 * prints why and saves what, for `masterchain settings-location=SETTINGS.json`.
 * Any language that GStreamer is bound to can do the same.
 */
#include <gst/gst.h>

/* The last message has the whole song in it. NULL: it cannot be read. */
static GstStructure *
analyze (const gchar *song)
{
  g_autoptr (GstElement) pipeline =
      gst_parse_launch ("filesrc name=file ! decodebin ! audioconvert ! "
                        "masteranalyzer post-messages=true "
                        "interval=3600000000000 ! fakesink",
          NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstStructure *analysis = NULL;
  GstMessageType type = GST_MESSAGE_UNKNOWN;
  gst_child_proxy_set (GST_CHILD_PROXY (pipeline), "file::location", song,
      NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (type != GST_MESSAGE_EOS && type != GST_MESSAGE_ERROR) {
    GstMessage *message = gst_bus_timed_pop (bus, GST_CLOCK_TIME_NONE);
    type = GST_MESSAGE_TYPE (message);
    if (gst_message_has_name (message, "masteranalyzer")) {
      g_clear_pointer (&analysis, gst_structure_free);
      analysis = gst_structure_copy (gst_message_get_structure (message));
    }
    gst_message_unref (message);
  }
  if (type == GST_MESSAGE_ERROR)
    g_clear_pointer (&analysis, gst_structure_free);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return analysis;
}

static gboolean
keep (GstElement *chain, const GstStructure *plan, const gchar *place)
{
  gboolean saved = FALSE;
  g_print ("%s", gst_structure_get_string (plan, "explanation"));
  g_object_set (chain, "settings",
      gst_value_get_structure (gst_structure_get_value (plan, "settings")),
      NULL);
  g_signal_emit_by_name (chain, "save-settings", place, &saved);
  return saved;
}

int
main (int argc, char **argv)
{
  g_autoptr (GstStructure) plan = NULL;
  gst_init (&argc, &argv);
  if (argc != 3 && argc != 4) {
    g_printerr ("usage: advise SONG SETTINGS.json [GOAL]\n");
    return 2;
  }
  g_autoptr (GstStructure) analysis = analyze (argv[1]);
  g_autoptr (GstStructure) goal =
      gst_structure_from_string (argc == 4 ? argv[3] : "goal", NULL);
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_signal_emit_by_name (chain, "plan", analysis, goal, &plan);
  const gchar *error = gst_structure_get_string (plan, "error");
  if (error)
    g_printerr ("advise: %s\n", error);
  gboolean ok = !error && keep (chain, plan, argv[2]);
  return !ok;
}
