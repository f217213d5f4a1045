/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/glide.h - the numbers of the saturator, which glide, and what they
 * come to on each line of the grid: curves, shelves, shares.
 */
#ifndef MST_SATURATOR_GLIDE_H
#define MST_SATURATOR_GLIDE_H

#include "dsp/common/time/smooth.h"
#include "curve.h"
#include "filters.h"

/** Those of the model, those common to the bands, two of each band. */
#define MST_SATURATOR_GLIDES                                                   \
  (MST_SATURATOR_TERMS + 9 + 2 * MST_SATURATOR_MAX_BANDS)

typedef struct {
  double rate, share;
  MstSmooth smooth[MST_SATURATOR_GLIDES];
  bool moving; /* on this stretch of the grid */
  /* Of each band, on the line before and on the line after. */
  MstSaturatorCurve curve[MST_SATURATOR_MAX_BANDS];
  MstSaturatorCurve next[MST_SATURATOR_MAX_BANDS];
  MstTilt bass, tone;
  MstTwoPole high;
  MstRamp high_ramp, replay_ramp; /* how much of these counts */
} MstSaturatorGlide;

void mst_saturator_glide_init (MstSaturatorGlide *self, double rate);

/** To these values of the stage, in time. */
void mst_saturator_glide_aim (MstSaturatorGlide *self, const double *values);

/** At once. */
void mst_saturator_glide_settle (MstSaturatorGlide *self);

/** On a line of the grid. */
void mst_saturator_glide_advance (MstSaturatorGlide *self);

/** Whether nothing glides; it may still be `moving`, to the next line. */
bool mst_saturator_glide_is_settled (const MstSaturatorGlide *self);

/** Whether no curve of these bands makes a difference, nor is about to. */
bool mst_saturator_glide_is_neutral (const MstSaturatorGlide *self, int bands);

#endif /* MST_SATURATOR_GLIDE_H */
