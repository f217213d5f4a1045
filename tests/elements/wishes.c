/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Wishes, each measured by the feature that its word means: what a chain with
 * it does to a song of drums, bass, pads and a voice, against the chain without
 * it. The measure is the analyser (dsp/analyzer), whose oracles are its own
 * tests'; the amounts are those of docs/wishes.md.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <math.h>
#include <string.h>

#include "assistant/feature.h"
#include "assistant/wishes.h"
#include "dsp/analyzer/analyzer.h"

#define SECONDS 12
#define FRAMES (SECONDS * RIG_RATE)
#define BLOCK 4800

/* --- the song */

typedef struct {
  guint32 state;
  gdouble low, high, air;
} Noise;

static gdouble
next (Noise *self)
{
  return rig_random (&self->state) / 8388608.0 - 1.0;
}

/* Noise of 400 to 2500 Hz or so. */
static gdouble
voice (Noise *self)
{
  self->low += 0.28 * (next (self) - self->low);
  self->high += 0.05 * (self->low - self->high);
  return self->low - self->high;
}

/* Noise above 5 kHz. */
static gdouble
hiss (Noise *self)
{
  gdouble noise = next (self);

  self->air += 0.5 * (noise - self->air);
  return noise - self->air;
}

/* Soft for the first half, 8 dB louder afterwards. */
static gfloat *
new_song (void)
{
  gfloat *song = g_new (gfloat, 2 * (gsize) FRAMES);
  Noise drums = { 1 }, left = { 2 }, right = { 3 }, singer = { 4 }, s = { 5 };

  for (gint i = 0; i < FRAMES; i++) {
    gdouble t = (gdouble) i / RIG_RATE, beat = fmod (t, 0.5);
    gdouble loud = t < SECONDS / 2 ? 0.06 : 0.15;
    gdouble kick = 1.6 * exp (-beat * 14.0) *
        sin (2 * G_PI * 55.0 * beat * (1 + exp (-beat * 40)));
    gdouble snare = 0.9 * exp (-fmod (t + 0.25, 0.5) * 25.0) * next (&drums);
    gdouble bass = 0.35 * sin (2 * G_PI * 82.4 * t);
    gdouble wide = 0.12 * sin (2 * G_PI * 110.0 * t);
    gdouble pad =
        0.12 * sin (2 * G_PI * 330.0 * t) + 0.1 * sin (2 * G_PI * 660.0 * t);
    gdouble word = fmod (t, 0.7) < 0.5 ? 0.7 * voice (&singer) : 0.0;
    gdouble ess =
        fmod (t, 0.7) > 0.5 && fmod (t, 0.7) < 0.6 ? 0.9 * hiss (&s) : 0.0;
    gdouble middle = kick + snare + bass + pad + word + ess;

    song[2 * i] = (gfloat) (loud *
        (middle + wide + 0.4 * voice (&left) + 0.06 * hiss (&left)));
    song[2 * i + 1] = (gfloat) (loud *
        (middle - wide + 0.4 * voice (&right) + 0.06 * hiss (&right)));
  }
  return song;
}

/* --- through the chain */

/* Interleaved stereo, of which n frames come out; to be freed. */
static gfloat *
render (const gfloat *in, gint n, const gchar *wishes, gdouble drive)
{
  GstHarness *harness = gst_harness_new ("masterchain");
  gfloat *out = g_new0 (gfloat, 2 * (gsize) n);
  gsize filled = 0;
  GstBuffer *buffer;

  gst_harness_set_src_caps_str (harness,
      "audio/x-raw,format=F32LE,rate=48000,channels=2,layout=interleaved,"
      "channel-mask=(bitmask)3");
  gst_child_proxy_set (GST_CHILD_PROXY (harness->element), "limiter::drive",
      drive, NULL);
  g_object_set (harness->element, "wishes", wishes, NULL);
  for (gint i = 0; i < n; i += BLOCK) {
    gsize size = 8 * (gsize) MIN (BLOCK, n - i);

    buffer = gst_buffer_new_allocate (NULL, size, NULL);
    gst_buffer_fill (buffer, 0, in + 2 * (gsize) i, size);
    GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (i, GST_SECOND, RIG_RATE);
    fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
  }
  gst_harness_push_event (harness, gst_event_new_eos ());
  while ((buffer = gst_harness_try_pull (harness))) {
    gsize size = MIN (gst_buffer_get_size (buffer), 8 * (gsize) n - filled);

    gst_buffer_extract (buffer, 0, (guint8 *) out + filled, size);
    filled += size;
    gst_buffer_unref (buffer);
  }
  fail_unless_equals_int (filled, 8 * (gsize) n);
  gst_harness_teardown (harness);
  return out;
}

