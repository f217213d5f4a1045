/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Settings, settings files and presets of masterchain. The oracle is what was
 * set: it can be read again, and after a fault it is as it was.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  GstElement *chain;
  GstBus *bus;
} Fixture;

static Fixture
make (void)
{
  Fixture self = { gst_element_factory_make ("masterchain", NULL),
    gst_bus_new () };

  gst_element_set_bus (self.chain, self.bus);
  return self;
}

static void
drop (Fixture *self)
{
  gst_element_set_state (self->chain, GST_STATE_NULL);
  gst_element_set_bus (self->chain, NULL);
  gst_object_unref (self->chain);
  gst_object_unref (self->bus);
}

static gchar *
settings_of (Fixture *self)
{
  g_autoptr (GstStructure) settings = NULL;
  gchar *text;

  g_object_get (self->chain, "settings", &settings, NULL);
  text = gst_structure_to_string (settings);
  return text;
}

/* The one message of the type, or NULL; to be freed. */
static gchar *
next_message (Fixture *self, GstMessageType type)
{
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (self->bus, type);
  GError *error = NULL;
  gchar *text;

  if (!message)
    return NULL;
  if (type == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else
    gst_message_parse_warning (message, &error, NULL);
  text = g_strdup (error->message);
  g_error_free (error);
  return text;
}

static void
stir (Fixture *self)
{
  g_autoptr (GstElement) match = NULL;

  gst_child_proxy_set (GST_CHILD_PROXY (self->chain), "eq::bands", 9,
      "eq::band8::gain", -2.5, "eq::band0::type", 3 /* low-cut */,
      "eq::band0::frequency", 31.0625, "compressor::auto-release", TRUE,
      "limiter::drive", 4.5, "multiband::band1::ratio", 2.0, NULL);
  match = gst_bin_get_by_name (GST_BIN (self->chain), "match");
  gst_util_set_object_arg (G_OBJECT (match), "mid-curve",
      "<50.0,1.5,4000.0,-2.0>");
  g_object_set (self->chain, "stages", "match,eq,limiter", NULL);
}

GST_START_TEST (test_settings_tell_what_was_set)
{
  Fixture self = make ();
  g_autoptr (GstStructure) settings = NULL;
  gdouble gain;
  gint bands;

  stir (&self);
  g_object_get (self.chain, "settings", &settings, NULL);
  fail_unless (gst_structure_get (settings, "eq::bands", G_TYPE_INT, &bands,
      "eq::band8::gain", G_TYPE_DOUBLE, &gain, NULL));
  fail_unless_equals_int (bands, 9);
  fail_unless (gain == -2.5);
  fail_unless_equals_string (
      gst_structure_get_string (settings, "eq::band0::type"), "low-cut");
  fail_unless_equals_string (gst_structure_get_string (settings, "stages"),
      "match,eq,limiter");
  fail_unless (gst_structure_has_field (settings, "match::mid-curve"));
  fail_if (gst_structure_has_field (settings, "limiter::ceiling"));
  fail_unless_equals_int (gst_structure_n_fields (settings), 9);
  drop (&self);
}
GST_END_TEST;

/* Parameters that are not named go to their defaults. */
GST_START_TEST (test_settings_come_back)
{
  Fixture a = make (), b = make ();
  g_autoptr (GstStructure) settings = NULL;
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;

  stir (&a);
  gst_child_proxy_set (GST_CHILD_PROXY (b.chain), "limiter::ceiling", -3.0,
      "eq::band3::gain", 3.0, NULL);
  g_object_get (a.chain, "settings", &settings, NULL);
  g_object_set (b.chain, "settings", settings, NULL);
  before = settings_of (&a);
  after = settings_of (&b);
  fail_unless_equals_string (before, after);
  drop (&a);
  drop (&b);
}
GST_END_TEST;

static gchar *
temporary (void)
{
  gchar *path = NULL;
  gint file = g_file_open_tmp ("chain-XXXXXX.json", &path, NULL);

  fail_unless (file >= 0);
  g_close (file, NULL);
  return path;
}

GST_START_TEST (test_file_comes_back)
{
  Fixture a = make (), b = make ();
  g_autofree gchar *path = temporary ();
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;
  gboolean saved = FALSE;

  stir (&a);
  g_signal_emit_by_name (a.chain, "save-settings", path, &saved);
  fail_unless (saved);
  g_object_set (b.chain, "settings-location", path, NULL);
  before = settings_of (&a);
  after = settings_of (&b);
  fail_unless_equals_string (before, after);
  g_unlink (path);
  g_signal_emit_by_name (a.chain, "save-settings", "/no/such/folder/x.json",
      &saved);
  fail_if (saved);
  drop (&a);
  drop (&b);
}
GST_END_TEST;

/* At work, a fault is a warning on the bus and nothing else. `naming`: what the
 * message must tell. */
static void
check_refused (Fixture *self, const gchar *property, const gchar *text,
    const gchar *naming)
{
  g_autofree gchar *before = settings_of (self);
  g_autofree gchar *after = NULL;
  g_autofree gchar *message = NULL;

  gst_util_set_object_arg (G_OBJECT (self->chain), property, text);
  after = settings_of (self);
  fail_unless_equals_string (before, after);
  message = next_message (self, GST_MESSAGE_WARNING);
  fail_unless (message && strstr (message, naming), "%s: %s", text, message);
  fail_unless (!gst_bus_peek (self->bus), "more than one message");
}

static void
start (Fixture *self)
{
  stir (self);
  gst_element_set_state (self->chain, GST_STATE_PAUSED);
  gst_bus_set_flushing (self->bus, TRUE); /* what the start had to say */
  gst_bus_set_flushing (self->bus, FALSE);
}

GST_START_TEST (test_bad_settings)
{
  static const gchar *const bad[][2] = {
    { "settings,eq::band0::gain=3.0,eq::no=1.0", "eq::no" },
    { "settings,eq::band0::gain=3.0,nope::gain=1.0", "nope::gain" },
    { "settings,eq::band0::gain=3.0,eq::band99::gain=1.0", "eq::band99::gain" },
    { "settings,eq::band0::gain=3.0,eq::band1::gain=24.5", "eq::band1::gain" },
    { "settings,eq::gain=3.0,limiter::drive=(double)nan", "limiter::drive" },
    { "settings,eq::gain=3.0,limiter::drive=loud", "limiter::drive" },
    { "settings,eq::gain=3.0,eq::bands=2.5", "eq::bands" },
    { "settings,eq::gain=3.0,eq::bands=33", "eq::bands" },
    { "settings,eq::gain=3.0,eq::band0::type=round", "low-cut" },
    { "settings,eq::gain=3.0,eq::auto-gain=2", "eq::auto-gain" },
    { "settings,eq::gain=3.0,match::mid-curve=1.0", "match::mid-curve" },
    { "settings,eq::gain=3.0,match::mid-curve=<9.0,1.0,5.0,1.0>", "9 Hz" },
    { "settings,eq::gain=3.0,stages=nope", "nope" },
    { "settings,eq::gain=3.0,stages=\"eq,limiter\"", "stages" },
    { "settings,eq::gain=3.0,stages=1", "stages" },
    { "settings,limiter::gain-reduction=1.0", "limiter::gain-reduction" },
  };
  Fixture self = make ();

  start (&self);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    check_refused (&self, "settings", bad[i][0], bad[i][1]);
  check_refused (&self, "preset", "nope", "warm-analog");
  check_refused (&self, "stages", "eq,nope", "nope");
  check_refused (&self, "stages", "eq,limiter,eq", "twice");
  check_refused (&self, "stages", "eq,limiter", "at work");
  check_refused (&self, "settings-location", "/no/such/file.json", "file.json");
  check_refused (&self, "settings-location", "/dev/zero", "/dev/zero");
  drop (&self);
}
GST_END_TEST;

/* Before the start nobody listens: then it does not start, once. */
GST_START_TEST (test_fault_before_the_start)
{
  static const gchar *const bad[][2] = { { "preset", "nope" },
    { "stages", "eq,eq" }, { "settings-location", "/no/such/file.json" },
    { "settings", "settings,eq::gain=99.0" } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    Fixture self = make ();
    gchar *message;
    gst_util_set_object_arg (G_OBJECT (self.chain), bad[i][0], bad[i][1]);
    fail_unless_equals_int (
        gst_element_set_state (self.chain, GST_STATE_PAUSED),
        GST_STATE_CHANGE_FAILURE);
    message = next_message (&self, GST_MESSAGE_ERROR);
    fail_unless (message, "%s", bad[i][0]);
    g_free (message);
    fail_if (next_message (&self, GST_MESSAGE_ERROR));
    drop (&self);
  }
}
GST_END_TEST;

static void
check_file (Fixture *self, const gchar *text, gssize size, const gchar *naming)
{
  g_autofree gchar *path = temporary ();

  fail_unless (g_file_set_contents (path, text, size, NULL));
  check_refused (self, "settings-location", path, path);
  check_refused (self, "settings-location", path, naming);
  g_unlink (path);
}

GST_START_TEST (test_bad_files)
{
  static const gchar *const bad[][2] = {
    { "", "object" },
    { "{", "JSON" },
    { "[]", "object" },
    { "{}", "version" },
    { "{\"version\":2}", "version" },
    { "{\"version\":\"1\"}", "version" },
    { "{\"version\":1,\"eq\":3}", "eq" },
    { "{\"version\":1,\"eq\":{\"gain\":3,\"no\":1}}", "eq::no" },
    { "{\"version\":1,\"nope\":{\"gain\":3}}", "nope::gain" },
    { "{\"version\":1,\"eq\":{\"gain\":3,\"bands\":null}}", "eq::bands" },
    { "{\"version\":1,\"eq\":{\"gain\":1e999}}", "eq::gain" },
    { "{\"version\":1,\"eq\":{\"gain\":-1e30}}", "eq::gain" },
    { "{\"version\":1,\"eq\":{\"gain\":NaN}}", "JSON" },
    { "{\"version\":1,\"eq\":{\"gain\":\"3\"}}", "eq::gain" },
    { "{\"version\":1,\"eq\":{\"gain\":true}}", "eq::gain" },
    { "{\"version\":1,\"eq\":{\"band0\":{\"type\":\"x\"}}}",
        "eq::band0::type" },
    { "{\"version\":1,\"eq\":{\"band0\":[1]}}", "eq::band0" },
    { "{\"version\":1,\"match\":{\"mid-curve\":[[1,2]]}}", "match::mid-curve" },
    { "{\"version\":1,\"match\":{\"mid-curve\":[1]}}", "match::mid-curve" },
    { "{\"version\":1,\"match\":{\"mid-curve\":[1,\"a\"]}}",
        "match::mid-curve" },
    { "{\"version\":1,\"stages\":\"eq\"}", "stages" },
    { "{\"version\":1,\"stages\":[1]}", "stages" },
    { "{\"version\":1,\"stages\":[\"eq\",\"eq\"]}", "twice" },
  };
  Fixture self = make ();
  g_autofree gchar *much = g_strnfill (2 << 20, ' ');

  start (&self);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    check_file (&self, bad[i][0], -1, bad[i][1]);
  check_file (&self, "{\"version\":1}\0", 14, "text");
  check_file (&self, much, -1, "1 MiB");
  memset (much, '[', 500000);
  much[500000] = '\0';
  check_file (&self, much, -1, "deep");
  /* To json-glib that is a comment, and the quote in it no string's begin. */
  memcpy (much, "/*\"*/", 6);
  check_file (&self, much, -1, "JSON");
  drop (&self);
}
GST_END_TEST;

/* A file has the name of what is wrong in it. */
GST_START_TEST (test_a_file_is_named_always)
{
  g_autofree gchar *here = g_get_current_dir ();
  g_autofree gchar *folder = g_dir_make_tmp ("chain-XXXXXX", NULL);
  g_autofree gchar *message = NULL;
  Fixture self = make ();

  start (&self);
  fail_unless (folder && g_chdir (folder) == 0);
  fail_unless (g_file_set_contents ("no", "{\"version\":1,\"eq\":{\"no\":1}}",
      -1, NULL));
  g_object_set (self.chain, "settings-location", "no", NULL);
  message = next_message (&self, GST_MESSAGE_WARNING);
  fail_unless_equals_string (message, "no: eq::no: there is no such parameter");
  g_unlink ("no");
  fail_unless (g_chdir (here) == 0);
  g_rmdir (folder);
  drop (&self);
}
GST_END_TEST;

/* A message can be read, however long what it quotes; and none takes long. */
GST_START_TEST (test_huge_files)
{
  GString *text = g_string_new ("{\"version\":1,\"eq\":{");
  g_autofree gchar *key = g_strnfill (900000, 'k');
  g_autofree gchar *path = temporary ();
  g_autofree gchar *message = NULL;
  Fixture self = make ();

  start (&self);
  for (guint i = 0; i < 70000; i++)
    g_string_append_printf (text, "\"n%u\":1,", i);
  g_string_append (text, "\"n\":1}}");
  check_file (&self, text->str, -1, "more than 8192 parameters");
  g_string_printf (text, "{\"version\":1,\"eq\":{\"%s\":1}}", key);
  fail_unless (g_file_set_contents (path, text->str, -1, NULL));
  g_object_set (self.chain, "settings-location", path, NULL);
  message = next_message (&self, GST_MESSAGE_WARNING);
  fail_unless (strlen (message) < 600);
  fail_unless (strstr (message, path) && strstr (message, "eq::kkk"));
  fail_unless (strstr (message, "there is no such parameter"));
  g_unlink (path);
  g_string_free (text, TRUE);
  drop (&self);
}
GST_END_TEST;

/* Stages may be chosen again until the chain starts, also those left out
 * before. */
GST_START_TEST (test_stages_in_ready)
{
  Fixture self = make ();
  g_autoptr (GstElement) eq = gst_bin_get_by_name (GST_BIN (self.chain), "eq");
  GstState state;

  g_object_set (self.chain, "stages", "limiter", NULL);
  gst_element_set_state (self.chain, GST_STATE_READY);
  gst_element_get_state (eq, &state, NULL, 0);
  fail_unless_equals_int (state, GST_STATE_NULL);
  g_object_set (self.chain, "stages", "limiter,eq", NULL);
  gst_element_get_state (eq, &state, NULL, 0);
  fail_unless_equals_int (state, GST_STATE_READY);
  g_object_set (self.chain, "stages", "compressor", NULL);
  gst_element_get_state (eq, &state, NULL, 0);
  fail_unless_equals_int (state, GST_STATE_NULL);
  fail_if (next_message (&self, GST_MESSAGE_WARNING));
  drop (&self);
}
GST_END_TEST;

/* Where one stage does not start, the others are back where they were. */
GST_START_TEST (test_a_stage_that_does_not_start)
{
  Fixture self = make ();
  g_autoptr (GstElement) limiter =
      gst_bin_get_by_name (GST_BIN (self.chain), "limiter");
  g_autofree gchar *message = NULL;
  GstState state;

  gst_util_set_object_arg (G_OBJECT (self.chain), "stages", "eq,compressor");
  gst_child_proxy_set (GST_CHILD_PROXY (self.chain), "eq::location",
      "/no/such/file.txt", NULL);
  fail_unless_equals_int (gst_element_set_state (self.chain, GST_STATE_PAUSED),
      GST_STATE_CHANGE_FAILURE);
  message = next_message (&self, GST_MESSAGE_ERROR);
  fail_unless (message && strstr (message, "/no/such/file.txt"));
  gst_element_get_state (limiter, &state, NULL, 0);
  fail_unless_equals_int (state, GST_STATE_NULL);
  drop (&self);
}
GST_END_TEST;

/* --- presets */

static const gchar *const presets[] = { "acoustic", "broadcast", "classical",
  "late-night-film", "level-between-tracks", "lo-fi-rescue", "loud-club",
  "night-mode", "podcast-in-the-car", "podcast-speech", "small-speaker",
  "streaming-transparent", "vinyl", "warm-analog" };

/* Each loads, is told, changes something, and passes as many finite frames as
 * come, none over full scale. */
GST_START_TEST (test_presets)
{
  Rig rig;
  RigOutput output = { 0 };
  g_autoptr (GstStructure) settings = NULL;
  g_autofree gchar *name = NULL;

  rig_init (&rig, "masterchain", RIG_RATE, 2);
  g_object_set (rig.harness->element, "preset", presets[__i__], NULL);
  g_object_get (rig.harness->element, "preset", &name, "settings", &settings,
      NULL);
  fail_unless_equals_string (name, presets[__i__]);
  fail_unless (gst_structure_n_fields (settings) > 3);
  rig_push (&rig, 30011, 1000);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 30011);
  for (guint i = 0; i < output.frames * 2; i++)
    fail_unless (fabsf (((gfloat *) output.bytes->data)[i]) <= 1.0f);
  rig_output_clear (&output);
  rig_clear (&rig);
}
GST_END_TEST;

