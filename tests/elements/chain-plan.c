/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The assistant as masterchain has it, by action signals: what goes in may be
 * anything, what comes out is as gstmasterchainplan.h and gstmasterchainlearn.h
 * say. The rules have tests of their own, tests/assistant.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "../assistant/songs.h"
#include "elements/gstmasteranalysis.h"

static GstStructure *
ask (GstElement *chain, const gchar *signal, const GstStructure *a,
    const GstStructure *b)
{
  GstStructure *answer = NULL;

  g_signal_emit_by_name (chain, signal, a, b, &answer);
  fail_unless (answer);
  return answer;
}

/* A pop song whose bass is `boom` LU over the median, and its middle as much
 * under it, and that is at -20 LUFS. */
static GstStructure *
new_analysis (gdouble boom)
{
  g_autoptr (MstProfile) pop = song_profile ("pop");
  MstAnalysis song = song_of (pop);

  song.band[0].level += boom;
  song.band[3].level -= boom;
  song_spectrum (&song);
  return gst_master_analysis_to_structure (&song);
}

static void
check_error (GstStructure *answer, const gchar *words)
{
  const gchar *error = gst_structure_get_string (answer, "error");

  fail_unless (error, "no error, but %s", words);
  fail_unless (strstr (error, words), "'%s', not '%s'", error, words);
  fail_unless_equals_int (gst_structure_n_fields (answer), 1);
  gst_structure_free (answer);
}

static void
check_goal (GstElement *chain, const gchar *text, const gchar *words)
{
  g_autoptr (GstStructure) analysis = new_analysis (6);
  g_autoptr (GstStructure) goal = gst_structure_from_string (text, NULL);

  fail_unless (goal, "%s", text);
  check_error (ask (chain, "plan", analysis, goal), words);
}

static const struct {
  const gchar *name;
  GType (*type) (void);
} structures[] = {
  { "settings", gst_structure_get_type },
  { "intended", gst_value_array_get_type },
  { "findings", gst_value_array_get_type },
  { "moves", gst_value_array_get_type },
  { "notes", gst_value_array_get_type },
  { "level-p10", gst_value_array_get_type },
  { "side-p90", gst_value_array_get_type },
};

GST_START_TEST (test_a_plan)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) analysis = new_analysis (6);
  g_autoptr (GstStructure) goal = gst_structure_from_string (
      "goal,loudness=-12,ceiling=-1.5,profile=pop,strength=50.0", NULL);
  g_autoptr (GstStructure) before = NULL, settings = NULL, after = NULL;
  g_autoptr (GstStructure) plan = NULL;
  gdouble ceiling, drive, distance, expected;

  g_object_get (chain, "settings", &before, NULL);
  plan = ask (chain, "plan", analysis, goal);
  fail_unless (gst_structure_has_name (plan, "plan"));
  for (gsize i = 0; i < G_N_ELEMENTS (structures); i++)
    fail_unless (gst_structure_has_field_typed (plan, structures[i].name,
                     structures[i].type ()),
        "%s", structures[i].name);
  fail_unless_equals_string (gst_structure_get_string (plan, "profile"), "pop");
  fail_if (gst_structure_has_field (plan, "kind"));
  fail_unless (gst_structure_get (plan, "distance", G_TYPE_DOUBLE, &distance,
      "expected-distance", G_TYPE_DOUBLE, &expected, NULL));
  fail_unless (expected < distance);
  /* Nothing was set; what is to be set can be. */
  g_object_get (chain, "settings", &after, NULL);
  fail_unless (gst_structure_is_equal (before, after));
  gst_structure_get (plan, "settings", GST_TYPE_STRUCTURE, &settings, NULL);
  fail_unless (gst_structure_has_field (settings, "eq::band0::gain"));
  g_object_set (chain, "settings", settings, NULL);
  gst_child_proxy_get (GST_CHILD_PROXY (chain), "limiter::ceiling", &ceiling,
      "limiter::drive", &drive, NULL);
  fail_unless (ceiling == -1.5, "%g", ceiling);
  /* -20 to -12 LUFS, less what half of a cut of the bass takes. */
  fail_unless (drive > 7.5 && drive < 10, "%g", drive);
}
GST_END_TEST;

