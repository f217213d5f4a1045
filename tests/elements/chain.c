/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* masterchain: its stages, and the way around them. The oracle of bypass is the
 * input itself, frame by frame; of the matched one, the gain that the chain was
 * set to.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <math.h>
#include <string.h>

#define N 20011 /* frames: no multiple of any block */

GST_START_TEST (test_children)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  gdouble drive, gain;

  gst_child_proxy_set (GST_CHILD_PROXY (chain), "limiter::drive", 4.5,
      "eq::band31::gain", -2.5, "compressor::ratio", 3.0, NULL);
  gst_child_proxy_get (GST_CHILD_PROXY (chain), "limiter::drive", &drive,
      "eq::band31::gain", &gain, NULL);
  fail_unless (drive == 4.5);
  fail_unless (gain == -2.5);
}
GST_END_TEST;

/* The stages are linked in the order of the words in gst/meson.build. */
GST_START_TEST (test_order)
{
  static const gchar *const order[] = {
#define STAGE(stem) #stem,
#include "mst-chain-stages.inc"
#undef STAGE
    NULL
  };
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autofree gchar *expected = g_strjoinv (",", (gchar **) order);
  g_autofree gchar *stages = NULL;

  g_object_get (chain, "stages", &stages, NULL);
  fail_unless_equals_string (stages, expected);
  for (const gchar *const *name = order; name[1]; name++) {
    g_autoptr (GstElement) one = gst_bin_get_by_name (GST_BIN (chain), name[0]);
    g_autoptr (GstElement) next =
        gst_bin_get_by_name (GST_BIN (chain), name[1]);
    g_autoptr (GstPad) src = gst_element_get_static_pad (one, "src");
    g_autoptr (GstPad) sink = gst_element_get_static_pad (next, "sink");
    fail_unless (GST_PAD_PEER (src) == sink, "%s is not followed by %s",
        name[0], name[1]);
  }
}
GST_END_TEST;

static void
init (Rig *rig, const gchar *stages)
{
  g_autofree gchar *line =
      g_strdup_printf ("masterchain stages=\"%s\"", stages);

  rig->harness = gst_harness_new_parse (line);
  rig->stage = NULL;
  rig->pushed = 0;
  rig_set_caps (rig, RIG_RATE, 2);
}

/* The element of gst_harness_new_parse() is a bin with the chain in it. */
static GObject *
chain_of (Rig *rig)
{
  GstBin *bin = GST_BIN (rig->harness->element);

  return G_OBJECT (bin->children && bin->numchildren == 1 ? bin->children->data
                                                          : (gpointer) bin);
}

static void
assert_is_input (Rig *rig, const RigOutput *output, guint64 from)
{
  g_autoptr (GstBuffer) input = NULL;

  rig->pushed = 0;
  input = rig_noise (rig, (gint) output->frames);
  fail_unless (gst_buffer_memcmp (input, from * 8,
                   output->bytes->data + from * 8,
                   output->bytes->len - from * 8) == 0,
      "output differs");
}

/* Neutral under the ceiling: bit-exact, N in = N out, latency told. */
GST_START_TEST (test_neutral)
{
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element),
      "limiter::ceiling", 0.0, "limiter::true-peak", FALSE, NULL);
  rig_push (&rig, N, 480);
  fail_unless (rig_latency (&rig) > 0);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, N);
  fail_unless_equals_uint64 (output.first_pts, RIG_START);
  assert_is_input (&rig, &output, 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* The latency is the sum of that of the stages that are in the chain. */
GST_START_TEST (test_stages_choose)
{
  static const gchar *const lists[] = { "", "eq", "limiter,eq", "match",
    " compressor , match" };
  gint latencies[G_N_ELEMENTS (lists)];

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    Rig rig;
    RigOutput output = { 0 };
    init (&rig, lists[i]);
    gst_child_proxy_set (GST_CHILD_PROXY (chain_of (&rig)), "limiter::ceiling",
        0.0, "limiter::true-peak", FALSE, NULL);
    rig_push (&rig, N, 1000);
    latencies[i] = rig_latency (&rig);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, N);
    assert_is_input (&rig, &output, 0);
    rig_output_clear (&output);
    rig_clear (&rig);
  }
  fail_unless_equals_int (latencies[0], 0);
  fail_unless_equals_int (latencies[1], 0);
  fail_unless (latencies[2] > 0);
  fail_unless (latencies[3] > 0);
  fail_unless_equals_int (latencies[4], latencies[3]);
}
GST_END_TEST;

