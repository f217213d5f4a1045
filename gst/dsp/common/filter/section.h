/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * section.h - a digital section of second order, by the variable
 * S = (z - 1) / (z + 1), in which it is as exact at 10 Hz as at 10 kHz:
 *
 *   H = (n[0] + n[1] S + n[2] S^2) / (d[0] + d[1] S + S^2)
 *
 * On the unit circle S = j w, w the tangent of half the angle.
 */
#ifndef MST_SECTION_H
#define MST_SECTION_H

#include <stdbool.h>

#include "analog.h"
#include "cascade.h"

typedef struct {
  double n[3];
  double d[2];
} MstSection;

#define MST_HIGHEST_BAND 0.495 /* of the rate; bands are held there */

/** Designs the (first) section of a band by the bilinear transform, prewarped
 * at the frequency: for detectors and crossovers, where phases must fit. */
void mst_bilinear_design (MstSection *section, const MstBandShape *band,
    double rate);

/** True if it changes no magnitude by more than 0.0001 dB. */
bool mst_section_is_identity (const MstSection *section);

/** Finds the section in direct form, in each of two channels blended with the
 * dry input by `amount`: 0 is the identity, 1 the section. */
void mst_section_biquad (const MstSection *section, MstBiquad *biquad,
    MstPair amount);

/** |p (j w)|^2 of a polynomial, by w^2. */
static inline double
mst_section_polynomial (const double p[3], double w2)
{
  double even = p[0] - p[2] * w2;

  return even * even + p[1] * p[1] * w2;
}

/** |H (j w)|^2, by w^2. */
static inline double
mst_section_power (const MstSection *section, double w2)
{
  const double d[3] = { section->d[0], section->d[1], 1.0 };

  return mst_section_polynomial (section->n, w2) /
      mst_section_polynomial (d, w2);
}

/** |H|^2 of `count` sections at `frequency` [Hz] of `rate`. */
double mst_sections_power (const MstSection sections[], int count, double rate,
    double frequency);

#endif /* MST_SECTION_H */
