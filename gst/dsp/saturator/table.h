/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/table.h - the tables of the saturator, and the numbers that make
 * its types.
 */
#ifndef MST_SATURATOR_TABLE_H
#define MST_SATURATOR_TABLE_H

#include "dsp/stage.h"

#define MST_SATURATOR_MAX_BANDS 3

/** Indices into the values. */
enum {
  MST_SATURATOR_BANDS,
  MST_SATURATOR_TYPE,
  MST_SATURATOR_DRIVE,
  MST_SATURATOR_BIAS,
  MST_SATURATOR_TONE,
  MST_SATURATOR_FREQUENCY,
  MST_SATURATOR_MIX,
  MST_SATURATOR_AUTO_GAIN,
  MST_SATURATOR_GAIN,
  MST_SATURATOR_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_SATURATOR_BAND_UPPER_FREQUENCY,
  MST_SATURATOR_BAND_DRIVE,
  MST_SATURATOR_BAND_MIX,
  MST_SATURATOR_BAND_N_PARAMS,
};

/** Index of the value `param` of `band`. */
static inline int
mst_saturator_band_at (int band, int param)
{
  return MST_SATURATOR_N_PARAMS + band * MST_SATURATOR_BAND_N_PARAMS + param;
}

/** The values of "type". */
typedef enum {
  MST_SATURATOR_TAPE,
  MST_SATURATOR_TUBE,
  MST_SATURATOR_TRANSFORMER,
  MST_SATURATOR_TRANSISTOR,
  MST_SATURATOR_SOFT_CLIP,
  MST_SATURATOR_EXCITER,
  MST_SATURATOR_N_TYPES,
} MstSaturatorType;

extern const MstParam mst_saturator_params[];
extern const MstParam mst_saturator_band_params[];

#define MST_SATURATOR_TERMS 7

/** The numbers that make a type. Each glides when the type changes. */
typedef struct {
  /* The curve is the sum over i of terms[i] t^(i+1), t = tanh of the driven
   * sound; terms[0] is 1, so that what is soft passes as it is. */
  double terms[MST_SATURATOR_TERMS];
  double lag;    /* of the hysteresis; 0: there is none */
  double replay; /* 0 .. 1: share of the head bump and gap loss */
  double bass;   /* gain below 100 Hz before the curve [dB], undone after */
  double high;   /* 0 .. 1: only frequencies above `frequency` are bent */
  double adds;   /* 0 .. 1: the bent sound is added to what there was */
} MstSaturatorModel;

extern const MstSaturatorModel mst_saturator_models[MST_SATURATOR_N_TYPES];

/** The end of `band`, one of so many, as set or by default [Hz]. */
double
mst_saturator_upper_frequency (const double *values, int bands, int band);

#endif /* MST_SATURATOR_TABLE_H */
