/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Every stage under clocks that drift: five minutes of each. The oracle is the
 * contract of GstMasterFilter. */
#include "rig.h"

/* A clock that runs 200 ppm fast, and timestamps rounded to milliseconds: no
 * frame is lost, none is made up, and each leaves with the time it came with,
 * within half a frame. The oracle is the clock. */
static void
check_clock (const gchar *element, gdouble speed, GstClockTime rounding)
{
  Rig rig;
  GstBuffer *buffer;
  guint64 out = 0, pushed = 0;
  GstClockTime worst = 0;

  rig_init (&rig, element, RIG_RATE, 1);
  for (gint i = 0; i < 30000; i++) { /* 300 s: 60 ms of drift */
    GstClockTime pts = (GstClockTime) (i * 10e6 * speed);
    buffer = rig_noise (&rig, 480);
    GST_BUFFER_PTS (buffer) = RIG_START + pts / rounding * rounding;
    rig_push_buffer (&rig, buffer);
    pushed += 480;
    while ((buffer = rig_pull (&rig))) {
      GstClockTime true_pts =
          RIG_START + (GstClockTime) (out * 1e9 / RIG_RATE * speed);
      GstClockTime stray =
          ABS (GST_CLOCK_DIFF (true_pts, GST_BUFFER_PTS (buffer)));
      worst = MAX (worst, stray);
      out += gst_buffer_get_size (buffer) /
          (GST_IS_MASTER_FILTER (rig.harness->element) &&
                      rig.stage->flags & MST_STAGE_INTEGER_OUT
                  ? 3
                  : sizeof (gfloat));
      gst_buffer_unref (buffer);
    }
  }
  fail_unless_equals_uint64 (out + (guint64) rig_latency (&rig), pushed);
  fail_unless (worst <= GST_SECOND / RIG_RATE + rounding,
      "%" G_GUINT64_FORMAT " ns off", worst);
  rig_clear (&rig);
}

GST_START_TEST (test_clocks_drift)
{
  check_clock (rig_elements[__i__], 1.0002, 1);
  check_clock (rig_elements[__i__], 0.9998, 1);
  check_clock (rig_elements[__i__], 1.0, GST_MSECOND);
}
GST_END_TEST;

static Suite *
conformance_clocks_suite (void)
{
  Suite *suite = suite_create ("conformance-clocks");
  TCase *tests = tcase_create ("all stages");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_clocks_drift, 0, rig_n_elements);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, conformance_clocks_suite, "conformance-clocks",
      __FILE__);
}
