/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "keyfilter.h"

#include <math.h>
#include <string.h>

void
mst_keyfilter_set (MstKeyFilter *self, const MstBandShape *band, bool on)
{
  self->shape = band->shape;
  self->frequency.target = log (band->frequency);
  self->gain.target = band->gain;
  self->q.target = log (band->q);
  self->amount.target = on;
}

static void
snap_shape (MstKeyFilter *self)
{
  mst_smooth_snap (&self->frequency, self->frequency.target);
  mst_smooth_snap (&self->gain, self->gain.target);
  mst_smooth_snap (&self->q, self->q.target);
}

static void
design (const MstKeyFilter *self, double rate, MstSvf *svf)
{
  const MstBandShape band = { self->shape, 2, exp (self->frequency.value),
    self->gain.value, exp (self->q.value) };
  MstSection section;

  mst_bilinear_design (&section, &band, rate);
  mst_svf_design (svf, &section,
      (MstPair){ self->amount.value, self->amount.value });
}

void
mst_keyfilter_settle (MstKeyFilter *self, double rate, int pairs)
{
  snap_shape (self);
  mst_smooth_snap (&self->amount, self->amount.target);
  design (self, rate, &self->svf);
  mst_svf_step (&self->step, &self->svf, &self->svf, 1);
  self->still = true;
  memset (self->states, 0, pairs * sizeof (*self->states));
}

static bool
values_settled (const MstKeyFilter *self)
{
  return mst_smooth_settled (&self->amount) &&
      mst_smooth_settled (&self->frequency) &&
      mst_smooth_settled (&self->gain) && mst_smooth_settled (&self->q);
}

void
mst_keyfilter_advance (MstKeyFilter *self, double rate, double share,
    int frames)
{
  MstSvf to;

  if (mst_keyfilter_is_off (self))
    return;
  self->still = values_settled (self);
  if (self->amount.value == 0.0) { /* it comes in at the right place */
    snap_shape (self);
    design (self, rate, &self->svf);
  }
  mst_smooth_advance (&self->frequency, share, 1e-5);
  mst_smooth_advance (&self->gain, share, 1e-4);
  mst_smooth_advance (&self->q, share, 1e-5);
  mst_smooth_advance (&self->amount, share, 1e-4);
  design (self, rate, &to);
  if (self->still)
    self->svf = to;
  mst_svf_step (&self->step, &self->svf, &to, frames);
}

bool
mst_keyfilter_is_settled (const MstKeyFilter *self)
{
  return mst_keyfilter_is_off (self) || (self->still && values_settled (self));
}

bool
mst_keyfilter_is_off (const MstKeyFilter *self)
{
  return self->amount.value == 0.0 && self->amount.target == 0.0;
}

void
mst_keyfilter_run (MstKeyFilter *self, MstPair *const x[], int pairs, int n)
{
  MstSvf end = self->svf;

  if (mst_keyfilter_is_off (self))
    return;
  for (int p = 0; p < pairs; p++) {
    end = self->svf;
    mst_svf_run_moving (&end, &self->step, &self->states[p], x[p], n);
  }
  self->svf = end;
}
