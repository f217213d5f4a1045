/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ring.h"

#include "dsp/common/time/grid.h"

#define SPAN MST_GRID
#define ALLPASS_GAIN 0.6f

static unsigned
length_for (double frames)
{
  unsigned length = SPAN;

  while (length < frames + 2 * SPAN)
    length *= 2;
  return length;
}

/* The next ring begins a few cache lines off the same place in its page. */
void
mst_room_ring_take (MstRoomRing *self, MstArena *arena, double frames)
{
  unsigned length = length_for (frames);

  self->mask = length - 1;
  self->data = mst_arena_take (arena, length + 48, sizeof (float));
}

void
mst_room_ring_clear (MstRoomRing *self)
{
  memset (self->data, 0, ((size_t) self->mask + 1) * sizeof (float));
}

/* M. R. Schroeder, "Natural sounding artificial reverberation", JAES 10 (3),
 * 1962: v = x - g v', y = v' + g v. */
void
mst_room_ring_diffuse (MstRoomRing *self, unsigned at, int frames, float *x,
    int n)
{
  float delayed[SPAN];

  for (int i = 0, more; i < n; i += more, at += more, x += more) {
    float *restrict v = self->data + (at & self->mask);

    more = n - i < frames ? n - i : frames;
    mst_room_ring_read (self, at - (unsigned) frames, delayed, more);
    for (int k = 0; k < more; k++) {
      v[k] = x[k] - ALLPASS_GAIN * delayed[k];
      x[k] = delayed[k] + ALLPASS_GAIN * v[k];
    }
  }
}
