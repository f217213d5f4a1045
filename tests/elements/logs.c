/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The debug messages of the elements. The oracle is docs/architecture.md: each
 * element has a category of its own name, which tells at DEBUG what happens to
 * the stream, and nothing below TRACE while all is steady.
 */
#include "rig.h"

#include <string.h>

static GString *lines; /* of the category under test */

static void
keep_line (GstDebugCategory *category, GstDebugLevel level, const gchar *file,
    const gchar *function, gint line, GObject *object, GstDebugMessage *message,
    gpointer name)
{
  if (strcmp (gst_debug_category_get_name (category), name) == 0)
    g_string_append_printf (lines, "%s\n", gst_debug_message_get (message));
}

/* Listens as GST_DEBUG=`name`:`level` does. */
static void
listen_to (const gchar *name, const gchar *level)
{
  g_autofree gchar *threshold = g_strconcat (name, ":", level, NULL);

  lines = g_string_new (NULL);
  gst_debug_remove_log_function (gst_debug_log_default);
  gst_debug_add_log_function (keep_line, (gpointer) name, NULL);
  gst_debug_set_threshold_from_string (threshold, TRUE);
}

/* The lines so far, which are then forgotten. */
static gchar *
take_lines (void)
{
  gchar *taken = g_string_free (lines, FALSE);

  lines = g_string_new (NULL);
  return taken;
}

static void
stop_listening (void)
{
  gst_debug_set_threshold_from_string ("none", TRUE);
  gst_debug_remove_log_function (keep_line);
  g_string_free (lines, TRUE);
}

static void
assert_told (const gchar *text, const gchar *what)
{
  fail_unless (strstr (text, what), "no '%s' in:\n%s", what, text);
}

GST_START_TEST (test_every_element_tells_its_story)
{
  const gchar *name = rig_elements[__i__];
  g_autofree gchar *begun = NULL, *set = NULL, *broken = NULL, *ended = NULL;
  gint latency, n_params;
  Rig rig;

  listen_to (name, "5");
  rig_init (&rig, name, RIG_RATE, 2);
  rig_push (&rig, 4800, 480);
  latency = rig_latency (&rig);
  n_params = rig.stage->n_params;
  begun = take_lines ();
  rig_stir (&rig, 7);
  rig_push (&rig, 4800, 480);
  set = take_lines ();
  rig.pushed += 100 * RIG_RATE;
  rig_push (&rig, 4800, 480);
  broken = take_lines ();
  rig_eos (&rig);
  rig_clear (&rig);
  ended = take_lines ();
  stop_listening ();
  assert_told (begun, "start\n");
  assert_told (begun, "caps: 48000 Hz, 2 channels, " GST_AUDIO_NE (F32));
  assert_told (begun, "begin: buffer");
  assert_told (broken, "discontinuity of +0:01:40.000000000: buffer");
  assert_told (ended, "stop\n");
  if (n_params > 0)
    assert_told (set, "settings: ");
  if (latency > 0) {
    assert_told (begun, "latency: ");
    assert_told (broken, "drain: ");
    assert_told (ended, "drain: ");
  }
}
GST_END_TEST;

GST_START_TEST (test_settings_are_told_by_name)
{
  g_autofree gchar *text = NULL;
  Rig rig;

  listen_to ("mastereq", "5");
  rig_init (&rig, "mastereq", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "band0::gain",
      3.0, "band0::type", 1, NULL);
  rig_push (&rig, 480, 480);
  text = take_lines ();
  assert_told (text, "band0::gain=3");
  assert_told (text, "band0::type=");
  rig_clear (&rig);
  stop_listening ();
}
GST_END_TEST;

GST_START_TEST (test_sleep_and_wake_are_told)
{
  g_autofree gchar *asleep = NULL, *awake = NULL;
  Rig rig;

  listen_to ("mastercompressor", "5");
  rig_init (&rig, "mastercompressor", RIG_RATE, 2);
  rig_push (&rig, 480, 480);
  asleep = take_lines ();
  g_object_set (rig.harness->element, "makeup", 3.0, NULL);
  rig_push (&rig, 480, 480);
  awake = take_lines ();
  assert_told (asleep, "sleep\n");
  assert_told (awake, "wake\n");
  rig_clear (&rig);
  stop_listening ();
}
GST_END_TEST;

/* LOG is one above DEBUG and one below TRACE in verbosity. */
GST_START_TEST (test_a_steady_stream_is_silent)
{
  g_autofree gchar *before = NULL, *steady = NULL, *traced = NULL;
  Rig rig;

  listen_to (rig_elements[__i__], "6");
  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_stir (&rig, 7);
  rig_push (&rig, RIG_RATE, 480);
  before = take_lines ();
  rig_push (&rig, RIG_RATE, 480);
  steady = take_lines ();
  gst_debug_set_threshold_for_name (rig_elements[__i__], GST_LEVEL_TRACE);
  rig_push (&rig, 480, 480);
  traced = take_lines ();
  fail_unless_equals_string (steady, "");
  assert_told (traced, "480 frames: buffer");
  rig_clear (&rig);
  stop_listening ();
}
GST_END_TEST;

GST_START_TEST (test_chain_tells_its_stages_and_plans)
{
  g_autofree gchar *text = NULL;
  g_autoptr (GstElement) chain = NULL;

  listen_to ("masterchain", "5");
  chain = gst_element_factory_make ("masterchain", NULL);
  g_object_set (chain, "stages", "compressor,limiter", NULL);
  g_object_set (chain, "preset", "warm-analog", NULL);
  g_object_set (chain, "bypass", TRUE, NULL);
  {
    GstStructure *goal = gst_structure_new_empty ("goal"), *plan = NULL;
    GstStructure *analysis = gst_structure_new_empty ("masteranalyzer");
    g_signal_emit_by_name (chain, "plan", analysis, goal, &plan);
    gst_structure_free (plan);
    gst_structure_free (analysis);
    gst_structure_free (goal);
  }
  text = take_lines ();
  assert_told (text, "stages: compressor,limiter\n");
  assert_told (text, "settings: settings, ");
  assert_told (text, "bypass: 1\n");
  assert_told (text, "plan: plan, ");
  stop_listening ();
}
GST_END_TEST;

static Suite *
logs_suite (void)
{
  Suite *suite = suite_create ("logs");
  TCase *tests = tcase_create ("debug messages");

  suite_add_tcase (suite, tests);
  tcase_add_loop_test (tests, test_every_element_tells_its_story, 0,
      rig_n_elements);
  tcase_add_test (tests, test_settings_are_told_by_name);
  tcase_add_test (tests, test_sleep_and_wake_are_told);
  tcase_add_loop_test (tests, test_a_steady_stream_is_silent, 0,
      rig_n_elements);
  tcase_add_test (tests, test_chain_tells_its_stages_and_plans);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, logs_suite, "logs", __FILE__);
}
