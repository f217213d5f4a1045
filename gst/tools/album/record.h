/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * record.h - the master of a record or a cassette: a file of 24 bits for each
 * side, with the pauses in it, and a sheet.
 *
 * No limiter is at work. Each run goes through its sound and then through what
 * the medium needs (the settings of its target); the songs keep the distances
 * of the album, and one gain for all of them brings the highest peak under the
 * ceiling.
 */
#ifndef MASTER_RECORD_H
#define MASTER_RECORD_H

#include "runs.h"
#include "tree.h"

/** The side of each song, from 0; FALSE, with an error, where they do not fit.
 */
gboolean master_record_sides (const MasterAlbumMaterial *material,
    const MstMaster *master, guint *sides, GError **error);

/** Writes vinyl/ or cassette/ into the tree. */
gboolean master_record_make (MasterRunner *runner,
    MasterAlbumMaterial *material, const MasterTree *tree,
    const MstMaster *master, const MasterTarget *target, GError **error);

#endif /* MASTER_RECORD_H */
