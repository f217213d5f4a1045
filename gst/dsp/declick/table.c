/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include "dsp/common/repair/mend.h"

const MstParam mst_declick_params[MST_DECLICK_N_PARAMS] = {
  [MST_DECLICK_AMOUNT] = MST_MEND_AMOUNT_ROW,
  [MST_DECLICK_LISTEN] = MST_MEND_LISTEN_ROW,
  [MST_DECLICK_SENSITIVITY] = { "sensitivity", "dB", 6.0, 60.0, 34.0,
      MST_KIND_DOUBLE,
      .blurb = "How far a click stands out of the residual of the music; less "
               "finds more" },
  [MST_DECLICK_MAX_LENGTH] = { "max-length", "ms", 0.1, 5.0, 1.4,
      MST_KIND_DOUBLE,
      .blurb =
          "Longest repair; a click that stands out by 36 dB or more may be "
          "3.5 times as long, up to 5 ms" },
};

const MstParam mst_declick_readouts[MST_DECLICK_N_READOUTS] = {
  [MST_DECLICK_REPAIRED] = { "repaired-per-second", "", 0.0, 1e6, 0.0,
      MST_KIND_DOUBLE,
      .blurb = "Repairs a second, in all channels, since the start" },
  [MST_DECLICK_REPAIRED_SAMPLES] = { "repaired-samples", "", 0.0, 1e15, 0.0,
      MST_KIND_DOUBLE,
      .blurb = "Samples that were replaced, in all channels, since the start" },
  [MST_DECLICK_REMOVED_LEVEL] = MST_MEND_REMOVED_ROW,
};
