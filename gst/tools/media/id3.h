/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * id3.h - tags of MP3 and WAV: ID3v2.3 and 2.4 (id3.org).
 *
 * GStreamer's muxer forgets what it has no name for: chapters, comments, ISRC,
 * frames of the user's own, what a picture is called. A tag that the input has
 * is taken over frame by frame, without those that mastering makes untrue; of
 * other inputs a tag is made from what GStreamer tells.
 */
#ifndef MASTER_ID3_H
#define MASTER_ID3_H

#include <gst/gst.h>

/** The tag of the file at `path`, an MP3 or one of chunks, for a new file; NULL
 * where there is none that can be taken over. */
GByteArray *master_id3_copy (const gchar *path);

/** Puts frames that say what `tags` say in place of those of the same names.
 * Takes the tag and returns it; NULL stays NULL. */
GByteArray *master_id3_replace (GByteArray *self, const GstTagList *tags);

/** A tag of the same meaning; NULL where there is nothing to tell. `seconds` is
 * how long the song is, where chapters are among the tags. */
GByteArray *master_id3_make (const GstTagList *tags, gdouble seconds);

#endif /* MASTER_ID3_H */
