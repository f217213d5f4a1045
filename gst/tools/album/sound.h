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

/** Puts the sound of the run that begins with song `first` into `options`,
 * which borrow it: settings, a preset, the assistant with or without wishes, or
 * nothing. */
void master_sound_choose (const MasterAlbumMaterial *material, guint first,
    MasterOptions *options);

/** Returns whether the settings, the preset and the wishes that the project has
 * for a song, if any, can be used. */
gboolean
master_sound_check (const MstProject *project, guint song, GError **error);

/** Keeps what the assistant planned for that run; NULL: nothing. */
gboolean master_sound_keep (MasterAlbumMaterial *material, guint first,
    const GstStructure *plan, GError **error);

#endif /* MASTER_SOUND_H */
