/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "chain.h"

#include <math.h>
#include <string.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

/* The stage that takes the most time. */
#define HEAVY "saturator"
#define DRIVE "limiter::drive"
#define CEILING "limiter::ceiling"
#define LIMITING "limiter::max-gain-reduction"

/* Returns TRUE for the limiter's drive and ceiling, which the solver turns. */
static gboolean
is_ours (GObject *target, const gchar *property)
{
  return GST_IS_OBJECT (target) &&
      g_strcmp0 (GST_OBJECT_NAME (target), "limiter") == 0 &&
      (g_str_equal (property, "drive") || g_str_equal (property, "ceiling"));
}

/* Returns TRUE for properties of stages and bands. Those that every GStreamer
 * object has are for the pipeline. */
static gboolean
is_setting (const GParamSpec *pspec)
{
  const GParamFlags both = G_PARAM_READABLE | G_PARAM_WRITABLE;
  const GType owner = pspec->owner_type;

  return (pspec->flags & both) == both &&
      !(pspec->flags & G_PARAM_CONSTRUCT_ONLY) && owner != GST_TYPE_OBJECT &&
      owner != GST_TYPE_ELEMENT && owner != GST_TYPE_BIN &&
      g_strcmp0 (g_type_name (owner), "GstBaseTransform") != 0;
}

static gchar *
list_choices (GEnumClass *choices)
{
  GString *list = g_string_new ("one of ");

  for (guint i = 0; i < choices->n_values; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
        choices->values[i].value_nick);
  return g_string_free (list, FALSE);
}

/* Says in words which values a property takes. Every kind of number has its
 * own range. */
static gchar *
describe_values (GParamSpec *pspec)
{
  if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    return g_strdup_printf ("a number, %g to %g",
        G_PARAM_SPEC_DOUBLE (pspec)->minimum,
        G_PARAM_SPEC_DOUBLE (pspec)->maximum);
  if (G_IS_PARAM_SPEC_INT (pspec))
    return g_strdup_printf ("a whole number, %d to %d",
        G_PARAM_SPEC_INT (pspec)->minimum, G_PARAM_SPEC_INT (pspec)->maximum);
  if (G_IS_PARAM_SPEC_UINT (pspec))
    return g_strdup_printf ("a whole number, %u to %u",
        G_PARAM_SPEC_UINT (pspec)->minimum, G_PARAM_SPEC_UINT (pspec)->maximum);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return g_strdup ("true or false");
  if (G_IS_PARAM_SPEC_ENUM (pspec))
    return list_choices (G_PARAM_SPEC_ENUM (pspec)->enum_class);
  return g_strdup ("of another kind");
}

static gboolean
set_value (GObject *target, GParamSpec *pspec, const gchar *text,
    const gchar *setting, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  /* GStreamer reads an empty text as zero. */
  if (*text == '\0' ||
      !gst_value_deserialize_with_pspec (&value, text, pspec) ||
      g_param_value_validate (pspec, &value)) {
    g_autofree gchar *values = describe_values (pspec);
    return master_usage (error, "--set %s: must be %s", setting, values);
  }
  g_object_set_property (target, pspec->name, &value);
  return TRUE;
}

static gboolean
apply (GstElement *chain, const gchar *setting, GError **error)
{
  const gchar *equals = strchr (setting, '=');
  g_autofree gchar *name = NULL;
  g_autoptr (GObject) target = NULL;
  GParamSpec *pspec = NULL;

  if (!equals || equals == setting)
    return master_usage (error, "--set %s: must be CHILD::PROPERTY=VALUE",
        setting);
  name = g_strndup (setting, equals - setting);
  if (!gst_child_proxy_lookup (GST_CHILD_PROXY (chain), name, &target, &pspec))
    return master_usage (error, "--set %s: masterchain has no %s", setting,
        name);
  if (is_ours (target, pspec->name))
    return master_usage (error,
        "--set %s: the tool turns this itself; use --loudness and --ceiling",
        setting);
  if (g_str_equal (pspec->name, "bypass"))
    return master_usage (error,
        "--set %s: bypass cannot be set; a stage at its defaults changes "
        "nothing, and the limiter has to work",
        setting);
  if (!is_setting (pspec))
    return master_usage (error, "--set %s: %s cannot be set", setting, name);
  return set_value (target, pspec, equals + 1, setting, error);
}

