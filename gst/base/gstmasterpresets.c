/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterfilter-private.h"

#include <string.h>

static const GstPresetInterface *default_preset;

static gboolean
is_setting (GstMasterFilter *self, const gchar *name)
{
  const MstStage *stage = gst_master_filter_stage (self);

  for (gint i = 0; i < stage->n_params; i++)
    if (strcmp (name, stage->params[i].name) == 0)
      return TRUE;
  for (gint i = 0; i < stage->n_curves; i++)
    if (strcmp (name, stage->curves[i].name) == 0)
      return TRUE;
  if (stage->max_bands == 0 || !g_str_has_prefix (name, "band"))
    return FALSE;
  for (gint i = 0; i < stage->n_band_params; i++) {
    const gchar *tail = strstr (name, "::");
    if (tail && strcmp (tail + 2, stage->band_params[i].name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Names the settings alone: no name, parent, qos, bypass or readout. */
static gchar **
get_property_names (GstPreset *preset)
{
  g_auto (GStrv) all = default_preset->get_property_names (preset);
  GPtrArray *settings = g_ptr_array_new ();

  for (gchar **name = all; name && *name; name++) {
    if (is_setting (GST_MASTER_FILTER (preset), *name))
      g_ptr_array_add (settings, g_strdup (*name));
  }
  g_ptr_array_add (settings, NULL);
  return (gchar **) g_ptr_array_free (settings, FALSE);
}

/* GstPreset sets the properties that get_property_names() names. */
static gboolean
load_preset (GstPreset *preset, const gchar *name)
{
  gint *loading = &gst_master_filter_priv (preset)->loading;
  gboolean ok;

  g_atomic_int_set (loading, TRUE);
  ok = default_preset->load_preset (preset, name);
  g_atomic_int_set (loading, FALSE);
  return ok;
}

void
gst_master_presets_interface_init (gpointer g_iface, gpointer data)
{
  GstPresetInterface *iface = g_iface;

  default_preset = g_type_default_interface_peek (GST_TYPE_PRESET);
  iface->get_property_names = get_property_names;
  iface->load_preset = load_preset;
}
