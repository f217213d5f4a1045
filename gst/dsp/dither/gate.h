/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither/gate.h - which frames need dither at all.
 *
 * A stream that already lies on the grid of the output words passes bit for
 * bit: it is taken for one until the first sample that does not fit, and again
 * once `hold` frames on end have fitted. That many do not fit by chance.
 * Digital silence fits every grid. If it is to be dithered all the same, it is
 * after `hold` frames of it, and at the start of a stream.
 *
 * Frames are counted, not blocks, so that the result does not depend on how the
 * stream is cut.
 */
#ifndef MST_DITHER_GATE_H
#define MST_DITHER_GATE_H

#include <stdbool.h>

typedef struct {
  double scale; /* full scale in steps of the output */
  int channels;
  int hold;    /* frames */
  bool blank;  /* digital silence is left silent */
  int fit;     /* the last so many frames have fitted, at most `hold` */
  int silence; /* the last so many were silent, at most `hold` */
} MstDitherGate;

void mst_dither_gate_reset (MstDitherGate *self);

/** Returns how many of the next n >= 1 frames are alike, and in *dither whether
 * they are to be dithered. */
int mst_dither_gate_next (MstDitherGate *self, float *const planes[], int n,
    bool *dither);

#endif /* MST_DITHER_GATE_H */
