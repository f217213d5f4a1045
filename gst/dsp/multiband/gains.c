/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gains.h"

#include <string.h>

#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "dsp/common/dynamics/link.h"
#include "dsp/common/vector/vectors.h"

#define SPAN MST_MULTIBAND_SPAN

/* The lanes that detectors or envelopes run on together. */
typedef struct {
  const MstDynamics *settings[MST_MULTIBAND_MAX_LANES];
  MstLane *lanes[MST_MULTIBAND_MAX_LANES];
  float *x[MST_MULTIBAND_MAX_LANES];
  int count;
} Batch;

static void
add_lanes (Batch *batch, MstMultibandBand *band, float *x, int lanes,
    const int *first, int n)
{
  for (int c = 0; c < lanes; c++, batch->count++) {
    batch->settings[batch->count] = &band->dynamics;
    batch->lanes[batch->count] = &band->lanes[first ? first[c] : c];
    batch->x[batch->count] = x + c * n;
  }
}

/* Runs as many lanes at once as there may be. */
static void
run_in_turn (Batch *batch,
    void (*run) (const MstDynamics *const settings[], MstLane *const lanes[],
        float *const x[], int count, int n, int at),
    int n, int at)
{
  for (int k = 0; k < batch->count; k += MST_DYNAMICS_LANES) {
    int left = batch->count - k;
    run (batch->settings + k, batch->lanes + k, batch->x + k,
        left < MST_DYNAMICS_LANES ? left : MST_DYNAMICS_LANES, n, at);
  }
}

/* --- what the detectors hear */

/* The planes that the detectors hear: the channels, or mid and side. */
static float *const *
find_heard (MstMultibandGains *self, float *const planes[], bool mid_side,
    int n)
{
  const MstLayout *layout = &self->link.layout;

  if (!mid_side)
    return planes;
  for (int i = 0; i < layout->channels; i++)
    self->heard[layout->order[i]] = planes[layout->order[i]];
  for (int p = 0; p < layout->pairs; p++) {
    const int left = mst_layout_pair (layout, p)[0];
    const int right = mst_layout_pair (layout, p)[1];
    self->heard[left] = self->sides[left];
    self->heard[right] = self->sides[right];
    mst_mid_side (self->heard[left], self->heard[right], planes[left],
        planes[right], n);
  }
  return self->heard;
}

static void
find_magnitudes (MstMultibandGains *self, const MstBandGains *gains,
    float *const planes[], bool mid_side, int n)
{
  float *const *heard = find_heard (self, planes, mid_side, n);

  for (int i = 0; i < gains->lanes; i++)
    if (gains->each)
      mst_link_hear (&self->link, gains->x + i * n, heard, i, n);
    else
      mst_link_hear_group (&self->link, gains->x + i * n, heard, i, n);
}

static void
detect (MstMultibandGains *self, Batch *batch, MstMultibandBand *band,
    int bands, float *const *const in[], int n, int at)
{
  const MstLink *link = &self->link;
  float *next = self->memory;

  batch->count = 0;
  for (int b = 0; b < bands; b++) {
    MstBandGains *gains = &self->of[b];
    *gains = (MstBandGains){ NULL, 0, false, false };
    if (mst_multiband_band_is_still (&band[b]))
      continue;
    gains->x = next;
    gains->each = !mst_multiband_band_is_linked (&band[b]);
    gains->lanes = gains->each ? link->channels : link->groups;
    find_magnitudes (self, gains, in[b],
        mst_multiband_band_is_mid_side (&band[b]), n);
    add_lanes (batch, &band[b], gains->x, gains->lanes,
        gains->each ? NULL : link->first, n);
    next += gains->lanes * n;
  }
  run_in_turn (batch, mst_dynamics_detect, n, at);
}

/* --- from levels to gains */

static void
find_lanes (const MstBandGains *gains, int n, float *lanes[])
{
  for (int c = 0; c < gains->lanes; c++)
    lanes[c] = gains->x + c * n;
}

static void
link_levels (const MstMultibandGains *self, const MstMultibandBand *band,
    const MstBandGains *gains, int n, int at)
{
  float link[SPAN], *lanes[MST_MAX_CHANNELS];

  find_lanes (gains, n, lanes);
  mst_ramp_write (&band->link_ramp, link, n, at);
  mst_link_levels (&self->link, lanes, link, n);
}

/* Turns changes [dB] into exponents of 2. */
static void
to_exponents (MstMultibandBand *band, MstBandGains *gains, int n, int at)
{
  bool up = band->dynamics.set.action == MST_COMPRESS_UP;
  float presence[SPAN], *lanes[MST_MAX_CHANNELS];

  find_lanes (gains, n, lanes);
  if (!mst_ramp_is (&band->presence_ramp, 1.0)) {
    mst_ramp_write (&band->presence_ramp, presence, n, at);
    for (int c = 0; c < gains->lanes; c++)
      mst_orc_mul_f32 (gains->x + c * n, presence, n);
  }
  mst_deepest_note (&band->deepest, lanes, gains->lanes, n, at);
  mst_orc_scale_f32 (gains->x, up ? MST_OCTAVES_PER_DB : -MST_OCTAVES_PER_DB,
      gains->lanes * n);
}

