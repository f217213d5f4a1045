/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * release.h - the papers of a release, and the names of its files.
 */
#ifndef MASTER_RELEASE_H
#define MASTER_RELEASE_H

#include "inspect.h"
#include "tree.h"

/** The result of a song. */
typedef struct {
  gchar *file; /* in the tree */
  MasterMeasurement measured;
} MasterReleased;

/** "03 Title.flac": of what file systems take, at most 200 bytes. */
gchar *master_release_name (const MstProject *project, guint i,
    const GstTagList *tags, const gchar *ending);

/** Writes release.json: all that a distributor asks for, from which its form
 * can be filled in. */
gboolean master_release_write (const MasterTree *tree,
    const MstProject *project, const MasterReleased *songs, GError **error);

#endif /* MASTER_RELEASE_H */
