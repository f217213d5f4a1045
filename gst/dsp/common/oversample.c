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
#include "common/vectors.h"

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

/* The fine ones: 122 dB at the first step up, for an image is heard as what it
 * makes with the sound, for what is below 0.45 of the rate; on the last way down
 * 102 dB and a transition of 0.085 of the rate below its half; 125 dB elsewhere,
 * where transitions are wider than half of the rate for what is below 0.45 of the
 * lowest, and three quarters of it at the highest rate. */
#define FINE_FIRST_PAIRS 40
#define FINE_FIRST_BETA 12.4
#define FINE_LAST_PAIRS 40
#define FINE_LAST_CUTOFF 0.2289
#define FINE_OTHER_BETA 12.7
#define FINE_HIGHEST_PAIRS 6

typedef struct {
  int pairs; /* on the way up */
  float taps[FINE_FIRST_PAIRS];
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
design_first (Step *step, bool fine)
{
  double taps[2 * LAST_PAIRS + 1];

  step->pairs = fine ? FINE_FIRST_PAIRS : FIRST_PAIRS;
  mst_half_band_design (step->taps, step->pairs,
      fine ? FINE_FIRST_BETA : FIRST_BETA);
  step->down_pairs = fine ? FINE_LAST_PAIRS : LAST_PAIRS;
  mst_low_pass_design (taps, 2 * step->down_pairs,
      fine ? FINE_LAST_CUTOFF : LAST_CUTOFF, FIRST_BETA);
  step->centre = (float) taps[0];
  for (int k = 0; k < step->down_pairs; k++) {
    step->odd_taps[k] = (float) taps[2 * k + 1];
    step->even_taps[k] = (float) taps[2 * k + 2];
  }
}

static void
design_other (Step *step, bool fine, int k)
{
  step->pairs = step->down_pairs =
      fine && k > 1 ? FINE_HIGHEST_PAIRS : OTHER_PAIRS;
  mst_half_band_design (step->taps, step->pairs,
      fine ? FINE_OTHER_BETA : OTHER_BETA);
  step->centre = 0.5f;
  for (int i = 0; i < step->pairs; i++)
    step->odd_taps[i] = 0.5f * step->taps[i];
}

static bool
step_init (Step *step, int k, bool fine)
{
  int block = MST_OVERSAMPLE_BLOCK << k;

  if (k)
    design_other (step, fine, k);
  else
    design_first (step, fine);
  step->delay = (step->pairs + step->down_pairs) >> k;
  return mst_tape_init (&step->up, 2 * step->pairs, block, sizeof (float)) &&
      mst_tape_init (&step->even, 2 * step->down_pairs, block,
          sizeof (float)) &&
      mst_tape_init (&step->odd, 2 * step->down_pairs, block, sizeof (float));
}

static MstOversample *
new_of (int octaves, bool fine)
{
  MstOversample *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->octaves = octaves;
  for (int k = 0; k < octaves; k++)
    if (!step_init (&self->steps[k], k, fine)) {
      mst_oversample_free (self);
      return NULL;
    }
  return self;
}

MstOversample *
mst_oversample_new (int octaves)
{
  return new_of (octaves, false);
}

MstOversample *
mst_oversample_new_fine (int octaves)
{
  return new_of (octaves, true);
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

MST_VECTORS static void
interleave (float *restrict to, const float *restrict even,
    const float *restrict odd, int n)
{
  for (int i = 0; i < n; i++) {
    to[2 * i] = even[i];
    to[2 * i + 1] = odd[i];
  }
}

MST_VECTORS static void
part (const float *restrict from, float *restrict even, float *restrict odd,
    int n)
{
  for (int i = 0; i < n; i++) {
    even[i] = from[2 * i];
    odd[i] = from[2 * i + 1];
  }
}

MST_VECTORS static void
scale (float *restrict to, const float *restrict from, float gain, int n)
{
  for (int i = 0; i < n; i++)
    to[i] = gain * from[i];
}

/* n samples in place to 2 n, `pairs` later. */
static void
step_up (Step *step, float *samples, int n)
{
  float *x = mst_tape_room (&step->up, n), between[MAX_SAMPLES / 2];

  memset (between, 0, n * sizeof (float));
  memcpy (x, samples, n * sizeof (float));
  x -= step->pairs;
  mst_fir_pairs (between, step->taps, step->pairs, x + 1, x, n);
  interleave (samples, x, between, n);
}

/* 2 n samples to n, `down_pairs` of these later. */
static void
step_down (Step *step, float *samples, int n)
{
  float *even = mst_tape_room (&step->even, n);
  float *odd = mst_tape_room (&step->odd, n);
  int pairs = step->down_pairs;

  part (samples, even, odd, n);
  even -= pairs;
  odd -= pairs;
  scale (samples, even, step->centre, n);
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
