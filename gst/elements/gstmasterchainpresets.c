/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainpresets.h"

#include "gstmasterchainfile.h"
#include "gstmasterchainsettings.h"

static const GstPresetInterface *default_preset;

static gboolean
is_our_own (const gchar *name)
{
  g_auto (GStrv) names = gst_master_chain_presets ();

  return names && g_strv_contains ((const gchar *const *) names, name);
}

/* The presets of a user come after the chain's own. */
static gchar **
get_preset_names (GstPreset *preset)
{
  g_auto (GStrv) own = gst_master_chain_presets ();
  g_auto (GStrv) saved = default_preset->get_preset_names (preset);
  GPtrArray *names = g_ptr_array_new ();

  for (gchar **name = own; name && *name; name++)
    g_ptr_array_add (names, g_strdup (*name));
  for (gchar **name = saved; name && *name; name++)
    if (!is_our_own (*name))
      g_ptr_array_add (names, g_strdup (*name));
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

static gchar **
get_property_names (GstPreset *preset)
{
  GstMasterChainStages stages;

  gst_master_chain_stages_find (&stages, GST_BIN (preset));
  return gst_master_chain_settings_names (&stages);
}

static gboolean
load_preset (GstPreset *preset, const gchar *name)
{
  if (!is_our_own (name))
    return default_preset->load_preset (preset, name);
  g_object_set (preset, "preset", name, NULL);
  return TRUE;
}

/* A user's preset may not take the name of one of the chain's own. */
static gboolean
save_preset (GstPreset *preset, const gchar *name)
{
  return !is_our_own (name) && default_preset->save_preset (preset, name);
}

static gboolean
get_meta (GstPreset *preset, const gchar *name, const gchar *tag, gchar **value)
{
  if (!is_our_own (name))
    return default_preset->get_meta (preset, name, tag, value);
  *value = g_str_equal (tag, "comment")
      ? gst_master_chain_preset_description (name)
      : NULL;
  return *value != NULL;
}

void
gst_master_chain_presets_interface_init (gpointer g_iface, gpointer data)
{
  GstPresetInterface *iface = g_iface;

  default_preset = g_type_default_interface_peek (GST_TYPE_PRESET);
  iface->get_preset_names = get_preset_names;
  iface->get_property_names = get_property_names;
  iface->load_preset = load_preset;
  iface->save_preset = save_preset;
  iface->get_meta = get_meta;
}
