/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/table.h - what the values of the equaliser say of a band.
 */
#ifndef MST_EQ_VALUES_H
#define MST_EQ_VALUES_H

#include <math.h>
#include <stdbool.h>

#include "dsp/common/filter/matched.h"
#include "eq.h"

/** The shape of a band, from its own values; in either phase the frequency is
 * held below half the rate. */
static inline MstBandShape
mst_eq_shape_of (const double *v, double rate)
{
  MstShape shape = (MstShape) v[MST_EQ_BAND_TYPE];
  bool cut = shape == MST_SHAPE_LOW_CUT || shape == MST_SHAPE_HIGH_CUT;

  return (MstBandShape){
    .shape = shape,
    .order = cut ? (int) (v[MST_EQ_BAND_SLOPE] / 6.0 + 0.5) : 2,
    .frequency = fmin (v[MST_EQ_BAND_FREQUENCY], MST_MATCHED_HIGHEST * rate),
    .gain = v[MST_EQ_BAND_GAIN],
    .q = v[MST_EQ_BAND_Q],
  };
}

/** Whether it changes no magnitude. */
static inline bool
mst_eq_is_neutral (const MstBandShape *shape)
{
  return shape->shape == MST_SHAPE_ALL_PASS ||
      (mst_shape_has_gain (shape->shape) && shape->gain == 0.0);
}

/** Whether its gain follows the signal. */
static inline bool
mst_eq_is_dynamic (const double *v)
{
  return v[MST_EQ_BAND_DYNAMIC] != 0.0 &&
      mst_shape_has_gain ((MstShape) v[MST_EQ_BAND_TYPE]);
}

static inline bool
mst_eq_is_enabled (const double *values, int band)
{
  return band < (int) values[MST_EQ_BANDS] &&
      values[MST_EQ_BAND (band, MST_EQ_BAND_ENABLED)] != 0.0;
}

/** Whether there is something to work on: in one channel there are no sides. */
static inline bool
mst_eq_has_channel (const double *v, int channels)
{
  return channels > 1 ||
      (v[MST_EQ_BAND_CHANNEL] != MST_EQ_RIGHT &&
          v[MST_EQ_BAND_CHANNEL] != MST_EQ_SIDE);
}

/** Whether the band is heard, of all `values`: it is on and, where others are
 * soloed, is itself. */
static inline bool
mst_eq_is_in_use (const double *values, int band)
{
  bool any_solo = false;

  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    any_solo |= mst_eq_is_enabled (values, i) &&
        values[MST_EQ_BAND (i, MST_EQ_BAND_SOLO)] != 0.0;
  return mst_eq_is_enabled (values, band) &&
      (!any_solo || values[MST_EQ_BAND (band, MST_EQ_BAND_SOLO)] != 0.0);
}

#endif /* MST_EQ_VALUES_H */
