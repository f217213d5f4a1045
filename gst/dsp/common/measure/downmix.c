/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "downmix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/vectors.h"
#include "loudnessgate.h"

void
mst_downmix_gains (const MstFormat *format, int c, double gains[2])
{
  const MstPlace place = mst_layout_place (format, c);
  const bool front = place.row == MST_ROW_FRONT || place.row == MST_ROW_INNER ||
      place.row == MST_ROW_WIDE;
  double own = front ? 1.0 : M_SQRT1_2;

  gains[0] = gains[1] = 0.0;
  if (place.row == MST_ROW_LFE)
    return;
  if (place.row == MST_ROW_UNKNOWN) /* the same to both */
    gains[0] = gains[1] = format->channels == 1 ? 1.0 : M_SQRT1_2;
  else if (place.side == MST_SIDE_MIDDLE)
    gains[0] = gains[1] = own * M_SQRT1_2;
  else
    gains[place.side == MST_SIDE_RIGHT] = own;
}

bool
mst_downmix_init (MstDownmix *self, const MstFormat *format)
{
  static const double weights[] = { 1.0, 1.0 };
  const size_t bytes = (size_t) format->max_block * sizeof (float);

  if (format->channels <= 2)
    return true;
  self->channels = format->channels;
  self->max_block = format->max_block;
  for (int c = 0; c < format->channels; c++)
    mst_downmix_gains (format, c, self->gains[c]);
  self->loudness = mst_loudness_new (format->rate, 2, weights);
  self->true_peak = mst_true_peak_new (format->rate, 2);
  self->mixed[0] = mst_object_new (2 * bytes);
  if (!self->loudness || !self->true_peak || !self->mixed[0])
    return false;
  self->mixed[1] = self->mixed[0] + format->max_block;
  return true;
}

void
mst_downmix_clear (MstDownmix *self)
{
  mst_loudness_free (self->loudness);
  mst_true_peak_free (self->true_peak);
  free (self->mixed[0]);
}

void
mst_downmix_reset (MstDownmix *self)
{
  if (self->channels == 0)
    return;
  mst_loudness_reset (self->loudness);
  mst_true_peak_reset (self->true_peak);
  self->greatest = 0.0f;
}

static MST_VECTORS (void, add_times,
    (float *restrict d, const float *restrict x, float gain, int n),
    (d, x, gain, n))
{
  for (int i = 0; i < n; i++)
    d[i] += gain * x[i];
}

static void
find_peak (MstDownmix *self, int n)
{
  for (int k = 0; k < 2; k++)
    self->greatest = fmaxf (self->greatest,
        mst_true_peak_max (self->true_peak, k, self->mixed[k], n,
            self->greatest));
}

void
mst_downmix_step (MstDownmix *self, const float *const planes[], int n)
{
  const size_t bytes = (size_t) n * sizeof (float);

  if (self->channels == 0)
    return;
  for (int k = 0; k < 2; k++) {
    memset (self->mixed[k], 0, bytes);
    for (int c = 0; c < self->channels; c++)
      if (self->gains[c][k] != 0.0)
        add_times (self->mixed[k], planes[c], (float) self->gains[c][k], n);
  }
  find_peak (self, n);
  mst_loudness_process (self->loudness, (const float *const *) self->mixed, n);
}

void
mst_downmix_finish (MstDownmix *self)
{
  if (self->channels == 0)
    return;
  memset (self->mixed[0], 0, 2 * (size_t) self->max_block * sizeof (float));
  for (int n = mst_true_peak_delay (self->true_peak), span; n > 0; n -= span) {
    span = n < self->max_block ? n : self->max_block;
    find_peak (self, span);
  }
}

MstDownmixFound
mst_downmix_found (const MstDownmix *self)
{
  if (self->channels == 0)
    return (MstDownmixFound){ -INFINITY, -INFINITY };
  return (MstDownmixFound){ mst_loudness_gated (self->loudness).integrated,
    mst_to_db (self->greatest) };
}
