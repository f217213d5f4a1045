/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/spectrum.h - the figures that follow from the long-term spectrum.
 *
 * They are read from the sums of the frames, and below the top of the finer
 * frames from the sums of these.
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

/** The lower and the upper end of a third [Hz]. */
void mst_analyzer_third_edges (int third, double *from, double *to);

/** True if bands up to `to` Hz are read from the finer frames. */
bool mst_analyzer_spectrum_is_fine (const MstAnalyzerSpectrum *self, double to);

/** The energy of mid and of side from `from` to `to` Hz: mean squares, each for
 * a frame of audio, summed. */
void mst_analyzer_spectrum_energy (const MstAnalyzerSpectrum *self, double from,
    double to, double *mid, double *side);

/** Writes mid, side, correlation and side_power of the bands, bass_side,
 * detail, bandwidth, hum and hum_level, and the resonances. The sums are
 * settled. */
void
mst_analyzer_spectrum_read (const MstAnalyzerSpectrum *sums, MstAnalysis *out);

#endif /* MST_ANALYZER_SPECTRUM_H */
