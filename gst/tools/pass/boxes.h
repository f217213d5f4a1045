/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * boxes.h - the headers of an MP4 file, by ISO/IEC 14496-12: boxes of a size
 * (4), a name (4) and contents, which may be boxes.
 */
#ifndef MASTER_BOXES_H
#define MASTER_BOXES_H

#include <stdio.h>

#include <glib.h>

/** The contents of a box, within memory that holds all of moov. */
typedef struct {
  const guint8 *bytes;
  gsize size;
  gint64 at; /* in the file */
} MasterBox;

/** The name of a box as a number. */
#define MASTER_BOX(a, b, c, d)                                                 \
  ((guint32) (a) << 24 | (guint32) (b) << 16 | (guint32) (c) << 8 |            \
      (guint32) (d))

/** Bytes of a number, the highest first. */
guint64 master_get_be (const guint8 *bytes, guint n);

gboolean master_read_at (FILE *file, gint64 at, gpointer bytes, gsize n);
gint64 master_file_size (FILE *file);

/** The next box of `outer` from `offset` on, which moves behind it. */
gboolean master_box_next (const MasterBox *outer, gsize *offset, guint32 *name,
    MasterBox *box);

/** Goes down the path of names, which 0 ends. */
gboolean
master_box_find (const MasterBox *outer, const guint32 *path, MasterBox *found);

/** All of moov, to be freed; NULL where there is none. */
guint8 *master_box_read_moov (FILE *file, MasterBox *moov);

/** The first track of sound. */
gboolean master_box_find_track (const MasterBox *moov, MasterBox *track);

/** The time scale of mvhd or mdhd; 0 where it is missing. */
guint32 master_box_time_scale (const MasterBox *box);

/** How long all packets of a track are, by its stts. */
guint64 master_box_sum_packets (const MasterBox *stts);

#endif /* MASTER_BOXES_H */
