/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* What every stage must do in a pipeline, run over all registered stages and
 * one that looks ahead by more than a block. The oracle is the contract of
 * GstMasterFilter: N frames in, N frames out, nothing depends on the buffers.
 */
#include "rig.h"

#include <gst/controller/controller.h>
#include <malloc.h>
#include <math.h>
#include <string.h>

#include "dsp/common/vector/denormal.h"

#define N 20011 /* frames: no multiple of any block */

/* The whole of one run: `n` frames in buffers of `size`, then EOS. */
static void
run (const gchar *element, gint rate, gint channels, gint n, gint size,
    RigOutput *output)
{
  Rig rig;

  rig_init (&rig, element, rate, channels);
  rig_stir (&rig, 7);
  rig_push (&rig, n, size);
  rig_eos (&rig);
  rig_collect (&rig, output);
  rig_clear (&rig);
}

GST_START_TEST (test_buffer_size_changes_nothing)
{
  const gint sizes[] = { 1, 7, 64, 480, 4096 };
  RigOutput whole = { 0 }, cut = { 0 };

  run (rig_elements[__i__], RIG_RATE, 2, N, 100000, &whole);
  fail_unless_equals_int (whole.frames, N);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    run (rig_elements[__i__], RIG_RATE, 2, N, sizes[i], &cut);
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
    run (rig_elements[__i__], RIG_RATE, 2, lengths[i], 50, &output);
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

  run (rig_elements[__i__], RIG_RATE, 2, N, 480, &fresh);
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
    while ((buffer = gst_harness_try_pull (rig.harness))) {
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

/* DISCONT on a buffer that follows on is no reason to lose the history. */
GST_START_TEST (test_discont_flag_alone)
{
  Rig rig;
  RigOutput plain = { 0 }, flagged = { 0 };

  run (rig_elements[__i__], RIG_RATE, 2, N, 480, &plain);
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
  while ((buffer = gst_harness_try_pull (rig.harness))) {
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
      run (rig_elements[__i__], rates[i], channels[j], 4001, 480, &output);
      fail_unless_equals_int (output.frames, 4001);
      rig_output_clear (&output);
    }
}
GST_END_TEST;

/* From `from` to `to`, back to `from`, and after a rest to `to` again. */
static void
automate (GstObject *object, const gchar *property, gdouble from, gdouble to)
{
  static const gint percent[] = { 0, 20, 35, 90, 100 };
  g_autoptr (GstControlSource) source = gst_interpolation_control_source_new ();
  GstTimedValueControlSource *values = GST_TIMED_VALUE_CONTROL_SOURCE (source);

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (percent); i++)
    gst_timed_value_control_source_set (values,
        RIG_START + N * percent[i] / 100 * GST_SECOND / RIG_RATE,
        i == 1 || i == 4 ? to : from);
  fail_unless (gst_object_add_control_binding (object,
      gst_direct_control_binding_new_absolute (object, property, source)));
}

/* Starts from the default, which for many a stage is the identity, and moves
 * the parameters (of the first band, where there are bands) that can, half
 * way to the upper end, or the lower where they are at the upper. */
static gboolean
automate_something (Rig *rig)
{
  GstObject *object = GST_OBJECT (rig->harness->element);
  const MstStage *stage = rig->stage;
  const MstParam *rows = stage->max_bands ? stage->band_params : stage->params;
  gint n = stage->max_bands ? stage->n_band_params : stage->n_params;
  gboolean found = FALSE;

  if (stage->max_bands)
    object = GST_OBJECT (
        gst_child_proxy_get_child_by_index (GST_CHILD_PROXY (object), 0));
  else
    gst_object_ref (object);
  for (gint i = 0; i < n; i++) {
    if (rows[i].kind != MST_KIND_DOUBLE || rows[i].flags & MST_PARAM_AT_START)
      continue;
    automate (object, rows[i].name, rows[i].def,
        0.5 *
            (rows[i].def +
                (rows[i].max > rows[i].def ? rows[i].max : rows[i].min)));
    found = TRUE;
  }
  gst_object_unref (object);
  return found;
}

GST_START_TEST (test_automation_from_neutral)
{
  const gint sizes[] = { 100000, 1000, 480, 7 };
  RigOutput outputs[G_N_ELEMENTS (sizes)] = { 0 };
  RigOutput still = { 0 };
  gboolean automated = FALSE;
  Rig rig;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
    rig_stir_curves (&rig);
    automated = automate_something (&rig);
    rig_push (&rig, N, sizes[i]);
    rig_eos (&rig);
    rig_collect (&rig, &outputs[i]);
    rig_assert_same (&outputs[0], &outputs[i]);
    rig_clear (&rig);
  }
  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_stir_curves (&rig);
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &still);
  rig_clear (&rig);
  if (automated)
    fail_if (memcmp (still.bytes->data, outputs[0].bytes->data,
                 still.bytes->len) == 0,
        "automation had no effect");
  rig_output_clear (&still);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    rig_output_clear (&outputs[i]);
}
GST_END_TEST;

