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
  gchar *name; /* as the user says it, or as it was found */
  gchar *path; /* the one that links lead to */
  guint64 size;
  gint64 modified; /* [ns] */
} MasterSong;

/** A MasterSong for each file, in their order; each once, however often and by
 * whatever name it is given. Of a folder all that is in it counts, at any depth
 * and in the order of names, as far as it is called like audio. */
GPtrArray *master_songs_find (gchar **names);

/** What the chain's signal `learn` knows it by; fields may be added. */
GstStructure *master_song_to_structure (const MasterSong *self);

#endif /* MASTER_SONGS_H */
