/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "glide.h"

#include <string.h>

#include "dsp/common/vector/decibel.h"

#define EPSILON 1e-6   /* a value has arrived when this near */
#define BASS_HZ 100.0  /* corner of the transformer's shelf */
#define TONE_HZ 1000.0 /* corner of the tone's */
#define BUTTERWORTH M_SQRT2

/* Indices into smooth[]: the terms of the model, then these. */
enum {
  LAG = MST_SATURATOR_TERMS,
  REPLAY,
  BASS,
  HIGH,
  ADDS,
  BIAS,
  TONE,
  FREQUENCY, /* its logarithm to 2 */
  MIX,
  DRIVE,
  BAND_MIX = DRIVE + MST_SATURATOR_MAX_BANDS,
  N_SMOOTH = BAND_MIX + MST_SATURATOR_MAX_BANDS,
};

_Static_assert(N_SMOOTH == MST_SATURATOR_GLIDES, "the header tells it");

#define MAX_BANDS MST_SATURATOR_MAX_BANDS

void
mst_saturator_glide_init (MstSaturatorGlide *self, double rate)
{
  self->rate = rate;
  self->share = mst_smooth_share (rate);
  mst_tilt_init (&self->bass, BASS_HZ, rate);
  mst_tilt_init (&self->tone, TONE_HZ, rate);
}

/* --- values */

static double
band_drive (const double *values, int b)
{
  double drive = values[MST_SATURATOR_DRIVE] +
      values[mst_saturator_band_at (b, MST_SATURATOR_BAND_DRIVE)];

  return fmin (fmax (drive, 0.0),
      mst_saturator_params[MST_SATURATOR_DRIVE].max);
}

static void
set_model (MstSaturatorGlide *self, const MstSaturatorModel *model)
{
  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    self->smooth[i].target = model->terms[i];
  self->smooth[LAG].target = model->lag;
  self->smooth[REPLAY].target = model->replay;
  self->smooth[BASS].target = model->bass;
  self->smooth[HIGH].target = model->high;
  self->smooth[ADDS].target = model->adds;
}

void
mst_saturator_glide_aim (MstSaturatorGlide *self, const double *values)
{
  set_model (self, &mst_saturator_models[(int) values[MST_SATURATOR_TYPE]]);
  self->smooth[BIAS].target = values[MST_SATURATOR_BIAS];
  self->smooth[TONE].target = values[MST_SATURATOR_TONE];
  self->smooth[FREQUENCY].target = log2 (values[MST_SATURATOR_FREQUENCY]);
  self->smooth[MIX].target = values[MST_SATURATOR_MIX];
  for (int b = 0; b < MAX_BANDS; b++) {
    self->smooth[DRIVE + b].target = band_drive (values, b);
    self->smooth[BAND_MIX + b].target =
        values[mst_saturator_band_at (b, MST_SATURATOR_BAND_MIX)];
  }
}

static bool
is_still (const MstSaturatorGlide *self, int what)
{
  return self->smooth[what].target == 0.0 &&
      mst_smooth_settled (&self->smooth[what]);
}

bool
mst_saturator_glide_is_neutral (const MstSaturatorGlide *self, int bands)
{
  if (is_still (self, MIX))
    return true;
  for (int b = 0; b < bands; b++)
    if (!is_still (self, DRIVE + b) && !is_still (self, BAND_MIX + b))
      return false;
  return true;
}

bool
mst_saturator_glide_is_settled (const MstSaturatorGlide *self)
{
  for (int i = 0; i < N_SMOOTH; i++)
    if (!mst_smooth_settled (&self->smooth[i]))
      return false;
  return true;
}

/* --- what the values come to, on a line */

static void
design_curves (MstSaturatorGlide *self, MstSaturatorCurve curves[])
{
  double terms[MST_SATURATOR_TERMS];

  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    terms[i] = self->smooth[i].value;
  for (int b = 0; b < MAX_BANDS; b++)
    curves[b] = mst_saturator_curve_design (terms, self->smooth[LAG].value,
        self->smooth[ADDS].value, self->smooth[DRIVE + b].value,
        self->smooth[BIAS].value,
        self->smooth[MIX].value * self->smooth[BAND_MIX + b].value);
}

static void
design_high (MstSaturatorGlide *self)
{
  mst_two_pole_design (&self->high, exp2 (self->smooth[FREQUENCY].value),
      BUTTERWORTH, self->rate);
}

static double
bass_gain (const MstSaturatorGlide *self)
{
  return mst_from_db (self->smooth[BASS].value);
}

/* The gain of the treble; the bass has the inverse. */
static double
tone_gain (const MstSaturatorGlide *self)
{
  return mst_from_db (0.5 * self->smooth[TONE].value);
}

void
mst_saturator_glide_settle (MstSaturatorGlide *self)
{
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  self->moving = false;
  design_curves (self, self->curve);
  memcpy (self->next, self->curve, sizeof (self->next));
  design_high (self);
  mst_tilt_snap (&self->bass, bass_gain (self), 1.0);
  mst_tilt_snap (&self->tone, 1.0 / tone_gain (self), tone_gain (self));
  self->high_ramp = mst_ramp_hold (self->smooth[HIGH].value);
  self->replay_ramp = mst_ramp_hold (self->smooth[REPLAY].value);
}

void
mst_saturator_glide_advance (MstSaturatorGlide *self)
{
  bool was_moving = self->moving;

  self->moving = !mst_saturator_glide_is_settled (self);
  if (!self->moving && !was_moving)
    return;
  for (int i = 0; i < N_SMOOTH; i++)
    if (i != HIGH && i != REPLAY)
      mst_smooth_advance (&self->smooth[i], self->share, EPSILON);
  mst_ramp_advance (&self->high_ramp, &self->smooth[HIGH], self->share,
      EPSILON);
  mst_ramp_advance (&self->replay_ramp, &self->smooth[REPLAY], self->share,
      EPSILON);
  memcpy (self->curve, self->next, sizeof (self->curve));
  design_curves (self, self->next);
  design_high (self);
  mst_tilt_advance (&self->bass, bass_gain (self), 1.0);
  mst_tilt_advance (&self->tone, 1.0 / tone_gain (self), tone_gain (self));
}
