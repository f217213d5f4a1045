/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cutting.h - the sheet that goes to whoever cuts a record or copies a
 * cassette.
 */
#ifndef MST_CUTTING_H
#define MST_CUTTING_H

#include "sequence.h"
#include "sides.h"

/** Measurements of a song as it lies on its side; NAN where one is not known.
 */
typedef struct {
  gdouble loudness;  /* integrated [LUFS] */
  gdouble peak;      /* [dBTP] */
  gdouble plr;       /* [LU] */
  gdouble low_phase; /* correlation of left and right below 300 Hz, -1 to 1 */
  gdouble top;       /* level above 5 kHz over that of the whole [dB] */
  gdouble sibilance; /* esses over the voice about them [dB]; -INFINITY: none */
} MstSideSong;

/** A song on a side. Times are seconds from the start of the side. */
typedef struct {
  guint song;
  gdouble start;
  gdouble end;
  MstSideSong measured;
} MstCut;

/** The cuts of all songs of a sequence, by their sides. Silence between two
 * sides belongs to neither. */
GArray *mst_cutting_cuts (const MstSequence *sequence, const guint *sides,
    const MstSideSong *measured);

/** Returns what a cutter would ask about a song that has a side for itself, of
 * `length` s: sentences, none where there is nothing to ask. */
GPtrArray *
mst_cutting_ask (const MstSideSong *song, gdouble length, MstRecord record);

/** The sheet of a record: sides with their songs, times to the millisecond,
 * codes and levels, and what a cutter would ask about. */
gchar *mst_cutting_sheet_write (const MstProject *project, MstRecord record,
    const GArray *cuts, const guint *sides);

#endif /* MST_CUTTING_H */
