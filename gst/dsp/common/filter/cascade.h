/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cascade.h - second-order sections in series, at rest and as fast as can be.
 *
 * A section at rest is
 *
 *   H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2)
 *
 * with the two states of the transposed direct form II, in double:
 *
 *   y   = b0 x + s1
 *   s1' = b1 x - a1 y + s2
 *   s2' = b2 x - a2 y
 *
 * It runs with y put in, so that the states do not wait for the output:
 *
 *   s1' = (c1 x + s2) - a1 s1    c1 = b1 - a1 b0
 *   s2' = c2 x - a2 s1           c2 = b2 - a2 b0
 *
 * The fewest operations of all structures; it does not bear coefficients that
 * move, for which there is svf.h. Two channels are filtered at a time, each
 * with its own coefficients.
 *
 * A recursion is slow not for its arithmetic but for waiting on itself. So the
 * sections run as a wave: while the first works on frame i, the next works on
 * frame i - 1, and so on, as many to a vector as the processor has lanes for.
 * The bits are those of one section after the other, on every machine.
 */
#ifndef MST_CASCADE_H
#define MST_CASCADE_H

#include <stdbool.h>

#include "dsp/common/vector/pairs.h"

typedef struct {
  MstPair b0, b1, b2;
  MstPair a1, a2;
} MstBiquad;

typedef struct {
  MstPair s1, s2;
} MstBiquadState;

/** Runs one section over x[0 .. n-1], in place: the reference of the wave. */
void mst_biquad_run (const MstBiquad *biquad, MstBiquadState *state, MstPair *x,
    int n);

/** Runs any number of sections in series over x[0 .. n-1], in place: the same
 * bits as mst_biquad_run () one by one. */
void mst_cascade_run (const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections, MstPair *x, int n);

/** The same by vectors of `lanes` pairs, 1, 2 or 4. Does nothing and returns
 * false where the processor does not have such vectors. */
bool mst_cascade_run_by (int lanes, const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections, MstPair *x, int n);

#endif /* MST_CASCADE_H */