/* `safe` recovers in twenty times its `release` (docs/stages/limiter.md), the
 * others in once that at most: no preset holds a peak down for longer than a
 * second. */
GST_START_TEST (test_presets_recover)
{
  Fixture self = make ();
  g_autoptr (GstStructure) settings = NULL;
  gdouble release = 10.0;

  g_object_set (self.chain, "preset", presets[__i__], NULL);
  g_object_get (self.chain, "settings", &settings, NULL);
  gst_structure_get_double (settings, "limiter::release", &release);
  if (g_strcmp0 (gst_structure_get_string (settings, "limiter::character"),
          "safe") == 0)
    release *= 20.0;
  fail_unless (release <= 1000.0, "%s: %g ms", presets[__i__], release);
  drop (&self);
}
GST_END_TEST;

/* Presets for listening take 100 ms at most; the figures are those of
 * docs/masterchain.md, at 48 kHz. */
GST_START_TEST (test_presets_latency)
{
  static const gdouble ms[] = { 29.1, 5029.1, 34.1, 39.1, 29.1, 29.1, 31.6,
    39.1, 37.1, 2029.1, 29.1, 29.1, 29.1, 29.1 };
  Rig rig;

  rig_init (&rig, "masterchain", 44100, 2);
  g_object_set (rig.harness->element, "preset", presets[__i__], NULL);
  rig_set_caps (&rig, 48000, 2);
  fail_unless (fabs (rig_latency (&rig) / 48.0 - ms[__i__]) < 0.1, "%s: %g ms",
      presets[__i__], rig_latency (&rig) / 48.0);
  rig_clear (&rig);
}
GST_END_TEST;

