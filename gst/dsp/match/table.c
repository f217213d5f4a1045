/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

static const MstChoice phases[] = {
  [MST_MATCH_MINIMUM_PHASE] = { "minimum",
      "The least delay, and no ringing before an attack" },
  [MST_MATCH_LINEAR_PHASE] = { "linear",
      "All frequencies equally late: the waveform keeps its shape" },
};

const MstParam mst_match_params[MST_MATCH_N_PARAMS] = {
  [MST_MATCH_STRENGTH] = { "strength", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How much of the curves is applied" },
  [MST_MATCH_MAX_BOOST] = { "max-boost", "dB", 0, 24, 6, MST_KIND_DOUBLE,
      .blurb = "The most that any frequency is raised" },
  [MST_MATCH_MAX_CUT] = { "max-cut", "dB", 0, 24, 12, MST_KIND_DOUBLE,
      .blurb = "The most that any frequency is lowered" },
  [MST_MATCH_SMOOTHING] = { "smoothing", "octaves", 0, 2, 1.0 / 3,
      MST_KIND_DOUBLE, .blurb = "Width over which the curves are averaged" },
  [MST_MATCH_LOW_GUARD] = { "low-guard", "Hz", 0, 200, 30, MST_KIND_DOUBLE,
      .blurb = "Frequency below which the correction fades out within an "
               "octave; 0 is off" },
  [MST_MATCH_PHASE] = { "phase", "", 0, MST_N_ELEMENTS (phases) - 1,
      MST_MATCH_MINIMUM_PHASE, MST_KIND_ENUM, MST_PARAM_AT_START,
      .choices = phases, .blurb = "Phase of the filter" },
};

const MstCurveRow mst_match_curves[MST_MATCH_N_CURVES] = {
  [MST_MATCH_MID] = { "mid-curve", "dB", -60, 60,
      .blurb = "Gains of the middle, of mono and of further channels" },
  [MST_MATCH_SIDE] = { "side-curve", "dB", -60, 60,
      .blurb = "Gains of the sides" },
};
