/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * release.h - the papers of a release, and the names of its files.
 */
#ifndef MASTER_RELEASE_H
#define MASTER_RELEASE_H

#include "prepare.h"
#include "tree.h"

/** The result of a song. */
typedef struct {
  gchar *file; /* in the tree */
  MasterMeasurement measured;
  GstStructure *analysis; /* or NULL: nobody wants it */
} MasterReleased;

void master_released_clear (MasterReleased *self);

/** The title by the tags, else by the name of the song's file. */
gchar *master_release_title (const MstProject *project, guint i,
    const GstTagList *tags);

/** "03 Title.flac": of what file systems take, at most 200 bytes. */
gchar *master_release_name (const MstProject *project, guint i,
    const GstTagList *tags, const gchar *ending);

/** Writes release.json: all that a distributor asks for, from which its form
 * can be filled in. Of songs without files it tells what the project says. */
gboolean
master_release_write (const MasterTree *tree, const MasterPrepared *prepared,
    const MasterReleased *songs, GError **error);

#endif /* MASTER_RELEASE_H */
