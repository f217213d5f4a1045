/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/slots.h - the channels two by two, as bands run on them.
 *
 * A slot has two lanes. The first slots hold the pairs of channels; their lanes
 * are left and right, or mid and side. The next hold the lone channels two by
 * two, and take the stereo bands. A lone channel is its own middle: for a band
 * on the mid, each is spread to a slot of its own, in the lane of the mid. A
 * sole channel is its own left, too.
 */
#ifndef MST_EQ_SLOTS_H
#define MST_EQ_SLOTS_H

#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/pairs.h"
#include "table.h"

typedef struct {
  MstLayout layout;
  int packed;                   /* slots that hold all channels */
  int spread;                   /* lone channels that a mid band spreads */
  MstPair *x[MST_MAX_CHANNELS]; /* packed */
  MstPair *lone[MST_MAX_CHANNELS];
  int frames; /* of each */
} MstEqSlots;

/** Takes the format; each slot is to hold so many frames. */
void mst_eq_slots_init (MstEqSlots *self, const MstFormat *format, int frames);
void mst_eq_slots_lay_out (MstEqSlots *self, MstArena *arena);

/** How many slots a band can run on, at most. */
int mst_eq_slots_most (const MstEqSlots *self);

void mst_eq_slots_load (MstEqSlots *self, float *const planes[], int n);
void mst_eq_slots_store (const MstEqSlots *self, float *const planes[], int n);

/** Turns left and right of the pairs into mid and side, and back. */
void mst_eq_slots_to_mid_side (MstEqSlots *self, int n);
void mst_eq_slots_to_left_right (MstEqSlots *self, int n);

/** How many of the packed slots a band on this part of the channels runs on,
 * without being spread: always the first. */
int mst_eq_slots_of (const MstEqSlots *self, MstEqChannel channel);

/** Copies the lone channels to slots of their own, and back. */
void mst_eq_slots_spread (MstEqSlots *self, int n);
void mst_eq_slots_gather (MstEqSlots *self, int n);

#endif /* MST_EQ_SLOTS_H */
