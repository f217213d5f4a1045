/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * planes.h - interleaved frames, as pipelines have them, to planes and back.
 */
#ifndef MST_PLANES_H
#define MST_PLANES_H

/** planes[c][i] = channel c of frame i, for `n` frames of `channels` samples of
 * four bytes. `frames` may begin at any byte. */
void mst_planes_load (float *const planes[], const void *frames, int channels,
    int n);

/** Writes the planes as interleaved frames. */
void mst_planes_store (const float *const planes[], void *frames, int channels,
    int n);

/** Writes the upper 16 bits of the int32_t in each of `channels` planes, n
 * each, to interleaved frames of int16_t, as they lie in memory. */
void mst_planes_store_s16 (const float *const planes[], void *frames,
    int channels, int n);

#endif /* MST_PLANES_H */
