/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/table.h - the tables of the saturator, and what the types are.
 */
#ifndef MST_SATURATOR_VALUES_H
#define MST_SATURATOR_VALUES_H

#include "saturator.h"

extern const MstParam mst_saturator_params[];
extern const MstParam mst_saturator_band_params[];

#define MST_SATURATOR_TERMS 7

/** What makes a type; each number glides when the type changes. */
typedef struct {
  /* The curve is the sum over i of terms[i] t^(i+1), t = tanh of the driven
   * sound; terms[0] is 1, so that what is soft passes as it is. */
  double terms[MST_SATURATOR_TERMS];
  double lag;    /* of the hysteresis, 0: none */
  double replay; /* 0 .. 1: of the head bump and gap loss */
  double bass;   /* dB more before the curve below 100 Hz, less after */
  double high;   /* 0 .. 1: only what is above `frequency` is bent */
  double adds; /* 0 .. 1: what is bent is added, not put in place of what was */
} MstSaturatorModel;

extern const MstSaturatorModel mst_saturator_models[MST_SATURATOR_N_TYPES];

/** The upper frequency of a band [Hz], where the values leave it open too. */
double
mst_saturator_upper_frequency (const double *values, int bands, int band);

#endif /* MST_SATURATOR_VALUES_H */
