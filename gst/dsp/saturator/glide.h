/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/glide.h - the values of the saturator as they glide, and the
 * curves, shelves and shares that follow from them on each line of the grid.
 */
#ifndef MST_SATURATOR_GLIDE_H
#define MST_SATURATOR_GLIDE_H

#include "dsp/common/time/smooth.h"
#include "curve.h"
#include "filters.h"

/** The terms of the model, the values common to the bands, two of each band. */
#define MST_SATURATOR_GLIDES                                                   \
  (MST_SATURATOR_TERMS + 9 + 2 * MST_SATURATOR_MAX_BANDS)

typedef struct {
  double rate, share;
  MstSmooth smooth[MST_SATURATOR_GLIDES];
  bool moving; /* on this stretch of the grid */
  /* For each band, on the last line and on the next. */
  MstSaturatorCurve curve[MST_SATURATOR_MAX_BANDS];
  MstSaturatorCurve next[MST_SATURATOR_MAX_BANDS];
  MstTilt bass, tone;
  MstTwoPole high;
  MstRamp high_ramp, replay_ramp; /* the shares of both that count */
} MstSaturatorGlide;

void mst_saturator_glide_init (MstSaturatorGlide *self, double rate);

/** Goes to these values of the stage, in time. */
void mst_saturator_glide_aim (MstSaturatorGlide *self, const double *values);

/** Jumps to where it was set. */
void mst_saturator_glide_settle (MstSaturatorGlide *self);

/** On a line of the grid. */
void mst_saturator_glide_advance (MstSaturatorGlide *self);

/** True if nothing glides; it may still be `moving`, to the next line. */
bool mst_saturator_glide_is_settled (const MstSaturatorGlide *self);

/** True if no curve of these bands makes a difference, nor is about to. */
bool mst_saturator_glide_is_neutral (const MstSaturatorGlide *self, int bands);

#endif /* MST_SATURATOR_GLIDE_H */
