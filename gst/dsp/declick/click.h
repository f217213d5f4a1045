/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick/click.h - one click: the samples that it spoils, the proof that it is
 * one, and the samples that were there before.
 */
#ifndef MST_DECLICK_CLICK_H
#define MST_DECLICK_CLICK_H

#include <stdbool.h>

#include "dsp/common/repair/arfill.h"
#include "signals.h"

#define MST_DECLICK_GREAT 60.0     /* scales that a great click stands out by */
#define MST_DECLICK_ORDER 40       /* of the model that finds */
#define MST_DECLICK_FILL_ORDER 128 /* of the one that fills */

typedef struct {
  int start, end;      /* in the window; end: the first one behind it */
  int last;            /* that stands out */
  double peak;         /* of |m|, in scales */
  double ratio;        /* |m| over the greatest |e| about it */
  double scale, level; /* of m and of e, there */
} MstDeclickClick;

/** Measures what stands out by `threshold` scales from frame `at` on, up to
 * frame `to`: its greatest sample, which is returned, and from where to where
 * it reaches, at most `longest` on each side. */
int mst_declick_click_measure (MstDeclickClick *self,
    const MstDeclickSignals *signals, double threshold, int at, int to,
    int longest, int unit);

/** True if music did not do it: a sample is wrong rather than the music excited
 * (A. J. Fox, Journal of the Royal Statistical Society B 34(3), 1972). */
bool mst_declick_click_is_additive (const MstDeclickClick *self);

/** True if music begins out of digital silence there, or ends in it. */
bool mst_declick_click_touches_silence (const MstDeclickClick *self,
    const double *x, int unit);

/** Grows it until what is left without it is ordinary, or until nothing helps:
 * then it returns false. `work` is as long as the window. */
bool mst_declick_click_explain (MstDeclickClick *self,
    const MstDeclickSignals *signals, MstArFill *fill, const double *x,
    const double *a, int longest, double *work);

/** Fills x without a proof, for a model of the music alone. */
void mst_declick_click_fill_roughly (const MstDeclickClick *self,
    MstArFill *fill, double *x, const double *a);

/** Fills x with what is likely, by a model of MST_DECLICK_FILL_ORDER. Returns
 * false, with x as it was, where the music would gain nothing by it. */
bool mst_declick_click_fill (const MstDeclickClick *self, MstArFill *fill,
    double *x, const double *a);

#endif /* MST_DECLICK_CLICK_H */
