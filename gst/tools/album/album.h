/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * album.h - an album: a project that is mastered as a whole.
 *
 *   project -> songs are heard -> runs are joined -> each run is mastered, at
 * its own level -> songs are cut out of the runs -> a folder with every release
 *
 * Songs that flow into one another are one run: one stream, one plan, one
 * search. A run is mastered like any song (make/batch.h); everything before and
 * after it counts frames.
 */
#ifndef MASTER_ALBUM_H
#define MASTER_ALBUM_H

#include "tools/order/options.h"

/** Does what --album asks: checks the project, or makes all of its masters. */
gboolean master_album_run (const MasterOptions *options, GError **error);

/** Writes a project of the inputs: songs, folders of them, or a cue sheet. */
gboolean master_album_new (const MasterOptions *options, GError **error);

#endif /* MASTER_ALBUM_H */
