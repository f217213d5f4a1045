/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Every stage in a pipeline: buffers, time, joints, caps. All tests run over
 * all registered stages and one that looks ahead by more than a block. The
 * oracle is the contract of GstMasterFilter: N frames in, N frames out, nothing
 * depends on the buffers.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#define N 20011 /* frames: no multiple of any block */

GST_START_TEST (test_buffer_size_changes_nothing)
{
  const gint sizes[] = { 1, 7, 64, 480, 4096 };
  RigOutput whole = { 0 }, cut = { 0 };

  rig_run (rig_elements[__i__], RIG_RATE, 2, N, 100000, &whole);
  fail_unless_equals_int (whole.frames, N);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    rig_run (rig_elements[__i__], RIG_RATE, 2, N, sizes[i], &cut);
    rig_assert_same (&whole, &cut);
    rig_output_clear (&cut);
  }
  rig_output_clear (&whole);
}
GST_END_TEST;

GST_START_TEST (test_timestamps_are_those_of_the_frames)
{
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, rig_elements[__i__], 44100, 2);
  rig_push (&rig, N, 441);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, N);
  fail_unless_equals_uint64 (output.first_pts, RIG_START);
  fail_unless_equals_int (output.discontinuities, 0);
  fail_unless (
      ABS (GST_CLOCK_DIFF (output.end,
          RIG_START + gst_util_uint64_scale_round (N, GST_SECOND, 44100))) <=
      1);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* An impulse in a stage with default settings comes out first in frame 0, and
 * as many buffers of one frame late as the query says. */
GST_START_TEST (test_latency_is_told_truthfully)
{
  Rig rig;
  RigOutput output = { 0 };
  gint pushed = 0;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 1);
  while (output.buffers == 0) {
    GstBuffer *buffer = rig_noise (&rig, 1);
    gfloat sample = pushed++ == 0 ? 0.25f : 0.0f;
    gst_buffer_fill (buffer, 0, &sample, sizeof (sample));
    rig_push_buffer (&rig, buffer);
    rig_collect (&rig, &output);
    fail_unless (pushed < RIG_RATE);
  }
  fail_unless_equals_int (pushed - 1, rig_latency (&rig));
  if (!(rig.stage->flags & MST_STAGE_INTEGER_OUT)) {
    gfloat sample;
    memcpy (&sample, output.bytes->data, sizeof (sample));
    fail_unless (fabsf (sample) > 0.1f, "frame 0 is %g", sample);
  }
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_streams_shorter_than_the_latency)
{
  const gint lengths[] = { 1, 2, 63, 100, 999, 1000, 1001 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    RigOutput output = { 0 };
    rig_run (rig_elements[__i__], RIG_RATE, 2, lengths[i], 50, &output);
    fail_unless_equals_int (output.frames, lengths[i]);
    fail_unless_equals_uint64 (output.first_pts, RIG_START);
    rig_output_clear (&output);
  }
}
GST_END_TEST;

