/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "places.h"

#define NEAREST 64    /* units: the least distance of two places */
#define FURTHEST 1200 /* units: the longest period, 25 ms */
#define TOLERANCE 2   /* units */
#define NEVER (INT64_MIN / 4)
#define PERIODS 3 /* looked for on each side */
#define ENOUGH 2  /* more of them than the two that make a period */

static int64_t
distance (int64_t a, int64_t b)
{
  return a > b ? a - b : b - a;
}

void
mst_declick_places_reset (MstDeclickPlaces *self)
{
  self->noted = 0;
  for (int k = 0; k < MST_DECLICK_PLACES; k++)
    self->places[k] = NEVER;
}

static bool
is_near (const MstDeclickPlaces *self, int64_t at, int64_t reach)
{
  for (int k = 0; k < MST_DECLICK_PLACES; k++)
    if (distance (self->places[k], at) <= reach)
      return true;
  return false;
}

void
mst_declick_places_note (MstDeclickPlaces *self, int64_t at, double peak)
{
  int k = 0;

  while (k < MST_DECLICK_PLACES &&
      distance (self->places[k], at) >= NEAREST * self->unit)
    k++;
  if (k == MST_DECLICK_PLACES)
    k = (int) (self->noted++ % MST_DECLICK_PLACES);
  else if (peak <= self->peaks[k])
    return;
  self->places[k] = at;
  self->peaks[k] = peak;
}

/* A pulse stands out before and behind its peak, too: the place that it was
 * noted at. */
static int64_t
nearest (const MstDeclickPlaces *self, int64_t at)
{
  int64_t found = at, least = NEAREST * self->unit;

  for (int k = 0; k < MST_DECLICK_PLACES; k++)
    if (distance (self->places[k], at) < least) {
      found = self->places[k];
      least = distance (found, at);
    }
  return found;
}

bool
mst_declick_places_are_regular (const MstDeclickPlaces *self, int64_t at)
{
  at = nearest (self, at);
  for (int k = 0; k < MST_DECLICK_PLACES; k++) {
    int64_t period = self->places[k] - at, far = distance (period, 0);
    int found = 0;

    if (far < NEAREST * self->unit || far > FURTHEST * self->unit)
      continue;
    for (int m = -PERIODS; m <= PERIODS; m++)
      if (m != 0 && m != 1)
        found += is_near (self, at + m * period, TOLERANCE * self->unit);
    if (found >= ENOUGH)
      return true;
  }
  return false;
}
