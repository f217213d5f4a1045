/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masterimager: what it reads, its messages, its latency, its presets. */
#include "rig.h"

#include <math.h>

/* Noise in the middle, and `side` times as much of another in the side. */
static GstBuffer *
image (Rig *rig, gdouble side, gint n)
{
  GstBuffer *buffer = rig_noise (rig, n);
  GstMapInfo map;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READWRITE));
  for (gint i = 0; i < n; i++) {
    gfloat *frame = (gfloat *) map.data + 2 * i;
    gfloat m = 0.3f * frame[0], s = (gfloat) side * 0.3f * frame[1];

    frame[0] = m + s;
    frame[1] = m - s;
  }
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

static gdouble
reduction (Rig *rig, const gchar *band)
{
  g_autofree gchar *name = g_strconcat (band, "::guard-reduction", NULL);
  gdouble value;

  gst_child_proxy_get (GST_CHILD_PROXY (rig->harness->element), name, &value,
      NULL);
  return value;
}

/* Two bands, both twice as wide, so that the side is as strong as the middle,
 * and 3 dB too much: the guard halves their power. Oracle: that arithmetic. */
static void
set_up (Rig *rig)
{
  g_object_set (rig->harness->element, "bands", 2, "guard", TRUE, "guard-loss",
      10 * log10 (1.5), NULL);
  gst_child_proxy_set (GST_CHILD_PROXY (rig->harness->element),
      "band0::upper-frequency", 2000.0, "band0::width", 2.0, "band1::width",
      2.0, NULL);
}

GST_START_TEST (test_readouts)
{
  gdouble correlation, side;
  Rig rig;

  rig_init (&rig, "masterimager", RIG_RATE, 2);
  set_up (&rig);
  fail_unless (reduction (&rig, "band0") == 0);
  rig_push_buffer (&rig, image (&rig, 0.5, RIG_RATE));
  for (gint b = 0; b < 2; b++)
    fail_unless (fabs (reduction (&rig, b ? "band1" : "band0") - 3) < 0.5);
  fail_unless (reduction (&rig, "band3") == 0);
  g_object_get (rig.harness->element, "correlation", &correlation, "side-level",
      &side, NULL);
  fail_unless (fabs (side + 3) < 0.3, "%g dB", side);
  fail_unless (fabs (correlation - 1.0 / 3) < 0.03, "%g", correlation);
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_messages)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstMessage *message;
  guint count = 0;
  Rig rig;

  rig_init (&rig, "masterimager", RIG_RATE, 2);
  gst_element_set_bus (rig.harness->element, bus);
  set_up (&rig);
  g_object_set (rig.harness->element, "post-messages", TRUE, "interval",
      250 * GST_MSECOND, NULL);
  rig_push_buffer (&rig, image (&rig, 0.5, RIG_RATE));
  rig_eos (&rig);
  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    const GstStructure *fields = gst_message_get_structure (message);
    const GValue *array = gst_structure_get_value (fields, "guard-reduction");
    gdouble correlation, side;

    fail_unless (gst_structure_has_name (fields, "masterimager"));
    fail_unless_equals_int (gst_value_array_get_size (array), 2);
    fail_unless (gst_structure_get (fields, "correlation", G_TYPE_DOUBLE,
        &correlation, "side-level", G_TYPE_DOUBLE, &side, NULL));
    if (count >= 2)
      fail_unless (fabs (side + 3) < 0.3, "%g dB", side);
    count++;
    gst_message_unref (message);
  }
  fail_unless (count >= 4, "%u messages", count);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

/* Linear phase is told as latency, and N frames in are N out. */
GST_START_TEST (test_latency)
{
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, "masterimager", RIG_RATE, 2);
  set_up (&rig);
  fail_unless_equals_int (rig_latency (&rig), 0);
  gst_util_set_object_arg (G_OBJECT (rig.harness->element), "crossover",
      "linear");
  rig_set_caps (&rig, 44100, 2); /* a new start */
  rig_push (&rig, 48000, 1000);
  fail_unless (rig_latency (&rig) > 0);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 48000);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Each can be loaded, and sets what it says. */
GST_START_TEST (test_presets)
{
  static const gchar *const names[] = { "mono-bass", "mono-compatible",
    "mono-to-stereo", "narrow", "vinyl", "wide" };
  Rig rig;

  rig_init (&rig, "masterimager", RIG_RATE, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    fail_unless (
        gst_preset_load_preset (GST_PRESET (rig.harness->element), names[i]),
        "%s", names[i]);
  gst_preset_load_preset (GST_PRESET (rig.harness->element), "vinyl");
  {
    gdouble bass, width;

    g_object_get (rig.harness->element, "bass-mono", &bass, NULL);
    gst_child_proxy_get (GST_CHILD_PROXY (rig.harness->element), "band1::width",
        &width, NULL);
    fail_unless (bass == 200 && width == 0.9, "%g Hz, %g", bass, width);
  }
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
imager_suite (void)
{
  Suite *suite = suite_create ("masterimager");
  TCase *tests = tcase_create ("element");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_readouts);
  tcase_add_test (tests, test_messages);
  tcase_add_test (tests, test_latency);
  tcase_add_test (tests, test_presets);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, imager_suite, "imager", __FILE__);
}