/* One that is an application's own, in parts that it can tell apart. */
GST_START_TEST (test_moves_say_all)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) analysis = new_analysis (8);
  g_autoptr (GstStructure) plan = ask (chain, "plan", analysis, NULL);
  const GValue *moves = gst_structure_get_value (plan, "moves");

  fail_unless (gst_value_array_get_size (moves) >= 2);
  for (guint i = 0; i < gst_value_array_get_size (moves); i++) {
    const GstStructure *move =
        gst_value_get_structure (gst_value_array_get_value (moves, i));
    static const gchar *const texts[] = { "stage", "rule", "property", "unit",
      "feature", "evidence", "reason" };

    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
      fail_unless (gst_structure_get_string (move, texts[k]), "%s", texts[k]);
    fail_unless (gst_structure_has_field_typed (move, "amount", G_TYPE_DOUBLE));
    fail_unless (gst_structure_has_field_typed (move, "before", G_TYPE_DOUBLE));
  }
}
GST_END_TEST;

GST_START_TEST (test_bad_analyses)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) whole = new_analysis (0);
  g_autoptr (GstStructure) empty = gst_structure_new_empty ("any");
  g_autoptr (GstStructure) polka =
      gst_structure_from_string ("goal,profile=polka", NULL);
  gint n = gst_structure_n_fields (whole);

  check_error (ask (chain, "plan", NULL, NULL), "an analysis is missing");
  check_error (ask (chain, "plan", NULL, polka), "there is no profile polka");
  check_error (ask (chain, "plan", empty, NULL),
      " is missing from the analysis");
  fail_unless (n > 30);
  for (gint i = 0; i < n; i++) {
    const gchar *name = gst_structure_nth_field_name (whole, (guint) i);
    g_autoptr (GstStructure) less = gst_structure_copy (whole);
    g_autofree gchar *words =
        g_strconcat (name, " is missing from the analysis", NULL);

    gst_structure_remove_field (less, name);
    check_error (ask (chain, "plan", less, NULL), words);
    gst_structure_set (less, name, G_TYPE_STRING, "loud", NULL);
    check_error (ask (chain, "plan", less, NULL), words);
  }
}
GST_END_TEST;

GST_START_TEST (test_bad_goals)
{
  static const gchar *const rows[][2] = {
    { "goal,loudness=1", "loudness must be -70 to 0" },
    { "goal,loudness=-71.0", "loudness must be" },
    { "goal,ceiling=-25", "ceiling must be -24 to 0" },
    { "goal,strength=100.5", "strength must be 0 to 100" },
    { "goal,strength=-1", "strength must be" },
    { "goal,strength=full", "strength is not a number" },
    { "goal,strength=true", "strength is not a number" },
    { "goal,max-tone=13", "max-tone must be 0 to 12" },
    { "goal,max-limiting=-0.1", "max-limiting must be 0 to 100" },
    { "goal,profile=polka", "pop, jazz, classical, loud-modern, all" },
    { "goal,profile=3", "profile is not a string" },
    { "goal,profile-location=/no/such.json", "/no/such.json" },
    { "goal,profile-location=true", "profile-location is not a string" },
    { "goal,references=3", "references is not an array of analyses" },
    { "goal,references=<>", "no songs" },
    { "goal,references=<1,2>", "reference 1 is not an analysis" },
  };
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) analysis = new_analysis (0);
  g_autoptr (GstStructure) goal =
      gst_structure_new ("goal", "strength", G_TYPE_DOUBLE, NAN, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_goal (chain, rows[i][0], rows[i][1]);
  check_error (ask (chain, "plan", analysis, goal), "strength must be");
}
GST_END_TEST;

static GstStructure *
goal_of_references (GstStructure *const *songs, guint n)
{
  GstStructure *goal = gst_structure_new_empty ("goal");
  GValue array = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  for (guint i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    g_value_init (&value, GST_TYPE_STRUCTURE);
    g_value_set_boxed (&value, songs[i]);
    gst_value_array_append_and_take_value (&array, &value);
  }
  gst_structure_take_value (goal, "references", &array);
  return goal;
}

