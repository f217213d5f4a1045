/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* mastermeter as an element: messages, tags, the reset signal. */
#include "rig.h"

#include <math.h>
#include <string.h>

/* One second of a 1 kHz tone per buffer, the same in both channels. */
static GstBuffer *
tone (Rig *rig, gdouble peak_db, gint n)
{
  GstBuffer *buffer = rig_noise (rig, n);
  gdouble peak = pow (10, peak_db / 20);
  GstMapInfo map;
  gfloat *frames;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  frames = (gfloat *) map.data;
  for (gint i = 0; i < n * rig->channels; i++)
    frames[i] = (gfloat) (peak *
        sin (2 * G_PI * 1000 * (i / rig->channels) / rig->rate));
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

static gdouble
readout (Rig *rig, const gchar *name)
{
  gdouble value;

  g_object_get (rig->harness->element, name, &value, NULL);
  return value;
}

/* EBU Tech 3341 case 1: -23 dBFS stereo is -23 LUFS. */
GST_START_TEST (test_properties)
{
  Rig rig;
  RigOutput output = { 0 };
  g_autoptr (GstBuffer) first = NULL;

  rig_init (&rig, "mastermeter", 48000, 2);
  fail_unless (readout (&rig, "global-loudness") == -INFINITY);
  fail_unless (readout (&rig, "true-peak") == -INFINITY);
  first = tone (&rig, -23, 48000);
  rig_push_buffer (&rig, gst_buffer_ref (first));
  for (gint i = 1; i < 20; i++)
    rig_push_buffer (&rig, tone (&rig, -23, 48000));
  rig_eos (&rig);
  fail_unless (fabs (readout (&rig, "global-loudness") + 23) < 0.1);
  fail_unless (fabs (readout (&rig, "momentary-loudness") + 23) < 0.1);
  fail_unless (fabs (readout (&rig, "shortterm-loudness") + 23) < 0.1);
  fail_unless (fabs (readout (&rig, "true-peak") + 23) < 0.1);
  fail_unless (readout (&rig, "correlation") > 0.999);
  fail_unless (readout (&rig, "frames") == 20 * 48000);
  /* The very buffer comes out: not a bit, not a byte of it is touched. */
  rig_collect (&rig, &output);
  fail_unless (gst_buffer_memcmp (first, 0, output.bytes->data,
                   gst_buffer_get_size (first)) == 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static const gchar *const message_fields[] = { "momentary-loudness",
  "shortterm-loudness", "global-loudness", "relative-threshold",
  "loudness-range", "true-peak", "true-peak-4x", "sample-peak", "correlation",
  "max-momentary-loudness", "max-shortterm-loudness", "plr", "psr", "min-psr",
  "dc-offset", "clipped-runs", "inter-sample-overs", "balance", "word-length",
  "downmix-loudness", "downmix-true-peak", "invalid-samples", "frames" };
static const gchar *const message_arrays[] = { "over-times",
  "band-correlation" };

static void
check_fields (Rig *rig, const GstStructure *fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (message_fields); i++) {
    fail_unless (gst_structure_has_field_typed (fields, message_fields[i],
        G_TYPE_DOUBLE));
    readout (rig, message_fields[i]); /* a property, too */
  }
  for (guint i = 0; i < G_N_ELEMENTS (message_arrays); i++) {
    GValue value = G_VALUE_INIT;

    fail_unless (gst_structure_has_field_typed (fields, message_arrays[i],
        GST_TYPE_ARRAY));
    g_object_get_property (G_OBJECT (rig->harness->element), message_arrays[i],
        &value);
    fail_unless (gst_value_array_get_size (&value) ==
        gst_value_array_get_size (
            gst_structure_get_value (fields, message_arrays[i])));
    g_value_unset (&value);
  }
}

/* Messages come at multiples of the interval, whatever the buffers. */
static void
check_messages (gint size)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstMessage *message;
  guint count = 0;
  Rig rig;

  rig_init (&rig, "mastermeter", 44100, 2);
  gst_element_set_bus (rig.harness->element, bus);
  g_object_set (rig.harness->element, "post-messages", TRUE, "interval",
      250 * GST_MSECOND, NULL);
  rig_push (&rig, 2 * 44100, size);
  rig_eos (&rig);
  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    const GstStructure *fields = gst_message_get_structure (message);
    GstClockTime time, stream_time, duration, end;
    fail_unless (gst_structure_has_name (fields, "mastermeter"));
    fail_unless (gst_structure_get_clock_time (fields, "timestamp", &time));
    fail_unless (
        gst_structure_get_clock_time (fields, "stream-time", &stream_time));
    fail_unless (gst_structure_get_clock_time (fields, "duration", &duration));
    fail_unless (gst_structure_get_clock_time (fields, "endtime", &end));
    fail_unless (ABS (GST_CLOCK_DIFF (RIG_START + count * 250 * GST_MSECOND,
                     time)) <= GST_SECOND / 44100);
    fail_unless (ABS (GST_CLOCK_DIFF (stream_time + duration, end)) <= 1);
    fail_unless (count == 8 ||
        ABS (GST_CLOCK_DIFF (duration, 250 * GST_MSECOND)) <=
            GST_SECOND / 44100);
    count++;
    check_fields (&rig, fields);
    gst_message_unref (message);
  }
  fail_unless_equals_int (count, 9); /* the last one at EOS */
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}

