/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dynamics.h"

#include <math.h>

#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/kernels.h"

#define RMS_MS 20.0       /* each of two poles */
#define PEAK_MS 50.0      /* how fast held peaks fall */
#define FAST_RELEASE 0.25 /* of auto-release, times the release */
#define SLOW_RELEASE 4.0
#define CREST_MS 200.0
#define MAX_ATTACK_MS 80.0    /* of auto times: times 2 / C^2 */
#define MAX_RELEASE_MS 1000.0 /* the same */

/* --- settings */

static bool
same_form (const MstDynamicsSettings *a, const MstDynamicsSettings *b)
{
  return a->action == b->action && a->detect == b->detect &&
      a->feedback == b->feedback && a->auto_release == b->auto_release &&
      a->auto_times == b->auto_times && a->variant == b->variant;
}

static double
slope_of (const MstDynamicsSettings *set)
{
  return set->action == MST_EXPAND_DOWN ? set->ratio - 1.0
                                        : 1.0 - 1.0 / set->ratio;
}

/* Aims the values that glide, and sets the times, which need not. */
static void
aim (MstDynamics *self)
{
  const MstDynamicsSettings *set = &self->wanted;

  self->threshold.target = set->threshold;
  self->knee.target = set->knee;
  self->range.target = set->range;
  self->attack = mst_decay (set->attack, self->rate);
  self->release = mst_decay (set->release, self->rate);
  self->fast_release = mst_decay (set->release * FAST_RELEASE, self->rate);
  self->slow_attack = self->release;
  self->slow_release = mst_decay (set->release * SLOW_RELEASE, self->rate);
  self->hold = mst_frames (set->hold, self->rate) + self->lookahead;
  self->mean = mst_decay (RMS_MS, self->rate);
  self->fall = mst_decay (PEAK_MS, self->rate);
  self->crest = mst_decay (CREST_MS, self->rate);
}

void
mst_dynamics_set (MstDynamics *self, double rate,
    const MstDynamicsSettings *settings, int lookahead)
{
  self->rate = rate;
  self->wanted = *settings;
  self->lookahead = lookahead;
  aim (self);
  if (same_form (&self->set, settings))
    self->slope.target = slope_of (settings);
}

static void
take_form (MstDynamics *self)
{
  if (!same_form (&self->set, &self->wanted))
    self->generation++;
  self->set = self->wanted;
  mst_smooth_snap (&self->slope, slope_of (&self->set));
}

void
mst_dynamics_settle (MstDynamics *self)
{
  take_form (self);
  mst_smooth_snap (&self->threshold, self->threshold.target);
  mst_smooth_snap (&self->knee, self->knee.target);
  mst_smooth_snap (&self->range, self->range.target);
  mst_smooth_snap (&self->amount, 1.0);
  self->amount_ramp = mst_ramp_hold (1.0);
}

void
mst_dynamics_advance (MstDynamics *self, double share, int frames)
{
  bool same = same_form (&self->set, &self->wanted);
  double before;

  if (!same && self->amount.value == 0.0) {
    take_form (self);
    same = true;
  }
  self->amount.target = same;
  before = self->amount.value;
  mst_smooth_advance (&self->amount, share, 1e-4);
  self->amount_ramp = mst_ramp_over (before, self->amount.value, frames);
  mst_smooth_advance (&self->threshold, share, 1e-4);
  mst_smooth_advance (&self->slope, share, 1e-6);
  mst_smooth_advance (&self->knee, share, 1e-4);
  mst_smooth_advance (&self->range, share, 1e-4);
}

bool
mst_dynamics_is_settled (const MstDynamics *self)
{
  return same_form (&self->set, &self->wanted) && !self->set.auto_times &&
      mst_smooth_settled (&self->amount) && self->amount_ramp.step == 0.0 &&
      mst_smooth_settled (&self->threshold) &&
      mst_smooth_settled (&self->slope) && mst_smooth_settled (&self->knee) &&
      mst_smooth_settled (&self->range);
}

bool
mst_dynamics_is_neutral (const MstDynamics *self)
{
  if (!same_form (&self->set, &self->wanted))
    return false;
  return (self->slope.value == 0.0 && self->slope.target == 0.0) ||
      (self->range.value == 0.0 && self->range.target == 0.0);
}

/* --- the detector */

/* Writes the mean of the square; its level is 10 log10. */
static void
run_rms (MstLane *lane, double a, float *x, int n)
{
  double mean1 = lane->mean1, mean2 = lane->mean2;

  for (int i = 0; i < n; i++) {
    mean1 = a * mean1 + (1.0 - a) * ((double) x[i] * x[i]);
    mean2 = a * mean2 + (1.0 - a) * mean1;
    x[i] = (float) mean2;
  }
  lane->mean1 = mean1;
  lane->mean2 = mean2;
}

/* Holds the peaks over the zeros between them, which must not count as quiet
 * for the actions that work below the threshold. */
static void
hold_peaks (MstLane *lane, double fall, float *x, int n)
{
  double peak = lane->peak;

  for (int i = 0; i < n; i++) {
    double falling = peak * fall;
    peak = x[i] > falling ? x[i] : falling;
    x[i] = (float) peak;
  }
  lane->peak = peak;
}

/* Peak and mean square by the same time constant (2013, equation 4). */
static void
run_crest (MstLane *lane, double a, const float *x, int n)
{
  double peak = lane->crest_peak, mean = lane->crest_mean;

  for (int i = 0; i < n; i++) {
    double square = (double) x[i] * x[i];
    double falling = a * peak + (1.0 - a) * square;
    mean = a * mean + (1.0 - a) * square;
    peak = square > falling ? square : falling;
  }
  lane->crest_peak = peak;
  lane->crest_mean = mean;
}

/* The times by the crest factor (2013, section 2.2), each up to a maximum. */
static void
find_auto_times (MstLane *lane, const MstDynamics *d)
{
  double crest2 = lane->crest_peak / fmax (lane->crest_mean, 1e-20);
  double attack = 2.0 * MAX_ATTACK_MS / fmax (crest2, 1.0);
  double release = 2.0 * MAX_RELEASE_MS / fmax (crest2, 1.0) - attack;

  lane->attack = mst_decay (attack, d->rate);
  lane->release = mst_decay (release, d->rate);
}

void
mst_dynamics_detect (const MstDynamics *const settings[],
    MstLane *const lanes[], float *const x[], int count, int n, int at)
{
  for (int k = 0; k < count; k++) {
    const MstDynamics *d = settings[k];
    if (lanes[k]->generation != d->generation)
      *lanes[k] = (MstLane){ .generation = d->generation };
    if (d->set.auto_times) {
      if (at == 0)
        find_auto_times (lanes[k], d);
      run_crest (lanes[k], d->crest, x[k], n);
    }
    if (d->set.detect == MST_DETECT_RMS) {
      run_rms (lanes[k], d->mean, x[k], n);
      mst_log2 (x[k], n);
      mst_orc_scale_f32 (x[k], 0.5f * MST_DB_PER_OCTAVE, n);
      continue;
    }
    if (!mst_dynamics_works_above (d))
      hold_peaks (lanes[k], d->fall, x[k], n);
    mst_magnitude_to_db (x[k], n);
  }
}
