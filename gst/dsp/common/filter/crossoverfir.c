/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "crossoverfir.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/convolver.h"
#include "crossover.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/fir/firdesign.h"
#include "dsp/common/vector/vectors.h"

#define MAX_WAYS (MST_MAX_CROSSOVER_BANDS - 1)
/* The taps in periods of the lowest crossover. The poles of L decay by exp (-2
 * pi f0 t / sqrt (2)): 60 dB within 1.55 periods on each side. There are a few
 * more taps than that. */
#define PERIODS 3.4
#define MAX_TAPS 131072
/* A block is so long at least, and a new filter fades in over one. */
#define FADE_SECONDS 0.04

struct MstCrossoverFir {
  double rate;
  int channels;
  int taps;
  int block;
  int bands;
  double wanted[MAX_WAYS];
  double designed[MAX_WAYS]; /* 0: none yet */

  MstConvolver *convolver;
  MstDelay *delay;
  MstFirDesign *design;
  double *magnitude;
  float *low;
  void *memory; /* holds these two */
};

/* --- the filters */

static void
design_way (MstCrossoverFir *self, int way)
{
  int points = mst_firdesign_points (self->design);
  double step = self->rate / 2.0 / (points - 1) / self->wanted[way];

  for (int i = 0; i < points; i++) {
    double square = (i * step) * (i * step);
    self->magnitude[i] = 1.0 / (1.0 + square * square);
  }
  mst_firdesign_run (self->design, self->magnitude, 0.0, self->taps / 2,
      self->low);
  mst_convolver_set_way (self->convolver, way,
      &(MstFilters){ .ll = self->low, .rr = self->low, .other = self->low });
  self->designed[way] = self->wanted[way];
}

/* Designs anew what was set, on a line between two blocks. */
static void
update (MstCrossoverFir *self)
{
  for (int way = 0; way < self->bands - 1; way++)
    if (self->wanted[way] != self->designed[way])
      design_way (self, way);
}

void
mst_crossoverfir_set (MstCrossoverFir *self, const double *frequencies)
{
  memcpy (self->wanted, frequencies, (self->bands - 1) * sizeof (double));
}

void
mst_crossoverfir_start (MstCrossoverFir *self, const double *frequencies,
    int bands)
{
  static const MstFilters silence;

  for (int way = bands - 1; way < MAX_WAYS; way++) {
    mst_convolver_set_way (self->convolver, way, &silence);
    self->designed[way] = 0.0;
  }
  mst_convolver_reset (self->convolver);
  mst_delay_reset (self->delay);
  self->bands = bands;
  mst_crossoverfir_set (self, frequencies);
  update (self);
}

/* --- the stream */

static MST_VECTORS (void, take_away,
    (float *restrict from, const float *restrict what, int n), (from, what, n))
{
  for (int i = 0; i < n; i++)
    from[i] -= what[i];
}

/* Runs n frames, which are within a block. */
static void
run_piece (MstCrossoverFir *self, const float *const in[],
    float *const *const out[], int n)
{
  float *const *to[MAX_WAYS] = { NULL };
  int top = self->bands - 1;

  for (int band = 0; band < top; band++)
    to[band] = out[band];
  mst_delay_process (self->delay, in, out[top], n);
  mst_convolver_process_ways (self->convolver, in, to, n);
  for (int band = top; band > 0; band--)
    for (int c = 0; c < self->channels; c++)
      take_away (out[band][c], out[band - 1][c], n);
}

void
mst_crossoverfir_run (MstCrossoverFir *self, const float *const in[],
    float *const *const out[], int n)
{
  const float *from[MST_MAX_CHANNELS];
  float *to[MST_MAX_CROSSOVER_BANDS][MST_MAX_CHANNELS];
  float *const *bands[MST_MAX_CROSSOVER_BANDS];

  for (int i = 0, piece; i < n; i += piece) {
    int left = mst_convolver_left (self->convolver);

    if (left == self->block)
      update (self);
    piece = n - i < left ? n - i : left;
    for (int c = 0; c < self->channels; c++)
      from[c] = in[c] + i;
    for (int band = 0; band < self->bands; band++) {
      for (int c = 0; c < self->channels; c++)
        to[band][c] = out[band][c] + i;
      bands[band] = to[band];
    }
    run_piece (self, from, bands, piece);
  }
}

/* --- life */

int
mst_crossoverfir_latency (const MstCrossoverFir *self)
{
  return self->block + self->taps / 2;
}

void
mst_crossoverfir_free (MstCrossoverFir *self)
{
  if (!self)
    return;
  mst_convolver_free (self->convolver);
  mst_delay_free (self->delay);
  mst_firdesign_free (self->design);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  MstCrossoverFir *self = object;

  self->magnitude = mst_arena_take (arena,
      (size_t) mst_firdesign_points (self->design), sizeof (double));
  self->low = mst_arena_take (arena, (size_t) self->taps, sizeof (float));
}

static bool
allocate (MstCrossoverFir *self)
{
  self->convolver = mst_convolver_new_ways (self->channels, self->block,
      self->taps / self->block, MAX_WAYS);
  self->delay = mst_delay_new (mst_crossoverfir_latency (self), self->channels);
  self->design = mst_firdesign_new (self->taps);
  if (!self->convolver || !self->delay || !self->design)
    return false;
  self->memory = mst_arena_new (lay_out, self);
  return self->memory != NULL;
}

MstCrossoverFir *
mst_crossoverfir_new (const MstFormat *format, double lowest)
{
  MstCrossoverFir *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = format->rate;
  self->channels = format->channels;
  for (self->block = 64; self->block < FADE_SECONDS * self->rate;)
    self->block *= 2;
  self->taps = self->block;
  while (self->taps < PERIODS * self->rate / lowest && self->taps < MAX_TAPS)
    self->taps *= 2;
  if (!allocate (self)) {
    mst_crossoverfir_free (self);
    return NULL;
  }
  mst_crossoverfir_start (self, (double[]){ self->rate / 8.0 }, 2);
  return self;
}
