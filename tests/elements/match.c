/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* mastermatch: curves as properties and from files, good and bad, and what is
 * said of them on the bus.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/gstmastercurve.h"
#include "base/gstmastercurvefile.h"
#include "base/gstmasterfile.h"
#include "dsp/match/match.h"

static gchar *folder; /* for files; removed at the end */

/* --- an element with a bus */

static GstElement *
new_match (GstBus **bus)
{
  GstElement *element = gst_element_factory_make ("mastermatch", NULL);

  *bus = gst_bus_new ();
  gst_element_set_bus (element, *bus);
  return element;
}

static void
drop_match (GstElement *element, GstBus *bus)
{
  gst_element_set_state (element, GST_STATE_NULL);
  gst_element_set_bus (element, NULL);
  gst_object_unref (element);
  gst_bus_set_flushing (bus, TRUE);
  gst_object_unref (bus);
}

/* The text of the next warning or error, or NULL. */
static gchar *
next_complaint (GstBus *bus, GstMessageType *type)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR);
  GError *error = NULL;
  gchar *text;

  if (!message)
    return NULL;
  *type = GST_MESSAGE_TYPE (message);
  if (*type == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else
    gst_message_parse_warning (message, &error, NULL);
  text = g_strdup (error->message);
  fail_unless (g_utf8_validate (text, -1, NULL));
  g_error_free (error);
  return text;
}

/* Exactly one complaint, of that type, with all of these words in it. */
static void
assert_one (GstBus *bus, GstMessageType wanted, const gchar *word,
    const gchar *word2)
{
  GstMessageType type, more;
  g_autofree gchar *text = next_complaint (bus, &type);

  fail_unless (text, "no complaint of %s", word);
  fail_unless_equals_int (type, wanted);
  fail_unless (strstr (text, word) && strstr (text, word2),
      "'%s' does not name '%s', '%s'", text, word, word2);
  fail_unless (!next_complaint (bus, &more), "more than one complaint");
}

static void
assert_none (GstBus *bus)
{
  GstMessageType type;
  gchar *text = next_complaint (bus, &type);

  fail_unless (!text, "%s", text);
}

/* The property as text, as gst-launch would take it. */
static gchar *
get_curve (GstElement *element, const gchar *name)
{
  GValue value = G_VALUE_INIT;
  gchar *text;

  g_value_init (&value, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (element), name, &value);
  text = gst_value_serialize (&value);
  g_value_unset (&value);
  return text;
}

static void
assert_curve (GstElement *element, const gchar *name, const gchar *wanted)
{
  g_autofree gchar *text = get_curve (element, name);

  fail_unless_equals_string (text, wanted);
}

/* GStreamer 1.22 writes to the text that it parses. */
static void
set_curve (GstElement *element, const gchar *name, const gchar *text)
{
  g_autofree gchar *writable = g_strdup (text);

  gst_util_set_object_arg (G_OBJECT (element), name, writable);
}

/* --- the property */

#define GOOD "< (double)20, (double)0, (double)1000, (double)3.5 >"

GST_START_TEST (test_property_round_trip)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);

  assert_curve (element, "mid-curve", "<  >");
  set_curve (element, "mid-curve", "<20, 0, 1000.0, 3.5>");
  set_curve (element, "side-curve", "<100, (float)-1.5>");
  assert_curve (element, "mid-curve", GOOD);
  assert_curve (element, "side-curve", "< (double)100, (double)-1.5 >");
  set_curve (element, "mid-curve", "<>");
  assert_curve (element, "mid-curve", "<  >");
  assert_none (bus);
  drop_match (element, bus);
}
GST_END_TEST;

static const struct {
  const gchar *text;
  const gchar *said;
} bad_curves[] = {
  { "<20>", "pairs" },
  { "<20, 0, 1000>", "pairs" },
  { "<20, abc>", "pair 1" },
  { "<20, 0, true, 1>", "pair 2" },
  { "<20, 0, 1000, nan>", "" },
  { "<20, 0, 1000, inf>", "" },
  { "<nan, 0>", "" },
  { "<0, 0>", "frequency" },
  { "<-20, 0>", "frequency" },
  { "<20, 0, 20, 1>", "rise" },
  { "<1000, 0, 20, 1>", "rise" },
  { "<20, 60.5>", "60.5" },
  { "<20, -1e300>", "-1e+300" },
};

