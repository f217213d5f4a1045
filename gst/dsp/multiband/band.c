/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "band.h"

#include <string.h>

#include "dsp/common/vector/decibel.h"
#include "table.h"

static MstDynamicsSettings
settings_of (const double *v, bool mid_side)
{
  return (MstDynamicsSettings){
    .action = (MstAction) v[MST_MULTIBAND_BAND_ACTION],
    .detect = (MstDetect) v[MST_MULTIBAND_BAND_DETECTOR],
    .feedback = v[MST_MULTIBAND_BAND_TOPOLOGY] != 0.0,
    .auto_release = v[MST_MULTIBAND_BAND_AUTO_RELEASE] != 0.0,
    .auto_times = v[MST_MULTIBAND_BAND_AUTO_TIMES] != 0.0,
    .variant = mid_side,
    .threshold = v[MST_MULTIBAND_BAND_THRESHOLD],
    .ratio = v[MST_MULTIBAND_BAND_RATIO],
    .knee = v[MST_MULTIBAND_BAND_KNEE],
    .range = v[MST_MULTIBAND_BAND_RANGE],
    .attack = v[MST_MULTIBAND_BAND_ATTACK],
    .release = v[MST_MULTIBAND_BAND_RELEASE],
    .hold = v[MST_MULTIBAND_BAND_HOLD],
  };
}

void
mst_multiband_band_set (MstMultibandBand *band, const double *v, double rate,
    int lookahead, bool mid_side, bool audible)
{
  MstDynamicsSettings settings = settings_of (v, mid_side);
  bool enabled = v[MST_MULTIBAND_BAND_ENABLED] != 0.0;

  mst_dynamics_set (&band->dynamics, rate, &settings, lookahead);
  band->mix.target = v[MST_MULTIBAND_BAND_MIX];
  band->wanted = enabled && settings.ratio != 1.0 && settings.range != 0.0 &&
      band->mix.target != 0.0;
  band->gain.target = enabled ? v[MST_MULTIBAND_BAND_GAIN] : 0.0;
  band->audible.target = audible;
  band->link.target = v[MST_MULTIBAND_BAND_LINK];
}

void
mst_multiband_band_forget (MstMultibandBand *band, int channels)
{
  mst_dynamics_settle (&band->dynamics);
  memset (band->lanes, 0, channels * sizeof (*band->lanes));
  band->deepest = (MstDeepest){ 0 };
}

static double
scale_of (const MstMultibandBand *band)
{
  return band->audible.value * mst_from_db (band->gain.value);
}

void
mst_multiband_band_settle (MstMultibandBand *band)
{
  mst_dynamics_settle (&band->dynamics);
  band->deepest = (MstDeepest){ 0 };
  mst_smooth_snap (&band->presence, band->wanted);
  mst_smooth_snap (&band->gain, band->gain.target);
  mst_smooth_snap (&band->audible, band->audible.target);
  mst_smooth_snap (&band->link, band->link.target);
  band->presence_ramp = mst_ramp_hold (band->presence.value);
  band->link_ramp = mst_ramp_hold (band->link.value);
  mst_smooth_snap (&band->mix, band->mix.target);
  band->mix_ramp = mst_ramp_hold (band->mix.value);
  band->scale = mst_ramp_hold (scale_of (band));
}

static void
advance_scale (MstMultibandBand *band, double share)
{
  double before = scale_of (band);

  band->scale = mst_ramp_hold (before);
  if (mst_smooth_settled (&band->gain) && mst_smooth_settled (&band->audible))
    return;
  mst_smooth_advance (&band->gain, share, 1e-5);
  mst_smooth_advance (&band->audible, share, 1e-6);
  band->scale = mst_ramp_between (before, scale_of (band));
}

/* When the link loosens, all lanes go on from where that of their group was. */
static void
advance_link (MstMultibandBand *band, double share, const MstLink *link)
{
  bool was_linked = mst_multiband_band_is_linked (band);

  mst_ramp_advance (&band->link_ramp, &band->link, share, 1e-6);
  if (was_linked && !mst_multiband_band_is_linked (band))
    for (int c = 0; c < link->channels; c++)
      band->lanes[c] = band->lanes[link->first[link->group[c]]];
}

bool
mst_multiband_band_is_settled (const MstMultibandBand *band)
{
  return mst_ramp_rests (&band->presence_ramp, &band->presence) &&
      band->presence.value == (double) band->wanted &&
      mst_ramp_rests (&band->link_ramp, &band->link) &&
      mst_ramp_rests (&band->mix_ramp, &band->mix) &&
      mst_smooth_settled (&band->gain) && mst_smooth_settled (&band->audible) &&
      band->scale.step == 0.0 &&
      (!band->wanted || mst_dynamics_is_settled (&band->dynamics));
}

void
mst_multiband_band_advance (MstMultibandBand *band, double share,
    const MstLink *link)
{
  if (band->wanted && band->presence.value == 0.0 &&
      band->presence.middle == 0.0)
    mst_multiband_band_forget (band, link->channels);
  band->presence.target = band->wanted;
  mst_ramp_advance (&band->presence_ramp, &band->presence, share, 1e-6);
  if (!mst_multiband_band_is_still (band))
    mst_dynamics_advance (&band->dynamics, share, MST_GRID);
  advance_link (band, share, link);
  mst_ramp_advance (&band->mix_ramp, &band->mix, share, 1e-6);
  advance_scale (band, share);
}