GST_START_TEST (test_eos_without_audio)
{
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* After a flush the element is as new, but for what a stage may know of the
 * programme (tests/elements/seek.c). */
GST_START_TEST (test_flush_discards_and_forgets)
{
  Rig rig;
  RigOutput before = { 0 }, after = { 0 }, fresh = { 0 };
  GstSegment segment;

  rig_run (rig_elements[__i__], RIG_RATE, 2, N, 480, &fresh);
  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_stir (&rig, 7);
  rig_push (&rig, 777, 480);
  gst_harness_push_event (rig.harness, gst_event_new_flush_start ());
  gst_harness_push_event (rig.harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  rig_collect (&rig, &before);
  rig.pushed = 0;
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &after);
  fail_unless_equals_int (after.frames, N);
  fail_unless_equals_uint64 (after.first_pts, RIG_START);
  fail_unless_equals_int (after.discontinuities, 0);
  if (!rig.stage->flush)
    rig_assert_same (&after, &fresh);
  rig_output_clear (&before);
  rig_output_clear (&after);
  rig_output_clear (&fresh);
  rig_clear (&rig);
}
GST_END_TEST;

/* A jump in time: what was in flight comes out before, with its own stamps. */
static void
check_jump (const gchar *element, gboolean flagged)
{
  Rig rig;
  RigOutput before = { 0 }, after = { 0 };
  GstBuffer *buffer;
  guint64 jump = 10 * RIG_RATE;

  rig_init (&rig, element, RIG_RATE, 2);
  rig_push (&rig, 5000, 480);
  rig.pushed += jump;
  buffer = rig_noise (&rig, 480);
  if (flagged)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  rig_push_buffer (&rig, buffer);
  rig_push (&rig, 4520, 480);
  rig_eos (&rig);
  /* Two halves: the first 5000 frames end where they did. */
  rig_collect (&rig, &before);
  fail_unless_equals_int (before.frames, 10000);
  fail_unless (before.discontinuities > 0);
  fail_unless (ABS (GST_CLOCK_DIFF (before.end,
                   RIG_START +
                       gst_util_uint64_scale_round (rig.pushed, GST_SECOND,
                           RIG_RATE))) <= 1);
  rig_output_clear (&before);
  rig_output_clear (&after);
  rig_clear (&rig);
}

GST_START_TEST (test_discontinuities)
{
  check_jump (rig_elements[__i__], TRUE);
  check_jump (rig_elements[__i__], FALSE);
}
GST_END_TEST;

/* DISCONT on a buffer that follows on does not cost the history. */
GST_START_TEST (test_discont_flag_alone)
{
  Rig rig;
  RigOutput plain = { 0 }, flagged = { 0 };

  rig_run (rig_elements[__i__], RIG_RATE, 2, N, 480, &plain);
  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_stir (&rig, 7);
  rig_push (&rig, 4800, 480);
  {
    GstBuffer *buffer = rig_noise (&rig, 480);
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
    rig_push_buffer (&rig, buffer);
  }
  rig_push (&rig, N - 5280, 480);
  rig_eos (&rig);
  rig_collect (&rig, &flagged);
  rig_assert_same (&plain, &flagged);
  rig_output_clear (&plain);
  rig_output_clear (&flagged);
  rig_clear (&rig);
}
GST_END_TEST;

/* Where nothing that follows can go on, all leaves at once: a gap too long to
 * be held, a segment of another kind, the end of a segment. */
GST_START_TEST (test_joints_drain)
{
  GstSegment segment;
  GstEvent *joints[4];

  gst_segment_init (&segment, GST_FORMAT_BYTES);
  joints[0] = gst_event_new_gap (RIG_START + GST_SECOND, GST_SECOND);
  joints[1] = gst_event_new_gap (RIG_START + GST_SECOND, GST_CLOCK_TIME_NONE);
  joints[2] = gst_event_new_segment (&segment);
  joints[3] = gst_event_new_segment_done (GST_FORMAT_TIME, GST_SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (joints); i++) {
    Rig rig;
    RigOutput output = { 0 };
    rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
    rig_push (&rig, 5000, 480);
    gst_harness_push_event (rig.harness, joints[i]);
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, 5000);
    rig_output_clear (&output);
    rig_clear (&rig);
  }
}
GST_END_TEST;

