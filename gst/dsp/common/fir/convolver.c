/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A few lines past 400: its parts share the layout of the spectra.
 */
#include "convolver.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/vector/kernels.h"
#include "fft.h"

/* Unused numbers between the real and the imaginary part of a spectrum, and
 * after it. They keep spectra, whose lengths are powers of two, off each
 * other's lines of the cache. */
#define GAP 16

/* With z = left + i right and z* its conjugate, the matrix of four filters is
 *
 *   left' + i right' = a z + b z*,  a = ((ll + rr) + i (rl - lr)) / 2,
 *                                   b = ((ll - rr) + i (rl + lr)) / 2
 *
 * and b z* = (b* z)*: the filter b* on the same spectrum, and the conjugate of
 * what comes out. */
enum {
  STRAIGHT, /* a */
  MIRRORED, /* b* */
  OTHER,    /* of channels that are not paired, two by two */
  N_KINDS,
};

/* A set of filters: spectra of partitions, scaled by 1 / (2 block). */
typedef struct {
  float *spectra[N_KINDS];
  int is_heard[N_KINDS]; /* else it is all 0 */
} Bank;

/* One output. */
typedef struct {
  int is_fading;
  int bank; /* the one in force; the other fades in */
  Bank banks[2];
  float *out; /* a block for each channel */
} Way;

struct MstConvolver {
  int channels, n_pairs;
  int n_matrix; /* of the pairs: they pass the matrix */
  int block, partitions;
  int n_ways;
  Way *ways;
  size_t span; /* from one spectrum to the next */
  size_t half; /* from the real to the imaginary part */
  int at;      /* frames of this block so far */
  int slot;    /* the one that takes frames */
  int is_fresh;
  MstFft *fft;
  void *memory; /* holds the arrays below and those of the ways */
  /* For each pair partitions + 1 spectra, in slots: that of this block and the
   * one before, that of the one before and the one before that, and so on. The
   * slot whose turn it is still holds frames, and its second half fills up. */
  float *past;
  float *sums; /* two spectra */
  float *rise; /* a fade from 0 to 1 over a block */
  const float **x, **h;
};

static float *
spectrum (const MstConvolver *self, int pair, int slot)
{
  return self->past +
      ((size_t) pair * (self->partitions + 1) + slot) * self->span;
}

/* --- new, free, reset */

static size_t
out_size (const MstConvolver *self)
{
  return 2 * (size_t) self->n_pairs * self->block;
}

static void
lay_out_way (MstConvolver *self, Way *way, MstArena *arena)
{
  const size_t filter = self->partitions * self->span;

  way->out = mst_arena_take (arena, out_size (self), sizeof (float));
  for (int bank = 0; bank < 2; bank++)
    for (int kind = 0; kind < N_KINDS; kind++)
      if (kind != OTHER || self->channels > 1)
        way->banks[bank].spectra[kind] =
            mst_arena_take (arena, filter, sizeof (float));
}

static void
lay_out (void *object, MstArena *arena)
{
  MstConvolver *self = object;
  const size_t partitions = (size_t) self->partitions, span = self->span;

  self->past = mst_arena_take (arena, self->n_pairs * (partitions + 1) * span,
      sizeof (float));
  self->sums = mst_arena_take (arena, 2 * span, sizeof (float));
  self->rise = mst_arena_take (arena, (size_t) self->block, sizeof (float));
  self->x = mst_arena_take (arena, partitions, sizeof (*self->x));
  self->h = mst_arena_take (arena, partitions, sizeof (*self->h));
  for (int way = 0; way < self->n_ways; way++)
    lay_out_way (self, &self->ways[way], arena);
}

static bool
allocate (MstConvolver *self)
{
  self->ways = mst_object_new ((size_t) self->n_ways * sizeof (*self->ways));
  self->memory = self->ways ? mst_arena_new (lay_out, self) : NULL;
  self->fft = mst_fft_new (2 * self->block);
  return self->memory && self->fft;
}

MstConvolver *
mst_convolver_new_ways (int channels, int block, int partitions, int ways)
{
  MstConvolver *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = channels;
  self->n_pairs = (channels + 1) / 2;
  self->block = block;
  self->partitions = partitions;
  self->n_ways = ways;
  self->n_matrix = 1;
  self->half = 2 * (size_t) block + GAP;
  self->span = 2 * self->half;
  self->is_fresh = 1;
  if (!allocate (self)) {
    mst_convolver_free (self);
    return NULL;
  }
  for (int i = 0; i < block; i++)
    self->rise[i] = (float) (0.5 - 0.5 * cos (M_PI * (i + 0.5) / block));
  return self;
}

