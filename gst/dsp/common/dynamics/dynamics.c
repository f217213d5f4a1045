/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dynamics.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/vectors.h"

#include "mst-orc-common.h"

#define NOTHING 1e-6      /* dB: a gain of 1 - 1e-7, the last bit of a float */
#define RMS_MS 20.0       /* each of two poles */
#define PEAK_MS 50.0      /* how fast held peaks fall */
#define FAST_RELEASE 0.25 /* of auto-release, times the release */
#define SLOW_RELEASE 4.0
#define CREST_MS 200.0
#define MAX_ATTACK_MS 80.0    /* of auto times: times 2 / C^2 */
#define MAX_RELEASE_MS 1000.0 /* the same */
#define MIN_WIDTH 1e-3        /* dB: of a knee that is none */

/* --- settings */

static double
one_pole (double rate, double ms)
{
  return ms > 0.0 ? exp (-1.0 / (ms * 1e-3 * rate)) : 0.0;
}

static bool
works_above (const MstDynamics *self)
{
  return self->set.action == MST_COMPRESS_DOWN;
}

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

/* What glides, and the times, which need not. */
static void
aim (MstDynamics *self)
{
  const MstDynamicsSettings *set = &self->wanted;

  self->threshold.target = set->threshold;
  self->knee.target = set->knee;
  self->range.target = set->range;
  self->attack = one_pole (self->rate, set->attack);
  self->release = one_pole (self->rate, set->release);
  self->fast_release = one_pole (self->rate, set->release * FAST_RELEASE);
  self->slow_attack = self->release;
  self->slow_release = one_pole (self->rate, set->release * SLOW_RELEASE);
  self->hold = mst_frames (set->hold, self->rate) + self->lookahead;
  self->mean = one_pole (self->rate, RMS_MS);
  self->fall = one_pole (self->rate, PEAK_MS);
  self->crest = one_pole (self->rate, CREST_MS);
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
  self->amount_at = 1.0;
  self->amount_step = 0.0;
}

void
mst_dynamics_advance (MstDynamics *self, double share, int frames)
{
  bool same = same_form (&self->set, &self->wanted);

  if (!same && self->amount.value == 0.0) {
    take_form (self);
    same = true;
  }
  self->amount.target = same;
  self->amount_at = self->amount.value;
  mst_smooth_advance (&self->amount, share, 1e-4);
  self->amount_step = (self->amount.value - self->amount_at) / frames;
  mst_smooth_advance (&self->threshold, share, 1e-4);
  mst_smooth_advance (&self->slope, share, 1e-6);
  mst_smooth_advance (&self->knee, share, 1e-4);
  mst_smooth_advance (&self->range, share, 1e-4);
}

bool
mst_dynamics_is_settled (const MstDynamics *self)
{
  return same_form (&self->set, &self->wanted) && !self->set.auto_times &&
      mst_smooth_settled (&self->amount) && self->amount_step == 0.0 &&
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

/* Mean of the square, as x^2; what is left is 10 log10. */
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

/* For what works below the threshold it is the peaks that count, and not the
 * zeros between them. */
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

/* 2013, equation 4: peak and mean square by the same time constant. */
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

/* 2013, section 2.2, with the set times as the most that they may be. */
static void
find_auto_times (MstLane *lane, const MstDynamics *d)
{
  double crest2 = lane->crest_peak / fmax (lane->crest_mean, 1e-20);
  double attack = 2.0 * MAX_ATTACK_MS / fmax (crest2, 1.0);
  double release = 2.0 * MAX_RELEASE_MS / fmax (crest2, 1.0) - attack;

  lane->attack = one_pole (d->rate, attack);
  lane->release = one_pole (d->rate, release);
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
    if (!works_above (d))
      hold_peaks (lanes[k], d->fall, x[k], n);
    mst_magnitude_to_db (x[k], n);
  }
}

/* --- the curve */

