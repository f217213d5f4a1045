/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/delays.h - the lengths of the room's delays, which fade over.
 *
 * A new size or pre-delay is a new set of lengths. It waits until the fade
 * under way is over; then what is read from the delays fades over from the old
 * set to the new.
 */
#ifndef MST_REVERB_DELAYS_H
#define MST_REVERB_DELAYS_H

#include <stdbool.h>

#include "dsp/common/time/grid.h"
#include "table.h"

#define MST_ROOM_LINES 16

typedef struct {
  int lines[MST_ROOM_LINES]; /* frames */
  int predelay;
} MstRoomLengths;

typedef struct {
  double rate;
  MstRoomLengths now, before, wanted;
  int fading, fade_frames; /* frames of the fade that are over; of how many */
  float fade[MST_GRID];    /* the share of `now`, for each frame */
} MstRoomDelays;

void mst_room_delays_init (MstRoomDelays *self, double rate);

/** The greatest length that line `l` may have, in frames and not whole. */
double mst_room_delays_longest (int l, double rate);

/** Goes to this size and this pre-delay [ms]. */
void mst_room_delays_set (MstRoomDelays *self, double size, double predelay);

/** Jumps to where it was set. */
void mst_room_delays_settle (MstRoomDelays *self);

/** On a line of the grid. */
void mst_room_delays_advance (MstRoomDelays *self);

static inline bool
mst_room_delays_are_fading (const MstRoomDelays *self)
{
  return self->fading < self->fade_frames;
}

/** How long line `l` is by the next line of the grid. */
double mst_room_delays_length (const MstRoomDelays *self, int l);

#endif /* MST_REVERB_DELAYS_H */
