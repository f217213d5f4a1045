/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "key.h"

#include <math.h>
#include <string.h>

#include "dsp/common/dynamics/dynamics.h"
#include "dsp/common/vector/midside.h"
#include "table.h"

#define SPAN MST_DYNAMICS_SPAN
#define N_FILTERS MST_COMPRESSOR_N_FILTERS
#define LOWEST_HZ 10.0

void
mst_compressor_key_init (MstCompressorKey *self, const MstFormat *format)
{
  self->rate = format->rate;
  self->channels = format->channels;
  self->pairs = (format->channels + 1) / 2;
  mst_layout_find (&self->layout, format);
}

void
mst_compressor_key_lay_out (MstCompressorKey *self, MstArena *arena)
{
  const size_t pairs = (size_t) self->pairs;

  for (int i = 0; i < N_FILTERS; i++)
    self->filters[i].states =
        mst_arena_take (arena, pairs, sizeof (MstSvfState));
  for (int p = 0; p < self->pairs; p++)
    self->pair[p] = mst_arena_take (arena, SPAN, sizeof (MstPair));
  mst_arena_planes (arena, self->planes, self->channels, SPAN);
}

void
mst_compressor_key_set (MstCompressorKey *self, const double *v)
{
  const double low = v[MST_COMPRESSOR_KEY_LOW_CUT];
  const double high = v[MST_COMPRESSOR_KEY_HIGH_CUT];
  const double tilt = v[MST_COMPRESSOR_KEY_TILT];
  const MstBandShape low_cut = { MST_SHAPE_LOW_CUT, 2, fmax (low, LOWEST_HZ),
    0.0, M_SQRT1_2 };
  const MstBandShape high_cut = { MST_SHAPE_HIGH_CUT, 2, high, 0.0, M_SQRT1_2 };
  const MstBandShape tilted = { MST_SHAPE_TILT, 1, 1000.0, tilt, M_SQRT1_2 };
  MstKeyFilter *filters = self->filters;

  mst_keyfilter_set (&filters[MST_COMPRESSOR_LOW_CUT], &low_cut, low > 0.0);
  mst_keyfilter_set (&filters[MST_COMPRESSOR_HIGH_CUT], &high_cut,
      high < MST_COMPRESSOR_MAX_CUT_HZ);
  mst_keyfilter_set (&filters[MST_COMPRESSOR_TILT], &tilted, tilt != 0.0);
}

void
mst_compressor_key_settle (MstCompressorKey *self)
{
  for (int i = 0; i < N_FILTERS; i++)
    mst_keyfilter_settle (&self->filters[i], self->rate, self->pairs);
}

void
mst_compressor_key_advance (MstCompressorKey *self, double share)
{
  for (int i = 0; i < N_FILTERS; i++)
    mst_keyfilter_advance (&self->filters[i], self->rate, share, MST_GRID);
}

bool
mst_compressor_key_is_settled (const MstCompressorKey *self)
{
  for (int i = 0; i < N_FILTERS; i++)
    if (!mst_keyfilter_is_settled (&self->filters[i]))
      return false;
  return true;
}

static bool
is_off (const MstCompressorKey *self)
{
  for (int i = 0; i < N_FILTERS; i++)
    if (!mst_keyfilter_is_off (&self->filters[i]))
      return false;
  return true;
}

static void
filter (MstCompressorKey *self, int n)
{
  MstPair *const *x = self->pair;

  mst_pairs_load_planes (x, self->planes, self->channels, n);
  for (int i = 0; i < N_FILTERS; i++)
    mst_keyfilter_run (&self->filters[i], x, self->pairs, n);
  mst_pairs_store_planes (x, self->planes, self->channels, n);
}

float *const *
mst_compressor_key_hear (MstCompressorKey *self, float *const planes[],
    bool mid_side, int n)
{
  const int *order = self->layout.order;
  const bool off = is_off (self);
  int from = 0;

  if (off && !mid_side)
    return planes;
  for (; mid_side && from < 2 * self->layout.pairs; from += 2)
    mst_mid_side (self->planes[order[from]], self->planes[order[from + 1]],
        planes[order[from]], planes[order[from + 1]], n);
  for (int i = from; i < self->channels; i++)
    memcpy (self->planes[order[i]], planes[order[i]], n * sizeof (float));
  if (!off)
    filter (self, n);
  return self->planes;
}