/* A chain tells the faults of a preset or a file when it starts, and its stages
 * those of theirs. */
static GError *
try_start (GstElement *chain)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;
  GError *fault = NULL;

  gst_element_set_bus (chain, bus);
  gst_element_set_state (chain, GST_STATE_PAUSED);
  gst_element_set_state (chain, GST_STATE_NULL);
  gst_element_set_bus (chain, NULL);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  gst_bus_set_flushing (bus, TRUE);
  if (message)
    gst_message_parse_error (message, &fault, NULL);
  return fault;
}

static gboolean
can_start (GstElement *chain, const gchar *what, GError **error)
{
  g_autoptr (GError) fault = try_start (chain);

  return !fault || master_usage (error, "%s: %s", what, fault->message);
}

/* Otherwise the ceiling could not be promised. */
static gboolean
ends_in_limiter (GstElement *chain, GError **error)
{
  g_autofree gchar *stages = NULL;

  g_object_get (chain, "stages", &stages, NULL);
  return g_str_has_suffix (stages, "limiter") ||
      master_usage (error, "stages %s: the limiter must be the last", stages);
}

static gboolean
apply_all (GstElement *chain, const MasterSettings *settings, GError **error)
{
  if (settings->location) {
    g_object_set (chain, "settings-location", settings->location, NULL);
    if (!can_start (chain, "--settings", error))
      return FALSE;
  }
  if (settings->preset) {
    g_object_set (chain, "preset", settings->preset, NULL);
    if (!can_start (chain, "--preset", error))
      return FALSE;
  }
  if (settings->planned)
    g_object_set (chain, "settings", settings->planned, NULL);
  for (gchar **set = settings->set; set && *set; set++)
    if (!apply (chain, *set, error))
      return FALSE;
  return can_start (chain, "--set", error) && ends_in_limiter (chain, error);
}

GstElement *
master_chain_new (const MasterSettings *settings, GError **error)
{
  GstElement *chain = master_element ("masterchain", error);

  if (!chain || apply_all (chain, settings, error))
    return chain;
  gst_object_unref (gst_object_ref_sink (chain));
  return NULL;
}

static GstElement *
new_part (const MasterSettings *settings, const gchar *stages, GError **error)
{
  GstElement *chain = master_chain_new (settings, error);

  if (chain)
    g_object_set (chain, "stages", stages, NULL);
  return chain;
}

/* Finds where to cut the front, so that the halves have about as much to do:
 * best before the first stage that is oversampled. */
static gchar *
find_cut (gchar *stages)
{
  gchar *cut = strstr (stages, "," HEAVY);
  gsize half = strlen (stages) / 2;

  return cut ? cut : strchr (stages + half, ',');
}

/* masterchain ! queue ! masterchain, or one masterchain alone. */
static GstElement *
new_front (const MasterSettings *settings, gchar *stages, GError **error)
{
  gchar *cut = find_cut (stages);
  GstElement *first, *queue, *second, *bin;

  if (!cut)
    return new_part (settings, stages, error);
  *cut = '\0';
  bin = gst_bin_new (NULL);
  first = new_part (settings, stages, error);
  second = first ? new_part (settings, cut + 1, error) : NULL;
  queue = second ? master_element ("queue", error) : NULL;
  for (GstElement **part = (GstElement *[]){ first, second, queue, NULL };
       *part; part++)
    gst_bin_add (GST_BIN (bin), *part);
  if (!queue) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  master_elements_set_queue (queue);
  gst_element_link_many (first, queue, second, NULL);
  master_elements_ghost (GST_BIN (bin), first, "sink");
  master_elements_ghost (GST_BIN (bin), second, "src");
  return bin;
}

gboolean
master_chain_new_pair (const MasterSettings *settings, GstElement **front,
    GstElement **limiter, GError **error)
{
  g_autofree gchar *stages = NULL;
  gchar *last;

  *front = NULL;
  *limiter = master_chain_new (settings, error);
  if (!*limiter)
    return FALSE;
  g_object_get (*limiter, "stages", &stages, NULL);
  last = strrchr (stages, ',');
  if (!last)
    return TRUE;
  *last = '\0';
  g_object_set (*limiter, "stages", last + 1, NULL);
  *front = new_front (settings, stages, error);
  if (*front)
    return TRUE;
  gst_object_unref (gst_object_ref_sink (*limiter));
  return FALSE;
}

