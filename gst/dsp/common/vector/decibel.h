/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * decibel.h - decibels and linear gains, in double.
 */
#ifndef MST_DECIBEL_H
#define MST_DECIBEL_H

#include <math.h>

/** 20 log10 (amplitude); -inf for 0. */
static inline double
mst_to_db (double amplitude)
{
  return 20.0 * log10 (amplitude);
}

/** The amplitude of `db`. */
static inline double
mst_from_db (double db)
{
  return exp (db * 0.11512925464970228420); /* ln (10) / 20 */
}

#endif /* MST_DECIBEL_H */