/* Level to change, dB. Below the threshold is above it, upside down. */
static void
run_curve (const MstDynamics *d, float *x, int n)
{
  bool above = works_above (d);
  double width = fmax (d->knee.value, MIN_WIDTH);
  double threshold = above ? d->threshold.value : -d->threshold.value;
  float range = (float) d->range.value;

  if (!above)
    mst_orc_scale_f32 (x, -1.0f, n);
  mst_orc_knee_f32 (x, (float) (threshold - width / 2.0), (float) width,
      (float) (0.5 / width), (float) d->slope.value, n);
  for (int i = 0; i < n; i++)
    x[i] = x[i] < range ? x[i] : range;
}

/* --- the envelope */

typedef enum {
  PLAIN,    /* decoupled attack and release */
  HOLDING,  /* the same, with a hold, or a slow envelope beside it */
  BELOW,    /* one pole, that of the attack or of the release */
  FEEDBACK, /* the detector hears the output */
} Kind;

static Kind
kind_of (const MstDynamics *d)
{
  if (!works_above (d))
    return BELOW;
  if (d->set.feedback)
    return FEEDBACK;
  return d->hold > 0.0 || d->set.auto_release ? HOLDING : PLAIN;
}

static double
attack_of (const MstDynamics *d, const MstLane *lane)
{
  return d->set.auto_times ? lane->attack : d->attack;
}

static double
release_of (const MstDynamics *d, const MstLane *lane)
{
  return d->set.auto_times ? lane->release : d->release;
}

#define NAME(word) word##_one
#define LANES 1
#define LANE double
#define MASK int
#define PICK(mask, yes, no) ((mask) ? (yes) : (no))
#define GATHER(q, i) ((q)->x[0][i])
#define SCATTER(q, i, value)                                                   \
  ((q)->x[0][i] = (float) ((value) >= NOTHING ? (value) : 0.0))
#define LOOP(name, params, args) static void name params
#include "envelopelanes.h"

typedef double Four __attribute__ ((vector_size (32)));
typedef long long FourMask __attribute__ ((vector_size (32)));

#define NAME(word) word##_four
#define LANES 4
#define LANE Four
#define MASK FourMask
#define PICK(mask, yes, no)                                                    \
  ((Four) (((FourMask) (yes) & (mask)) | ((FourMask) (no) & ~(mask))))
#define GATHER(q, i)                                                           \
  ((Four){ (q)->x[0][i], (q)->x[1][i], (q)->x[2][i], (q)->x[3][i] })
#define SCATTER(q, i, value)                                                   \
  do {                                                                         \
    Four out_ = (Four) ((FourMask) (value) & ((value) >= NOTHING));            \
    for (int k_ = 0; k_ < 4; k_++)                                             \
      (q)->x[k_][i] = (float) out_[k_];                                        \
  } while (0)
#define LOOP(name, params, args) static MST_VECTORS (void, name, params, args)
#include "envelopelanes.h"

/* --- feedback */

/* The curve by what comes out of it: e is the output's level above the foot of
 * the knee, z the input's that gives it. Returns the change and its slope by e.
 */
static double
change_by_output (double e, double width, double slope, double *by_e)
{
  double corner = width - slope * width / 2.0; /* e at the top of the knee */
  double z, change, by_z;

  if (e <= 0.0) {
    *by_e = 0.0;
    return 0.0;
  }
  if (e < corner) {
    z = (1.0 - sqrt (fmax (1.0 - 2.0 * slope * e / width, 0.0))) * width /
        slope;
    change = slope * z * z / (2.0 * width);
    by_z = slope * z / width;
  } else {
    z = (e - slope * width / 2.0) / (1.0 - slope);
    change = slope * (z - width / 2.0);
    by_z = slope;
  }
  *by_e = by_z / (1.0 - by_z);
  return change;
}

