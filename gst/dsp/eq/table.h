/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/table.h - the values of the equaliser, and what they say of a band.
 */
#ifndef MST_EQ_TABLE_H
#define MST_EQ_TABLE_H

#include <math.h>
#include <stdbool.h>

#include "dsp/common/filter/matched.h"
#include "dsp/common/layout/layout.h"
#include "dsp/stage.h"

#define MST_EQ_MAX_BANDS 32

/** Indices into the values: the parameters, ... */
enum {
  MST_EQ_BANDS,
  MST_EQ_GAIN,
  MST_EQ_AUTO_GAIN,
  MST_EQ_PHASE, /* an MstEqPhase */
  MST_EQ_PHASE_BLEND,
  MST_EQ_N_PARAMS,
};

/** ... then, for each band, */
enum {
  MST_EQ_BAND_TYPE, /* an MstShape */
  MST_EQ_BAND_FREQUENCY,
  MST_EQ_BAND_GAIN,
  MST_EQ_BAND_Q,
  MST_EQ_BAND_SLOPE,
  MST_EQ_BAND_CHANNEL, /* an MstEqChannel */
  MST_EQ_BAND_ENABLED,
  MST_EQ_BAND_SOLO,
  MST_EQ_BAND_DYNAMIC,
  MST_EQ_BAND_THRESHOLD,
  MST_EQ_BAND_RATIO,
  MST_EQ_BAND_ATTACK,
  MST_EQ_BAND_RELEASE,
  MST_EQ_BAND_RANGE,
  MST_EQ_BAND_DIRECTION, /* an MstEqDirection */
  MST_EQ_BAND_SIDECHAIN,
  MST_EQ_N_BAND_PARAMS,
};

/** The number of values of all parameters and bands. */
#define MST_EQ_N_VALUES                                                        \
  (MST_EQ_N_PARAMS + MST_EQ_MAX_BANDS * MST_EQ_N_BAND_PARAMS)

/** The index of parameter `param` of band `band`. */
static inline int
mst_eq_band_at (int band, int param)
{
  return MST_EQ_N_PARAMS + band * MST_EQ_N_BAND_PARAMS + param;
}

typedef enum {
  MST_EQ_MINIMUM_PHASE,
  MST_EQ_LINEAR_PHASE,
} MstEqPhase;

/** The part of each pair of channels that a band works on. Channels that have
 * no partner are their own mid; a sole channel is its own left, too. */
typedef enum {
  MST_EQ_STEREO,
  MST_EQ_LEFT,
  MST_EQ_RIGHT,
  MST_EQ_MID,
  MST_EQ_SIDE,
} MstEqChannel;

/** The side of the threshold that a dynamic band works on. */
typedef enum {
  MST_EQ_ABOVE,
  MST_EQ_BELOW,
} MstEqDirection;

extern const MstParam mst_eq_params[MST_EQ_N_PARAMS];
extern const MstParam mst_eq_band_params[MST_EQ_N_BAND_PARAMS];

/** The shape of a band, from its own values. In either phase the frequency is
 * held below half the rate. */
static inline MstBandShape
mst_eq_shape_of (const double *v, double rate)
{
  MstShape shape = (MstShape) v[MST_EQ_BAND_TYPE];
  bool cut = shape == MST_SHAPE_LOW_CUT || shape == MST_SHAPE_HIGH_CUT;

  return (MstBandShape){
    .shape = shape,
    .order = cut ? (int) (v[MST_EQ_BAND_SLOPE] / 6.0 + 0.5) : 2,
    .frequency = fmin (v[MST_EQ_BAND_FREQUENCY], MST_HIGHEST_BAND * rate),
    .gain = v[MST_EQ_BAND_GAIN],
    .q = v[MST_EQ_BAND_Q],
  };
}

/** True if it changes no magnitude. */
static inline bool
mst_eq_is_neutral (const MstBandShape *shape)
{
  return shape->shape == MST_SHAPE_ALL_PASS ||
      (mst_shape_has_gain (shape->shape) && shape->gain == 0.0);
}

/** True if the gain of the band follows the signal. */
static inline bool
mst_eq_is_dynamic (const double *v)
{
  return v[MST_EQ_BAND_DYNAMIC] != 0.0 &&
      mst_shape_has_gain ((MstShape) v[MST_EQ_BAND_TYPE]);
}

/** True if band number `band` is one of those in use, and on. */
static inline bool
mst_eq_is_enabled (const double *values, int band)
{
  return band < (int) values[MST_EQ_BANDS] &&
      values[mst_eq_band_at (band, MST_EQ_BAND_ENABLED)] != 0.0;
}

/** True if there is something to work on: without a pair of channels there are
 * no sides, and only a sole channel is its own left. */
static inline bool
mst_eq_has_channel (const double *v, const MstLayout *layout)
{
  const MstEqChannel channel = (MstEqChannel) v[MST_EQ_BAND_CHANNEL];

  return layout->pairs > 0 || channel == MST_EQ_STEREO ||
      channel == MST_EQ_MID ||
      (channel == MST_EQ_LEFT && layout->channels == 1);
}

/** True if the band is heard, by all `values`: it is on and, where others are
 * soloed, is soloed itself. */
static inline bool
mst_eq_is_in_use (const double *values, int band)
{
  bool any_solo = false;

  for (int i = 0; i < MST_EQ_MAX_BANDS; i++)
    any_solo |= mst_eq_is_enabled (values, i) &&
        values[mst_eq_band_at (i, MST_EQ_BAND_SOLO)] != 0.0;
  return mst_eq_is_enabled (values, band) &&
      (!any_solo || values[mst_eq_band_at (band, MST_EQ_BAND_SOLO)] != 0.0);
}

#endif /* MST_EQ_TABLE_H */
