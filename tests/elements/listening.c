/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The presets for listening, on a film of our own: dialogue at -27 LUFS,
 * whispers at -37, effects at -10. The oracles are the figures of
 * docs/masterchain.md, measured by tests/dsp/bs1770.c's own subject, the
 * loudness range of EBU Tech 3342. GStreamer's own GstPreset and GstController
 * are those of the rest.
 *
 * Past 400 lines: the presets are tried on films that share their makers.
 */
#include "rig.h"

#include <gst/controller/controller.h>
#include <math.h>
#include <string.h>

#include "dsp/common/measure/loudness.h"

typedef enum { DIALOGUE, WHISPER, EFFECTS, N_KINDS } Kind;

static const struct {
  gint seconds;
  Kind kind;
} scenes[] = {
  { 8, DIALOGUE },
  { 6, WHISPER },
  { 6, DIALOGUE },
  { 3, EFFECTS },
  { 8, DIALOGUE },
  { 5, WHISPER },
  { 3, EFFECTS },
  { 8, DIALOGUE },
  { 6, WHISPER },
  { 10, DIALOGUE },
  { 6, WHISPER },
  { 4, DIALOGUE },
};

/* A voice of noise between 200 Hz and 4 kHz, in syllables and words; effects of
 * rumble and noise, in beats. */
typedef struct {
  guint32 state;
  gdouble low, high, rumble;
} Film;

static gdouble
next_sample (Film *film, Kind kind, gdouble t)
{
  gdouble noise = rig_random (&film->state) / 8388608.0 - 1.0;

  if (kind == EFFECTS) {
    film->rumble += 0.02 * (noise - film->rumble);
    return (0.4 + 0.6 * exp (-fmod (t, 1.1) * 4)) *
        (film->rumble * 3.2 + 0.25 * noise) * pow (10.0, 3.3 / 20.0);
  }
  film->low += 0.4 * (noise - film->low);
  film->high += 0.026 * (film->low - film->high);
  return (film->low - film->high) * (0.5 - 0.5 * cos (2 * G_PI * t * 3.7)) *
      (fmod (t, 2.3) < 1.9) *
      pow (10.0, (kind == DIALOGUE ? -16.4 : -26.4) / 20.0);
}

typedef struct {
  gdouble range; /* LU */
  gdouble loudness[N_KINDS];
} Figures;

static void
measure (MstLoudness *loudness, const gfloat *samples, gint n)
{
  gfloat left[480], right[480];

  while (n > 0) {
    const gfloat *planes[] = { left, right };
    gint span = MIN (MIN (n, 480), mst_loudness_left (loudness));
    for (gint i = 0; i < span; i++) {
      left[i] = samples[2 * i];
      right[i] = samples[2 * i + 1];
    }
    mst_loudness_process (loudness, planes, span);
    samples += 2 * span;
    n -= span;
  }
}

static void
push_scene (Rig *rig, Film *film, Kind kind, gint seconds)
{
  for (gint k = 0; k < seconds * 100; k++) {
    GstBuffer *buffer = rig_noise (rig, 480);
    gfloat samples[960];

    for (gint i = 0; i < 480; i++) {
      gdouble t = (gdouble) (rig->pushed - 480 + i) / RIG_RATE;
      samples[2 * i] = (gfloat) next_sample (film, kind, t);
      samples[2 * i + 1] = 0.9f * samples[2 * i];
    }
    gst_buffer_fill (buffer, 0, samples, sizeof (samples));
    rig_push_buffer (rig, buffer);
  }
}

/* NULL: the film as it is. */
static Figures
play (const gchar *preset, gdouble amount)
{
  static const gdouble weights[] = { 1.0, 1.0 };
  MstLoudness *whole = mst_loudness_new (RIG_RATE, 2, weights);
  MstLoudness *kinds[N_KINDS];
  Figures figures;
  RigOutput output = { 0 };
  Film film = { .state = 1 };
  const gfloat *samples;
  Rig rig;

  rig_init (&rig, "masterchain", 44100, 2);
  g_object_set (rig.harness->element, "preset", preset, "amount", amount,
      "bypass", !preset, "bypass-match", FALSE, NULL);
  rig_set_caps (&rig, RIG_RATE, 2);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    push_scene (&rig, &film, scenes[i].kind, scenes[i].seconds);
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_uint64 (output.frames, rig.pushed);
  samples = (const gfloat *) (gpointer) output.bytes->data;
  measure (whole, samples, (gint) output.frames);
  for (Kind kind = DIALOGUE; kind < N_KINDS; kind++)
    kinds[kind] = mst_loudness_new (RIG_RATE, 2, weights);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++) {
    measure (kinds[scenes[i].kind], samples, scenes[i].seconds * RIG_RATE);
    samples += (gsize) 2 * scenes[i].seconds * RIG_RATE;
  }
  figures.range = mst_loudness_gated (whole).range;
  for (Kind kind = DIALOGUE; kind < N_KINDS; kind++) {
    figures.loudness[kind] = mst_loudness_gated (kinds[kind]).integrated;
    mst_loudness_free (kinds[kind]);
  }
  g_print ("# %s, amount %g: %.1f LU, dialogue %.1f, whispers %.1f, effects "
           "%.1f LUFS\n",
      preset ? preset : "film", amount, figures.range,
      figures.loudness[DIALOGUE], figures.loudness[WHISPER],
      figures.loudness[EFFECTS]);
  mst_loudness_free (whole);
  rig_output_clear (&output);
  rig_clear (&rig);
  return figures;
}

