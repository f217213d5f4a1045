/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager.h - the width of a stereo image, in one to four bands.
 *
 * With M = (L + R) / 2 and S = (L - R) / 2 the stage changes S alone:
 *
 *   S' = the sum over the bands of width guard band (HP (S + stereoize AP (M)))
 *
 * so that a mono listener hears the same as before, bit by bit (pair.c says
 * in which arithmetic). Balance and rotation come first and are the only ones
 * to change the sum of both channels. Each pair of channels is an image of its
 * own; channels without a partner, and mono, pass. Zones of a surround sound
 * may get a gain.
 */
#ifndef MST_IMAGER_H
#define MST_IMAGER_H

#include "table.h"

extern const MstStage mst_stage_imager;

#endif /* MST_IMAGER_H */
