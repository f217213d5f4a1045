/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ddpfields.h - the fields of DDP's records, for its writer and its reader.
 *
 * Every record is ASCII of fixed width. Text is to the left, numbers are to the
 * right; what is not set is blank.
 */
#ifndef MST_DDPFIELDS_H
#define MST_DDPFIELDS_H

#include <glib.h>

#define MST_DDP_RECORD 128 /* bytes of a record of DDPID and DDPMS */
#define MST_DDP_PACKET 64  /* bytes of a packet of the PQ descriptor */

#define MST_DDP_LEVEL "DDP 2.00"
#define MST_DDP_MAP_MARK "VVVM"
#define MST_DDP_PQ_MARK "VVVS"
#define MST_DDP_SUB_PQ "PQ DESCR"
#define MST_DDP_SUB_CDTEXT "CDTEXT"

typedef struct {
  guint at;
  guint size;
} MstDdpField;

/* DDPID */
static const MstDdpField MST_DDP_ID_LEVEL = { 0, 8 };
static const MstDdpField MST_DDP_ID_EAN = { 8, 13 };
static const MstDdpField MST_DDP_ID_MASTER = { 38, 48 };
static const MstDdpField MST_DDP_ID_TYPE = { 87, 2 };

/* DDPMS */
static const MstDdpField MST_DDP_MS_MARK = { 0, 4 };
static const MstDdpField MST_DDP_MS_TYPE = { 4, 2 };
static const MstDdpField MST_DDP_MS_LENGTH = { 14, 8 };
static const MstDdpField MST_DDP_MS_START = { 22, 8 };
static const MstDdpField MST_DDP_MS_SUB = { 30, 8 };
static const MstDdpField MST_DDP_MS_MODE = { 38, 2 };
static const MstDdpField MST_DDP_MS_STORAGE = { 40, 1 };
static const MstDdpField MST_DDP_MS_SCRAMBLED = { 41, 1 };
static const MstDdpField MST_DDP_MS_PAUSE = { 46, 4 };
static const MstDdpField MST_DDP_MS_TRACK = { 55, 2 };
static const MstDdpField MST_DDP_MS_NAME_SIZE = { 71, 3 };
static const MstDdpField MST_DDP_MS_NAME = { 74, 17 };

/* the PQ descriptor */
static const MstDdpField MST_DDP_PQ_MARKER = { 0, 4 };
static const MstDdpField MST_DDP_PQ_TRACK = { 4, 2 };
static const MstDdpField MST_DDP_PQ_INDEX = { 6, 2 };
static const MstDdpField MST_DDP_PQ_HOURS = { 8, 2 };
static const MstDdpField MST_DDP_PQ_MINUTES = { 10, 2 };
static const MstDdpField MST_DDP_PQ_SECONDS = { 12, 2 };
static const MstDdpField MST_DDP_PQ_FRAMES = { 14, 2 };
static const MstDdpField MST_DDP_PQ_CONTROL = { 16, 2 };
static const MstDdpField MST_DDP_PQ_ISRC = { 20, 12 };
static const MstDdpField MST_DDP_PQ_EAN = { 32, 13 };

void mst_ddp_put_text (gchar *record, MstDdpField field, const gchar *text);

/** The number with zeros before it. */
void mst_ddp_put_number (gchar *record, MstDdpField field, guint number);

/** The text without the blanks behind it. */
gchar *mst_ddp_get_text (const gchar *record, MstDdpField field);

/** Returns whether the field begins with `text` and has only blanks behind it.
 */
gboolean
mst_ddp_is_text (const gchar *record, MstDdpField field, const gchar *text);

/** A number with zeros or blanks before it. FALSE where the field holds
 * anything else; a blank field is not a number. */
gboolean
mst_ddp_get_number (const gchar *record, MstDdpField field, guint *number);

#endif /* MST_DDPFIELDS_H */
