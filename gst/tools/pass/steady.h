/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * steady.h - whether a file stays what it is while it is worked on.
 *
 * A song is read several times. Each time must find the same file, and in it
 * as many frames as the first time; otherwise what was measured and what is
 * written are two songs.
 */
#ifndef MASTER_STEADY_H
#define MASTER_STEADY_H

#include <glib.h>

/** The identity of a file in the file system; zeros where it has none. */
typedef struct {
  guint64 device, inode, size;
  gint64 changed; /* [ns] */
} MasterStamp;

MasterStamp master_stamp_take (const gchar *path);

/** The files of one run. */
typedef struct _MasterSteady MasterSteady;

MasterSteady *master_steady_new (void);
void master_steady_free (MasterSteady *self);

/** Notes a file that has been read: what it was before that, and how many
 * frames came; 0: not all were wanted. FALSE with an error where it has
 * changed. */
gboolean master_steady_note (MasterSteady *self, const gchar *path,
    const MasterStamp *before, guint64 frames, GError **error);

#endif /* MASTER_STEADY_H */
