/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/table.h - the tables of the imager, and where its bands meet.
 */
#ifndef MST_IMAGER_VALUES_H
#define MST_IMAGER_VALUES_H

#include "imager.h"

#define MST_IMAGER_CUTS (MST_IMAGER_MAX_BANDS - 1)
#define MST_IMAGER_MOST_DB 120.0 /* that is told of */

extern const MstParam mst_imager_params[];
extern const MstParam mst_imager_band_params[];
extern const MstParam mst_imager_readouts[];
extern const MstParam mst_imager_band_readouts[];

/** Where the bands in use end, as set or by default [Hz], rising; those not in
 * use end beyond all. */
void mst_imager_frequencies (const double *values, double *frequencies);

/** The width of `band`; that of the last in use for those which are not. */
double mst_imager_width (const double *values, int band);

#endif /* MST_IMAGER_VALUES_H */
