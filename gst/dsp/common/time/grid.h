/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * grid.h - the fixed inner blocks of a stage.
 *
 * Whatever a stage does per block rather than per frame (a new coefficient, a
 * ramp) happens where the count of frames since new() or reset() is a multiple
 * of MST_GRID. So the result does not depend on how the caller cuts the stream.
 *
 *   for (int i = 0, span; i < n; i += span) {
 *     if (mst_grid_at_start (&self->grid))
 *       ... new targets ...
 *     span = mst_grid_advance (&self->grid, n - i);
 *     ... frames i .. i + span - 1 ...
 *   }
 */
#ifndef MST_GRID_H
#define MST_GRID_H

#include <stdbool.h>

#define MST_GRID 64 /* frames: 1.3 ms at 48 kHz */

typedef struct {
  int position; /* 0 .. MST_GRID - 1 */
} MstGrid;

static inline bool
mst_grid_at_start (const MstGrid *grid)
{
  return grid->position == 0;
}

/** Steps to the next grid line or by `left` frames, whichever is nearer, and
 * returns how many frames that was. */
static inline int
mst_grid_advance (MstGrid *grid, int left)
{
  int span = MST_GRID - grid->position;

  if (span > left)
    span = left;
  grid->position = (grid->position + span) % MST_GRID;
  return span;
}

#endif /* MST_GRID_H */