/* A preset is the whole of the settings: nothing is left of the one before. */
GST_START_TEST (test_presets_replace_each_other)
{
  Fixture a = make (), b = make ();
  g_autofree gchar *direct = NULL;
  g_autofree gchar *after_another = NULL;

  g_object_set (a.chain, "preset", "classical", NULL);
  g_object_set (b.chain, "preset", "loud-club", NULL);
  g_object_set (b.chain, "preset", "classical", NULL);
  direct = settings_of (&a);
  after_another = settings_of (&b);
  fail_unless_equals_string (direct, after_another);
  drop (&a);
  drop (&b);
}
GST_END_TEST;

static Suite *
chain_settings_suite (void)
{
  Suite *suite = suite_create ("chain-settings");
  TCase *tests = tcase_create ("settings");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_settings_tell_what_was_set);
  tcase_add_test (tests, test_settings_come_back);
  tcase_add_test (tests, test_file_comes_back);
  tcase_add_test (tests, test_bad_settings);
  tcase_add_test (tests, test_fault_before_the_start);
  tcase_add_test (tests, test_bad_files);
  tcase_add_test (tests, test_a_file_is_named_always);
  tcase_add_test (tests, test_huge_files);
  tcase_add_test (tests, test_stages_in_ready);
  tcase_add_test (tests, test_a_stage_that_does_not_start);
  tcase_add_loop_test (tests, test_presets, 0, G_N_ELEMENTS (presets));
  tcase_add_loop_test (tests, test_presets_latency, 0, G_N_ELEMENTS (presets));
  tcase_add_loop_test (tests, test_presets_recover, 0, G_N_ELEMENTS (presets));
  tcase_add_test (tests, test_presets_replace_each_other);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, chain_settings_suite, "chain-settings",
      __FILE__);
}
