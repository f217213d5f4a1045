/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "eq-detector.h"

#include <math.h>
#include <string.h>

#include "common/fastmath.h"
#include "eq.h"

#define KNEE 6.0 /* dB */
#define HOLD_SECONDS 0.05
#define HOLD_PERIODS 16.0
#define SPAN MST_EQ_DETECTOR_SPAN

void
mst_eq_detector_set (MstEqDetector *self, const double *v, double rate)
{
  self->threshold.target = v[MST_EQ_BAND_THRESHOLD];
  self->slope.target = 1.0 - 1.0 / v[MST_EQ_BAND_RATIO];
  self->range.target = v[MST_EQ_BAND_RANGE];
  self->below = v[MST_EQ_BAND_DIRECTION] == MST_EQ_BELOW;
  self->frequency = v[MST_EQ_BAND_SIDECHAIN];
  mst_times_design (&self->times, rate, v[MST_EQ_BAND_ATTACK],
      v[MST_EQ_BAND_RELEASE]);
}

/* The filter before the detector: where the band works. */
static void
design (MstEqDetector *self, const MstBandShape *band, double rate, MstSvf *svf)
{
  MstBandShape listen = { MST_SHAPE_BAND_PASS, 2, band->frequency, 0, band->q };
  MstSection section;

  if (self->frequency > 0.0) {
    listen.frequency = self->frequency;
  } else if (band->shape == MST_SHAPE_LOW_SHELF ||
      band->shape == MST_SHAPE_BASS) {
    listen.shape = MST_SHAPE_HIGH_CUT;
    listen.q = 0.70710678118654752;
  } else if (band->shape == MST_SHAPE_HIGH_SHELF ||
      band->shape == MST_SHAPE_TREBLE) {
    listen.shape = MST_SHAPE_LOW_CUT;
    listen.q = 0.70710678118654752;
  }
  mst_bilinear_design (&section, &listen, rate);
  mst_svf_design (svf, &section, (MstPair){ 1, 1 });
  self->fall = exp (
      -1.0 / (rate * fmax (HOLD_SECONDS, HOLD_PERIODS / listen.frequency)));
}

/* Below the threshold is above it, upside down; and of what is quiet it is the
 * peaks that count, not the zeros between them. */
static void
design_curve (MstEqDetector *self)
{
  double threshold = self->threshold.value;

  mst_curve_design (&self->curve, self->below ? -threshold : threshold,
      1.0 / (1.0 - self->slope.value), KNEE);
}

void
mst_eq_detector_settle (MstEqDetector *self, const MstBandShape *band,
    double rate, int pairs)
{
  mst_smooth_snap (&self->threshold, self->threshold.target);
  mst_smooth_snap (&self->slope, self->slope.target);
  mst_smooth_snap (&self->range, self->range.target);
  self->ballistics = (MstBallistics){ 0 };
  self->peak = 0.0;
  memset (self->states, 0, pairs * sizeof (*self->states));
  design_curve (self);
  design (self, band, rate, &self->svf);
  mst_svf_step (&self->step, &self->svf, &self->svf, 1);
}

void
mst_eq_detector_advance (MstEqDetector *self, const MstBandShape *band,
    double rate, double share, int frames)
{
  MstSvf to;

  mst_smooth_advance (&self->threshold, share, 1e-4);
  mst_smooth_advance (&self->slope, share, 1e-6);
  mst_smooth_advance (&self->range, share, 1e-4);
  design_curve (self);
  design (self, band, rate, &to);
  mst_svf_step (&self->step, &self->svf, &to, frames);
}

static void
fold (float *level, const MstPair *x, MstPair lanes, int n)
{
  for (int i = 0; i < n; i++) {
    double left = fabs (x[i][0]) * lanes[0], right = fabs (x[i][1]) * lanes[1];
    level[i] = fmaxf (level[i], (float) fmax (left, right));
  }
}

/* Peaks, held over the zeros: a fall by 63 % takes some periods. */
static void
hold_peaks (MstEqDetector *self, float *level, int n)
{
  for (int i = 0; i < n; i++) {
    self->peak *= self->fall;
    if (level[i] > self->peak)
      self->peak = level[i];
    level[i] = (float) self->peak;
  }
}

void
mst_eq_detector_run (MstEqDetector *self, MstPair *const x[], int pairs,
    MstPair lanes, int n)
{
  float level[SPAN] = { 0 };
  float range = (float) fabs (self->range.value);
  MstPair heard[SPAN];
  MstSvf end = self->svf;

  for (int p = 0; p < pairs; p++) {
    end = self->svf;
    memcpy (heard, x[p], n * sizeof (*heard));
    mst_svf_run_moving (&end, &self->step, &self->states[p], heard, n);
    fold (level, heard, lanes, n);
  }
  self->svf = end;
  if (self->below)
    hold_peaks (self, level, n);
  mst_magnitude_to_db (level, n);
  for (int i = 0; self->below && i < n; i++)
    level[i] = -level[i];
  mst_curve_run (&self->curve, level, n);
  for (int i = 0; i < n; i++)
    level[i] = fminf (level[i], range);
  mst_ballistics_run (&self->ballistics, &self->times, level, n);
}

double
mst_eq_detector_gain (const MstEqDetector *self)
{
  return copysign (self->ballistics.smooth, self->range.value);
}
