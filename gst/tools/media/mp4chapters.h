/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp4chapters.h - chapters of an M4A: Nero's box "chpl", or a track of text, as
 * Apple's programs write it.
 */
#ifndef MASTER_MP4CHAPTERS_H
#define MASTER_MP4CHAPTERS_H

#include <stdio.h>

#include <gst/gst.h>

#include "tools/pass/boxes.h"

/** Adds the chapters of an open MP4 to tags (chapters.h). */
void
master_mp4_read_chapters (FILE *file, const MasterBox *moov, GstTagList *tags);

/** Makes a box "chpl" of the chapters among tags; NULL where there are none.
 * It has room for 255. */
GByteArray *master_mp4_make_chapters (const GstTagList *tags);

#endif /* MASTER_MP4CHAPTERS_H */