static MstAnalysis
analyze (const gfloat *song)
{
  const MstStage *stage = &mst_stage_analyzer;
  MstFormat format = { .rate = RIG_RATE, .channels = 2, .max_block = BLOCK };
  const double none[1] = { 0.0 };
  void *analyzer = stage->new (&format, none);
  double numbers[sizeof (MstAnalysis) / sizeof (double)];
  static gfloat planes[2][BLOCK];
  MstAnalysis analysis;

  for (gint at = 0; at < FRAMES; at += BLOCK) {
    for (gint i = 0; i < BLOCK; i++)
      for (gint c = 0; c < 2; c++)
        planes[c][i] = song[2 * (at + i) + c];
    stage->process (analyzer, (float *const[]){ planes[0], planes[1] }, BLOCK);
  }
  stage->finish (analyzer);
  stage->read (analyzer, numbers);
  mst_analysis_from_numbers (&analysis, numbers);
  stage->free (analyzer);
  return analysis;
}

static gdouble
feature_of (const MstAnalysis *analysis, const gchar *name)
{
  gdouble features[MST_N_FEATURES];

  if (g_str_equal (name, "crest"))
    return analysis->crest;
  if (g_str_equal (name, "sibilance"))
    return analysis->sibilance;
  mst_features_of (analysis, features);
  for (int i = 0; i < MST_N_FEATURES; i++)
    if (g_str_equal (mst_feature_name (i), name))
      return features[i];
  return NAN;
}

/* --- by the features */

static gfloat *song;
static MstAnalysis plain;

static MstAnalysis
with (const gchar *wishes)
{
  g_autofree gfloat *out = render (song, FRAMES, wishes, 0.0);

  return analyze (out);
}

/* The least change of the feature by two steps, as docs/wishes.md tells it
 * [dB, LU]; five steps make more of it. */
static const struct {
  const gchar *word;
  gdouble least;
} rows[] = {
  { "warmer", 0.8 },
  { "brighter", 0.6 },
  { "darker", 0.7 },
  { "wider", 1.2 },
  { "narrower", 1.8 },
  { "punchier", 0.3 },
  { "smoother", 0.4 },
  { "tighter-bass", 1.5 },
  { "more-bass", 0.4 },
  { "less-bass", 0.5 },
  { "less-muddy", 0.9 },
  { "less-harsh", 0.9 },
  { "less-sibilant", 1.0 },
  { "louder", 1.9 },
  { "more-dynamic", 0.5 },
  { "closer", 0.5 },
};

static const MstWish *
find_wish (const gchar *word)
{
  for (gint i = 0; i < MST_N_WISHES; i++)
    if (g_str_equal (mst_wishes[i].word, word))
      return &mst_wishes[i];
  return NULL;
}

static gdouble
change_by (const MstWish *wish, const gchar *wishes)
{
  MstAnalysis is = with (wishes);

  return wish->sense *
      (feature_of (&is, wish->feature) - feature_of (&plain, wish->feature));
}

GST_START_TEST (test_words_mean_what_they_say)
{
  fail_unless_equals_int (G_N_ELEMENTS (rows), MST_N_WISHES - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const MstWish *wish = find_wish (rows[i].word);
    g_autofree gchar *most = g_strconcat (rows[i].word, "=5", NULL);
    gdouble usual = change_by (wish, rows[i].word),
            five = change_by (wish, most);

    fail_unless (usual >= rows[i].least, "%s: %s by %g", rows[i].word,
        wish->feature, usual);
    fail_unless (five > 1.4 * usual, "%s: %g, then %g", rows[i].word, usual,
        five);
  }
}
GST_END_TEST;

/* The other halves of a word that stands for more than one thing. */
GST_START_TEST (test_warmth_is_a_softer_top_too)
{
  MstAnalysis is = with ("warmer=4");

  fail_unless (feature_of (&is, "level-7314-12199") <
      feature_of (&plain, "level-7314-12199") - 1.0);
}
GST_END_TEST;

