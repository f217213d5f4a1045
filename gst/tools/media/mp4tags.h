/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp4tags.h - tags as the items of an M4A.
 *
 * mp4mux 1.22 puts most of what it knows beside the track, where no player
 * looks but FFmpeg, and has no place for tags of one's own.
 */
#ifndef MASTER_MP4TAGS_H
#define MASTER_MP4TAGS_H

#include <gst/gst.h>

/** Makes a box "meta" of tags; NULL where there is nothing to tell. */
GByteArray *master_mp4_make_tags (const GstTagList *tags);

/** Returns FALSE where a cover is neither JPEG nor PNG, and so has no place. */
gboolean master_mp4_has_place (const GstTagList *tags);

#endif /* MASTER_MP4TAGS_H */
