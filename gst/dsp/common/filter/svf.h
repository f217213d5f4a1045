/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * svf.h - second-order sections that move.
 *
 * The topology-preserving state-variable filter: trapezoidal integrators, no
 * delay-free loop left unsolved. Unlike a direct form it stays well behaved
 * while its coefficients move, and its precision is the same at 20 Hz of 192
 * kHz as anywhere. It costs more than a direct form, in which a section runs
 * while it rests (cascade.h); the state goes over from one to the other.
 *
 * Source: A. Simper, "Solving the continuous SVF equations using trapezoidal
 * integration and equivalent currents", Cytomic 2013; V. Zavalishin, "The Art
 * of VA Filter Design", chapter 4.
 */
#ifndef MST_SVF_H
#define MST_SVF_H

#include "cascade.h"
#include "section.h"

/** The filter as it runs, from the states s1, s2 of two integrators:
 *
 *   t   = x - s2
 *   y   = d x + k1 s1 + k2 s2
 *   s1' = c s1 + b1 t
 *   s2' = s2 + b1 s1 + b2 t
 *
 * With g and k of the structure and a1 = 1 / (1 + g (g + k)), c is 2 a1 - 1, b1
 * is 2 g a1 and b2 is g b1. d, k1 and k2 mix the response from input, band-pass
 * and low-pass, in each of the two channels by how much of it is wanted. */
typedef struct {
  double c, b1, b2;
  MstPair d, k1, k2;
} MstSvf;

typedef MstBiquadState MstSvfState;

/** Designs the section, blended with the dry input: 0 is dry, 1 the section. */
void mst_svf_design (MstSvf *svf, const MstSection *section, MstPair amount);

/** step = (to - from) / frames */
void
mst_svf_step (MstSvf *step, const MstSvf *from, const MstSvf *to, int frames);

/** Filters x[0 .. n-1] in place, while every coefficient moves by `step` a
 * frame. */
void mst_svf_run_moving (MstSvf *svf, const MstSvf *step, MstSvfState *state,
    MstPair *x, int n);

/** Finds the state of the section in direct form, so that its free response
 * goes on, and the way back. `svf` is the same filter as `biquad`. */
MstBiquadState mst_svf_to_biquad (const MstSvf *svf, const MstBiquad *biquad,
    const MstSvfState *state);
MstSvfState mst_svf_from_biquad (const MstSvf *svf, const MstBiquad *biquad,
    const MstBiquadState *state);

#endif /* MST_SVF_H */
