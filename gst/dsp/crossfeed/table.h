/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crossfeed/table.h - the values of the crossfeed.
 */
#ifndef MST_CROSSFEED_TABLE_H
#define MST_CROSSFEED_TABLE_H

#include "dsp/stage.h"

#define MST_CROSSFEED_OFF_DB -60.0

/** Indices into the values. */
enum {
  MST_CROSSFEED_LEVEL,
  MST_CROSSFEED_DELAY,
  MST_CROSSFEED_FREQUENCY,
  MST_CROSSFEED_N_PARAMS,
};

extern const MstParam mst_crossfeed_params[MST_CROSSFEED_N_PARAMS];

#endif /* MST_CROSSFEED_TABLE_H */
