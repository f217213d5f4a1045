/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "eq-auto.h"

#include <math.h>
#include <stdlib.h>

#include "common/loudness.h"
#include "eq-values.h"

#define SECONDS 3.0    /* time constant of the averages */
#define QUIETEST -70.0 /* LUFS: below it nothing is learnt */
#define PRIOR 1e-6     /* power that stands for what has not been heard */
#define LIMIT 24.0     /* dB */
#define PER_OCTAVE 3   /* points of pink noise */
#define LOWEST 31.5    /* Hz */
#define POINTS 29      /* up to 20 kHz */

struct MstEqAuto {
  MstFormat format;
  MstLoudness *before, *after;
  double expected;     /* LU that the bands add to pink noise */
  double power_before; /* averages */
  double power_after;
};

void
mst_eq_auto_free (MstEqAuto *self)
{
  if (!self)
    return;
  mst_loudness_free (self->before);
  mst_loudness_free (self->after);
  free (self);
}

static double
weight_of (MstRole role)
{
  return role == MST_ROLE_LFE ? 0.0 : role == MST_ROLE_SURROUND ? 1.41 : 1.0;
}

MstEqAuto *
mst_eq_auto_new (const MstFormat *format)
{
  MstEqAuto *self = calloc (1, sizeof (*self));
  double weights[MST_MAX_CHANNELS];

  if (!self)
    return NULL;
  self->format = *format;
  for (int c = 0; c < format->channels; c++)
    weights[c] = weight_of (format->roles[c]);
  self->before = mst_loudness_new (format->rate, format->channels, weights);
  self->after = mst_loudness_new (format->rate, format->channels, weights);
  if (!self->before || !self->after) {
    mst_eq_auto_free (self);
    return NULL;
  }
  return self;
}

void
mst_eq_auto_reset (MstEqAuto *self)
{
  mst_loudness_reset (self->before);
  mst_loudness_reset (self->after);
  self->power_before = PRIOR;
  self->power_after = PRIOR * pow (10.0, self->expected / 10.0);
}

static double
frequency_of (int point)
{
  return LOWEST * exp2 ((double) point / PER_OCTAVE);
}

/* The K-weighting's own response, roughly: two decades flat, 4 dB more above 2
 * kHz, less below 60 Hz. The music corrects what this leaves. */
static double
k_weight (double frequency)
{
  double high = frequency / 1500.0, low = 38.0 / frequency;

  return (1.0 + 2.5 * high * high) / (1.0 + high * high) /
      ((1.0 + low * low) * (1.0 + low * low));
}

/* How much of the signal of a band's channel counts: a band on one of two
 * channels works on half of the power, one on the sides of pop music on a tenth. */
static double
share_of (MstEqChannel channel)
{
  static const double shares[] = { 1.0, 0.5, 0.5, 0.9, 0.1 };

  return shares[channel];
}

/* The power of a band at a frequency. */
static double
power_at (const MstBandShape *shape, double share, double frequency)
{
  return 1.0 + share * (mst_band_power (shape, frequency) - 1.0);
}

void
mst_eq_auto_set (MstEqAuto *self, const double *values)
{
  double noise[POINTS], before = 0.0, after = 0.0, expected;

  for (int i = 0; i < POINTS; i++) {
    noise[i] = k_weight (frequency_of (i));
    before += noise[i];
  }
  for (int b = 0; b < MST_EQ_MAX_BANDS; b++) {
    const double *v = values + MST_EQ_BAND (b, 0);
    MstBandShape shape = mst_eq_shape_of (v);
    double share = share_of ((MstEqChannel) v[MST_EQ_BAND_CHANNEL]);
    if (mst_eq_is_in_use (values, b) && !mst_eq_is_neutral (&shape))
      for (int i = 0; i < POINTS; i++)
        noise[i] *= power_at (&shape, share, frequency_of (i));
  }
  for (int i = 0; i < POINTS; i++)
    after += noise[i];
  expected = 10.0 * log10 (after / before);
  self->power_after *= pow (10.0, (expected - self->expected) / 10.0);
  self->expected = expected;
}

int
mst_eq_auto_left (const MstEqAuto *self)
{
  return mst_loudness_left (self->before);
}

void
mst_eq_auto_before (MstEqAuto *self, const float *const planes[], int n)
{
  mst_loudness_process (self->before, planes, n);
}

void
mst_eq_auto_after (MstEqAuto *self, const float *const planes[], int n)
{
  bool ticks = n == mst_loudness_left (self->after);
  double before, after;
  const double share = 1.0 / (SECONDS * MST_LOUDNESS_TICKS);

  mst_loudness_process (self->after, planes, n);
  if (!ticks)
    return;
  before = mst_loudness_momentary (self->before);
  after = mst_loudness_momentary (self->after);
  if (before < QUIETEST || after < QUIETEST)
    return;
  self->power_before +=
      share * (pow (10.0, before / 10.0) - self->power_before);
  self->power_after += share * (pow (10.0, after / 10.0) - self->power_after);
}

double
mst_eq_auto_gain (const MstEqAuto *self)
{
  double gain = 10.0 * log10 (self->power_before / self->power_after);

  return fmin (fmax (gain, -LIMIT), LIMIT);
}
