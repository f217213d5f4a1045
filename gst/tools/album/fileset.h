/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * fileset.h - the fileset of a compact disc, written and read back.
 */
#ifndef MASTER_FILESET_H
#define MASTER_FILESET_H

#include "album/disc.h"
#include "album/sequence.h"
#include "tools/pass/runner.h"
#include "tree.h"

/** Writes cd/ (the fileset), cd.cue, cd.toc and pq-sheet.txt into the tree: the
 * runs, 16 bits at 44100 Hz, lie in the image where the sequence says. What was
 * written is read back and held against the disc. */
gboolean master_fileset_write (MasterRunner *runner, const MasterTree *tree,
    const MstProject *project, const MstSequence *sequence, gchar *const *runs,
    const MstMaster *master, GError **error);

/** Reads any fileset and tells what it holds, on the standard output. FALSE,
 * with an error, where something is wrong with it. */
gboolean master_fileset_check (const gchar *folder, GError **error);

#endif /* MASTER_FILESET_H */