GST_START_TEST (test_bad_property_is_refused)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);

  set_curve (element, "side-curve", GOOD);
  set_curve (element, "side-curve", bad_curves[__i__].text);
  assert_one (bus, GST_MESSAGE_WARNING, "side-curve", bad_curves[__i__].said);
  assert_curve (element, "side-curve", GOOD);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
      GST_STATE_CHANGE_SUCCESS);
  assert_none (bus);
  drop_match (element, bus);
}
GST_END_TEST;

static void
set_long_curve (GstElement *element, guint pairs)
{
  GValue array = G_VALUE_INIT, number = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  g_value_init (&number, G_TYPE_DOUBLE);
  for (guint i = 0; i < pairs; i++) {
    g_value_set_double (&number, 20 + i);
    gst_value_array_append_value (&array, &number);
    g_value_set_double (&number, 1);
    gst_value_array_append_value (&array, &number);
  }
  g_object_set_property (G_OBJECT (element), "mid-curve", &array);
  g_value_unset (&array);
}

GST_START_TEST (test_long_curves)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);

  set_long_curve (element, GST_MASTER_CURVE_MAX_POINTS);
  assert_none (bus);
  set_long_curve (element, GST_MASTER_CURVE_MAX_POINTS + 1);
  assert_one (bus, GST_MESSAGE_WARNING, "mid-curve", "more than 10000");
  drop_match (element, bus);
}
GST_END_TEST;

/* gst_parse_launch() sets properties before there is a bus: the warning comes
 * when the pipeline starts, unless the curve was mended before. */
GST_START_TEST (test_warning_waits_for_a_bus)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch (
      "audiotestsrc num-buffers=2 ! audioconvert ! mastermatch name=m "
      "mid-curve=\"<20, 0, 10, 0>\" ! fakesink",
      NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  assert_none (bus);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  assert_one (bus, GST_MESSAGE_WARNING, "mid-curve", "rise");
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  assert_none (bus);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
GST_END_TEST;

static void
set_numbers (GstMasterCurve *curve, GstElement *element, const gdouble *numbers,
    guint n)
{
  GValue array = G_VALUE_INIT, number = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  g_value_init (&number, G_TYPE_DOUBLE);
  for (guint i = 0; i < n; i++) {
    g_value_set_double (&number, numbers[i]);
    gst_value_array_append_value (&array, &number);
  }
  fail_unless (gst_master_curve_set (curve, element, &array));
  g_value_unset (&array);
}

/* Between its points a curve is straight over log frequency, and beyond it
 * holds. Oracle: the formula. */
GST_START_TEST (test_interpolation)
{
  const MstCurveRow row = { "test", "dB", -60, 60, "" };
  const gdouble plain[] = { 100, -4, 1600, 8 };
  const gdouble wild[] = { 2.3e-308, 1, 1e-300, 2, 20, 3, nextafter (20, 30), 4,
    1e308, 5 };
  g_autoptr (GstElement) element =
      gst_element_factory_make ("mastermatch", NULL);
  GstMasterCurve curve;

  gst_master_curve_init (&curve, &row);
  set_numbers (&curve, element, plain, G_N_ELEMENTS (plain));
  for (gint i = 0; i < MST_CURVE_POINTS; i++) {
    gdouble octaves = log2 (mst_curve_frequency (i) / 100);
    gdouble wanted = -4 + 12 * CLAMP (octaves, 0, 4) / 4;
    fail_unless (fabs (curve.gains[i] - wanted) < 1e-9, "%d: %g", i,
        curve.gains[i]);
  }
  set_numbers (&curve, element, wild, G_N_ELEMENTS (wild));
  for (gint i = 0; i < MST_CURVE_POINTS; i++)
    fail_unless (curve.gains[i] >= 1 && curve.gains[i] <= 5);
  gst_master_curve_clear (&curve);
}
GST_END_TEST;

/* A preset keeps the curves. */
GST_START_TEST (test_preset_carries_curves)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make ("mastermatch", NULL);

  set_curve (element, "mid-curve", GOOD);
  g_object_set (element, "strength", 0.25, NULL);
  fail_unless (gst_preset_save_preset (GST_PRESET (element), "kept"));
  set_curve (element, "mid-curve", "<>");
  g_object_set (element, "strength", 1.0, NULL);
  fail_unless (gst_preset_load_preset (GST_PRESET (element), "kept"));
  assert_curve (element, "mid-curve", GOOD);
}
GST_END_TEST;

/* --- files */

static gchar *
write_file (const gchar *text, gssize length)
{
  gchar *path = g_build_filename (folder, "curve.txt", NULL);

  fail_unless (g_file_set_contents (path, text, length, NULL));
  return path;
}

