/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gapless.h - a lossy file that plays as many frames as went in, from the first
 * on.
 *
 * An encoder puts a delay before the sound and fills up its last packet. MP3
 * tells both in the LAME extension of its Xing frame, M4A in an edit list; the
 * muxers of GStreamer 1.22 write neither rightly.
 */
#ifndef MASTER_GAPLESS_H
#define MASTER_GAPLESS_H

#include <gst/gst.h>

#include "encoding.h"

/** Prepares the encoder and the muxer of `bin`, which are called so, for
 * `encoding`, before they start. */
void master_gapless_prepare (GstBin *bin, const MasterEncoding *encoding);

/** Tells in the finished file at `path` which of its frames are the `frames`
 * that went in. `name` is for messages. */
gboolean master_gapless_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, guint64 frames, GError **error);

#endif /* MASTER_GAPLESS_H */
