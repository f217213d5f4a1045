/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masterreverb as an element: the tail at the end of a stream, and gaps. The
 * oracle is the contract of GstMasterFilter. */
#include "rig.h"

#include <math.h>
#include <string.h>

#define N 30000

/* (0.01 + 2 * 0.02 + 0.5 * 90 / 60) s at 48 kHz: docs/stages/reverb.md */
#define TAIL 38400

static void
start (Rig *rig, gboolean tail)
{
  rig_init (rig, "masterreverb", RIG_RATE, 2);
  g_object_set (rig->harness->element, "mix", -12.0, "time", 0.5, "size", 20.0,
      "predelay", 10.0, "tail", tail, NULL);
}

/* The end of the segment that the sink has been told of last. */
static GstClockTime
segment_stop (Rig *rig)
{
  GstEvent *event =
      gst_pad_get_sticky_event (rig->harness->sinkpad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  GstClockTime stop;

  fail_unless (event);
  gst_event_parse_segment (event, &segment);
  stop = segment->stop;
  gst_event_unref (event);
  return stop;
}

static void
push_segment (Rig *rig, gdouble rate, GstClockTime stop)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.rate = rate;
  segment.start = RIG_START;
  segment.stop = stop;
  fail_unless (
      gst_harness_push_event (rig->harness, gst_event_new_segment (&segment)));
}

/* As many frames as came, or the tail after them: with timestamps that follow
 * on, inside a segment that was sent again where the first one ends before. */
GST_START_TEST (test_tail)
{
  const GstClockTime end = RIG_START + N * GST_SECOND / RIG_RATE;
  const GstClockTime later = end + TAIL * GST_SECOND / RIG_RATE;
  const GstClockTime stops[] = { GST_CLOCK_TIME_NONE, end, later + GST_SECOND };
  RigOutput with = { 0 }, without = { 0 };
  gdouble power = 0;
  Rig rig;

  start (&rig, FALSE);
  push_segment (&rig, 1.0, end);
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &without);
  fail_unless_equals_int (without.frames, N);
  fail_unless_equals_uint64 (segment_stop (&rig), end);
  rig_clear (&rig);

  start (&rig, TRUE);
  push_segment (&rig, 1.0, stops[__i__]);
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &with);
  fail_unless_equals_int (with.frames, N + TAIL);
  fail_unless_equals_int (with.discontinuities, 0);
  fail_unless_equals_uint64 (with.first_pts, RIG_START);
  fail_unless_equals_uint64 (with.end, later);
  fail_unless_equals_uint64 (segment_stop (&rig),
      __i__ == 1 ? later : stops[__i__]);
  rig_clear (&rig);

  fail_unless (
      memcmp (with.bytes->data, without.bytes->data, without.bytes->len) == 0);
  for (guint i = 2 * N; i < 2 * (N + 4800); i++)
    power += pow (((const gfloat *) with.bytes->data)[i], 2);
  fail_unless (power > 0, "the tail is silent");
  rig_output_clear (&with);
  rig_output_clear (&without);
}
GST_END_TEST;

/* No tail without audio, in bypass, or where the room is off. */
GST_START_TEST (test_no_tail)
{
  RigOutput output = { 0 };
  Rig rig;

  start (&rig, TRUE);
  if (__i__ == 1)
    g_object_set (rig.harness->element, "bypass", TRUE, NULL);
  if (__i__ == 2)
    g_object_set (rig.harness->element, "mix", -60.0, NULL);
  if (__i__ > 0)
    rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, __i__ > 0 ? N : 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* A gap that the room sounds into is none; one long after is. */
GST_START_TEST (test_gap)
{
  RigOutput output = { 0 };
  Rig rig;

  start (&rig, FALSE);
  rig_push (&rig, N, 480);
  rig_collect (&rig, &output);
  rig_output_clear (&output);
  for (gint i = 0; i < 400; i++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, 480 * 8, NULL);
    gst_buffer_memset (buffer, 0, 0, 480 * 8);
    GST_BUFFER_PTS (buffer) = RIG_START + (N + i * 480) * GST_SECOND / RIG_RATE;
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
    rig_push_buffer (&rig, buffer);
    rig_collect (&rig, &output);
    fail_unless (output.gaps == 0 || i > 50, "gap at %d", i);
    fail_unless (output.gaps == 1 || i < 399, "sound at %d", i);
    rig_output_clear (&output);
  }
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
reverb_suite (void)
{
  Suite *suite = suite_create ("reverb");
  TCase *tests = tcase_create ("reverb");

  suite_add_tcase (suite, tests);
  tcase_add_loop_test (tests, test_tail, 0, 3);
  tcase_add_loop_test (tests, test_no_tail, 0, 3);
  tcase_add_test (tests, test_gap);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, reverb_suite, "reverb", __FILE__);
}
