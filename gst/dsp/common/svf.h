/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * svf.h - second-order filters as a state-variable structure.
 *
 * The topology-preserving state-variable filter: trapezoidal integrators, no
 * delay-free loop left unsolved. Unlike a direct form it stays well behaved
 * while its coefficients move and keeps its precision at 20 Hz of 192 kHz.
 *
 * Source: A. Simper, "Solving the continuous SVF equations using trapezoidal
 * integration and equivalent currents", Cytomic 2013; V. Zavalishin, "The Art
 * of VA Filter Design", chapter 4.
 *
 * Two channels are filtered at a time, one in each half of an MstPair.
 */
#ifndef MST_SVF_H
#define MST_SVF_H

/** One frame of two channels. */
typedef double MstPair __attribute__ ((vector_size (16)));

/** The responses. With A = 10^(gain/40) and s normalised to the frequency:
 *   bell        (s^2 + s A/Q + 1) / (s^2 + s/(A Q) + 1)
 *   low shelf   A (s^2 + s sqrt(A)/Q + A) / (A s^2 + s sqrt(A)/Q + 1)
 *   high shelf  A (A s^2 + s sqrt(A)/Q + 1) / (s^2 + s sqrt(A)/Q + A)
 *   low cut     s^2 / (s^2 + s/Q + 1)
 *   high cut    1 / (s^2 + s/Q + 1)
 *   notch       (s^2 + 1) / (s^2 + s/Q + 1)
 * mapped by the bilinear transform, prewarped at the frequency. */
typedef enum {
  MST_SVF_BELL,
  MST_SVF_LOW_SHELF,
  MST_SVF_HIGH_SHELF,
  MST_SVF_LOW_CUT,
  MST_SVF_HIGH_CUT,
  MST_SVF_NOTCH,
} MstSvfType;

/** The filter as it runs, from the two integrators' states s1, s2 and the input:
 *   t = x - s2
 *   y  = d x + k1 s1 + k2 s2
 *   s1' = c s1 + b1 t
 *   s2' = s2 + b1 s1 + b2 t
 * With g and k of the structure and a1 = 1 / (1 + g (g + k)): c = 2 a1 - 1, b1 =
 * 2 g a1, b2 = g b1; d, k1, k2 mix the response from input, band-pass and
 * low-pass. */
typedef struct {
  double c, b1, b2;
  double d, k1, k2;
} MstSvf;

typedef struct {
  MstPair s1, s2;
} MstSvfState;

/** Designs a filter. `frequency` [Hz] is held inside 0 .. 0.495 rate, `q` above
 * 0.01; `gain` [dB] matters to bell and shelves. */
void mst_svf_design (MstSvf *svf, MstSvfType type, double rate,
    double frequency, double gain, double q);

/** Blends the output with the dry input: 0 is dry, 1 leaves it as designed. */
void mst_svf_blend (MstSvf *svf, double amount);

/** step = (to - from) / frames */
void
mst_svf_step (MstSvf *step, const MstSvf *from, const MstSvf *to, int frames);

/** Filters x[0 .. n-1] in place. */
void mst_svf_run (const MstSvf *svf, MstSvfState *state, MstPair *x, int n);

#define MST_SVF_CASCADE 32 /* bands at most */

/** Filters x[0 .. n-1] in place by n_bands <= MST_SVF_CASCADE filters in a row:
 * what mst_svf_run() does one by one, to the bit, but faster. */
void mst_svf_run_cascade (const MstSvf *const svf[], MstSvfState *const state[],
    int n_bands, MstPair *x, int n);

/** One filter, while every coefficient moves by `step` a frame. */
void mst_svf_run_moving (MstSvf *svf, const MstSvf *step, MstSvfState *state,
    MstPair *x, int n);

/** |H| at `frequency` [Hz] of the filter as it runs at `rate`. */
double mst_svf_magnitude (const MstSvf *svf, double rate, double frequency);

#endif /* MST_SVF_H */
