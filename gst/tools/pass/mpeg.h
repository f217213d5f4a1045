/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mpeg.h - headers of MP3 files: ISO 11172-3 and 13818-3, layer 3, and the
 * ID3v2 tags in front. A frame's header has 4 bytes.
 */
#ifndef MASTER_MPEG_H
#define MASTER_MPEG_H

#include <glib.h>
#include <stdio.h>

/** Four times 7 bits, the highest first. */
gsize master_mpeg_get_synchsafe (const guint8 *bytes);

/** The place behind all ID3v2 tags at the start of the file. */
gint64 master_mpeg_skip_id3 (FILE *file);

/** TRUE for MPEG-1; MPEG-2 and 2.5 have half the frame and half the rate. */
gboolean master_mpeg_is_first (const guint8 *header);

/** The frames of sound in a frame of the file. */
guint master_mpeg_frame_length (const guint8 *header);

/** [Hz]; 0: there is none. */
guint master_mpeg_rate (const guint8 *header);

/** Where the Xing header stands in a frame: behind the frame's header and side
 * information [bytes]. */
guint master_mpeg_xing_place (const guint8 *header);

#endif /* MASTER_MPEG_H */
