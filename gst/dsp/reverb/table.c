/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

const MstParam mst_reverb_params[MST_REVERB_N_PARAMS] = {
  [MST_REVERB_MIX] = { "mix", "dB", MST_REVERB_MIX_OFF, 0, MST_REVERB_MIX_OFF,
      MST_KIND_DOUBLE,
      .blurb = "Level of the reverberation beside the untouched input; -60 is "
               "off" },
  [MST_REVERB_TIME] = { "time", "s", 0.2, 1.5, 0.6, MST_KIND_DOUBLE,
      .blurb = "Time to decay by 60 dB" },
  [MST_REVERB_SIZE] = { "size", "ms", MST_REVERB_MIN_MS, MST_REVERB_MAX_MS, 20,
      MST_KIND_DOUBLE,
      .blurb = "Mean time between two reflections; 10 ms are 3.4 m" },
  [MST_REVERB_PREDELAY] = { "predelay", "ms", 0, MST_REVERB_MAX_PREDELAY_MS, 10,
      MST_KIND_DOUBLE, .blurb = "Time before the reverberation sets in" },
  [MST_REVERB_DAMPING] = { "damping", "", 0, 0.9, 0.5, MST_KIND_DOUBLE,
      .blurb = "Share of the time that the highest frequencies lose" },
  [MST_REVERB_DAMPING_FREQUENCY] = { "damping-frequency", "Hz", 1000, 20000,
      6000, MST_KIND_DOUBLE,
      .blurb = "Frequency at which the decay rate is half-way between top and "
               "bottom" },
  [MST_REVERB_LOW_CUT] = { "low-cut", "Hz", 0, 2000, 250, MST_KIND_DOUBLE,
      .blurb = "Lowest frequency that is sent into the room; 0 is off" },
  [MST_REVERB_HIGH_CUT] = { "high-cut", "Hz", 1000, MST_REVERB_MAX_CUT_HZ, 7000,
      MST_KIND_DOUBLE, MST_PARAM_OFF_AT_MAX,
      .blurb = "Highest frequency that is sent into the room; 20000 is off" },
  [MST_REVERB_WIDTH] = { "width", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb =
          "Width of the reverberation: 0 is mono, at 1 left and right have "
          "nothing in common" },
  [MST_REVERB_MODULATION] = { "modulation", "", 0, 1, 0, MST_KIND_DOUBLE,
      .blurb = "Extent to which the paths through the room swing; 0 is off" },
  [MST_REVERB_MODULATION_RATE] = { "modulation-rate", "Hz", 0.05, 2, 0.5,
      MST_KIND_DOUBLE, .blurb = "Speed at which the paths swing" },
  [MST_REVERB_TAIL] = { "tail", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Let the reverberation ring out after the end: more frames come "
               "out than went in" },
};
