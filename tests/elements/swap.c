/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Parameters that are read at the start, set while playing: masterchain makes
 * the stage anew behind its bypass fade, an element alone warns. The oracle is
 * docs/masterchain.md: each frame leaves once, with its own timestamp, nothing
 * clicks, and the latency is that of a chain which was set so at the start.
 */
#include "rig.h"

#include <math.h>
#include <string.h>

/* Frames n, n + 1, ... of a tone of 100 Hz at 0.25. */
static void
push_tone (Rig *rig, gint n)
{
  for (gint left = n; left > 0; left -= 480) {
    GstBuffer *buffer = rig_noise (rig, MIN (left, 480));
    gint frames = (gint) (gst_buffer_get_size (buffer) / 8);
    GstMapInfo map;

    fail_unless (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
    for (gint i = 0; i < 2 * frames; i++) {
      guint64 frame = rig->pushed - frames + i / 2;
      ((gfloat *) (gpointer) map.data)[i] = 0.25f *
          sinf ((gfloat) (frame % RIG_RATE * 100 * 2 * G_PI / RIG_RATE));
    }
    gst_buffer_unmap (buffer, &map);
    rig_push_buffer (rig, buffer);
  }
}

static guint
count_latency_messages (GstBus *bus)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_LATENCY))) {
    gst_message_unref (message);
    n++;
  }
  return n;
}

/* Settings made while the tone plays: a longer look-ahead, a shorter one, one
 * of another stage, a preset. */
static const struct {
  const gchar *before, *after;
  gboolean preset;
} swaps[] = {
  { "limiter::lookahead=2", "limiter::lookahead=10" },
  { "limiter::lookahead=10", "limiter::lookahead=1" },
  { "compressor::lookahead=0", "compressor::lookahead=8" },
  { "loudness::mode=static", "loudness::mode=live" },
  { "warm-analog", "podcast-speech", TRUE },
  { "broadcast", "classical", TRUE },
};

static void
set_one (GObject *chain, const gchar *setting, gboolean preset)
{
  g_auto (GStrv) pair = g_strsplit (setting, "=", 2);
  g_autoptr (GObject) target = NULL;
  GParamSpec *spec;

  if (preset) {
    g_object_set (chain, "preset", setting, NULL);
    return;
  }
  fail_unless (gst_child_proxy_lookup (GST_CHILD_PROXY (chain), pair[0],
      &target, &spec));
  gst_util_set_object_arg (target, spec->name, pair[1]);
}

GST_START_TEST (test_the_chain_swaps)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  gint before, after, wanted;
  gfloat steepest = 0.0f;
  RigOutput output = { 0 };
  const gfloat *out;
  Rig rig, fresh;

  rig_init (&fresh, "masterchain", RIG_RATE, 2);
  set_one (G_OBJECT (fresh.harness->element), swaps[__i__].after,
      swaps[__i__].preset);
  rig_set_caps (&fresh, RIG_RATE + 1000, 2);
  rig_set_caps (&fresh, RIG_RATE, 2);
  push_tone (&fresh, 480);
  wanted = rig_latency (&fresh);
  rig_clear (&fresh);

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  set_one (G_OBJECT (rig.harness->element), swaps[__i__].before,
      swaps[__i__].preset);
  rig_set_caps (&rig, RIG_RATE + 1000, 2);
  rig_set_caps (&rig, RIG_RATE, 2);
  push_tone (&rig, 10 * RIG_RATE);
  before = rig_latency (&rig);
  gst_element_set_bus (rig.harness->element, bus);
  set_one (G_OBJECT (rig.harness->element), swaps[__i__].after,
      swaps[__i__].preset);
  push_tone (&rig, 10 * RIG_RATE);
  after = rig_latency (&rig);
  fail_unless_equals_int (after, wanted);
  fail_unless (before != after);
  fail_unless (count_latency_messages (bus) > 0);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_uint64 (output.frames, rig.pushed);
  fail_unless_equals_uint64 (output.first_pts, RIG_START);
  fail_unless_equals_int (output.discontinuities, 0);

  /* Presets change the level by some dB within milliseconds; the tone at twice
   * its level has steps of 0.0066. */
  out = (const gfloat *) (gpointer) output.bytes->data;
  for (guint64 i = RIG_RATE; i + 1 < output.frames; i++)
    steepest = MAX (steepest, fabsf (out[2 * i + 2] - out[2 * i]));
  fail_unless (steepest < 0.0133f, "steepest step is %g", steepest);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* Plays a second from its first frame on, which is all that is collected. */