static void
last_gain (const gchar *stages, gfloat *out)
{
  Rig rig;
  RigOutput output = { 0 };

  init (&rig, stages);
  gst_child_proxy_set (GST_CHILD_PROXY (chain_of (&rig)), "eq::gain", 12.0,
      "limiter::ceiling", -12.0, NULL);
  rig_push (&rig, N, 1000);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  *out = 0;
  for (guint64 i = 0; i < output.frames * 2; i++)
    *out = MAX (*out, fabsf (((gfloat *) output.bytes->data)[i]));
  rig_output_clear (&output);
  rig_clear (&rig);
}

/* Gain before the ceiling stays below it, gain behind it does not. */
GST_START_TEST (test_stages_order)
{
  gfloat before, behind;

  last_gain ("eq,limiter", &before);
  last_gain ("limiter,eq", &behind);
  fail_unless (before < 0.2513f, "%g", before); /* -12 dB */
  fail_unless (behind > 0.5f, "%g", behind);
}
GST_END_TEST;

/* --- bypass */

static void
stir_chain (GObject *chain)
{
  gst_child_proxy_set (GST_CHILD_PROXY (chain), "limiter::drive", 9.0,
      "eq::band0::gain", 5.0, "compressor::ratio", 4.0, NULL);
}

/* Bypass passes every bit through any settings, as late as before. */
GST_START_TEST (test_bypass)
{
  Rig rig;
  RigOutput output = { 0 };
  gint latency;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  stir_chain (G_OBJECT (rig.harness->element));
  g_object_set (rig.harness->element, "bypass-match", FALSE, NULL);
  rig_push (&rig, 480, 480);
  latency = rig_latency (&rig);
  g_object_set (rig.harness->element, "bypass", TRUE, NULL);
  rig_push (&rig, 48000 - 480, 480);
  fail_unless_equals_int (rig_latency (&rig), latency);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 48000);
  assert_is_input (&rig, &output, 4800); /* after the fade of 20 ms */
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* In time also after frames got lost in a flush, and across a drain. */
GST_START_TEST (test_bypass_after_joints)
{
  GstSegment segment;
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  stir_chain (G_OBJECT (rig.harness->element));
  g_object_set (rig.harness->element, "bypass-match", FALSE, "bypass", TRUE,
      NULL);
  rig_push (&rig, 3001, 480);
  gst_harness_push_event (rig.harness, gst_event_new_flush_start ());
  gst_harness_push_event (rig.harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  while (gst_harness_buffers_in_queue (rig.harness) > 0)
    gst_buffer_unref (gst_harness_pull (rig.harness));
  rig.pushed = 0;
  rig_push (&rig, 5003, 480);
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  rig_push (&rig, 5000, 333);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 10003);
  assert_is_input (&rig, &output, 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Behind the last frame of the input, where the room rings out, is silence. */
GST_START_TEST (test_bypass_of_a_tail)
{
  Rig rig;
  RigOutput output = { 0 };
  const gfloat *samples;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "reverb::mix",
      -12.0, "reverb::tail", TRUE, NULL);
  g_object_set (rig.harness->element, "bypass-match", FALSE, "bypass", TRUE,
      NULL);
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless (output.frames > N + RIG_RATE / 2, "no tail");
  samples = (const gfloat *) output.bytes->data;
  for (guint64 i = 2 * N; i < 2 * output.frames; i++)
    fail_unless (samples[i] == 0.0f, "%d: %g", (gint) i, samples[i]);
  output.bytes->len = N * output.bpf;
  output.frames = N;
  assert_is_input (&rig, &output, 0);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static void
ring_out (GstClockTime stop, RigOutput *output)
{
  GstSegment segment;
  Rig rig;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "reverb::mix",
      -12.0, "reverb::tail", TRUE, "limiter::drive", 12.0, "limiter::release",
      2000.0, NULL);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = RIG_START;
  segment.stop = stop;
  gst_harness_push_event (rig.harness, gst_event_new_segment (&segment));
  rig_push (&rig, N, 480);
  rig_eos (&rig);
  rig_collect (&rig, output);
  rig_clear (&rig);
}

/* Where the segment ends with the input, the room sends it once more, longer.
 * The stages behind it do not take that for a joint: the oracle is the segment
 * without end. */
GST_START_TEST (test_a_tail_is_no_joint)
{
  RigOutput open = { 0 }, closed = { 0 };

  ring_out (GST_CLOCK_TIME_NONE, &open);
  ring_out (RIG_START + N * GST_SECOND / RIG_RATE, &closed);
  fail_unless (open.frames > N + RIG_RATE / 2, "no tail");
  fail_unless_equals_int (closed.discontinuities, 0);
  rig_assert_same (&open, &closed);
  rig_output_clear (&open);
  rig_output_clear (&closed);
}
GST_END_TEST;

/* In time in every format, and where one follows on another. */
GST_START_TEST (test_bypass_in_every_format)
{
  const gint formats[][2] = { { 48000, 2 }, { 8000, 1 }, { 96000, 6 },
    { 44100, 8 }, { 192000, 2 } };
  Rig rig;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  stir_chain (G_OBJECT (rig.harness->element));
  g_object_set (rig.harness->element, "bypass-match", FALSE, "bypass", TRUE,
      NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    RigOutput output = { 0 };
    rig_set_caps (&rig, formats[i][0], formats[i][1]);
    rig.pushed = 0;
    rig_push (&rig, 5003, 480);
    rig_collect (&rig, &output); /* then the drained rest */
    rig_set_caps (&rig, formats[i][0] + 1000, formats[i][1]);
    rig.rate = formats[i][0];
    rig_collect (&rig, &output);
    rig_assert_passed (&rig, &output, 5003);
    rig_output_clear (&output);
  }
  rig_clear (&rig);
}
GST_END_TEST;

/* Switched at one frame, the output does not depend on the buffers; and before
 * the switch it is that of a chain that is not bypassed. */
GST_START_TEST (test_bypass_and_buffer_sizes)
{
  const gint sizes[] = { 48000, 7, 64, 4096 };
  RigOutput outputs[G_N_ELEMENTS (sizes) + 1] = { 0 };

  for (guint i = 0; i <= G_N_ELEMENTS (sizes); i++) {
    gint size = sizes[i % G_N_ELEMENTS (sizes)];
    Rig rig;
    rig_init (&rig, "masterchain", RIG_RATE, 2);
    stir_chain (G_OBJECT (rig.harness->element));
    for (gint part = 0; part < 3; part++) {
      g_object_set (rig.harness->element, "bypass",
          part == 1 && i < G_N_ELEMENTS (sizes), NULL);
      rig_push (&rig, 30011, size);
    }
    rig_eos (&rig);
    rig_collect (&rig, &outputs[i]);
    rig_clear (&rig);
  }
  /* 30011 frames have gone in, less the latency out, when it is switched. */
  fail_unless (
      memcmp (outputs[0].bytes->data, outputs[4].bytes->data, 25000 * 8) == 0);
  fail_if (memcmp (outputs[0].bytes->data + 40000 * 8,
               outputs[4].bytes->data + 40000 * 8, 8000) == 0);
  fail_unless (memcmp (outputs[0].bytes->data + 65000 * 8,
                   outputs[4].bytes->data + 65000 * 8, 25000 * 8) == 0);
  for (guint i = 1; i < G_N_ELEMENTS (sizes); i++)
    rig_assert_same (&outputs[0], &outputs[i]);
  for (guint i = 0; i <= G_N_ELEMENTS (sizes); i++)
    rig_output_clear (&outputs[i]);
}
GST_END_TEST;

static void
push_tone (Rig *rig, gdouble amplitude, gint blocks)
{
  for (gint block = 0; block < blocks; block++) {
    gfloat tone[960];
    guint64 first = rig->pushed;
    GstBuffer *buffer = rig_noise (rig, 480);
    for (gint i = 0; i < 480; i++)
      tone[2 * i] = tone[2 * i + 1] = (gfloat) (amplitude *
          sin ((gdouble) (first + i) * 100 * 2 * G_PI / RIG_RATE));
    gst_buffer_fill (buffer, 0, tone, sizeof (tone));
    rig_push_buffer (rig, buffer);
  }
}

/* The highest sample of a second of a tone from half a second after the switch
 * to bypass on, and the steepest step of all. */
static void
compare (gdouble amplitude, gdouble gain, gfloat *peak, gfloat *steepest)
{
  Rig rig;
  RigOutput output = { 0 };
  const gfloat *out;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "eq::gain", gain,
      "limiter::ceiling", 0.0, NULL);
  push_tone (&rig, amplitude, 200);
  g_object_set (rig.harness->element, "bypass", TRUE, NULL);
  push_tone (&rig, amplitude, 200);
  g_object_set (rig.harness->element, "bypass", FALSE, NULL);
  push_tone (&rig, amplitude, 50);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  out = (const gfloat *) output.bytes->data;
  *peak = *steepest = 0;
  for (guint i = 120000; i < 168000; i++)
    *peak = MAX (*peak, fabsf (out[2 * i]));
  for (guint i = 1; i < output.frames; i++)
    *steepest = MAX (*steepest, fabsf (out[2 * i] - out[2 * i - 2]));
  rig_output_clear (&output);
  rig_clear (&rig);
}

