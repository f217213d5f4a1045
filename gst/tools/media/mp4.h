/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp4.h - which of an M4A's frames are the song, in its edit list.
 */
#ifndef MASTER_MP4_H
#define MASTER_MP4_H

#include <glib.h>

/** Lets the edit list that the muxer wrote begin behind `skip` frames and last
 * for `frames`, both at the rate of the sound. */
gboolean master_mp4_finish (const gchar *path, const gchar *name, guint64 skip,
    guint64 frames, GError **error);

#endif /* MASTER_MP4_H */
