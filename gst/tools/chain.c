/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "chain.h"

#include <math.h>
#include <string.h>

#include "elements.h"
#include "errors.h"

#define DRIVE "limiter::drive"
#define CEILING "limiter::ceiling"
#define LIMITING "limiter::max-gain-reduction"

static gboolean
is_ours (const gchar *name)
{
  return g_str_equal (name, DRIVE) || g_str_equal (name, CEILING);
}

/* Tells the range where there is one; every kind of number has its own. */
static gboolean
out_of_range (GParamSpec *pspec, const gchar *setting, GError **error)
{
  if (G_IS_PARAM_SPEC_DOUBLE (pspec)) {
    GParamSpecDouble *range = G_PARAM_SPEC_DOUBLE (pspec);
    return master_usage (error, "--set %s: must be %g to %g", setting,
        range->minimum, range->maximum);
  }
  if (G_IS_PARAM_SPEC_INT (pspec)) {
    GParamSpecInt *range = G_PARAM_SPEC_INT (pspec);
    return master_usage (error, "--set %s: must be %d to %d", setting,
        range->minimum, range->maximum);
  }
  if (G_IS_PARAM_SPEC_UINT (pspec)) {
    GParamSpecUInt *range = G_PARAM_SPEC_UINT (pspec);
    return master_usage (error, "--set %s: must be %u to %u", setting,
        range->minimum, range->maximum);
  }
  return master_usage (error, "--set %s: out of range", setting);
}

static gboolean
set_value (GObject *target, GParamSpec *pspec, const gchar *text,
    const gchar *setting, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  if (!gst_value_deserialize_with_pspec (&value, text, pspec))
    return master_usage (error, "--set %s: not a value of type %s", setting,
        g_type_name (pspec->value_type));
  if (g_param_value_validate (pspec, &value))
    return out_of_range (pspec, setting, error);
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

  if (equals == NULL || equals == setting)
    return master_usage (error, "--set %s: must be CHILD::PROPERTY=VALUE",
        setting);
  name = g_strndup (setting, equals - setting);
  if (is_ours (name))
    return master_usage (error,
        "--set %s: this is what --loudness and "
        "--ceiling work with",
        setting);
  if (!gst_child_proxy_lookup (GST_CHILD_PROXY (chain), name, &target, &pspec))
    return master_usage (error, "--set %s: masterchain has no %s", setting,
        name);
  if (!(pspec->flags & G_PARAM_WRITABLE) || g_str_equal (pspec->name, "name"))
    return master_usage (error, "--set %s: %s cannot be set", setting, name);
  return set_value (target, pspec, equals + 1, setting, error);
}

GstElement *
master_chain_new (gchar **settings, GError **error)
{
  GstElement *chain = master_element ("masterchain", error);

  if (chain == NULL)
    return NULL;
  for (gchar **setting = settings; setting != NULL && *setting; setting++) {
    if (!apply (chain, *setting, error)) {
      gst_object_unref (gst_object_ref_sink (chain));
      return NULL;
    }
  }
  return chain;
}

void
master_chain_set_limiter (GstElement *chain, gdouble drive, gdouble ceiling)
{
  gst_child_proxy_set (GST_CHILD_PROXY (chain), DRIVE, drive, CEILING, ceiling,
      NULL);
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
    json_object_set_string_member (out, name, text != NULL ? text : "");
  }
}

static gboolean
is_setting (const GParamSpec *pspec)
{
  const GParamFlags both = G_PARAM_READABLE | G_PARAM_WRITABLE;

  return (pspec->flags & both) == both && !g_str_equal (pspec->name, "name") &&
      !g_str_equal (pspec->name, "parent") && !g_str_equal (pspec->name, "qos");
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

    if (!is_setting (pspecs[i]))
      continue;
    g_value_init (&value, pspecs[i]->value_type);
    g_object_get_property (object, pspecs[i]->name, &value);
    if (!g_param_value_defaults (pspecs[i], &value))
      describe_value (out, name, &value);
  }
}

/* The children of a child, such as the bands of an equaliser, come after it. */
static void
describe_children (JsonObject *out, GstChildProxy *parent, const gchar *prefix)
{
  guint n = gst_child_proxy_get_children_count (parent);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) child = gst_child_proxy_get_child_by_index (parent, i);
    g_autofree gchar *below = NULL;

    if (child == NULL || !GST_IS_OBJECT (child))
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