/* --- by other means */

static gdouble
amplitude (const gfloat *x, gint from, gint n, gdouble hertz)
{
  gdouble re = 0.0, im = 0.0;

  for (gint i = 0; i < n; i++) {
    re += x[2 * (from + i)] * cos (2 * G_PI * hertz * i / RIG_RATE);
    im += x[2 * (from + i)] * sin (2 * G_PI * hertz * i / RIG_RATE);
  }
  return 2.0 * hypot (re, im) / n;
}

/* A tone has its second harmonic afterwards: an even one. The oracle is the
 * Fourier series. */
GST_START_TEST (test_warmth_has_even_harmonics)
{
  g_autofree gfloat *tone = g_new (gfloat, 2 * RIG_RATE);
  g_autofree gfloat *bare = NULL, *warm = NULL, *warmest = NULL;

  for (gint i = 0; i < RIG_RATE; i++)
    tone[2 * i] = tone[2 * i + 1] =
        (gfloat) (0.25 * sin (2 * G_PI * 500.0 * i / RIG_RATE));
  bare = render (tone, RIG_RATE, NULL, 0.0);
  warm = render (tone, RIG_RATE, "warmer", 0.0);
  warmest = render (tone, RIG_RATE, "warmer=5", 0.0);
  fail_unless (amplitude (bare, 24000, 9600, 1000.0) < 1e-6);
  fail_unless (amplitude (warm, 24000, 9600, 1000.0) > 1e-4);
  fail_unless (amplitude (warmest, 24000, 9600, 1000.0) >
      1.4 * amplitude (warm, 24000, 9600, 1000.0));
}
GST_END_TEST;

/* After a burst there is a room: none without, and more with more steps. The
 * oracle is silence. */
GST_START_TEST (test_depth_is_a_room)
{
  static const gchar *const words[] = { NULL, "deeper", "deeper=5" };
  g_autofree gfloat *burst = g_new0 (gfloat, 2 * RIG_RATE);
  gdouble tail[G_N_ELEMENTS (words)];

  for (gint i = 0; i < 2400; i++)
    burst[2 * i] = burst[2 * i + 1] =
        (gfloat) (0.25 * sin (2 * G_PI * 1000.0 * i / RIG_RATE));
  for (gsize w = 0; w < G_N_ELEMENTS (words); w++) {
    g_autofree gfloat *out = render (burst, RIG_RATE, words[w], 0.0);

    tail[w] = 0.0;
    for (gint i = 9600; i < 19200; i++)
      tail[w] += out[2 * i] * out[2 * i] / 9600.0;
  }
  fail_unless (tail[0] < 1e-12, "%g", tail[0]);
  fail_unless (tail[1] > 1e-10, "%g", tail[1]);
  fail_unless (tail[2] > 2.0 * tail[1], "%g", tail[2]);
}
GST_END_TEST;

/* --- the promises */

/* Driven 12 dB into the limiter with all that can be wished at once, no true
 * peak passes the ceiling. */
GST_START_TEST (test_the_ceiling_holds)
{
  g_autofree gfloat *out = render (song, FRAMES,
      "warmer=5,brighter=5,wider=5,punchier=5,tighter-bass=5,more-bass=5,"
      "louder=5,more-dynamic=5,closer=5",
      12.0);
  MstAnalysis is = analyze (out);

  fail_unless (is.true_peak <= -1.0 + 1e-6, "%g dBTP", is.true_peak);
}
GST_END_TEST;

/* Sides that are as strong as the middle are raised no further than the guard
 * lets them: a mono listener loses 3 dB at most. */
GST_START_TEST (test_the_mono_sum_is_safe)
{
  g_autofree gfloat *wide = g_new (gfloat, 2 * (gsize) FRAMES);
  g_autofree gfloat *out = NULL;
  MstAnalysis is;
  Noise left = { 6 }, right = { 7 };

  for (gint i = 0; i < FRAMES; i++) {
    wide[2 * i] = (gfloat) (0.2 * voice (&left));
    wide[2 * i + 1] = (gfloat) (0.2 * voice (&right));
  }
  out = render (wide, FRAMES, "wider=5", 0.0);
  is = analyze (out);
  fail_unless (is.mono_loss <= 3.3, "%g LU", is.mono_loss);
  fail_unless (is.correlation >= -0.05, "%g", is.correlation);
}
GST_END_TEST;

