/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * aiff.h - AIFF files: "Audio Interchange File Format", version 1.3, Apple
 * Computer, 1989; tags in a chunk "ID3 ".
 *
 *   FORM, "COMM", "SSND" with whole big-endian samples, "ID3 "
 */
#ifndef MASTER_AIFF_H
#define MASTER_AIFF_H

#include <glib.h>

#include "encoding.h"

/** All that comes before the samples. `tail` is the size of what comes behind
 * them. NULL where the file would pass the 4 GiB that it can count. */
GByteArray *master_aiff_make_head (const MasterEncoding *encoding,
    guint64 frames, guint64 tail);

/** All that comes behind `frames`: the tag, which may be NULL. */
GByteArray *master_aiff_make_tail (const MasterEncoding *encoding,
    guint64 frames, const GByteArray *id3);

#endif /* MASTER_AIFF_H */
