/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband/gains.h - from the bands of a span to their gains, and to their
 * sum.
 *
 * The detectors of all bands run together, as lanes of the same vectors, and
 * their gains become linear in one go.
 */
#ifndef MST_MULTIBAND_GAINS_H
#define MST_MULTIBAND_GAINS_H

#include "band.h"
#include "table.h"

#define MST_MULTIBAND_SPAN 256 /* frames at once, at most */
#define MST_MULTIBAND_MAX_LANES (MST_MULTIBAND_MAX_BANDS * MST_MAX_CHANNELS)

/** The place of the gains of one band. */
typedef struct {
  float *x;     /* a span for each lane, one after the other */
  int lanes;    /* 0: the gain is 1 */
  bool each;    /* a lane is for a channel, and not for a group */
  bool crossed; /* those of pairs are for the channel itself, and the other */
} MstBandGains;

typedef struct {
  MstLink link;
  MstRamp mix;
  float *memory; /* MST_MULTIBAND_SPAN (MST_MULTIBAND_MAX_BANDS channels) */
  float *sides[MST_MAX_CHANNELS]; /* MST_MULTIBAND_SPAN: mid and side */
  float *heard[MST_MAX_CHANNELS];
  MstBandGains of[MST_MULTIBAND_MAX_BANDS];
} MstMultibandGains;

/** Finds the gains of `bands` bands from the planes in[band][channel], for n
 * <= MST_MULTIBAND_SPAN frames from frame `at` after a line of the grid. They
 * pass no line unless the bands and the mix are settled. */
void mst_multiband_gains_find (MstMultibandGains *self, MstMultibandBand *band,
    int bands, float *const *const in[], int n, int at);

/** out[channel] = the sum of in[band][channel] times its gain. */
void mst_multiband_gains_sum (MstMultibandGains *self, int bands,
    float *const *const in[], float *const out[], int n);

#endif /* MST_MULTIBAND_GAINS_H */
