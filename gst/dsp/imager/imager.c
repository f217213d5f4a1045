/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "imager.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "pair.h"

#define EPSILON_DB 1e-4 /* a gain has arrived when it is this near */

/* The channels of a zone, and their gain. */
typedef struct {
  int param; /* -1: the zone has no gain of its own */
  int count;
  int channels[MST_MAX_CHANNELS];
  MstSmooth gain; /* dB */
  MstRamp ramp;   /* linear */
} Zone;

typedef struct {
  int channels;
  int latency;
  double share;
  MstGrid grid;
  MstLayout layout;
  MstImagerPair *pairs[MST_MAX_CHANNELS / 2];
  MstDelay *delay; /* of the channels without a partner */
  Zone zones[MST_N_GROUPS];
} Imager;

/* --- values */

static void
imager_set (void *object, const double *values)
{
  Imager *self = object;

  for (int p = 0; p < self->layout.pairs; p++)
    mst_imager_pair_set (self->pairs[p], values);
  for (int z = 0; z < MST_N_GROUPS; z++)
    if (self->zones[z].param >= 0)
      self->zones[z].gain.target = values[self->zones[z].param];
}

/* --- life */

static void
imager_reset (void *object)
{
  Imager *self = object;

  self->grid.frame = 0;
  for (int p = 0; p < self->layout.pairs; p++)
    mst_imager_pair_reset (self->pairs[p]);
  mst_delay_reset (self->delay);
  for (int z = 0; z < MST_N_GROUPS; z++) {
    Zone *zone = &self->zones[z];
    mst_smooth_snap (&zone->gain, zone->gain.target);
    zone->ramp = mst_ramp_hold (mst_from_db (zone->gain.value));
  }
}

static void
imager_free (void *object)
{
  Imager *self = object;

  if (!self)
    return;
  for (int p = 0; p < self->layout.pairs; p++)
    mst_imager_pair_free (self->pairs[p]);
  mst_delay_free (self->delay);
  free (self);
}

static void
find_zones (Imager *self, const MstFormat *format)
{
  static const int params[MST_N_GROUPS] = {
    [MST_GROUP_FRONTS] = -1,
    [MST_GROUP_CENTRE] = MST_IMAGER_CENTRE_GAIN,
    [MST_GROUP_SURROUNDS] = MST_IMAGER_SURROUND_GAIN,
    [MST_GROUP_TOPS] = MST_IMAGER_TOP_GAIN,
    [MST_GROUP_LFE] = MST_IMAGER_LFE_GAIN,
  };

  for (int z = 0; z < MST_N_GROUPS; z++)
    self->zones[z].param = params[z];
  for (int c = 0; c < format->channels; c++) {
    Zone *zone = &self->zones[mst_layout_group (format, c)];
    zone->channels[zone->count++] = c;
  }
}

static bool
allocate (Imager *self, double rate, const double *values)
{
  for (int p = 0; p < self->layout.pairs; p++) {
    self->pairs[p] = mst_imager_pair_new (rate, values);
    if (!self->pairs[p])
      return false;
    self->latency = mst_imager_pair_latency (self->pairs[p]);
  }
  self->delay = mst_delay_new (self->latency, mst_layout_lone (&self->layout));
  return self->delay != NULL;
}

static void *
imager_new (const MstFormat *format, const double *values)
{
  Imager *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->share = mst_smooth_share (format->rate);
  mst_layout_find (&self->layout, format);
  find_zones (self, format);
  if (!allocate (self, format->rate, values)) {
    imager_free (self);
    return NULL;
  }
  imager_set (self, values);
  imager_reset (self);
  return self;
}

static int
imager_latency (const void *object)
{
  return ((const Imager *) object)->latency;
}

/* --- frames */

static void
advance (Imager *self)
{
  for (int z = 0; z < MST_N_GROUPS; z++)
    mst_ramp_advance_db (&self->zones[z].ramp, &self->zones[z].gain,
        self->share, EPSILON_DB);
}

static void
apply_gains (Imager *self, float *const planes[], int n)
{
  MstSpan span;

  mst_span_start (&span, &self->grid, planes, self->channels, n, MST_GRID);
  while (mst_span_next (&span)) {
    if (mst_span_to_line (&span))
      advance (self);
    for (int z = 0; z < MST_N_GROUPS; z++) {
      const Zone *zone = &self->zones[z];
      float *of_zone[MST_MAX_CHANNELS];
      for (int i = 0; i < zone->count; i++)
        of_zone[i] = span.planes[zone->channels[i]];
      mst_ramp_multiply (&zone->ramp, of_zone, zone->count, span.n, span.at);
    }
  }
}

static void
imager_process (void *object, float *const planes[], int n)
{
  Imager *self = object;
  const int pairs = self->layout.pairs;
  float *sorted[MST_MAX_CHANNELS];
  float *const *lone = sorted + 2 * pairs;

  mst_sanitize (planes, self->channels, n);
  mst_layout_sort (&self->layout, planes, sorted);
  for (int p = 0; p < pairs; p++)
    mst_imager_pair_process (self->pairs[p], sorted + 2 * p, n);
  if (self->latency > 0 && mst_layout_lone (&self->layout) > 0)
    mst_delay_process (self->delay, (const float *const *) lone, lone, n);
  if (self->zones[MST_GROUP_FRONTS].count < self->channels)
    apply_gains (self, planes, n);
}

/* The image is that of the first pair; the guard of all of them. */
static void
imager_read (const void *object, double *out)
{
  const Imager *self = object;
  double of_pair[MST_IMAGER_N_READOUTS + MST_IMAGER_MAX_BANDS];

  out[MST_IMAGER_CORRELATION] = 0.0;
  out[MST_IMAGER_SIDE_LEVEL] = -MST_IMAGER_MOST_DB;
  for (int b = 0; b < MST_IMAGER_MAX_BANDS; b++)
    out[MST_IMAGER_N_READOUTS + b] = 0.0;
  if (self->layout.pairs > 0)
    mst_imager_pair_read (self->pairs[0], out);
  for (int p = 1; p < self->layout.pairs; p++) {
    mst_imager_pair_read (self->pairs[p], of_pair);
    for (int b = 0; b < MST_IMAGER_MAX_BANDS; b++)
      out[MST_IMAGER_N_READOUTS + b] = fmax (out[MST_IMAGER_N_READOUTS + b],
          of_pair[MST_IMAGER_N_READOUTS + b]);
  }
}

const MstStage mst_stage_imager = {
  .name = "imager",
  .title = "Mastering stereo imager",
  .klass = "Filter/Effect/Audio",
  .blurb = "Widens and narrows the stereo image, and leaves its mono sum alone",
  .params = mst_imager_params,
  .n_params = MST_IMAGER_N_PARAMS,
  .band_params = mst_imager_band_params,
  .n_band_params = MST_IMAGER_BAND_N_PARAMS,
  .max_bands = MST_IMAGER_MAX_BANDS,
  .readouts = mst_imager_readouts,
  .n_readouts = MST_IMAGER_N_READOUTS,
  .band_readouts = mst_imager_band_readouts,
  .n_band_readouts = MST_IMAGER_BAND_N_READOUTS,
  .new = imager_new,
  .set = imager_set,
  .latency = imager_latency,
  .process = imager_process,
  .reset = imager_reset,
  .read = imager_read,
  .free = imager_free,
};
