/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * room.h - whether a disk has room for an album.
 */
#ifndef MASTER_ROOM_H
#define MASTER_ROOM_H

#include "inputs.h"

/** The least that the masters of an album take while they are made: what is
 * kept, FLAC as half of its samples, and the runs that it is cut from [bytes].
 */
gdouble master_room_needed (const MasterAlbumMaterial *material);

/** FALSE, with an error about `name`, where the file system of `folder` has
 * less free. One that does not say is taken to have enough. */
gboolean master_room_check (const MasterAlbumMaterial *material,
    const gchar *folder, const gchar *name, GError **error);

#endif /* MASTER_ROOM_H */
