/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * grid.h - the fixed inner blocks of a stage.
 *
 * Everything that a stage does per block rather than per frame (a new
 * coefficient, the start of a ramp) happens on a line of the grid: where the
 * count of frames since new() or reset() is a multiple of MST_GRID. So the
 * result does not depend on how the caller cuts the stream. span.h walks over
 * the frames of a call from line to line.
 */
#ifndef MST_GRID_H
#define MST_GRID_H

#include <stdbool.h>
#include <stdint.h>

#define MST_GRID 64 /* frames: 1.3 ms at 48 kHz */

typedef struct {
  uint64_t frame; /* since new() or reset() */
} MstGrid;

/** How many frames the next one is behind the last line. */
static inline int
mst_grid_at (const MstGrid *grid)
{
  return (int) (grid->frame % MST_GRID);
}

/** Leaves out so many frames. */
static inline void
mst_grid_skip (MstGrid *grid, uint64_t frames)
{
  grid->frame += frames;
}

/** A time as whole frames, the nearest number of them. */
static inline int
mst_frames (double ms, double rate)
{
  return (int) (ms * 1e-3 * rate + 0.5);
}

#endif /* MST_GRID_H */