GST_START_TEST (test_the_film)
{
  Figures film = play (NULL, 100.0);

  fail_unless (film.range > 25.0, "%g LU", film.range);
  fail_unless (fabs (film.loudness[DIALOGUE] + 27.0) < 0.5);
  fail_unless (fabs (film.loudness[EFFECTS] + 10.0) < 0.5);
}
GST_END_TEST;

/* Dialogue comes up, effects come down towards it, whispers up to it. */
GST_START_TEST (test_night_mode)
{
  Figures night = play ("night-mode", 100.0);

  fail_unless (night.range <= 8.0, "%g LU", night.range);
  fail_unless (night.loudness[DIALOGUE] > -23.0, "%g LUFS",
      night.loudness[DIALOGUE]);
  fail_unless (night.loudness[EFFECTS] < -15.0, "%g LUFS",
      night.loudness[EFFECTS]);
  fail_unless (night.loudness[DIALOGUE] - night.loudness[WHISPER] < 5.0,
      "%g LU", night.loudness[DIALOGUE] - night.loudness[WHISPER]);
}
GST_END_TEST;

GST_START_TEST (test_podcast_in_the_car)
{
  Figures car = play ("podcast-in-the-car", 100.0);

  fail_unless (car.range <= 6.0, "%g LU", car.range);
  fail_unless (car.loudness[DIALOGUE] - car.loudness[WHISPER] < 3.5);
}
GST_END_TEST;

/* At 0 such a preset leaves the dialogue as it is; in between it is between. */
GST_START_TEST (test_amounts)
{
  Figures none = play ("night-mode", 0.0), half = play ("night-mode", 50.0);
  Figures car = play ("podcast-in-the-car", 50.0);

  fail_unless (fabs (none.loudness[DIALOGUE] + 27.0) < 0.5);
  fail_unless (none.range > 24.0, "%g LU", none.range);
  fail_unless (half.range > 8.0 && half.range < 14.0, "%g LU", half.range);
  fail_unless (car.range > 6.0 && car.range < 10.0, "%g LU", car.range);
}
GST_END_TEST;

/* Speech comes up over the noise of a street, without the bass that a small
 * loudspeaker does not play. */
GST_START_TEST (test_small_speaker)
{
  Figures half = play ("small-speaker", 50.0);
  Figures whole = play ("small-speaker", 100.0);

  fail_unless (half.loudness[DIALOGUE] > -25.0 &&
      whole.loudness[DIALOGUE] > half.loudness[DIALOGUE]);
  fail_unless (whole.range < half.range && half.range < 25.0);
}
GST_END_TEST;

/* --- 5.1: dialogue in the centre, effects all about it */

#define SURROUND 6

static const gfloat effects_at[SURROUND] = { 0.85f, 0.76f, 0.0f, 0.85f, 0.42f,
  0.42f };

typedef struct {
  gdouble dialogue, effects; /* LUFS */
  gdouble front, low;        /* dBFS RMS of the effects: left, LFE */
} Surround;

static gdouble
power_of (const gfloat *samples, gint channel)
{
  gdouble power = 0.0;

  for (gint i = RIG_RATE; i < 3 * RIG_RATE; i++)
    power += samples[SURROUND * i + channel] * samples[SURROUND * i + channel];
  return 10.0 * log10 (power / (2 * RIG_RATE));
}

