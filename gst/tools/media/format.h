/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * format.h - the file formats that can be written, and with which elements.
 */
#ifndef MASTER_FORMAT_H
#define MASTER_FORMAT_H

#include <glib.h>

/** One way to write a format: a launch line, its encoder called "encoder". */
typedef struct {
  const gchar *launch;
  gint bitrate; /* a channel [bit/s], for the encoder's `bitrate`; 0: none */
  gint max_bitrate; /* for all channels; 0: no limit */
  guint lead;  /* frames of silence before the song, which are left out again */
  guint delay; /* frames that the encoder puts there; 0: it is not known */
} MasterCodec;

typedef struct {
  const gchar *endings[3]; /* of file names, without the dot */
  const gchar *name;
  gboolean lossless;      /* what is written reads back bit for bit */
  gboolean has_float;     /* --bits 32 */
  guint32 misplaced;      /* bit n - 1: n channels come out in a wrong order */
  gint rate;              /* always written at this rate; 0: at the input's */
  const guint64 *layouts; /* the only ones that all players know; 0 ends them */
  MasterCodec codecs[4];  /* best first */
} MasterFormat;

/** The format that the ending of `path` asks for, or NULL. */
const MasterFormat *master_format_of (const gchar *path);

/** A list of all endings, for messages. */
gchar *master_format_list (void);

/** The best codec whose elements are all installed. Returns NULL, and the
 * names of elements that are missing, where there is none. */
const MasterCodec *
master_format_find_codec (const MasterFormat *self, gchar **lacks);

#endif /* MASTER_FORMAT_H */
