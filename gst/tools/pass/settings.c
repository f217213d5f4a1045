/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "settings.h"

static gboolean
is_front (GQuark field, GValue *value, gpointer user_data)
{
  return !g_str_has_prefix (g_quark_to_string (field), "limiter::");
}

static gboolean
is_sound (GQuark field, GValue *value, gpointer user_data)
{
  const gchar *name = g_quark_to_string (field);

  return !g_str_equal (name, "limiter::drive") &&
      !g_str_equal (name, "limiter::ceiling");
}

static GstStructure *
copy (const GstStructure *settings, GstStructureFilterMapFunc keeps)
{
  GstStructure *out = settings ? gst_structure_copy (settings)
                               : gst_structure_new_empty ("settings");

  gst_structure_filter_and_map_in_place (out, keeps, NULL);
  return out;
}

GstStructure *
master_settings_copy_front (const GstStructure *settings)
{
  return copy (settings, is_front);
}

GstStructure *
master_settings_copy_sound (const GstStructure *settings)
{
  return copy (settings, is_sound);
}
