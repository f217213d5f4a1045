/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * disc.h - a compact disc as data: codes, texts, and where its tracks begin.
 *
 * All places are sectors of 588 frames (1/75 s at 44100 frames a second), from
 * the first sector of the image. The image begins with the pause before track 1
 * and ends at the lead-out. Each track has a list of indexes; index 00, the
 * pause before the track, is the first of the list and equal to index 01 where
 * there is no pause:
 *
 *   0            150                       18150        18300
 *   | index 00   | index 01                | index 00   | index 01  ...
 *   | track 1 ------------------------------| track 2 ----------------
 *
 * The writers of sheets and filesets read an MstDisc, the readers make one.
 */
#ifndef MST_DISC_H
#define MST_DISC_H

#include <glib.h>

#include "code.h"

#define MST_DISC_RATE 44100
#define MST_SECTOR_FRAMES 588
#define MST_SECTOR_BYTES 2352
#define MST_SECTORS_A_SECOND 75

#define MST_DISC_MAX_TRACKS 99
#define MST_DISC_MAX_INDEX 99
/** The pause before track 1, and the shortest track, in sectors. */
#define MST_DISC_FIRST_PAUSE (2 * MST_SECTORS_A_SECOND)
#define MST_DISC_SHORTEST_TRACK (4 * MST_SECTORS_A_SECOND)
/** The longest disc that presses take, and what they want to be asked about:
 * 79:57 and 74:00. */
#define MST_DISC_LONGEST ((79 * 60 + 57) * MST_SECTORS_A_SECOND)
#define MST_DISC_LONG (74 * 60 * MST_SECTORS_A_SECOND)

/** The texts of CD-Text, in the order of their pack types from 0x80 up. */
typedef enum {
  MST_DISC_TITLE,
  MST_DISC_PERFORMER,
  MST_DISC_SONGWRITER,
  MST_DISC_COMPOSER,
  MST_DISC_ARRANGER,
  MST_DISC_MESSAGE,
  MST_DISC_N_TEXTS,
} MstDiscText;

/** The name of a text, such as "songwriter". */
const gchar *mst_disc_text_name (MstDiscText text);

typedef enum {
  MST_DISC_PRE_EMPHASIS = 1 << 0,
  MST_DISC_COPY_PERMITTED = 1 << 1,
  MST_DISC_FOUR_CHANNELS = 1 << 3,
  MST_DISC_SCMS = 1 << 4,
} MstDiscFlags;

typedef struct {
  gchar *texts[MST_DISC_N_TEXTS];  /* UTF-8; NULL: none */
  gchar isrc[MST_ISRC_LENGTH + 1]; /* empty: none */
  MstDiscFlags flags;
  GArray *indexes; /* of guint: sectors, by index from 00 */
} MstDiscTrack;

typedef struct {
  gchar *texts[MST_DISC_N_TEXTS];
  gchar ean[MST_EAN_LENGTH + 1]; /* empty: none */
  gchar *master_id;              /* the label's own number; NULL: none */
  GPtrArray *tracks;             /* of MstDiscTrack, from track 1 */
  guint lead_out;                /* sectors: the length of the image */
} MstDisc;

MstDisc *mst_disc_new (void);
void mst_disc_free (MstDisc *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstDisc, mst_disc_free)

/** Adds a track behind the others whose pause begins at `pause` and whose index
 * 01 is at `start`. It is the disc's. */
MstDiscTrack *mst_disc_add_track (MstDisc *self, guint pause, guint start);

/** Adds the next index, 02 and up. */
void mst_disc_track_add_index (MstDiscTrack *self, guint sector);

static inline MstDiscTrack *
mst_disc_track (const MstDisc *self, guint i)
{
  return g_ptr_array_index (self->tracks, i);
}

static inline guint
mst_disc_track_index (const MstDiscTrack *self, guint index)
{
  return g_array_index (self->indexes, guint, index);
}

static inline guint
mst_disc_track_start (const MstDiscTrack *self)
{
  return mst_disc_track_index (self, 1);
}

/** Returns whether the disc or any of its tracks has such a text. */
gboolean mst_disc_has_text (const MstDisc *self, MstDiscText text);

/** Sectors as "MM:SS:FF". */
gchar *mst_disc_time (guint sectors);

/** Returns whether the disc keeps the rules of the Red Book and of the presses:
 * order, lengths, pauses, flags. `error` tells the first rule that is broken.
 */
gboolean mst_disc_check (const MstDisc *self, GError **error);

/** Appends all that mst_disc_check() would tell one by one to an array of
 * strings. */
void mst_disc_find_faults (const MstDisc *self, GPtrArray *faults);

#endif /* MST_DISC_H */
