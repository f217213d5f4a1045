/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/slots.h - the channels two by two, as bands run on them.
 *
 * A slot has two lanes. In the first slots are the pairs of channels: left and
 * right, for the bands on these and on all channels, or mid and side, for those
 * on these. The lone channels follow, two by two for the stereo bands; but a
 * lone channel is its own middle, and for the bands on the mid has a slot of
 * its own. A sole channel is its own left and its own mid.
 *
 * A band on all channels could run on mid and side as well. It never does, for
 * its state would be of other lanes as soon as the bands before it change.
 */
#ifndef MST_EQ_SLOTS_H
#define MST_EQ_SLOTS_H

#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/pairs.h"
#include "table.h"

typedef struct {
  MstLayout layout;
  bool mid_side;        /* as which the slots are now */
  int count;            /* of the slots as they are now */
  MstPair **x;          /* they */
  const MstPair *leads; /* of each: the lanes that dynamic bands listen to */
  MstPair *left_right[MST_MAX_CHANNELS], *middles[MST_MAX_CHANNELS];
  MstPair leads_apart[MST_MAX_CHANNELS], leads_middle[MST_MAX_CHANNELS];
  int frames; /* of each */
} MstEqSlots;

/** Takes the format; each slot is to hold so many frames. */
void mst_eq_slots_init (MstEqSlots *self, const MstFormat *format, int frames);
void mst_eq_slots_lay_out (MstEqSlots *self, MstArena *arena);

/** How many slots a band can run on, at most. */
int mst_eq_slots_most (const MstEqSlots *self);

/** Fills the slots, as left and right, and empties them, however they are. */
void mst_eq_slots_load (MstEqSlots *self, float *const planes[], int n);
void mst_eq_slots_store (MstEqSlots *self, float *const planes[], int n);

/** True if a band on this part of the channels can run on the slots now. */
bool mst_eq_slots_suit (const MstEqSlots *self, MstEqChannel channel);

/** Turns left and right into mid and side, or back. */
void mst_eq_slots_turn (MstEqSlots *self, int n);

/** How many of the slots, the first, such a band runs on. */
int mst_eq_slots_of (const MstEqSlots *self, MstEqChannel channel);

#endif /* MST_EQ_SLOTS_H */
