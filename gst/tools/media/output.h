/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * output.h - a file that appears whole or not at all.
 *
 * It grows under a hidden name in the folder where it will stand, and takes
 * its own name by rename(2) when all of it is on the disk. What a killed run
 * left there is removed by the next one that writes into the folder.
 */
#ifndef MASTER_OUTPUT_H
#define MASTER_OUTPUT_H

#include <glib.h>

typedef struct {
  gchar *name;      /* as the user wrote it */
  gchar *target;    /* where it will stand, links followed */
  gchar *temporary; /* where it grows; NULL when there is none */
  int lock;         /* an open descriptor that keeps it from other runs */
  gboolean replace;
} MasterOutput;

/** Makes the temporary file for `name`. Returns FALSE where nothing can be
 * written there, where it is the file `input`, or where it exists and
 * `replace` is FALSE. */
gboolean master_output_open (MasterOutput *self, const gchar *name,
    const gchar *input, gboolean replace, GError **error);

/** Makes a temporary file in the folder of the file at `path`, for what is only
 * tried: it is not to be committed. */
gboolean master_output_open_trial (MasterOutput *self, const gchar *path,
    GError **error);

/** Returns the place where a file of that name will stand, links followed. */
gchar *master_output_find_place (const gchar *name);

/** Returns TRUE where both, which are open, will stand in one place. */
gboolean master_output_is_same (const MasterOutput *a, const MasterOutput *b);

/** Returns TRUE where it will take the place of the file at `path`. */
gboolean master_output_is_file (const MasterOutput *self, const gchar *path);

/** Makes `text` all that the temporary file holds. */
gboolean master_output_write_text (const MasterOutput *self, const gchar *text,
    GError **error);

/** Puts the finished file in its place. */
gboolean master_output_commit (MasterOutput *self, GError **error);

/** Removes what has not been committed, and frees the names. */
void master_output_clear (MasterOutput *self);

#endif /* MASTER_OUTPUT_H */
