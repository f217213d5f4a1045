/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "place.h"

#include <math.h>
#include <string.h>

#include "dsp/common/time/smooth.h"
#include "dsp/common/vector/decibel.h"
#include "table.h"

#define EPSILON 1e-9

/* Where the noise begins and ends to fall, 6 dB an octave each [Hz]. */
typedef struct {
  double low;
  double high;
} Slope;

static const Slope slopes[MST_MONITOR_N_PLACES] = {
  [MST_MONITOR_QUIET] = { 100.0, 100.0 },
  [MST_MONITOR_CAR_50] = { 60.0, 500.0 },
  [MST_MONITOR_CAR_100] = { 80.0, 1000.0 },
  [MST_MONITOR_CAFE] = { 500.0, 2500.0 },
  [MST_MONITOR_TRAIN] = { 120.0, 2000.0 },
};

/* The filter a y' + b x, with a = 1 - b, leaves the power b^2 / (1 - a^2) of
 * white noise of power 1. Two in a row, with the poles p and q, leave
 *
 *   b^2 c^2 (1 + p q) / ((1 - p q) (1 - p^2) (1 - q^2)) */
static double
power_of (double b, double c)
{
  double p = 1.0 - b, q = 1.0 - c;

  return b * b * c * c * (1.0 + p * q) /
      ((1.0 - p * q) * (1.0 - p * p) * (1.0 - q * q));
}

static void
choose (MstMonitorNoise *self, int place)
{
  self->place = place;
  self->low = mst_share_of_hz (slopes[place].low, self->rate);
  self->high = mst_share_of_hz (slopes[place].high, self->rate);
  /* The noise below is uniform from -1 to 1, whose power is 1/3. */
  self->scale = 1.0 / sqrt (power_of (self->low, self->high) / 3.0);
  memset (self->states, 0, sizeof (self->states));
  for (int c = 0; c < self->channels; c++)
    self->seeds[c] = 0x9e3779b97f4a7c15u * (uint64_t) (c + 1);
}

void
mst_monitor_noise_init (MstMonitorNoise *self, const MstFormat *format)
{
  self->channels = format->channels;
  self->rate = format->rate;
  mst_monitor_noise_reset (self, MST_MONITOR_QUIET, 0.0);
}

static double
level_of (int place, double db)
{
  return place == MST_MONITOR_QUIET ? 0.0 : mst_from_db (db);
}

void
mst_monitor_noise_reset (MstMonitorNoise *self, int place, double db)
{
  choose (self, place);
  mst_smooth_snap (&self->level, level_of (place, db));
  self->ramp = mst_ramp_hold (self->level.value);
}

void
mst_monitor_noise_advance (MstMonitorNoise *self, int place, double db,
    double share)
{
  if (place != self->place && mst_ramp_is (&self->ramp, 0.0) &&
      self->level.value == 0.0)
    choose (self, place);
  self->level.target = place == self->place ? level_of (place, db) : 0.0;
  mst_ramp_advance (&self->ramp, &self->level, share, EPSILON);
}

/* Knuth's MMIX generator; the upper bits are the good ones. */
static double
next_noise (uint64_t *seed)
{
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (double) (int64_t) *seed * 0x1p-63;
}

void
mst_monitor_noise_add (MstMonitorNoise *self, float *const planes[], int n,
    int at)
{
  if (mst_ramp_is (&self->ramp, 0.0))
    return;
  for (int c = 0; c < self->channels; c++) {
    double *state = self->states[c];
    for (int i = 0; i < n; i++) {
      state[0] += self->low * (next_noise (&self->seeds[c]) - state[0]);
      state[1] += self->high * (state[0] - state[1]);
      planes[c][i] +=
          (float) (self->scale * mst_ramp_at (&self->ramp, at + i) * state[1]);
    }
  }
}
