/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include "dsp/common/repair/mend.h"

static const MstChoice bases[] = {
  [MST_DEHUM_AUTO] = { "auto", "Whichever of the two is found" },
  [MST_DEHUM_50] = { "50", "50 Hz, as in Europe" },
  [MST_DEHUM_60] = { "60", "60 Hz, as in North America" },
};

const MstParam mst_dehum_params[MST_DEHUM_N_PARAMS] = {
  [MST_DEHUM_AMOUNT] = MST_MEND_AMOUNT_ROW,
  [MST_DEHUM_LISTEN] = MST_MEND_LISTEN_ROW,
  [MST_DEHUM_BASE] = { "base", "", 0.0, MST_N_ELEMENTS (bases) - 1,
      MST_DEHUM_AUTO, MST_KIND_ENUM, .choices = bases,
      .blurb = "Frequency of the mains; the hum may be up to 0.5 % off it" },
  [MST_DEHUM_HARMONICS] = { "harmonics", "", 1.0, 20.0, 20.0, MST_KIND_INT,
      .blurb =
          "How many partials a hum may have; those that are not there cost "
          "nothing" },
  [MST_DEHUM_DC] = { "dc", "", 0.0, 1.0, 1.0, MST_KIND_BOOL,
      .blurb = "Take out a constant offset, too" },
  [MST_DEHUM_LOOK_AHEAD] = { "look-ahead", "s", 1.0, 10.0, 1.0, MST_KIND_INT,
      .flags = MST_PARAM_AT_START,
      .blurb =
          "Time that is heard before a decision: the latency, within 4 %" },
};

const MstParam mst_dehum_readouts[MST_DEHUM_N_READOUTS] = {
  [MST_DEHUM_HUM] = { "hum", "Hz", 0.0, 100.0, 0.0, MST_KIND_DOUBLE,
      .blurb = "Frequency of the hum that is taken out now; 0 for none" },
  [MST_DEHUM_HUM_LEVEL] = { "hum-level", "dBFS", -200.0, 200.0, -200.0,
      MST_KIND_DOUBLE, .blurb = "Its level (rms), in all channels" },
  [MST_DEHUM_HUM_PARTIALS] = { "hum-partials", "", 0.0, 1280.0, 0.0,
      MST_KIND_DOUBLE,
      .blurb = "Partials that stand out, in all channels: the evidence" },
  [MST_DEHUM_DC_LEVEL] = { "dc-level", "dBFS", -200.0, 200.0, -200.0,
      MST_KIND_DOUBLE,
      .blurb = "The greatest offset of a channel that is taken out now" },
  [MST_DEHUM_REMOVED_LEVEL] = MST_MEND_REMOVED_ROW,
};
