/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masteranalyzer as an element: properties, the message, the reset signal; and
 * what is known of a piece as a structure and back. */
#include "rig.h"

#include <math.h>
#include <string.h>

#include "dsp/analyzer/analyzer.h"
#include "elements/gstmasteranalysis.h"

#define N_NUMBERS (sizeof (MstAnalysis) / sizeof (gdouble))

static gdouble
readout (Rig *rig, const gchar *name)
{
  gdouble value;

  g_object_get (rig->harness->element, name, &value, NULL);
  return value;
}

static gdouble
number_of (Rig *rig, const gchar *name, guint i)
{
  GValue array = G_VALUE_INIT;
  gdouble number;

  g_value_init (&array, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (rig->harness->element), name, &array);
  fail_unless (i < gst_value_array_get_size (&array));
  number = g_value_get_double (gst_value_array_get_value (&array, i));
  g_value_unset (&array);
  return number;
}

/* Oracle: the figures of the stage itself for the noise of rig_push(). */
static MstAnalysis
hear (gint n)
{
  MstFormat format = { 48000, 1, n, 0, { { 0 } } };
  gdouble numbers[N_NUMBERS];
  MstAnalysis found;
  Rig rig;
  g_autoptr (GstBuffer) buffer = NULL;
  GstMapInfo map;
  gfloat *plane[1];
  gpointer stage = mst_stage_analyzer.new(&format, NULL);

  rig_init (&rig, "masteranalyzer", 48000, 1);
  buffer = rig_noise (&rig, n);
  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  plane[0] = (gfloat *) map.data;
  mst_stage_analyzer.process (stage, plane, n);
  mst_stage_analyzer.finish (stage);
  mst_stage_analyzer.read (stage, numbers);
  mst_analysis_from_numbers (&found, numbers);
  mst_stage_analyzer.free (stage);
  gst_buffer_unmap (buffer, &map);
  rig_clear (&rig);
  return found;
}

GST_START_TEST (test_properties)
{
  MstAnalysis want = hear (5 * 48000);
  Rig rig;

  rig_init (&rig, "masteranalyzer", 48000, 1);
  fail_unless (readout (&rig, "loudness") == -INFINITY);
  fail_unless (number_of (&rig, "band-level", 8) == -INFINITY);
  rig_push (&rig, 5 * 48000, 1001);
  rig_eos (&rig);
  fail_unless (isfinite (want.loudness) && isfinite (want.mid[20]));
  fail_unless (readout (&rig, "loudness") == want.loudness);
  fail_unless (readout (&rig, "frames") == 5 * 48000);
  fail_unless (readout (&rig, "crest") == want.crest);
  for (guint i = 0; i < MST_ANALYSIS_THIRDS; i++)
    fail_unless (number_of (&rig, "mid-spectrum", i) == want.mid[i]);
  for (guint i = 0; i < MST_ANALYSIS_BANDS; i++) {
    fail_unless (number_of (&rig, "band-level", i) == want.band[i].level);
    fail_unless (
        number_of (&rig, "band-transients", i) == want.band[i].transients);
  }
  rig_clear (&rig);
}
GST_END_TEST;

/* One message at the end; it is what is known, whole. */
GST_START_TEST (test_message)
{
  MstAnalysis want = hear (5 * 48000), found;
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GstMessage) message = NULL;
  Rig rig;

  rig_init (&rig, "masteranalyzer", 48000, 1);
  gst_element_set_bus (rig.harness->element, bus);
  g_object_set (rig.harness->element, "post-messages", TRUE, "interval",
      3600 * GST_SECOND, NULL);
  rig_push (&rig, 5 * 48000, 4800);
  rig_eos (&rig);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);
  fail_unless (message);
  fail_unless (gst_message_has_name (message, "masteranalyzer"));
  fail_unless (gst_master_analysis_from_structure (&found,
                   gst_message_get_structure (message), &error),
      "%s", error->message);
  fail_unless (memcmp (&found, &want, sizeof (want)) == 0);
  fail_unless (!gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT));
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_reset)
{
  Rig rig;

  rig_init (&rig, "masteranalyzer", 48000, 2);
  rig_push (&rig, 4 * 48000, 4800);
  fail_unless (readout (&rig, "frames") == 4 * 48000);
  fail_unless (isfinite (number_of (&rig, "mid-spectrum", 20)));
  g_signal_emit_by_name (rig.harness->element, "reset");
  fail_unless (readout (&rig, "frames") == 0);
  fail_unless (number_of (&rig, "mid-spectrum", 20) == -INFINITY);
  rig_push (&rig, 48000, 4800);
  fail_unless (readout (&rig, "frames") == 48000);
  rig_clear (&rig);
}
GST_END_TEST;

/* Each number has a field of its own. */
GST_START_TEST (test_structure_and_back)
{
  gdouble numbers[N_NUMBERS];
  g_autoptr (GError) error = NULL;
  MstAnalysis analysis, again;
  g_autoptr (GstStructure) structure = NULL;

  for (guint i = 0; i < N_NUMBERS; i++)
    numbers[i] = i % 7 == 3 ? -INFINITY : i + 0.25;
  mst_analysis_from_numbers (&analysis, numbers);
  structure = gst_master_analysis_to_structure (&analysis);
  fail_unless (
      gst_structure_has_field_typed (structure, "mono-loss", G_TYPE_DOUBLE));
  fail_unless (
      gst_structure_has_field_typed (structure, "resonance-q", GST_TYPE_ARRAY));
  fail_unless (gst_master_analysis_from_structure (&again, structure, &error));
  fail_unless (memcmp (&analysis, &again, sizeof (again)) == 0);
}
GST_END_TEST;

/* The fault of a structure is named. */
GST_START_TEST (test_faulty_structures)
{
  MstAnalysis analysis = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstStructure) structure =
      gst_master_analysis_to_structure (&analysis);
  GValue array = G_VALUE_INIT;

  gst_structure_remove_field (structure, "hum");
  fail_if (gst_master_analysis_from_structure (&analysis, structure, &error));
  fail_unless_equals_string (error->message,
      "hum is missing from the analysis");
  g_clear_error (&error);
  gst_structure_set (structure, "hum", G_TYPE_STRING, "loud", NULL);
  fail_if (gst_master_analysis_from_structure (&analysis, structure, &error));
  fail_unless_equals_string (error->message,
      "hum is missing from the analysis");
  g_clear_error (&error);
  gst_structure_set (structure, "hum", G_TYPE_DOUBLE, 50.0, NULL);
  fail_unless (
      gst_master_analysis_from_structure (&analysis, structure, &error));
  fail_unless (analysis.hum == 50);
  g_value_init (&array, GST_TYPE_ARRAY); /* of none */
  gst_structure_take_value (structure, "band-side", &array);
  fail_if (gst_master_analysis_from_structure (&analysis, structure, &error));
  fail_unless_equals_string (error->message,
      "band-side is missing from the analysis");
  g_clear_error (&error);
}
GST_END_TEST;

static Suite *
analyzer_suite (void)
{
  Suite *suite = suite_create ("masteranalyzer");
  TCase *tests = tcase_create ("element");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_properties);
  tcase_add_test (tests, test_message);
  tcase_add_test (tests, test_reset);
  tcase_add_test (tests, test_structure_and_back);
  tcase_add_test (tests, test_faulty_structures);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, analyzer_suite, "analyzer", __FILE__);
}
