/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/bend.h - the difference that the curves make to each channel.
 *
 * Each band passes the filters before the curve, goes up to the higher rate,
 * and through the curve. The sum of the differences comes back down, and what
 * the filters did is undone.
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

/** How many frames later the difference comes out. */
int mst_saturator_bend_delay (const MstSaturatorBend *self);

/** Sets states that have decayed to nothing to 0. */
void mst_saturator_bend_flush (MstSaturatorBend *self);

/** e = the difference that the curves make to the bands of channel c. They are
 * worked on in place, and e may be one of them. The first of n frames is `at`
 * frames behind a line of the grid; only where nothing moves may they pass the
 * next. */
void
mst_saturator_bend_run (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, float *const bands[], int n_bands, float *e, int n, int at);

/** Undoes in e what the filters before the curve did; `sound` is as late as e
 * and is what e will be added to. Then does to both what the heads of a tape
 * machine do. */
void
mst_saturator_bend_undo (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, const float *sound, float *e, int n, int at);

#endif /* MST_SATURATOR_BEND_H */
