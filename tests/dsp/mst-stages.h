/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** mst-stages.h - every stage's descriptor, in mastering order. */
#ifndef MST_STAGES_H
#define MST_STAGES_H

#include "dsp/stage.h"

#define STAGE(stem) extern const MstStage mst_stage_##stem;
#include "mst-stages.inc"
#undef STAGE

static const MstStage *const mst_stages[] = {
#define STAGE(stem) &mst_stage_##stem,
#include "mst-stages.inc"
#undef STAGE
};

#endif /* MST_STAGES_H */
