/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/spectrum.h - what the long-term spectrum says.
 *
 * Read from the sums of the frames; below the top of the finer ones, from
 * these.
 */
#ifndef MST_ANALYZER_SPECTRUM_H
#define MST_ANALYZER_SPECTRUM_H

#include "dsp/analysis.h"
#include "blocks.h"
#include "low.h"

typedef struct {
  const MstAnalyzerFrame *frame;
  const MstAnalyzerLow *low;
  const MstAnalyzerBlocks *bands;
  double rate;
  double frames; /* of the piece */
} MstAnalyzerSpectrum;

/** Writes mid, side, correlation of the bands, bandwidth, hum and hum_level.
 * The sums are settled. */
void
mst_analyzer_spectrum_read (const MstAnalyzerSpectrum *self, MstAnalysis *out);

/** Writes the resonances. */
void mst_analyzer_resonances_read (const MstAnalyzerSpectrum *self,
    MstAnalysis *out);

/** The mean square of mid and of side from `from` to `to` Hz. */
void mst_analyzer_spectrum_between (const MstAnalyzerSpectrum *self,
    double from, double to, double *mid, double *side);

#endif /* MST_ANALYZER_SPECTRUM_H */