/* What the stage itself makes of the noise that the rig pushes, left to run all
 * the time: `n` frames as it is made, then `n` with other values. */
static void
run_stage (Rig *rig, const gdouble *before, const gdouble *after, gint n,
    gfloat *out)
{
  const MstStage *stage = rig->stage;
  MstFormat format = { .rate = RIG_RATE, .channels = 1, .max_block = 64 };
  gpointer self = stage->new (&format, before);
  guint64 mode = mst_denormals_off ();

  for (gint i = 0, span; i < 2 * n; i += span) {
    gfloat *planes[] = { out + i };
    span = MIN (64, (i < n ? n : 2 * n) - i);
    if (i == n)
      stage->set (self, after);
    stage->process (self, planes, span);
  }
  mst_denormals_restore (mode);
  stage->free (self);
}

/* An element that leaves its idle stage out gives what the stage gives: with
 * default values, and where they give it another latency (`late`). */
static void
check_rest (const gchar *element, gboolean late)
{
  const gint n = 9011, sizes[] = { 480, 9011, 11 };
  gdouble before[1024], after[1024];
  g_autofree gfloat *expected = g_new0 (gfloat, 2 * n);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Rig rig;
    RigOutput output = { 0 };
    rig_init (&rig, element, RIG_RATE, 1);
    for (gint k = 0; late && k < rig.stage->n_params; k++)
      if (rig.stage->params[k].flags & MST_PARAM_AT_START)
        rig_set_number (&rig, &rig.stage->params[k],
            rig.stage->params[k].kind == MST_KIND_DOUBLE
                ? 0.4 * rig.stage->params[k].max
                : rig.stage->params[k].max);
    gst_master_filter_get_values (GST_MASTER_FILTER (rig.harness->element),
        before);
    rig_set_caps (&rig, RIG_RATE + 1000, 1);
    rig_set_caps (&rig, RIG_RATE, 1);
    rig_push (&rig, n, sizes[i]);
    rig_stir (&rig, 7);
    gst_master_filter_get_values (GST_MASTER_FILTER (rig.harness->element),
        after);
    rig_push (&rig, n, sizes[i]);
    rig_collect (&rig, &output);
    rig.pushed = 0;
    for (gint at = 0; i == 0 && at < 2 * n; at += n) {
      GstBuffer *noise = rig_noise (&rig, n);
      gst_buffer_extract (noise, 0, expected + at, n * sizeof (gfloat));
      gst_buffer_unref (noise);
    }
    if (i == 0)
      run_stage (&rig, before, after, n, expected);
    fail_unless (output.frames == 0 || /* live loudness: seconds late */
            memcmp (expected + 2 * n - output.frames, output.bytes->data,
                output.bytes->len) == 0,
        "%s differs from its stage, %s", element, late ? "late" : "by default");
    rig_output_clear (&output);
    rig_clear (&rig);
  }
}

GST_START_TEST (test_rest_changes_nothing)
{
  Rig rig;
  gboolean changes;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 1);
  changes = !(rig.stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));
  rig_clear (&rig);
  for (gint late = 0; changes && late < 2; late++)
    check_rest (rig_elements[__i__], late);
}
GST_END_TEST;

static GstHarness *
make_pair (const gchar *element)
{
  g_autofree gchar *line =
      g_strdup_printf ("%s ! audioconvert ! audio/x-raw,format=%s ! "
                       "%s",
          element, GST_AUDIO_NE (F32), element);
  GstHarness *harness = gst_harness_new_parse (line);

  return harness;
}

GST_START_TEST (test_two_in_a_row)
{
  Rig rig, one;
  RigOutput output = { 0 };
  GstAudioInfo info;

  rig_init (&one, rig_elements[__i__], RIG_RATE, 2);
  rig_push (&one, 64, 64);
  rig = (Rig){ .rate = RIG_RATE, .channels = 2 };
  rig.harness = make_pair (rig_elements[__i__]);
  gst_audio_info_set_format (&info, GST_AUDIO_FORMAT_F32, RIG_RATE, 2, NULL);
  gst_harness_set_src_caps (rig.harness, gst_audio_info_to_caps (&info));
  rig_push (&rig, N, 480);
  fail_unless (ABS (rig_latency (&rig) - 2 * rig_latency (&one)) <= 1);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, N);
  fail_unless_equals_int (output.discontinuities, 0);
  fail_unless_equals_uint64 (output.first_pts, RIG_START);
  rig_output_clear (&output);
  rig_clear (&rig);
  rig_clear (&one);
}
GST_END_TEST;