/* e' = c e + (1 - c) (level - change (e')), solved with the slope at e. */
static void
run_feedback (const MstDynamics *d, MstLane *lane, float *x, int n)
{
  double width = fmax (d->knee.value, MIN_WIDTH), slope = d->slope.value;
  double foot = d->threshold.value - width / 2.0, range = d->range.value;
  double attack = attack_of (d, lane), release = release_of (d, lane);
  double e = lane->held, change, by_e;

  for (int i = 0; i < n; i++) {
    double level = x[i] - foot, c;
    if (slope == 0.0) {
      x[i] = 0.0f;
      continue;
    }
    change = change_by_output (e, width, slope, &by_e);
    c = level - change > e ? attack : release;
    e = (c * e + (1.0 - c) * (level - change + by_e * e)) /
        (1.0 + (1.0 - c) * by_e);
    e = fmax (e, 0.0);
    change = fmin (change_by_output (e, width, slope, &by_e), range);
    x[i] = (float) (change < NOTHING ? 0.0 : change);
  }
  lane->held = e;
  lane->smooth = n > 0 ? x[n - 1] : lane->smooth;
}

/* --- all of it */

/* The next up to four lanes of a kind, from `*k` on. */
static int
collect (Kind kind, const MstDynamics *const settings[], MstLane *const lanes[],
    float *const x[], int count, int *k, const MstDynamics *of_settings[],
    MstLane *of_lanes[], float *of_x[])
{
  int found = 0;

  for (; *k < count && found < 4; ++*k) {
    if (kind_of (settings[*k]) != kind)
      continue;
    of_settings[found] = settings[*k];
    of_lanes[found] = lanes[*k];
    of_x[found++] = x[*k];
  }
  return found;
}

/* While it is faded out or in. */
static void
run_amount (const MstDynamics *d, float *x, int n, int at)
{
  if (d->amount_at == 1.0 && d->amount_step == 0.0)
    return;
  for (int i = 0; i < n; i++)
    x[i] *= (float) (d->amount_at + d->amount_step * (at + i + 1));
}

/* On a line, what has died away ends. */
static void
tidy (MstLane *lane)
{
  if (lane->held < NOTHING * 1e-3)
    lane->held = 0.0;
  if (lane->smooth < NOTHING * 1e-3)
    lane->smooth = 0.0;
  if (lane->slow < NOTHING * 1e-3)
    lane->slow = 0.0;
}

/* Up to a line of the grid. */
static void
run_envelopes (const MstDynamics *const settings[], MstLane *const lanes[],
    float *const x[], int count, int n)
{
  for (int k = 0; k < count; k++)
    if (kind_of (settings[k]) == FEEDBACK)
      run_feedback (settings[k], lanes[k], x[k], n);
  for (Kind kind = PLAIN; kind <= BELOW; kind++)
    for (int k = 0; k < count;) {
      const MstDynamics *some_settings[4];
      MstLane *some_lanes[4];
      float *some_x[4];
      int some = collect (kind, settings, lanes, x, count, &k, some_settings,
          some_lanes, some_x);
      if (some == 1)
        run_one (kind, some_settings, some_lanes, some_x, some, n);
      else if (some > 1)
        run_four (kind, some_settings, some_lanes, some_x, some, n);
    }
}

void
mst_dynamics_run (const MstDynamics *const settings[], MstLane *const lanes[],
    float *const x[], int count, int n, int at)
{
  float *here[MST_DYNAMICS_LANES];

  for (int k = 0; k < count; k++)
    if (kind_of (settings[k]) != FEEDBACK)
      run_curve (settings[k], x[k], n);
  for (int i = 0, span; i < n; i += span) {
    int from = (at + i) % MST_GRID;
    span = MST_GRID - from < n - i ? MST_GRID - from : n - i;
    for (int k = 0; k < count; k++) {
      here[k] = x[k] + i;
      if (from == 0)
        tidy (lanes[k]);
    }
    run_envelopes (settings, lanes, here, count, span);
  }
  for (int k = 0; k < count; k++)
    run_amount (settings[k], x[k], n, at);
}
