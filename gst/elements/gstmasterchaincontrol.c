/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchaincontrol.h"

#include <string.h>

#include "base/gstmasterbypass.h"
#include "base/gstmasterfilter.h"
#include "gstmasterchaindebug.h"
#include "gstmasterchainfile.h"
#include "gstmasterchainsettings.h"

#define GST_CAT_DEFAULT gst_master_chain_debug

typedef GstMasterChainControl Control;

void
gst_master_chain_control_log (Control *self)
{
  g_autofree gchar *list = gst_master_chain_control_list (self);

  GST_DEBUG_OBJECT (self->chain, "stages: %s", list);
}

void
gst_master_chain_control_init (Control *self, GstElement *chain)
{
  GstBin *bin = GST_BIN (chain);

  self->chain = chain;
  self->amount = 100.0;
  self->scaled = gst_structure_new_empty ("scaled");
  gst_master_bypass_new (&self->head, &self->tail);
  gst_bin_add_many (bin, self->head, self->tail, NULL);
  gst_master_chain_stages_init (&self->stages, bin);
  for (guint i = 0; i < GST_MASTER_CHAIN_STAGES; i++)
    if (self->stages.elements[i])
      gst_master_bypass_guard (self->tail,
          GST_MASTER_FILTER (self->stages.elements[i]));
  self->selection = gst_master_chain_selection_all (&self->stages);
  gst_master_chain_selection_link (&self->selection, &self->stages, self->head,
      self->tail);
}

void
gst_master_chain_control_clear (Control *self)
{
  g_clear_pointer (&self->scaled, gst_structure_free);
}

/* --- the stages */

gchar *
gst_master_chain_control_list (Control *self)
{
  GstMasterChainSelection selection;

  GST_OBJECT_LOCK (self->chain);
  selection = self->selection;
  GST_OBJECT_UNLOCK (self->chain);
  return gst_master_chain_selection_list (&selection, &self->stages);
}

static gboolean
can_select (Control *self, const GstMasterChainSelection *selection,
    GError **error)
{
  if (gst_master_chain_selection_is (selection, &self->selection) ||
      GST_STATE (self->chain) <= GST_STATE_READY)
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "stages: cannot be changed while the chain is at work");
  return FALSE;
}

static void
use_selection (Control *self, const GstMasterChainSelection *selection)
{
  if (gst_master_chain_selection_is (selection, &self->selection))
    return;
  GST_OBJECT_LOCK (self->chain);
  self->selection = *selection;
  GST_OBJECT_UNLOCK (self->chain);
  gst_master_chain_selection_link (selection, &self->stages, self->head,
      self->tail);
  gst_master_chain_control_log (self);
}

static gboolean
parse_stages (Control *self, const gchar *names, gboolean lenient,
    GstMasterChainSelection *selection, GError **error)
{
  *selection = gst_master_chain_selection_all (&self->stages);
  return (!names ||
             gst_master_chain_selection_parse (selection, &self->stages, names,
                 lenient, error)) &&
      can_select (self, selection, error);
}

gboolean
gst_master_chain_control_set_stages (Control *self, const gchar *list,
    GError **error)
{
  GstMasterChainSelection selection;

  if (!parse_stages (self, list, FALSE, &selection, error))
    return FALSE;
  use_selection (self, &selection);
  return TRUE;
}

/* --- the parameters */

/* Keeps the settings that follow the amount from here on. */
static void
keep_scaled (Control *self, const GstStructure *settings)
{
  g_autoptr (GstStructure) before = NULL;
  GstStructure *scaled =
      gst_master_chain_settings_get_scaled (&self->stages, settings);

  GST_OBJECT_LOCK (self->chain);
  before = self->scaled;
  self->scaled = scaled;
  GST_OBJECT_UNLOCK (self->chain);
}