GST_START_TEST (test_references)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  GstStructure *songs[2] = { new_analysis (6), new_analysis (0) };
  g_autoptr (GstStructure) self = goal_of_references (songs, 1);
  g_autoptr (GstStructure) bad = NULL;
  g_autoptr (GstStructure) weightless = NULL;
  g_autoptr (GstStructure) plan = ask (chain, "plan", songs[0], self);
  gdouble distance = -1;

  /* The reference is met already. */
  fail_unless_equals_string (gst_structure_get_string (plan, "profile"),
      "reference");
  gst_structure_get_double (plan, "distance", &distance);
  fail_unless (distance == 0, "%g", distance);
  gst_structure_set (songs[1], "loudness", G_TYPE_DOUBLE, -INFINITY, NULL);
  bad = goal_of_references (songs, 2);
  check_error (ask (chain, "plan", songs[0], bad), "reference 2: is silent");
  gst_structure_set (songs[0], "weight", G_TYPE_DOUBLE, 0.0, NULL);
  weightless = goal_of_references (songs, 1);
  check_error (ask (chain, "plan", songs[0], weightless),
      "reference 1: its weight is not above 0");
  gst_structure_set (self, "match-tone", G_TYPE_INT, 101, NULL);
  check_error (ask (chain, "plan", songs[0], self), "match-tone must be 0 to");
  gst_structure_set (self, "match-tone", G_TYPE_STRING, "all", NULL);
  check_error (ask (chain, "plan", songs[0], self),
      "match-tone is not a number");
  gst_structure_free (songs[0]);
  gst_structure_free (songs[1]);
}
GST_END_TEST;

static void
check_setting (const GstStructure *plan, const gchar *path, gdouble expected)
{
  const GstStructure *settings =
      gst_value_get_structure (gst_structure_get_value (plan, "settings"));
  gdouble value = NAN;

  gst_structure_get_double (settings, path, &value);
  fail_unless (value == expected, "%s: %g", path, value);
}

GST_START_TEST (test_corrections)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) before = new_analysis (6);
  g_autoptr (GstStructure) after = gst_structure_copy (before);
  g_autoptr (GstStructure) empty = gst_structure_new_empty ("any");
  g_autoptr (GstStructure) goal = gst_structure_from_string (
      "goal,loudness=-19,strength=0,profile=pop", NULL);
  gboolean done = TRUE;
  GstStructure *plan;

  check_error (ask (chain, "correct", before, after),
      "nothing has been planned");
  gst_structure_free (ask (chain, "plan", before, goal));
  check_error (ask (chain, "correct", NULL, after), "nothing has been planned");
  check_error (ask (chain, "correct", before, empty),
      " is missing from the analysis");
  check_error (ask (chain, "correct", empty, after),
      " is missing from the analysis");
  /* How loud it is, is for the caller: the sound is as planned. */
  plan = ask (chain, "correct", before, after);
  fail_unless (gst_structure_get_boolean (plan, "done", &done) && done);
  fail_unless (gst_structure_has_field_typed (plan, "residual", G_TYPE_DOUBLE));
  fail_unless (
      gst_structure_has_field_typed (plan, "measured-distance", G_TYPE_DOUBLE));
  gst_structure_free (plan);
  /* The caller says how the limiter was turned. */
  gst_structure_set (after, "loudness", G_TYPE_DOUBLE, -22.0, "limiter-drive",
      G_TYPE_DOUBLE, 1.25, "limiter-ceiling", G_TYPE_DOUBLE, -1.5, "final",
      G_TYPE_BOOLEAN, TRUE, NULL);
  plan = ask (chain, "correct", before, after);
  check_setting (plan, "limiter::drive", 1.25);
  check_setting (plan, "limiter::ceiling", -1.5);
  fail_unless (strstr (gst_structure_get_string (plan, "explanation"),
      "limiter::drive +1.2 dB"));
  gst_structure_free (plan);
  /* A plan that fails leaves none. */
  check_error (ask (chain, "plan", empty, NULL),
      " is missing from the analysis");
  check_error (ask (chain, "correct", before, after),
      "nothing has been planned");
}
GST_END_TEST;

/* --- learning */

static GstStructure *
learn (GstElement *chain, gint i, const GstStructure *analysis)
{
  g_autofree gchar *path = g_strdup_printf ("/music/%d.wav", i);
  g_autoptr (GstStructure) song = gst_structure_new ("song", "path",
      G_TYPE_STRING, path, "size", G_TYPE_UINT64, G_GUINT64_CONSTANT (1000),
      "modified", G_TYPE_INT64, (gint64) 5, NULL);
  GstStructure *answer = NULL;

  if (analysis)
    gst_structure_set (song, "analysis", GST_TYPE_STRUCTURE, analysis, NULL);
  g_signal_emit_by_name (chain, "learn", song, &answer);
  fail_unless (answer);
  return answer;
}

static gboolean
is_known (GstStructure *answer)
{
  gboolean known = FALSE;

  fail_unless (gst_structure_get_boolean (answer, "known", &known));
  gst_structure_free (answer);
  return known;
}

static GstStructure *
emit (GstElement *chain, const gchar *signal, const gchar *a, const gchar *b)
{
  GstStructure *answer = NULL;

  if (g_str_equal (signal, "learn-begin"))
    g_signal_emit_by_name (chain, signal, a, &answer);
  else
    g_signal_emit_by_name (chain, signal, a, b, &answer);
  fail_unless (answer);
  return answer;
}

