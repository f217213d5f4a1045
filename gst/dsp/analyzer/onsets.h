/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/onsets.h - counts rises of power, of each band and of the whole.
 */
#ifndef MST_ANALYZER_ONSETS_H
#define MST_ANALYZER_ONSETS_H

#include <stdint.h>

#include "dsp/analysis.h"

#define MST_ANALYZER_TOGETHER 3 /* steps: 16 ms */

typedef struct {
  double slow;    /* about the last 100 ms */
  double last[2]; /* powers of the last steps */
  double sum;     /* of all steps */
  int rest;       /* steps before the next onset counts */
  uint64_t count;
} MstAnalyzerBandOnsets;

typedef struct {
  double slowness; /* of `slow`, a step */
  int pause;       /* steps between two onsets */

  uint64_t steps;
  MstAnalyzerBandOnsets band[MST_ANALYSIS_BANDS];
  int before[MST_ANALYZER_TOGETHER]; /* bands with an onset, lately */
  int rest;
  uint64_t count; /* of the whole */
} MstAnalyzerOnsets;

/** Takes steps of `step` seconds. */
void mst_analyzer_onsets_init (MstAnalyzerOnsets *self, double step);
void mst_analyzer_onsets_reset (MstAnalyzerOnsets *self);

/** Takes the power of each band in one step; `all` is the mean power of the
 * piece so far. */
void mst_analyzer_onsets_push (MstAnalyzerOnsets *self,
    const double power[MST_ANALYSIS_BANDS], double all);

/** The number of onsets a second, in a band or, at MST_ANALYSIS_BANDS, in the
 * whole. */
double mst_analyzer_onsets_rate (const MstAnalyzerOnsets *self, int band,
    double seconds);

#endif /* MST_ANALYZER_ONSETS_H */
