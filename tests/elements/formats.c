/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The forms of a stream beside interleaved frames of 32 bits: 64 bits, and
 * planes. That all of conformance.c and chain.c holds for them is tested by
 * those, in the form that MST_RIG_FORM names; here are the bits. The oracle is
 * the same stage on interleaved frames of 32 bits, and, where nothing is to
 * change, the input. */
#include "rig.h"

#include <string.h>

#define N 9001 /* frames: no multiple of any block */
#define CHANNELS 2

static const struct {
  GstAudioFormat format;
  GstAudioLayout layout;
} forms[] = {
  { GST_AUDIO_FORMAT_F32, GST_AUDIO_LAYOUT_NON_INTERLEAVED },
  { GST_AUDIO_FORMAT_F64, GST_AUDIO_LAYOUT_INTERLEAVED },
  { GST_AUDIO_FORMAT_F64, GST_AUDIO_LAYOUT_NON_INTERLEAVED },
};

static GstAudioInfo
info_of (gint form)
{
  GstAudioInfo info;

  gst_audio_info_set_format (&info, forms[form].format, RIG_RATE, CHANNELS,
      NULL);
  info.layout = forms[form].layout;
  return info;
}

/* Sample i of a channel: a number of 53 bits, or the float next to it. */
static gdouble
sample_at (gint channel, guint64 i, gboolean wide)
{
  guint64 x = (2 * i + (guint64) channel + 1) * 0x9e3779b97f4a7c15u;
  gdouble sample;

  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  sample = (gdouble) (gint64) x * 0x1p-64;
  return wide ? sample : (gfloat) sample;
}

static gsize
offset_of (const GstAudioInfo *info, gint channel, gsize i, gsize n)
{
  return (info->layout == GST_AUDIO_LAYOUT_INTERLEAVED ? i * CHANNELS + channel
                                                       : channel * n + i) *
      (info->finfo->width / 8);
}

static GstBuffer *
make_buffer (const GstAudioInfo *info, guint64 at, gsize n, gboolean wide)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, n * info->bpf, NULL);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (gint c = 0; c < CHANNELS; c++)
    for (gsize i = 0; i < n; i++) {
      gdouble sample = sample_at (c, at + i, wide);
      gfloat narrow = (gfloat) sample;
      gboolean is_wide = info->finfo->width == 64;
      memcpy (map.data + offset_of (info, c, i, n),
          is_wide ? (gpointer) &sample : (gpointer) &narrow, is_wide ? 8 : 4);
    }
  gst_buffer_unmap (buffer, &map);
  if (info->layout == GST_AUDIO_LAYOUT_NON_INTERLEAVED)
    gst_buffer_add_audio_meta (buffer, info, n, NULL);
  GST_BUFFER_PTS (buffer) =
      gst_util_uint64_scale_round (at, GST_SECOND, RIG_RATE);
  return buffer;
}

/* Appends the frames of a buffer, interleaved. */
static void
take (GByteArray *bytes, GstBuffer *buffer)
{
  GstAudioMeta *meta = gst_buffer_get_audio_meta (buffer);
  GstAudioBuffer planes;
  GstMapInfo map;

  if (!meta) {
    gst_buffer_map (buffer, &map, GST_MAP_READ);
    g_byte_array_append (bytes, map.data, map.size);
    gst_buffer_unmap (buffer, &map);
    return;
  }
  fail_unless (
      gst_audio_buffer_map (&planes, &meta->info, buffer, GST_MAP_READ));
  for (gsize i = 0; i < meta->samples; i++)
    for (gint c = 0; c < CHANNELS; c++)
      g_byte_array_append (bytes,
          (guint8 *) planes.planes[c] + i * (meta->info.finfo->width / 8),
          meta->info.finfo->width / 8);
  gst_audio_buffer_unmap (&planes);
}

/* Runs N frames in buffers of `size`. `in` is what goes in; what comes out is
 * interleaved. */
