/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * planes.h - frames as pipelines have them, interleaved or of 64 bits, to
 * planes of floats and back.
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

/** Rounds `n` samples of eight bytes, `stride` bytes from one to the next, to
 * floats. What is not a finite number below 2^24 in magnitude becomes 0. `from`
 * may be any byte. */
void mst_planes_narrow (float *plane, const void *from, int stride, int n);

/** Writes `n` floats as samples of eight bytes, `stride` bytes from one to the
 * next. */
void mst_planes_widen (const float *plane, void *to, int stride, int n);

/** Sets each of `n` samples of eight bytes in a row to 0 that is not a finite
 * number below 2^24 in magnitude; the others keep their bits. */
void mst_planes_sanitize_f64 (void *samples, int n);

#endif /* MST_PLANES_H */