void
master_chain_set_limiter (GstElement *chain, gdouble drive, gdouble ceiling)
{
  gst_child_proxy_set (GST_CHILD_PROXY (chain), DRIVE, drive, CEILING, ceiling,
      NULL);
}

void
master_chain_get_limiter (GstElement *chain, gdouble *drive, gdouble *ceiling)
{
  gst_child_proxy_get (GST_CHILD_PROXY (chain), DRIVE, drive, CEILING, ceiling,
      NULL);
}

gboolean
master_chain_save (GstElement *chain, const gchar *path, const gchar *name,
    GError **error)
{
  gboolean saved = FALSE;

  g_signal_emit_by_name (chain, "save-settings", path, &saved);
  return saved || master_fail (error, name, "cannot be written");
}

gdouble
master_chain_get_limiting (GstElement *chain)
{
  gdouble limiting = 0.0;

  gst_child_proxy_get (GST_CHILD_PROXY (chain), LIMITING, &limiting, NULL);
  return fabs (limiting);
}

void
master_chain_get_range (GstElement *chain, const gchar *property, gdouble *min,
    gdouble *max)
{
  g_autofree gchar *name = g_strconcat ("limiter::", property, NULL);
  g_autoptr (GObject) target = NULL;
  GParamSpec *pspec = NULL;

  *min = -G_MAXDOUBLE;
  *max = G_MAXDOUBLE;
  if (!gst_child_proxy_lookup (GST_CHILD_PROXY (chain), name, &target,
          &pspec) ||
      !G_IS_PARAM_SPEC_DOUBLE (pspec))
    return;
  *min = G_PARAM_SPEC_DOUBLE (pspec)->minimum;
  *max = G_PARAM_SPEC_DOUBLE (pspec)->maximum;
}

static void
describe_value (JsonObject *out, const gchar *name, const GValue *value)
{
  g_autofree gchar *text = NULL;

  if (G_VALUE_HOLDS_DOUBLE (value)) {
    json_object_set_double_member (out, name, g_value_get_double (value));
  } else if (G_VALUE_HOLDS_INT (value)) {
    json_object_set_int_member (out, name, g_value_get_int (value));
  } else if (G_VALUE_HOLDS_UINT (value)) {
    json_object_set_int_member (out, name, g_value_get_uint (value));
  } else if (G_VALUE_HOLDS_BOOLEAN (value)) {
    json_object_set_boolean_member (out, name, g_value_get_boolean (value));
  } else {
    text = gst_value_serialize (value);
    json_object_set_string_member (out, name, text ? text : "");
  }
}

static void
describe_object (JsonObject *out, GObject *object, const gchar *prefix)
{
  guint n = 0;
  g_autofree GParamSpec **pspecs =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    g_autofree gchar *name = g_strconcat (prefix, pspecs[i]->name, NULL);

    /* Boxed properties hold the others once more. */
    if (!is_setting (pspecs[i]) || G_IS_PARAM_SPEC_BOXED (pspecs[i]))
      continue;
    g_value_init (&value, pspecs[i]->value_type);
    g_object_get_property (object, pspecs[i]->name, &value);
    if (!g_param_value_defaults (pspecs[i], &value))
      describe_value (out, name, &value);
  }
}

/* The children of a child, such as the bands of an equaliser, come after the
 * child. */
static void
describe_children (JsonObject *out, GstChildProxy *parent, const gchar *prefix)
{
  guint n = gst_child_proxy_get_children_count (parent);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) child = gst_child_proxy_get_child_by_index (parent, i);
    g_autofree gchar *below = NULL;

    if (!child || !GST_IS_OBJECT (child))
      continue;
    below = g_strconcat (prefix, GST_OBJECT_NAME (child), "::", NULL);
    describe_object (out, child, below);
    if (GST_IS_CHILD_PROXY (child))
      describe_children (out, GST_CHILD_PROXY (child), below);
  }
}

JsonObject *
master_chain_describe (GstElement *chain)
{
  JsonObject *out = json_object_new ();

  describe_object (out, G_OBJECT (chain), "");
  describe_children (out, GST_CHILD_PROXY (chain), "");
  return out;
}
