/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

const MstParam mst_crossfeed_params[MST_CROSSFEED_N_PARAMS] = {
  [MST_CROSSFEED_LEVEL] = { "level", "dB", MST_CROSSFEED_OFF_DB, 0.0,
      MST_CROSSFEED_OFF_DB, MST_KIND_DOUBLE,
      .blurb = "Level of the other channel beside the ear's own, in the bass; "
               "-60 is off and neutral" },
  [MST_CROSSFEED_DELAY] = { "delay", "ms", 0.0, 0.5, 0.02, MST_KIND_DOUBLE,
      .blurb = "Delay of the other channel, beside that of the low-pass" },
  [MST_CROSSFEED_FREQUENCY] = { "frequency", "Hz", 300.0, 2000.0, 700.0,
      MST_KIND_DOUBLE,
      .blurb = "Corner of the low-pass on the way to the other ear" },
};
