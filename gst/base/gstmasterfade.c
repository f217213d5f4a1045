/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterfade.h"

#include <string.h>

#include "dsp/common/vector/kernels.h"

#define SECONDS 0.02

void
gst_master_fade_init (GstMasterFade *self, gdouble rate, gboolean dry)
{
  self->step = (gfloat) (1.0 / (SECONDS * rate));
  gst_master_fade_set (self, dry);
  gst_master_fade_snap (self);
}

void
gst_master_fade_set (GstMasterFade *self, gboolean dry)
{
  self->target = dry ? 1.0f : 0.0f;
}

void
gst_master_fade_snap (GstMasterFade *self)
{
  self->value = self->target;
}

gint
gst_master_fade_advance (GstMasterFade *self, gfloat *ramp, gint n)
{
  gfloat step = self->target > 0.0f ? self->step : -self->step;
  gint fading = 0;

  while (fading < n && self->value != self->target) {
    self->value = CLAMP (self->value + step, 0.0f, 1.0f);
    ramp[fading++] = self->value;
  }
  return fading;
}

void
gst_master_fade_mix (GstMasterFade *self, gfloat *const wet[],
    gfloat *const dry[], gint channels, gfloat *ramp, gint n)
{
  gint fading = gst_master_fade_advance (self, ramp, n);

  for (gint c = 0; c < channels; c++) {
    mst_orc_crossfade_f32 (wet[c], dry[c], ramp, fading);
    if (self->target > 0.0f)
      memcpy (wet[c] + fading, dry[c] + fading, (n - fading) * sizeof (gfloat));
  }
}

void
gst_master_fade_mix_wide (GstMasterFade *self, const GstMasterView *wet,
    const GstMasterView *dry, gfloat *ramp, gint n)
{
  gint fading = gst_master_fade_advance (self, ramp, n);

  for (gint c = 0; c < wet->channels; c++)
    for (gint i = 0; i < fading; i++) {
      gdouble x = gst_master_view_get (wet, c, i);
      gdouble y = gst_master_view_get (dry, c, i);
      gst_master_view_put (wet, c, i, x + ramp[i] * (y - x));
    }
  if (self->target > 0.0f) {
    GstMasterView here = gst_master_view_from (wet, fading);
    GstMasterView from = gst_master_view_from (dry, fading);
    gst_master_view_copy (&here, &from, n - fading);
  }
}
