/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sound.h - which settings a run is mastered with: those of the project, or
 * what the assistant found for it.
 */
#ifndef MASTER_SOUND_H
#define MASTER_SOUND_H

#include "inputs.h"

/** What the options borrow. */
typedef struct {
  gchar **set; /* as MasterOptions has it, or NULL */
} MasterSound;

/** Puts the sound of the run that begins with song `first` into `options`:
 * settings, a preset, or the assistant. `self`, which is to be cleared, has to
 * last for as long as they are used. */
void master_sound_choose (MasterSound *self,
    const MasterAlbumMaterial *material, guint first, MasterOptions *options);

void master_sound_clear (MasterSound *self);

/** Returns whether the settings that the project names for a song, if any, can
 * be used. */
gboolean
master_sound_check (const MstProject *project, guint song, GError **error);

/** Keeps what the assistant planned for that run; NULL: nothing. */
gboolean master_sound_keep (MasterAlbumMaterial *material, guint first,
    const GstStructure *plan, GError **error);

#endif /* MASTER_SOUND_H */
