/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "slots.h"

#include "dsp/common/dynamics/link.h"
#include "dsp/common/vector/midside.h"

/* Slots that hold all channels as left and right. */
static int
packed (const MstEqSlots *self)
{
  return (self->layout.channels + 1) / 2;
}

/* Slots that hold a middle each. */
static int
spread (const MstEqSlots *self)
{
  return self->layout.pairs + mst_layout_lone (&self->layout);
}

static void
be (MstEqSlots *self, bool mid_side)
{
  self->mid_side = mid_side;
  self->x = mid_side ? self->middles : self->left_right;
  self->leads = mid_side ? self->leads_middle : self->leads_apart;
  self->count = mid_side ? spread (self) : packed (self);
}

/* Effects lead no gain, as in the stages of dynamics. */
static void
find_leaders (MstEqSlots *self, const MstFormat *format)
{
  const int pairs = self->layout.pairs;
  MstLink link;

  mst_link_init (&link, format, MST_LINK_ALL, false);
  for (int i = 0; i < format->channels; i++)
    self->leads_apart[i / 2][i % 2] = link.leads[self->layout.order[i]];
  for (int p = 0; p < pairs; p++)
    self->leads_middle[p] = (MstPair){ 1.0, 1.0 };
  for (int i = 2 * pairs; i < format->channels; i++)
    self->leads_middle[i - pairs][0] = link.leads[self->layout.order[i]];
}

void
mst_eq_slots_init (MstEqSlots *self, const MstFormat *format, int frames)
{
  mst_layout_find (&self->layout, format);
  find_leaders (self, format);
  self->frames = frames;
  be (self, false);
}

void
mst_eq_slots_lay_out (MstEqSlots *self, MstArena *arena)
{
  const size_t frames = (size_t) self->frames;

  for (int p = 0; p < packed (self); p++)
    self->left_right[p] = mst_arena_take (arena, frames, sizeof (MstPair));
  for (int p = 0; p < spread (self); p++)
    self->middles[p] = p < self->layout.pairs
        ? self->left_right[p]
        : mst_arena_take (arena, frames, sizeof (MstPair));
}

int
mst_eq_slots_most (const MstEqSlots *self)
{
  return spread (self) > packed (self) ? spread (self) : packed (self);
}

void
mst_eq_slots_load (MstEqSlots *self, float *const planes[], int n)
{
  float *sorted[MST_MAX_CHANNELS];

  be (self, false);
  mst_layout_sort (&self->layout, planes, sorted);
  mst_pairs_load_planes (self->x, sorted, self->layout.channels, n);
}

void
mst_eq_slots_store (MstEqSlots *self, float *const planes[], int n)
{
  float *sorted[MST_MAX_CHANNELS];

  if (self->mid_side)
    mst_eq_slots_turn (self, n);
  mst_layout_sort (&self->layout, planes, sorted);
  mst_pairs_store_planes (self->x, sorted, self->layout.channels, n);
}

bool
mst_eq_slots_suit (const MstEqSlots *self, MstEqChannel channel)
{
  return self->mid_side == (channel == MST_EQ_MID || channel == MST_EQ_SIDE);
}

/* Copies the lone channels to the slots of their middles. */
static void
scatter (MstEqSlots *self, int n)
{
  const int pairs = self->layout.pairs;

  for (int k = 0; k < mst_layout_lone (&self->layout); k++) {
    const MstPair *from = self->left_right[pairs + k / 2];
    for (int i = 0; i < n; i++)
      self->middles[pairs + k][i] = (MstPair){ from[i][k % 2], 0.0 };
  }
}

static void
gather (MstEqSlots *self, int n)
{
  const int pairs = self->layout.pairs;

  for (int k = 0; k < mst_layout_lone (&self->layout); k++) {
    MstPair *to = self->left_right[pairs + k / 2];
    for (int i = 0; i < n; i++)
      to[i][k % 2] = self->middles[pairs + k][i][0];
  }
}

void
mst_eq_slots_turn (MstEqSlots *self, int n)
{
  for (int p = 0; p < self->layout.pairs; p++)
    (self->mid_side ? mst_pairs_to_left_right
                    : mst_pairs_to_mid_side) (self->x[p], n);
  (self->mid_side ? gather : scatter) (self, n);
  be (self, !self->mid_side);
}

int
mst_eq_slots_of (const MstEqSlots *self, MstEqChannel channel)
{
  if (channel == MST_EQ_STEREO || self->layout.channels == 1)
    return packed (self);
  return channel == MST_EQ_MID ? spread (self) : self->layout.pairs;
}
