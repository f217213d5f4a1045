/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick/places.h - where things stood out, and whether they do so regularly.
 *
 * Oscillators and loops repeat themselves; clicks do not.
 */
#ifndef MST_DECLICK_PLACES_H
#define MST_DECLICK_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#define MST_DECLICK_PLACES 256

typedef struct {
  int unit; /* frames at 48 kHz, about */
  unsigned noted;
  int64_t places[MST_DECLICK_PLACES]; /* frames; a ring */
  double peaks[MST_DECLICK_PLACES];
} MstDeclickPlaces;

void mst_declick_places_reset (MstDeclickPlaces *self);

/** Notes a place and how much stands out there. Of places that are less than
 * 1.3 ms from each other, the one where the most does counts. */
void mst_declick_places_note (MstDeclickPlaces *self, int64_t at, double peak);

/** True if the place within 1.3 ms of `at`, or else `at` itself, is one of four
 * or more that are as far from each other, 1.3 to 25 ms. */
bool mst_declick_places_are_regular (const MstDeclickPlaces *self, int64_t at);

#endif /* MST_DECLICK_PLACES_H */
