/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masterrestore: which repairs work, and what an untouched stream is. */
#include "rig.h"

#include <math.h>

GST_ELEMENT_REGISTER_DECLARE (masterrestore)

#define FRAMES 20011

static gdouble
amount_of (GstElement *restore, const gchar *child)
{
  g_autofree gchar *name = g_strconcat (child, "::amount", NULL);
  gdouble amount;

  gst_child_proxy_get (GST_CHILD_PROXY (restore), name, &amount, NULL);
  return amount;
}

static gfloat
note (gsize frame)
{
  return 0.1f * (gfloat) sin (0.05 * (gdouble) frame);
}

GST_START_TEST (test_lists)
{
  static const struct {
    const gchar *list;
    gdouble declick, dehum;
  } cases[] = {
    { .list = "declick", .declick = 1.0 },
    { .list = "dehum", .dehum = 1.0 },
    { .list = "dehum, declick", .declick = 1.0, .dehum = 1.0 },
    { .list = "auto", .declick = 1.0, .dehum = 1.0 },
    { .list = "wow", .declick = 1.0, .dehum = 1.0 }, /* nothing changes */
    { .list = NULL },
  };
  g_autoptr (GstElement) restore =
      gst_element_factory_make ("masterrestore", NULL);

  fail_unless (restore);
  gst_object_ref_sink (restore);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_object_set (restore, "restore", cases[i].list, NULL);
    fail_unless_equals_float (amount_of (restore, "declick"), cases[i].declick);
    fail_unless_equals_float (amount_of (restore, "dehum"), cases[i].dehum);
  }
}
GST_END_TEST;

/* Oracle: the input. A stream shorter than the latency comes out whole. */
GST_START_TEST (test_a_note_stays)
{
  GstHarness *harness = gst_harness_new_parse ("masterrestore restore=auto");
  GstAudioInfo info;
  gsize left = 0;

  gst_audio_info_set_format (&info, GST_AUDIO_FORMAT_F32, 48000, 1, NULL);
  gst_harness_set_src_caps (harness, gst_audio_info_to_caps (&info));
  for (gint i = 0; i < FRAMES; i += 479) {
    gint n = MIN (479, FRAMES - i);
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, n * 4, NULL);
    for (gint k = 0; k < n; k++) {
      gfloat sample = note ((gsize) i + k);
      gst_buffer_fill (buffer, k * 4, &sample, 4);
    }
    fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
  }
  gst_harness_push_event (harness, gst_event_new_eos ());
  for (GstBuffer *buffer; (buffer = gst_harness_try_pull (harness));
       gst_buffer_unref (buffer)) {
    GstMapInfo map;
    gst_buffer_map (buffer, &map, GST_MAP_READ);
    for (gsize k = 0; k < map.size / 4; k++, left++)
      fail_unless (((gfloat *) map.data)[k] == note (left),
          "frame %" G_GSIZE_FORMAT, left);
    gst_buffer_unmap (buffer, &map);
  }
  fail_unless_equals_uint64 (left, FRAMES);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static Suite *
restore_suite (void)
{
  Suite *suite = suite_create ("masterrestore");
  TCase *tests = tcase_create ("element");

  GST_ELEMENT_REGISTER (masterrestore, NULL);
  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_lists);
  tcase_add_test (tests, test_a_note_stays);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, restore_suite, "restore", __FILE__);
}
