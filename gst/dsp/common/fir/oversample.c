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
#include "oversample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "firleast.h"
#include "firpairs.h"
#include "halfband.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/history.h"
#include "dsp/common/vector/vectors.h"

#define MAX_OCTAVES 3
#define MAX_SAMPLES (MST_OVERSAMPLE_BLOCK << MAX_OCTAVES)

/* Next to the lowest rate, Kaiser's beta is for 102 dB: 40 pairs make a
 * transition of 0.094 of the rate about its half, and 2 x 72 at twice the rate
 * one of 0.046 below its half. */
#define FIRST_PAIRS 40
#define FIRST_BETA 10.3
#define LAST_PAIRS 72
#define LAST_CUTOFF 0.2384

/* Elsewhere a transition may take half the rate, for 115 dB. */
#define OTHER_PAIRS 8
#define OTHER_BETA 11.8

/* The fine ones are by least squares: an image is heard as what it makes with
 * the sound. On the way up, images of what is below the edges, of the lowest
 * rate, are 111, 107 and 122 dB down. The last way down passes what is below
 * another edge, and stops from half of the rate on, where an error counts so
 * much more. */
#define FINE_FIRST_PAIRS 28
#define FINE_FIRST_EDGE 0.43
#define FINE_LAST_PAIRS 30
#define FINE_LAST_PASS 0.415
#define FINE_LAST_WEIGHT 3e3
#define FINE_OTHER_EDGE 0.45
#define FINE_SECOND_PAIRS 6
#define FINE_THIRD_PAIRS 4

typedef struct {
  int pairs; /* on the way up */
  float taps[FIRST_PAIRS];
  int down_pairs; /* on the way down, of either kind of sample */
  int delay;      /* of both ways, in frames of the lowest rate */
  float centre;
  float even_taps[LAST_PAIRS]; /* of the samples that have one in the middle */
  float odd_taps[LAST_PAIRS];
  MstHistory up;        /* of the lower rate */
  MstHistory even, odd; /* of the higher rate, on the way down */
} Step;

struct MstOversample {
  int octaves;
  Step steps[MAX_OCTAVES];
  void *memory; /* holds their histories */
};

/* --- life */

static void
design_first (Step *step, bool fine)
{
  double taps[2 * LAST_PAIRS + 1];

  step->pairs = fine ? FINE_FIRST_PAIRS : FIRST_PAIRS;
  step->down_pairs = fine ? FINE_LAST_PAIRS : LAST_PAIRS;
  if (fine) {
    mst_half_band_least (step->taps, step->pairs, FINE_FIRST_EDGE);
    mst_low_pass_least (taps, 2 * step->down_pairs, 0.5 * FINE_LAST_PASS, 0.25,
        FINE_LAST_WEIGHT);
  } else {
    mst_half_band_design (step->taps, step->pairs, FIRST_BETA);
    mst_low_pass_design (taps, 2 * step->down_pairs, LAST_CUTOFF, FIRST_BETA);
  }
  step->centre = (float) taps[0];
  for (int k = 0; k < step->down_pairs; k++) {
    step->odd_taps[k] = (float) taps[2 * k + 1];
    step->even_taps[k] = (float) taps[2 * k + 2];
  }
}

static void
design_other (Step *step, bool fine, int k)
{
  step->pairs = !fine ? OTHER_PAIRS
      : k > 1         ? FINE_THIRD_PAIRS
                      : FINE_SECOND_PAIRS;
  step->down_pairs = step->pairs;
  if (fine)
    mst_half_band_least (step->taps, step->pairs, ldexp (FINE_OTHER_EDGE, -k));
  else
    mst_half_band_design (step->taps, step->pairs, OTHER_BETA);
  step->centre = 0.5f;
  for (int i = 0; i < step->pairs; i++)
    step->odd_taps[i] = 0.5f * step->taps[i];
}

static void
step_init (Step *step, int k, bool fine)
{
  if (k)
    design_other (step, fine, k);
  else
    design_first (step, fine);
  step->delay = (step->pairs + step->down_pairs) >> k;
}

static void
lay_out (void *object, MstArena *arena)
{
  MstOversample *self = object;

  for (int k = 0; k < self->octaves; k++) {
    Step *step = &self->steps[k];
    int block = MST_OVERSAMPLE_BLOCK << k;

    mst_history_take (&step->up, arena, 2 * step->pairs, block, sizeof (float));
    mst_history_take (&step->even, arena, 2 * step->down_pairs, block,
        sizeof (float));
    mst_history_take (&step->odd, arena, 2 * step->down_pairs, block,
        sizeof (float));
  }
}

static MstOversample *
new_of (int octaves, bool fine)
{
  MstOversample *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->octaves = octaves;
  for (int k = 0; k < octaves; k++)
    step_init (&self->steps[k], k, fine);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
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
  free (self->memory);
  free (self);
}