GST_START_TEST (test_messages)
{
  check_messages (441);
  check_messages (1000);
  check_messages (100000);
}
GST_END_TEST;

/* ReplayGain 2.0: gain = -18 LUFS - loudness. */
GST_START_TEST (test_tags)
{
  Rig rig;
  GstEvent *event;
  GstTagList *tags = NULL;
  gdouble gain, peak;
  gboolean eos_seen = FALSE;

  rig_init (&rig, "mastermeter", 48000, 2);
  g_object_set (rig.harness->element, "tags", TRUE, NULL);
  for (gint i = 0; i < 3; i++)
    rig_push_buffer (&rig, tone (&rig, -23, 48000));
  rig_eos (&rig);
  while ((event = gst_harness_try_pull_event (rig.harness))) {
    if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
      eos_seen = TRUE;
    if (GST_EVENT_TYPE (event) == GST_EVENT_TAG) {
      fail_if (eos_seen, "tags after EOS");
      gst_event_parse_tag (event, &tags);
      fail_unless (gst_tag_list_get_double (tags, GST_TAG_TRACK_GAIN, &gain));
      fail_unless (gst_tag_list_get_double (tags, GST_TAG_TRACK_PEAK, &peak));
      fail_unless (fabs (gain - 5) < 0.1);
      fail_unless (fabs (peak - pow (10, -23 / 20.0)) < 0.001);
    }
    gst_event_unref (event);
  }
  fail_unless (tags);
  fail_unless (eos_seen);
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_silence_makes_no_tags)
{
  Rig rig;
  GstEvent *event;

  rig_init (&rig, "mastermeter", 48000, 2);
  g_object_set (rig.harness->element, "tags", TRUE, NULL);
  rig_push_buffer (&rig, tone (&rig, -300, 48000));
  rig_eos (&rig);
  while ((event = gst_harness_try_pull_event (rig.harness))) {
    fail_if (GST_EVENT_TYPE (event) == GST_EVENT_TAG);
    gst_event_unref (event);
  }
  rig_clear (&rig);
}
GST_END_TEST;

/* Neither an end before any caps nor a stream of bytes is an error. */
GST_START_TEST (test_messages_without_time)
{
  GstHarness *empty = gst_harness_new ("mastermeter");
  GstSegment segment;
  Rig rig;

  g_object_set (empty->element, "post-messages", TRUE, "tags", TRUE, NULL);
  gst_harness_push_event (empty, gst_event_new_stream_start ("empty"));
  gst_harness_push_event (empty, gst_event_new_eos ());
  gst_harness_teardown (empty);

  rig_init (&rig, "mastermeter", 48000, 2);
  g_object_set (rig.harness->element, "post-messages", TRUE, NULL);
  gst_segment_init (&segment, GST_FORMAT_BYTES);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  for (gint i = 0; i < 20; i++) {
    GstBuffer *buffer = rig_noise (&rig, 4800);
    GST_BUFFER_PTS (buffer) = GST_CLOCK_TIME_NONE;
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  fail_unless (readout (&rig, "frames") == 20 * 4800);
  rig_clear (&rig);
}
GST_END_TEST;

GST_START_TEST (test_reset)
{
  Rig rig;

  rig_init (&rig, "mastermeter", 48000, 2);
  for (gint i = 0; i < 3; i++)
    rig_push_buffer (&rig, tone (&rig, -6, 48000));
  g_signal_emit_by_name (rig.harness->element, "reset");
  fail_unless (readout (&rig, "true-peak") == -INFINITY);
  for (gint i = 0; i < 3; i++)
    rig_push_buffer (&rig, tone (&rig, -30, 48000));
  rig_eos (&rig);
  fail_unless (fabs (readout (&rig, "global-loudness") + 30) < 0.1);
  fail_unless (fabs (readout (&rig, "true-peak") + 30) < 0.1);
  rig_clear (&rig);
}
GST_END_TEST;

/* 5.1: the surrounds count 1.41, the LFE not at all (EBU Tech 3341 case 6). */
GST_START_TEST (test_channel_weights)
{
  static const gdouble levels[] = { -28, -28, -24, -300, -30, -30 };
  Rig rig;

  rig_init (&rig, "mastermeter", 48000, 6);
  for (gint second = 0; second < 20; second++) {
    GstBuffer *buffer = tone (&rig, 0, 48000);
    GstMapInfo map;
    gst_buffer_map (buffer, &map, GST_MAP_READWRITE);
    for (gint i = 0; i < 48000 * 6; i++)
      ((gfloat *) map.data)[i] *=
          i % 6 == 3 ? 1.0f : (gfloat) pow (10, levels[i % 6] / 20);
    gst_buffer_unmap (buffer, &map);
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  fail_unless (fabs (readout (&rig, "global-loudness") + 23) < 0.05, "%g LUFS",
      readout (&rig, "global-loudness"));
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
meter_suite (void)
{
  Suite *suite = suite_create ("mastermeter");
  TCase *tests = tcase_create ("element");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_properties);
  tcase_add_test (tests, test_messages);
  tcase_add_test (tests, test_tags);
  tcase_add_test (tests, test_silence_makes_no_tags);
  tcase_add_test (tests, test_messages_without_time);
  tcase_add_test (tests, test_reset);
  tcase_add_test (tests, test_channel_weights);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, meter_suite, "meter", __FILE__);
}