/* Starts an element with this file. */
static GstStateChangeReturn
start_with (GstElement *element, const gchar *path)
{
  g_object_set (element, "location", path, NULL);
  return gst_element_set_state (element, GST_STATE_PAUSED);
}

GST_START_TEST (test_good_file)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);
  g_autofree gchar *path = write_file ("\xef\xbb\xbf# Hz, mid, side\r\n"
                                       "20 1\r\n"
                                       "\r\n"
                                       "  100,\t2.5 ; -3e0 # a comment\r\n"
                                       "1e3\t-4\t5",
      -1);

  set_curve (element, "mid-curve", "<20, 6>");
  fail_unless_equals_int (start_with (element, path), GST_STATE_CHANGE_SUCCESS);
  assert_none (bus);
  assert_curve (element, "mid-curve",
      "< (double)20, (double)1, (double)100, (double)2.5, (double)1000, "
      "(double)-4 >");
  assert_curve (element, "side-curve",
      "< (double)20, (double)1, (double)100, (double)-3, (double)1000, "
      "(double)5 >");
  drop_match (element, bus);
}
GST_END_TEST;

static const struct {
  const gchar *text;
  gint length;
  const gchar *said;
} bad_files[] = {
  { "", -1, "no curve" },
  { "\n\n# nothing\n", -1, "no curve" },
  { "\xef\xbb\xbf", -1, "no curve" },
  { "20 0\n100 1\n50 2\n", -1, "line 3: frequencies must rise" },
  { "20 0\n20 1\n", -1, "line 2: frequencies must rise" },
  { "20 0\nfrequency gain\n", -1, "line 2: 'frequency' is not a number" },
  { "20 0\n100 nan\n", -1, "line 2" },
  { "nan 0\n", -1, "line 1" },
  { "20 inf\n", -1, "line 1" },
  { "20 1e999\n", -1, "line 1" },
  { "20 1 -inf\n", -1, "line 1" },
  { "0 1\n", -1, "line 1: a frequency of 0 Hz" },
  { "-20 1\n", -1, "line 1" },
  { "20 1\n30 99\n", -1, "line 2: a gain of 99 dB" },
  { "20\n", -1, "line 1" },
  { "20 1 2 3\n", -1, "line 1" },
  { "20 1 2 3 4 5 6 7 8 9\n", -1, "line 1" },
  { "20 0x\n", -1, "line 1" },
  { "20 1\r30 2\r40 3\r", -1, "line 1" }, /* as old Macs had it */
  { "20 1\n\xff\xfe\x01\x02 3\n", -1, "line 2" },
  { "20 1\n\0 30 2\n", 12, "not text" },
  { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "not text" },
};

GST_START_TEST (test_bad_file_is_an_error)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);
  g_autofree gchar *path =
      write_file (bad_files[__i__].text, bad_files[__i__].length);

  set_curve (element, "mid-curve", GOOD);
  fail_unless_equals_int (start_with (element, path), GST_STATE_CHANGE_FAILURE);
  assert_one (bus, GST_MESSAGE_ERROR, "curve.txt", bad_files[__i__].said);
  assert_curve (element, "mid-curve", GOOD);
  /* It recovers. */
  gst_element_set_state (element, GST_STATE_NULL);
  fail_unless_equals_int (start_with (element, NULL), GST_STATE_CHANGE_SUCCESS);
  drop_match (element, bus);
}
GST_END_TEST;

static void
check_unreadable (const gchar *path, const gchar *said)
{
  GstBus *bus;
  GstElement *element = new_match (&bus);

  fail_unless_equals_int (start_with (element, path), GST_STATE_CHANGE_FAILURE);
  assert_one (bus, GST_MESSAGE_ERROR, "", said);
  drop_match (element, bus);
}

GST_START_TEST (test_unreadable_files)
{
  GString *huge = g_string_new ("# long\n");
  gchar *path;

  check_unreadable ("/nowhere/curve.txt", "/nowhere/curve.txt");
  check_unreadable ("\xff\xfe", "");
  check_unreadable (folder, "not a plain file");
  check_unreadable ("/dev/zero", "not a plain file");
  while (huge->len < GST_MASTER_FILE_MAX_BYTES)
    g_string_append (huge, "# a comment that fills the file to the brim\n");
  g_string_append (huge, "20 1\n");
  path = write_file (huge->str, huge->len);
  check_unreadable (path, "larger than 1 MiB");
  g_free (path);
  g_string_assign (huge, "");
  for (gint i = 0; i <= GST_MASTER_CURVE_MAX_POINTS; i++)
    g_string_append_printf (huge, "%d 1\n", 20 + i);
  path = write_file (huge->str, huge->len);
  check_unreadable (path, "line 10001: more than 10000");
  g_free (path);
  g_string_free (huge, TRUE);
}
GST_END_TEST;

