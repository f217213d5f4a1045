/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bend.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/fir/oversample.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/kernels.h"

#define MAX_BANDS MST_SATURATOR_MAX_BANDS
#define MAX_OCTAVES 3
#define HALF_SPAN /* as many as every other sample of a span */                \
  (MST_SATURATOR_SPAN << (MAX_OCTAVES - 1))

/* The states of one channel of one band, and of one channel. */
typedef struct {
  double bass, tone, high[2], lag[MST_LAGS];
} Before;

typedef struct {
  double bass, tone;
  MstReplayState replay;
} After;

struct MstSaturatorBend {
  int channels;
  int octaves;
  MstReplay replay;
  double lag_shares[MST_LAGS];
  MstOversample **over; /* for each band, each channel */
  Before *before;       /* the same */
  After *after;         /* for each channel */
  void *memory;         /* holds them */
};

/* --- life */

void
mst_saturator_bend_free (MstSaturatorBend *self)
{
  if (!self)
    return;
  for (int i = 0; self->over && i < MAX_BANDS * self->channels; i++)
    mst_oversample_free (self->over[i]);
  free (self->memory);
  free (self);
}

/* The drive bends alike at any rate. The rate of bending counts for what is
 * folded back, and one and two octaves less take it as far up at 96 and 192
 * kHz. */
static int
octaves_for (double rate)
{
  return rate < 64000.0 ? MAX_OCTAVES : rate < 128000.0 ? 2 : 1;
}

static void
lay_out (void *object, MstArena *arena)
{
  MstSaturatorBend *self = object;
  size_t channels = (size_t) self->channels, all = MAX_BANDS * channels;

  self->over = mst_arena_take (arena, all, sizeof (*self->over));
  self->before = mst_arena_take (arena, all, sizeof (*self->before));
  self->after = mst_arena_take (arena, channels, sizeof (*self->after));
}

static bool
allocate (MstSaturatorBend *self)
{
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return false;
  for (int i = 0; i < MAX_BANDS * self->channels; i++) {
    self->over[i] = mst_oversample_new_fine (self->octaves);
    if (!self->over[i])
      return false;
  }
  return true;
}

MstSaturatorBend *
mst_saturator_bend_new (double rate, int channels)
{
  MstSaturatorBend *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = channels;
  self->octaves = octaves_for (rate);
  if (!allocate (self)) {
    mst_saturator_bend_free (self);
    return NULL;
  }
  mst_replay_init (&self->replay, rate);
  mst_lag_design (self->lag_shares, ldexp (rate, self->octaves));
  return self;
}

int
mst_saturator_bend_delay (const MstSaturatorBend *self)
{
  return mst_oversample_delay (self->over[0]);
}

void
mst_saturator_bend_reset (MstSaturatorBend *self)
{
  for (int i = 0; i < MAX_BANDS * self->channels; i++)
    mst_oversample_reset (self->over[i]);
  memset (self->before, 0, MAX_BANDS * self->channels * sizeof (*self->before));
  memset (self->after, 0, self->channels * sizeof (*self->after));
}

void
mst_saturator_bend_flush (MstSaturatorBend *self)
{
  mst_flush ((double *) self->before,
      MAX_BANDS * self->channels * (int) (sizeof (Before) / sizeof (double)));
  mst_flush ((double *) self->after,
      self->channels * (int) (sizeof (After) / sizeof (double)));
}

/* --- frames */

/* Runs the curve with its hysteresis: the output that it would have without
 * lags behind. */
static void
bend_at (const MstSaturatorBend *self, const MstSaturatorCurve *curve,
    double *lag, float *const x[2], int n)
{
  MstSaturatorCurve plain = *curve;
  float first[HALF_SPAN], second[HALF_SPAN];
  float *const behind[2] = { first, second };

  if (curve->v[MST_CURVE_LAG] == 0.0f || mst_saturator_curve_is_off (curve)) {
    mst_saturator_curve_run (curve, NULL, x, n);
    return;
  }
  plain.v[MST_CURVE_SCALE] /= curve->v[MST_CURVE_MIX];
  plain.v[MST_CURVE_LESS] /= curve->v[MST_CURVE_MIX];
  plain.v[MST_CURVE_MIX] = 1.0f;
  for (int h = 0; h < 2; h++)
    memcpy (behind[h], x[h], n * sizeof (float));
  mst_saturator_curve_run (&plain, NULL, behind, n);
  mst_lag_run (self->lag_shares, lag, behind, n);
  mst_saturator_curve_run (curve, behind, x, n);
}

/* Where the curve moves, it bends a frame at a time. */
static void
bend (const MstSaturatorBend *self, const MstSaturatorGlide *glide, int b,
    double *lag, float *const halves[2], int n, int at)
{
  const float *from = glide->curve[b].v, *to = glide->next[b].v;
  int size = 1 << (self->octaves - 1);
  MstSaturatorCurve curve;

  if (!glide->moving) {
    bend_at (self, &glide->next[b], lag, halves, n * size);
    return;
  }
  for (int i = 0; i < n; i++) {
    float *const x[2] = { halves[0] + i * size, halves[1] + i * size };
    float share = (float) (at + i + 1) / MST_GRID;
    for (int k = 0; k < MST_CURVE_SIZE; k++)
      curve.v[k] = from[k] + share * (to[k] - from[k]);
    bend_at (self, &curve, lag, x, size);
  }
}

static void
filter_before (const MstSaturatorGlide *glide, Before *state, float *x, int n,
    int at)
{
  if (!mst_ramp_is (&glide->high_ramp, 0.0))
    mst_high_pass_run (&glide->high, state->high, &glide->high_ramp, x, n, at);
  if (!mst_tilt_is_flat (&glide->bass))
    mst_tilt_run (&glide->bass, &state->bass, x, n, at);
  if (!mst_tilt_is_flat (&glide->tone))
    mst_tilt_run (&glide->tone, &state->tone, x, n, at);
}

void
mst_saturator_bend_run (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, float *const bands[], int n_bands, float *e, int n, int at)
{
  float *all[2], *halves[2];

  for (int b = 0; b < n_bands; b++) {
    MstOversample *over = self->over[b * self->channels + c];
    Before *state = &self->before[b * self->channels + c];
    float **up = b ? halves : all;
    filter_before (glide, state, bands[b], n, at);
    mst_oversample_up (over, bands[b], n, up);
    bend (self, glide, b, state->lag, up, n, at);
    for (int h = 0; b && h < 2; h++)
      mst_orc_add_f32 (all[h], halves[h], n << (self->octaves - 1));
  }
  mst_oversample_down (self->over[c], e, n);
}

void
mst_saturator_bend_undo (MstSaturatorBend *self, const MstSaturatorGlide *glide,
    int c, const float *sound, float *e, int n, int at)
{
  After *state = &self->after[c];

  if (!mst_tilt_is_flat (&glide->tone))
    mst_tilt_undo (&glide->tone, &state->tone, e, n, at);
  if (!mst_tilt_is_flat (&glide->bass))
    mst_tilt_undo (&glide->bass, &state->bass, e, n, at);
  if (!mst_ramp_is (&glide->replay_ramp, 0.0))
    mst_replay_run (&self->replay, &state->replay, &glide->replay_ramp, sound,
        e, n, at);
}
