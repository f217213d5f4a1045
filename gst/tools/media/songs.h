/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * songs.h - which files are meant by a list of files and folders.
 */
#ifndef MASTER_SONGS_H
#define MASTER_SONGS_H

#include <gst/gst.h>

typedef struct {
  gchar *name; /* as the user wrote it, or as it was found */
  gchar *path; /* links followed */
  guint64 size;
  gint64 modified; /* [ns] */
} MasterSong;

/** Returns a MasterSong for each file, in their order; each once, however
 * often and by whatever name it is given. A folder stands for all files in it
 * that are called like audio, at any depth and in the order of names. */
GPtrArray *master_songs_find (gchar **names);

/** Returns the structure that the chain's signal `learn` takes; fields may be
 * added. */
GstStructure *master_song_to_structure (const MasterSong *self);

#endif /* MASTER_SONGS_H */
