/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Every stage at work: automation, rest, bypass, poison, memory and states. All
 * tests run over all registered stages and one that looks ahead by more than a
 * block. The oracle is the contract of GstMasterFilter. */
#include "rig.h"

#include <gst/controller/controller.h>
#include <malloc.h>
#include <math.h>
#include <string.h>

#include "dsp/common/repair/mend.h"
#include "dsp/common/vector/denormal.h"

#define N 20011 /* frames: no multiple of any block */

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

/* The rig's noise has nothing to repair: a stage that repairs leaves it as it
 * is, whatever its values. Its own tests show what it does to faults. */
static gboolean
repairs (const MstStage *stage)
{
  for (gint i = 0; i < stage->n_params; i++)
    if (stage->params[i].choices == mst_listens)
      return TRUE;
  return FALSE;
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
    automated = automate_something (&rig) && !repairs (rig.stage);
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

/* Oracle: the output of the stage itself for the noise that the rig pushes,
 * when it runs all the time: `n` frames with its first values, then `n` with
 * others. */
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

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (rig.harness->element),
          "bypass")) {
    rig_stir (&rig, 5);
    g_object_set (rig.harness->element, "bypass", TRUE, NULL);
    rig_push (&rig, N, 333);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    rig_assert_passed (&rig, &output, N);
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
conformance_work_suite (void)
{
  Suite *suite = suite_create ("conformance-work");
  TCase *tests = tcase_create ("all stages");
  gint n = rig_n_elements;

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
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
  return rig_main (argc, argv, conformance_work_suite, "conformance-work",
      __FILE__);
}
