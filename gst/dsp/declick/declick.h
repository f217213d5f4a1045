/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * declick.h - takes clicks and crackle out of music.
 *
 * Clicks are found by a model of the music, and only the samples that they
 * spoil are replaced. Where none is found, the bits of the input leave.
 * docs/stages/declick.md has the equations.
 */
#ifndef MST_DECLICK_H
#define MST_DECLICK_H

#include "table.h"

extern const MstStage mst_stage_declick;

#endif /* MST_DECLICK_H */
