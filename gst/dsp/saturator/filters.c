/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "filters.h"

#include "dsp/common/time/smooth.h"
#include "dsp/common/vector/decibel.h"

#define NOTHING 1e-30
#define HIGHEST 0.45 /* of the rate: the highest corner */

/* The bump is a bell where the wavelength on the tape nears the length of the
 * head's face. The gap is 4 um at 38.1 cm/s; the pole (1 - p) / (1 - p z^-1)
 * meets sin (x) / x, x = pi f gap / speed, at 0 and at this frequency. */
#define BUMP_HZ 60.0
#define BUMP_DB 1.2
#define BUMP_Q 0.8
#define GAP_SECONDS (4e-6 / 0.381)
#define GAP_HZ 16000.0

/* --- the shelf */

static double
warp (double hertz, double rate)
{
  return tan (M_PI * (hertz < HIGHEST * rate ? hertz / rate : HIGHEST));
}

void
mst_tilt_init (MstTilt *tilt, double corner, double rate)
{
  double g = warp (corner, rate);

  tilt->share = g / (1.0 + g);
  mst_tilt_snap (tilt, 1.0, 1.0);
}

void
mst_tilt_snap (MstTilt *tilt, double low, double high)
{
  tilt->low = mst_ramp_hold (low);
  tilt->high = mst_ramp_hold (high);
}

static void
ramp_to (MstRamp *ramp, double to)
{
  double from = mst_ramp_at (ramp, MST_GRID - 1);

  *ramp = fabs (to - from) < 1e-12 ? mst_ramp_hold (to)
                                   : mst_ramp_between (from, to);
}

void
mst_tilt_advance (MstTilt *tilt, double low, double high)
{
  ramp_to (&tilt->low, low);
  ramp_to (&tilt->high, high);
}

bool
mst_tilt_is_flat (const MstTilt *tilt)
{
  return mst_ramp_is (&tilt->low, 1.0) && mst_ramp_is (&tilt->high, 1.0);
}

void
mst_tilt_run (const MstTilt *tilt, double *state, float *x, int n, int at)
{
  double s = *state;

  for (int i = 0; i < n; i++) {
    double low = mst_ramp_at (&tilt->low, at + i);
    double high = mst_ramp_at (&tilt->high, at + i);
    double v = tilt->share * (x[i] - s), lp = s + v;
    s = lp + v;
    x[i] = (float) (low * lp + high * (x[i] - lp));
  }
  *state = s;
}

/* y = low lp + high (x - lp) with lp = G x + (1 - G) s, solved for x. */
void
mst_tilt_undo (const MstTilt *tilt, double *state, float *x, int n, int at)
{
  double s = *state, share = tilt->share;

  for (int i = 0; i < n; i++) {
    double low = mst_ramp_at (&tilt->low, at + i);
    double high = mst_ramp_at (&tilt->high, at + i);
    double y = (x[i] - (low - high) * (1.0 - share) * s) /
        (high + (low - high) * share);
    s += 2.0 * share * (y - s);
    x[i] = (float) y;
  }
  *state = s;
}

/* --- of second order */

void
mst_two_pole_design (MstTwoPole *filter, double hertz, double k, double rate)
{
  double g = warp (hertz, rate);

  filter->k = k;
  filter->a1 = 1.0 / (1.0 + g * (g + k));
  filter->a2 = g * filter->a1;
  filter->a3 = g * filter->a2;
}

/* A. Simper, "Solving the continuous SVF equations", 2013: the band-pass v1 and
 * the low-pass v2. */
static inline void
step (const MstTwoPole *f, double state[2], double x, double *v1, double *v2)
{
  double v3 = x - state[1];

  *v1 = f->a1 * state[0] + f->a2 * v3;
  *v2 = state[1] + f->a2 * state[0] + f->a3 * v3;
  state[0] = 2.0 * *v1 - state[0];
  state[1] = 2.0 * *v2 - state[1];
}

void
mst_high_pass_run (const MstTwoPole *filter, double state[2],
    const MstRamp *amount, float *x, int n, int at)
{
  for (int i = 0; i < n; i++) {
    double v1, v2;
    step (filter, state, x[i], &v1, &v2);
    x[i] =
        (float) (x[i] - mst_ramp_at (amount, at + i) * (filter->k * v1 + v2));
  }
}

/* --- the heads */

void
mst_replay_init (MstReplay *replay, double rate)
{
  double gain = mst_from_db (BUMP_DB / 2.0), k = 1.0 / (BUMP_Q * gain);
  double hertz = fmin (GAP_HZ, HIGHEST * rate), x = M_PI * hertz * GAP_SECONDS;
  double c = cos (2.0 * M_PI * hertz / rate), m = sin (x) / x;
  double b = (1.0 - m * m * c) / (1.0 - m * m);

  mst_two_pole_design (&replay->bump, BUMP_HZ, k, rate);
  replay->bump_gain = k * (gain * gain - 1.0);
  /* (1 - p)^2 / (1 + p^2 - 2 p c) = m^2: p^2 - 2 b p + 1 = 0 */
  replay->gap = b - sqrt (b * b - 1.0);
}

void
mst_replay_run (const MstReplay *replay, MstReplayState *state,
    const MstRamp *amount, const float *sound, float *e, int n, int at)
{
  for (int i = 0; i < n; i++) {
    double w = (double) sound[i] + e[i], v1, v2;
    step (&replay->bump, state->bump, w, &v1, &v2);
    v1 = w + replay->bump_gain * v1;
    state->gap = v1 + replay->gap * (state->gap - v1);
    e[i] = (float) (e[i] + mst_ramp_at (amount, at + i) * (state->gap - w));
  }
}

/* --- the mean, the lag */

void
mst_mean_remove (double share, MstPair *mean, float *left, float *right, int n)
{
  MstPair s = *mean;
  double rest = 1.0 - share;

  for (int i = 0; i < n; i++) {
    MstPair in = { left[i], right[i] };
    MstPair x = in - s;
    s = rest * s + share * in;
    left[i] = (float) x[0];
    right[i] = (float) x[1];
  }
  *mean = s;
}

void
mst_lag_design (double shares[MST_LAGS], double rate)
{
  double hertz = 100.0;

  for (int k = 0; k < MST_LAGS; k++, hertz *= 10.0)
    shares[k] = mst_share_of_hz (hertz, rate);
}

void
mst_lag_run (const double shares[MST_LAGS], double state[MST_LAGS],
    float *const halves[2], int n)
{
  double s0 = state[0], s1 = state[1], s2 = state[2];
  double r0 = 1.0 - shares[0], r1 = 1.0 - shares[1], r2 = 1.0 - shares[2];

  for (int i = 0; i < 2 * n; i++) {
    float *x = &halves[i & 1][i >> 1];
    double in = *x * (1.0 / MST_LAGS);
    s0 = r0 * s0 + shares[0] * in;
    s1 = r1 * s1 + shares[1] * in;
    s2 = r2 * s2 + shares[2] * in;
    *x = (float) (s0 + s1 + s2);
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
}

void
mst_flush (double *states, int n)
{
  for (int i = 0; i < n; i++)
    if (fabs (states[i]) < NOTHING)
      states[i] = 0.0;
}