static gdouble
loudness_of (const gfloat *samples)
{
  static const gdouble weights[] = { 1.0, 1.0, 1.0, 0.0, 1.41, 1.41 };
  MstLoudness *meter = mst_loudness_new (RIG_RATE, SURROUND, weights);
  gdouble integrated;

  for (gint i = 0; i < 3 * RIG_RATE; i += 480) {
    gfloat planes[SURROUND][480];
    const gfloat *in[SURROUND];
    for (gint c = 0; c < SURROUND; c++) {
      in[c] = planes[c];
      for (gint k = 0; k < 480; k++)
        planes[c][k] = samples[SURROUND * (i + k) + c];
    }
    mst_loudness_process (meter, in, 480);
  }
  integrated = mst_loudness_gated (meter).integrated;
  mst_loudness_free (meter);
  return integrated;
}

/* Three seconds of dialogue, then three of effects, once more each. */
static Surround
play_surround (gdouble amount)
{
  const gsize second = SURROUND * RIG_RATE;
  RigOutput output = { 0 };
  Film film = { .state = 1 };
  const gfloat *samples;
  Surround found;
  Rig rig;

  rig_init (&rig, "masterchain", 44100, 2);
  g_object_set (rig.harness->element, "preset", "late-night-film", "amount",
      amount, NULL);
  rig_set_caps (&rig, RIG_RATE, SURROUND);
  for (gint k = 0; k < 1200; k++) {
    GstBuffer *buffer = rig_noise (&rig, 480);
    Kind kind = k / 300 % 2 ? EFFECTS : DIALOGUE;
    gfloat out[SURROUND * 480];
    for (gint i = 0; i < 480; i++) {
      gdouble t = (gdouble) (rig.pushed - 480 + i) / RIG_RATE;
      gfloat x = (gfloat) next_sample (&film, kind, t);
      for (gint c = 0; c < SURROUND; c++)
        out[SURROUND * i + c] = kind == EFFECTS ? effects_at[c] * x
            : c == 2                            ? 1.345f * x
                                                : 0.0f;
    }
    gst_buffer_fill (buffer, 0, out, sizeof (out));
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless (rig_latency (&rig) <= RIG_RATE / 10);
  samples = (const gfloat *) (gpointer) output.bytes->data;
  found = (Surround){ loudness_of (samples + 6 * second),
    loudness_of (samples + 9 * second), power_of (samples + 9 * second, 0),
    power_of (samples + 9 * second, 3) };
  g_print ("# amount %g: dialogue %.1f, effects %.1f LUFS, front %.1f, low "
           "%.1f dBFS\n",
      amount, found.dialogue, found.effects, found.front, found.low);
  rig_output_clear (&output);
  rig_clear (&rig);
  return found;
}

/* Effects stay 6 of 17 LU over the dialogue. The centre comes up by 4 dB and
 * low effects down by 10, on top of one gain for the fronts. */
GST_START_TEST (test_late_night_film)
{
  Surround film = play_surround (0.0), night = play_surround (100.0);

  fail_unless (fabs (film.dialogue + 27.0) < 1.0, "%g", film.dialogue);
  fail_unless (fabs (film.effects + 10.0) < 1.0, "%g", film.effects);
  fail_unless (night.effects - night.dialogue < 7.0, "%g and %g", night.effects,
      night.dialogue);
  fail_unless (
      fabs ((film.front - night.front) - (film.low - night.low) + 10.0) < 1.5,
      "low effects by %g, fronts by %g", night.low - film.low,
      night.front - film.front);
}
GST_END_TEST;

static gdouble
get_number (GstElement *chain, const gchar *path)
{
  gdouble number;

  gst_child_proxy_get (GST_CHILD_PROXY (chain), path, &number, NULL);
  return number;
}

/* The amount moves the settings that follow it, and no other; a preset without
 * such settings has none. */
GST_START_TEST (test_amount_moves_what_follows_it)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);

  g_object_set (chain, "amount", 50.0, "preset", "night-mode", NULL);
  fail_unless (fabs (get_number (chain, "compressor::ratio") - 2.5) < 1e-9);
  gst_child_proxy_set (GST_CHILD_PROXY (chain), "compressor::threshold", -40.0,
      NULL);
  g_object_set (chain, "amount", 100.0, NULL);
  fail_unless (fabs (get_number (chain, "compressor::ratio") - 4.0) < 1e-9);
  fail_unless (fabs (get_number (chain, "compressor::makeup") - 21.0) < 1e-9);
  fail_unless (get_number (chain, "compressor::threshold") == -40.0);
  g_object_set (chain, "preset", "warm-analog", "amount", 0.0, NULL);
  fail_unless (get_number (chain, "compressor::ratio") > 1.0);
}
GST_END_TEST;

/* --- GstPreset */

