/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * history.h - the recent past of a stream, in one piece.
 *
 * New values go behind the old ones until the memory is full; then the few that
 * are still wanted move to its beginning. So a reader finds a past value at a
 * plain negative index, and its loops need not know where a ring ends.
 */
#ifndef MST_HISTORY_H
#define MST_HISTORY_H

#include <string.h>

#include "arena.h"

typedef struct {
  char *data;
  size_t unit; /* bytes of a value */
  int past;    /* values that must stay */
  int size;    /* values that data has room for */
  int at;      /* where the next goes */
} MstHistory;

/** Takes from the arena a history that keeps `past` values, zeros for now, and
 * takes up to `block` at a time. */
static inline void
mst_history_take (MstHistory *self, MstArena *arena, int past, int block,
    size_t unit)
{
  self->unit = unit;
  self->past = self->at = past;
  self->size = past + 2 * block;
  self->data = mst_arena_take (arena, (size_t) self->size, unit);
}

/** Fills it with zeros again. */
static inline void
mst_history_reset (MstHistory *self)
{
  memset (self->data, 0, self->size * self->unit);
}

/** Takes over all that `from` holds, which has the same measures. */
static inline void
mst_history_copy (MstHistory *self, const MstHistory *from)
{
  memcpy (self->data, from->data, from->size * from->unit);
  self->at = from->at;
}

/** Room for the next n <= block values, all of which the caller writes. The
 * `past` values before are there to be read at negative indices. */
static inline void *
mst_history_room (MstHistory *self, int n)
{
  if (self->at + n > self->size) {
    memmove (self->data, self->data + (self->at - self->past) * self->unit,
        self->past * self->unit);
    self->at = self->past;
  }
  self->at += n;
  return self->data + (self->at - n) * self->unit;
}

/** The last n values. Before them, `past` - n more are there to be read. */
static inline void *
mst_history_last (const MstHistory *self, int n)
{
  return self->data + (self->at - n) * self->unit;
}

#endif /* MST_HISTORY_H */
