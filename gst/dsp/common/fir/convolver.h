/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * convolver.h - long FIR filters by fast convolution.
 *
 * Uniformly partitioned overlap-save: the taps are cut into partitions of
 * `block` taps, each is multiplied with the spectrum of as many blocks ago, and
 * one inverse transform gives the sum. The stream comes out `block` frames
 * later, however it is cut. Long blocks cost less, down to about a quarter of
 * the taps. Two channels are transformed as the real and the imaginary part of
 * one signal Z; the channels of pairs, which come first, pass a matrix of four
 * filters, each further one a filter of its own:
 *
 *   left'  = ll * left + lr * right
 *   right' = rl * left + rr * right
 *   others' = other * others
 *
 * New filters fade in over one block: nothing clicks.
 *
 * The stream may go several ways, each through filters of its own: the forward
 * transform is then made once for all.
 *
 * Source: W. G. Gardner, "Efficient Convolution without Input-Output Delay",
 * JAES 43 (3), 1995; F. Wefers, "Partitioned convolution algorithms for
 * real-time auralization", 2015, chapter 5.
 */
#ifndef MST_CONVOLVER_H
#define MST_CONVOLVER_H

typedef struct MstConvolver MstConvolver;

/** The taps of a set of filters, `partitions * block` of each. NULL stands for
 * a path that is silent. For one channel only `ll` counts. */
typedef struct {
  const float *ll, *lr, *rl, *rr;
  const float *other;
} MstFilters;

/** `block` is a power of two from 16; `channels` any number. Until filters are
 * set the output is silence. NULL when memory runs out. */
MstConvolver *mst_convolver_new (int channels, int block, int partitions);

/** The number of pairs of channels that pass the matrix; 1 until it is set,
 * before any filters. */
void mst_convolver_set_pairs (MstConvolver *self, int pairs);

/** The same as mst_convolver_new() with `ways` outputs. */
MstConvolver *
mst_convolver_new_ways (int channels, int block, int partitions, int ways);
void mst_convolver_free (MstConvolver *self);

/** Forgets the stream; keeps the filters that were last set, in force at once.
 */
void mst_convolver_reset (MstConvolver *self);

/** True if no filters wait for the end of the block to fade in, so that new
 * ones replace none that were never heard. It is so after new() and reset(). */
int mst_convolver_is_ready (const MstConvolver *self);

/** How many frames this block still takes: 1 .. block. */
int mst_convolver_left (const MstConvolver *self);

/** Takes new filters, and allocates nothing. Before the first frame they are in
 * force at once. Later they fade in during this block, from its first frame on,
 * for none of it has come out yet. If they are set again before its end, the
 * last ones count. */
void mst_convolver_set (MstConvolver *self, const MstFilters *filters);

/** The same for one way; the others stay as they are. */
void
mst_convolver_set_way (MstConvolver *self, int way, const MstFilters *filters);

/** Convolves `n` finite frames in place, in whatever pieces; the output is
 * `block` frames late. A result that is too great for a float is silence, and
 * never NaN. */
void mst_convolver_process (MstConvolver *self, float *const planes[], int n);

/** The same from `in` to out[way][channel], in all ways; NULL leaves a way out.
 * out[0] may be `in`. */
void mst_convolver_process_ways (MstConvolver *self, const float *const in[],
    float *const *const out[], int n);

#endif /* MST_CONVOLVER_H */
