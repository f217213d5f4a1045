/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick/lane.h - the declicker of one channel.
 *
 * It looks at a window of three hops: one that is repaired, the one that is
 * about to be, and one to come. What stands out is taken out of a copy first,
 * roughly and without a proof, so that the model is that of the music alone.
 * Then it is looked at again, and repaired where it is proved to be a click.
 */
#ifndef MST_DECLICK_LANE_H
#define MST_DECLICK_LANE_H

#include "click.h"
#include "places.h"

#define MST_DECLICK_HOPS 3          /* in a window */
#define MST_DECLICK_MOST_CLICKS 128 /* in a hop */

typedef struct {
  double threshold;  /* scales */
  int longest;       /* frames that a repair may span */
  int longest_great; /* the same of a click that stands out very much */
} MstDeclickSettings;

typedef struct {
  int hop, unit, window; /* frames; unit: frames at 48 kHz, about */
  MstArFill *fill;       /* of all lanes */
  MstDeclickSignals signals;
  MstDeclickPlaces places;
  MstDeclickClick clicks[MST_DECLICK_MOST_CLICKS];
  double *taper;
  double *x;     /* the window: repaired, as it came, as it came */
  double *rough; /* the same with what stands out taken out roughly */
  double *tried; /* x with all repairs */
  double *work;
  double model[MST_DECLICK_ORDER + 1]; /* of the last window */
  double fine[MST_DECLICK_FILL_ORDER + 1];
  bool has_fine;
  unsigned stood_out; /* bit k: something did, k hops ago */
  int64_t start;      /* of the window, frames */
  int runs, samples;  /* repaired in the last hop */
} MstDeclickLane;

/** Takes the memory; hop, unit and fill are set. */
void mst_declick_lane_lay_out (MstDeclickLane *self, MstArena *arena);
/** Draws the taper, once the memory is there. */
void mst_declick_lane_prepare (MstDeclickLane *self);
void mst_declick_lane_reset (MstDeclickLane *self);

/** Takes the next hop of the input, and repairs the hop before it in out[], the
 * window as it leaves. */
void mst_declick_lane_hop (MstDeclickLane *self,
    const MstDeclickSettings *settings, const float *in, float *out);

#endif /* MST_DECLICK_LANE_H */