static void
play_anew (Rig *rig, RigOutput *output)
{
  RigOutput before = { 0 };

  rig_collect (rig, &before);
  rig_output_clear (&before);
  rig->pushed = 0;
  rig_push (rig, RIG_RATE, 480);
  rig_eos (rig);
  rig_collect (rig, output);
}

static void
start_again (Rig *rig)
{
  GstElement *chain = rig->harness->element;
  GstSegment segment;

  gst_element_set_state (chain, GST_STATE_READY);
  gst_element_set_state (chain, GST_STATE_PLAYING);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig->harness, gst_event_new_stream_start ("again"));
  rig_set_caps (rig, rig->rate, rig->channels);
  gst_harness_push_event (rig->harness, gst_event_new_segment (&segment));
}

/* A look-ahead is set at work, and the stream breaks before the dry sound is
 * heard alone: by a new start, or by new caps. Oracle: a chain that was made
 * so.
 */
GST_START_TEST (test_a_swap_is_given_up)
{
  const gint rate = __i__ == 0 ? RIG_RATE : 44100;
  RigOutput output = { 0 }, wanted = { 0 };
  Rig rig, fresh;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  set_one (G_OBJECT (rig.harness->element), "eq::gain=-6", FALSE);
  rig_push (&rig, RIG_RATE, 480);
  set_one (G_OBJECT (rig.harness->element), "limiter::lookahead=10", FALSE);
  rig_push (&rig, 480, 240); /* half of the fade, and a bit more */
  if (__i__ == 0)
    start_again (&rig);
  else
    rig_set_caps (&rig, rate, 2);
  play_anew (&rig, &output);

  rig_init (&fresh, "masterchain", rate, 2);
  set_one (G_OBJECT (fresh.harness->element), "eq::gain=-6", FALSE);
  set_one (G_OBJECT (fresh.harness->element), "limiter::lookahead=10", FALSE);
  play_anew (&fresh, &wanted);
  rig_assert_same (&output, &wanted);
  rig_output_clear (&output);
  rig_output_clear (&wanted);
  rig_clear (&rig);
  rig_clear (&fresh);
}
GST_END_TEST;

/* Once for each time, naming them all; they are in force from the next start.
 */
GST_START_TEST (test_an_element_alone_warns)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstMessage) message = NULL;
  Rig rig;

  rig_init (&rig, "masterloudness", RIG_RATE, 2);
  rig_push (&rig, 4800, 480);
  gst_element_set_bus (rig.harness->element, bus);
  g_object_set (rig.harness->element, "mode", 1, "lookahead", 100.0, NULL);
  rig_push (&rig, 4800, 480);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  fail_unless (message);
  gst_message_parse_warning (message, &error, &text);
  fail_unless (strstr (error->message, "mode, lookahead"), "%s",
      error->message);
  fail_unless (!gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING));
  fail_unless_equals_int (rig_latency (&rig), 0);
  rig_set_caps (&rig, 44100, 2);
  rig_push (&rig, 441, 441);
  fail_unless_equals_int (rig_latency (&rig), 4410);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

static Suite *
swap_suite (void)
{
  Suite *suite = suite_create ("swap");
  TCase *tests = tcase_create ("set while playing");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_the_chain_swaps, 0, G_N_ELEMENTS (swaps));
  tcase_add_loop_test (tests, test_a_swap_is_given_up, 0, 2);
  tcase_add_test (tests, test_an_element_alone_warns);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, swap_suite, "swap", __FILE__);
}
