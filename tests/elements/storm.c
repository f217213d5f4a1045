/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Properties are set and read from several threads while a pipeline runs: each
 * element, and the chain. The oracle is that the stream comes to its end, and,
 * in a build with -Db_sanitize=thread (tests/checks/threads.sh), that no two
 * threads touch a thing without a lock between them.
 */
#include "rig.h"

#include <string.h>

#define SETTERS 3
#define MOST_OBJECTS 128
#define FRAMES "48000"

typedef struct {
  GstElement *element;
  GPtrArray *objects; /* the element and its children */
  gint over;
} Storm;

/* --- what is set */

static void
set_any (GObject *object, const GParamSpec *spec, guint32 *state)
{
  GValue value = G_VALUE_INIT;
  const guint32 number = rig_random (state);
  const gdouble share = number / (gdouble) (1 << 24);

  g_value_init (&value, spec->value_type);
  if (G_IS_PARAM_SPEC_DOUBLE (spec)) {
    const GParamSpecDouble *range = (const GParamSpecDouble *) spec;

    g_value_set_double (&value,
        range->minimum + share * (range->maximum - range->minimum));
  } else if (G_IS_PARAM_SPEC_BOOLEAN (spec))
    g_value_set_boolean (&value, number & 1);
  else if (G_IS_PARAM_SPEC_INT (spec))
    g_value_set_int (&value, ((const GParamSpecInt *) spec)->maximum);
  else if (G_IS_PARAM_SPEC_ENUM (spec)) {
    GEnumClass *of = ((const GParamSpecEnum *) spec)->enum_class;

    g_value_set_enum (&value, of->values[number % of->n_values].value);
  } else {
    g_value_unset (&value);
    return;
  }
  g_object_set_property (object, spec->name, &value);
  g_value_unset (&value);
}

static void
read_any (GObject *object, const GParamSpec *spec)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, spec->value_type);
  g_object_get_property (object, spec->name, &value);
  g_value_unset (&value);
}

static gpointer
set_and_read (gpointer data)
{
  Storm *self = data;
  guint32 state = GPOINTER_TO_UINT (g_thread_self ());

  while (!g_atomic_int_get (&self->over)) {
    GObject *object = g_ptr_array_index (self->objects,
        rig_random (&state) % self->objects->len);
    g_autofree GParamSpec **specs = NULL;
    const GParamSpec *spec;
    guint n;

    specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
    spec = specs[rig_random (&state) % n];
    if (spec->flags & G_PARAM_READABLE)
      read_any (object, spec);
    if (spec->owner_type != GST_TYPE_OBJECT &&
        (spec->flags & G_PARAM_WRITABLE) &&
        !(spec->flags & G_PARAM_CONSTRUCT_ONLY))
      set_any (object, spec, &state);
    g_thread_yield ();
  }
  return NULL;
}

/* --- a pipeline in it */

static void
add_children (GPtrArray *objects, GObject *object)
{
  GstChildProxy *proxy;

  g_ptr_array_add (objects, g_object_ref (object));
  if (!GST_IS_CHILD_PROXY (object))
    return;
  proxy = GST_CHILD_PROXY (object);
  for (guint i = 0; i < gst_child_proxy_get_children_count (proxy); i++) {
    GObject *child = gst_child_proxy_get_child_by_index (proxy, i);

    if (child && objects->len < MOST_OBJECTS)
      add_children (objects, child);
    g_clear_object (&child);
  }
}

/* Latency and position are asked for by players at any time. */
static void
wait_for_the_end (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
        GST_MSECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    g_autoptr (GstQuery) query = gst_query_new_latency ();
    gint64 position;

    gst_element_query (pipeline, query);
    gst_element_query_position (pipeline, GST_FORMAT_TIME, &position);
    if (!message)
      continue;
    fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_EOS);
    return;
  }
}

static void
run_storm (const gchar *name)
{
  g_autofree gchar *line = g_strdup_printf (
      "audiotestsrc wave=pink-noise num-buffers=40 samplesperbuffer=1024 ! "
      "audioconvert ! audio/x-raw,format=F32LE,rate=" FRAMES ",channels=2 ! "
      "%s name=it ! fakesink",
      name);
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, NULL);
  GThread *threads[SETTERS];
  Storm storm = { .objects = g_ptr_array_new_with_free_func (g_object_unref) };

  fail_unless (pipeline, "%s", name);
  storm.element = gst_bin_get_by_name (GST_BIN (pipeline), "it");
  add_children (storm.objects, G_OBJECT (storm.element));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (int i = 0; i < SETTERS; i++)
    threads[i] = g_thread_new (NULL, set_and_read, &storm);
  wait_for_the_end (pipeline);
  g_atomic_int_set (&storm.over, 1);
  for (int i = 0; i < SETTERS; i++)
    g_thread_join (threads[i]);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_ptr_array_unref (storm.objects);
  gst_object_unref (storm.element);
}

GST_START_TEST (test_a_storm_of_properties)
{
  const gchar *only = g_getenv ("STORM_ELEMENT");
  const gchar *name =
      __i__ < rig_n_elements ? rig_elements[__i__] : "masterchain";

  if (!only || strcmp (only, name) == 0)
    run_storm (name);
}
GST_END_TEST;

static Suite *
storm_suite (void)
{
  Suite *suite = suite_create ("storm");
  TCase *tests = tcase_create ("storm");

  suite_add_tcase (suite, tests);
  tcase_add_loop_test (tests, test_a_storm_of_properties, 0,
      rig_n_elements + 1);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, storm_suite, "storm", __FILE__);
}
