/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband/band.h - one band of the multiband stage: its values as they glide,
 * and the state of its detectors.
 */
#ifndef MST_MULTIBAND_BAND_H
#define MST_MULTIBAND_BAND_H

#include <stdbool.h>

#include "dsp/common/dynamics/dynamics.h"
#include "dsp/common/dynamics/link.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/smooth.h"

typedef struct {
  MstDynamics dynamics;
  bool wanted;        /* enabled, and able to change a gain */
  MstSmooth presence; /* 0 .. 1: the share of the change of gain */
  MstSmooth gain;     /* dB */
  MstSmooth audible;  /* 0 .. 1 */
  MstSmooth link;
  MstSmooth mix; /* of the dynamics' gain */
  MstRamp presence_ramp, link_ramp, mix_ramp;
  MstRamp scale;      /* gain times audible, linear */
  MstDeepest deepest; /* dB of change */
  MstLane *lanes;     /* one for each channel */
} MstMultibandBand;

/** Takes the values of this band. `mid_side`: its detectors are to hear mid and
 * side. `audible`: it is neither muted nor soloed away. */
void mst_multiband_band_set (MstMultibandBand *band, const double *values,
    double rate, int lookahead, bool mid_side, bool audible);

/** Jumps to where everything was set; the detectors go on. */
void mst_multiband_band_settle (MstMultibandBand *band);

/** Makes the detectors forget the stream. */
void mst_multiband_band_forget (MstMultibandBand *band, int channels);

/** On a line of the grid. */
void mst_multiband_band_advance (MstMultibandBand *band, double share,
    const MstLink *link);

/** True if no change of gain is heard, nor is about to be. */
static inline bool
mst_multiband_band_is_still (const MstMultibandBand *band)
{
  return band->presence.value == 0.0 && mst_ramp_is (&band->presence_ramp, 0.0);
}

/** True if nothing glides nor is about to: advance() may be left out. */
bool mst_multiband_band_is_settled (const MstMultibandBand *band);

/** True if the band passes as it is. */
static inline bool
mst_multiband_band_is_idle (const MstMultibandBand *band)
{
  return mst_multiband_band_is_still (band) && !band->wanted &&
      mst_ramp_is (&band->scale, 1.0) && mst_smooth_settled (&band->gain) &&
      mst_smooth_settled (&band->audible);
}

/** True if its detectors hear mid and side of each pair. */
static inline bool
mst_multiband_band_is_mid_side (const MstMultibandBand *band)
{
  return band->dynamics.set.variant != 0;
}

/** True if one detector counts for each group of channels, and is enough. */
static inline bool
mst_multiband_band_is_linked (const MstMultibandBand *band)
{
  return mst_ramp_is (&band->link_ramp, 1.0);
}

#endif /* MST_MULTIBAND_BAND_H */
