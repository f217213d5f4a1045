/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainwishes.h"

#include "assistant/wishes.h"
#include "gstmasterchainvalues.h"

typedef GstMasterChainWishes Wishes;

/* --- single settings */

/* Sets a property; without a value, to its default. */
static void
put (GstElement *chain, const gchar *path, const GValue *value)
{
  g_autoptr (GObject) target = NULL;
  g_auto (GValue) own = G_VALUE_INIT;
  GParamSpec *pspec = NULL;

  if (!gst_child_proxy_lookup (GST_CHILD_PROXY (chain), path, &target, &pspec))
    return; /* a stage that this build does not have */
  g_value_init (&own, pspec->value_type);
  if (!value)
    g_param_value_set_default (pspec, &own);
  else if (G_VALUE_HOLDS_STRING (value))
    gst_value_deserialize_with_pspec (&own, g_value_get_string (value), pspec);
  else if (!g_value_transform (value, &own))
    return;
  g_param_value_validate (pspec, &own);
  g_object_set_property (target, pspec->name, &own);
}

static gboolean
is_as (const GstStructure *a, const GstStructure *b, const gchar *path)
{
  const GValue *mine = gst_structure_get_value (a, path);
  const GValue *other = gst_structure_get_value (b, path);

  return mine && other ? gst_value_compare (mine, other) == GST_VALUE_EQUAL
                       : mine == other;
}

/* --- all of them */

/* For each field of `which`, sets what `wanted` has. With `known`, only where
 * the chain has still what that has. */
static void
put_all (GstMasterChainControl *control, const GstStructure *which,
    const GstStructure *wanted, const GstStructure *known)
{
  g_autoptr (GstStructure) now = gst_master_chain_control_get (control);
  const gint n = gst_structure_n_fields (which);

  for (gint i = 0; i < n; i++) {
    const gchar *path = gst_structure_nth_field_name (which, (guint) i);

    if (!known || is_as (now, known, path))
      put (control->chain, path, gst_structure_get_value (wanted, path));
  }
}

/* The fields in which two settings differ, of both: a field that is missing
 * from one is at its default there. */
static GstStructure *
differing (const GstStructure *a, const GstStructure *b)
{
  GstStructure *out = gst_structure_new_empty ("paths");
  const GstStructure *const both[] = { a, b };

  for (gsize s = 0; s < G_N_ELEMENTS (both); s++)
    for (gint i = 0; i < gst_structure_n_fields (both[s]); i++) {
      const gchar *path = gst_structure_nth_field_name (both[s], (guint) i);

      if (!is_as (a, b, path))
        gst_structure_set (out, path, G_TYPE_BOOLEAN, TRUE, NULL);
    }
  return out;
}

static void
take_back (Wishes *self, GstMasterChainControl *control)
{
  g_autoptr (GstStructure) paths = NULL;

  if (!self->before)
    return;
  paths = differing (self->before, self->after);
  put_all (control, paths, self->before, self->after);
  gst_master_chain_wishes_clear (self);
}

gboolean
gst_master_chain_wishes_set (Wishes *self, GstMasterChainControl *control,
    const gchar *text, GError **error)
{
  g_autoptr (GstStructure) wanted = NULL;
  g_autoptr (GstStructure) paths = NULL;
  g_autoptr (MstPlan) plan = NULL;
  MstWishes wishes;

  if (!mst_wishes_parse (&wishes, text, error))
    return FALSE;
  take_back (self, control);
  if (mst_wishes_are_none (&wishes))
    return TRUE;
  self->before = gst_master_chain_control_get (control);
  plan = gst_master_chain_values_read (self->before);
  mst_wishes_apply (&wishes, plan);
  wanted = gst_master_chain_values_write (plan);
  paths = differing (self->before, wanted);
  gst_structure_remove_fields (paths, "stages", NULL);
  put_all (control, paths, wanted, NULL);
  self->after = gst_master_chain_control_get (control);
  return TRUE;
}

void
gst_master_chain_wishes_clear (Wishes *self)
{
  g_clear_pointer (&self->before, gst_structure_free);
  g_clear_pointer (&self->after, gst_structure_free);
}