GST_START_TEST (test_presets_of_gstreamer)
{
  g_autoptr (GstElement) chain = gst_element_factory_make ("masterchain", NULL);
  g_auto (GStrv) names = NULL;
  g_autofree gchar *name = NULL, *comment = NULL;
  GstPreset *preset = GST_PRESET (chain);

  names = gst_preset_get_preset_names (preset);
  fail_unless (g_strv_contains ((const gchar *const *) names, "night-mode"));
  fail_unless (gst_preset_load_preset (preset, "night-mode"));
  g_object_get (chain, "preset", &name, NULL);
  fail_unless_equals_string (name, "night-mode");
  fail_unless (gst_preset_get_meta (preset, "night-mode", "comment", &comment));
  fail_unless (g_str_has_prefix (comment, "Films and series"));
  fail_if (gst_preset_load_preset (preset, "nope"));

  gst_child_proxy_set (GST_CHILD_PROXY (chain), "eq::band3::gain", -2.5, NULL);
  fail_if (gst_preset_save_preset (preset, "night-mode"));
  fail_unless (gst_preset_save_preset (preset, "mine"));
  fail_unless (gst_preset_load_preset (preset, "classical"));
  fail_unless (get_number (chain, "eq::band3::gain") != -2.5);
  fail_unless (gst_preset_load_preset (preset, "mine"));
  fail_unless (get_number (chain, "eq::band3::gain") == -2.5);
  fail_unless (get_number (chain, "compressor::ratio") == 4.0);
  fail_unless (gst_preset_delete_preset (preset, "mine"));
}
GST_END_TEST;

/* --- automation of the bypass */

/* Bypassed from the first second to the second one, however the stream is cut:
 * without the match, the input is there to the bit but for two fades of 20 ms.
 */
GST_START_TEST (test_bypass_is_automated)
{
  static const gint sizes[] = { 480, 1237 };
  RigOutput outputs[2] = { { 0 } };
  g_autoptr (GstBuffer) input = NULL;
  Rig rig;

  for (gint i = 0; i < 2; i++) {
    GstControlSource *source = gst_interpolation_control_source_new ();
    GstTimedValueControlSource *values =
        GST_TIMED_VALUE_CONTROL_SOURCE (source);

    rig_init (&rig, "masterchain", RIG_RATE, 2);
    g_object_set (rig.harness->element, "bypass-match", FALSE, NULL);
    gst_child_proxy_set (GST_CHILD_PROXY (rig.harness->element), "eq::gain",
        -6.0, NULL);
    g_object_set (source, "mode", GST_INTERPOLATION_MODE_NONE, NULL);
    gst_timed_value_control_source_set (values, 0, 0.0);
    gst_timed_value_control_source_set (values, RIG_START + GST_SECOND, 1.0);
    gst_timed_value_control_source_set (values, RIG_START + 2 * GST_SECOND,
        0.0);
    fail_unless (
        gst_object_add_control_binding (GST_OBJECT (rig.harness->element),
            gst_direct_control_binding_new (GST_OBJECT (rig.harness->element),
                "bypass", source)));
    gst_object_unref (source);
    rig_push (&rig, 3 * RIG_RATE, sizes[i]);
    rig_eos (&rig);
    rig_collect (&rig, &outputs[i]);
    rig_clear (&rig);
  }
  rig_assert_same (&outputs[0], &outputs[1]);
  rig.pushed = 0;
  rig.channels = 2;
  input = rig_noise (&rig, 3 * RIG_RATE);
  fail_unless (gst_buffer_memcmp (input, (RIG_RATE + 1100) * 8,
                   outputs[0].bytes->data + (RIG_RATE + 1100) * 8,
                   (RIG_RATE - 1100) * 8) == 0);
  fail_if (gst_buffer_memcmp (input, 1000 * 8,
               outputs[0].bytes->data + 1000 * 8, 1000 * 8) == 0);
  fail_if (
      gst_buffer_memcmp (input, (2 * RIG_RATE + 1100) * 8,
          outputs[0].bytes->data + (2 * RIG_RATE + 1100) * 8, 1000 * 8) == 0);
  rig_output_clear (&outputs[0]);
  rig_output_clear (&outputs[1]);
}
GST_END_TEST;

static Suite *
listening_suite (void)
{
  Suite *suite = suite_create ("listening");
  TCase *tests = tcase_create ("presets");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_the_film);
  tcase_add_test (tests, test_night_mode);
  tcase_add_test (tests, test_podcast_in_the_car);
  tcase_add_test (tests, test_late_night_film);
  tcase_add_test (tests, test_amounts);
  tcase_add_test (tests, test_small_speaker);
  tcase_add_test (tests, test_amount_moves_what_follows_it);
  tcase_add_test (tests, test_presets_of_gstreamer);
  tcase_add_test (tests, test_bypass_is_automated);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, listening_suite, "listening", __FILE__);
}
