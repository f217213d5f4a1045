/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cdtextpack.h - one pack of CD-Text, for the writer and the reader of
 * cdtext.h.
 */
#ifndef MST_CDTEXTPACK_H
#define MST_CDTEXTPACK_H

#include <glib.h>

#define MST_CDTEXT_PACK_TEXT 12 /* bytes */
#define MST_CDTEXT_MAX_PLACE 15

#define MST_CDTEXT_FIRST_TYPE 0x80
#define MST_CDTEXT_CODES 0x8e
#define MST_CDTEXT_SIZES 0x8f
#define MST_CDTEXT_TYPES 16
#define MST_CDTEXT_SIZES_PACKS 3

typedef struct {
  guint8 type;
  guint8 track;
  guint8 number;
  guint8 place; /* and the block */
  gchar text[MST_CDTEXT_PACK_TEXT];
  guint8 crc[2]; /* big-endian */
} MstCdTextPack;

G_STATIC_ASSERT (sizeof (MstCdTextPack) == 18);

/** Writes the CRC of the other bytes. */
void mst_cdtext_pack_seal (MstCdTextPack *self);

/** Returns whether the CRC is that of the other bytes. */
gboolean mst_cdtext_pack_is_whole (const MstCdTextPack *self);

#endif /* MST_CDTEXTPACK_H */
