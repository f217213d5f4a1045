/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "detector.h"

#include <math.h>
#include <string.h>

#include "table.h"

#define KNEE 6.0 /* dB */
#define SPAN MST_EQ_DETECTOR_SPAN

void
mst_eq_detector_set (MstEqDetector *self, const double *v, double rate)
{
  const MstDynamicsSettings settings = {
    .action = v[MST_EQ_BAND_DIRECTION] == MST_EQ_BELOW ? MST_COMPRESS_UP
                                                       : MST_COMPRESS_DOWN,
    .threshold = v[MST_EQ_BAND_THRESHOLD],
    .ratio = v[MST_EQ_BAND_RATIO],
    .knee = KNEE,
    .range = fabs (v[MST_EQ_BAND_RANGE]),
    .attack = v[MST_EQ_BAND_ATTACK],
    .release = v[MST_EQ_BAND_RELEASE],
  };

  mst_dynamics_set (&self->dynamics, rate, &settings, 0);
  self->sign.target = v[MST_EQ_BAND_RANGE] > 0.0 ? 1.0 : -1.0;
  self->frequency = v[MST_EQ_BAND_SIDECHAIN];
}

/* Aims the filter before the detector at where the band works. */
static void
aim_key (MstEqDetector *self, const MstBandShape *band)
{
  MstBandShape heard = { MST_SHAPE_BAND_PASS, 2, band->frequency, 0, band->q };

  if (self->frequency > 0.0) {
    heard.frequency = self->frequency;
  } else if (band->shape == MST_SHAPE_LOW_SHELF ||
      band->shape == MST_SHAPE_BASS) {
    heard.shape = MST_SHAPE_HIGH_CUT;
    heard.q = M_SQRT1_2;
  } else if (band->shape == MST_SHAPE_HIGH_SHELF ||
      band->shape == MST_SHAPE_TREBLE) {
    heard.shape = MST_SHAPE_LOW_CUT;
    heard.q = M_SQRT1_2;
  }
  mst_keyfilter_set (&self->key, &heard, true);
}

void
mst_eq_detector_settle (MstEqDetector *self, const MstBandShape *band,
    double rate, int slots)
{
  mst_dynamics_settle (&self->dynamics);
  mst_smooth_snap (&self->sign, self->sign.target);
  self->lane = (MstLane){ .generation = self->dynamics.generation };
  self->change = 0.0;
  aim_key (self, band);
  mst_keyfilter_settle (&self->key, rate, slots);
}

void
mst_eq_detector_advance (MstEqDetector *self, const MstBandShape *band,
    double rate, double share, int frames)
{
  mst_dynamics_advance (&self->dynamics, share, frames);
  mst_smooth_advance (&self->sign, share, 1e-4);
  aim_key (self, band);
  mst_keyfilter_advance (&self->key, rate, share, frames);
}

static void
fold (float *level, const MstPair *x, MstPair lanes, int n)
{
  for (int i = 0; i < n; i++) {
    double left = fabs (x[i][0]) * lanes[0], right = fabs (x[i][1]) * lanes[1];
    double larger = left > right ? left : right;
    if (larger > level[i])
      level[i] = (float) larger;
  }
}

void
mst_eq_detector_run (MstEqDetector *self, MstPair *const x[],
    const MstPair leads[], int slots, MstPair lanes, int n, int at)
{
  const MstDynamics *dynamics = &self->dynamics;
  MstLane *lane = &self->lane;
  float level[SPAN] = { 0 }, *levels = level;
  MstPair memory[MST_MAX_CHANNELS][SPAN];
  MstPair *heard[MST_MAX_CHANNELS] = { NULL };

  for (int p = 0; p < slots; p++) {
    heard[p] = memory[p];
    memcpy (heard[p], x[p], n * sizeof (MstPair));
  }
  mst_keyfilter_run (&self->key, heard, slots, n);
  for (int p = 0; p < slots; p++)
    fold (level, heard[p], lanes * leads[p], n);
  mst_dynamics_detect (&dynamics, &lane, &levels, 1, n, at);
  mst_dynamics_run (&dynamics, &lane, &levels, 1, n, at);
  if (n > 0)
    self->change = level[n - 1];
}

double
mst_eq_detector_gain (const MstEqDetector *self)
{
  return self->sign.value * self->change;
}