/* Mixes the gain with that of the input, 1. */
static void
apply_mix (const MstRamp *ramp, const MstBandGains *gains, int n, int at)
{
  float mix[SPAN];

  if (mst_ramp_is (ramp, 1.0))
    return;
  mst_ramp_write (ramp, mix, n, at);
  for (int c = 0; c < gains->lanes; c++)
    mst_mix_gains (gains->x + c * n, mix, n);
}

static void
run_dynamics (MstMultibandGains *self, Batch *batch, MstMultibandBand *band,
    int bands, int n, int at)
{
  for (int b = 0; b < bands; b++)
    if (self->of[b].each && self->of[b].lanes > 1)
      link_levels (self, &band[b], &self->of[b], n, at);
  run_in_turn (batch, mst_dynamics_run, n, at);
  for (int b = 0; b < bands; b++)
    if (self->of[b].lanes > 0)
      to_exponents (&band[b], &self->of[b], n, at);
  mst_exp2 (self->memory, batch->count * n);
  for (int b = 0; b < bands; b++)
    apply_mix (&band[b].mix_ramp, &self->of[b], n, at);
}

/* Applies the band's own gain. A band whose dynamics are still gets one lane
 * for it. */
static float *
apply_scale (MstMultibandBand *band, MstBandGains *gains, float *next, int n,
    int at)
{
  float scale[SPAN];

  if (mst_ramp_is (&band->scale, 1.0))
    return next;
  mst_ramp_write (&band->scale, scale, n, at);
  for (int c = 0; c < gains->lanes; c++)
    mst_orc_mul_f32 (gains->x + c * n, scale, n);
  if (gains->lanes > 0)
    return next;
  memcpy (next, scale, n * sizeof (float));
  *gains = (MstBandGains){ next, 1, false, false };
  return next + n;
}

/* Turns gains of mid and side into those of the channel and the other. */
static void
cross (const MstMultibandGains *self, MstBandGains *gains, bool mid_side, int n)
{
  const MstLayout *layout = &self->link.layout;

  gains->crossed = mid_side && gains->each && gains->lanes > 1;
  for (int p = 0; gains->crossed && p < layout->pairs; p++)
    mst_mid_side_gains (gains->x + mst_layout_pair (layout, p)[0] * n,
        gains->x + mst_layout_pair (layout, p)[1] * n, n);
}

void
mst_multiband_gains_find (MstMultibandGains *self, MstMultibandBand *band,
    int bands, float *const *const in[], int n, int at)
{
  Batch batch;
  float *next;

  detect (self, &batch, band, bands, in, n, at);
  if (batch.count > 0)
    run_dynamics (self, &batch, band, bands, n, at);
  next = self->memory + batch.count * n;
  for (int b = 0; b < bands; b++) {
    next = apply_scale (&band[b], &self->of[b], next, n, at);
    apply_mix (&self->mix, &self->of[b], n, at);
    cross (self, &self->of[b], mst_multiband_band_is_mid_side (&band[b]), n);
  }
}

/* --- the sum */

static MST_VECTORS (void, add,
    (float *restrict d, const float *restrict x, int n), (d, x, n))
{
  for (int i = 0; i < n; i++)
    d[i] += x[i];
}

static MST_VECTORS (void, add_times,
    (float *restrict d, const float *restrict x, const float *restrict g,
        int n),
    (d, x, g, n))
{
  for (int i = 0; i < n; i++)
    d[i] += x[i] * g[i];
}

/* The gains of channel c. A band that has but its own gain has one lane. */
static const float *
gains_of (const MstMultibandGains *self, const MstBandGains *gains, int c,
    int n)
{
  if (gains->each)
    return gains->x + c * n;
  return gains->x + (gains->lanes > 1 ? self->link.group[c] : 0) * n;
}

static void
add_band (const MstMultibandGains *self, const MstBandGains *gains,
    float *const in[], float *const out[], int n)
{
  const MstLayout *layout = &self->link.layout;
  int from = 0;

  for (; gains->crossed && from < 2 * layout->pairs; from += 2) {
    const int left = layout->order[from], right = layout->order[from + 1];
    const float *same = gains->x + left * n, *other = gains->x + right * n;
    add_times (out[left], in[left], same, n);
    add_times (out[left], in[right], other, n);
    add_times (out[right], in[right], same, n);
    add_times (out[right], in[left], other, n);
  }
  for (int i = from; i < layout->channels; i++) {
    const int c = layout->order[i];
    if (gains->lanes == 0)
      add (out[c], in[c], n);
    else
      add_times (out[c], in[c], gains_of (self, gains, c, n), n);
  }
}

void
mst_multiband_gains_sum (MstMultibandGains *self, int bands,
    float *const *const in[], float *const out[], int n)
{
  for (int c = 0; c < self->link.channels; c++)
    memset (out[c], 0, n * sizeof (float));
  for (int b = 0; b < bands; b++)
    add_band (self, &self->of[b], in[b], out, n);
}
