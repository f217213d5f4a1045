/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sound.h"

#include "tools/base/errors.h"
#include "tools/pass/chain.h"

/* A preset comes before all that is set by hand. */
static gchar **
with_preset (const gchar *preset, gchar *const *set)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree gchar *first = g_strconcat ("preset=", preset, NULL);

  g_strv_builder_add (builder, first);
  for (; set && *set; set++)
    g_strv_builder_add (builder, *set);
  return g_strv_builder_end (builder);
}

static const gchar *
preset_of (const MstProject *project, guint song)
{
  const gchar *own = mst_project_song (project, song)->preset;

  return own ? own : project->preset;
}

void
master_sound_choose (MasterSound *self, const MasterAlbumMaterial *material,
    guint first, MasterOptions *options)
{
  const MstSong *song = mst_project_song (material->project, first);
  const gchar *preset = preset_of (material->project, first);
  const gchar *settings =
      song->settings_path ? song->settings_path : material->sounds[first];

  *self = (MasterSound){ NULL };
  if (!settings && !preset)
    return;
  options->profile = NULL;
  options->assist = FALSE;
  options->settings = (gchar *) settings;
  if (!settings)
    options->set = self->set = with_preset (preset, options->set);
}

void
master_sound_clear (MasterSound *self)
{
  g_clear_pointer (&self->set, g_strfreev);
}

gboolean
master_sound_check (const MstProject *project, guint song, GError **error)
{
  const gchar *path = mst_project_song (project, song)->settings_path;
  const gchar *preset = path ? NULL : preset_of (project, song);
  g_auto (GStrv) set = preset ? with_preset (preset, NULL) : NULL;
  const MasterSettings settings = { .location = path, .set = set };
  GstElement *chain;

  if (!path && !preset)
    return TRUE;
  chain = master_chain_new (&settings, error);
  if (chain)
    gst_object_unref (gst_object_ref_sink (chain));
  return chain != NULL;
}

gboolean
master_sound_keep (MasterAlbumMaterial *material, guint first,
    const GstStructure *plan, GError **error)
{
  const GValue *value =
      plan ? gst_structure_get_value (plan, "settings") : NULL;
  const MasterSettings settings = {
    .planned = value ? gst_value_get_structure (value) : NULL
  };
  g_autofree gchar *path = NULL;
  GstElement *chain;
  gboolean good;

  if (!value || material->sounds[first])
    return TRUE;
  path = g_strdup_printf ("%s/sound-%02u.json", material->work, first + 1);
  chain = master_chain_new (&settings, error);
  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  good = master_chain_save (chain, path, path, error);
  gst_object_unref (chain);
  if (good)
    material->sounds[first] = g_steal_pointer (&path);
  return good;
}