/* Frames beyond the segment are not part of the stream. */
GST_START_TEST (test_segment_clips)
{
  Rig rig;
  RigOutput output = { 0 };
  GstSegment segment;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = RIG_START + 96 * GST_SECOND / RIG_RATE;
  segment.stop = RIG_START + 4801 * GST_SECOND / RIG_RATE; /* rounded down */
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  rig_push (&rig, 5280, 480);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 4801 - 96);
  fail_unless_equals_int (output.discontinuities, 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Raw bytes from a file carry no time at all. */
GST_START_TEST (test_stream_without_time)
{
  Rig rig;
  RigOutput output = { 0 };
  GstSegment segment;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  gst_segment_init (&segment, GST_FORMAT_BYTES);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  for (gint i = 0; i < 10; i++) {
    GstBuffer *buffer = rig_noise (&rig, 480);
    GST_BUFFER_PTS (buffer) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION (buffer) = GST_CLOCK_TIME_NONE;
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 4800);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static void
push_silence (Rig *rig, gint n)
{
  GstBuffer *buffer = rig_noise (rig, n);

  gst_buffer_memset (buffer, 0, 0, n * rig->channels * sizeof (gfloat));
  GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
  rig_push_buffer (rig, buffer);
}

/* A buffer flagged GAP leaves so only if what leaves is silent. */
GST_START_TEST (test_gap_flag_is_truthful)
{
  Rig rig;
  GstBuffer *buffer;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 1);
  rig_push (&rig, 4800, 480);
  for (gint i = 0; i < 100; i++)
    push_silence (&rig, 480);
  rig_eos (&rig);
  while ((buffer = rig_pull (&rig))) {
    if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP)) {
      GstMapInfo map;
      gst_buffer_map (buffer, &map, GST_MAP_READ);
      for (gsize i = 0; i < map.size; i++)
        fail_unless_equals_int (map.data[i], 0);
      gst_buffer_unmap (buffer, &map);
    }
    gst_buffer_unref (buffer);
  }
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_caps_change_mid_stream)
{
  const gint formats[][2] = { { 44100, 2 }, { 96000, 2 }, { 96000, 1 },
    { 48000, 6 }, { 48000, 6 } };
  Rig rig;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    RigOutput output = { 0 };
    rig_set_caps (&rig, formats[i][0], formats[i][1]);
    rig.pushed = 0;
    rig_push (&rig, 3000, 480);
    rig_collect (&rig, &output); /* in the old format, then the drained rest */
    rig_set_caps (&rig, formats[i][0] + 1000, formats[i][1]);
    rig.rate = formats[i][0];
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, 3000);
    fail_unless_equals_int (output.discontinuities, 0);
    rig_output_clear (&output);
  }
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_rates_and_channels)
{
  const gint rates[] = { 8000, 11025, 44100, 48000, 96000, 192000 };
  const gint channels[] = { 1, 2, 6, 8, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (guint j = 0; j < G_N_ELEMENTS (channels); j++) {
      RigOutput output = { 0 };
      rig_run (rig_elements[__i__], rates[i], channels[j], 4001, 480, &output);
      fail_unless_equals_int (output.frames, 4001);
      rig_output_clear (&output);
    }
}
GST_END_TEST;

/* At work on 7.1.4, a stage gives the same whatever the buffers are. */
GST_START_TEST (test_surround)
{
  const gint sizes[] = { 480, 97 };
  RigOutput output[2] = { 0 };

  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++) {
    Rig rig;
    rig_init (&rig, rig_elements[__i__], RIG_RATE, 12);
    rig_stir (&rig, 3);
    rig_push (&rig, 4800, sizes[k]);
    rig_eos (&rig);
    rig_collect (&rig, &output[k]);
    rig_clear (&rig);
  }
  rig_assert_same (&output[0], &output[1]);
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    rig_output_clear (&output[k]);
}
GST_END_TEST;

static Suite *
conformance_suite (void)
{
  Suite *suite = suite_create ("conformance");
  TCase *tests = tcase_create ("all stages");
  gint n = rig_n_elements;

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_buffer_size_changes_nothing, 0, n);
  tcase_add_loop_test (tests, test_timestamps_are_those_of_the_frames, 0, n);
  tcase_add_loop_test (tests, test_latency_is_told_truthfully, 0, n);
  tcase_add_loop_test (tests, test_streams_shorter_than_the_latency, 0, n);
  tcase_add_loop_test (tests, test_eos_without_audio, 0, n);
  tcase_add_loop_test (tests, test_flush_discards_and_forgets, 0, n);
  tcase_add_loop_test (tests, test_discontinuities, 0, n);
  tcase_add_loop_test (tests, test_discont_flag_alone, 0, n);
  tcase_add_loop_test (tests, test_joints_drain, 0, n);
  tcase_add_loop_test (tests, test_segment_clips, 0, n);
  tcase_add_loop_test (tests, test_stream_without_time, 0, n);
  tcase_add_loop_test (tests, test_gap_flag_is_truthful, 0, n);
  tcase_add_loop_test (tests, test_caps_change_mid_stream, 0, n);
  tcase_add_loop_test (tests, test_rates_and_channels, 0, n);
  tcase_add_loop_test (tests, test_surround, 0, n);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, conformance_suite, "conformance", __FILE__);
}
