/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A step up keeps the samples and puts the points half-way in between. A step
 * down is the same filter over every other sample, and the mean of its result
 * and the samples that it leaves out; but for the last, which has to end at
 * half of the rate, and not around it. Only next to the lowest rate are the
 * transitions narrow (Crochiere & Rabiner, Multirate Digital Signal Processing,
 * 1983, ch. 5).
 */
#include "common/oversample.h"

#include <stdlib.h>
#include <string.h>

#include "common/firpairs.h"
#include "common/halfband.h"
#include "common/tape.h"

#define MAX_OCTAVES 3
#define MAX_SAMPLES (MST_OVERSAMPLE_BLOCK << MAX_OCTAVES)

/* Next to the lowest rate: Kaiser's beta for 102 dB; 40 pairs for a transition
 * of 0.094 of the rate about its half, and 2 x 72 at twice the rate for one of
 * 0.046 below its half. */
#define FIRST_PAIRS 40
#define FIRST_BETA 10.3
#define LAST_PAIRS 72
#define LAST_CUTOFF 0.2384

/* Elsewhere: a transition of half the rate, 115 dB. */
#define OTHER_PAIRS 8
#define OTHER_BETA 11.8

typedef struct {
  int pairs; /* on the way up */
  float taps[FIRST_PAIRS];
  int down_pairs; /* of either kind of sample */
  int delay;      /* up and down, in frames of the lowest rate */
  float centre;
  float even_taps[LAST_PAIRS]; /* of samples that have one in the middle */
  float odd_taps[LAST_PAIRS];
  MstTape up;        /* of the lower rate */
  MstTape even, odd; /* of the higher rate, on the way down */
} Step;

struct MstOversample {
  int octaves;
  Step steps[MAX_OCTAVES];
  float samples[MAX_SAMPLES];
};

static void
design_first (Step *step)
{
  double taps[2 * LAST_PAIRS + 1];

  step->pairs = FIRST_PAIRS;
  mst_half_band_design (step->taps, FIRST_PAIRS, FIRST_BETA);
  step->down_pairs = LAST_PAIRS;
  mst_low_pass_design (taps, 2 * LAST_PAIRS, LAST_CUTOFF, FIRST_BETA);
  step->centre = (float) taps[0];
  for (int k = 0; k < LAST_PAIRS; k++) {
    step->odd_taps[k] = (float) taps[2 * k + 1];
    step->even_taps[k] = (float) taps[2 * k + 2];
  }
}

static void
design_other (Step *step)
{
  step->pairs = step->down_pairs = OTHER_PAIRS;
  mst_half_band_design (step->taps, OTHER_PAIRS, OTHER_BETA);
  step->centre = 0.5f;
  for (int k = 0; k < OTHER_PAIRS; k++)
    step->odd_taps[k] = 0.5f * step->taps[k];
}

static bool
step_init (Step *step, int k)
{
  int block = MST_OVERSAMPLE_BLOCK << k;

  if (k)
    design_other (step);
  else
    design_first (step);
  step->delay = (step->pairs + step->down_pairs) >> k;
  return mst_tape_init (&step->up, 2 * step->pairs, block, sizeof (float)) &&
      mst_tape_init (&step->even, 2 * step->down_pairs, block,
          sizeof (float)) &&
      mst_tape_init (&step->odd, 2 * step->down_pairs, block, sizeof (float));
}

MstOversample *
mst_oversample_new (int octaves)
{
  MstOversample *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->octaves = octaves;
  for (int k = 0; k < octaves; k++)
    if (!step_init (&self->steps[k], k)) {
      mst_oversample_free (self);
      return NULL;
    }
  return self;
}

void
mst_oversample_free (MstOversample *self)
{
  if (!self)
    return;
  for (int k = 0; k < self->octaves; k++) {
    mst_tape_clear (&self->steps[k].up);
    mst_tape_clear (&self->steps[k].even);
    mst_tape_clear (&self->steps[k].odd);
  }
  free (self);
}

static void
tape_silence (MstTape *tape)
{
  memset (tape->data, 0, tape->size * tape->unit);
}

void
mst_oversample_reset (MstOversample *self)
{
  for (int k = 0; k < self->octaves; k++) {
    tape_silence (&self->steps[k].up);
    tape_silence (&self->steps[k].even);
    tape_silence (&self->steps[k].odd);
  }
}

int
mst_oversample_delay (const MstOversample *self)
{
  int delay = 0;

  for (int k = 0; k < self->octaves; k++)
    delay += self->steps[k].delay;
  return delay;
}

/* n samples in place to 2 n, `pairs` later. */
static void
step_up (Step *step, float *samples, int n)
{
  float *x = mst_tape_room (&step->up, n), between[MAX_SAMPLES / 2] = { 0 };

  memcpy (x, samples, n * sizeof (float));
  x -= step->pairs;
  mst_fir_pairs (between, step->taps, step->pairs, x + 1, x, n);
  for (int i = 0; i < n; i++) {
    samples[2 * i] = x[i];
    samples[2 * i + 1] = between[i];
  }
}

/* 2 n samples to n, `down_pairs` of these later. */
static void
step_down (Step *step, float *samples, int n)
{
  float *even = mst_tape_room (&step->even, n);
  float *odd = mst_tape_room (&step->odd, n);
  int pairs = step->down_pairs;

  for (int i = 0; i < n; i++) {
    even[i] = samples[2 * i];
    odd[i] = samples[2 * i + 1];
  }
  even -= pairs;
  odd -= pairs;
  for (int i = 0; i < n; i++)
    samples[i] = step->centre * even[i];
  mst_fir_pairs (samples, step->odd_taps, pairs, odd, odd - 1, n);
  if (step->even_taps[0] != 0.0f)
    mst_fir_pairs (samples, step->even_taps, pairs, even + 1, even - 1, n);
}

float *
mst_oversample_up (MstOversample *self, const float *in, int n)
{
  memcpy (self->samples, in, n * sizeof (float));
  for (int k = 0; k < self->octaves; k++)
    step_up (&self->steps[k], self->samples, n << k);
  return self->samples;
}

void
mst_oversample_down (MstOversample *self, float *out, int n)
{
  for (int k = self->octaves - 1; k >= 0; k--)
    step_down (&self->steps[k], self->samples, n << k);
  memcpy (out, self->samples, n * sizeof (float));
}
