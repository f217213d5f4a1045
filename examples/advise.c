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
 * Lets a masteranalyzer hear the song, hands its message to masterchain's action
 * signal `plan`, prints the answer's explanation and saves its settings, which
 * `masterchain settings-location=SETTINGS.json` takes. All of it is properties,
 * signals and GstStructures, so any language that GStreamer is bound to can do it.
 */
#include <gst/gst.h>

/* The last message has the whole song in it. NULL: it cannot be read. */
static GstStructure *
analyze (const gchar *song)
{
  GstElement *pipeline =
      gst_parse_launch ("filesrc name=file ! decodebin ! audioconvert ! "
                        "masteranalyzer post-messages=true "
                        "interval=3600000000000 ! fakesink",
          NULL);
  GstBus *bus = gst_element_get_bus (pipeline);
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
  gst_object_unref (pipeline);
  gst_object_unref (bus);
  return analysis;
}

static gboolean
keep (GstElement *chain, const GstStructure *plan, const gchar *place)
{
  gboolean saved = FALSE;

  g_object_set (chain, "settings",
      gst_value_get_structure (gst_structure_get_value (plan, "settings")),
      NULL);
  g_signal_emit_by_name (chain, "save-settings", place, &saved);
  return saved;
}

int
main (int argc, char **argv)
{
  GstElement *chain;
  GstStructure *analysis, *goal, *plan = NULL;
  gboolean ok;

  gst_init (&argc, &argv);
  if (argc != 3 && argc != 4) {
    g_printerr ("usage: advise SONG SETTINGS.json [GOAL]\n");
    return 2;
  }
  chain = gst_object_ref_sink (gst_element_factory_make ("masterchain", NULL));
  analysis = analyze (argv[1]);
  goal = gst_structure_from_string (argc == 4 ? argv[3] : "goal", NULL);
  g_signal_emit_by_name (chain, "plan", analysis, goal, &plan);
  ok = !gst_structure_has_field (plan, "error");
  if (ok)
    g_print ("%s", gst_structure_get_string (plan, "explanation"));
  else
    g_printerr ("advise: %s\n", gst_structure_get_string (plan, "error"));
  ok = ok && keep (chain, plan, argv[2]);
  g_clear_pointer (&analysis, gst_structure_free);
  g_clear_pointer (&goal, gst_structure_free);
  gst_structure_free (plan);
  gst_object_unref (chain);
  return !ok;
}