void
gst_master_chain_control_set_amount (Control *self, gdouble amount)
{
  g_autoptr (GstStructure) scaled = NULL;

  GST_OBJECT_LOCK (self->chain);
  self->amount = amount;
  scaled = gst_structure_copy (self->scaled);
  GST_OBJECT_UNLOCK (self->chain);
  gst_master_chain_settings_scale (&self->stages, scaled, amount);
}

void
gst_master_chain_control_set_gap_hold (Control *self, gdouble hold)
{
  for (guint i = 0; i < GST_MASTER_CHAIN_STAGES; i++)
    if (self->stages.elements[i])
      g_object_set (self->stages.elements[i], "gap-hold", hold, NULL);
}

gboolean
gst_master_chain_control_set (Control *self, const GstStructure *settings,
    gboolean lenient, GError **error)
{
  GstMasterChainSelection selection = self->selection;

  if (gst_structure_has_field (settings, "stages")) {
    const gchar *list = gst_structure_get_string (settings, "stages");
    if (!parse_stages (self, list ? list : "?", lenient, &selection, error))
      return FALSE;
  }
  if (!gst_master_chain_settings_apply (&self->stages, settings, self->amount,
          lenient, error))
    return FALSE;
  keep_scaled (self, settings);
  GST_DEBUG_OBJECT (self->chain, "settings: %" GST_PTR_FORMAT, settings);
  use_selection (self, &selection);
  return TRUE;
}

gboolean
gst_master_chain_control_load (Control *self, const gchar *location,
    GError **error)
{
  g_autoptr (GstStructure) settings =
      gst_master_chain_file_load (location, error);
  g_autofree gchar *name = NULL;

  if (!settings)
    return FALSE;
  if (gst_master_chain_control_set (self, settings, FALSE, error))
    return TRUE;
  name = g_filename_display_name (location);
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

GstStructure *
gst_master_chain_control_get (Control *self)
{
  GstStructure *settings = gst_master_chain_settings_get (&self->stages);
  g_autofree gchar *list = gst_master_chain_control_list (self);

  gst_structure_set (settings, "stages", G_TYPE_STRING, list, NULL);
  return settings;
}

/* --- presets */

static gboolean
load_chain_preset (Control *self, const gchar *name, GError **error)
{
  g_autoptr (GstStructure) settings = gst_master_chain_preset (name, error);

  return settings && gst_master_chain_control_set (self, settings, TRUE, error);
}

static GstElement *
find_stage (Control *self, const gchar *name)
{
  for (guint i = 0; i < GST_MASTER_CHAIN_STAGES; i++)
    if (self->stages.elements[i] && g_str_equal (self->stages.names[i], name))
      return self->stages.elements[i];
  return NULL;
}

/* "eq:air" is the preset `air` of the stage `eq`. */
static gboolean
load_stage_preset (Control *self, const gchar *name, GError **error)
{
  const gchar *colon = strchr (name, ':');
  g_autofree gchar *stage = g_strndup (name, colon - name);
  GstElement *element = find_stage (self, stage);
  g_auto (GStrv) names = NULL;
  g_autofree gchar *list = NULL;

  if (!element) {
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "preset %s: '%s' is not a stage of the chain", name, stage);
    return FALSE;
  }
  names = gst_preset_get_preset_names (GST_PRESET (element));
  if (names && g_strv_contains ((const gchar *const *) names, colon + 1))
    return gst_preset_load_preset (GST_PRESET (element), colon + 1);
  list = names ? g_strjoinv (", ", names) : NULL;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "preset %s: %s has %s%s", name, stage, list ? "only " : "no presets",
      list ? list : "");
  return FALSE;
}

gboolean
gst_master_chain_control_load_preset (Control *self, const gchar *name,
    GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, ",", -1);

  GST_DEBUG_OBJECT (self->chain, "preset: %s", name);
  for (gchar **part = parts; *part; part++) {
    const gchar *one = g_strstrip (*part);

    if (!(strchr (one, ':') ? load_stage_preset (self, one, error)
                            : load_chain_preset (self, one, error)))
      return FALSE;
  }
  return TRUE;
}
