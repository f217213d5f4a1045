/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dynamics.h"

#include <math.h>

#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/vectors.h"

#define NOTHING 1e-6   /* dB: a gain of 1 - 1e-7, the last bit of a float */
#define MIN_WIDTH 1e-3 /* dB: the width of a knee of 0 dB */

/* --- the curve */

/* From level to change, both in dB. The work below the threshold is that above
 * it, upside down. */
static void
run_curve (const MstDynamics *d, float *x, int n)
{
  bool above = mst_dynamics_works_above (d);
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
  if (!mst_dynamics_works_above (d))
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

/* The curve as a function of the output: e is the level of the output above the
 * foot of the knee, z that of the input which gives it. Returns the change and
 * its slope by e. */
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

/* Collects the next lanes of a kind, up to four, from `*k` on. */
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

/* On a line of the grid, ends what has died away. */
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

/* Runs the envelopes up to a line of the grid at the most. */
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
  MstGrid grid = { (uint64_t) at };
  MstSpan span;

  for (int k = 0; k < count; k++)
    if (kind_of (settings[k]) != FEEDBACK)
      run_curve (settings[k], x[k], n);
  mst_span_start (&span, &grid, x, count, n, n);
  while (mst_span_next (&span)) {
    bool on_line = mst_span_to_line (&span);
    for (int k = 0; k < count && on_line; k++)
      tidy (lanes[k]);
    run_envelopes (settings, lanes, span.planes, count, span.n);
  }
  for (int k = 0; k < count; k++)
    mst_ramp_multiply (&settings[k]->amount_ramp, &x[k], 1, n, at);
}
