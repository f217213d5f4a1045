/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * residual.h - what an element adds to the sound beyond turning it up and down.
 *
 * In each block of 100 ms the output y is laid beside the input x, turned to
 * where it is nearest: g = sum (x y) / sum (x x). What is left, r = y - g x, is
 * distortion, and gain that moves faster than that. The figure is the worst of
 * 3 s, as for PSR:
 *
 *   D = 10 lg (sum (r r) / sum (y y))   [dB]
 *
 * In the windows of 3 s in which the limiter works, the ratio of the sample
 * peak to the power of a frame (PSR) is known of the input and of the output.
 * How far the output's is under 6 dB, or under the input's where that had less,
 * is the other figure: the worst of them.
 *
 * Of a whole chain it tells as well where the sound is changed most: equalisers
 * and whatever else is not a gain leave more there.
 *
 * It takes an element that gives a frame for each that it gets, and no other
 * format than interleaved float32, in which it is -INFINITY before anything
 * came.
 */
#ifndef MASTER_RESIDUAL_H
#define MASTER_RESIDUAL_H

#include <gst/gst.h>

typedef struct _MasterResidual MasterResidual;

/** Listens to the element's static pads `sink` and `src`, which hold a
 * reference to it for as long as they exist. */
MasterResidual *master_residual_new (GstElement *element);
void master_residual_unref (MasterResidual *self);

/** Returns where the part of this length begins that is changed most, by the
 * mean of the shares of what is left in its windows [s]; NAN where all is as it
 * was. The stream has to be at its end. */
gdouble master_residual_find_most (const MasterResidual *self, gdouble seconds);

/** The figures of a limiter. */
typedef struct {
  gdouble residual; /* D [dB] */
  gdouble psr; /* dB missing from PSR; -INFINITY where the limiter is at rest */
} MasterLimiting;

/** Returns the figures. The stream has to be at its end. */
MasterLimiting master_residual_read (const MasterResidual *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterResidual, master_residual_unref)

#endif /* MASTER_RESIDUAL_H */
