/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * id3chapters.h - the frames CHAP and CTOC of ID3 (id3.org, "ID3v2 Chapter
 * Frame Addendum").
 */
#ifndef MASTER_ID3CHAPTERS_H
#define MASTER_ID3CHAPTERS_H

#include <gst/gst.h>

/** Adds the chapters of a whole tag to tags (chapters.h). */
void master_id3_read_chapters (const GByteArray *id3, GstTagList *tags);

/** Puts frames of the chapters among tags; the last one ends after `seconds`
 * of the song. */
void master_id3_put_chapters (GByteArray *id3, const GstTagList *tags,
    gdouble seconds);

#endif /* MASTER_ID3CHAPTERS_H */
