/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* mastermultiband: what its bands read, its messages, automation. */
#include "rig.h"

#include <gst/controller/gstdirectcontrolbinding.h>
#include <gst/controller/gstinterpolationcontrolsource.h>
#include <math.h>
#include <string.h>

/* A tone of `peak` [dB] in all channels. */
static GstBuffer *
tone (Rig *rig, gdouble frequency, gdouble peak, gint n)
{
  guint64 from = rig->pushed;
  GstBuffer *buffer = rig_noise (rig, n);
  GstMapInfo map;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (gint i = 0; i < n * rig->channels; i++)
    ((gfloat *) map.data)[i] = (gfloat) (pow (10, peak / 20) *
        sin (2 * G_PI * frequency * (gdouble) (from + i / rig->channels) /
            rig->rate));
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

static gdouble
reduction (Rig *rig, const gchar *band)
{
  g_autofree gchar *name = g_strconcat (band, "::gain-reduction", NULL);
  gdouble value;

  gst_child_proxy_get (GST_CHILD_PROXY (rig->harness->element), name, &value,
      NULL);
  return value;
}

/* Two bands: the lower takes 9 dB off what is 18 over its threshold, the upper
 * brings silence up by its whole range. */
static void
set_up (Rig *rig)
{
  GstChildProxy *proxy = GST_CHILD_PROXY (rig->harness->element);
  g_autoptr (GObject) band = gst_child_proxy_get_child_by_name (proxy, "band1");

  g_object_set (proxy, "bands", 2, NULL);
  gst_child_proxy_set (proxy, "band0::upper-frequency", 2000.0,
      "band0::threshold", -24.0, "band0::ratio", 2.0, "band0::knee", 0.0,
      "band0::attack", 1.0, NULL);
  gst_child_proxy_set (proxy, "band1::ratio", 4.0, "band1::range", 5.0,
      "band1::release", 50.0, NULL);
  gst_util_set_object_arg (band, "action", "compress-up");
}

/* Oracle: the formula of the curve. */
GST_START_TEST (test_readouts)
{
  Rig rig;

  rig_init (&rig, "mastermultiband", RIG_RATE, 2);
  set_up (&rig);
  fail_unless (reduction (&rig, "band0") == 0);
  rig_push_buffer (&rig, tone (&rig, 40, -6, RIG_RATE));
  fail_unless (fabs (reduction (&rig, "band0") - 9) < 0.05, "%g dB",
      reduction (&rig, "band0"));
  fail_unless (fabs (reduction (&rig, "band1") + 5) < 0.01, "%g dB",
      reduction (&rig, "band1"));
  fail_unless (reduction (&rig, "band5") == 0);
  rig_clear (&rig);
}
GST_END_TEST;

static gdouble
number_at (const GValue *array, guint i)
{
  return g_value_get_double (gst_value_array_get_value (array, i));
}

/* One every interval and one at the end, each with what the bands in use did.
 */
GST_START_TEST (test_messages)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstMessage *message;
  guint count = 0;
  Rig rig;

  rig_init (&rig, "mastermultiband", RIG_RATE, 2);
  gst_element_set_bus (rig.harness->element, bus);
  set_up (&rig);
  g_object_set (rig.harness->element, "post-messages", TRUE, "interval",
      250 * GST_MSECOND, NULL);
  for (gint i = 0; i < 20; i++)
    rig_push_buffer (&rig, tone (&rig, 40, -6, RIG_RATE / 10));
  rig_eos (&rig);
  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    const GstStructure *fields = gst_message_get_structure (message);
    const GValue *array = gst_structure_get_value (fields, "gain-reduction");
    GstClockTime time;
    fail_unless (gst_structure_has_name (fields, "mastermultiband"));
    fail_unless (gst_structure_get_clock_time (fields, "timestamp", &time));
    fail_unless (count == 8 ||
        ABS (GST_CLOCK_DIFF (RIG_START + count * 250 * GST_MSECOND, time)) <=
            GST_SECOND / RIG_RATE);
    fail_unless (GST_VALUE_HOLDS_ARRAY (array));
    fail_unless_equals_int (gst_value_array_get_size (array), 2);
    if (count >= 4 && count < 8) {
      fail_unless (fabs (number_at (array, 0) - 9) < 0.05);
      fail_unless (fabs (number_at (array, 1) + 5) < 0.01);
    }
    count++;
    gst_message_unref (message);
  }
  fail_unless_equals_int (count, 9);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

