/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Promises of all elements to their users: children, presets, properties with
 * units, integer output by caps.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "rig.h"

#include <gst/base/gstbasesink.h>

#include <math.h>
#include <string.h>

/* --- bands */

GST_START_TEST (test_bands_are_children)
{
  g_autoptr (GstElement) eq = gst_element_factory_make ("mastereq", NULL);
  GstChildProxy *proxy = GST_CHILD_PROXY (eq);
  gdouble gain = 0;
  gint type = 0;

  fail_unless_equals_int (gst_child_proxy_get_children_count (proxy), 8);
  g_object_set (eq, "bands", 3, NULL);
  fail_unless_equals_int (gst_child_proxy_get_children_count (proxy), 3);
  gst_util_set_object_arg (G_OBJECT (eq), "bands", "32");
  fail_unless_equals_int (gst_child_proxy_get_children_count (proxy), 32);
  gst_child_proxy_set (proxy, "band2::gain", 3.25, "band2::type", 2, NULL);
  gst_child_proxy_get (proxy, "band2::gain", &gain, "band2::type", &type, NULL);
  fail_unless (gain == 3.25);
  fail_unless_equals_int (type, 2);
  fail_unless (!gst_child_proxy_get_child_by_name (proxy, "band32"));
}
GST_END_TEST;

/* A band may outlive its equaliser. */
GST_START_TEST (test_band_outlives_its_parent)
{
  g_autoptr (GstElement) eq = gst_element_factory_make ("mastereq", NULL);
  g_autoptr (GObject) band =
      gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (eq), "band0");

  g_object_set (band, "gain", 1.0, NULL);
}
GST_END_TEST;

GST_START_TEST (test_launch_syntax)
{
  GError *error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (
      "audiotestsrc num-buffers=3 ! audioconvert ! masterchain name=c "
      "limiter::ceiling=-2 eq::band1::type=low-cut ! fakesink",
      &error);
  gdouble ceiling;
  g_autoptr (GObject) chain = NULL;

  fail_unless (!error, "%s", error ? error->message : "");
  chain = (GObject *) gst_bin_get_by_name (GST_BIN (pipeline), "c");
  gst_child_proxy_get (GST_CHILD_PROXY (chain), "limiter::ceiling", &ceiling,
      NULL);
  fail_unless (ceiling == -2);
}
GST_END_TEST;

/* --- properties */

/* Every parameter: unit in the blurb, flags, default, and out-of-range values
 * refused. */
GST_START_TEST (test_properties_follow_the_table)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make (rig_elements[__i__], NULL);
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (element)->stage;

  for (gint i = 0; i < stage->n_params; i++) {
    const MstParam *row = &stage->params[i];
    GParamSpec *spec =
        g_object_class_find_property (G_OBJECT_GET_CLASS (element), row->name);
    fail_unless (spec);
    if (row->unit[0]) {
      gchar *unit = g_strdup_printf ("[%s]", row->unit);
      fail_unless (g_str_has_suffix (g_param_spec_get_blurb (spec), unit));
      g_free (unit);
    }
    if (row->flags & MST_PARAM_AT_START)
      fail_unless (spec->flags & GST_PARAM_MUTABLE_READY);
    else
      fail_unless (spec->flags & GST_PARAM_CONTROLLABLE);
  }
  for (gint i = 0; i < stage->n_readouts; i++) {
    GParamSpec *spec = g_object_class_find_property (
        G_OBJECT_GET_CLASS (element), stage->readouts[i].name);
    fail_unless (spec && !(spec->flags & G_PARAM_WRITABLE));
  }
  for (gint i = 0; i < stage->n_arrays; i++) {
    GParamSpec *spec = g_object_class_find_property (
        G_OBJECT_GET_CLASS (element), stage->arrays[i].row.name);
    fail_unless (spec && !(spec->flags & G_PARAM_WRITABLE));
  }
  for (gint i = 0; i < stage->n_band_readouts; i++) {
    gchar *name = g_strconcat ("band0::", stage->band_readouts[i].name, NULL);
    GObject *band;
    GParamSpec *spec;
    fail_unless (
        gst_child_proxy_lookup (GST_CHILD_PROXY (element), name, &band, &spec));
    fail_unless (!(spec->flags & G_PARAM_WRITABLE));
    g_object_unref (band);
    g_free (name);
  }
}
GST_END_TEST;

