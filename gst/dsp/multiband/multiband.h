/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband.h - dynamics in two to six bands.
 *
 * A crossover (common/filter/crossover.h) divides the signal. Each band has a
 * detector, a curve and an envelope of its own (common/dynamics/dynamics.h),
 * and the sum of the bands comes out. Idle bands add up to the input, except
 * for the phase of a crossover of minimum phase. When all of them are idle, or
 * the mix is 0, the stage fades over to the input itself, as late as the bands
 * are, and computes nothing.
 */
#ifndef MST_MULTIBAND_H
#define MST_MULTIBAND_H

#include "table.h"

extern const MstStage mst_stage_multiband;

#endif /* MST_MULTIBAND_H */
