/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* mastereq: the response it tells, what it complains of, its linear phase in a
 * stream. */
#include "rig.h"

#include <glib/gstdio.h>
#include <gst/controller/controller.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static GstElement *
new_eq (void)
{
  return gst_element_factory_make ("mastereq", NULL);
}

/* Emits "response" for these frequencies. */
static void
ask (GstElement *eq, const gdouble *frequencies, guint n, const gchar *channel,
    GValue *decibels)
{
  GValue params[3] = { G_VALUE_INIT, G_VALUE_INIT, G_VALUE_INIT };
  guint signal = g_signal_lookup ("response", G_OBJECT_TYPE (eq));

  g_value_init (&params[0], G_OBJECT_TYPE (eq));
  g_value_set_object (&params[0], eq);
  g_value_init (&params[1], GST_TYPE_ARRAY);
  for (guint i = 0; i < n; i++) {
    GValue number = G_VALUE_INIT;
    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, frequencies[i]);
    gst_value_array_append_and_take_value (&params[1], &number);
  }
  g_value_init (&params[2], G_TYPE_STRING);
  g_value_set_string (&params[2], channel);
  g_value_init (decibels, GST_TYPE_ARRAY);
  fail_unless (signal != 0);
  g_signal_emitv (params, signal, 0, decibels);
  for (guint i = 0; i < 3; i++)
    g_value_unset (&params[i]);
}

static gdouble
decibel_of (const GValue *decibels, guint i)
{
  return g_value_get_double (gst_value_array_get_value (decibels, i));
}

/* Oracle: the formula of the bell at its centre, and of a first-order shelf
 * (gain / 2 at its frequency, sides alone). */
GST_START_TEST (test_response)
{
  static const gdouble frequencies[] = { 1000, 100, 23999, 24000 };
  static const gchar *const channels[] = { NULL, "stereo", "side" };
  g_autoptr (GstElement) eq = new_eq ();
  g_autoptr (GObject) band = NULL;

  gst_child_proxy_set (GST_CHILD_PROXY (eq), "band0::frequency", 1000.0,
      "band0::gain", 6.0, "band0::q", 2.0, "band1::frequency", 100.0,
      "band1::gain", -8.0, NULL);
  gst_util_set_object_arg (G_OBJECT (eq), "gain", "1.5");
  band = gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (eq), "band1");
  gst_util_set_object_arg (band, "type", "baxandall-bass");
  gst_util_set_object_arg (band, "channel", "side");
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++) {
    GValue decibels = G_VALUE_INIT;
    gboolean side = channels[i] && strcmp (channels[i], "side") == 0;
    ask (eq, frequencies, G_N_ELEMENTS (frequencies), channels[i], &decibels);
    fail_unless_equals_int (gst_value_array_get_size (&decibels), 4);
    fail_unless (fabs (decibel_of (&decibels, 0) - 7.5) < 0.1);
    fail_unless (fabs (decibel_of (&decibels, 1) - (side ? -2.5 : 1.5)) < 0.05);
    fail_unless (isfinite (decibel_of (&decibels, 2)));
    fail_unless (decibel_of (&decibels, 3) == -INFINITY);
    g_value_unset (&decibels);
  }
}
GST_END_TEST;

GST_START_TEST (test_response_of_nothing)
{
  g_autoptr (GstElement) eq = new_eq ();
  GValue decibels = G_VALUE_INIT, unknown = G_VALUE_INIT;
  const gdouble frequency = 1000;

  ask (eq, NULL, 0, "left", &decibels);
  fail_unless_equals_int (gst_value_array_get_size (&decibels), 0);
  ask (eq, &frequency, 1, "centre", &unknown);
  fail_unless_equals_int (gst_value_array_get_size (&unknown), 0);
  g_value_unset (&decibels);
  g_value_unset (&unknown);
}
GST_END_TEST;

static gchar *
next_warning (GstBus *bus)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  GError *error = NULL;
  gchar *text;

  if (!message)
    return NULL;
  gst_message_parse_warning (message, &error, NULL);
  text = g_strdup (error->message);
  g_error_free (error);
  return text;
}

