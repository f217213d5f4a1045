/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* mastermonitor: the response of one's own device, from a file. */
#include "rig.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/gstmastercurve.h"

/* Starts an element with a file of this text. Returns what it complains of, or
 * NULL; the element is the caller's. */
static gchar *
start_with (const gchar *text, GstElement **element)
{
  g_autofree gchar *path = NULL;
  g_autoptr (GstBus) bus = gst_bus_new ();
  gchar *complaint = NULL;
  GstMessage *message;
  gint file = g_file_open_tmp ("monitor-XXXXXX", &path, NULL);

  g_close (file, NULL);
  g_file_set_contents (path, text, -1, NULL);
  *element = gst_element_factory_make ("mastermonitor", NULL);
  gst_element_set_bus (*element, bus);
  g_object_set (*element, "response-location", path, NULL);
  gst_element_set_state (*element, GST_STATE_PAUSED);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (message) {
    g_autoptr (GError) error = NULL;
    gst_message_parse_error (message, &error, NULL);
    complaint = g_strdup (error->message);
    gst_message_unref (message);
  }
  g_unlink (path);
  return complaint;
}

static void
stop (GstElement *element)
{
  gst_element_set_state (element, GST_STATE_NULL);
  gst_element_set_bus (element, NULL);
  gst_object_unref (element);
}

static gdouble
number_of (GstElement *element, guint i)
{
  GValue value = G_VALUE_INIT;
  gdouble number;

  g_value_init (&value, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (element), "response", &value);
  fail_unless (gst_value_array_get_size (&value) > i);
  number = g_value_get_double (gst_value_array_get_value (&value, i));
  g_value_unset (&value);
  return number;
}

/* Oracle: the form of Room EQ Wizard's text export; the mean of the two levels
 * between 300 Hz and 3 kHz is 81 dB. */
GST_START_TEST (test_a_measurement_becomes_relative)
{
  GstElement *element;
  g_autofree gchar *complaint = start_with (
      "* Measurement data measured by REW V5.20\n* Freq(Hz) SPL(dB) "
      "Phase(degrees)\n100.0 71.5 12.0\n500.0, 80.0, -3.5\n2000.0 82.0 -90\n"
      "9000\t78.25\t170.0\n",
      &element);

  fail_unless (!complaint, "%s", complaint);
  fail_unless_equals_float (number_of (element, 0), 100.0);
  fail_unless_equals_float (number_of (element, 1), -9.5);
  fail_unless_equals_float (number_of (element, 3), -1.0);
  fail_unless_equals_float (number_of (element, 7), -2.75);
  stop (element);
}
GST_END_TEST;

GST_START_TEST (test_a_bad_file_is_one_error_with_its_line)
{
  static const gchar *const cases[][2] = { { "", "no curve" },
    { "100 3\n50 2\n", "line 2" }, { "* REW\n100 loud\n", "line 2" },
    { "100\n", "line 1" }, { "-5 0\n", "line 1" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstElement *element;
    g_autofree gchar *complaint = start_with (cases[i][0], &element);
    fail_unless (complaint && strstr (complaint, cases[i][1]), "%u: %s", i,
        complaint);
    stop (element);
  }
}
GST_END_TEST;

static Suite *
monitor_suite (void)
{
  Suite *suite = suite_create ("monitor");
  TCase *files = tcase_create ("files");

  suite_add_tcase (suite, files);
  tcase_add_test (files, test_a_measurement_becomes_relative);
  tcase_add_test (files, test_a_bad_file_is_one_error_with_its_line);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, monitor_suite, "monitor", __FILE__);
}
