/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp4userdata.h - what an M4A says beside its sound, in moov/udta: tags and
 * chapters.
 */
#ifndef MASTER_MP4USERDATA_H
#define MASTER_MP4USERDATA_H

#include <stdio.h>

#include <gst/gst.h>

/** Adds the tags of one's own of an open MP4. No tag tells a date where it is
 * `undated`. */
void master_mp4_read_own_tags (FILE *file, GstTagList *tags, gboolean *undated);

/** Writes a box "udta" of these (either may be NULL) to the end of moov, in
 * place of the one that is there, and takes out when the file was made. `known`
 * is FALSE where moov cannot grow. */
gboolean master_mp4_write_user_data (FILE *file, const GByteArray *meta,
    const GByteArray *chapters, gboolean *known);

#endif /* MASTER_MP4USERDATA_H */
