/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crossfeed.h - lets each ear hear the other channel, later and duller, as it
 * hears the other one of two loudspeakers.
 *
 * What both channels have in common passes unchanged, and so does their sum:
 * the crossfeed filters their difference alone. Streams of other than two
 * channels pass.
 */
#ifndef MST_CROSSFEED_H
#define MST_CROSSFEED_H

#include "table.h"

extern const MstStage mst_stage_crossfeed;

#endif /* MST_CROSSFEED_H */