/* Metadata has the form that GStreamer asks for and its own elements have: a
 * class of its list (docs/design/element-klass), a page, a name with an
 * address; the bypass can be automated. */
GST_START_TEST (test_metadata)
{
  static const gchar *const classes[] = { "Filter/Effect/Audio",
    "Filter/Analyzer/Audio", "Filter/Converter/Audio", NULL };
  const gchar *name =
      __i__ < rig_n_elements ? rig_elements[__i__] : "masterchain";
  g_autoptr (GstElement) element = gst_element_factory_make (name, NULL);
  GstElementClass *klass = GST_ELEMENT_GET_CLASS (element);
  GParamSpec *bypass =
      g_object_class_find_property (G_OBJECT_CLASS (klass), "bypass");
  const gchar *page =
      gst_element_class_get_metadata (klass, GST_ELEMENT_METADATA_DOC_URI);

  fail_unless (g_strv_contains (classes,
      gst_element_class_get_metadata (klass, GST_ELEMENT_METADATA_KLASS)));
  fail_unless (g_str_has_prefix (page, "file:///") ||
      g_str_has_prefix (page, "https://"));
  fail_unless (
      strstr (page, name + strlen ("master")) || strstr (page, "masterchain"));
  fail_unless (g_str_has_suffix (
      gst_element_class_get_metadata (klass, GST_ELEMENT_METADATA_AUTHOR),
      ">"));
  fail_unless (strlen (gst_element_class_get_metadata (klass,
                   GST_ELEMENT_METADATA_DESCRIPTION)) > 0);
  fail_unless (!bypass || bypass->flags & GST_PARAM_CONTROLLABLE);
}
GST_END_TEST;

/* --- presets */

/* Every shipped preset loads, and changes the element. */
GST_START_TEST (test_presets)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make (rig_elements[__i__], NULL);
  GstPreset *preset = GST_PRESET (element);
  g_auto (GStrv) names = gst_preset_get_preset_names (preset);

  for (gchar **name = names; name && *name; name++) {
    gchar *comment = NULL;
    fail_unless (gst_preset_load_preset (preset, *name), "%s", *name);
    fail_unless (gst_preset_get_meta (preset, *name, "comment", &comment),
        "%s has no comment", *name);
    g_free (comment);
  }
}
GST_END_TEST;

static void
assert_same_bands (GstElement *a, GstElement *b, const gchar *name)
{
  gint bands;

  g_object_get (a, "bands", &bands, NULL);
  for (gint i = 0; i < bands; i++) {
    gchar *child = g_strdup_printf ("band%d", i);
    GObject *one =
        gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (a), child);
    GObject *other =
        gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (b), child);
    guint n;
    GParamSpec **specs =
        g_object_class_list_properties (G_OBJECT_GET_CLASS (one), &n);
    for (guint s = 0; s < n; s++) {
      GValue x = G_VALUE_INIT, y = G_VALUE_INIT;
      if (specs[s]->owner_type != G_OBJECT_TYPE (one))
        continue; /* name, parent */
      g_value_init (&x, specs[s]->value_type);
      g_value_init (&y, specs[s]->value_type);
      g_object_get_property (one, specs[s]->name, &x);
      g_object_get_property (other, specs[s]->name, &y);
      fail_unless (g_param_values_cmp (specs[s], &x, &y) == 0,
          "%s: %s::%s is what it was before", name, child, specs[s]->name);
      g_value_unset (&x);
      g_value_unset (&y);
    }
    g_free (specs);
    g_object_unref (one);
    g_object_unref (other);
    g_free (child);
  }
}

