/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analog.h - the responses of an equaliser, as analogue prototypes.
 *
 * What a band is meant to do, before any sampling: a product of sections
 *
 *   H(s) = (n0 + n1 s + n2 s^2) / (d0 + d1 s + d2 s^2)
 *
 * with s normalised to the band's frequency. With A = 10^(gain/40):
 *
 *   bell              (s^2 + s A/Q + 1) / (s^2 + s/(A Q) + 1)
 *   low shelf         A (s^2 + s sqrt(A)/Q + A) / (A s^2 + s sqrt(A)/Q + 1)
 *   high shelf        A (A s^2 + s sqrt(A)/Q + 1) / (s^2 + s sqrt(A)/Q + A)
 *   tilt              (A s + 1) / (s + A)
 *   Baxandall bass    (s + A) / (s + 1/A)
 *   Baxandall treble  (A s + 1) / (s/A + 1)
 *   notch             (s^2 + 1) / (s^2 + s/Q + 1)
 *   band pass         (s/Q) / (s^2 + s/Q + 1)
 *   all pass          (s^2 - s/Q + 1) / (s^2 + s/Q + 1)
 *   low cut           s^n / B_n(s)
 *   high cut          1 / B_n(s)
 *
 * B_n is Butterworth's polynomial: (s + 1) where n is odd, and s^2 + s/Q_k + 1
 * with Q_k = 1 / (2 cos t_k), t_k = pi k / n (odd n) or pi (k - 1/2) / n
 * (even). The largest of these Q is multiplied by Q sqrt(2), so that n = 2 has
 * the very Q that is asked for and 0.707 is Butterworth for all n.
 *
 * Source: R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad
 * filter coefficients" (bell, shelves, notch, band pass, all pass, cuts of
 * second order); S. Butterworth, "On the Theory of Filter Amplifiers", 1930; P.
 * Baxandall, "Negative-Feedback Tone Control", Wireless World 1952, as
 * first-order shelves.
 */
#ifndef MST_ANALOG_H
#define MST_ANALOG_H

#include <stdbool.h>

typedef enum {
  MST_SHAPE_BELL,
  MST_SHAPE_LOW_SHELF,
  MST_SHAPE_HIGH_SHELF,
  MST_SHAPE_LOW_CUT,
  MST_SHAPE_HIGH_CUT,
  MST_SHAPE_NOTCH,
  MST_SHAPE_BAND_PASS,
  MST_SHAPE_ALL_PASS,
  MST_SHAPE_TILT,
  MST_SHAPE_BASS,
  MST_SHAPE_TREBLE,
  MST_N_SHAPES,
} MstShape;

#define MST_MAX_ORDER 16 /* of cuts: 96 dB/octave */

/** A band as it is asked for. */
typedef struct {
  MstShape shape;
  int order;        /* 1 .. MST_MAX_ORDER, for cuts; 6 dB/octave each */
  double frequency; /* Hz */
  double gain;      /* dB, for bell, shelves, tilt, bass, treble */
  double q;         /* for all but tilt, bass, treble and cuts of first order */
} MstBandShape;

/** One section of a prototype: coefficients of s^0, s^1, s^2. */
typedef struct {
  double n[3];
  double d[3];
} MstAnalog;

#define MST_MAX_ANALOG (MST_MAX_ORDER / 2)

/** True if the gain matters, so that a gain of 0 dB makes it the identity. */
bool mst_shape_has_gain (MstShape shape);

/** Writes the sections of the prototype and returns how many: 1 ..
 * MST_MAX_ANALOG. */
int mst_analog_design (MstAnalog sections[], const MstBandShape *band);

/** |H(j w)|^2 of one section; w is 1 at the band's frequency. */
double mst_analog_power (const MstAnalog *section, double w);

/** |H(j w)|^2 of the whole prototype at `frequency` [Hz]. */
double mst_band_power (const MstBandShape *band, double frequency);

#endif /* MST_ANALOG_H */
