/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp3.h - the first frame of an MP3, which holds data instead of sound: how
 * many frames there are, where they stand, and which of their samples are the
 * song.
 */
#ifndef MASTER_MP3_H
#define MASTER_MP3_H

#include <gst/gst.h>

/** Puts an ID3 tag, and an empty frame, before the first frame that leaves the
 * encoder. The tag is `id3`, which is taken, or made of the tags that pass
 * where that is NULL; the song lasts `seconds`. */
void master_mp3_reserve (GstElement *encoder, GByteArray *id3, gdouble seconds);

/** Fills in that frame. FALSE with an error where the file cannot be written,
 * or is not what was expected. */
gboolean master_mp3_finish (const gchar *path, const gchar *name,
    guint64 frames, GError **error);

#endif /* MASTER_MP3_H */
