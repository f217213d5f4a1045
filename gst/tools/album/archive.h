/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * archive.h - the whole album as one file of float32, with a mark at each song.
 */
#ifndef MASTER_ARCHIVE_H
#define MASTER_ARCHIVE_H

#include "runs.h"
#include "tree.h"

/** Writes archive/album.wav into the tree: the mastered runs before dither,
 * with their gaps. It is read back, and its loudness told in "bext". */
gboolean master_archive_make (MasterRunner *runner,
    MasterAlbumMaterial *material, const MasterTree *tree,
    const MasterTarget *target, MasterMeasurement *measured, GError **error);

#endif /* MASTER_ARCHIVE_H */
