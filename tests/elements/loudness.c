/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masterloudness as an element: tags, latency, bad values, presets. */
#include "rig.h"

#include <math.h>
#include <string.h>

static void
send_tags (Rig *rig, GstTagList *tags)
{
  fail_unless (gst_harness_push_event (rig->harness, gst_event_new_tag (tags)));
}

/* The gain of the element, by the samples: a second of noise goes through it,
 * of which the last tenth counts. */
static gdouble
gain_of (Rig *rig)
{
  GstBuffer *in = rig_noise (rig, 48000);
  RigOutput output = { 0 };
  const gfloat *out;
  GstMapInfo map;
  gdouble power[2] = { 0 };

  rig_collect (rig, &output);
  rig_output_clear (&output);
  fail_unless (gst_buffer_map (in, &map, GST_MAP_READ));
  g_autofree gfloat *copy = g_memdup2 (map.data, map.size);
  gst_buffer_unmap (in, &map);
  rig_push_buffer (rig, in);
  rig_collect (rig, &output);
  out = (const gfloat *) output.bytes->data;
  fail_unless_equals_int (output.frames, 48000);
  for (gint i = 43200 * rig->channels; i < 48000 * rig->channels; i++) {
    power[0] += copy[i] * copy[i];
    power[1] += out[i] * out[i];
  }
  rig_output_clear (&output);
  return 10 * log10 (power[1] / power[0]);
}

#define assert_gain(rig, wanted)                                               \
  G_STMT_START                                                                 \
  {                                                                            \
    gdouble gain_ = gain_of (rig);                                             \
    fail_unless (fabs (gain_ - (wanted)) < 0.001, "%g dB, wanted %g", gain_,   \
        (gdouble) (wanted));                                                   \
  }                                                                            \
  G_STMT_END

/* The oracle of each: ReplayGain 2.0 and 1.0, RFC 7845 section 5.2.1. */
static const struct {
  gdouble track, album, reference; /* 0: not there */
  const gchar *r128_track, *r128_album;
  gboolean album_mode;
  gdouble gain; /* at a target of -16 LUFS */
} cases[] = {
  { .track = -3.2, .gain = -1.2 },                        /* -14.8 LUFS */
  { .track = -3.2, .reference = 89, .gain = -1.2 },       /* the same */
  { .track = -3.2, .reference = 83, .gain = 4.8 },        /* SMPTE RP 200 */
  { .track = -3.2, .reference = -18, .gain = -1.2 },      /* LUFS */
  { .track = -8.2, .reference = -23, .gain = -1.2 },      /* LUFS */
  { .r128_track = "R128_TRACK_GAIN=-512", .gain = 5.0 },  /* -21 LUFS */
  { .r128_track = "r128_track_gain=+768", .gain = 10.0 }, /* -26 LUFS */
  { .track = -3.2, .r128_track = "R128_TRACK_GAIN=-512", .gain = 5.0 },
  { .track = -3.2, .album = -6.0, .gain = -1.2 },
  { .track = -3.2, .album = -6.0, .album_mode = TRUE, .gain = -4.0 },
  { .track = -3.2, .album_mode = TRUE, .gain = -1.2 }, /* no other */
  { .album = -6.0, .gain = -4.0 },
  { .r128_track = "R128_TRACK_GAIN=-512",
      .r128_album = "R128_ALBUM_GAIN=256",
      .album_mode = TRUE,
      .gain = 8.0 },
  /* No tags at all, and such as make no sense. */
  { .gain = 0.0 },
  { .track = 900, .gain = 0.0 },
  { .track = -900, .gain = 0.0 },
  { .r128_track = "R128_TRACK_GAIN=loud", .gain = 0.0 },
  { .r128_track = "R128_TRACK_GAIN=", .gain = 0.0 },
  { .r128_track = "R128_TRACK_GAIN=99999", .gain = 0.0 },
  { .r128_track = "R128_TRACK_GAIN=-5.0 dB", .gain = 0.0 },
};

static GstTagList *
tags_of_case (gint i)
{
  GstTagList *tags = gst_tag_list_new (GST_TAG_TITLE, "A song", NULL);

  if (cases[i].track)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_TRACK_GAIN,
        cases[i].track, NULL);
  if (cases[i].album)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_ALBUM_GAIN,
        cases[i].album, NULL);
  if (cases[i].reference)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_REFERENCE_LEVEL,
        cases[i].reference, NULL);
  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
      "MOOD=loud", NULL);
  if (cases[i].r128_track)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
        cases[i].r128_track, NULL);
  if (cases[i].r128_album)
    gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
        cases[i].r128_album, NULL);
  return tags;
}

