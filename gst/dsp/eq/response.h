/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/response.h - the gain of the equaliser over frequency, from its values.
 */
#ifndef MST_EQ_RESPONSE_H
#define MST_EQ_RESPONSE_H

#include "table.h"

/** Writes the static response [dB] at `n` frequencies [Hz] on the path
 * `channel`, from an array of values as the stage takes it: the bands that work
 * on this path or on all, and the gain. A frequency at or above half the rate,
 * or one that is not a number, reads -INFINITY. Auto-gain and the dynamic part
 * of bands are left out. */
void mst_eq_response (const double *values, double rate, MstEqChannel channel,
    const double *frequencies, double *decibels, int n);

#endif /* MST_EQ_RESPONSE_H */
