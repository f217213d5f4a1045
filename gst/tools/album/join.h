/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * join.h - the songs of a run as one file, frame after frame.
 *
 * Each song is cut to its trim and faded; songs that are joined follow one
 * another without a frame between, those that are crossfaded overlap with equal
 * power; what the project adds to the level of a song is glided to in 20 ms.
 * The file is float32, so that nothing is lost before the mastering.
 */
#ifndef MASTER_JOIN_H
#define MASTER_JOIN_H

#include "album/project.h"
#include "tools/pass/runner.h"

typedef struct {
  const MstProject *project;
  guint first, n; /* the songs of the run */
  gint rate;      /* of the file; songs of another are resampled */
  gint channels;
  guint64 layout;      /* their mask; 0 up to two */
  const guint64 *skip; /* of each song of the project: frames at its own */
  const guint64
      *length; /* rate `song_rates` that are left out, and that stay */
  const gint *song_rates;
} MasterJoin;

/** How many frames a song has in a file of `rate`. */
guint64 master_join_frames (guint64 frames, gint from, gint to);

/** Writes the run to `path`. */
gboolean master_join_write (MasterRunner *runner, const MasterJoin *self,
    const gchar *path, GError **error);

#endif /* MASTER_JOIN_H */