/* One warning for each new state of things, not one for each buffer. */
GST_START_TEST (test_frequency_above_nyquist)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  Rig rig;
  gchar *text;

  rig_init (&rig, "mastereq", 32000, 2);
  gst_element_set_bus (rig.harness->element, bus);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
      "band2::frequency", 17000.0, "band2::gain", 3.0, "band9::frequency",
      18000.0, NULL);
  rig_push (&rig, 4800, 480);
  text = next_warning (bus);
  fail_unless (text && strstr (text, "band2::frequency 17000 Hz") &&
      strstr (text, "16000 Hz") && !strstr (text, "band9"));
  g_free (text);
  fail_unless (!next_warning (bus));
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
      "band2::frequency", 1700.0, NULL);
  rig_push (&rig, 4800, 480);
  fail_unless (!next_warning (bus));
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
      "band1::sidechain-frequency", 16000.0, NULL);
  rig_push (&rig, 4800, 480);
  text = next_warning (bus);
  fail_unless (text && strstr (text, "band1::sidechain-frequency"));
  g_free (text);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

/* Nor one for each number that automation passes. */
GST_START_TEST (test_automation_does_not_flood_the_bus)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstControlSource) source = gst_interpolation_control_source_new ();
  GstTimedValueControlSource *values = GST_TIMED_VALUE_CONTROL_SOURCE (source);
  g_autoptr (GObject) band = NULL;
  Rig rig;
  guint n = 0;
  gchar *text;

  rig_init (&rig, "mastereq", 32000, 2);
  gst_element_set_bus (rig.harness->element, bus);
  band = gst_child_proxy_get_child_by_name (
      GST_CHILD_PROXY (rig.harness->element), "band2");
  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  for (gint i = 0; i <= 10; i++) /* around half the rate, and above it */
    gst_timed_value_control_source_set (values, RIG_START + i * GST_SECOND / 10,
        i % 2 ? 30000.0 : 1000.0);
  gst_object_add_control_binding (GST_OBJECT (band),
      gst_direct_control_binding_new_absolute (GST_OBJECT (band), "frequency",
          source));
  rig_push (&rig, 32000, 480);
  while ((text = next_warning (bus))) {
    fail_unless (strstr (text, "band2::frequency"));
    g_free (text);
    n++;
  }
  fail_unless_equals_int (n, 1);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

/* N in = N out at the latency that is told; the lowest band sets it. */
GST_START_TEST (test_linear_phase)
{
  gint latencies[2];

  for (guint i = 0; i < 2; i++) {
    Rig rig;
    RigOutput output = { 0 };
    rig_init (&rig, "mastereq", RIG_RATE, 2);
    gst_util_set_object_arg (G_OBJECT (rig.harness->element), "phase",
        "linear");
    gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
        "band0::frequency", i == 0 ? 30.0 : 3000.0, "band0::gain", 6.0, NULL);
    rig_set_caps (&rig, 44100, 2); /* a new start: now phase counts */
    rig_push (&rig, 30011, 480);
    latencies[i] = rig_latency (&rig);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, 30011);
    fail_unless_equals_uint64 (output.first_pts, RIG_START);
    rig_output_clear (&output);
    rig_clear (&rig);
  }
  fail_unless (latencies[0] > latencies[1]);
}
GST_END_TEST;

/* --- files of filters */

/* Starts an equaliser with a file of this text. */
static GstElement *
start_with (const gchar *text, GError **error)
{
  g_autofree gchar *path = NULL;
  GstElement *eq = new_eq ();
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;
  gint fd = g_file_open_tmp ("mst-eq-XXXXXX", &path, NULL);

  fail_unless (fd >= 0 && close (fd) == 0);
  fail_unless (g_file_set_contents (path, text, -1, NULL));
  g_object_set (eq, "location", path, NULL);
  gst_element_set_bus (eq, bus);
  gst_element_set_state (eq, GST_STATE_PAUSED);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (message)
    gst_message_parse_error (message, error, NULL);
  gst_element_set_bus (eq, NULL);
  g_unlink (path);
  return eq;
}

static void
stop (GstElement *eq)
{
  gst_element_set_state (eq, GST_STATE_NULL);
  gst_object_unref (eq);
}

/* dB of the analogue prototypes at w = f / Fc: R. Bristow-Johnson's, which the
 * filters of Equalizer APO come from. `shelf`: 0 a bell, -1 low, 1 high. */
static gdouble
prototype (gint shelf, gdouble f, gdouble fc, gdouble gain, gdouble q)
{
  gdouble a = pow (10.0, gain / 40.0), w = f / fc, up, down;

  if (shelf == 0) {
    up = hypot (1 - w * w, w * a / q);
    down = hypot (1 - w * w, w / (a * q));
    return 20 * log10 (up / down);
  }
  if (shelf > 0)
    w = 1 / w;
  up = a * hypot (a - w * w, w * sqrt (a) / q);
  down = hypot (1 - a * w * w, w * sqrt (a) / q);
  return 20 * log10 (up / down);
}

