/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/guard.h - finds how far the side may go, from the last 300 ms of it.
 *
 * Over the window let A be the power of the middle, B that of the side and C
 * the mean of their product. With a gain g of the side,
 *
 *   loss         (A + g^2 B) / A: the share of the power of both channels
 *                that a mono listener does not hear
 *   correlation  (A - g^2 B) / sqrt ((A + g^2 B)^2 - 4 g^2 C^2)
 *
 * Both can be solved for g^2, so the guard need not search, nor does it hear
 * itself.
 */
#ifndef MST_IMAGER_GUARD_H
#define MST_IMAGER_GUARD_H

#include <stdbool.h>

#include "dsp/common/measure/slidingsum.h"
#include "dsp/common/time/smooth.h"
#include "split.h"

/** Powers over a window that slides. */
typedef struct {
  MstSlidingSum fold, side, cross;
  double a, b, c; /* sums of the window */
} MstImagerWindow;

/** The steps by which a window of 300 ms moves on. */
typedef struct {
  int lines; /* lines of the grid to a step */
  int steps;
  int line; /* since the last step */
} MstImagerPace;

typedef struct {
  MstImagerSums sums; /* since the last step */
  MstImagerWindow windows[MST_IMAGER_MAX_BANDS];
  double wanted[MST_IMAGER_MAX_BANDS]; /* the gains */
} MstImagerGuard;

/** A window of 300 ms in steps of some 10. */
MstImagerPace mst_imager_pace (double rate);

/** Empties a window of so many steps. */
void mst_imager_window_clear (MstImagerWindow *self, int steps);

/** Adds a step, by the sums over its frames. */
void mst_imager_window_push (MstImagerWindow *self, double fold, double side,
    double cross);

/** The greatest gain, up to 1, of the side for a correlation not below
 * `correlation` and a loss up to `loss` [dB]. */
double mst_imager_guard_gain (double a, double b, double c, double correlation,
    double loss);

/** Forgets the stream. */
void mst_imager_guard_clear (MstImagerGuard *self, int steps);

/** At the end of a step: finds new gains for bands of these widths. */
void mst_imager_guard_step (MstImagerGuard *self, const double *widths,
    int bands, double correlation, double loss);

#endif /* MST_IMAGER_GUARD_H */
