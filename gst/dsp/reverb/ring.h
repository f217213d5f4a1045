/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** reverb/ring.h - the past of one line of the room, and ways to read it. */
#ifndef MST_REVERB_RING_H
#define MST_REVERB_RING_H

#include <string.h>

#include "dsp/common/time/arena.h"

typedef struct {
  float *data;
  unsigned mask; /* the length less one: a power of two, at least MST_GRID */
} MstRoomRing;

/** Takes memory for a delay of so many frames. Rings that are taken one after
 * the other do not meet in the cache. */
void mst_room_ring_take (MstRoomRing *self, MstArena *arena, double frames);

void mst_room_ring_clear (MstRoomRing *self);

/** out = n frames from frame `from` on. */
static inline void
mst_room_ring_read (const MstRoomRing *self, unsigned from, float *out, int n)
{
  unsigned start = from & self->mask;
  int first = (int) (self->mask + 1 - start);

  if (first > n)
    first = n;
  memcpy (out, self->data + start, first * sizeof (float));
  memcpy (out + first, self->data, (n - first) * sizeof (float));
}

/** Frame `at` and those behind it. They pass no line of the grid, and so no end
 * of a ring. */
static inline void
mst_room_ring_write (MstRoomRing *self, unsigned at, const float *in, int n)
{
  memcpy (self->data + (at & self->mask), in, n * sizeof (float));
}

/** Runs an all-pass with a delay of so many frames, in place: it makes many
 * echoes of one. `at` is the first frame of x. */
void mst_room_ring_diffuse (MstRoomRing *self, unsigned at, int frames,
    float *x, int n);

#endif /* MST_REVERB_RING_H */