void
mst_oversample_reset (MstOversample *self)
{
  for (int k = 0; k < self->octaves; k++) {
    mst_history_reset (&self->steps[k].up);
    mst_history_reset (&self->steps[k].even);
    mst_history_reset (&self->steps[k].odd);
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

/* --- samples */

static MST_VECTORS (void, interleave,
    (float *restrict to, const float *restrict even, const float *restrict odd,
        int n),
    (to, even, odd, n))
{
  for (int i = 0; i < n; i++) {
    to[2 * i] = even[i];
    to[2 * i + 1] = odd[i];
  }
}

static MST_VECTORS (void, part,
    (const float *restrict from, float *restrict even, float *restrict odd,
        int n),
    (from, even, odd, n))
{
  for (int i = 0; i < n; i++) {
    even[i] = from[2 * i];
    odd[i] = from[2 * i + 1];
  }
}

static MST_VECTORS (void, scale,
    (float *restrict to, const float *restrict from, float gain, int n),
    (to, from, gain, n))
{
  for (int i = 0; i < n; i++)
    to[i] = gain * from[i];
}

/* to = centre from + the pairs, which are few enough to go all at once. */
#define FILTER(name, pairs)                                                    \
  static MST_VECTORS (void, name,                                              \
      (float *restrict to, const float *restrict from, float centre,           \
          const float *restrict taps, const float *restrict after,             \
          const float *restrict before, int n),                                \
      (to, from, centre, taps, after, before, n))                              \
  {                                                                            \
    float tap[pairs];                                                          \
    memcpy (tap, taps, sizeof (tap));                                          \
    for (int i = 0; i < n; i++) {                                              \
      float sum = centre * from[i];                                            \
      for (int k = 0; k < (pairs); k++)                                        \
        sum += tap[k] * (after[i + k] + before[i - k]);                        \
      to[i] = sum;                                                             \
    }                                                                          \
  }

FILTER (filter_four, FINE_THIRD_PAIRS)
FILTER (filter_six, FINE_SECOND_PAIRS)
FILTER (filter_eight, OTHER_PAIRS)

static void
filter (float *to, const float *from, float centre, const float *taps,
    int pairs, const float *after, int n)
{
  const float *before = after - 1;

  if (pairs == FINE_THIRD_PAIRS)
    filter_four (to, from, centre, taps, after, before, n);
  else if (pairs == FINE_SECOND_PAIRS)
    filter_six (to, from, centre, taps, after, before, n);
  else if (pairs == OTHER_PAIRS)
    filter_eight (to, from, centre, taps, after, before, n);
  else {
    scale (to, from, centre, n);
    mst_fir_pairs (to, taps, pairs, after, before, n);
  }
}

/* Takes n samples, in the history, to 2 n of the next, `pairs` later. */
static void
step_up (Step *step, Step *next, const float *x, int n)
{
  float between[MAX_SAMPLES / 4];

  x -= step->pairs;
  filter (between, x, 0.0f, step->taps, step->pairs, x + 1, n);
  interleave (mst_history_room (&next->up, 2 * n), x, between, n);
}

/* The last step leaves the samples apart, where the first down wants them. */
static void
step_to_top (Step *step, const float *x, float *halves[2], int n)
{
  halves[0] = mst_history_room (&step->even, n);
  halves[1] = mst_history_room (&step->odd, n);
  x -= step->pairs;
  memcpy (halves[0], x, n * sizeof (float));
  filter (halves[1], x, 0.0f, step->taps, step->pairs, x + 1, n);
}

/* Takes 2 n samples, in the histories, to n, `down_pairs` of these later. */
static void
step_down (Step *step, float *to, int n)
{
  const float *even = mst_history_last (&step->even, n);
  const float *odd = mst_history_last (&step->odd, n);
  int pairs = step->down_pairs;

  even -= pairs;
  odd -= pairs;
  filter (to, even, step->centre, step->odd_taps, pairs, odd, n);
  if (step->even_taps[0] != 0.0f)
    mst_fir_pairs (to, step->even_taps, pairs, even + 1, even - 1, n);
}

void
mst_oversample_up (MstOversample *self, const float *in, int n,
    float *halves[2])
{
  Step *steps = self->steps;
  int last = self->octaves - 1;

  memcpy (mst_history_room (&steps[0].up, n), in, n * sizeof (float));
  for (int k = 0; k < last; k++)
    step_up (&steps[k], &steps[k + 1], mst_history_last (&steps[k].up, n << k),
        n << k);
  step_to_top (&steps[last], mst_history_last (&steps[last].up, n << last),
      halves, n << last);
}

void
mst_oversample_down (MstOversample *self, float *out, int n)
{
  float samples[MAX_SAMPLES / 2];

  for (int k = self->octaves - 1; k > 0; k--) {
    Step *next = &self->steps[k - 1];
    int half = n << (k - 1);
    step_down (&self->steps[k], samples, 2 * half);
    part (samples, mst_history_room (&next->even, half),
        mst_history_room (&next->odd, half), half);
  }
  step_down (&self->steps[0], out, n);
}
