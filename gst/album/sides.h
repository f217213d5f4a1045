/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sides.h - the songs of an album on the sides of a record or a cassette.
 */
#ifndef MST_SIDES_H
#define MST_SIDES_H

#include "project.h"

/** How long a side of a record may be [s]: up to `best` it keeps its level, up
 * to `most` it can be cut at all. docs/formats.md has the sources. */
typedef struct {
  gdouble best;
  gdouble most;
} MstSideLength;

MstSideLength mst_side_length (MstRecord record);

/** The seconds that a song takes of its side. */
typedef struct {
  gdouble gap;    /* silence before it, which the first of a side has not */
  gdouble length; /* the song; of two that overlap, what the second adds */
} MstSideSpan;

/** Gives each song its side, from 0, in `sides`. What the project says holds;
 * where it says nothing, the songs are divided in their order into the fewest
 * sides that hold them, an even number of them, so that the longest side is as
 * short as can be. Songs that flow into one another stay together. A side that
 * is too long is an error that says by how much. */
gboolean mst_sides_assign (const MstProject *project, const MstSideSpan *spans,
    MstRecord record, guint *sides, GError **error);

#endif /* MST_SIDES_H */
