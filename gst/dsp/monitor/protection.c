/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "protection.h"

#include <math.h>

#include "dsp/common/time/smooth.h"
#include "dsp/common/vector/decibel.h"

#define ATTACK_MS 3.0
#define RELEASE_MS 150.0
#define GLIDE_MS 5.0
#define NEARLY 1e-6 /* a gain is 1 when it is this near */

static double
share_of (double ms, double rate)
{
  return 1.0 - exp (-1e3 / (ms * rate));
}

void
mst_monitor_guard_init (MstMonitorGuard *self, const MstFormat *format)
{
  self->rate = format->rate;
  self->channels = format->channels;
  self->attack = share_of (ATTACK_MS, format->rate);
  self->release = share_of (RELEASE_MS, format->rate);
  self->glide = share_of (GLIDE_MS, format->rate);
  self->level = INFINITY;
  mst_monitor_guard_reset (self);
}

/* One that is off has not heard the sound since; one that lets go still needs
 * its low-pass. */
void
mst_monitor_guard_set (MstMonitorGuard *self, double hz, double db)
{
  if (mst_monitor_guard_is_off (self))
    mst_monitor_guard_reset (self);
  if (hz > 0.0)
    self->pole = mst_share_of_hz (hz, self->rate);
  self->level = hz > 0.0 ? mst_from_db (db) : INFINITY;
}

void
mst_monitor_guard_reset (MstMonitorGuard *self)
{
  for (int c = 0; c < self->channels; c++)
    self->low[c] = 0.0;
  self->envelope = 0.0;
  self->gain = 1.0;
}

bool
mst_monitor_guard_is_off (const MstMonitorGuard *self)
{
  return isinf (self->level) && self->gain == 1.0;
}

static double
wanted_gain (MstMonitorGuard *self, double peak)
{
  double share = peak > self->envelope ? self->attack : self->release;

  self->envelope += share * (peak - self->envelope);
  return self->envelope > self->level ? self->level / self->envelope : 1.0;
}

void
mst_monitor_guard_process (MstMonitorGuard *self, float *const planes[], int n)
{
  for (int i = 0; i < n; i++) {
    double peak = 0.0, gain;
    for (int c = 0; c < self->channels; c++) {
      self->low[c] += self->pole * (planes[c][i] - self->low[c]);
      peak = fmax (peak, fabs (self->low[c]));
    }
    gain = wanted_gain (self, peak);
    self->gain += self->glide * (gain - self->gain);
    if (gain == 1.0 && self->gain > 1.0 - NEARLY)
      self->gain = 1.0;
    for (int c = 0; self->gain < 1.0 && c < self->channels; c++)
      planes[c][i] -= (float) ((1.0 - self->gain) * self->low[c]);
  }
}
