/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband/table.h - the tables of the multiband stage, and where its bands
 * meet.
 */
#ifndef MST_MULTIBAND_VALUES_H
#define MST_MULTIBAND_VALUES_H

#include "multiband.h"

extern const MstParam mst_multiband_params[];
extern const MstParam mst_multiband_band_params[];
extern const MstParam mst_multiband_band_readouts[];

/** Where `band` of so many ends, as set or by default [Hz]. */
double
mst_multiband_upper_frequency (const double *values, int bands, int band);

/** The lowest of all of them. */
double mst_multiband_lowest_frequency (const double *values);

#endif /* MST_MULTIBAND_VALUES_H */
