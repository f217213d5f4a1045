/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum.h - takes hum and a constant offset out of music.
 *
 * A hum is found by partials at multiples of a frequency that never stop and
 * keep their phases to one another. It is followed and subtracted, and nothing
 * else is touched. docs/stages/dehum.md has the equations.
 */
#ifndef MST_DEHUM_H
#define MST_DEHUM_H

#include "table.h"

extern const MstStage mst_stage_dehum;

#endif /* MST_DEHUM_H */
