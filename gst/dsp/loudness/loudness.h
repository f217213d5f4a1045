/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudness.h - brings a programme to a loudness, by one gain for all channels.
 *
 * `static` is a constant gain from a loudness that is known beforehand. `live`
 * slowly follows a programme that is not known (loudness/live).
 * docs/stages/loudness.md explains both; loudness/table has the values.
 */
#ifndef MST_LOUDNESS_STAGE_H
#define MST_LOUDNESS_STAGE_H

#include "table.h"

extern const MstStage mst_stage_loudness;

#endif /* MST_LOUDNESS_STAGE_H */
