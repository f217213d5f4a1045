/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * span.h - the loop of every stage: over the frames of a call, in spans within
 * which nothing starts or stops.
 *
 *   MstSpan span;
 *
 *   mst_span_start (&span, &self->grid, planes, channels, n, MOST);
 *   while (mst_span_next (&span)) {
 *     if (mst_span_to_line (&span))
 *       ... new targets, the next piece of each ramp ...
 *     ... the span.n frames of span.planes ...
 *   }
 *
 * Where nothing moves, a stage leaves mst_span_to_line() out, and the span may
 * pass lines. Whoever has other places to stop at calls mst_span_limit().
 */
#ifndef MST_SPAN_H
#define MST_SPAN_H

#include "dsp/stage.h"
#include "grid.h"

typedef struct {
  float *planes[MST_MAX_CHANNELS]; /* from the first frame of the span on */
  int n;                           /* frames of the span */
  int at;   /* frames between the last line and the first of them */
  int done; /* frames of the call before them */

  /* The call; for the functions below alone. */
  MstGrid *grid;
  float *const *all;
  int channels;
  int total;
  int most;
} MstSpan;

/** to[c] = from[c] + frames */
static inline void
mst_planes_from (float *to[], float *const from[], int channels, int frames)
{
  for (int c = 0; c < channels; c++)
    to[c] = from[c] + frames;
}

/** A loop over n frames of `channels` planes, by at most `most` at a time, and
 * along the grid, which it moves. */
static inline void
mst_span_start (MstSpan *span, MstGrid *grid, float *const planes[],
    int channels, int n, int most)
{
  span->n = span->done = 0;
  span->grid = grid;
  span->all = planes;
  span->channels = channels;
  span->total = n;
  span->most = most;
}

/** Goes on to the next span, as long as it may be at all. False at the end. */
static inline bool
mst_span_next (MstSpan *span)
{
  int left;

  span->grid->frame += (uint64_t) span->n;
  span->done += span->n;
  left = span->total - span->done;
  span->n = left < span->most ? left : span->most;
  if (left == 0)
    return false;
  span->at = mst_grid_at (span->grid);
  mst_planes_from (span->planes, span->all, span->channels, span->done);
  return true;
}

/** Makes the span no longer than `frames`, of which there must be one. */
static inline void
mst_span_limit (MstSpan *span, int frames)
{
  if (span->n > frames)
    span->n = frames;
}

/** Ends the span at the next line at the latest. True if it begins on a line.
 */
static inline bool
mst_span_to_line (MstSpan *span)
{
  mst_span_limit (span, MST_GRID - span->at);
  return span->at == 0;
}

/** True if the frame behind the span is on a line. */
static inline bool
mst_span_ends_on_line (const MstSpan *span)
{
  return (span->at + span->n) % MST_GRID == 0;
}

#endif /* MST_SPAN_H */