/* All but what is read at the start, which presets leave alone. */
static void
assert_same_settings (GstElement *a, GstElement *b, const gchar *name)
{
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (a)->stage;

  for (gint i = 0; i < stage->n_params; i++) {
    const MstParam *row = &stage->params[i];
    GParamSpec *spec =
        g_object_class_find_property (G_OBJECT_GET_CLASS (a), row->name);
    GValue x = G_VALUE_INIT, y = G_VALUE_INIT;
    if (row->flags & MST_PARAM_AT_START)
      continue;
    g_value_init (&x, spec->value_type);
    g_value_init (&y, spec->value_type);
    g_object_get_property (G_OBJECT (a), row->name, &x);
    g_object_get_property (G_OBJECT (b), row->name, &y);
    fail_unless (g_param_values_cmp (spec, &x, &y) == 0,
        "%s: %s is what it was before", name, row->name);
    g_value_unset (&x);
    g_value_unset (&y);
  }
  if (stage->max_bands > 0)
    assert_same_bands (a, b, name);
}

/* Those whose every setting is one of taste, and so of the preset. */
static const gchar *const all_of_taste[] = { "mastereq", "mastercompressor",
  "mastermultiband", "masterreverb" };

/* A preset is the same whatever was set before, and however many bands were in
 * use. */
GST_START_TEST (test_presets_forget)
{
  const gchar *type = all_of_taste[__i__];
  GstElement *element = gst_element_factory_make (type, NULL);
  g_auto (GStrv) names = gst_preset_get_preset_names (GST_PRESET (element));

  for (gchar **name = names; name && *name; name++) {
    Rig rig;
    gst_object_unref (element);
    element = gst_element_factory_make (type, NULL);
    fail_unless (gst_preset_load_preset (GST_PRESET (element), *name));
    rig_init (&rig, type, 48000, 2);
    rig_stir (&rig, 1);
    if (rig.stage->max_bands > 0)
      rig_set_number (&rig, &rig.stage->params[0], rig.stage->params[0].min);
    fail_unless (
        gst_preset_load_preset (GST_PRESET (rig.harness->element), *name));
    assert_same_settings (element, rig.harness->element, *name);
    rig_clear (&rig);
  }
  gst_object_unref (element);
}
GST_END_TEST;

GST_START_TEST (test_preset_properties)
{
  g_autoptr (GstElement) eq = gst_element_factory_make ("mastereq", NULL);
  g_auto (GStrv) names = gst_preset_get_property_names (GST_PRESET (eq));

  fail_unless (g_strv_contains ((const gchar *const *) names, "gain"));
  fail_unless (g_strv_contains ((const gchar *const *) names, "band0::gain"));
  fail_if (g_strv_contains ((const gchar *const *) names, "name"));
  fail_if (g_strv_contains ((const gchar *const *) names, "qos"));
  fail_if (g_strv_contains ((const gchar *const *) names, "band0::name"));
}
GST_END_TEST;

/* --- warnings */

/* Values that nobody has set are not complained of: 20 kHz, for example, where
 * that means off, at a rate that has no 20 kHz. */
GST_START_TEST (test_defaults_are_no_fault)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstMessage *message;
  Rig rig;

  rig_init (&rig, rig_elements[__i__], 32000, 2);
  gst_element_set_bus (rig.harness->element, bus);
  rig_push (&rig, 4800, 480);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  fail_unless (!message, "%s warns", rig_elements[__i__]);
  gst_element_set_bus (rig.harness->element, NULL);
  rig_clear (&rig);
}
GST_END_TEST;

/* --- masterdither: the word length follows the caps */

