/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sound.h"

#include "assistant/wishes.h"
#include "tools/base/errors.h"
#include "tools/pass/chain.h"

static const gchar *
preset_of (const MstProject *project, guint song)
{
  const gchar *own = mst_project_song (project, song)->preset;

  return own ? own : project->preset;
}

static const gchar *
wishes_of (const MstProject *project, guint song)
{
  const gchar *own = mst_project_song (project, song)->make;

  return own ? own : project->make;
}

void
master_sound_choose (const MasterAlbumMaterial *material, guint first,
    MasterOptions *options)
{
  const MstProject *project = material->project;
  const MstSong *song = mst_project_song (project, first);
  const gchar *settings =
      song->settings_path ? song->settings_path : material->sounds[first];

  options->settings = (gchar *) settings;
  options->preset = NULL;
  options->make = NULL;
  options->assist = FALSE;
  options->profile = NULL;
  if (settings)
    return;
  options->preset = (gchar *) preset_of (project, first);
  options->make = (gchar *) wishes_of (project, first);
  if (!song->preset)
    options->profile = project->profile;
  options->assist = options->profile || options->make;
}

gboolean
master_sound_check (const MstProject *project, guint song, GError **error)
{
  const gchar *path = mst_project_song (project, song)->settings_path;
  const MasterSettings settings = { .location = path,
    .preset = path ? NULL : preset_of (project, song) };
  const gchar *wishes = wishes_of (project, song);
  MstWishes parsed;
  GstElement *chain;

  if (wishes && !mst_wishes_parse (&parsed, wishes, error))
    return FALSE;
  if (!path && !settings.preset)
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
    .preset = preset_of (material->project, first),
    .planned = value ? gst_value_get_structure (value) : NULL,
  };
  g_autofree gchar *path = NULL;
  g_autoptr (GstElement) chain = NULL;

  if (!value || material->sounds[first])
    return TRUE;
  path = g_strdup_printf ("%s/sound-%02u.json", material->work, first + 1);
  chain = master_chain_new (&settings, error);
  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  if (!master_chain_save (chain, path, path, error))
    return FALSE;
  material->sounds[first] = g_steal_pointer (&path);
  return TRUE;
}
