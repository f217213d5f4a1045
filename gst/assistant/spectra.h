/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * spectra.h - how the spectra of released music scatter, third by third.
 *
 * Compiled in from models/spectra.json: mean and covariance of the thirds from
 * 63 Hz to 16 kHz. It is finer than the nine bands of the prior, and knows
 * levels alone.
 */
#ifndef MST_SPECTRA_H
#define MST_SPECTRA_H

#include "thirds.h"

#define MST_SPECTRA_FIRST 5 /* the third of 63 Hz */
#define MST_SPECTRA_THIRDS 25

typedef struct {
  gdouble mean[MST_SPECTRA_THIRDS]; /* dB, less the loudness */
  gdouble covariance[MST_SPECTRA_THIRDS][MST_SPECTRA_THIRDS]; /* dB^2 */
  /* By how much a third is louder [dB] for each decibel that it is more tonal
   * than those about it. */
  gdouble tonal;
} MstSpectra;

/** The one that is compiled in; never to be freed. */
const MstSpectra *mst_spectra_get (void);

#endif /* MST_SPECTRA_H */
