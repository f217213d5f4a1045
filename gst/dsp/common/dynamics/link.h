/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * link.h - the lanes of a dynamics stage together: their levels drawn to the
 * loudest, and their greatest change for a display.
 *
 * A change of dynamics.h is never negative.
 */
#ifndef MST_LINK_H
#define MST_LINK_H

#include <stdbool.h>

#include "dsp/stage.h"

/** Writes for each channel whether the gain that channels share follows from it
 * too: all do but those of low-frequency effects, unless `lfe` or there is no
 * other. */
void mst_link_find_leaders (const MstFormat *format, bool lfe, bool leads[]);

/** Raises x[i] to the magnitudes of n frames of the leading channels. */
void mst_link_raise (float *x, float *const planes[], const bool leads[],
    int from, int channels, int n);

/** Writes the magnitudes that count for channel c: its own if it leads, and
 * else the greatest of those that do. */
void mst_link_hear (float *x, float *const planes[], const bool leads[], int c,
    int channels, int n);

/** x[c][i] += link[i] * (the greatest of x[..][i] - x[c][i]); n <= 512 levels
 * [dB] of `lanes` lanes, link 0 .. 1. */
void mst_link_levels (float *const x[], int lanes, const float *link, int n);

/** Turns changes [dB] into gains, in place: 2^(offset +- the change in
 * octaves),
 * + where the change is `up`. The offset is in octaves too. */
void mst_changes_to_gains (float *x, const float *offset, bool up, int n);

/** gain = 1 + mix (gain - 1): the gain of a mix of the untouched input and the
 * input times `gain`. */
void mst_mix_gains (float *gain, const float *mix, int n);

/** The greatest change between two lines of the grid. */
typedef struct {
  float so_far;
  float reading; /* of the last whole stretch */
} MstDeepest;

/** Takes the changes of n frames in `lanes` lanes, beginning `at` frames after
 * a line. */
void
mst_deepest_note (MstDeepest *self, float *const x[], int lanes, int n, int at);

#endif /* MST_LINK_H */
