/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tape.h - the recent past of a stream, in one piece.
 *
 * New values go behind the old ones until the memory is full; then the few that
 * are still wanted move to its beginning. So a reader finds what came `past`
 * values ago at a plain negative index, and its loops need not know where a
 * ring ends.
 */
#ifndef MST_TAPE_H
#define MST_TAPE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *data;
  size_t unit; /* bytes of a value */
  int past;    /* values that must stay */
  int size;    /* values that data has room for */
  int at;      /* where the next goes */
} MstTape;

/** A tape that keeps `past` values, zeros for now, and takes up to `block` at a
 * time. False when memory runs out. */
static inline bool
mst_tape_init (MstTape *self, int past, int block, size_t unit)
{
  self->unit = unit;
  self->past = self->at = past;
  self->size = past + 2 * block;
  self->data = calloc (self->size, unit);
  return self->data != NULL;
}

static inline void
mst_tape_clear (MstTape *self)
{
  free (self->data);
  self->data = NULL;
}

/** What `from`, a tape of the same measures, holds. */
static inline void
mst_tape_copy (MstTape *self, const MstTape *from)
{
  memcpy (self->data, from->data, from->size * from->unit);
  self->at = from->at;
}

/** Where the next n <= block values go, all of which the caller writes. The
 * `past` values before are there to be read at negative indices. */
static inline void *
mst_tape_room (MstTape *self, int n)
{
  if (self->at + n > self->size) {
    memmove (self->data, self->data + (self->at - self->past) * self->unit,
        self->past * self->unit);
    self->at = self->past;
  }
  self->at += n;
  return self->data + (self->at - n) * self->unit;
}

/** The last n values; those before them reach back `past` - n further. */
static inline void *
mst_tape_last (const MstTape *self, int n)
{
  return self->data + (self->at - n) * self->unit;
}

#endif /* MST_TAPE_H */
