/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

static const MstChoice types[] = {
  [MST_SHAPE_BELL] = { "bell", "Boost or cut around the frequency" },
  [MST_SHAPE_LOW_SHELF] = { "low-shelf", "Boost or cut below the frequency" },
  [MST_SHAPE_HIGH_SHELF] = { "high-shelf", "Boost or cut above the frequency" },
  [MST_SHAPE_LOW_CUT] = { "low-cut", "Remove what is below, by the slope" },
  [MST_SHAPE_HIGH_CUT] = { "high-cut", "Remove what is above, by the slope" },
  [MST_SHAPE_NOTCH] = { "notch", "Remove the frequency itself" },
  [MST_SHAPE_BAND_PASS] = { "band-pass", "Keep the frequency alone" },
  [MST_SHAPE_ALL_PASS] = { "all-pass", "Turn the phase, keep the level" },
  [MST_SHAPE_TILT] = { "tilt",
      "Lift one side, lower the other: the gain is "
      "what lies between top and bottom" },
  [MST_SHAPE_BASS] = { "baxandall-bass", "Boost or cut gently below" },
  [MST_SHAPE_TREBLE] = { "baxandall-treble", "Boost or cut gently above" },
};

static const MstChoice channels[] = {
  [MST_EQ_STEREO] = { "stereo", "All channels" },
  [MST_EQ_LEFT] = { "left", "The left channel of each pair" },
  [MST_EQ_RIGHT] = { "right", "The right channel of each pair" },
  [MST_EQ_MID] = { "mid",
      "The middle of each pair, and channels without a partner" },
  [MST_EQ_SIDE] = { "side", "The side of each pair" },
};

static const MstChoice directions[] = {
  [MST_EQ_ABOVE] = { "above", "Change the gain where it is loud" },
  [MST_EQ_BELOW] = { "below", "Change the gain where it is quiet" },
};

static const MstChoice phases[] = {
  [MST_EQ_MINIMUM_PHASE] = { "minimum",
      "No latency, the phase of an "
      "analogue equaliser" },
  [MST_EQ_LINEAR_PHASE] = { "linear", "All frequencies equally late" },
};

const MstParam mst_eq_params[MST_EQ_N_PARAMS] = {
  [MST_EQ_BANDS] = { "bands", "", 0, MST_EQ_MAX_BANDS, 8, MST_KIND_INT,
      .blurb = "How many of the bands are in use, from band0 on" },
  [MST_EQ_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain after all bands" },
  [MST_EQ_AUTO_GAIN] = { "auto-gain", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Keep the loudness (K-weighted) at what it was before the "
               "bands" },
  [MST_EQ_PHASE] = { "phase", "", 0, MST_N_ELEMENTS (phases) - 1,
      MST_EQ_MINIMUM_PHASE, MST_KIND_ENUM, MST_PARAM_AT_START, phases,
      "Phase of the bands that are not dynamic" },
  [MST_EQ_PHASE_BLEND] = { "phase-blend", "", 0, 1, 0, MST_KIND_DOUBLE,
      .blurb = "How far phase=linear bends the phase as minimum phase does, at "
               "the same latency; 0 is linear" },
};

const MstParam mst_eq_band_params[MST_EQ_N_BAND_PARAMS] = {
  [MST_EQ_BAND_TYPE] = { "type", "", 0, MST_N_ELEMENTS (types) - 1,
      MST_SHAPE_BELL, MST_KIND_ENUM, .choices = types,
      .blurb = "Shape of the band" },
  [MST_EQ_BAND_FREQUENCY] = { "frequency", "Hz", 10, 40000, 1000,
      MST_KIND_DOUBLE, .blurb = "Centre or corner frequency" },
  [MST_EQ_BAND_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Boost or cut of bells, shelves and tilt" },
  [MST_EQ_BAND_Q] = { "q", "", 0.1, 40, M_SQRT1_2, MST_KIND_DOUBLE,
      .blurb = "Quality: frequency over bandwidth; 0.707 is Butterworth" },
  [MST_EQ_BAND_SLOPE] = { "slope", "dB/octave", 6, 96, 12, MST_KIND_INT,
      .blurb = "Slope of the cuts, in steps of 6" },
  [MST_EQ_BAND_CHANNEL] = { "channel", "", 0, MST_N_ELEMENTS (channels) - 1,
      MST_EQ_STEREO, MST_KIND_ENUM, .choices = channels,
      .blurb = "The part of each pair of channels that the band works on" },
  [MST_EQ_BAND_ENABLED] = { "enabled", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Whether the band does anything" },
  [MST_EQ_BAND_SOLO] = { "solo", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "While any band is soloed, only such bands do anything" },
  [MST_EQ_BAND_DYNAMIC] = { "dynamic", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Whether the gain follows the signal" },
  [MST_EQ_BAND_THRESHOLD] = { "threshold", "dB", -80, 0, -30, MST_KIND_DOUBLE,
      .blurb = "Peak level from which the gain of a dynamic band changes" },
  [MST_EQ_BAND_RATIO] = { "ratio", "", 1, 100, 4, MST_KIND_DOUBLE,
      .blurb = "Ratio of a dynamic band: R dB past the threshold change the "
               "gain by R - R/ratio" },
  [MST_EQ_BAND_ATTACK] = { "attack", "ms", 0, 500, 5, MST_KIND_DOUBLE,
      .blurb = "Time in which a dynamic band answers a rising level by 63 %" },
  [MST_EQ_BAND_RELEASE] = { "release", "ms", 0, 5000, 100, MST_KIND_DOUBLE,
      .blurb = "Time in which a dynamic band answers a falling level by 63 %" },
  [MST_EQ_BAND_RANGE] = { "range", "dB", -24, 24, -6, MST_KIND_DOUBLE,
      .blurb = "The most that a dynamic band adds to its gain; negative cuts, "
               "positive boosts" },
  [MST_EQ_BAND_DIRECTION] = { "direction", "", 0,
      MST_N_ELEMENTS (directions) - 1, MST_EQ_ABOVE, MST_KIND_ENUM,
      .choices = directions,
      .blurb = "Side of the threshold on which a dynamic band works" },
  [MST_EQ_BAND_SIDECHAIN] = { "sidechain-frequency", "Hz", 0, 40000, 0,
      MST_KIND_DOUBLE,
      .blurb =
          "Frequency at which a dynamic band listens; 0 is where it works" },
};
