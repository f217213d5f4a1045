/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tags.h - the tags that stay true when a song is mastered.
 */
#ifndef MASTER_TAGS_H
#define MASTER_TAGS_H

#include <gst/gst.h>

/** Takes out of what leaves the element's pad "src" all tags that describe the
 * old file: gain, bit rate, codec, encoder, delays. */
void master_tags_clean (GstElement *element);

/** TRUE for the name of a comment, or a text that begins with it, that tells of
 * the old file's level, delay, length or encoder. */
gboolean master_tags_is_stale (const gchar *name);

#endif /* MASTER_TAGS_H */
