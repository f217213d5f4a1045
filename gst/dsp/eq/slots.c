/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "slots.h"

#include "dsp/common/vector/midside.h"

void
mst_eq_slots_init (MstEqSlots *self, const MstFormat *format, int frames)
{
  mst_layout_find (&self->layout, format);
  self->packed = (format->channels + 1) / 2;
  self->spread = format->channels > 1 ? mst_layout_lone (&self->layout) : 0;
  self->frames = frames;
}

void
mst_eq_slots_lay_out (MstEqSlots *self, MstArena *arena)
{
  const size_t frames = (size_t) self->frames;

  for (int p = 0; p < self->packed; p++)
    self->x[p] = mst_arena_take (arena, frames, sizeof (MstPair));
  for (int i = 0; i < self->spread; i++)
    self->lone[i] = mst_arena_take (arena, frames, sizeof (MstPair));
}

int
mst_eq_slots_most (const MstEqSlots *self)
{
  const int spread = self->layout.pairs + self->spread;

  return spread > self->packed ? spread : self->packed;
}

void
mst_eq_slots_load (MstEqSlots *self, float *const planes[], int n)
{
  float *sorted[MST_MAX_CHANNELS];

  mst_layout_sort (&self->layout, planes, sorted);
  mst_pairs_load_planes (self->x, sorted, self->layout.channels, n);
}

void
mst_eq_slots_store (const MstEqSlots *self, float *const planes[], int n)
{
  float *sorted[MST_MAX_CHANNELS];

  mst_layout_sort (&self->layout, planes, sorted);
  mst_pairs_store_planes (self->x, sorted, self->layout.channels, n);
}

void
mst_eq_slots_to_mid_side (MstEqSlots *self, int n)
{
  for (int p = 0; p < self->layout.pairs; p++)
    mst_pairs_to_mid_side (self->x[p], n);
}

void
mst_eq_slots_to_left_right (MstEqSlots *self, int n)
{
  for (int p = 0; p < self->layout.pairs; p++)
    mst_pairs_to_left_right (self->x[p], n);
}

int
mst_eq_slots_of (const MstEqSlots *self, MstEqChannel channel)
{
  return channel == MST_EQ_STEREO || self->layout.channels == 1
      ? self->packed
      : self->layout.pairs;
}

void
mst_eq_slots_spread (MstEqSlots *self, int n)
{
  for (int k = 0; k < self->spread; k++) {
    const MstPair *from = self->x[self->layout.pairs + k / 2];
    for (int i = 0; i < n; i++)
      self->lone[k][i] = (MstPair){ from[i][k % 2], 0.0 };
  }
}

void
mst_eq_slots_gather (MstEqSlots *self, int n)
{
  for (int k = 0; k < self->spread; k++) {
    MstPair *to = self->x[self->layout.pairs + k / 2];
    for (int i = 0; i < n; i++)
      to[i][k % 2] = self->lone[k][i][0];
  }
}
