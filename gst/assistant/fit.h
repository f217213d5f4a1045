/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * fit.h - a curve as an engineer would turn it: a few shelves and a few bells.
 *
 * All of them are fitted jointly to a curve over thirds of an octave; what is
 * common to all thirds is left out, for it is loudness. A band is taken as long
 * as the curve comes nearer by it.
 */
#ifndef MST_FIT_H
#define MST_FIT_H

#include "dsp/common/filter/analog.h"
#include "thirds.h"

G_BEGIN_DECLS

#define MST_FIT_SHELVES 3 /* shelves and tilts, at most */
#define MST_FIT_BELLS 3
#define MST_FIT_MOST (MST_FIT_SHELVES + MST_FIT_BELLS)

typedef struct {
  MstShape shape;
  gdouble frequency; /* Hz */
  gdouble gain;      /* dB */
  gdouble q;
} MstFitBand;

/** Fits bands to `wanted` [dB]; the `weight` of a third is 0 where it does not
 * count. Returns how many. */
int mst_fit (const gdouble wanted[MST_ANALYSIS_THIRDS],
    const gdouble weight[MST_ANALYSIS_THIRDS], MstFitBand bands[MST_FIT_MOST]);

/** The change of each third by bands in series [dB]. */
void mst_fit_change (const MstFitBand *bands, int n,
    gdouble change[MST_ANALYSIS_THIRDS]);

G_END_DECLS

#endif /* MST_FIT_H */