static GByteArray *
run (GstElement *element, const GstAudioInfo *in, gsize size, gboolean wide)
{
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GByteArray *bytes = g_byte_array_new ();
  GstBuffer *buffer;

  gst_harness_set_src_caps (harness, gst_audio_info_to_caps (in));
  for (gsize at = 0; at < N; at += size)
    fail_unless_equals_int (gst_harness_push (harness,
                                make_buffer (in, at, MIN (size, N - at), wide)),
        GST_FLOW_OK);
  gst_harness_push_event (harness, gst_event_new_eos ());
  while ((buffer = gst_harness_try_pull (harness))) {
    take (bytes, buffer);
    gst_buffer_unref (buffer);
  }
  gst_harness_teardown (harness);
  return bytes;
}

static GstElement *
new_stirred (const gchar *name)
{
  Rig rig;
  GstElement *element;

  rig_init (&rig, name, RIG_RATE, CHANNELS);
  rig_stir (&rig, 7);
  element = gst_object_ref (rig.harness->element);
  rig_clear (&rig);
  return element;
}

static void
widen (GByteArray *bytes)
{
  gsize n = bytes->len / 4;
  g_autofree gdouble *wide = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++) {
    gfloat sample;
    memcpy (&sample, bytes->data + 4 * i, 4);
    wide[i] = sample;
  }
  g_byte_array_set_size (bytes, 0);
  g_byte_array_append (bytes, (guint8 *) wide, n * 8);
}

static void
assert_same (const GByteArray *a, const GByteArray *b, const gchar *what)
{
  fail_unless_equals_int (a->len, b->len);
  fail_unless (memcmp (a->data, b->data, a->len) == 0, "%s", what);
}

/* A stage at work gives the floats of the usual form, in every form and however
 * the stream is cut. */
GST_START_TEST (test_work)
{
  const gchar *name = rig_elements[__i__];
  GstAudioInfo usual;
  GByteArray *expected, *wide;
  g_autoptr (GstElement) first = new_stirred (name);
  gboolean words =
      GST_MASTER_FILTER_GET_CLASS (first)->stage->flags & MST_STAGE_INTEGER_OUT;

  gst_audio_info_set_format (&usual, GST_AUDIO_FORMAT_F32, RIG_RATE, CHANNELS,
      NULL);
  expected = run (first, &usual, 480, FALSE);
  wide = g_byte_array_new ();
  g_byte_array_append (wide, expected->data, expected->len);
  if (!words)
    widen (wide);
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    for (gsize size = 7; size < 5000; size *= 8) {
      g_autoptr (GstElement) element = new_stirred (name);
      GstAudioInfo info = info_of (form);
      GByteArray *bytes = run (element, &info, size, FALSE);
      assert_same (info.finfo->width == 64 ? wide : expected, bytes, name);
      g_byte_array_unref (bytes);
    }
  g_byte_array_unref (expected);
  g_byte_array_unref (wide);
}
GST_END_TEST;

/* Samples that are only passed on keep their 53 bits: in neutral stages and
 * bypassed ones, meters, a limiter below its ceiling, and a chain of such. */
static const gchar *const passing[] = { "mastereq", "mastermultiband",
  "mastercompressor", "masterimager", "mastermatch bypass=true",
  "masterlimiter drive=6 bypass=true", "mastereq gain=6 bypass=true",
  "masterloudness mode=live bypass=true", "mastermeter", "masteranalyzer",
  "masterloudness", "masterreverb", "mastersaturator", "mastermonitor",
  "masterlimiter ceiling=0 true-peak=false",
  "masterchain limiter::ceiling=0 limiter::true-peak=false",
  "masterchain preset=loud-club bypass=true bypass-match=false" };

GST_START_TEST (test_passing)
{
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++) {
    GstAudioInfo info = info_of (form), frames = info;
    g_autoptr (GError) error = NULL;
    GstElement *element = gst_parse_launch (passing[__i__], &error);
    GByteArray *bytes, *expected = g_byte_array_new ();
    GstBuffer *input;

    fail_unless (element && !error);
    gst_object_ref_sink (element);
    bytes = run (element, &info, 333, TRUE);
    frames.layout = GST_AUDIO_LAYOUT_INTERLEAVED;
    input = make_buffer (&frames, 0, N, TRUE);
    take (expected, input);
    assert_same (expected, bytes, passing[__i__]);
    gst_buffer_unref (input);
    g_byte_array_unref (bytes);
    g_byte_array_unref (expected);
    gst_object_unref (element);
  }
}
GST_END_TEST;

