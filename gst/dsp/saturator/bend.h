/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/bend.h - what the curves add to each channel.
 *
 * Of each band what goes before the curve, up to the higher rate, and the
 * difference that the curve makes; the sum of these back down, and what undoes
 * what went before.
 */
#ifndef MST_SATURATOR_BEND_H
#define MST_SATURATOR_BEND_H

#include "dsp/common/fir/oversample.h"
#include "glide.h"

/** Frames at a time, at most. */
#define MST_SATURATOR_SPAN MST_OVERSAMPLE_BLOCK

typedef struct MstSaturatorBend MstSaturatorBend;

/** NULL when memory runs out. */
MstSaturatorBend *mst_saturator_bend_new (double rate, int channels);
void mst_saturator_bend_free (MstSaturatorBend *self);
void mst_saturator_bend_reset (MstSaturatorBend *self);

/** How many frames later a frame is back down. */
int mst_saturator_bend_delay (const MstSaturatorBend *self);

/** What has decayed to nothing is 0. */
void mst_saturator_bend_flush (MstSaturatorBend *self);

/** e = what the curves make of the bands of channel c, which are worked on in
 * place; e may be one of them. The first of n frames is `at` after a line of
 * the grid; past the next it may only go where nothing moves. */
void
mst_saturator_bend_run (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, float *const bands[], int n_bands, float *e, int n, int at);

/** Undoes in e what went before the curve, as `sound`, to which e is added, is
 * as late; then what the heads of a tape machine do to both. */
void
mst_saturator_bend_undo (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, const float *sound, float *e, int n, int at);

#endif /* MST_SATURATOR_BEND_H */
