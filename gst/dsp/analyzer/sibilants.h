/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/sibilants.h - bursts of hiss beside a voice.
 *
 * The powers of two bands in steps of 5 ms, the voice's and the hiss's, each
 * beside its own mean over half a second. A sibilant starts where the hiss is
 * four times its mean and the piece four times as bright as it was; it ends
 * where the hiss is under twice that mean. It counts if it lasts 30 to 250 ms:
 * a closed hi-hat is shorter, a cymbal longer.
 */
#ifndef MST_ANALYZER_SIBILANTS_H
#define MST_ANALYZER_SIBILANTS_H

#include <stdint.h>

#include "dsp/analysis.h"

typedef struct {
  double slowness;       /* of the means, a step */
  int shortest, longest; /* steps */
  int settled;           /* steps before the means say anything */

  int steps;          /* so far, up to `settled` */
  double voice, hiss; /* means over half a second */
  double last;        /* hiss of the last step */
  int length;         /* steps of this burst, to `longest` + 1; 0: no burst */
  double burst;       /* its energy */
  double under;       /* the mean of the hiss where it started, */
  double beside;      /* and of the voice */
  double ratio;       /* sum over all bursts */
  uint64_t count;
} MstAnalyzerSibilants;

/** Takes steps of `step` seconds. */
void mst_analyzer_sibilants_init (MstAnalyzerSibilants *self, double step);
void mst_analyzer_sibilants_reset (MstAnalyzerSibilants *self);

/** Takes the powers of a step. */
void mst_analyzer_sibilants_push (MstAnalyzerSibilants *self, double voice,
    double hiss);

/** Writes sibilance and sibilants of a piece of `seconds`. */
void mst_analyzer_sibilants_read (const MstAnalyzerSibilants *self,
    double seconds, MstAnalysis *out);

#endif /* MST_ANALYZER_SIBILANTS_H */
