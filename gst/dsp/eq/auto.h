/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/auto.h - the loudness that bands add, as far as their shapes tell.
 */
#ifndef MST_EQ_AUTO_H
#define MST_EQ_AUTO_H

#include "dsp/common/layout/layout.h"

/** The change of K-weighted loudness of pink noise by the static bands of
 * `values` in `format` [LU]. */
double mst_eq_expected_loudness (const double *values, double rate,
    const MstLayout *layout);

#endif /* MST_EQ_AUTO_H */
