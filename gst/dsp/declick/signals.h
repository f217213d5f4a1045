/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick/signals.h - the signals that a click is found by, and their scales.
 *
 * In a window of one channel: the residual e of the model, and the matched
 * filter m of it, which stands out most where a single sample is wrong (S. V.
 * Vaseghi & P. J. W. Rayner, IEE Proceedings I 137(1), 1990). Their scales are
 * those of the music alone: a low quantile of the steps around, which clicks do
 * not reach, and on both sides of an onset that of the louder side. Where the
 * model does not make the residual white, the scale of m is far below that of
 * e: there clicks are found by what the music does not have.
 */
#ifndef MST_DECLICK_SIGNALS_H
#define MST_DECLICK_SIGNALS_H

#include "dsp/common/repair/ar.h"
#include "dsp/common/time/arena.h"

#define MST_DECLICK_SIGNALS_MAX 1024
#define MST_DECLICK_OCTAVES 64
#define MST_DECLICK_BINS 16 /* in an octave */

typedef struct {
  int window; /* frames */
  int step;   /* frames between two values of the scale */
  int order;  /* of the model */
  double *e, *m;
  double *scale;  /* of m, one a step */
  double *level;  /* of e, one a step */
  double *lowest; /* the quantiles that they are the maximum of */
  /* Magnitudes, of the quantile. */
  int bins[MST_DECLICK_OCTAVES * MST_DECLICK_BINS];
  int octaves[MST_DECLICK_OCTAVES];
} MstDeclickSignals;

void mst_declick_signals_lay_out (MstDeclickSignals *self, MstArena *arena);

/** The signals and scales of x[from .. to - 1]. */
void mst_declick_signals_make (MstDeclickSignals *self, const double *x,
    const double *a, int from, int to);

/** m[0 .. n - 1] of x[0 .. n - 1] alone, of which `order` samples on both sides
 * are known. n <= MST_DECLICK_SIGNALS_MAX. */
void mst_declick_signals_matched (const double *x, const double *a, int order,
    int n, double *m);

/** The scale of m, and of e, at a frame. */
static inline double
mst_declick_signals_scale (const MstDeclickSignals *self, int frame)
{
  return self->scale[frame / self->step];
}

static inline double
mst_declick_signals_level (const MstDeclickSignals *self, int frame)
{
  return self->level[frame / self->step];
}

#endif /* MST_DECLICK_SIGNALS_H */
