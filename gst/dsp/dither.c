/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "dither.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/kernels.h"

static const MstParam params[] = {
  [MST_DITHER_SEED] = { "seed", "", 0, 2147483647, 1, MST_KIND_INT,
      .blurb = "Start of the noise; the same seed gives the same output" },
};

typedef struct {
  MstFormat format;
  uint64_t seed;
  uint64_t frame; /* since new() or reset() */
  double scale;   /* full scale in steps of the output */
} Dither;

static void
dither_set (void *object, const double *values)
{
  Dither *self = object;

  self->seed = (uint64_t) values[MST_DITHER_SEED];
}

static void
dither_reset (void *object)
{
  Dither *self = object;

  self->frame = 0;
}

static void *
dither_new (const MstFormat *format, const double *values)
{
  Dither *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->scale = ldexp (1.0, format->bits - 1);
  dither_set (self, values);
  return self;
}

static int
dither_latency (const void *object)
{
  return 0;
}

/* The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a hash of the
 * frame's number, so that the noise needs no state but a counter. */
static inline uint64_t
hash (uint64_t x)
{
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/* Triangular noise in -1 .. 1 steps: the sum of two rectangular ones of a step
 * each makes the first two moments of the error independent of the signal
 * (Lipshitz, Wannamaker, Vanderkooy, JAES 40 (5), 1992). */
static inline double
triangular (uint64_t bits)
{
  double a = (double) (uint32_t) bits;
  double b = (double) (uint32_t) (bits >> 32);

  return (a - b) * 0x1p-32;
}

static inline int32_t
quantise (double steps, double scale)
{
  double q = floor (steps + 0.5);

  if (q > scale - 1.0)
    q = scale - 1.0;
  if (q < -scale)
    q = -scale;
  return (int32_t) q;
}

static void
dither_plane (Dither *self, float *plane, int channel, int n)
{
  const uint64_t golden = 0x9e3779b97f4a7c15ULL;
  uint64_t lane = hash (self->seed * MST_MAX_CHANNELS + channel + golden);
  int32_t *out = (int32_t *) plane;
  int shift = 32 - self->format.bits;

  for (int i = 0; i < n; i++) {
    double noise = triangular (hash (lane + (self->frame + i) * golden));
    int32_t word = quantise (plane[i] * self->scale + noise, self->scale);
    out[i] = (int32_t) ((uint32_t) word << shift);
  }
}

static void
dither_process (void *object, float *const planes[], int n)
{
  Dither *self = object;

  mst_sanitize (planes, self->format.channels, n);
  for (int c = 0; c < self->format.channels; c++)
    dither_plane (self, planes[c], c, n);
  self->frame += n;
}

const MstStage mst_stage_dither = {
  .name = "dither",
  .title = "Mastering dither",
  .klass = "Filter/Converter/Audio",
  .blurb = "Converts to 16, 24 or 32 bit integers with triangular dither",
  .flags = MST_STAGE_INTEGER_OUT,
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .new = dither_new,
  .set = dither_set,
  .latency = dither_latency,
  .process = dither_process,
  .reset = dither_reset,
  .free = free,
};
