/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * id3frames.h - the frames of a tag of ID3v2.3 or 2.4, one by one.
 */
#ifndef MASTER_ID3FRAMES_H
#define MASTER_ID3FRAMES_H

#include <glib.h>

/** Bytes before the frames of a tag, and before the body of each. */
#define MASTER_ID3_HEADER 10

typedef struct {
  const guint8 *bytes; /* with its header */
  gsize size;          /* of all of it */
} MasterId3Frame;

/** Returns the frame of a tag of that version (3 or 4) at `at`, which moves
 * behind it. */
gboolean master_id3_next_frame (const guint8 *frames, gsize size,
    guint8 version, gsize *at, MasterId3Frame *frame);

gboolean master_id3_is_called (const MasterId3Frame *frame, const gchar *name);

/** Puts a frame as 2.4 has it. */
void master_id3_put_frame (GByteArray *tag, const gchar *name,
    const GByteArray *body);

#endif /* MASTER_ID3FRAMES_H */
