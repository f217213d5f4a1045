/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "delays.h"

#include <string.h>

#define LINES MST_ROOM_LINES
#define FADE_SECONDS 0.15

/* Delay over the mean delay. These are near a geometric series, for which
 * echoes coincide least; the primes near to them never coincide. They are dealt
 * out so that short and long ones are in every half and quarter of the lines.
 */
static const double ratios[LINES] = { 0.548, 1.112, 1.059, 0.593, 0.877, 1.491,
  1.629, 0.815, 0.631, 1.293, 1.163, 0.672, 1.367, 0.702, 0.741, 1.217 };

void
mst_room_delays_init (MstRoomDelays *self, double rate)
{
  self->rate = rate;
  self->fade_frames = ((int) (FADE_SECONDS * rate / MST_GRID) + 1) * MST_GRID;
}

double
mst_room_delays_longest (int l, double rate)
{
  return ratios[l] * MST_REVERB_MAX_MS * (rate * 1e-3);
}

static bool
is_prime (int n)
{
  for (int i = 3; i * i <= n; i += 2)
    if (n % i == 0)
      return false;
  return n % 2 != 0;
}

/* Each is a prime of its own above the grid. */
void
mst_room_delays_set (MstRoomDelays *self, double size, double predelay)
{
  int *lines = self->wanted.lines;

  for (int l = 0; l < LINES; l++) {
    int frames = (int) (ratios[l] * size * 1e-3 * self->rate) | 1;
    bool taken = true;

    if (frames < MST_GRID + 1)
      frames = MST_GRID + 1;
    for (; taken; frames += taken ? 2 : 0) {
      taken = !is_prime (frames);
      for (int k = 0; k < l; k++)
        taken = taken || lines[k] == frames;
    }
    lines[l] = frames;
  }
  self->wanted.predelay = mst_frames (predelay, self->rate);
}

void
mst_room_delays_settle (MstRoomDelays *self)
{
  self->now = self->before = self->wanted;
  self->fading = self->fade_frames;
}

/* From 0 to 1, with three derivatives that begin and end at 0. */
static double
fade_at (const MstRoomDelays *self, int frame)
{
  double t = (double) frame / self->fade_frames;

  return t >= 1.0 ? 1.0 : t * t * t * t * (35 + t * (-84 + t * (70 + t * -20)));
}

double
mst_room_delays_length (const MstRoomDelays *self, int l)
{
  int from = self->before.lines[l], to = self->now.lines[l];

  return from + fade_at (self, self->fading + MST_GRID) * (to - from);
}

void
mst_room_delays_advance (MstRoomDelays *self)
{
  if (mst_room_delays_are_fading (self))
    self->fading += MST_GRID;
  if (!mst_room_delays_are_fading (self)) {
    self->before = self->now;
    if (memcmp (&self->now, &self->wanted, sizeof (self->now)) != 0) {
      self->now = self->wanted;
      self->fading = 0;
    }
  }
  for (int i = 0; i < MST_GRID && mst_room_delays_are_fading (self); i++)
    self->fade[i] = (float) fade_at (self, self->fading + i + 1);
}