/* NaN, infinity and the absurdly large count as silence at 64 bits, too. */
GST_START_TEST (test_what_is_not_a_sample)
{
  static const gdouble poison[] = { NAN, INFINITY, -INFINITY, 1e300, 0x1p24 };

  for (gint neutral = 0; neutral < 2; neutral++) {
    GstHarness *harness = gst_harness_new ("mastereq");
    GstAudioInfo info = info_of (1);
    GstBuffer *buffer;
    GstMapInfo map;

    g_object_set (harness->element, "gain", neutral ? 0.0 : 6.0, NULL);
    gst_harness_set_src_caps (harness, gst_audio_info_to_caps (&info));
    buffer = gst_buffer_new_memdup (poison, sizeof (poison) / 16 * 16);
    GST_BUFFER_PTS (buffer) = 0;
    buffer = gst_harness_push_and_pull (harness, buffer);
    gst_buffer_map (buffer, &map, GST_MAP_READ);
    for (gsize i = 0; i < map.size; i++)
      fail_unless_equals_int (map.data[i], 0);
    gst_buffer_unmap (buffer, &map);
    gst_buffer_unref (buffer);
    gst_harness_teardown (harness);
  }
}
GST_END_TEST;

/* Planes without a GstAudioMeta are one error, not a crash. */
GST_START_TEST (test_planes_without_a_meta)
{
  GstHarness *harness = gst_harness_new ("mastereq");
  GstAudioInfo info = info_of (0);
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_bus (harness->element, bus);
  gst_harness_set_src_caps (harness, gst_audio_info_to_caps (&info));
  fail_unless_equals_int (
      gst_harness_push (harness, gst_buffer_new_allocate (NULL, 800, NULL)),
      GST_FLOW_ERROR);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  fail_unless (message);
  fail_if (gst_bus_have_pending (bus));
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* audioconvert, which may choose, chooses 32 bits, interleaved, but for audio
 * of 64 bits or in planes, which it passes on. Oracle: docs/embedding.md */
GST_START_TEST (test_what_audioconvert_chooses)
{
  static const gchar *const rows[][3] = {
    { "S16LE", "interleaved", "F32LE" },
    { "S24LE", "interleaved", "F32LE" },
    { "S32LE", "interleaved", "F32LE" },
    { "F32LE", "interleaved", "F32LE" },
    { "F64LE", "interleaved", "F64LE" },
    { "F32LE", "non-interleaved", "F32LE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree gchar *line = g_strdup_printf (
        "audiotestsrc num-buffers=2 ! audio/x-raw,format=%s,layout=%s,"
        "channels=2 ! audioconvert ! %s name=eq ! audioconvert ! fakesink",
        rows[i][0], rows[i][1], __i__ ? "masterchain" : "mastereq");
    g_autoptr (GstElement) pipeline = gst_parse_launch (line, NULL);
    g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
    g_autoptr (GstElement) eq = gst_bin_get_by_name (GST_BIN (pipeline), "eq");
    g_autoptr (GstPad) pad = gst_element_get_static_pad (eq, "sink");
    g_autoptr (GstMessage) message = NULL;
    g_autoptr (GstCaps) caps = NULL;
    const GstStructure *fields;

    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    fail_unless (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS);
    caps = gst_pad_get_current_caps (pad);
    fields = gst_caps_get_structure (caps, 0);
    fail_unless_equals_string (gst_structure_get_string (fields, "format"),
        rows[i][2]);
    fail_unless_equals_string (gst_structure_get_string (fields, "layout"),
        rows[i][1]);
    gst_element_set_state (pipeline, GST_STATE_NULL);
  }
}
GST_END_TEST;

static Suite *
formats_suite (void)
{
  Suite *suite = suite_create ("formats");
  TCase *tests = tcase_create ("forms");

  suite_add_tcase (suite, tests);
  tcase_add_loop_test (tests, test_work, 0, rig_n_elements);
  tcase_add_loop_test (tests, test_passing, 0, G_N_ELEMENTS (passing));
  tcase_add_test (tests, test_what_is_not_a_sample);
  tcase_add_test (tests, test_planes_without_a_meta);
  tcase_add_loop_test (tests, test_what_audioconvert_chooses, 0, 2);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, formats_suite, "formats", __FILE__);
}
