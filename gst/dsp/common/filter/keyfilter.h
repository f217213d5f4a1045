/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * keyfilter.h - a filter before a detector, as in a side-chain.
 *
 * It is one second-order section by the bilinear transform, ready to move:
 * frequency, gain and q glide, and so does its amount, from off to on. When it
 * is off and settled, it costs nothing.
 */
#ifndef MST_KEYFILTER_H
#define MST_KEYFILTER_H

#include <stdbool.h>

#include "analog.h"
#include "dsp/common/time/smooth.h"
#include "svf.h"

typedef struct {
  MstShape shape;
  MstSmooth frequency; /* ln Hz */
  MstSmooth gain;      /* dB */
  MstSmooth q;         /* ln */
  MstSmooth amount;    /* 0: off, 1: on */
  MstSvf svf, step;
  bool still;          /* the step is 0 */
  MstSvfState *states; /* one for each pair; the owner's memory */
} MstKeyFilter;

/** Goes to this band: a shape of one section with a second-order prototype, or
 * the tilt. Where it is off, `band` is where it would come in. */
void mst_keyfilter_set (MstKeyFilter *self, const MstBandShape *band, bool on);

/** Jumps to where it was set, without history. */
void mst_keyfilter_settle (MstKeyFilter *self, double rate, int pairs);

/** Moves on for the next `frames`, for which `share` is a step of smoothing. */
void mst_keyfilter_advance (MstKeyFilter *self, double rate, double share,
    int frames);

/** True if it lets everything through, until it is set anew. */
bool mst_keyfilter_is_off (const MstKeyFilter *self);

/** True if nothing moves nor is about to: advance() may be left out. */
bool mst_keyfilter_is_settled (const MstKeyFilter *self);

/** Filters n frames of x[0 .. pairs-1] in place. */
void
mst_keyfilter_run (MstKeyFilter *self, MstPair *const x[], int pairs, int n);

#endif /* MST_KEYFILTER_H */
