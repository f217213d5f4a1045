/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * restoration.h - which files are repaired as they are read.
 *
 * A song that is to be repaired is repaired in every pass that reads its file,
 * in the same way each time: whoever comes behind knows the repaired sound
 * alone. Masters and other files are read as they are.
 */
#ifndef MASTER_RESTORATION_H
#define MASTER_RESTORATION_H

#include <gst/gst.h>

/** Says whether "auto" or a list of repairs is one that masterrestore knows.
 * NULL is none and is right. */
gboolean master_restoration_check (const gchar *list, GError **error);

/** From now on the file at `path` is repaired by the list; NULL: by nothing. */
void master_restoration_set (const gchar *path, const gchar *list);

/** Puts a masterrestore behind `before`, in the same bin, where the file at
 * `path` is to be repaired, and returns it; else returns `before`. NULL where
 * the plugin is missing. */
GstElement *master_restoration_append (GstElement *before, const gchar *path,
    GError **error);

/** Tells in one line what the repairs in the bin found, at the end of a pass;
 * messages call the file `name`. */
void master_restoration_tell (GstBin *bin, const gchar *name);

#endif /* MASTER_RESTORATION_H */
