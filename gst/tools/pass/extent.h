/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * extent.h - which of the frames that a decoder makes are the song.
 *
 * A codec puts a delay before the first frame and fills up its last packet. An
 * MP3 tells both in the LAME extension of its Xing frame, an MP4 in an edit
 * list or in iTunes' comment iTunSMPB.
 */
#ifndef MASTER_EXTENT_H
#define MASTER_EXTENT_H

#include <glib.h>

/** Bytes of the file that GStreamer's demuxer is to see instead of the true
 * ones. */
typedef struct {
  guint64 at;
  guint8 bytes[8];
  guint n; /* 0: there is nothing to be changed */
} MasterPatch;

#define MASTER_MAX_PATCHES 2

typedef struct {
  gint rate;      /* at which the frames count [Hz]; 0: nothing is known */
  guint64 skip;   /* frames before the first one of the song */
  guint64 length; /* frames of the song; 0: it is not known */
  MasterPatch patches[MASTER_MAX_PATCHES];
  gboolean drops_clipping; /* the parser's own idea of all this is incomplete */
} MasterExtent;

/** Zeroed where the file tells nothing. */
MasterExtent master_extent_read (const gchar *path);

#endif /* MASTER_EXTENT_H */