/* In a pipeline: one error, and the state change fails. */
GST_START_TEST (test_bad_file_in_a_pipeline)
{
  g_autoptr (GstElement) pipeline =
      gst_parse_launch ("audiotestsrc num-buffers=2 ! audioconvert ! "
                        "mastermatch location=/nowhere/curve.txt ! fakesink",
          NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_PLAYING),
      GST_STATE_CHANGE_FAILURE);
  assert_one (bus, GST_MESSAGE_ERROR, "/nowhere/curve.txt", "");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
GST_END_TEST;

/* Bytes of all kinds, from a generator: an error or a curve, never more. */
GST_START_TEST (test_garbage)
{
  static const gchar alphabet[] = "0123456789 \t\n\r.,;-+eExnaif#\xef\xbb\xbf";
  const MstStage *stage = &mst_stage_match;
  guint state = 1;

  for (gint round = 0; round < 500; round++) {
    gchar text[200], *path;
    GArray *curves[MST_MATCH_N_CURVES] = { NULL };
    GError *error = NULL;
    for (guint i = 0; i < sizeof (text); i++) {
      state = state * 1664525u + 1013904223u;
      text[i] = alphabet[(state >> 16) % (sizeof (alphabet) - 1)];
    }
    path = write_file (text, state % sizeof (text));
    if (gst_master_curve_file_read (path, stage->curves, stage->n_curves,
            curves, &error)) {
      fail_unless (curves[0]->len > 0 && curves[0]->len == curves[1]->len);
      g_array_unref (curves[0]);
      g_array_unref (curves[1]);
    } else {
      fail_unless (error);
      g_error_free (error);
    }
    g_free (path);
  }
}
GST_END_TEST;

/* --- while playing */

/* A curve set while playing is heard; a bad one changes nothing. */
GST_START_TEST (test_curve_while_playing)
{
  Rig rig;
  RigOutput output = { 0 };
  gdouble power[3] = { 0 };

  rig_init (&rig, "mastermatch", RIG_RATE, 1);
  rig_push (&rig, RIG_RATE, 480);
  set_curve (rig.harness->element, "mid-curve", "<1000, 6>");
  rig_push (&rig, RIG_RATE, 480);
  set_curve (rig.harness->element, "mid-curve", "<1000, 99>");
  rig_push (&rig, RIG_RATE, 480);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 3 * RIG_RATE);
  for (gint second = 0; second < 3; second++)
    for (gint i = RIG_RATE / 2; i < RIG_RATE - 2000; i++) {
      gfloat x = ((gfloat *) output.bytes->data)[second * RIG_RATE + i];
      power[second] += x * x;
    }
  fail_unless (fabs (10 * log10 (power[1] / power[0]) - 6) < 0.1);
  fail_unless (fabs (10 * log10 (power[2] / power[0]) - 6) < 0.1);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
match_suite (void)
{
  Suite *suite = suite_create ("match");
  TCase *tests = tcase_create ("match");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_property_round_trip);
  tcase_add_loop_test (tests, test_bad_property_is_refused, 0,
      G_N_ELEMENTS (bad_curves));
  tcase_add_test (tests, test_long_curves);
  tcase_add_test (tests, test_warning_waits_for_a_bus);
  tcase_add_test (tests, test_interpolation);
  tcase_add_test (tests, test_preset_carries_curves);
  tcase_add_test (tests, test_good_file);
  tcase_add_loop_test (tests, test_bad_file_is_an_error, 0,
      G_N_ELEMENTS (bad_files));
  tcase_add_test (tests, test_unreadable_files);
  tcase_add_test (tests, test_bad_file_in_a_pipeline);
  tcase_add_test (tests, test_garbage);
  tcase_add_test (tests, test_curve_while_playing);
  return suite;
}

/* The folder and what the tests put in it. */
static void
remove_folder (const gchar *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    gchar *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_folder (child);
    else
      g_unlink (child);
    g_free (child);
  }
  if (dir)
    g_dir_close (dir);
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  int failed;

  folder = g_dir_make_tmp ("mst-match-XXXXXX", NULL);
  g_assert (folder);
  g_setenv ("XDG_DATA_HOME", folder, TRUE); /* presets are saved there */
  failed = rig_main (argc, argv, match_suite, "match", __FILE__);
  remove_folder (folder);
  g_free (folder);
  return failed;
}
