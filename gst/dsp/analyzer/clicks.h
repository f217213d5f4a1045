/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/clicks.h - single samples far out of line.
 *
 * The second difference of the samples, in steps of 5 ms, its greatest square
 * and its energy. A click is a step that has nine tenths of its energy in seven
 * samples, sticks out of the line of the samples before and after, and is 20 dB
 * over the greatest square of the steps about it, but for the two next to it.
 * Attacks go on otherwise than it was before, and synthesisers repeat
 * themselves: neither does that.
 */
#ifndef MST_ANALYZER_CLICKS_H
#define MST_ANALYZER_CLICKS_H

#include <stdbool.h>

#include "dsp/common/measure/powerhistogram.h"

#define MST_ANALYZER_CLICKS_STEPS 16 /* of a hop, at most */
#define MST_ANALYZER_CLICKS_REACH 10 /* steps on each side */
#define MST_ANALYZER_CLICKS_RING (2 * MST_ANALYZER_CLICKS_REACH + 1)

typedef struct {
  void *memory;
  int hop, step;
  float *square;           /* of the second difference; a hop */
  MstPowerHistogram found; /* greatest squares of clicks */

  int at, held;
  float last[2][2]; /* the two samples before the hop, of both channels */
  /* The steps about the one that is judged, of the channel that has the greater
   * square. */
  double greatest[MST_ANALYZER_CLICKS_RING];
  bool narrow[MST_ANALYZER_CLICKS_RING];
  double steepest; /* of all steps */
} MstAnalyzerClicks;

/** Takes hops of `hop` samples, which are some steps long. False when memory
 * runs out; clear() is right for either. */
bool mst_analyzer_clicks_init (MstAnalyzerClicks *self, int hop, int step);
void mst_analyzer_clicks_clear (MstAnalyzerClicks *self);
void mst_analyzer_clicks_reset (MstAnalyzerClicks *self);

/** Takes a hop of both channels. */
void mst_analyzer_clicks_push (MstAnalyzerClicks *self, const float *left,
    const float *right);

/** The number of clicks that are no more than 60 dB under the steepest step. */
double mst_analyzer_clicks_count (const MstAnalyzerClicks *self);

#endif /* MST_ANALYZER_CLICKS_H */