GST_START_TEST (test_tags)
{
  Rig rig;

  rig_init (&rig, "masterloudness", 48000, 2);
  g_object_set (rig.harness->element, "target", -16.0, "album-mode",
      cases[__i__].album_mode, NULL);
  send_tags (&rig, tags_of_case (__i__));
  assert_gain (&rig, cases[__i__].gain);
  rig_clear (&rig);
}
GST_END_TEST;

/* The property comes before the tags; the next stream has tags of its own; tags
 * may come late. */
GST_START_TEST (test_who_is_believed)
{
  Rig rig;
  GstSegment segment;
  gdouble told;

  rig_init (&rig, "masterloudness", 48000, 2);
  g_object_set (rig.harness->element, "target", -16.0, NULL);
  assert_gain (&rig, 0);
  send_tags (&rig, gst_tag_list_new (GST_TAG_TRACK_GAIN, -3.2, NULL));
  assert_gain (&rig, -1.2);
  send_tags (&rig, gst_tag_list_new (GST_TAG_ARTIST, "Somebody", NULL));
  assert_gain (&rig, -1.2);
  g_object_get (rig.harness->element, "input-loudness", &told, NULL);
  fail_unless (fabs (told + 14.8) < 1e-9);
  g_object_set (rig.harness->element, "measured", -26.0, NULL);
  assert_gain (&rig, 10);
  g_object_get (rig.harness->element, "measured", &told, NULL);
  fail_unless (told == -26.0);
  g_object_set (rig.harness->element, "measured", -70.0, NULL);
  assert_gain (&rig, -1.2);

  gst_harness_push_event (rig.harness, gst_event_new_stream_start ("next"));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  assert_gain (&rig, 0);
  rig_clear (&rig);
}
GST_END_TEST;

/* Starts the stream of a next track, which goes on where the last one ended. */
static void
next_track (Rig *rig, gdouble gain)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig->harness, gst_event_new_stream_start ("next"));
  gst_harness_push_event (rig->harness, gst_event_new_segment (&segment));
  send_tags (rig, gst_tag_list_new (GST_TAG_TRACK_GAIN, gain, NULL));
}

/* A track's gain is in force from its first frame to its last: -18 - gain is
 * the loudness that the tag tells of, the target is -16 LUFS. */
GST_START_TEST (test_tags_act_at_their_frame)
{
  static const gdouble gains[] = { -3.2, 6.0, 6.0, -12.0 };
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, "masterloudness", 48000, 1);
  g_object_set (rig.harness->element, "target", -16.0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (gains); i++) {
    next_track (&rig, gains[i]);
    rig_push (&rig, 1001, 77);
  }
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 4004);
  rig.pushed = 0;
  for (guint i = 0; i < 4004; i++) {
    GstBuffer *in = rig_noise (&rig, 1);
    gfloat sample, wanted;
    gst_buffer_extract (in, 0, &sample, sizeof (sample));
    wanted = sample * (gfloat) pow (10.0, (gains[i / 1001] + 2.0) / 20.0);
    fail_unless (fabsf (((gfloat *) output.bytes->data)[i] - wanted) <= 1e-6f,
        "frame %u", i);
    gst_buffer_unref (in);
  }
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* A second track of the same noise: with `reset`, it leaves as the first did.
 */
