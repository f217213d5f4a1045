/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tree.h - a folder that appears whole or not at all.
 *
 * It grows under a hidden name beside its place, and takes its own name by
 * rename(2). What runs that were killed have left there is removed by the next
 * one: a folder that is in use is locked.
 */
#ifndef MASTER_TREE_H
#define MASTER_TREE_H

#include <glib.h>

typedef struct {
  gchar *name;   /* as the user says it */
  gchar *place;  /* the folder that this is, where links lead */
  gchar *folder; /* where it grows; NULL when it stands in its place */
  gint lock;     /* of the folder that grows, so that it is seen to be used */
  gboolean replace;
} MasterTree;

/** A new folder for `name`. FALSE where nothing can be made there, or where it
 * exists and holds something, unless `replace` is TRUE and it is a release and
 * nothing else. */
gboolean master_tree_open (MasterTree *self, const gchar *name,
    gboolean replace, GError **error);

/** Returns whether a file or folder at `path` would be gone once a folder
 * `name` has been replaced. */
gboolean master_tree_would_lose (const gchar *name, const gchar *path);

/** A path below the folder; the folders above it are made. */
gchar *master_tree_path (const MasterTree *self, const gchar *first,
    ...) G_GNUC_NULL_TERMINATED;

/** The name of a folder beside it for what is not kept; nobody makes it. */
gchar *master_tree_work (const MasterTree *self);

/** Puts the folder in its place. */
gboolean master_tree_commit (MasterTree *self, GError **error);

/** Removes what has not been committed. */
void master_tree_clear (MasterTree *self);

/** Removes a folder and all that is in it. */
void master_tree_remove (const gchar *folder);

#endif /* MASTER_TREE_H */
