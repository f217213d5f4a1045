/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter/reduction.h - from the driven audio to the gain of each channel.
 *
 * Reads the peak between the samples, requires the gain that holds it under the
 * ceiling, and has limiter/gain.h draw a smooth curve below that. Linked
 * channels share one gain; else each has its own, drawn to the lowest by the
 * link.
 */
#ifndef MST_LIMITER_REDUCTION_H
#define MST_LIMITER_REDUCTION_H

#include "gain.h"

#include "dsp/common/dynamics/link.h"
#include "dsp/stage.h"

typedef struct MstLimiterReduction MstLimiterReduction;

/** The channels that do not lead are limited by themselves. `lookahead` is in
 * frames. NULL when memory runs out. */
MstLimiterReduction *mst_limiter_reduction_new (const MstFormat *format,
    MstLinkGroups groups, bool link_lfe, int lookahead);
void mst_limiter_reduction_free (MstLimiterReduction *self);
void mst_limiter_reduction_reset (MstLimiterReduction *self);

/** Sets how the gain recovers, whether the peak between the samples counts, and
 * the link, 0 .. 1. */
void mst_limiter_reduction_set (MstLimiterReduction *self,
    const MstLimiterTimes *times, bool true_peak, double link);

/** The number of frames by which the audio must be delayed to meet its gain. */
int mst_limiter_reduction_delay (const MstLimiterReduction *self);

/** Takes n <= MST_LIMITER_BLOCK frames, of which the first is `at` frames
 * behind a line of the grid, and the ceiling of each; none is below `floor`. As
 * many frames as the delay must lie in memory before planes[c]. False if the
 * gain of all of them is 1. */
bool mst_limiter_reduction_process (MstLimiterReduction *self,
    float *const planes[], const float *ceiling, float floor, int n, int at);

/** The gains of channel c that the last call found, and the least of all
 * channels. */
const float *
mst_limiter_reduction_gains (const MstLimiterReduction *self, int c);
const float *mst_limiter_reduction_least (const MstLimiterReduction *self);

#endif /* MST_LIMITER_REDUCTION_H */
