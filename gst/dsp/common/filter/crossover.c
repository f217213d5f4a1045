/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "crossover.h"

#include <math.h>
#include <stdlib.h>

#include "crossoverfir.h"
#include "crossovertree.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/time/span.h"

#define MAX_CROSSOVERS (MST_MAX_CROSSOVER_BANDS - 1)
#define LOWEST_HZ 5.0
#define HIGHEST 0.49 /* of the rate */
#define EPSILON 1e-5 /* of the logarithm: 0.2 Hz at 20 kHz */

struct MstCrossover {
  double rate;
  int channels;
  double share; /* of a glide, from line to line */
  int bands;
  bool fresh;                           /* no frame has come yet */
  MstSmooth logarithms[MAX_CROSSOVERS]; /* of frequencies, as they glide */
  double frequencies[MAX_CROSSOVERS];   /* where they are now */
  double wanted[MAX_CROSSOVERS];

  /* One of the two is there. */
  MstCrossoverTree *tree;
  MstCrossoverFir *fir;
};

/* --- what is wanted */

/* Makes them rise, and keeps them where filters can be. Comparisons with NaN
 * are false. */
static void
hold (MstCrossover *self, const double *frequencies, int bands)
{
  double lowest = LOWEST_HZ, highest = HIGHEST * self->rate;

  for (int k = 0; k < bands - 1; k++) {
    lowest = frequencies[k] > lowest ? frequencies[k] : lowest;
    lowest = lowest < highest ? lowest : highest;
    self->wanted[k] = lowest;
  }
}

/* Forgets the stream, and jumps to where it was set. */
static void
start (MstCrossover *self)
{
  self->fresh = true;
  if (self->fir) {
    mst_crossoverfir_start (self->fir, self->wanted, self->bands);
    return;
  }
  for (int k = 0; k < self->bands - 1; k++) {
    mst_smooth_snap (&self->logarithms[k], log (self->wanted[k]));
    self->frequencies[k] = exp (self->logarithms[k].value);
  }
  mst_crossovertree_start (self->tree, self->frequencies, self->bands);
}

void
mst_crossover_set (MstCrossover *self, const double *frequencies, int bands)
{
  bool other = bands != self->bands;

  self->bands = bands;
  hold (self, frequencies, bands);
  if (other || self->fresh) {
    start (self);
  } else if (self->fir) {
    mst_crossoverfir_set (self->fir, self->wanted);
  } else {
    for (int k = 0; k < bands - 1; k++)
      self->logarithms[k].target = log (self->wanted[k]);
  }
}

void
mst_crossover_reset (MstCrossover *self)
{
  start (self);
}

/* --- the stream */

static void
glide (MstCrossover *self)
{
  for (int k = 0; k < self->bands - 1; k++) {
    MstSmooth *logarithm = &self->logarithms[k];

    if (mst_smooth_settled (logarithm))
      continue;
    mst_smooth_advance (logarithm, self->share, EPSILON);
    self->frequencies[k] = exp (logarithm->value);
  }
  mst_crossovertree_head_for (self->tree, self->frequencies);
}

void
mst_crossover_process (MstCrossover *self, const float *const in[],
    float *const *const out[], int n, bool line)
{
  self->fresh = false;
  if (self->fir) {
    mst_crossoverfir_run (self->fir, in, out, n);
    return;
  }
  if (line)
    glide (self);
  mst_crossovertree_run (self->tree, in, out, n);
}

void
mst_crossover_run (MstCrossover *self, float *const in[],
    float *const *const out[], int n, int at)
{
  float *planes[MST_MAX_CROSSOVER_BANDS][MST_MAX_CHANNELS];
  float *const *to[MST_MAX_CROSSOVER_BANDS];
  MstGrid grid = { (uint64_t) at };
  MstSpan span;

  for (int b = 0; b < self->bands; b++)
    to[b] = planes[b];
  mst_span_start (&span, &grid, in, self->channels, n, MST_CROSSOVER_SPAN);
  while (mst_span_next (&span)) {
    bool line = mst_span_to_line (&span);

    for (int b = 0; b < self->bands; b++)
      mst_planes_from (planes[b], out[b], self->channels, span.done);
    mst_crossover_process (self, (const float *const *) span.planes, to, span.n,
        line);
  }
}

/* --- life */

int
mst_crossover_latency (const MstCrossover *self)
{
  return self->fir ? mst_crossoverfir_latency (self->fir) : 0;
}

void
mst_crossover_free (MstCrossover *self)
{
  if (!self)
    return;
  mst_crossovertree_free (self->tree);
  mst_crossoverfir_free (self->fir);
  free (self);
}

MstCrossover *
mst_crossover_new (const MstFormat *format, bool linear, double lowest)
{
  MstCrossover *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = format->rate;
  self->channels = format->channels;
  self->share = mst_smooth_share (format->rate);
  if (linear)
    self->fir = mst_crossoverfir_new (format, lowest);
  else
    self->tree = mst_crossovertree_new (format->rate, format->channels);
  if (!self->fir && !self->tree) {
    mst_crossover_free (self);
    return NULL;
  }
  mst_crossover_set (self, (double[]){ 1000.0 }, 2);
  return self;
}
