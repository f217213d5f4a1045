/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "choices.h"

const MstChoice mst_actions[] = {
  [MST_COMPRESS_DOWN] = { "compress-down", "Less gain above the threshold" },
  [MST_COMPRESS_UP] = { "compress-up", "More gain below the threshold" },
  [MST_EXPAND_DOWN] = { "expand-down", "Less gain below the threshold" },
};

const MstChoice mst_detectors[] = {
  [MST_DETECT_PEAK] = { "peak", "The magnitude of each sample" },
  [MST_DETECT_RMS] = { "rms", "The mean power of some 40 ms" },
};

const MstChoice mst_topologies[] = {
  { "feed-forward", "The detector hears the input" },
  { "feedback", "The detector hears the output; for compress-down alone" },
};