/* Oracle: GStreamer's own unpacking of each format. */
GST_START_TEST (test_dither_formats)
{
  static const GstAudioFormat formats[] = { GST_AUDIO_FORMAT_S16,
    GST_AUDIO_FORMAT_S24, GST_AUDIO_FORMAT_S24_32, GST_AUDIO_FORMAT_S32 };
  static const gint bits[] = { 16, 24, 24, 32 };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    const GstAudioFormatInfo *finfo = gst_audio_format_get_info (formats[f]);
    Rig rig;
    RigOutput output = { 0 };
    GstBuffer *input;
    GstMapInfo map;
    gint32 *words = g_new (gint32, 2 * 4000);
    gchar *line = g_strdup_printf ("masterdither ! capsfilter "
                                   "caps=audio/x-raw,format=%s",
        finfo->name);
    rig = (Rig){ .rate = RIG_RATE,
      .channels = 2,
      .harness = gst_harness_new_parse (line) };
    rig_set_caps (&rig, RIG_RATE, 2);
    rig_push (&rig, 4000, 333);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, 4000);
    fail_unless_equals_int (output.bpf, 2 * finfo->width / 8);
    finfo->unpack_func (finfo, GST_AUDIO_PACK_FLAG_TRUNCATE_RANGE, words,
        output.bytes->data, 2 * 4000);
    rig.pushed = 0;
    input = rig_noise (&rig, 4000);
    gst_buffer_map (input, &map, GST_MAP_READ);
    for (gint i = 0; i < 2 * 4000; i++)
      fail_unless (fabs (words[i] * 0x1p-31 - ((gfloat *) map.data)[i]) <=
              1.5 * pow (2, 1 - bits[f]),
          "%s: %08x for %.9g at %d", finfo->name, (guint) words[i],
          ((gfloat *) map.data)[i], i);
    gst_buffer_unmap (input, &map);
    gst_buffer_unref (input);
    rig_output_clear (&output);
    rig_clear (&rig);
    g_free (words);
    g_free (line);
  }
}
GST_END_TEST;

static void
push_words (Rig *rig, const gint32 *words, gint n)
{
  GstBuffer *buffer = rig_noise (rig, n);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (gint i = 0; i < 2 * n; i++)
    ((gfloat *) map.data)[i] = words[i] * 0x1p-31f;
  gst_buffer_unmap (buffer, &map);
  rig_push_buffer (rig, buffer);
}

/* Samples with no more bits than asked for, in larger containers, come out bit
 * for bit. Oracle: GStreamer's own unpacking. */
GST_START_TEST (test_dither_keeps_what_fits)
{
  static const struct {
    GstAudioFormat format;
    gint bits;
    const gchar *shaping;
  } rows[] = { { GST_AUDIO_FORMAT_S16, 16, "tpdf" },
    { GST_AUDIO_FORMAT_S24, 20, "f-weighted" },
    { GST_AUDIO_FORMAT_S24_32, 16, "lipshitz" },
    { GST_AUDIO_FORMAT_S32, 24, "wannamaker" },
    { GST_AUDIO_FORMAT_S24, 24, "none" } };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++) {
    const GstAudioFormatInfo *finfo =
        gst_audio_format_get_info (rows[r].format);
    gint32 words[2 * 1000], out[2 * 1000];
    RigOutput output = { 0 };
    gchar *line = g_strdup_printf ("masterdither bits=%d shaping=%s ! "
                                   "capsfilter caps=audio/x-raw,format=%s",
        rows[r].bits, rows[r].shaping, finfo->name);
    Rig rig = { .rate = RIG_RATE,
      .channels = 2,
      .harness = gst_harness_new_parse (line) };
    rig_set_caps (&rig, RIG_RATE, 2);
    for (guint i = 0; i < 2 * 1000; i++)
      words[i] =
          (gint32) ((i * 2654435761u) & (0xffffffffu << (32 - rows[r].bits)));
    push_words (&rig, words, 1000);
    rig_eos (&rig);
    rig_collect (&rig, &output);
    fail_unless_equals_int (output.frames, 1000);
    finfo->unpack_func (finfo, GST_AUDIO_PACK_FLAG_TRUNCATE_RANGE, out,
        output.bytes->data, 2 * 1000);
    fail_unless (memcmp (words, out, sizeof (words)) == 0, "%s", line);
    rig_output_clear (&output);
    rig_clear (&rig);
    g_free (line);
  }
}
GST_END_TEST;

/* --- buffers as a parser cuts them */