static void
check_profile (GstElement *chain, const gchar *place)
{
  g_autoptr (GstStructure) analysis = new_analysis (0), plan = NULL;
  g_autoptr (GstStructure) goal = gst_structure_new ("goal", "profile-location",
      G_TYPE_STRING, place, NULL);

  plan = ask (chain, "plan", analysis, goal);
  fail_unless_equals_string (gst_structure_get_string (plan, "profile"),
      "mine");
}

GST_START_TEST (test_learning)
{
  g_autofree gchar *folder = g_dir_make_tmp ("chain-plan-XXXXXX", NULL);
  g_autofree gchar *store = g_build_filename (folder, "store", NULL);
  g_autofree gchar *place = g_build_filename (folder, "mine.json", NULL);
  guint songs = 0;

  for (gint run = 0; run < 2; run++) {
    GstElement *chain = gst_element_factory_make ("masterchain", NULL);

    gst_structure_free (emit (chain, "learn-begin", store, NULL));
    for (gint i = 0; i < 5; i++) {
      g_autoptr (GstStructure) analysis = new_analysis (i);

      if (i == 4 && run == 0)
        check_error (emit (chain, "learn-end", place, "mine"),
            "4 songs are too few for a profile: 5 are needed");
      /* The next run knows the measurements of this one. */
      fail_unless (is_known (learn (chain, i, NULL)) == (run == 1));
      if (run == 0)
        fail_unless (is_known (learn (chain, i, analysis)));
    }
    if (run == 1) {
      g_autoptr (GstStructure) end = emit (chain, "learn-end", place, "mine");

      fail_unless (gst_structure_get_uint (end, "songs", &songs) && songs == 5);
      check_profile (chain, place);
    }
    gst_object_unref (chain);
  }
  g_remove (place);
  g_remove (store);
  g_rmdir (folder);
}
GST_END_TEST;

GST_START_TEST (test_bad_learning)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_autoptr (GstStructure) empty = gst_structure_new_empty ("any");
  g_autoptr (GstStructure) kind =
      gst_structure_from_string ("song,path=/music/1.wav,analysis=3", NULL);
  g_autoptr (GstStructure) silent = new_analysis (0);
  g_autoptr (GstStructure) answer = NULL;

  check_error (learn (chain, 0, NULL), "learn-begin comes first");
  check_error (emit (chain, "learn-end", "/no/such.json", NULL),
      "learn-begin comes first");
  check_error (emit (chain, "learn-begin", "/no/such/store", NULL),
      "/no/such/store");
  check_error (learn (chain, 0, NULL), "learn-begin comes first");
  gst_structure_free (emit (chain, "learn-begin", NULL, NULL));
  g_signal_emit_by_name (chain, "learn", NULL, &answer);
  check_error (answer, "the path of the song is missing");
  g_signal_emit_by_name (chain, "learn", empty, &answer);
  check_error (answer, "the path of the song is missing");
  g_signal_emit_by_name (chain, "learn", kind, &answer);
  check_error (answer, "the analysis is not a structure");
  check_error (learn (chain, 0, empty), " is missing from the analysis");
  gst_structure_set (silent, "loudness", G_TYPE_DOUBLE, -INFINITY, NULL);
  answer = learn (chain, 0, silent);
  fail_unless_equals_string (gst_structure_get_string (answer, "skipped"),
      "is silent");
  for (gint i = 0; i < 5; i++) {
    g_autoptr (GstStructure) analysis = new_analysis (i);
    fail_unless (is_known (learn (chain, i, analysis)));
  }
  check_error (emit (chain, "learn-end", NULL, NULL),
      "a place for the profile is missing");
  check_error (emit (chain, "learn-end", "/no/such.json", NULL), "/no/such");
}
GST_END_TEST;

static Suite *
chain_plan_suite (void)
{
  Suite *suite = suite_create ("chain-plan");
  TCase *tests = tcase_create ("plan");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_a_plan);
  tcase_add_test (tests, test_moves_say_all);
  tcase_add_test (tests, test_bad_analyses);
  tcase_add_test (tests, test_bad_goals);
  tcase_add_test (tests, test_references);
  tcase_add_test (tests, test_corrections);
  tcase_add_test (tests, test_learning);
  tcase_add_test (tests, test_bad_learning);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, chain_plan_suite, "chain-plan", __FILE__);
}
