/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/finder.h - where a hum is heard best, and its frequency there.
 *
 * Windows of two seconds are looked at, two in each hop. For every frequency
 * near that of the mains, the partials add up how far they stand out of what is
 * about them (after Noll's harmonic sum); the best one less the median over all
 * of them is the window's excess.
 */
#ifndef MST_DEHUM_FINDER_H
#define MST_DEHUM_FINDER_H

#include "dsp/common/fir/fft.h"
#include "partials.h"

#define MST_DEHUM_WINDOW 50 /* steps */
#define MST_DEHUM_MOST_WINDOWS 64
#define MST_DEHUM_RANGE 0.005 /* a hum is so near the mains' frequency */

typedef struct {
  double excess; /* 0: nothing is known */
  double off;    /* Hz from the mains' frequency */
} MstDehumWindow;

typedef struct {
  MstFftDouble *fft;
  double *re, *im, *power;
  int count; /* of windows that are kept, the newest at the end */
  MstDehumWindow windows[MST_DEHUM_BASES][MST_DEHUM_MOST_WINDOWS];
} MstDehumFinder;

/** Makes the transform; false when memory runs out. */
bool mst_dehum_finder_init (MstDehumFinder *self, int steps);
void mst_dehum_finder_lay_out (MstDehumFinder *self, MstArena *arena);
void mst_dehum_finder_clear (MstDehumFinder *self);
void mst_dehum_finder_reset (MstDehumFinder *self);

/** Looks at the steps that were taken last. */
void
mst_dehum_finder_take (MstDehumFinder *self, const MstDehumPartials *partials);

/** Makes as if so many hops had been taken without being looked at. */
void mst_dehum_finder_pass (MstDehumFinder *self);

/** The window with the greatest excess: its middle among the kept steps, and
 * the frequency there [Hz from the mains']. False if there is none. */
bool mst_dehum_finder_best (const MstDehumFinder *self,
    const MstDehumPartials *partials, int base, int *middle, double *off);

#endif /* MST_DEHUM_FINDER_H */
