/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include <math.h>

#define MIN_HZ 20.0 /* the lowest crossover */

static const MstChoice types[] = {
  [MST_SATURATOR_TAPE] = { "tape",
      "Soft, with hysteresis, head bump and gap loss" },
  [MST_SATURATOR_TUBE] = { "tube", "Asymmetric: the second harmonic leads" },
  [MST_SATURATOR_TRANSFORMER] = { "transformer",
      "A core that saturates in the bass first" },
  [MST_SATURATOR_TRANSISTOR] = { "transistor",
      "Clean up to where it clips, then hard" },
  [MST_SATURATOR_SOFT_CLIP] = { "soft-clip", "The hyperbolic tangent" },
  [MST_SATURATOR_EXCITER] = { "exciter",
      "Adds harmonics of frequencies above `frequency` alone" },
};

const MstParam mst_saturator_params[] = {
  [MST_SATURATOR_BANDS] = { "bands", "", 1, MST_SATURATOR_MAX_BANDS, 1,
      MST_KIND_INT,
      .blurb = "Number of bands; band0 is the lowest; with one nothing is "
               "divided" },
  [MST_SATURATOR_TYPE] = { "type", "", 0, MST_N_ELEMENTS (types) - 1,
      MST_SATURATOR_TAPE, MST_KIND_ENUM, .choices = types,
      .blurb = "Device whose curve bends the sound" },
  [MST_SATURATOR_DRIVE] = { "drive", "dB", 0, 36, 0, MST_KIND_DOUBLE,
      .blurb = "Gain before the curve, undone after it; 0 is off" },
  [MST_SATURATOR_BIAS] = { "bias", "", -1, 1, 0, MST_KIND_DOUBLE,
      .blurb = "Place of silence on the curve: off its middle there are even "
               "harmonics" },
  [MST_SATURATOR_TONE] = { "tone", "dB", -12, 12, 0, MST_KIND_DOUBLE,
      .blurb = "Drive of the treble over that of the bass, about 1 kHz; undone "
               "after the curve" },
  [MST_SATURATOR_FREQUENCY] = { "frequency", "Hz", 500, 16000, 4000,
      MST_KIND_DOUBLE, .blurb = "Lower end of the band that `exciter` bends" },
  [MST_SATURATOR_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the bent sound; 0 is off" },
  [MST_SATURATOR_AUTO_GAIN] = { "auto-gain", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Keep the loudness, for a fair comparison with the input" },
  [MST_SATURATOR_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain after the curve" },
};

const MstParam mst_saturator_band_params[] = {
  [MST_SATURATOR_BAND_UPPER_FREQUENCY] = { "upper-frequency", "Hz", 0, 20000, 0,
      MST_KIND_DOUBLE,
      .blurb = "Upper end of the band, from 20 on, where the next begins; 0 "
               "is a usual place for so many bands; the last has no end" },
  [MST_SATURATOR_BAND_DRIVE] = { "drive", "dB", -36, 36, 0, MST_KIND_DOUBLE,
      .blurb = "Drive of the band over that of the stage" },
  [MST_SATURATOR_BAND_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the bent sound in the band" },
};

/* Tape is the sum of t, t^3, t^5, t^7 that is nearest to the Langevin function
 * L (3 x), by least squares over 0 .. 4: within 0.019 there. Transformer and
 * transistor are the series of artanh t, cut off, so that the curve is straight
 * to the fourth and to the sixth power. */
const MstSaturatorModel mst_saturator_models[MST_SATURATOR_N_TYPES] = {
  [MST_SATURATOR_TAPE] = { { 1, 0, -0.0537807, 0, -0.6106371, 0, 0.5637892 },
      .lag = 0.35, .replay = 1 },
  [MST_SATURATOR_TUBE] = { { 1, 1 / 4.0, -1 / 12.0 } },
  [MST_SATURATOR_TRANSFORMER] = { { 1, 0, 1 / 3.0 }, .bass = 6 },
  [MST_SATURATOR_TRANSISTOR] = { { 1, 0, 1 / 3.0, 0, 1 / 5.0 } },
  [MST_SATURATOR_SOFT_CLIP] = { { 1 } },
  [MST_SATURATOR_EXCITER] = { { 1, 1 / 2.0 }, .high = 1, .adds = 1 },
};

/* The ends of bands for which none is set [Hz]. */
static const double usual[MST_SATURATOR_MAX_BANDS + 1]
                         [MST_SATURATOR_MAX_BANDS - 1] = {
                           [2] = { 250 },
                           [3] = { 150, 3000 },
                         };

double
mst_saturator_upper_frequency (const double *values, int bands, int band)
{
  double wanted =
      values[mst_saturator_band_at (band, MST_SATURATOR_BAND_UPPER_FREQUENCY)];

  if (wanted <= 0.0)
    return usual[bands][band];
  return wanted > MIN_HZ ? wanted : MIN_HZ;
}