MstConvolver *
mst_convolver_new (int channels, int block, int partitions)
{
  return mst_convolver_new_ways (channels, block, partitions, 1);
}

void
mst_convolver_set_pairs (MstConvolver *self, int pairs)
{
  self->n_matrix = pairs;
}

void
mst_convolver_free (MstConvolver *self)
{
  if (!self)
    return;
  mst_fft_free (self->fft);
  free (self->memory);
  free (self->ways);
  free (self);
}

/* The filters that faded in are in force from now on. */
static void
take_over (Way *way)
{
  way->bank ^= way->is_fading;
  way->is_fading = 0;
}

void
mst_convolver_reset (MstConvolver *self)
{
  memset (self->past, 0,
      self->n_pairs * (self->partitions + 1) * self->span * sizeof (float));
  for (Way *way = self->ways; way < self->ways + self->n_ways; way++) {
    memset (way->out, 0, out_size (self) * sizeof (float));
    take_over (way);
  }
  self->at = self->slot = 0;
  self->is_fresh = 1;
}

int
mst_convolver_is_ready (const MstConvolver *self)
{
  for (int way = 0; way < self->n_ways; way++)
    if (self->ways[way].is_fading)
      return 0;
  return 1;
}

int
mst_convolver_left (const MstConvolver *self)
{
  return self->block - self->at;
}

/* --- filters */

static float
tap (const float *taps, size_t i)
{
  return taps ? taps[i] : 0.0f;
}

/* Fills one partition, from tap `from` on, as frames; re and im are followed by
 * as many zeros. Returns if any of it is not zero. */
static int
fill_taps (const MstConvolver *self, const MstFilters *f, int kind, size_t from,
    float *re, float *im)
{
  const float *rr = self->channels == 1 ? f->ll : f->rr;
  const float *lr = self->channels == 1 ? NULL : f->lr;
  const float *rl = self->channels == 1 ? NULL : f->rl;
  float scale = 0.5f / (2 * self->block), sign = kind == MIRRORED ? -1 : 1;
  int any = 0;

  memset (re, 0, self->span * sizeof (float));
  for (size_t i = 0; i < (size_t) self->block; i++) {
    size_t k = from + i;
    if (kind == OTHER) {
      re[i] = tap (f->other, k) * (2 * scale);
    } else {
      re[i] = (tap (f->ll, k) + sign * tap (rr, k)) * scale;
      im[i] = (sign * tap (rl, k) - tap (lr, k)) * scale;
    }
    any |= re[i] != 0.0f || im[i] != 0.0f;
  }
  return any;
}

static void
fill_spectra (const MstConvolver *self, const MstFilters *filters, Bank *bank,
    int kind)
{
  bank->is_heard[kind] = 0;
  for (int p = 0; p < self->partitions; p++) {
    float *re = bank->spectra[kind] + p * self->span, *im = re + self->half;
    if (fill_taps (self, filters, kind, (size_t) p * self->block, re, im)) {
      bank->is_heard[kind] = 1;
      mst_fft_forward (self->fft, re, im);
    }
  }
}

void
mst_convolver_set_way (MstConvolver *self, int way, const MstFilters *filters)
{
  Way *one = &self->ways[way];
  Bank *bank = &one->banks[self->is_fresh ? one->bank : !one->bank];

  fill_spectra (self, filters, bank, STRAIGHT);
  fill_spectra (self, filters, bank, MIRRORED);
  if (self->n_pairs > self->n_matrix)
    fill_spectra (self, filters, bank, OTHER);
  one->is_fading = !self->is_fresh;
}

void
mst_convolver_set (MstConvolver *self, const MstFilters *filters)
{
  mst_convolver_set_way (self, 0, filters);
}

/* --- a block */

/* Convolves a pair's past with the filters of `kind`. The result is frames, the
 * right channel `half` behind the left; its second block is good. */
static void
convolve (MstConvolver *self, int pair, const Bank *bank, int kind, float *sum)
{
  int n_slots = self->partitions + 1, n = self->partitions;

  for (int p = 0; p < n; p++) {
    self->x[p] = spectrum (self, pair, (self->slot + n_slots - p) % n_slots);
    self->h[p] = bank->spectra[kind] + p * self->span;
  }
  mst_fft_multiply (self->fft, self->x, self->h, n, self->half, sum);
  mst_fft_inverse (self->fft, sum, sum + self->half);
}

