/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * wav.h - the channel layout of a WAV file, where wavenc forgets it.
 *
 * The wavenc of GStreamer 1.22 takes positions for bits when it looks whether
 * a layout can be told, and so writes "unknown" for all that have a rear or
 * side channel. A 5.1 file without layout has its LFE counted as a loudspeaker
 * like any other.
 */
#ifndef MASTER_WAV_H
#define MASTER_WAV_H

#include <glib.h>

/** Writes the layout `mask`, as GStreamer numbers it, into the header of the
 * file at `path`, if that has room for one and says "unknown". `name` is for
 * messages. */
gboolean master_wav_write_mask (const gchar *path, const gchar *name,
    guint64 mask, GError **error);

#endif /* MASTER_WAV_H */
