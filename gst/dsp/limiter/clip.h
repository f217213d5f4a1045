/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter/clip.h - the soft clip before the limiter, at a multiple of the rate.
 */
#ifndef MST_LIMITER_CLIP_H
#define MST_LIMITER_CLIP_H

/** The most frames that a call takes. */
#define MST_LIMITER_CLIP_BLOCK 256

typedef struct MstLimiterClip MstLimiterClip;

/** A clip that bends towards `level` times the ceiling. NULL when memory runs
 * out. */
MstLimiterClip *mst_limiter_clip_new (double rate, int channels, double level);
void mst_limiter_clip_free (MstLimiterClip *self);
void mst_limiter_clip_reset (MstLimiterClip *self);

/** How many frames later a frame comes out. */
int mst_limiter_clip_delay (const MstLimiterClip *self);

/** Clips n frames in place, each by its own ceiling. */
void mst_limiter_clip_process (MstLimiterClip *self, float *const planes[],
    const float *ceiling, int n);

#endif /* MST_LIMITER_CLIP_H */