/* --- the property */

static gchar *
settings_of (GstElement *chain)
{
  g_autoptr (GstStructure) settings = NULL;

  g_object_get (chain, "settings", &settings, NULL);
  return gst_structure_to_string (settings);
}

GST_START_TEST (test_wishes_are_taken_back)
{
  g_autoptr (GstElement) chain =
      gst_object_ref_sink (gst_element_factory_make ("masterchain", NULL));
  g_autofree gchar *before = NULL, *warm = NULL, *again = NULL, *after = NULL;
  g_autofree gchar *wishes = NULL;
  gint bands;

  g_object_set (chain, "preset", "warm-analog", NULL);
  before = settings_of (chain);
  g_object_set (chain, "wishes", "warmer=3,smoother", NULL);
  warm = settings_of (chain);
  fail_if (g_str_equal (warm, before));
  g_object_set (chain, "wishes", "wider", NULL);
  g_object_set (chain, "wishes", "smoother, warmer=3", NULL);
  again = settings_of (chain);
  fail_unless_equals_string (again, warm);
  /* A setting that is made in between stays. */
  gst_child_proxy_set (GST_CHILD_PROXY (chain), "limiter::release", 20.0, NULL);
  g_object_set (chain, "wishes", NULL, NULL);
  gst_child_proxy_set (GST_CHILD_PROXY (chain), "limiter::release", 15.0, NULL);
  after = settings_of (chain);
  fail_unless_equals_string (after, before);
  /* Bands that somebody else may use are left to them. */
  g_object_set (chain, "preset", NULL, NULL);
  gst_child_proxy_get (GST_CHILD_PROXY (chain), "eq::bands", &bands, NULL);
  g_object_set (chain, "wishes", "darker", NULL);
  gst_child_proxy_set (GST_CHILD_PROXY (chain), "eq::band0::gain", 1.0, NULL);
  g_object_set (chain, "preset", "vinyl", NULL);
  g_object_get (chain, "wishes", &wishes, NULL);
  fail_unless (!wishes);
}
GST_END_TEST;

static const struct {
  const gchar *wishes, *says;
} faults[] = {
  { "warmer,purple", "no wish purple; there are warmer, brighter" },
  { "wamer", "did you mean warmer" },
  { "wider,narrower", "wider and narrower contradict each other" },
  { "smoother,punchier", "contradict each other" },
  { "warmer=6", "warmer must be 1 to 5" },
  { "warmer=nan", "warmer must be 1 to 5" },
  { "warmer=", "warmer must be 1 to 5" },
  { "warmer,warmer=2", "twice" },
};

GST_START_TEST (test_faults_change_nothing)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (GstElement) chain =
        gst_object_ref_sink (gst_element_factory_make ("masterchain", NULL));
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GstMessage) message = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree gchar *before = settings_of (chain), *after = NULL;

    gst_element_set_bus (chain, bus);
    g_object_set (chain, "wishes", faults[i].wishes, NULL);
    after = settings_of (chain);
    fail_unless_equals_string (after, before);
    fail_unless_equals_int (gst_element_set_state (chain, GST_STATE_READY),
        GST_STATE_CHANGE_FAILURE);
    message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    fail_unless (message);
    gst_message_parse_error (message, &error, NULL);
    fail_unless (strstr (error->message, faults[i].says), "%s", error->message);
    gst_element_set_bus (chain, NULL);
    gst_element_set_state (chain, GST_STATE_NULL);
  }
}
GST_END_TEST;

static void
make_song (void)
{
  song = new_song ();
  plain = with (NULL);
}

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("wishes");
  TCase *tc = tcase_create ("wishes");

  suite_add_tcase (suite, tc);
  tcase_add_unchecked_fixture (tc, make_song, NULL);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_words_mean_what_they_say);
  tcase_add_test (tc, test_warmth_is_a_softer_top_too);
  tcase_add_test (tc, test_warmth_has_even_harmonics);
  tcase_add_test (tc, test_depth_is_a_room);
  tcase_add_test (tc, test_the_ceiling_holds);
  tcase_add_test (tc, test_the_mono_sum_is_safe);
  tcase_add_test (tc, test_wishes_are_taken_back);
  tcase_add_test (tc, test_faults_change_nothing);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, make_suite, "wishes", __FILE__);
}