/* Makes all finite, so that a difference of two is finite as well, and turns -0
 * into 0. */
static void
clean (const float *restrict from, float *restrict to, int n)
{
  for (int i = 0; i < n; i++)
    to[i] = fabsf (from[i]) <= 1e38f ? from[i] + 0.0f : 0.0f;
}

/* Renders the next block of a pair by the filters of `bank`: left, then right.
 */
static void
render (MstConvolver *self, int pair, const Bank *bank, float *to)
{
  int block = self->block, kind = pair < self->n_matrix ? STRAIGHT : OTHER;
  int mirrored = kind == STRAIGHT && bank->is_heard[MIRRORED];
  float *a = self->sums, *b = self->sums + self->span;

  if (!bank->is_heard[kind] && !mirrored) {
    memset (to, 0, 2 * (size_t) block * sizeof (float));
    return;
  }
  if (bank->is_heard[kind])
    convolve (self, pair, bank, kind, a);
  else
    memset (a, 0, self->span * sizeof (float));
  if (mirrored)
    convolve (self, pair, bank, MIRRORED, b);
  for (int i = 0; mirrored && i < 2 * block; i++) {
    a[i] += b[i];
    a[i + self->half] -= b[i + self->half];
  }
  clean (a + block, to, block);
  clean (a + block + self->half, to + block, block);
}

/* Fades from the output of the old filters to that of the new ones. */
static void
fade (MstConvolver *self, int pair, const Bank *bank, float *out)
{
  float *fresh = self->sums;
  int block = self->block;

  render (self, pair, bank, fresh);
  mst_orc_crossfade_f32 (out, fresh, self->rise, block);
  mst_orc_crossfade_f32 (out + block, fresh + block, self->rise, block);
}

static void
end_pair (MstConvolver *self, int pair)
{
  int block = self->block, next = (self->slot + 1) % (self->partitions + 1);
  size_t bytes = block * sizeof (float), half = self->half;
  float *now = spectrum (self, pair, self->slot);
  float *then = spectrum (self, pair, next);

  if (2 * pair + 1 == self->channels)
    memset (now + half, 0, 2 * bytes);
  memcpy (then, now + block, bytes);
  memcpy (then + half, now + half + block, bytes);
  mst_fft_forward (self->fft, now, now + half);
  for (const Way *way = self->ways; way < self->ways + self->n_ways; way++) {
    float *out = way->out + 2 * (size_t) pair * block;
    render (self, pair, &way->banks[way->bank], out);
    if (way->is_fading)
      fade (self, pair, &way->banks[!way->bank], out);
  }
}

static void
end_block (MstConvolver *self)
{
  for (int pair = 0; pair < self->n_pairs; pair++)
    end_pair (self, pair);
  for (int way = 0; way < self->n_ways; way++)
    take_over (&self->ways[way]);
  self->slot = (self->slot + 1) % (self->partitions + 1);
  self->at = 0;
}

/* Takes `piece` frames from the `from`th on into this block, and gives out as
 * many. */
static void
pass_on (MstConvolver *self, int c, const float *in, float *const *const out[],
    int from, int piece)
{
  float *now = spectrum (self, c / 2, self->slot) + c % 2 * self->half;
  size_t bytes = piece * sizeof (float);

  memcpy (now + self->block + self->at, in + from, bytes);
  for (int way = 0; way < self->n_ways; way++)
    if (out[way])
      memcpy (out[way][c] + from,
          self->ways[way].out + (size_t) c * self->block + self->at, bytes);
}

void
mst_convolver_process_ways (MstConvolver *self, const float *const in[],
    float *const *const out[], int n)
{
  for (int i = 0, piece; i < n; i += piece) {
    piece = n - i < self->block - self->at ? n - i : self->block - self->at;
    for (int c = 0; c < self->channels; c++)
      pass_on (self, c, in[c], out, i, piece);
    self->is_fresh = 0;
    self->at += piece;
    if (self->at == self->block)
      end_block (self);
  }
}

void
mst_convolver_process (MstConvolver *self, float *const planes[], int n)
{
  mst_convolver_process_ways (self, (const float *const *) planes, &planes, n);
}