/* Poison in the middle: finite output, and the history recovers. */
GST_START_TEST (test_poison)
{
  const guint32 bits[] = { 0x7fc00000, 0x7f800000, 0xff800000, 0x7f7fffff,
    0x00000001, 0x7f800001 };
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_stir (&rig, 3);
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++) {
    GstBuffer *buffer = rig_noise (&rig, 480);
    gst_buffer_fill (buffer, 80 * sizeof (gfloat), &bits[i], 4);
    rig_push_buffer (&rig, buffer);
    rig_push (&rig, 4800, 480);
  }
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 6 * 5280);
  if (!(rig.stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT)))
    for (guint i = 0; i < output.bytes->len / 4; i++)
      fail_unless (isfinite (((gfloat *) output.bytes->data)[i]));
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Bypassed from the start, every bit passes, as late as otherwise. */
GST_START_TEST (test_bypass)
{
  Rig rig;
  RigOutput output = { 0 };
  GstBuffer *input;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (rig.harness->element),
          "bypass")) {
    rig_stir (&rig, 5);
    g_object_set (rig.harness->element, "bypass", TRUE, NULL);
    rig_push (&rig, N, 333);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    rig.pushed = 0;
    input = rig_noise (&rig, N);
    fail_unless_equals_int (output.frames, N);
    fail_unless (gst_buffer_memcmp (input, 0, output.bytes->data,
                     output.bytes->len) == 0);
    gst_buffer_unref (input);
    rig_output_clear (&output);
  }
  rig_clear (&rig);
}
GST_END_TEST;

/* On music-like audio the switch to bypass leaves no step larger than the
 * signal's own: a 100 Hz tone at 0.5 has steps of 0.0066 at 48 kHz. */
GST_START_TEST (test_bypass_switch_does_not_click)
{
  Rig rig;
  RigOutput output = { 0 };
  gfloat *out, steepest = 0;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 1);
  if (rig.stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT)) {
    rig_clear (&rig);
    return;
  }
  for (gint block = 0; block < 100; block++) {
    GstBuffer *buffer;
    gfloat tone[480];
    if (block == 30 || block == 60)
      g_object_set (rig.harness->element, "bypass", block == 30, NULL);
    for (gint i = 0; i < 480; i++)
      tone[i] = 0.5f * sinf ((block * 480 + i) * 100 * 2 * G_PI / RIG_RATE);
    buffer = rig_noise (&rig, 480);
    gst_buffer_fill (buffer, 0, tone, sizeof (tone));
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  rig_collect (&rig, &output);
  out = (gfloat *) output.bytes->data;
  for (guint i = 1; i < output.frames; i++)
    steepest = MAX (steepest, fabsf (out[i] - out[i - 1]));
  fail_unless (steepest < 0.0070f, "steepest step is %g", steepest);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Oracle: the allocator. What an element holds after one second of audio it
 * holds after twenty. */
GST_START_TEST (test_memory_stays_constant)
{
#if defined(__SANITIZE_ADDRESS__)
  return; /* its allocator does not count so */
#else
  Rig rig;
  gsize after_one = 0, after_twenty;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  gst_harness_set_drop_buffers (rig.harness, TRUE);
  rig_stir (&rig, 7);
  for (gint second = 1; second <= 20; second++) {
    rig_push (&rig, RIG_RATE, 4800);
    if (second == 1)
      after_one = mallinfo2 ().uordblks;
  }
  after_twenty = mallinfo2 ().uordblks;
  fail_unless (after_twenty <= after_one + 4096, "%zu grew to %zu", after_one,
      after_twenty);
  rig_clear (&rig);
#endif
}
GST_END_TEST;

GST_START_TEST (test_states)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make (rig_elements[__i__], NULL);

  for (gint i = 0; i < 3; i++) {
    gst_element_set_state (element, GST_STATE_PAUSED);
    gst_element_set_state (element, GST_STATE_READY);
  }
  gst_element_set_state (element, GST_STATE_NULL);
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
  tcase_add_loop_test (tests, test_clocks_drift, 0, n);
  tcase_add_loop_test (tests, test_joints_drain, 0, n);
  tcase_add_loop_test (tests, test_segment_clips, 0, n);
  tcase_add_loop_test (tests, test_stream_without_time, 0, n);
  tcase_add_loop_test (tests, test_gap_flag_is_truthful, 0, n);
  tcase_add_loop_test (tests, test_caps_change_mid_stream, 0, n);
  tcase_add_loop_test (tests, test_rates_and_channels, 0, n);
  tcase_add_loop_test (tests, test_automation_from_neutral, 0, n);
  tcase_add_loop_test (tests, test_rest_changes_nothing, 0, n);
  tcase_add_loop_test (tests, test_two_in_a_row, 0, n);
  tcase_add_loop_test (tests, test_poison, 0, n);
  tcase_add_loop_test (tests, test_bypass, 0, n);
  tcase_add_loop_test (tests, test_bypass_switch_does_not_click, 0, n);
  tcase_add_loop_test (tests, test_memory_stays_constant, 0, n);
  tcase_add_loop_test (tests, test_states, 0, n);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, conformance_suite, "conformance", __FILE__);
}