/* As loud as what went through: a tone's gain is its loudness. The steps are
 * the tone's own, 0.0131 of its amplitude. */
GST_START_TEST (test_bypass_matches_loudness)
{
  gfloat peak, steepest;

  compare (0.5, -6.0, &peak, &steepest);
  fail_unless (fabs (20 * log10 (peak / 0.5) + 6.0) < 0.1, "%g", peak);
  fail_unless (steepest < 0.27f * 0.0131f, "%g", steepest);
  compare (0.2, 9.0, &peak, &steepest);
  fail_unless (fabs (20 * log10 (peak / 0.2) - 9.0) < 0.1, "%g", peak);
  fail_unless (steepest < 0.6f * 0.0131f, "%g", steepest);
}
GST_END_TEST;

/* Not so loud that it would clip: 24 dB of drive into a ceiling of 0 dB. */
GST_START_TEST (test_bypass_stays_below_full_scale)
{
  Rig rig;
  RigOutput output = { 0 };

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "limiter::drive",
      24.0, "limiter::ceiling", 0.0, NULL);
  g_object_set (rig.harness->element, "bypass", TRUE, NULL);
  push_tone (&rig, 0.02, 100);
  push_tone (&rig, 0.6, 100); /* 4 dB of room */
  rig_eos (&rig);
  rig_collect (&rig, &output);
  for (guint i = 0; i < output.frames * 2; i++)
    fail_unless (fabsf (((gfloat *) output.bytes->data)[i]) <= 1.0f);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
chain_suite (void)
{
  Suite *suite = suite_create ("chain");
  TCase *tests = tcase_create ("masterchain");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_children);
  tcase_add_test (tests, test_order);
  tcase_add_test (tests, test_neutral);
  tcase_add_test (tests, test_stages_choose);
  tcase_add_test (tests, test_stages_order);
  tcase_add_test (tests, test_bypass);
  tcase_add_test (tests, test_bypass_after_joints);
  tcase_add_test (tests, test_bypass_of_a_tail);
  tcase_add_test (tests, test_a_tail_is_no_joint);
  tcase_add_test (tests, test_bypass_in_every_format);
  tcase_add_test (tests, test_bypass_and_buffer_sizes);
  tcase_add_test (tests, test_bypass_matches_loudness);
  tcase_add_test (tests, test_bypass_stays_below_full_scale);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, chain_suite, "chain", __FILE__);
}
