/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * boxsmooth.h - a gain curve, smoothed by two moving averages in cascade.
 *
 * Together they are a FIR of a given length whose weights are positive (a
 * triangle) and have unit sum. So where the input was at most g for the whole
 * length, the output is at most g, and a constant comes out as it is. The
 * running sums hold whole numbers: no rounding error ever builds up.
 */
#ifndef MST_BOXSMOOTH_H
#define MST_BOXSMOOTH_H

/** The longest smoother. */
#define MST_BOX_SMOOTH_MAX 16384

/** The most frames that a call takes. */
#define MST_BOX_SMOOTH_BLOCK 256

typedef struct MstBoxSmooth MstBoxSmooth;

/** The whole FIR is `frames` long, 1 .. MST_BOX_SMOOTH_MAX. The past is filled
 * with 1. NULL when memory runs out. */
MstBoxSmooth *mst_box_smooth_new (int frames);
void mst_box_smooth_free (MstBoxSmooth *self);

/** Takes over the state of `from`, which was made alike. */
void mst_box_smooth_copy (MstBoxSmooth *self, const MstBoxSmooth *from);

void mst_box_smooth_reset (MstBoxSmooth *self);

/** out[i] = the mean of in[i - frames + 1] .. in[i] under the triangle. `in` is
 * in [0, 1], and read in steps of 2^-32 (2^-27 where `frames` is the greatest),
 * rounded down. 1 comes out as 1. n <= MST_BOX_SMOOTH_BLOCK. */
void mst_box_smooth_process (MstBoxSmooth *self, const double *in, float *out,
    int n);

#endif /* MST_BOXSMOOTH_H */
