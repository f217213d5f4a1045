/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** reverb.h - puts a room around the master, beside the untouched input. */
#ifndef MST_REVERB_H
#define MST_REVERB_H

#include "table.h"

extern const MstStage mst_stage_reverb;

#endif /* MST_REVERB_H */
