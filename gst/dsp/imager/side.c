/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "side.h"

#include <math.h>
#include <string.h>

/* These were chosen among others for an image that does not lean: of pink noise
 * the side is correlated with the middle by 0.004, and in no stretch of one and
 * a half octaves by more than 0.12. */
#define ALLPASSES (MST_IMAGER_SECTIONS - 1)
#define LOWEST_HZ 300.0
#define HIGHEST_HZ 12000.0
#define ALLPASS_Q 1.2
#define BASS_STAYS_HZ 250.0 /* below, the bass stays in the middle */
#define HIGHEST 0.4         /* of the rate */
#define BUTTERWORTH_Q M_SQRT1_2
#define EPSILON 1e-6

/* Designs a section of second order by the bilinear transform, an all-pass or a
 * high-pass, for the first channel; the second passes. */
static MstBiquad
design (double frequency, double rate, double q, bool allpass)
{
  double k = tan (M_PI * frequency / rate);
  double scale = 1.0 / (1.0 + k / q + k * k);
  double a1 = 2.0 * (k * k - 1.0) * scale;
  double a2 = (1.0 - k / q + k * k) * scale;
  double b0 = allpass ? a2 : scale, b1 = allpass ? a1 : -2.0 * scale;
  double b2 = allpass ? 1.0 : scale;

  return (MstBiquad){ { b0, 1.0 }, { b1, 0.0 }, { b2, 0.0 }, { a1, 0.0 },
    { a2, 0.0 } };
}

void
mst_imager_side_init (MstImagerSide *self, double rate)
{
  const double ratio = HIGHEST_HZ / LOWEST_HZ;

  self->rate = rate;
  self->share = mst_smooth_share (rate);
  self->bass.states = &self->bass_state;
  for (int i = 0; i < ALLPASSES; i++) {
    double frequency = LOWEST_HZ * pow (ratio, (double) i / (ALLPASSES - 1));

    self->sections[i] =
        design (fmin (frequency, HIGHEST * rate), rate, ALLPASS_Q, true);
  }
  self->sections[ALLPASSES] =
      design (BASS_STAYS_HZ, rate, BUTTERWORTH_Q, false);
}

void
mst_imager_side_set (MstImagerSide *self, double amount, double bass_mono)
{
  const MstBandShape shape = { MST_SHAPE_LOW_CUT, 2, fmax (bass_mono, 10.0), 0,
    BUTTERWORTH_Q };

  self->amount.target = amount;
  mst_keyfilter_set (&self->bass, &shape, bass_mono > 0.0);
}

void
mst_imager_side_settle (MstImagerSide *self)
{
  mst_smooth_snap (&self->amount, self->amount.target);
  self->ramp = mst_ramp_hold (self->amount.value);
  memset (self->states, 0, sizeof (self->states));
  mst_keyfilter_settle (&self->bass, self->rate, 1);
}

static bool
spreads (const MstImagerSide *self)
{
  return !mst_ramp_is (&self->ramp, 0.0);
}

void
mst_imager_side_advance (MstImagerSide *self)
{
  bool was_off = mst_keyfilter_is_off (&self->bass) ||
      (self->bass.amount.value == 0.0 && self->bass.amount.middle == 0.0);

  if (!spreads (self))
    memset (self->states, 0, sizeof (self->states));
  mst_ramp_advance (&self->ramp, &self->amount, self->share, EPSILON);
  if (was_off)
    memset (&self->bass_state, 0, sizeof (self->bass_state));
  mst_keyfilter_advance (&self->bass, self->rate, self->share, MST_GRID);
}

bool
mst_imager_side_is_off (const MstImagerSide *self)
{
  return !spreads (self) && mst_keyfilter_is_off (&self->bass);
}

static void
spread (MstImagerSide *self, MstPair *x, int n, int at)
{
  const MstBiquad *biquads[MST_IMAGER_SECTIONS];
  MstBiquadState *states[MST_IMAGER_SECTIONS];

  for (int i = 0; i < MST_IMAGER_SECTIONS; i++) {
    biquads[i] = &self->sections[i];
    states[i] = &self->states[i];
  }
  mst_cascade_run (biquads, states, MST_IMAGER_SECTIONS, x, n);
  for (int i = 0; i < n; i++)
    x[i][1] += mst_ramp_at (&self->ramp, at + i) * x[i][0];
}

void
mst_imager_side_run (MstImagerSide *self, const float *fold, float *side, int n,
    int at)
{
  MstPair x[MST_GRID], *pairs[] = { x };

  if (mst_imager_side_is_off (self))
    return;
  mst_pairs_load (x, fold, side, n);
  if (spreads (self))
    spread (self, x, n, at);
  mst_keyfilter_run (&self->bass, pairs, 1, n);
  for (int i = 0; i < n; i++)
    side[i] = (float) x[i][1];
}