/* Linear phase and look-ahead are told as latency, and N frames in are N out.
 */
GST_START_TEST (test_latency)
{
  Rig rig;
  RigOutput output = { 0 };
  gint linear;

  rig_init (&rig, "mastermultiband", RIG_RATE, 2);
  set_up (&rig);
  fail_unless_equals_int (rig_latency (&rig), 0);
  gst_util_set_object_arg (G_OBJECT (rig.harness->element), "crossover",
      "linear");
  rig_set_caps (&rig, 44100, 2); /* a new start */
  rig_push (&rig, 100, 100);
  linear = rig_latency (&rig);
  fail_unless (linear > 0);
  g_object_set (rig.harness->element, "lookahead", 10.0, NULL);
  rig_set_caps (&rig, RIG_RATE, 2);
  rig_push (&rig, 48000, 1000);
  fail_unless (rig_latency (&rig) >= 480 + 100);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 48100);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static void
bind (GstObject *object, const gchar *property)
{
  g_autoptr (GstControlSource) source = gst_interpolation_control_source_new ();
  GstTimedValueControlSource *points = GST_TIMED_VALUE_CONTROL_SOURCE (source);

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  gst_timed_value_control_source_set (points, RIG_START, 0.05);
  gst_timed_value_control_source_set (points, RIG_START + GST_SECOND, 0.5);
  gst_object_add_control_binding (object,
      gst_direct_control_binding_new (object, property, source));
}

/* A crossover swept by a controller through a tone: every frame passes at its
 * level, for the sum of idle bands is an all-pass that moves slowly. */
GST_START_TEST (test_crossover_is_swept)
{
  Rig rig;
  RigOutput output = { 0 };
  GstChildProxy *proxy;
  g_autoptr (GObject) band = NULL;
  gfloat *out, most = 0;

  rig_init (&rig, "mastermultiband", RIG_RATE, 1);
  proxy = GST_CHILD_PROXY (rig.harness->element);
  gst_child_proxy_set (proxy, "band3::ratio", 2.0, "band3::threshold", 0.0,
      NULL);
  band = gst_child_proxy_get_child_by_name (proxy, "band1");
  bind (GST_OBJECT (band), "upper-frequency");
  for (gint i = 0; i < 100; i++)
    rig_push_buffer (&rig, tone (&rig, 3000, -6, RIG_RATE / 100));
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, RIG_RATE);
  out = (gfloat *) output.bytes->data;
  for (gint i = 4800; i < RIG_RATE; i++)
    most = MAX (most, fabsf (out[i]));
  fail_unless (fabs (20 * log10 (most) + 6) < 0.1, "%g dB", 20 * log10 (most));
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Where a band ends is complained of if it cannot be had, but the last one has
 * no end. */
GST_START_TEST (test_crossover_above_nyquist)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;
  GError *error = NULL;
  Rig rig;

  rig_init (&rig, "mastermultiband", 32000, 2);
  gst_element_set_bus (rig.harness->element, bus);
  g_object_set (rig.harness->element, "bands", 3, NULL);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
      "band1::upper-frequency", 16000.0, "band2::upper-frequency", 17000.0,
      "band3::upper-frequency", 18000.0, NULL);
  rig_push (&rig, 4800, 480);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  fail_unless (message);
  gst_message_parse_warning (message, &error, NULL);
  fail_unless (strstr (error->message, "band1::upper-frequency 16000 Hz"));
  fail_if (
      strstr (error->message, "band2") || strstr (error->message, "band3"));
  g_error_free (error);
  fail_unless (!gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING));
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
multiband_suite (void)
{
  Suite *suite = suite_create ("mastermultiband");
  TCase *tests = tcase_create ("element");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_readouts);
  tcase_add_test (tests, test_messages);
  tcase_add_test (tests, test_latency);
  tcase_add_test (tests, test_crossover_is_swept);
  tcase_add_test (tests, test_crossover_above_nyquist);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, multiband_suite, "multiband", __FILE__);
}