GST_START_TEST (test_misaligned_buffers)
{
  RigOutput plain = { 0 }, odd = { 0 };
  Rig rig;

  rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
  rig_push (&rig, 4800, 480);
  rig_eos (&rig);
  rig_collect (&rig, &plain);
  rig_clear (&rig);
  for (gint shift = 1; shift < 8; shift += 3) {
    rig_init (&rig, rig_elements[__i__], RIG_RATE, 2);
    for (gint i = 0; i < 10; i++) {
      GstBuffer *whole = gst_buffer_new_allocate (NULL, 480 * 8 + shift, NULL);
      GstBuffer *noise = rig_noise (&rig, 480);
      GstMapInfo map;
      gst_buffer_map (noise, &map, GST_MAP_READ);
      gst_buffer_fill (whole, shift, map.data, map.size);
      gst_buffer_unmap (noise, &map);
      gst_buffer_copy_into (whole, noise, GST_BUFFER_COPY_TIMESTAMPS, 0, -1);
      gst_buffer_resize (whole, shift, 480 * 8);
      gst_buffer_copy_into (whole, noise, GST_BUFFER_COPY_TIMESTAMPS, 0, -1);
      gst_buffer_unref (noise);
      rig_push_buffer (&rig, whole);
    }
    rig_eos (&rig);
    rig_collect (&rig, &odd);
    rig_assert_same (&plain, &odd);
    rig_output_clear (&odd);
    rig_clear (&rig);
  }
  rig_output_clear (&plain);
}
GST_END_TEST;

/* --- a sink for video */

typedef GstBaseSink Picture;
typedef GstBaseSinkClass PictureClass;
GType picture_get_type (void);
G_DEFINE_TYPE (Picture, picture, GST_TYPE_BASE_SINK)

static void
picture_class_init (PictureClass *klass)
{
  static GstStaticPadTemplate sink = GST_STATIC_PAD_TEMPLATE ("sink",
      GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &sink);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Picture",
      "Sink/Video", "Shows nothing", "the gst-mastering authors");
}

static void
picture_init (Picture *self)
{
}

/* Runs levelled audio beside a sink for video, and counts the warnings. */
static guint
count_warnings (gboolean video, gboolean live, gint lookahead)
{
  g_autofree gchar *line = g_strdup_printf (
      "audiotestsrc num-buffers=20 is-live=%s ! audioconvert ! masterloudness "
      "mode=live lookahead=%d ! fakesink async=false %s",
      live ? "true" : "false", lookahead,
      video ? "audiotestsrc num-buffers=1 ! testpicture async=false" : "");
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *message;
  guint warnings = 0;
  gboolean over = FALSE;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (!over) {
    message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
        GST_MESSAGE_WARNING | GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    fail_unless (message);
    fail_if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR);
    over = GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
    warnings += GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING;
    gst_message_unref (message);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return warnings;
}

/* docs/embedding.md, "Video" */
GST_START_TEST (test_a_long_look_ahead_beside_video)
{
  gst_element_register (NULL, "testpicture", GST_RANK_NONE,
      picture_get_type ());
  fail_unless_equals_int (count_warnings (TRUE, FALSE, 3000), 1);
  fail_unless_equals_int (count_warnings (TRUE, FALSE, 100), 0);
  fail_unless_equals_int (count_warnings (FALSE, FALSE, 3000), 0);
  fail_unless_equals_int (count_warnings (TRUE, TRUE, 3000), 0);
}
GST_END_TEST;

static Suite *
elements_suite (void)
{
  Suite *suite = suite_create ("elements");
  TCase *tests = tcase_create ("elements");

  suite_add_tcase (suite, tests);
  tcase_add_test (tests, test_bands_are_children);
  tcase_add_test (tests, test_band_outlives_its_parent);
  tcase_add_test (tests, test_launch_syntax);
  tcase_add_loop_test (tests, test_properties_follow_the_table, 0,
      rig_n_elements);
  tcase_add_loop_test (tests, test_metadata, 0, rig_n_elements + 1);
  tcase_add_loop_test (tests, test_presets, 0, rig_n_elements);
  tcase_add_loop_test (tests, test_presets_forget, 0,
      G_N_ELEMENTS (all_of_taste));
  tcase_add_test (tests, test_preset_properties);
  tcase_add_loop_test (tests, test_defaults_are_no_fault, 0, rig_n_elements);
  tcase_add_test (tests, test_dither_formats);
  tcase_add_test (tests, test_dither_keeps_what_fits);
  tcase_add_loop_test (tests, test_misaligned_buffers, 0, rig_n_elements);
  tcase_add_test (tests, test_a_long_look_ahead_beside_video);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, elements_suite, "elements", __FILE__);
}
