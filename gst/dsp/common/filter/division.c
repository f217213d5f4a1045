/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "division.h"

#include <string.h>

bool
mst_division_init (MstDivision *self, const MstFormat *format, bool linear,
    double lowest)
{
  self->rate = format->rate;
  self->share = mst_smooth_share (format->rate);
  self->crossover = mst_crossover_new (format, linear, lowest);
  return self->crossover != NULL;
}

void
mst_division_clear (MstDivision *self)
{
  mst_crossover_free (self->crossover);
  self->crossover = NULL;
}

static void
set_crossover (MstDivision *self)
{
  if (self->bands > 1)
    mst_crossover_set (self->crossover, self->frequencies, self->bands);
}

void
mst_division_set (MstDivision *self, const double *frequencies, int bands)
{
  double wanted[MST_MAX_CROSSOVER_BANDS - 1] = { 0 };

  self->wanted = bands;
  memcpy (wanted, frequencies, (bands - 1) * sizeof (*wanted));
  if (memcmp (wanted, self->frequencies, sizeof (wanted)) == 0)
    return;
  memcpy (self->frequencies, wanted, sizeof (wanted));
  if (self->bands == self->wanted)
    set_crossover (self);
}

static void
take_bands (MstDivision *self)
{
  self->bands = self->wanted;
  set_crossover (self);
}

void
mst_division_reset (MstDivision *self)
{
  take_bands (self);
  mst_crossover_reset (self->crossover);
}

static bool
is_to_leave (const MstDivision *self, bool neutral)
{
  return neutral || self->bands != self->wanted;
}

void
mst_division_change (MstDivision *self, bool neutral)
{
  if (!is_to_leave (self, neutral) || !mst_entrance_is_shut (&self->entrance))
    return;
  self->entrance.running = false;
  if (self->bands != self->wanted)
    take_bands (self);
}

bool
mst_division_advance (MstDivision *self, bool neutral, int latency)
{
  bool starts = !self->entrance.running && !neutral;

  if (starts) {
    mst_entrance_start (&self->entrance, latency, self->rate);
    mst_crossover_reset (self->crossover);
  }
  mst_entrance_advance (&self->entrance, !is_to_leave (self, neutral),
      self->share);
  return starts;
}

bool
mst_division_is_settled (const MstDivision *self, bool neutral)
{
  return self->bands == self->wanted && self->entrance.running != neutral &&
      mst_entrance_is_settled (&self->entrance);
}