GST_START_TEST (test_autoeq)
{
  static const gchar text[] =
      "\xef\xbb\xbf# HD 600\r\n"
      "Preamp: -6.2 dB\r\n"
      "\r\n"
      "Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70\r\n"
      "Filter 2: ON PK Fc 2300 Hz Gain -3.6 dB Q 1.41\n"
      "filter: on hs gain -2 db fc 8000 hz # treble\n"
      "Filter 4: OFF PEQ Fc 500 Hz Gain 12 dB Q 4\n";
  static const gdouble frequencies[] = { 30, 105, 400, 1000, 2300, 6000 };
  GError *error = NULL;
  GValue decibels = G_VALUE_INIT;
  GstElement *eq;
  gint bands;

  eq = start_with (text, &error);
  fail_unless (!error, "%s", error ? error->message : "");
  g_object_get (eq, "bands", &bands, NULL);
  fail_unless_equals_int (bands, 4);
  ask (eq, frequencies, G_N_ELEMENTS (frequencies), NULL, &decibels);
  for (guint i = 0; i < G_N_ELEMENTS (frequencies); i++) {
    gdouble f = frequencies[i];
    gdouble wanted = -6.2 + prototype (-1, f, 105, 5.5, 0.70) +
        prototype (0, f, 2300, -3.6, 1.41) +
        prototype (1, f, 8000, -2, M_SQRT1_2);
    fail_unless (fabs (decibel_of (&decibels, i) - wanted) < 0.1,
        "%g Hz: %g dB, wanted %g", f, decibel_of (&decibels, i), wanted);
  }
  g_value_unset (&decibels);
  stop (eq);
}
GST_END_TEST;

static const struct {
  const gchar *text, *fault;
} bad_files[] = {
  { "Filter 1: ON LPQ Fc 100 Hz Q 1\n", "line 1: 'LPQ' is not a known type" },
  { "\nFilter 1: ON PK Gain 3 dB\n", "line 2: a filter needs a frequency" },
  { "Filter 1: ON PK Fc 1e9 Hz\n", "line 1: a frequency of 1e+09 is not in" },
  { "Filter 1: ON PK Fc 1,5 Hz\n", "line 1: '1,5' is not a number" },
  { "Filter 1: ON PK Fc 100 Hz BW 2\n", "line 1: 'BW' is not understood" },
  { "Filter 1: PK Fc 100 Hz\n", "line 1: a filter is ON or OFF" },
  { "Filter 1: ON PK Fc\n", "line 1: a number is missing" },
  { "Channel: L\n", "line 1: 'Channel: L' is not understood" },
  { "Preamp: nan dB\n", "line 1: a gain of nan is not in" },
  { "Preamp: -6 dB\n", "there are no filters in it" },
  { "", "there are no filters in it" },
};

GST_START_TEST (test_bad_filters)
{
  GError *error = NULL;
  GstElement *eq = start_with (bad_files[__i__].text, &error);

  fail_unless (error);
  fail_unless (strstr (error->message, bad_files[__i__].fault), "%s",
      error->message);
  g_error_free (error);
  stop (eq);
}
GST_END_TEST;

GST_START_TEST (test_too_many_filters)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GError *error = NULL;
  GstElement *eq;

  for (gint i = 1; i <= 33; i++)
    g_string_append_printf (text, "Filter %d: ON PK Fc %d Hz\n", i, 100 * i);
  eq = start_with (text->str, &error);
  fail_unless (error &&
      strstr (error->message,
          "line 33: there are more than "
          "32 filters"));
  g_error_free (error);
  stop (eq);
}
GST_END_TEST;

static Suite *
eq_suite (void)
{
  Suite *suite = suite_create ("mastereq");
  TCase *tcase = tcase_create ("mastereq");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_response);
  tcase_add_test (tcase, test_response_of_nothing);
  tcase_add_test (tcase, test_frequency_above_nyquist);
  tcase_add_test (tcase, test_automation_does_not_flood_the_bus);
  tcase_add_test (tcase, test_linear_phase);
  tcase_add_test (tcase, test_autoeq);
  tcase_add_loop_test (tcase, test_bad_filters, 0, G_N_ELEMENTS (bad_files));
  tcase_add_test (tcase, test_too_many_filters);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, eq_suite, "mastereq", __FILE__);
}
