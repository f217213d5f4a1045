/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ddp.h - DDP 2.00 filesets: the folder that a compact disc is pressed from.
 *
 *   DDPID        128 bytes: what the master is
 *   DDPMS        128 bytes a stream: what it is made of, and in which files
 *   PQDESCR      64 bytes an index: tracks, pauses, flags, codes
 *   CDTEXT.BIN   packs of CD-Text, where there is any (cdtext.h)
 *   IMAGE.DAT    the sound: 16-bit little-endian stereo, 2352 bytes a sector
 *   CHECKSUM.*   sums of these files (checksum.h)
 *
 * docs/formats.md has the layouts and their sources. Nothing here holds the
 * image: a disc has 800 megabytes of it.
 */
#ifndef MST_DDP_H
#define MST_DDP_H

#include "disc.h"

#define MST_DDP_ID "DDPID"
#define MST_DDP_MAP "DDPMS"
#define MST_DDP_PQ "PQDESCR"
#define MST_DDP_CDTEXT "CDTEXT.BIN"
#define MST_DDP_IMAGE "IMAGE.DAT"

typedef struct {
  GBytes *id;
  GBytes *map;
  GBytes *pq;
  GBytes *cdtext; /* NULL: there is none */
} MstDdp;

void mst_ddp_clear (MstDdp *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MstDdp, mst_ddp_clear)

/** The files of a disc that keeps the rules of mst_disc_check(), all but the
 * image. With `cdtext` its texts are written, too, and with `codes` the product
 * code and the ISRCs among them. */
gboolean mst_ddp_write (const MstDisc *disc, gboolean cdtext, gboolean codes,
    MstDdp *ddp, GError **error);

/** Reads the fileset in `folder` and holds it against the rules: layouts,
 * sizes, order, codes, times, sums. Returns its disc, or NULL with the first
 * fault in `error`. `notices`, NULL or an array of strings, gets what is lawful
 * and worth a look. */
MstDisc *mst_ddp_read (const gchar *folder, GPtrArray *notices, GError **error);

#endif /* MST_DDP_H */