static gboolean
is_like_the_first (gboolean reset)
{
  Rig rig;
  RigOutput first = { 0 }, second = { 0 };
  gboolean same;

  rig_init (&rig, "masterloudness", 48000, 1);
  g_object_set (rig.harness->element, "mode", 1, "lookahead", 200.0,
      "reset-on-stream", reset, NULL);
  rig_set_caps (&rig, 44100, 1);
  rig_set_caps (&rig, 48000, 1);
  rig_push (&rig, 96000, 480);
  next_track (&rig, 0.0);
  rig_collect (&rig, &first);
  rig.pushed = 0;
  for (gint i = 0; i < 200; i++) {
    GstBuffer *buffer = rig_noise (&rig, 480);
    GST_BUFFER_PTS (buffer) += 2 * GST_SECOND;
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  rig_collect (&rig, &second);
  same = first.bytes->len == second.bytes->len &&
      memcmp (first.bytes->data, second.bytes->data, first.bytes->len) == 0;
  rig_output_clear (&first);
  rig_output_clear (&second);
  rig_clear (&rig);
  return same;
}

GST_START_TEST (test_reset_on_stream)
{
  fail_unless (is_like_the_first (TRUE));
  fail_if (is_like_the_first (FALSE));
}
GST_END_TEST;

/* Tags go on downstream as they came. */
GST_START_TEST (test_tags_pass)
{
  Rig rig;
  GstEvent *event;
  gboolean seen = FALSE;

  rig_init (&rig, "masterloudness", 48000, 2);
  send_tags (&rig, gst_tag_list_new (GST_TAG_TRACK_GAIN, -3.2, NULL));
  while ((event = gst_harness_try_pull_event (rig.harness))) {
    seen |= GST_EVENT_TYPE (event) == GST_EVENT_TAG;
    gst_event_unref (event);
  }
  fail_unless (seen);
  rig_clear (&rig);
}
GST_END_TEST;

static void
live_init (Rig *rig, gint rate, gdouble lookahead)
{
  rig->harness = gst_harness_new ("masterloudness");
  rig->pushed = 0;
  g_object_set (rig->harness->element, "mode", 1, "lookahead", lookahead, NULL);
  rig_set_caps (rig, rate, 2);
}

/* None for a gain that is known; the look-ahead else. */
GST_START_TEST (test_latency)
{
  Rig rig;

  rig_init (&rig, "masterloudness", 48000, 2);
  fail_unless_equals_int (rig_latency (&rig), 0);
  rig_clear (&rig);
  live_init (&rig, 44100, 2500);
  fail_unless_equals_int (rig_latency (&rig), 110250);
  rig_clear (&rig);
}
GST_END_TEST;

/* Longer than the look-ahead and shorter: N frames in, N out, each with its own
 * time, whatever the buffers. */
GST_START_TEST (test_live_stream)
{
  const gint lengths[] = { 20011, 100003 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    const gint sizes[] = { 100000, 480, 77 };
    RigOutput outputs[G_N_ELEMENTS (sizes)] = { { 0 } };

    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++) {
      Rig rig;

      live_init (&rig, 44100, 1000);
      rig_push (&rig, lengths[i], sizes[k]);
      rig_eos (&rig);
      rig_collect (&rig, &outputs[k]);
      rig_clear (&rig);
      fail_unless_equals_int (outputs[k].frames, lengths[i]);
      fail_unless_equals_uint64 (outputs[k].first_pts, RIG_START);
      fail_unless_equals_int (outputs[k].discontinuities, 0);
      rig_assert_same (&outputs[0], &outputs[k]);
    }
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      rig_output_clear (&outputs[k]);
  }
}
GST_END_TEST;

static gboolean
is_refused (GstElement *element, const gchar *property, gdouble number)
{
  GParamSpec *spec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (element), property);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  return g_param_value_validate (spec, &value); /* TRUE: it was changed */
}

/* GObject and gst-launch alike refuse values out of range; what g_object_set()
 * says then differs between versions of GLib. */
GST_START_TEST (test_bad_values)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make ("masterloudness", NULL);
  gdouble value;
  gint mode;

  fail_unless (is_refused (element, "measured", -71.0));
  fail_unless (is_refused (element, "target", 1.0));
  fail_unless (is_refused (element, "window", 2.0));
  fail_if (is_refused (element, "target", -16.0));
  g_object_get (element, "measured", &value, "mode", &mode, NULL);
  fail_unless (value == -70.0);
  fail_unless_equals_int (mode, 0);
}
GST_END_TEST;

GST_START_TEST (test_presets)
{
  static const struct {
    const gchar *name;
    gdouble target;
  } presets[] = { { "ebu-r128", -23 }, { "atsc-a85", -24 }, { "podcast", -16 },
    { "streaming", -14 } };
  g_autoptr (GstElement) element =
      gst_element_factory_make ("masterloudness", NULL);
  gdouble target;
  gint mode;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++) {
    fail_unless (
        gst_preset_load_preset (GST_PRESET (element), presets[i].name));
    g_object_get (element, "mode", &mode, "target", &target, NULL);
    fail_unless_equals_int (mode, 1);
    fail_unless (target == presets[i].target);
  }
}
GST_END_TEST;

static Suite *
loudness_suite (void)
{
  Suite *suite = suite_create ("masterloudness");
  TCase *tests = tcase_create ("element");

  suite_add_tcase (suite, tests);
  tcase_add_loop_test (tests, test_tags, 0, G_N_ELEMENTS (cases));
  tcase_add_test (tests, test_who_is_believed);
  tcase_add_test (tests, test_tags_pass);
  tcase_add_test (tests, test_tags_act_at_their_frame);
  tcase_add_test (tests, test_reset_on_stream);
  tcase_add_test (tests, test_latency);
  tcase_add_test (tests, test_live_stream);
  tcase_add_test (tests, test_bad_values);
  tcase_add_test (tests, test_presets);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, loudness_suite, "loudness", __FILE__);
}
