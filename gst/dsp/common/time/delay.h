/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * delay.h - a delay line of whole frames for planar float32.
 */
#ifndef MST_DELAY_H
#define MST_DELAY_H

typedef struct MstDelay MstDelay;

/** A line of `frames` >= 0 frames for `channels` planes, filled with silence.
 * NULL when memory runs out. */
MstDelay *mst_delay_new (int frames, int channels);
void mst_delay_free (MstDelay *self);

/** Its length in frames. */
int mst_delay_frames (const MstDelay *self);

/** Fills it with silence again. */
void mst_delay_reset (MstDelay *self);

/** out[c][i] = the input of `frames` frames before. `in` and `out` may be the
 * same planes, but must not overlap otherwise. Any n >= 0. */
void mst_delay_process (MstDelay *self, const float *const in[],
    float *const out[], int n);

#endif /* MST_DELAY_H */
